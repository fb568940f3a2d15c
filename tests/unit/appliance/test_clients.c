/* SPDX-License-Identifier: Apache-2.0 */
/* Registered clients, and the file area and key list they and users bring
 * files into. */
#include "../test.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "area.h"
#include "base/file.h"
#include "clients.h"
#include "keys.h"
#include "tls/certificate.h"

static char folder[] = "/tmp/test_clients_XXXXXX";
static char list[64], certificates[64];
static struct clients cs;

static struct bytes
text(const char *s)
{
	return bytes_of_text(s);
}

static void
make(const char *host, struct buf *out)
{
	CLEARED_BY(buf_clear) struct buf key = buf_up_to(LIMIT_CERTIFICATE);

	*out = buf_up_to(LIMIT_CERTIFICATE);
	assert_ok(certificate_create(
	    &(struct certificate_order){ host, NULL, 30 }, out, &key));
}

static int
fresh(void **state)
{
	unlink(list);
	clients_clear(&cs);
	return clients_load(&cs, list, certificates) == ERR_OK ? 0 : -1;
}

static enum err
add(const char *name, const char *host, struct bytes pem)
{
	return clients_add(&cs, &(struct client_new){ text(name), text(host), pem });
}

/* A list that cannot be written leaves nothing behind: neither in memory nor
 * among the certificates. */
static void
nothing_half_registered(void **state)
{
	CLEARED_BY(buf_clear) struct buf pem = { 0 };
	char path[128];

	make("app.example", &pem);
	snprintf(path, sizeof(path), "%s/app.pem", certificates);
	assert_int_equal(0, mkdir(list, 0700)); /* no file takes its place */
	assert_true(add("app", "app.example", buf_bytes(&pem)) != ERR_OK);
	assert_null(clients_find(&cs, text("app")));
	assert_false(file_is_there(path));
	assert_int_equal(0, rmdir(list));
	assert_ok(add("app", "app.example", buf_bytes(&pem)));
	assert_true(file_is_there(path));
}

static void
register_and_reload(void **state)
{
	CLEARED_BY(buf_clear) struct buf pem = { 0 };
	struct client *c;

	make("app.example", &pem);
	assert_ok(add("app", "app.example", buf_bytes(&pem)));
	c = clients_find(&cs, text("app"));
	assert_non_null(c);
	assert_int_equal(strlen(c->fingerprint), 95);
	assert_ok(client_assign(&cs, c, 1234567890123));
	assert_ok(client_assign(&cs, c, 1234567890124));
	assert_err(ERR_EXISTS, client_assign(&cs, c, 1234567890123));
	assert_err(ERR_ARGUMENT, client_assign(&cs, c, 0));
	assert_ok(client_revoke(&cs, c, 1234567890123));
	assert_err(ERR_NOT_FOUND, client_revoke(&cs, c, 1234567890123));

	clients_clear(&cs);
	assert_ok(clients_load(&cs, list, certificates));
	c = clients_find(&cs, text("app"));
	assert_non_null(c);
	assert_string_equal(c->host, "app.example");
	assert_int_equal(c->n_serials, 1);
	assert_int_equal(c->serials[0], 1234567890124);
	assert_ok(clients_remove(&cs, c));
	assert_null(clients_find(&cs, text("app")));
	clients_clear(&cs);
	assert_ok(clients_load(&cs, list, certificates));
	assert_int_equal(cs.n, 0);
}

static void
names(void **state)
{
	static const char *const bad[] = { "", ".hidden", "-force", "a/b", " a",
		"..", "a\nb", "\xc3\xa4" };
	CLEARED_BY(buf_clear) struct buf pem = { 0 };
	char too_long[LIMIT_NAME + 2];

	make("h", &pem);
	memset(too_long, 'a', sizeof(too_long) - 1);
	too_long[sizeof(too_long) - 1] = '\0';
	assert_err(ERR_NAME_INVALID, add(too_long, "h", buf_bytes(&pem)));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_err(ERR_NAME_INVALID, add(bad[i], "h", buf_bytes(&pem)));
		assert_err(ERR_NAME_INVALID, add("n", bad[i], buf_bytes(&pem)));
	}
	assert_ok(add("n", "h", buf_bytes(&pem)));
	assert_err(ERR_EXISTS, add("n", "h", buf_bytes(&pem)));
	buf_clear(&pem);
	make("h", &pem);
	assert_ok(add("N", "h", buf_bytes(&pem)));
	buf_clear(&pem);
	make("h", &pem);
	assert_err(ERR_NAME_INVALID, add("n", "h h", buf_bytes(&pem)));
	assert_ok(add("with  blanks@site ", "h", buf_bytes(&pem)));
	clients_clear(&cs);
	assert_ok(clients_load(&cs, list, certificates));
	assert_non_null(clients_find(&cs, text("with  blanks@site ")));
}

/* A certificate says who comes in: two names for it would leave one without
 * its partitions. */
static void
one_name_a_certificate(void **state)
{
	CLEARED_BY(buf_clear) struct buf pem = { 0 };

	make("h", &pem);
	assert_ok(add("first", "h", buf_bytes(&pem)));
	assert_err(ERR_CERTIFICATE_TAKEN, add("second", "h", buf_bytes(&pem)));
	assert_int_equal(cs.n, 1);
	assert_ok(clients_remove(&cs, clients_find(&cs, text("first"))));
	assert_ok(add("second", "h", buf_bytes(&pem)));
}

/* As many as can be listed, and not one more; who is refused leaves nothing. */
static void
as_many_as_there_may_be(void **state)
{
	CLEARED_BY(buf_clear) struct buf pem = { 0 }, other = { 0 };
	CLEARED_BY(buf_clear) struct buf lines = buf_up_to(1u << 20);
	char path[128];

	make("h", &pem);
	make("other", &other);
	for (unsigned i = 0; i < LIMIT_CLIENTS; i++) {
		snprintf(path, sizeof(path), "%s/c%u.pem", certificates, i);
		assert_ok(file_write(path, 0600, buf_bytes(&pem)));
		assert_ok(buf_printf(&lines, "c%u h name -\n", i));
	}
	assert_ok(file_write(list, 0600, buf_bytes(&lines)));
	clients_clear(&cs);
	assert_ok(clients_load(&cs, list, certificates));
	assert_int_equal(cs.n, LIMIT_CLIENTS);
	assert_err(ERR_CLIENT_LIMIT, add("new", "other", buf_bytes(&other)));
	snprintf(path, sizeof(path), "%s/new.pem", certificates);
	assert_false(file_is_there(path));
	assert_ok(clients_remove(&cs, cs.list[0]));
	assert_ok(add("new", "other", buf_bytes(&other)));
}

static void
partitions_that_are_gone(void **state)
{
	static const uint64_t left[] = { 3, 5 };
	CLEARED_BY(buf_clear) struct buf pem = { 0 }, pem2 = { 0 };
	struct client *a, *b;
	bool changed;

	make("a", &pem);
	make("b", &pem2);
	assert_ok(add("a", "a", buf_bytes(&pem)));
	assert_ok(add("b", "b", buf_bytes(&pem2)));
	a = clients_find(&cs, text("a"));
	b = clients_find(&cs, text("b"));
	for (uint64_t serial = 1; serial <= 5; serial++)
		assert_ok(client_assign(&cs, a, serial));
	assert_ok(client_assign(&cs, b, 4));
	assert_ok(clients_keep(&cs, left, 2, &changed));
	assert_true(changed);
	assert_ok(clients_keep(&cs, left, 2, &changed));
	assert_false(changed);
	clients_clear(&cs);
	assert_ok(clients_load(&cs, list, certificates));
	a = clients_find(&cs, text("a"));
	b = clients_find(&cs, text("b"));
	assert_int_equal(a->n_serials, 2);
	assert_int_equal(a->serials[0], 3);
	assert_int_equal(a->serials[1], 5);
	assert_int_equal(b->n_serials, 0);
	assert_ok(clients_keep(&cs, NULL, 0, &changed));
	assert_true(changed);
	assert_int_equal(clients_find(&cs, text("a"))->n_serials, 0);
}

static void
bad_certificates(void **state)
{
	CLEARED_BY(buf_clear) struct buf pem = { 0 };
	CLEARED_BY(buf_clear) struct buf two = buf_up_to(LIMIT_CERTIFICATE);

	make("10.0.0.1", &pem);
	assert_err(ERR_CERTIFICATE_FORMAT, add("a", "h", text("")));
	assert_err(ERR_CERTIFICATE_FORMAT, add("a", "h", text("no certificate\n")));
	assert_err(ERR_CERTIFICATE_FORMAT,
	    add("a", "10.0.0.1", bytes_of(pem.ptr, pem.len / 2)));
	assert_ok(buf_put(&two, buf_bytes(&pem)));
	assert_ok(buf_put(&two, buf_bytes(&pem)));
	assert_err(ERR_CERTIFICATE_FORMAT, add("a", "10.0.0.1", buf_bytes(&two)));
	assert_err(ERR_CERTIFICATE_NAME, add("a", "10.0.0.2", buf_bytes(&pem)));
	assert_int_equal(cs.n, 0);
	assert_ok(add("a", "10.0.0.1", buf_bytes(&pem)));
}

static enum err
put_name(void *ctx, const struct area_file *f)
{
	return buf_printf(ctx, "%s;", f->name);
}

static void
assert_area(const char *where, const char *names)
{
	CLEARED_BY(buf_clear) struct buf seen = buf_up_to(1024);

	assert_ok(area_walk(where, put_name, &seen));
	assert_true(bytes_equal(buf_bytes(&seen), text(names)));
}

static void
area(void **state)
{
	CLEARED_BY(buf_clear) struct buf out = buf_up_to(64);
	static const char *const odd[] = { ".hidden", "n\303\274", "two\nlines" };
	char where[64], path[128];

	snprintf(where, sizeof(where), "%s/area", folder);
	assert_ok(file_make_folder(where));
	assert_ok(area_write(where, text("a.pem"), text("hello")));
	assert_ok(area_read(where, text("a.pem"), &out));
	assert_true(bytes_equal(buf_bytes(&out), text("hello")));
	assert_err(ERR_NAME_INVALID, area_read(where, text("../a.pem"), &out));
	assert_err(ERR_NAME_INVALID, area_read(where, text("two\nlines"), &out));
	assert_err(ERR_NAME_INVALID, area_remove(where, text("..")));
	assert_err(ERR_NAME_INVALID, area_remove(where, text(".")));
	assert_err(ERR_NAME_INVALID, area_read(where, text(""), &out));
	assert_err(ERR_NOT_FOUND, area_read(where, text("b.pem"), &out));
	snprintf(path, sizeof(path), "%s/link", where);
	assert_int_equal(symlink("/etc/passwd", path), 0);
	assert_int_not_equal(area_read(where, text("link"), &out), ERR_OK);
	assert_area(where, "a.pem;"); /* not the link */
	assert_ok(area_remove(where, text("link")));
	assert_ok(area_remove(where, text("a.pem")));
	assert_err(ERR_NOT_FOUND, area_remove(where, text("a.pem")));
	/* sftp takes any name: all of them count, so all are seen and can go. */
	for (size_t i = 0; i < 3; i++) {
		snprintf(path, sizeof(path), "%s/%s", where, odd[i]);
		assert_ok(file_write(path, 0600, text("x")));
	}
	assert_area(where, ".hidden;n??;two?lines;");
	assert_ok(area_remove(where, text(".hidden")));
	assert_area(where, "n??;two?lines;");
	assert_ok(area_clear(where));
	assert_area(where, "");
}

#define ED "ssh-ed25519 " \
	"AAAAC3NzaC1lZDI1NTE5AAAAIJHHlCJmZZzZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZ"

static enum err
see_key(void *ctx, const struct public_key *k)
{
	*(struct public_key *)ctx = *k;
	return ERR_OK;
}

static void
keys(void **state)
{
	struct public_key seen = { 0 };
	char path[64];

	snprintf(path, sizeof(path), "%s/keys", folder);
	assert_ok(keys_add(path, text(ED " me@home\n")));
	assert_err(ERR_EXISTS, keys_add(path, text(ED " other\n")));
	assert_ok(keys_walk(path, see_key, &seen));
	assert_string_equal(seen.name, "me@home");
	assert_string_equal(seen.type, "ssh-ed25519");
	assert_int_equal(seen.bits, 256);
	assert_err(ERR_ARGUMENT, keys_add(path, text("")));
	assert_err(ERR_ARGUMENT, keys_add(path, text("ssh-ed25519 AAAA x")));
	assert_err(ERR_ARGUMENT, keys_add(path, text("ssh-dss AAAA x")));
	assert_err(ERR_ARGUMENT, keys_add(path, text(ED " a\n" ED " b\n")));
	assert_err(ERR_ARGUMENT,
	    keys_add(path, text("-----BEGIN OPENSSH PRIVATE KEY-----\n")));
	assert_err(ERR_NOT_FOUND, keys_find(path, text("blob")));
	assert_err(ERR_NOT_FOUND, keys_remove(path, text("nobody")));
	assert_ok(keys_remove(path, text("me@home")));
	assert_ok(keys_add(path, text(ED)));
	assert_ok(keys_remove(path, text("")));
}

static int
remove_one(const char *path, const struct stat *st, int flag, struct FTW *at)
{
	return remove(path);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(nothing_half_registered, fresh),
		cmocka_unit_test_setup(register_and_reload, fresh),
		cmocka_unit_test_setup(names, fresh),
		cmocka_unit_test_setup(one_name_a_certificate, fresh),
		cmocka_unit_test_setup(as_many_as_there_may_be, fresh),
		cmocka_unit_test_setup(partitions_that_are_gone, fresh),
		cmocka_unit_test_setup(bad_certificates, fresh),
		cmocka_unit_test(area),
		cmocka_unit_test(keys),
	};
	int failed;

	if (mkdtemp(folder) == NULL)
		return 1;
	snprintf(list, sizeof(list), "%s/list", folder);
	snprintf(certificates, sizeof(certificates), "%s/certificates", folder);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	clients_clear(&cs);
	nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	return failed;
}
