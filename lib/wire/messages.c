/* SPDX-License-Identifier: Apache-2.0 */
/* Descriptors from spec/messages.def. */
#include "wire/messages.h"

#define MESSAGE(op, name, words) static const struct field fields_##name[] = {
#define FIELD(message, kind, field, max, words) \
	{ KIND_##kind, max, offsetof(struct msg_##message, field), #field, words },
/* The last row only keeps the array from being empty. */
#define END(name) { KIND_BOOL, 0, 0, "", "" } };
#include "spec/messages.def"
#undef MESSAGE
#undef FIELD
#undef END

#define MESSAGE(op, name, words)                                             \
	const struct message wire_##name = { op, #name, words, fields_##name, \
		sizeof(fields_##name) / sizeof(fields_##name[0]) - 1,        \
		sizeof(struct msg_##name) };
#define FIELD(message, kind, field, max, words)
#define END(name)
#include "spec/messages.def"
#undef MESSAGE
#undef FIELD
#undef END

static const struct message *const all[] = {
#define MESSAGE(op, name, words) &wire_##name,
#define FIELD(message, kind, field, max, words)
#define END(name)
#include "spec/messages.def"
#undef MESSAGE
#undef FIELD
#undef END
};

const struct message *const *
wire_messages(size_t *out_n)
{
	*out_n = sizeof(all) / sizeof(all[0]);
	return all;
}
