/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * From spec/messages.def: struct msg_<name>, the descriptor wire_<name>, and
 * OP_<name> for each call. Integer fields are uint64_t, the others struct
 * bytes, so that the codec can walk the struct.
 */

#include "spec/limits.h"
#include "wire/codec.h"

#define PROTOCOL_VERSION 2

#define IN_MEMORY_BOOL uint64_t
#define IN_MEMORY_U8 uint64_t
#define IN_MEMORY_U32 uint64_t
#define IN_MEMORY_U64 uint64_t
#define IN_MEMORY_BYTES struct bytes
#define IN_MEMORY_TEXT struct bytes
#define IN_MEMORY_SECRET struct bytes
#define IN_MEMORY_ROWS struct bytes

#define MESSAGE(op, name, words) struct msg_##name {
#define FIELD(message, kind, field, max, words) IN_MEMORY_##kind field;
#define END(name) };
#include "spec/messages.def"
#undef MESSAGE
#undef FIELD
#undef END

#define MESSAGE(op, name, words) extern const struct message wire_##name;
#define FIELD(message, kind, field, max, words)
#define END(name)
#include "spec/messages.def"
#undef MESSAGE
#undef FIELD
#undef END

enum op {
#define MESSAGE(op, name, words) OP_##name = (op),
#define FIELD(message, kind, field, max, words)
#define END(name)
#include "spec/messages.def"
#undef MESSAGE
#undef FIELD
#undef END
};

/* Where a link comes from (link_open). */
enum origin {
	ORIGIN_BOX = 1,   /* the box of the card, on its control channel */
	ORIGIN_APP = 2,   /* an application, through NTLS */
	ORIGIN_ADMIN = 4, /* lunash, directly or through an appliance's cable */
};

/* Directions of a policy's change (policy_row). */
enum policy_change { POLICY_OFF_TO_ON = 1, POLICY_ON_TO_OFF = 2 };

/* What became of an object that was copied (clone_target_object). */
enum clone_result { CLONE_NEW, CLONE_KEPT, CLONE_REPLACED };

/* What a service is to do (service). */
enum service_action { SERVICE_STATUS, SERVICE_START, SERVICE_STOP, SERVICE_RESTART };

/* What a crypt or stream message does. */
enum function {
	FUNCTION_ENCRYPT = 1,
	FUNCTION_DECRYPT,
	FUNCTION_SIGN,
	FUNCTION_VERIFY,
	FUNCTION_DIGEST,
};

/* Roles of spec/roles.def. */
enum role {
	ROLE_NONE = 0,
#define ROLE(name, number, long_name, short_name) ROLE_##name = (number),
#include "spec/roles.def"
#undef ROLE
};

/* All messages, in table order. */
const struct message *const *wire_messages(size_t *out_n);
