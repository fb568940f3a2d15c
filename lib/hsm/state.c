/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The fields of all records but objects. A change of the fields is a new version:
 * raise STORE_VERSION (spec/stored.h); give a new field the next number, with
 * that version as `since`; give a removed field that version as `until`, and keep
 * its row and its number. load.c puts the default of a new field into the struct
 * before an older record is read.
 */
#include "hsm/state.h"

#include "spec/limits.h"
#include "crypto/password.h"
#include "hsm/record.h"

#define NUMBER(number, type, field, most, since, until)               \
	{ number, #field, FIELD_NUMBER, offsetof(type, field), most,  \
		since, until }
#define BYTES(number, type, field, most, since, until)                \
	{ number, #field, FIELD_BYTES, offsetof(type, field), most,   \
		since, until }

#define PAIRS(number, type, field, numbers, since, until)             \
	{ number, #field, FIELD_PAIRS, offsetof(type, field),         \
		sizeof(numbers) / sizeof((numbers)[0]), since, until, \
		numbers }

#define DOMAIN_SECRET_MAX 64

/* A policy is stored under its number, so that a new one is no new field. */
static const uint32_t hsm_policies[] = {
#define HSM_POLICY(name, number, ...) number,
#include "spec/policies.def"
};
static const uint32_t partition_policies[] = {
#define PARTITION_POLICY(name, number, ...) number,
#include "spec/policies.def"
};

static const struct record_field card_fields[] = {
	NUMBER(1, struct card_state, model, UINT32_MAX, 1, 0),
	NUMBER(2, struct card_state, serial, UINT64_MAX, 1, 0),
	NUMBER(3, struct card_state, state, STATE_ZEROIZED, 1, 0),
	NUMBER(4, struct card_state, by_command, 1, 1, 0),
	NUMBER(5, struct card_state, next_partition, UINT64_MAX, 1, 0),
	NUMBER(6, struct card_state, policies[POLICY_HSM_NON_FIPS], 1, 1, 2),
	NUMBER(7, struct card_state, policies[POLICY_HSM_SO_RESETS_PIN], 1, 1,
	    2),
	NUMBER(8, struct card_state, policies[POLICY_HSM_FORCE_PIN_CHANGE], 1,
	    1, 2),
	PAIRS(9, struct card_state, policies, hsm_policies, 2, 0),
};
RECORD_SHAPE(card_shape, "card", struct card_state, card_fields);

static const struct record_field identity_fields[] = {
	BYTES(1, struct identity_state, blob, 4096, 1, 0),
};
RECORD_SHAPE(identity_shape, "identity", struct identity_state, identity_fields);

static const struct record_field admin_fields[] = {
	BYTES(1, struct admin_state, label, LIMIT_LABEL, 1, 0),
	BYTES(2, struct admin_state, domain, DOMAIN_SECRET_MAX, 1, 0),
};
RECORD_SHAPE(admin_shape, "admin", struct admin_state, admin_fields);

static const struct record_field role_fields[] = {
	NUMBER(1, struct role_state, failures, LIMIT_ROLE_FAILURES, 1, 0),
	NUMBER(2, struct role_state, to_be_changed, 1, 1, 0),
	BYTES(3, struct role_state, verifier, PASSWORD_VERIFIER_MAX, 1, 0),
};
RECORD_SHAPE(role_shape, "role", struct role_state, role_fields);

static const struct record_field partition_fields[] = {
	NUMBER(1, struct partition_state, size, UINT64_MAX, 1, 0),
	NUMBER(2, struct partition_state, initialized, 1, 1, 0),
	BYTES(3, struct partition_state, name, LIMIT_LABEL, 1, 0),
	BYTES(4, struct partition_state, label, LIMIT_LABEL, 1, 0),
	BYTES(5, struct partition_state, domain, DOMAIN_SECRET_MAX, 1, 0),
	PAIRS(6, struct partition_state, policies, partition_policies, 2, 0),
};
RECORD_SHAPE(partition_shape, "partition", struct partition_state, partition_fields);

const struct record_shape *
state_shape(enum record_kind kind)
{
	static const struct record_shape *const shapes[] = {
		[RECORD_CARD] = &card_shape,
		[RECORD_IDENTITY] = &identity_shape,
		[RECORD_ADMIN] = &admin_shape,
		[RECORD_PARTITION] = &partition_shape,
		[RECORD_ROLE] = &role_shape,
		[RECORD_OBJECT] = NULL,
	};

	return shapes[kind];
}
