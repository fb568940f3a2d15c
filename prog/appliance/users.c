/* SPDX-License-Identifier: Apache-2.0 */
/* Keeps the appliance's users in a state file, one line each: name role
 * enabled|disabled keep|change last-login verifier. */
#include "users.h"

#include "base/file.h"
#include "base/text.h"
#include "statefile.h"

static enum err
read_line(void *ctx, char *const *words, size_t n)
{
	struct users *us = ctx;
	struct user u = { 0 };
	uint64_t last;

	if (n != 6 || us->n == USERS_MAX)
		return ERR_CORRUPT;
	TRY(text_copy(u.name, sizeof(u.name), bytes_of_text(words[0])));
	u.role = user_role_find(bytes_of_text(words[1]));
	if (u.role == USER_NONE)
		return ERR_CORRUPT;
	u.enabled = strcmp(words[2], "enabled") == 0;
	u.must_change = strcmp(words[3], "change") == 0;
	TRY(text_number(words[4], 0, INT64_MAX, &last));
	u.last_login = (int64_t)last;
	TRY(text_copy(u.verifier, sizeof(u.verifier), bytes_of_text(words[5])));
	us->list[us->n++] = u;
	return ERR_OK;
}

static enum err
save(const struct users *us)
{
	CLEARED_BY(buf_clear) struct buf text = buf_up_to(USERS_MAX * 512u);

	for (size_t i = 0; i < us->n; i++) {
		const struct user *u = &us->list[i];

		TRY(buf_printf(&text, "%s %s %s %s %lld %s\n", u->name,
		    user_role_name(u->role), u->enabled ? "enabled" : "disabled",
		    u->must_change ? "change" : "keep",
		    (long long)u->last_login, u->verifier));
	}
	return file_write(us->path, 0600, buf_bytes(&text));
}

static enum err
make_factory(struct users *us)
{
	size_t n;
	const struct user_role_row *rows = user_role_rows(&n);

	for (size_t i = 0; i < n; i++) {
		struct user *u = &us->list[us->n++];

		*u = (struct user){ .role = rows[i].role, .must_change = true,
			.enabled = rows[i].enabled };
		TRY(text_copy(u->name, sizeof(u->name),
		    bytes_of_text(rows[i].name)));
		password_store_factory(u->verifier);
	}
	return save(us);
}

enum err
users_load(struct users *us, const char *path)
{
	enum err e;

	*us = (struct users){ 0 };
	TRY(text_copy(us->path, sizeof(us->path), bytes_of_text(path)));
	e = statefile_read(path, read_line, us);
	return e == ERR_NOT_FOUND ? make_factory(us) : e;
}

struct user *
users_find(struct users *us, struct bytes name)
{
	for (size_t i = 0; i < us->n; i++)
		if (bytes_equal(name, bytes_of_text(us->list[i].name)))
			return &us->list[i];
	return NULL;
}

enum err
users_try(struct users *us, struct bytes name, struct bytes password,
    struct user **out)
{
	struct user *u = users_find(us, name);

	TRY(password_try(u != NULL ? u->verifier : NULL, password));
	if (!u->enabled)
		return ERR_USER_DISABLED;
	*out = u;
	return ERR_OK;
}

/* Changes the user in memory only if the change was written. */
static enum err
replace(struct users *us, struct user *u, const struct user *with)
{
	struct user before = *u;
	enum err e;

	*u = *with;
	e = save(us);
	if (e != ERR_OK)
		*u = before;
	return e;
}

enum err
user_set_password(struct users *us, struct user *u, struct bytes password,
    bool by_owner)
{
	struct user with = *u;

	TRY(password_check_rules(password));
	TRY(password_store(password, with.verifier));
	with.must_change = !by_owner;
	return replace(us, u, &with);
}

enum err
user_set_enabled(struct users *us, struct user *u, bool enabled)
{
	struct user with = *u;

	with.enabled = enabled;
	return replace(us, u, &with);
}

enum err
user_note_login(struct users *us, struct user *u, int64_t now)
{
	struct user with = *u;

	with.last_login = now;
	return replace(us, u, &with);
}
