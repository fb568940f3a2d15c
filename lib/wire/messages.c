/* SPDX-License-Identifier: Apache-2.0 */
/* Descriptors from spec/messages.def. A request stands before its response. */
#include "wire/messages.h"

#define MESSAGE(op, name, words) static const struct field fields_##name[] = {
#define FIELD(message, kind, field, max, words) \
	{ KIND_##kind, max, #field, words },
/* The last row only keeps the array from being empty. */
#define END(name) { KIND_BOOL, 0, "", "" } };
#include "messages.def"
#undef MESSAGE
#undef FIELD
#undef END

#define MESSAGE(op, name, words)                                             \
	const struct message wire_##name = { op, #name, words, fields_##name, \
		sizeof(fields_##name) / sizeof(fields_##name[0]) - 1,        \
		sizeof(struct msg_##name) };
#define FIELD(message, kind, field, max, words)
#define END(name)
#include "messages.def"
#undef MESSAGE
#undef FIELD
#undef END

static const struct message *const all[] = {
#define MESSAGE(op, name, words) &wire_##name,
#define FIELD(message, kind, field, max, words)
#define END(name)
#include "messages.def"
#undef MESSAGE
#undef FIELD
#undef END
};

#define N_ALL (sizeof(all) / sizeof(all[0]))

const struct message *const *
wire_messages(size_t *out_n)
{
	*out_n = N_ALL;
	return all;
}

const struct message *
wire_find(uint16_t op, bool response)
{
	bool seen_request = false;

	for (size_t i = 0; i < N_ALL; i++) {
		if (op == 0 || all[i]->op != op)
			continue;
		if (response == seen_request)
			return all[i];
		seen_request = true;
	}
	return NULL;
}
