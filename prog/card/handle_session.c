/* SPDX-License-Identifier: Apache-2.0 */
/* Handlers of calls about sessions and the roles of a partition. */

#include "handlers.h"
#include "password.h"
#include "crypto/password.h"
#include "hsm/login.h"
#include "hsm/password.h"
#include "hsm/role.h"

enum err
handle_session_open(struct request *r,
    const struct msg_session_open_request *in,
    struct msg_session_open_response *out)
{
	CLEARED_BY(card_leave) struct inside now = { 0 };
	uint32_t session;

	TRY(card_enter(r, &now));
	TRY(session_open(now.hsm, now.link, in->partition, in->read_write,
	    &session));
	out->session = session;
	return ERR_OK;
}

enum err
handle_session_close(struct request *r,
    const struct msg_session_close_request *in,
    struct msg_session_close_response *out)
{
	CLEARED_BY(card_leave) struct inside now = { 0 };

	TRY(card_enter(r, &now));
	session_close(now.hsm, now.session);
	return ERR_OK;
}

enum err
handle_session_close_all(struct request *r,
    const struct msg_session_close_all_request *in,
    struct msg_session_close_all_response *out)
{
	CLEARED_BY(card_leave) struct inside now = { 0 };

	TRY(card_enter(r, &now));
	return session_close_all(now.hsm, now.link, in->partition);
}

enum err
handle_session_info(struct request *r,
    const struct msg_session_info_request *in,
    struct msg_session_info_response *out)
{
	CLEARED_BY(card_leave) struct inside now = { 0 };

	TRY(card_enter(r, &now));
	out->role = session_role(now.session);
	return ERR_OK;
}

/* --- roles --- */

static enum err
login_check(struct request *r, enum role role, uint64_t *out_partition)
{
	CLEARED_BY(card_leave) struct inside now = { 0 };

	TRY(card_enter(r, &now));
	TRY(session_login_check(now.session, role));
	*out_partition = session_partition(now.session);
	return ERR_OK;
}

enum err
handle_login(struct request *r, const struct msg_login_request *in,
    struct msg_login_response *out)
{
	enum role role = (enum role)in->role;
	CLEARED_BY(card_leave) struct inside now = { 0 };
	uint64_t partition;

	TRY(login_check(r, role, &partition));
	TRY(password_prove(r, partition, role, in->password));
	TRY(card_enter(r, &now));
	return session_login(now.session, role);
}

enum err
handle_logout(struct request *r, const struct msg_logout_request *in,
    struct msg_logout_response *out)
{
	CLEARED_BY(card_leave) struct inside now = { 0 };

	TRY(card_enter(r, &now));
	return session_logout(now.session);
}

static enum err
init_check(struct request *r, enum role role, struct bytes password)
{
	CLEARED_BY(card_leave) struct inside now = { 0 };

	TRY(card_enter(r, &now));
	return role_init_check(now.session, role, password);
}

enum err
handle_role_init(struct request *r, const struct msg_role_init_request *in,
    struct msg_role_init_response *out)
{
	CLEARED_BY(buf_clear) struct buf verifier =
	    buf_up_to(PASSWORD_VERIFIER_MAX);
	CLEARED_BY(card_leave) struct inside now = { 0 };
	enum role role = (enum role)in->role;
	struct change *c = NULL;

	TRY(init_check(r, role, in->password));
	TRY(password_verifier_make(in->password, &verifier));
	TRY(card_enter_to_plan(r, &now));
	TRY(role_init_plan(now.session, role, buf_bytes(&verifier), &c));
	return commit_wait(&now, &c);
}

static enum err
change_check(struct request *r, enum role role, struct bytes password,
    uint64_t *out_partition)
{
	CLEARED_BY(card_leave) struct inside now = { 0 };
	uint64_t partition;

	TRY(card_enter(r, &now));
	partition = session_partition(now.session);
	TRY(password_change_check(now.hsm, partition, role, password));
	*out_partition = partition;
	return ERR_OK;
}

enum err
handle_role_change_password(struct request *r,
    const struct msg_role_change_password_request *in,
    struct msg_role_change_password_response *out)
{
	enum role role = (enum role)in->role;
	uint64_t partition;

	TRY(change_check(r, role, in->new, &partition));
	return password_change(r, partition, role, in->old, in->new);
}

static enum err
reset_check(struct request *r, enum role role, struct bytes password)
{
	CLEARED_BY(card_leave) struct inside now = { 0 };

	TRY(card_enter(r, &now));
	return role_reset_check(now.session, role, password);
}

enum err
handle_role_reset_password(struct request *r,
    const struct msg_role_reset_password_request *in,
    struct msg_role_reset_password_response *out)
{
	CLEARED_BY(buf_clear) struct buf verifier =
	    buf_up_to(PASSWORD_VERIFIER_MAX);
	CLEARED_BY(card_leave) struct inside now = { 0 };
	enum role role = (enum role)in->role;
	struct change *c = NULL;

	TRY(reset_check(r, role, in->new));
	TRY(password_verifier_make(in->new, &verifier));
	TRY(card_enter_to_plan(r, &now));
	TRY(role_reset_plan(now.session, role, buf_bytes(&verifier), &c));
	return commit_wait(&now, &c);
}
