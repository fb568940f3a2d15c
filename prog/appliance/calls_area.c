/* SPDX-License-Identifier: Apache-2.0 */
/* Handlers of the calls about a user's own files and SSH public keys. */
#include "area.h"
#include "calls.h"
#include "keys.h"
#include "paths.h"

static const char *
area_of(const struct call *c, struct box_path *out)
{
	return box_area(c->box, c->user->name, out);
}

static const char *
keys_of(const struct call *c, struct box_path *out)
{
	return box_path(c->box, out, "box/keys/%s", c->user->name);
}

static enum err
put_file(void *ctx, const struct area_file *f)
{
	struct msg_file_row row = { bytes_of_text(f->name), f->size,
		(uint64_t)f->time };

	return rows_put(ctx, &wire_file_row, &row);
}

enum err
box_file_list(struct call *c, const struct msg_file_list_request *in,
    struct msg_file_list_response *out)
{
	struct box_path path;

	TRY(area_walk(area_of(c, &path), put_file, &c->reply));
	out->files = buf_bytes(&c->reply);
	return ERR_OK;
}

enum err
box_file_delete(struct call *c, const struct msg_file_delete_request *in,
    struct msg_file_delete_response *out)
{
	struct box_path path;

	area_of(c, &path);
	return in->name.len == 0 ? area_clear(path.s)
				 : area_remove(path.s, in->name);
}

enum err
box_public_key_add(struct call *c, const struct msg_public_key_add_request *in,
    struct msg_public_key_add_response *out)
{
	CLEARED_BY(buf_clear) struct buf file = buf_up_to(KEYS_FILE_MAX);
	struct box_path path;

	TRY(area_read(area_of(c, &path), in->file, &file));
	return keys_add(keys_of(c, &path), buf_bytes(&file));
}

static enum err
put_key(void *ctx, const struct public_key *k)
{
	struct msg_public_key_row row = { bytes_of_text(k->name),
		bytes_of_text(k->type), k->bits, bytes_of_text(k->fingerprint) };

	return rows_put(ctx, &wire_public_key_row, &row);
}

enum err
box_public_key_list(struct call *c, const struct msg_public_key_list_request *in,
    struct msg_public_key_list_response *out)
{
	struct box_path path;

	TRY(keys_walk(keys_of(c, &path), put_key, &c->reply));
	out->keys = buf_bytes(&c->reply);
	return ERR_OK;
}

enum err
box_public_key_delete(struct call *c,
    const struct msg_public_key_delete_request *in,
    struct msg_public_key_delete_response *out)
{
	struct box_path path;

	return keys_remove(keys_of(c, &path), in->name);
}
