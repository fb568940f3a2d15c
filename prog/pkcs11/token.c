/* SPDX-License-Identifier: Apache-2.0 */
/* C_GetSlotList to C_InitToken: slots and tokens as an application sees them. The
 * texts are those that programs match. */
#include <stdio.h>

#include "base/text.h"
#include "spec/limits.h"
#include "pad.h"
#include "params.h"
#include "slot.h"

static const struct {
	const char *name, *token;
} models[] = {
#define MODEL(name, number, model, token, ...) { #name, token },
#include "spec/models.def"
#undef MODEL
};

/* --- slots --- */

static CK_ULONG
list_slots(struct module *m, bool present_only, CK_SLOT_ID *out, CK_ULONG most)
{
	CK_ULONG n = 0;

	pthread_mutex_lock(&m->lock);
	for (unsigned i = 0; i < m->n_slots; i++) {
		if (present_only && !m->slots[i]->present)
			continue;
		if (n < most)
			out[n] = i;
		n++;
	}
	pthread_mutex_unlock(&m->lock);
	return n;
}

/* A call that asks for the length looks for slots anew; the one that follows it
 * need not. */
CK_RV
C_GetSlotList(CK_BBOOL token_present, CK_SLOT_ID_PTR slots, CK_ULONG_PTR n_slots)
{
	CLEARED_BY(module_leave) struct module *m = NULL;
	CK_ULONG room, n;

	TRY_RV(module_enter(&m));
	if (n_slots == NULL)
		return CKR_ARGUMENTS_BAD;
	slots_look_once(m, slots == NULL ? 0 : 1000);
	room = slots == NULL ? 0 : *n_slots;
	n = list_slots(m, token_present != CK_FALSE, slots, room);
	*n_slots = n;
	return slots != NULL && room < n ? CKR_BUFFER_TOO_SMALL : CKR_OK;
}

static CK_VERSION
version_of(const char *text)
{
	unsigned major = 0, minor = 0;

	sscanf(text, "%3u.%3u", &major, &minor);
	return (CK_VERSION){ (CK_BYTE)major, (CK_BYTE)minor };
}

CK_RV
C_GetSlotInfo(CK_SLOT_ID slot, CK_SLOT_INFO_PTR info)
{
	CLEARED_BY(module_leave) struct module *m = NULL;
	struct slot *s;

	TRY_RV(module_enter(&m));
	if (info == NULL)
		return CKR_ARGUMENTS_BAD;
	TRY_RV(slot_find(m, slot, &s));
	*info = (CK_SLOT_INFO){
		.flags = CKF_HW_SLOT | CKF_REMOVABLE_DEVICE |
		    (s->present ? CKF_TOKEN_PRESENT : 0),
		.hardwareVersion = { 0, 0 },
		.firmwareVersion = version_of(s->server->greeting.firmware),
	};
	pad_text(info->slotDescription, sizeof(info->slotDescription),
	    "Net Token Slot");
	pad_maker(info->manufacturerID);
	return CKR_OK;
}

/* No slot ever appears by itself, so a caller that waits would wait for ever. */
CK_RV
C_WaitForSlotEvent(CK_FLAGS flags, CK_SLOT_ID_PTR slot, CK_VOID_PTR reserved)
{
	CLEARED_BY(module_leave) struct module *m = NULL;

	TRY_RV(module_enter(&m));
	return flags & CKF_DONT_BLOCK ? CKR_NO_EVENT : CKR_FUNCTION_NOT_SUPPORTED;
}

/* --- tokens --- */

/* The flags tell programs how many tries are left before the role is locked. */
static CK_FLAGS
try_flags(const struct msg_role_row *r, CK_FLAGS low, CK_FLAGS final,
    CK_FLAGS locked, CK_FLAGS to_be_changed)
{
	CK_FLAGS flags = r->to_be_changed ? to_be_changed : 0;

	if (!r->initialized)
		return 0;
	if (r->locked)
		return flags | locked;
	if (r->attempts_left == 1)
		return flags | final | low;
	if (r->attempts_left <= 3)
		return flags | low;
	return flags;
}

static CK_FLAGS
token_flags(const struct token *t)
{
	CK_FLAGS flags = CKF_RNG | CKF_LOGIN_REQUIRED | CKF_RESTORE_KEY_NOT_NEEDED;

	if (t->initialized)
		flags |= CKF_TOKEN_INITIALIZED;
	if (t->officer.initialized)
		flags |= CKF_USER_PIN_INITIALIZED;
	flags |= try_flags(&t->officer, CKF_USER_PIN_COUNT_LOW,
	    CKF_USER_PIN_FINAL_TRY, CKF_USER_PIN_LOCKED,
	    CKF_USER_PIN_TO_BE_CHANGED);
	return flags | try_flags(&t->so, CKF_SO_PIN_COUNT_LOW,
	    CKF_SO_PIN_FINAL_TRY, CKF_SO_PIN_LOCKED, CKF_SO_PIN_TO_BE_CHANGED);
}

static const char *
token_model(const char *model)
{
	for (size_t i = 0; i < sizeof(models) / sizeof(models[0]); i++)
		if (strcmp(models[i].name, model) == 0)
			return models[i].token;
	return model;
}

static void
fill_texts(const struct slot *s, const struct token *t, CK_TOKEN_INFO *info)
{
	char serial[24];

	snprintf(serial, sizeof(serial), "%llu", (unsigned long long)s->serial);
	pad_text(info->label, sizeof(info->label), t->label);
	pad_maker(info->manufacturerID);
	pad_text(info->model, sizeof(info->model),
	    token_model(s->server->greeting.model));
	pad_text(info->serialNumber, sizeof(info->serialNumber), serial);
	memset(info->utcTime, '0', sizeof(info->utcTime));
}

static void
fill_token(struct slot *s, CK_TOKEN_INFO *info)
{
	struct token t;

	memset(info, 0, sizeof(*info));
	pthread_mutex_lock(&s->lock);
	t = s->token;
	info->ulSessionCount = s->n_sessions;
	info->ulRwSessionCount = s->n_rw_sessions;
	pthread_mutex_unlock(&s->lock);
	fill_texts(s, &t, info);
	info->flags = token_flags(&t);
	info->ulMaxSessionCount = info->ulMaxRwSessionCount = CK_EFFECTIVELY_INFINITE;
	info->ulMinPinLen = LIMIT_PASSWORD_MIN;
	info->ulMaxPinLen = LIMIT_PASSWORD;
	info->ulTotalPublicMemory = info->ulTotalPrivateMemory = t.total;
	info->ulFreePublicMemory = info->ulFreePrivateMemory =
	    t.total > t.used ? t.total - t.used : 0;
	info->firmwareVersion = version_of(s->server->greeting.firmware);
}

CK_RV
C_GetTokenInfo(CK_SLOT_ID slot, CK_TOKEN_INFO_PTR info)
{
	CLEARED_BY(module_leave) struct module *m = NULL;
	struct slot *s;

	TRY_RV(module_enter(&m));
	if (info == NULL)
		return CKR_ARGUMENTS_BAD;
	TRY_RV(slot_find(m, slot, &s));
	if (slot_look(s, false) != CKR_OK)
		return CKR_TOKEN_NOT_PRESENT;
	fill_token(s, info);
	return CKR_OK;
}

/* --- mechanisms --- */

static CK_RV
enter_mechanisms(CK_SLOT_ID slot, struct module **m, struct slot **s)
{
	TRY_RV(module_enter(m));
	TRY_RV(slot_find(*m, slot, s));
	return slot_mechanisms(*s) == CKR_OK ? CKR_OK : CKR_TOKEN_NOT_PRESENT;
}

CK_RV
C_GetMechanismList(CK_SLOT_ID slot, CK_MECHANISM_TYPE_PTR mechanisms,
    CK_ULONG_PTR n_mechanisms)
{
	CLEARED_BY(module_leave) struct module *m = NULL;
	struct slot *s;
	CK_ULONG room;

	TRY_RV(enter_mechanisms(slot, &m, &s));
	if (n_mechanisms == NULL)
		return CKR_ARGUMENTS_BAD;
	room = *n_mechanisms;
	*n_mechanisms = s->n_mechanisms;
	if (mechanisms == NULL)
		return CKR_OK;
	if (room < s->n_mechanisms)
		return CKR_BUFFER_TOO_SMALL;
	for (unsigned i = 0; i < s->n_mechanisms; i++)
		mechanisms[i] = s->mechanisms[i];
	return CKR_OK;
}

CK_RV
C_GetMechanismInfo(CK_SLOT_ID slot, CK_MECHANISM_TYPE mechanism,
    CK_MECHANISM_INFO_PTR info)
{
	CLEARED_BY(module_leave) struct module *m = NULL;
	const struct mech_row *row = mech_row(mechanism);
	struct slot *s;

	TRY_RV(enter_mechanisms(slot, &m, &s));
	if (info == NULL)
		return CKR_ARGUMENTS_BAD;
	for (unsigned i = 0; row != NULL && i < s->n_mechanisms; i++) {
		if (s->mechanisms[i] == mechanism) {
			*info = (CK_MECHANISM_INFO){ row->min_key,
				row->max_key, row->flags | CKF_HW };
			return CKR_OK;
		}
	}
	return CKR_MECHANISM_INVALID;
}

/* --- setting up --- */

static bool
has_sessions(struct slot *s)
{
	bool has;

	pthread_mutex_lock(&s->lock);
	has = s->n_sessions > 0;
	pthread_mutex_unlock(&s->lock);
	return has;
}

/* By the Partition SO; the partition's domain stays, its objects go. A partition
 * that was never initialized has no domain yet: LunaCM gives it one. */
CK_RV
C_InitToken(CK_SLOT_ID slot, CK_UTF8CHAR_PTR pin, CK_ULONG pin_len,
    CK_UTF8CHAR_PTR label)
{
	CLEARED_BY(module_leave) struct module *m = NULL;
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_partition_init_request in;
	struct msg_partition_init_response out;
	struct slot *s;

	TRY_RV(module_enter(&m));
	if (pin == NULL || label == NULL)
		return CKR_ARGUMENTS_BAD;
	if (pin_len > LIMIT_PASSWORD)
		return CKR_PIN_INCORRECT;
	TRY_RV(slot_find(m, slot, &s));
	if (has_sessions(s))
		return CKR_SESSION_EXISTS;
	slot_forgets(s);
	in = (struct msg_partition_init_request){
		.serial = s->serial,
		.password = bytes_of(pin, pin_len),
		.label = bytes_of(label, pad_len(label, LIMIT_LABEL)),
	};
	return slot_call(s, true, partition_init, &in, &out, &reply);
}
