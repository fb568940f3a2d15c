/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads, checks and edits Chrystoki.conf as text. One scanner finds sections and
 * entries; reading compares names, writing replaces the bytes between two places.
 * The file has a few kilobytes, so it is scanned again each time.
 */
#include "client/conf.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"

#define CONF_MAX (1024 * 1024)

/* One entry: pointers into the text. */
struct entry {
	struct bytes section, key, value;
	size_t start, end; /* the entry's own bytes */
};

struct scanner {
	struct bytes text;
	size_t at;
	struct bytes section;
};

/* TOKEN_STRAY is text that is none of the others. */
enum token { TOKEN_END, TOKEN_OPEN, TOKEN_CLOSE, TOKEN_ENTRY, TOKEN_STRAY };

static bool
is_blank(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ';';
}

static struct bytes
trimmed(struct bytes in)
{
	while (in.len > 0 && is_blank(in.ptr[0]))
		in = bytes_of(in.ptr + 1, in.len - 1);
	while (in.len > 0 && is_blank(in.ptr[in.len - 1]))
		in.len--;
	return in;
}

static bool
at_comment(const struct scanner *s)
{
	return s->at + 1 < s->text.len && s->text.ptr[s->at] == '/' &&
	    s->text.ptr[s->at + 1] == '/';
}

static size_t
until(const struct scanner *s, const char *stops)
{
	size_t at = s->at;

	/* strchr finds a NUL too, but a NUL ends nothing. */
	while (at < s->text.len && (s->text.ptr[at] == '\0' ||
	    strchr(stops, s->text.ptr[at]) == NULL))
		at++;
	return at;
}

static void
skip_blanks(struct scanner *s)
{
	while (s->at < s->text.len) {
		if (at_comment(s))
			s->at = until(s, "\n");
		else if (is_blank(s->text.ptr[s->at]))
			s->at++;
		else
			return;
	}
}

/* Behind a '=': a section begins, or a value stands there. */
static enum token
scan_right_side(struct scanner *s, struct entry *e, struct bytes name)
{
	size_t end;

	s->at++;
	while (s->at < s->text.len && (s->text.ptr[s->at] == ' ' ||
	    s->text.ptr[s->at] == '\t'))
		s->at++;
	if (s->at < s->text.len && s->text.ptr[s->at] == '{') {
		s->at++;
		s->section = name;
		e->key = name;
		return TOKEN_OPEN;
	}
	end = until(s, ";\n");
	e->section = s->section;
	e->key = name;
	e->value = trimmed(bytes_of(s->text.ptr + s->at, end - s->at));
	if (end < s->text.len && s->text.ptr[end] == ';')
		end++;
	s->at = end;
	e->end = end;
	return TOKEN_ENTRY;
}

static enum token
scan(struct scanner *s, struct entry *e)
{
	struct bytes name;
	size_t end;

	skip_blanks(s);
	e->start = s->at;
	if (s->at >= s->text.len)
		return TOKEN_END;
	if (s->text.ptr[s->at] == '}') {
		s->at++;
		return TOKEN_CLOSE;
	}
	end = until(s, "=\n}");
	name = trimmed(bytes_of(s->text.ptr + s->at, end - s->at));
	s->at = end;
	if (end < s->text.len && s->text.ptr[end] == '=')
		return scan_right_side(s, e, name);
	return TOKEN_STRAY;
}

static bool
is_named(struct bytes b, const char *name)
{
	return bytes_equal(b, bytes_of_text(name));
}

static bool
find_entry(const struct conf *c, const char *section, const char *key,
    struct entry *out)
{
	struct scanner s = { .text = buf_bytes(&c->text) };
	enum token t;

	while ((t = scan(&s, out)) != TOKEN_END)
		if (t == TOKEN_ENTRY && is_named(out->section, section) &&
		    is_named(out->key, key))
			return true;
	return false;
}

/* Finds the closing brace of a section. */
static bool
find_section_end(const struct conf *c, const char *section, size_t *out)
{
	struct scanner s = { .text = buf_bytes(&c->text) };
	struct entry e;
	enum token t;

	while ((t = scan(&s, &e)) != TOKEN_END) {
		if (t == TOKEN_CLOSE && is_named(s.section, section)) {
			*out = e.start;
			return true;
		}
	}
	return false;
}

enum err
conf_find(char *out, size_t size)
{
	const char *folder = getenv("ChrystokiConfigurationPath");
	int n = snprintf(out, size, "%s/Chrystoki.conf",
	    folder != NULL && *folder != '\0' ? folder : "/etc");

	return n < 0 || (size_t)n >= size ? ERR_TOO_LARGE : ERR_OK;
}

/* --- opening --- */

static void
blame_place(const struct conf *c, size_t at, const char *what, const char *rule,
    struct conf_problem *out)
{
	size_t line = 1;

	for (size_t i = 0; i < at; i++)
		line += c->text.ptr[i] == '\n';
	(void)snprintf(out->words, sizeof(out->words), "%s, line %zu: %s%s", c->path,
	    line, what, rule);
}

void
conf_blame(const struct conf *c, const char *section, const char *key,
    const char *rule, struct conf_problem *out_problem)
{
	struct entry e = { 0 };
	char what[64];

	(void)find_entry(c, section, key, &e);
	(void)snprintf(what, sizeof(what), "%s: ", key);
	blame_place(c, e.start, what, rule, out_problem);
}

enum place { PLACE_START, PLACE_SECTION, PLACE_BETWEEN };

/* Says what is wrong with a token in that place; NULL: nothing. */
static const char *
fault_of(enum token t, const struct entry *e, enum place place)
{
	bool is_open = place == PLACE_SECTION;

	switch (t) {
	case TOKEN_STRAY:
		return "this is neither a section, an entry nor a comment";
	case TOKEN_OPEN:
		if (is_open)
			return "a section begins where the one before is not closed";
		return e->key.len == 0 ? "a section has no name" : NULL;
	case TOKEN_CLOSE:
		return is_open ? NULL : "a brace closes no section";
	case TOKEN_ENTRY:
		if (!is_open)
			return "an entry stands outside of any section";
		return e->key.len == 0 ? "an entry has no name" : NULL;
	case TOKEN_END:
		if (is_open)
			return "the section that begins here is not closed";
		return place == PLACE_START ? "there is no section in the file" : NULL;
	}
	return NULL;
}

static bool
find_control_character(struct bytes text, size_t *out)
{
	for (size_t i = 0; i < text.len; i++) {
		if ((text.ptr[i] < 0x20 && !is_blank(text.ptr[i])) ||
		    text.ptr[i] == 0x7f) {
			*out = i;
			return true;
		}
	}
	return false;
}

/* at: where the last section was opened. */
static enum place
place_after(enum token t, enum place place, const struct entry *e, size_t *at)
{
	if (t == TOKEN_OPEN) {
		*at = e->start;
		return PLACE_SECTION;
	}
	return t == TOKEN_CLOSE ? PLACE_BETWEEN : place;
}

enum err
conf_check(const struct conf *c, struct conf_problem *out_problem)
{
	struct scanner s = { .text = buf_bytes(&c->text) };
	struct entry e = { 0 };
	enum place place = PLACE_START;
	const char *fault;
	enum token t;
	size_t at = 0;

	if (find_control_character(s.text, &at)) {
		blame_place(c, at, "", "a control character", out_problem);
		return ERR_MALFORMED;
	}
	do {
		t = scan(&s, &e);
		fault = fault_of(t, &e, place);
		if (fault != NULL) {
			blame_place(c, t == TOKEN_END ? at : e.start, "", fault,
			    out_problem);
			return ERR_MALFORMED;
		}
		place = place_after(t, place, &e, &at);
	} while (t != TOKEN_END);
	return ERR_OK;
}

static enum err
read_text(struct conf *c, const char *path, struct conf_problem *out_problem)
{
	enum err e = ERR_NOT_FOUND;

	errno = 0;
	if (realpath(path, c->path) != NULL)
		e = file_read(c->path, &c->text);
	else if (errno != ENOENT && errno != ENOTDIR)
		e = ERR_FILE;
	if (e == ERR_NOT_FOUND)
		(void)snprintf(out_problem->words, sizeof(out_problem->words),
		    "%s: there is no such file (the variable "
		    "ChrystokiConfigurationPath names its folder; vtl(1) "
		    "shows how to begin)", path);
	else if (e != ERR_OK)
		(void)snprintf(out_problem->words, sizeof(out_problem->words),
		    "%s: it cannot be read: %s", path,
		    e == ERR_FILE ? strerrordesc_np(errno) : err_words(e));
	return e;
}

enum err
conf_open(struct conf *out, const char *path, struct conf_problem *out_problem)
{
	CLEARED_BY(conf_clear) struct conf c = { .text = buf_up_to(CONF_MAX) };
	char found[PATH_MAX];

	if (path == NULL) {
		path = found;
		if (conf_find(found, sizeof(found)) != ERR_OK) {
			(void)snprintf(out_problem->words, sizeof(out_problem->words),
			    "the path in ChrystokiConfigurationPath is too long");
			return ERR_TOO_LARGE;
		}
	}
	TRY(read_text(&c, path, out_problem));
	TRY(conf_check(&c, out_problem));
	*out = c;
	c = (struct conf){ 0 };
	return ERR_OK;
}

/* --- reading --- */

enum err
conf_get(const struct conf *c, const char *section, const char *key, char *out,
    size_t size)
{
	struct entry e;

	if (!find_entry(c, section, key, &e))
		return ERR_NOT_FOUND;
	return text_copy(out, size, e.value);
}

/* --- writing --- */

/* Replaces the bytes from start to end by `in`. */
static enum err
replace(struct conf *c, size_t start, size_t end, struct bytes in)
{
	CLEARED_BY(buf_clear) struct buf text = buf_up_to(CONF_MAX);
	struct buf old = c->text;

	TRY(buf_put(&text, bytes_of(old.ptr, start)));
	TRY(buf_put(&text, in));
	if (end < old.len)
		TRY(buf_put(&text, bytes_of(old.ptr + end, old.len - end)));
	c->text = text;
	text = old;
	return ERR_OK;
}

static bool
may_hold(const char *text, const char *never)
{
	for (; *text != '\0'; text++)
		if ((uint8_t)*text < 0x20 || strchr(never, *text) != NULL)
			return false;
	return true;
}

static enum err
add_section(struct conf *c, const char *section)
{
	CLEARED_BY(buf_clear) struct buf lines = buf_up_to(CONF_MAX);
	size_t end = c->text.len;

	if (end > 0 && c->text.ptr[end - 1] != '\n')
		TRY(buf_put_text(&lines, "\n"));
	TRY(buf_printf(&lines, "%s = {\n}\n", section));
	return replace(c, end, end, buf_bytes(&lines));
}

enum err
conf_set(struct conf *c, const char *section, const char *key, const char *value)
{
	CLEARED_BY(buf_clear) struct buf line = buf_up_to(CONF_MAX);
	struct entry e;
	size_t end = 0;

	if (*key == '\0' || *section == '\0' || !may_hold(section, "={};") ||
	    !may_hold(key, "={};") || !may_hold(value, ";"))
		return ERR_ARGUMENT;
	if (find_entry(c, section, key, &e)) {
		TRY(buf_printf(&line, "%s = %s;", key, value));
		return replace(c, e.start, e.end, buf_bytes(&line));
	}
	if (!find_section_end(c, section, &end)) {
		TRY(add_section(c, section));
		must(find_section_end(c, section, &end));
	}
	if (end > 0 && c->text.ptr[end - 1] != '\n')
		TRY(buf_put_text(&line, "\n"));
	TRY(buf_printf(&line, "   %s = %s;\n", key, value));
	return replace(c, end, end, buf_bytes(&line));
}

/* Removes the whole line too, if nothing else stands on it. */
void
conf_remove(struct conf *c, const char *section, const char *key)
{
	struct entry e;
	const uint8_t *p = c->text.ptr;

	if (!find_entry(c, section, key, &e))
		return;
	while (e.start > 0 && (p[e.start - 1] == ' ' || p[e.start - 1] == '\t'))
		e.start--;
	if (e.end < c->text.len && p[e.end] == '\n' &&
	    (e.start == 0 || p[e.start - 1] == '\n'))
		e.end++;
	memmove(c->text.ptr + e.start, p + e.end, c->text.len - e.end);
	c->text.len -= e.end - e.start;
}

enum err
conf_save(const struct conf *c)
{
	struct stat st;

	if (stat(c->path, &st) != 0)
		return ERR_FILE;
	TRY(file_write(c->path, st.st_mode & 07777, buf_bytes(&c->text)));
	if (st.st_uid == geteuid() && st.st_gid == getegid())
		return ERR_OK;
	return chown(c->path, st.st_uid, st.st_gid) == 0 ? ERR_OK : ERR_FILE;
}

void
conf_clear(struct conf *c)
{
	buf_clear(&c->text);
	c->path[0] = '\0';
}
