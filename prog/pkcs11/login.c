/* SPDX-License-Identifier: Apache-2.0 */
/* Roles: login, logout, passwords. A password goes to the card once per call;
 * nothing here repeats a login by itself. */
#include "session.h"

static CK_RV
role_of(CK_USER_TYPE user, uint64_t *out)
{
	switch (user) {
	case CKU_SO:
		*out = ROLE_PARTITION_SO;
		return CKR_OK;
	case CKU_USER:
		*out = ROLE_CRYPTO_OFFICER;
		return CKR_OK;
	case CKU_CRYPTO_USER:
		*out = ROLE_CRYPTO_USER;
		return CKR_OK;
	case CKU_CONTEXT_SPECIFIC: /* no key of ours asks for it */
		return CKR_OPERATION_NOT_INITIALIZED;
	default:
		return CKR_USER_TYPE_INVALID;
	}
}

CK_RV
C_Login(CK_SESSION_HANDLE session, CK_USER_TYPE user, CK_UTF8CHAR_PTR pin,
    CK_ULONG pin_len)
{
	CLEARED_BY(session_leave) struct session *s = NULL;
	struct msg_login_request in;
	struct msg_login_response out;
	CK_RV rv;

	TRY_RV(session_enter(session, &s));
	TRY_RV(role_of(user, &in.role));
	if (pin == NULL)
		return CKR_ARGUMENTS_BAD;
	if (pin_len > LIMIT_PASSWORD)
		return CKR_PIN_INCORRECT;
	in.password = bytes_of(pin, pin_len);
	rv = session_call(s, login, &in, &out);
	slot_forgets(s->slot);
	return rv;
}

CK_RV
C_LoginUser(CK_SESSION_HANDLE session, CK_USER_TYPE user, CK_UTF8CHAR_PTR pin,
    CK_ULONG pin_len, CK_UTF8CHAR_PTR name, CK_ULONG name_len)
{
	if (name_len > 0)
		return CKR_FUNCTION_NOT_SUPPORTED;
	return C_Login(session, user, pin, pin_len);
}

CK_RV
C_Logout(CK_SESSION_HANDLE session)
{
	CLEARED_BY(session_leave) struct session *s = NULL;
	struct msg_logout_request in;
	struct msg_logout_response out;
	CK_RV rv;

	TRY_RV(session_enter(session, &s));
	rv = session_call(s, logout, &in, &out);
	slot_forgets(s->slot);
	return rv;
}

/* Whose password C_SetPIN changes: that of the role that is logged in, else the
 * Crypto Officer's. */
static CK_RV
own_role(struct session *s, uint64_t *out)
{
	struct msg_session_info_request in;
	struct msg_session_info_response answer;

	TRY_RV(session_call(s, session_info, &in, &answer));
	*out = answer.role != ROLE_NONE ? answer.role : ROLE_CRYPTO_OFFICER;
	return CKR_OK;
}

static CK_RV
change_password(struct session *s, struct bytes old, struct bytes new)
{
	struct msg_role_change_password_request in = { .old = old, .new = new };
	struct msg_role_change_password_response out;

	TRY_RV(own_role(s, &in.role));
	return session_call(s, role_change_password, &in, &out);
}

CK_RV
C_SetPIN(CK_SESSION_HANDLE session, CK_UTF8CHAR_PTR old_pin, CK_ULONG old_len,
    CK_UTF8CHAR_PTR new_pin, CK_ULONG new_len)
{
	CLEARED_BY(session_leave) struct session *s = NULL;
	CK_RV rv;

	TRY_RV(session_enter(session, &s));
	if (old_pin == NULL || new_pin == NULL)
		return CKR_ARGUMENTS_BAD;
	if (!s->read_write)
		return CKR_SESSION_READ_ONLY;
	if (old_len > LIMIT_PASSWORD || new_len > LIMIT_PASSWORD)
		return CKR_PIN_LEN_RANGE;
	rv = change_password(s, bytes_of(old_pin, old_len),
	    bytes_of(new_pin, new_len));
	slot_forgets(s->slot);
	return rv;
}

static bool
officer_is_there(struct slot *s)
{
	bool there;

	pthread_mutex_lock(&s->lock);
	there = s->token.officer.initialized;
	pthread_mutex_unlock(&s->lock);
	return there;
}

static CK_RV
give_officer_password(struct session *s, struct bytes pin)
{
	struct msg_role_init_request init = { .role = ROLE_CRYPTO_OFFICER,
		.password = pin };
	struct msg_role_init_response init_done;
	struct msg_role_reset_password_request reset = {
		.role = ROLE_CRYPTO_OFFICER, .new = pin };
	struct msg_role_reset_password_response reset_done;

	TRY_RV(slot_look(s->slot, false));
	if (officer_is_there(s->slot))
		return session_call(s, role_reset_password, &reset, &reset_done);
	return session_call(s, role_init, &init, &init_done);
}

/* On the HSM a password that somebody else gave has to be changed before it is
 * of use. PKCS#11 knows no such step between C_InitPIN and C_Login, so the
 * change is made here, to the same password. */
static CK_RV
set_officer_password(struct session *s, struct bytes pin)
{
	struct msg_role_change_password_request in = {
		.role = ROLE_CRYPTO_OFFICER, .old = pin, .new = pin };
	struct msg_role_change_password_response out;

	TRY_RV(give_officer_password(s, pin));
	return session_call(s, role_change_password, &in, &out);
}

/* The Partition SO gives the Crypto Officer a password, the first or another. */
CK_RV
C_InitPIN(CK_SESSION_HANDLE session, CK_UTF8CHAR_PTR pin, CK_ULONG pin_len)
{
	CLEARED_BY(session_leave) struct session *s = NULL;

	TRY_RV(session_enter(session, &s));
	if (pin == NULL)
		return CKR_ARGUMENTS_BAD;
	if (pin_len > LIMIT_PASSWORD)
		return CKR_PIN_LEN_RANGE;
	return set_officer_password(s, bytes_of(pin, pin_len));
}
