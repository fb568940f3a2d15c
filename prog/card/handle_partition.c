/* SPDX-License-Identifier: Apache-2.0 */
/* Handlers of calls about whole partitions. */

#include "handlers.h"
#include "password.h"
#include "crypto/password.h"
#include "hsm/partition.h"

static enum err
create_check(struct request *r, const struct msg_partition_create_request *in)
{
	CLEARED_BY(card_leave) struct inside now = { 0 };

	TRY(card_enter(r, &now));
	return partition_create_check(now.hsm, in->name, in->size, in->version,
	    in->domain);
}

enum err
handle_partition_create(struct request *r,
    const struct msg_partition_create_request *in,
    struct msg_partition_create_response *out)
{
	CLEARED_BY(secret_clear) struct secret domain = { 0 };
	CLEARED_BY(card_leave) struct inside now = { 0 };
	struct change *c = NULL;

	TRY(create_check(r, in));
	if (in->domain.len > 0)
		TRY(domain_stretch(in->domain, &domain));
	TRY(card_enter_to_plan(r, &now));
	TRY(partition_create_plan(now.hsm, in->name, in->size, &domain, &c));
	out->serial = change_partition(c);
	return commit_wait(&now, &c);
}

enum err
handle_partition_delete(struct request *r,
    const struct msg_partition_delete_request *in,
    struct msg_partition_delete_response *out)
{
	CLEARED_BY(card_leave) struct inside now = { 0 };
	struct change *c = NULL;

	TRY(card_enter_to_plan(r, &now));
	TRY(partition_delete_plan(now.hsm, in->serial, &c));
	return commit_wait(&now, &c);
}

enum err
handle_partition_resize(struct request *r,
    const struct msg_partition_resize_request *in,
    struct msg_partition_resize_response *out)
{
	CLEARED_BY(card_leave) struct inside now = { 0 };
	struct change *c = NULL;

	TRY(card_enter_to_plan(r, &now));
	TRY(partition_resize_plan(now.hsm, in->serial, in->all_free, &c));
	return commit_wait(&now, &c);
}

/* Appends one row. Its texts are copied into `rows`. */
static enum err
put_row(const struct inside *now, uint64_t serial, struct buf *rows)
{
	CLEARED_BY(buf_clear) struct buf roles = buf_up_to(1024);
	struct msg_partition_row row = { 0 };

	TRY(partition_describe(now->hsm, now->link, serial, &roles, &row));
	return rows_put(rows, &wire_partition_row, &row);
}

enum err
handle_partition_list(struct request *r,
    const struct msg_partition_list_request *in,
    struct msg_partition_list_response *out)
{
	struct buf *rows = request_reply(r, 4096);
	CLEARED_BY(card_leave) struct inside now = { 0 };
	uint64_t serials[LIMIT_PARTITIONS];
	unsigned n = 0;

	TRY(card_enter(r, &now));
	partition_list(now.hsm, now.link, serials, &n);
	for (unsigned i = 0; i < n; i++)
		TRY(put_row(&now, serials[i], rows));
	out->partitions = buf_bytes(rows);
	return ERR_OK;
}

static enum err
init_check(struct request *r, const struct msg_partition_init_request *in,
    enum init_kind *out)
{
	CLEARED_BY(card_leave) struct inside now = { 0 };

	TRY(card_enter(r, &now));
	return partition_init_check(now.hsm, now.link, in->serial, in->label,
	    in->password, in->domain, out);
}

enum err
handle_partition_init(struct request *r,
    const struct msg_partition_init_request *in,
    struct msg_partition_init_response *out)
{
	CLEARED_BY(buf_clear) struct buf verifier =
	    buf_up_to(PASSWORD_VERIFIER_MAX);
	CLEARED_BY(secret_clear) struct secret domain = { 0 };
	CLEARED_BY(card_leave) struct inside now = { 0 };
	struct change *c = NULL;
	enum init_kind kind;

	TRY(init_check(r, in, &kind));
	if (kind == INIT_SOFT) {
		TRY(password_prove(r, in->serial, ROLE_PARTITION_SO,
		    in->password));
	} else {
		TRY(password_verifier_make(in->password, &verifier));
		TRY(domain_stretch(in->domain, &domain));
	}
	TRY(card_enter_to_plan(r, &now));
	/* The partition may have been taken from the client meanwhile, so all is
	 * checked again. */
	TRY(partition_init_check(now.hsm, now.link, in->serial, in->label,
	    in->password, in->domain, &kind));
	TRY(partition_init_plan(now.hsm, in->serial, kind, in->label,
	    buf_bytes(&verifier), &domain, &c));
	return commit_wait(&now, &c);
}
