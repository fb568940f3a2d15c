/* SPDX-License-Identifier: Apache-2.0 */
/* Keeps the registered clients in a state file, one line each: name host name|ip
 * serial,serial,... A blank in a client's name is written as a slash. */
#include "clients.h"

#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/text.h"
#include "spec/typed.h"
#include "statefile.h"
#include "tls/certificate.h"

#define NAME_LETTERS TYPED_LETTERS ".-_"

static bool
is_valid(struct bytes name, size_t max, const char *letters)
{
	return name.len > 0 && name.len <= max && text_only(name, letters) &&
	    name.ptr[0] != '.' && name.ptr[0] != '-' && name.ptr[0] != ' ';
}

bool
client_name_is_valid(struct bytes name)
{
	return is_valid(name, LIMIT_NAME, NAME_LETTERS " @");
}

bool
client_host_is_valid(struct bytes host)
{
	return is_valid(host, CLIENT_HOST_MAX, NAME_LETTERS ":");
}

static void
certificate_path(const struct clients *cs, const char *name, char out[4200])
{
	snprintf(out, 4200, "%s/%s.pem", cs->folder, name);
}

static void
client_clear(struct client **c)
{
	if (*c == NULL)
		return;
	buf_clear(&(*c)->der);
	mem_free(*c);
	*c = NULL;
}

static enum err
client_make(struct bytes name, struct bytes host, struct bytes pem,
    struct client **out)
{
	CLEARED_BY(client_clear) struct client *c = mem_alloc(1, sizeof(*c));
	struct certificate_facts facts;

	if (c == NULL)
		return ERR_NO_MEMORY;
	c->der = buf_up_to(LIMIT_CERTIFICATE);
	TRY(text_copy(c->name, sizeof(c->name), name));
	TRY(text_copy(c->host, sizeof(c->host), host));
	if (certificate_read_pem(pem, &c->der) != ERR_OK)
		return ERR_CERTIFICATE_FORMAT;
	TRY(certificate_facts(buf_bytes(&c->der), &facts));
	TRY(text_copy(c->fingerprint, sizeof(c->fingerprint),
	    bytes_of_text(facts.fingerprint)));
	*out = c;
	c = NULL;
	return ERR_OK;
}

static enum err
append(struct clients *cs, struct client **c)
{
	if (cs->n == LIMIT_CLIENTS)
		return ERR_CLIENT_LIMIT;
	if (!mem_grow(&cs->list, cs->n, cs->n + 1, sizeof(cs->list[0])))
		return ERR_NO_MEMORY;
	cs->list[cs->n++] = *c;
	*c = NULL;
	return ERR_OK;
}

static enum err
read_serials(struct client *c, char *word)
{
	char *rest = word, *one;

	if (strcmp(word, "-") == 0)
		return ERR_OK;
	while ((one = strsep(&rest, ",")) != NULL) {
		if (c->n_serials == LIMIT_PARTITIONS)
			return ERR_CORRUPT;
		TRY(text_number(one, 1, UINT64_MAX, &c->serials[c->n_serials]));
		c->n_serials++;
	}
	return ERR_OK;
}

static void
exchange(char *text, char from, char to)
{
	for (; *text != '\0'; text++)
		if (*text == from)
			*text = to;
}

static enum err
read_line(void *ctx, char *const *words, size_t n)
{
	struct clients *cs = ctx;
	CLEARED_BY(buf_clear) struct buf pem = buf_up_to(LIMIT_CERTIFICATE);
	CLEARED_BY(client_clear) struct client *c = NULL;
	char path[4200];

	exchange(words[0], '/', ' ');
	if (n != 4 || !client_name_is_valid(bytes_of_text(words[0])))
		return ERR_CORRUPT;
	certificate_path(cs, words[0], path);
	TRY(file_read(path, &pem));
	TRY(client_make(bytes_of_text(words[0]), bytes_of_text(words[1]),
	    buf_bytes(&pem), &c));
	c->is_ip = strcmp(words[2], "ip") == 0;
	TRY(read_serials(c, words[3]));
	return append(cs, &c);
}

enum err
clients_load(struct clients *cs, const char *path, const char *folder)
{
	enum err e;

	*cs = (struct clients){ 0 };
	TRY(text_copy(cs->path, sizeof(cs->path), bytes_of_text(path)));
	TRY(text_copy(cs->folder, sizeof(cs->folder), bytes_of_text(folder)));
	TRY(file_make_folder(folder));
	e = statefile_read(path, read_line, cs);
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

void
clients_clear(struct clients *cs)
{
	while (cs->n > 0)
		client_clear(&cs->list[--cs->n]);
	mem_free(cs->list);
	cs->list = NULL;
}

static enum err
put_line(struct buf *text, const struct client *c)
{
	char name[LIMIT_NAME + 1];

	memcpy(name, c->name, sizeof(name));
	exchange(name, ' ', '/');
	TRY(buf_printf(text, "%s %s %s ", name, c->host,
	    c->is_ip ? "ip" : "name"));
	for (size_t i = 0; i < c->n_serials; i++)
		TRY(buf_printf(text, "%s%llu", i > 0 ? "," : "",
		    (unsigned long long)c->serials[i]));
	return buf_put_text(text, c->n_serials > 0 ? "\n" : "-\n");
}

static enum err
save(const struct clients *cs)
{
	CLEARED_BY(buf_clear) struct buf text = buf_up_to(LIMIT_CLIENTS * 4096u);

	for (size_t i = 0; i < cs->n; i++)
		TRY(put_line(&text, cs->list[i]));
	return file_write(cs->path, 0600, buf_bytes(&text));
}

struct client *
clients_find(struct clients *cs, struct bytes name)
{
	for (size_t i = 0; i < cs->n; i++)
		if (bytes_equal(name, bytes_of_text(cs->list[i]->name)))
			return cs->list[i];
	return NULL;
}

/* ntls finds a client by its certificate, so a certificate may have only one
 * name. */
static bool
is_registered(const struct clients *cs, struct bytes der)
{
	for (size_t i = 0; i < cs->n; i++)
		if (bytes_equal(buf_bytes(&cs->list[i]->der), der))
			return true;
	return false;
}

/* Checks that the certificate was made for this host and has not expired. One
 * that is not valid yet is accepted: ntls checks the dates again at every
 * connection. */
static enum err
check_certificate(const struct client *c)
{
	struct certificate_facts facts;

	TRY(certificate_facts(buf_bytes(&c->der), &facts));
	if (!certificate_is_for(buf_bytes(&c->der), c->host))
		return ERR_CERTIFICATE_NAME;
	return facts.until > clock_wall_ms() / 1000 ? ERR_OK
						    : ERR_CERTIFICATE_EXPIRED;
}

enum err
clients_add(struct clients *cs, const struct client_new *new)
{
	CLEARED_BY(client_clear) struct client *c = NULL;
	char path[4200];
	enum err e;

	if (!client_name_is_valid(new->name) || !client_host_is_valid(new->host))
		return ERR_NAME_INVALID;
	if (clients_find(cs, new->name) != NULL)
		return ERR_EXISTS;
	if (cs->n == LIMIT_CLIENTS)
		return ERR_CLIENT_LIMIT;
	TRY(client_make(new->name, new->host, new->pem, &c));
	c->is_ip = new->is_ip;
	TRY(check_certificate(c));
	if (is_registered(cs, buf_bytes(&c->der)))
		return ERR_CERTIFICATE_TAKEN;
	certificate_path(cs, c->name, path);
	TRY(file_write(path, 0600, new->pem));
	TRY(append(cs, &c));
	e = save(cs);
	if (e != ERR_OK) {
		client_clear(&cs->list[--cs->n]);
		unlink(path);
	}
	return e;
}

enum err
clients_remove(struct clients *cs, struct client *c)
{
	char path[4200];
	size_t at = 0;
	enum err e;

	while (cs->list[at] != c)
		at++;
	cs->list[at] = cs->list[cs->n - 1];
	cs->list[cs->n - 1] = c;
	cs->n--;
	e = save(cs);
	if (e != ERR_OK) {
		cs->n++;
		return e;
	}
	certificate_path(cs, c->name, path);
	unlink(path);
	client_clear(&c);
	return ERR_OK;
}

static size_t
place_of(const struct client *c, uint64_t serial)
{
	size_t i = 0;

	while (i < c->n_serials && c->serials[i] != serial)
		i++;
	return i;
}

enum err
client_assign(struct clients *cs, struct client *c, uint64_t serial)
{
	enum err e;

	if (serial == 0)
		return ERR_ARGUMENT;
	if (place_of(c, serial) < c->n_serials)
		return ERR_EXISTS;
	if (c->n_serials == LIMIT_PARTITIONS)
		return ERR_TOO_LARGE;
	c->serials[c->n_serials++] = serial;
	e = save(cs);
	if (e != ERR_OK)
		c->n_serials--;
	return e;
}

enum err
client_revoke(struct clients *cs, struct client *c, uint64_t serial)
{
	size_t at = place_of(c, serial);
	struct client before = *c;
	enum err e;

	if (at == c->n_serials)
		return ERR_NOT_FOUND;
	c->n_serials--;
	memmove(c->serials + at, c->serials + at + 1,
	    (c->n_serials - at) * sizeof(c->serials[0]));
	e = save(cs);
	if (e != ERR_OK)
		*c = before;
	return e;
}

static bool
is_among(const uint64_t *serials, size_t n, uint64_t one)
{
	for (size_t i = 0; i < n; i++)
		if (serials[i] == one)
			return true;
	return false;
}

enum err
clients_keep(struct clients *cs, const uint64_t *serials, size_t n,
    bool *out_changed)
{
	bool changed = false;

	for (size_t i = 0; i < cs->n; i++) {
		struct client *c = cs->list[i];
		size_t kept = 0;

		for (size_t j = 0; j < c->n_serials; j++)
			if (is_among(serials, n, c->serials[j]))
				c->serials[kept++] = c->serials[j];
		changed |= kept < c->n_serials;
		c->n_serials = kept;
	}
	*out_changed = changed;
	return changed ? save(cs) : ERR_OK;
}
