/* SPDX-License-Identifier: Apache-2.0 */
/* Calls about policies, of the HSM and of partitions. */

#include "handlers.h"
#include "hsm/partition.h"
#include "hsm/policy_change.h"

enum err
handle_hsm_policies(struct request *r, const struct msg_hsm_policies_request *in,
    struct msg_hsm_policies_response *out)
{
	struct buf *rows = request_reply(r, LIMIT_POLICY_ROWS);
	CLEARED_BY(card_leave) struct inside now = { 0 };

	TRY(card_enter(r, &now));
	TRY(policy_list(now.hsm, NULL, rows));
	out->policies = buf_bytes(rows);
	return ERR_OK;
}

enum err
handle_hsm_policy_set(struct request *r,
    const struct msg_hsm_policy_set_request *in,
    struct msg_hsm_policy_set_response *out)
{
	CLEARED_BY(card_leave) struct inside now = { 0 };
	struct change *c = NULL;
	enum policy policy;

	TRY(card_enter_to_plan(r, &now));
	TRY(policy_find(now.hsm, SCOPE_HSM, in->number, in->value, &policy));
	TRY(policy_change_hsm(now.hsm, policy, in->value, &c));
	return commit_wait(&now, &c);
}

enum err
handle_partition_policies(struct request *r,
    const struct msg_partition_policies_request *in,
    struct msg_partition_policies_response *out)
{
	struct buf *rows = request_reply(r, LIMIT_POLICY_ROWS);
	CLEARED_BY(card_leave) struct inside now = { 0 };

	TRY(card_enter(r, &now));
	TRY(partition_policies(now.hsm, now.link, in->serial, rows));
	out->policies = buf_bytes(rows);
	return ERR_OK;
}

enum err
handle_partition_policy_set(struct request *r,
    const struct msg_partition_policy_set_request *in,
    struct msg_partition_policy_set_response *out)
{
	CLEARED_BY(card_leave) struct inside now = { 0 };
	struct change *c = NULL;
	enum policy policy;

	TRY(card_enter_to_plan(r, &now));
	TRY(policy_find(now.hsm, SCOPE_PARTITION, in->number, in->value,
	    &policy));
	TRY(policy_change_partition(now.session, policy, in->value, &c));
	return commit_wait(&now, &c);
}
