/* SPDX-License-Identifier: Apache-2.0 */
/* The shapes of all records but objects. A change here is a new format. */
#include "hsm/state.h"

#include "spec/limits.h"
#include "crypto/password.h"
#include "hsm/record.h"

#define NUMBER(type, field, most) { FIELD_NUMBER, offsetof(type, field), most }
#define BYTES(type, field, most) { FIELD_BYTES, offsetof(type, field), most }

#define DOMAIN_SECRET_MAX 64

static const struct record_field card_fields[] = {
	NUMBER(struct card_state, model, UINT32_MAX),
	NUMBER(struct card_state, serial, UINT64_MAX),
	NUMBER(struct card_state, state, STATE_ZEROIZED),
	NUMBER(struct card_state, by_command, 1),
	NUMBER(struct card_state, next_partition, UINT64_MAX),
	NUMBER(struct card_state, non_fips, 1),
	NUMBER(struct card_state, so_resets_pin, 1),
	NUMBER(struct card_state, force_pin_change, 1),
};
RECORD_SHAPE(card_shape, struct card_state, card_fields);

static const struct record_field identity_fields[] = {
	BYTES(struct identity_state, blob, 4096),
};
RECORD_SHAPE(identity_shape, struct identity_state, identity_fields);

static const struct record_field admin_fields[] = {
	BYTES(struct admin_state, label, LIMIT_LABEL),
	BYTES(struct admin_state, domain, DOMAIN_SECRET_MAX),
};
RECORD_SHAPE(admin_shape, struct admin_state, admin_fields);

static const struct record_field role_fields[] = {
	NUMBER(struct role_state, failures, LIMIT_ROLE_FAILURES),
	NUMBER(struct role_state, to_be_changed, 1),
	BYTES(struct role_state, verifier, PASSWORD_VERIFIER_MAX),
};
RECORD_SHAPE(role_shape, struct role_state, role_fields);

static const struct record_field partition_fields[] = {
	NUMBER(struct partition_state, size, UINT64_MAX),
	NUMBER(struct partition_state, initialized, 1),
	BYTES(struct partition_state, name, LIMIT_LABEL),
	BYTES(struct partition_state, label, LIMIT_LABEL),
	BYTES(struct partition_state, domain, DOMAIN_SECRET_MAX),
};
RECORD_SHAPE(partition_shape, struct partition_state, partition_fields);
