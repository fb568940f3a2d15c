/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Asks a card for a partition, its roles and its objects, and prints them in the
 * layout of a Luna.
 */
#include "show_partition.h"

#include <inttypes.h>
#include <stdio.h>

#include "client/class_words.h"
#include "wire/role_name.h"
#include "sheet.h"

/* --- show --- */

static const struct sheet sheet;

static void
show_role(struct cmd_call *call, const struct msg_role_row *role)
{
	const char *who = role_name(role->role);
	char label[80], attempts[24];

	if (!role->initialized) {
		cmd_print(call, "   %s is not initialized.\n", who);
		return;
	}
	(void)snprintf(label, sizeof(label), "%s PIN To Be Changed:", who);
	sheet_line(call, &sheet, label, role->to_be_changed ? "yes" : "no");
	(void)snprintf(label, sizeof(label), "%s Locked Out:", who);
	sheet_line(call, &sheet, label, role->locked ? "yes" : "no");
	(void)snprintf(label, sizeof(label), "%s Login Attempts Left:", who);
	(void)snprintf(attempts, sizeof(attempts), "%" PRIu64, role->attempts_left);
	sheet_line(call, &sheet, label, role->locked ? "None" : attempts);
}

static enum err
show_roles(struct cmd_call *call, const void *subject)
{
	const struct msg_partition_row *row = subject;
	struct bytes roles = row->roles;
	struct msg_role_row role;

	while (rows_next(&roles, &wire_role_row, &role) == ERR_OK)
		show_role(call, &role);
	return ERR_OK;
}

/* The name of the Crypto Officer up to generation 6. */
static enum err
show_owner(struct cmd_call *call, const void *subject)
{
	const struct msg_partition_row *row = subject;
	struct bytes roles = row->roles;
	struct msg_role_row owner = { 0 };
	char attempts[64];

	while (owner.role != ROLE_CRYPTO_OFFICER)
		TRY(rows_next(&roles, &wire_role_row, &owner));
	if (!owner.initialized) {
		cmd_print(call, "   Partition Owner is not initialized.\n");
		return ERR_OK;
	}
	(void)snprintf(attempts, sizeof(attempts), "%" PRIu64 " before Partition Owner "
	    "is Locked Out", owner.attempts_left);
	sheet_line(call, &sheet, "Partition Owner Locked Out:", owner.locked ? "yes" : "no");
	sheet_line(call, &sheet, "Partition Owner PIN To Be Changed:",
	    owner.to_be_changed ? "yes" : "no");
	sheet_line(call, &sheet, "Partition Owner Login Attempts Left:",
	    owner.locked ? "None - Owner is Locked Out" : attempts);
	return ERR_OK;
}

static enum err
storage(struct cmd_call *call, const void *subject, struct buf *out)
{
	const struct msg_partition_row *row = subject;

	return buf_printf(out, "Total=%" PRIu64 ", Used=%" PRIu64 ", Free=%" PRIu64,
	    row->total, row->used, row->total - row->used);
}

#define TEXT(field) SHEET_TEXT, offsetof(struct msg_partition_row, field)
#define NUMBER(field) SHEET_NUMBER, offsetof(struct msg_partition_row, field)

/* clang-format off */
static const struct sheet_columns columns[] = {
	{ UNTIL(LUNA5), 40, false },
	{ IN(LUNA6), 43, false },
	{ SINCE(LUNA7), 54, true },
};

static const struct sheet_row rows[] = {
	{ UNTIL(LUNA5), "Partition SN:", NUMBER(serial) },
	{ IN_ALL, "Partition Name:", TEXT(name) },
	{ SINCE(LUNA6), "Partition SN:", NUMBER(serial) },
	{ SINCE(LUNA6), "Partition Label:", TEXT(label) },
	{ SINCE(LUNA7), "Partition Version:", NUMBER(version) },
	{ SINCE(LUNA7), NULL, SHEET_LINES, .print = show_roles },
	{ UNTIL(LUNA6), NULL, SHEET_LINES, .print = show_owner },
	{ IN_ALL, "Legacy Domain Has Been Set:", SHEET_FIXED, .text = "no" },
	{ IN_ALL, "Partition Storage Information (Bytes):", SHEET_MADE, .value = storage },
	{ IN_ALL, "Partition Object Count:", NUMBER(n_objects) },
	{ 0 },
};
/* clang-format on */

static const struct sheet sheet = { columns, rows };

enum err
show_partition(struct cmd_call *call, const struct msg_partition_row *row)
{
	cmd_print(call, "\n");
	return sheet_print(call, &sheet, row);
}

/* --- contents --- */

static void
show_label(struct cmd_call *call, struct bytes label)
{
	char text[256];
	size_t n = label.len < sizeof(text) ? label.len : sizeof(text);

	for (size_t i = 0; i < n; i++)
		text[i] = label.ptr[i] >= 0x20 && label.ptr[i] < 0x7f
		    ? (char)label.ptr[i] : '?';
	cmd_print(call, "\n   Object Label:  %.*s\n", (int)n, text);
}

static enum err
show_object(struct cmd_call *call, struct card_session *s, uint64_t handle)
{
	static const uint8_t wanted[] = { 0, 0, 0, 3, 0, 0, 0, 0 }; /* CKA_LABEL, CKA_CLASS */
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_attributes_get_request in = { .session = s->session,
		.handle = handle, .types = bytes_of(wanted, sizeof(wanted)) };
	struct msg_attributes_get_response out;
	struct msg_attribute_answer label, class;

	TRY(call_attributes_get(s->card, &in, &out, &reply));
	TRY(rows_next(&out.attributes, &wire_attribute_answer, &label));
	TRY(rows_next(&out.attributes, &wire_attribute_answer, &class));
	show_label(call, label.value);
	cmd_print(call, "   Object Type:   %s\n   Object Handle: %" PRIu64 "\n",
	    class_words(class.value.len == 8 ? bytes_u64(class.value.ptr) : UINT64_MAX),
	    handle);
	return ERR_OK;
}

enum err
show_contents(struct cmd_call *call, struct card_session *s,
    const struct msg_partition_row *row)
{
	CLEARED_BY(buf_clear) struct buf handles = buf_up_to(CARD_SESSION_OBJECTS_MAX);

	TRY(card_session_objects(s, &handles));
	cmd_print(call, "   Partition Name:  %41.*s\n   Partition SN:  %43" PRIu64 "\n"
	    "   Partition Label: %41.*s\n   Partition Version: %39" PRIu64 "\n",
	    (int)row->name.len, (const char *)row->name.ptr, row->serial,
	    (int)row->label.len, (const char *)row->label.ptr, row->version);
	cmd_print(call, "   Storage (Bytes): Total=%" PRIu64 ", Used=%" PRIu64
	    ", Free=%" PRIu64 "\n   Number objects:  %zu\n",
	    row->total, row->used, row->total - row->used, (size_t)row->n_objects);
	for (size_t i = 0; i + 8 <= handles.len; i += 8)
		TRY(show_object(call, s, bytes_u64(handles.ptr + i)));
	if (handles.len / 8 < row->n_objects)
		cmd_print(call, "\n   %zu private objects are shown to the role "
		    "that may use them only.\n",
		    (size_t)row->n_objects - handles.len / 8);
	return ERR_OK;
}
