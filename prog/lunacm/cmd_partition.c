/* SPDX-License-Identifier: Apache-2.0 */
/* The commands of `partition`: the current slot's partition, as its own users see
 * it. */
#include "target.h"

#include <stdio.h>

#include "base/text.h"
#include "client/card_session.h"
#include "client/class_words.h"
#include "wire/role_name.h"
#include "spec/pkcs11.h"

/* A partition that is initialized again keeps its Partition SO and its domain;
 * the rest is erased. */
static enum err
ask_init(struct cmd_call *call, bool again, struct secret *password,
    struct secret *domain)
{
	if (again)
		return cmd_secret_or_ask(call, "password",
		    "\n  Enter password for Partition SO:", password);
	TRY(cmd_new_secret_or_ask(call, "password",
	    "\n  Enter password for Partition SO:",
	    "\n  Re-enter password for Partition SO:", password));
	if (!cmd_given(call, "domain"))
		cmd_print(call, "\n  Option -domain was not specified.  It is "
		    "required.\n");
	return cmd_new_secret_or_ask(call, "domain", "\n  Enter the domain name:",
	    "\n  Re-enter the domain name:", domain);
}

static enum err
partition_init(struct cmd_call *call)
{
	struct target *t = target_of(call);
	CLEARED_BY(secret_clear) struct secret password = { 0 }, domain = { 0 };
	struct msg_partition_init_request in = { .serial = t->slot->serial };
	struct msg_partition_init_response out;

	if (t->row.initialized && cmd_given(call, "domain"))
		return cmd_refuse(call, ERR_ARGUMENT, "-domain: the partition is "
		    "initialized and keeps its domain.");
	TRY(ask_init(call, t->row.initialized, &password, &domain));
	TRY(cmd_confirm(call, "\n  You are about to initialize the partition.\n"
	    "  All contents of the partition will be destroyed.\n"));
	in.label = bytes_of_text(cmd_text(call, "label"));
	in.password = secret_bytes(&password);
	in.domain = secret_bytes(&domain);
	t->slot->session = 0; /* the card has ended the session */
	TRY(call_partition_init(&t->card, &in, &out, &t->reply));
	return text_copy(t->slot->label, sizeof(t->slot->label), in.label);
}

static void
print_roles(struct cmd_call *call, const struct target *t)
{
	struct bytes rows = t->row.roles;
	struct msg_role_row r;

	while (rows_next(&rows, &wire_role_row, &r) == ERR_OK)
		cmd_print(call, "        %-15s Status -> %s\n", role_name(r.role),
		    !r.initialized ? "Not Initialized"
		    : r.locked ? "Locked out" : "Initialized");
}

static enum err
partition_showinfo(struct cmd_call *call)
{
	const struct target *t = target_of(call);
	const struct msg_partition_row *r = &t->row;

	cmd_print(call,
	    "\n        Partition Label -> %.*s\n"
	    "        Partition Manufacturer -> SafeNet\n"
	    "        Partition Model -> LunaSA %s\n"
	    "        Partition Serial Number -> %llu\n"
	    "        Partition Status -> %s\n"
	    "        Partition Version -> %u\n"
	    "        Cloning Domain -> %s\n",
	    (int)r->label.len, r->label.len ? (const char *)r->label.ptr : "",
	    lunacm_of(call)->appliances[t->slot->server].greeting.firmware,
	    (unsigned long long)r->serial,
	    r->initialized ? "OK" : "Not Initialized", (unsigned)r->version,
	    r->has_domain ? "Set" : "Not Set");
	print_roles(call, t);
	cmd_print(call,
	    "\n        Partition Storage:\n"
	    "                Total Storage Space ->  %llu\n"
	    "                Used Storage Space ->   %llu\n"
	    "                Free Storage Space ->   %llu\n"
	    "                Object Count ->         %llu\n",
	    (unsigned long long)r->total, (unsigned long long)r->used,
	    (unsigned long long)(r->total - r->used),
	    (unsigned long long)r->n_objects);
	return ERR_OK;
}

/* Prints a label on one line. It may hold any bytes, because objects' labels
 * may. */
static void
print_label(struct cmd_call *call, struct bytes label)
{
	char text[256];
	size_t n = 0;

	for (; n < label.len && n < sizeof(text) - 1; n++)
		text[n] = (char)(label.ptr[n] < 0x20 ? '?' : label.ptr[n]);
	text[n] = '\0';
	cmd_print(call, "        Label:         %s\n", text);
}

static void
print_attribute(struct cmd_call *call, const struct msg_attribute_answer *a)
{
	char hex[64] = "";

	if (a->type == CKA_LABEL)
		print_label(call, a->value);
	else if (a->type == CKA_CLASS && a->value.len == 8)
		cmd_print(call, "        Object Type:   %s\n",
		    class_words(bytes_u64(a->value.ptr)));
	for (size_t i = 0; a->type == CKA_OUID && i < a->value.len && i < 12; i++)
		snprintf(hex + 2 * i, 3, "%02x", a->value.ptr[i]);
	if (a->type == CKA_OUID)
		cmd_print(call, "        Object UID:    %s\n", hex);
}

static enum err
print_object(struct cmd_call *call, struct target *t, uint64_t handle, unsigned long *n)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	uint8_t types[12];
	struct msg_attributes_get_request in = { t->slot->session, handle,
		bytes_of(types, sizeof(types)) };
	struct msg_attributes_get_response out;
	struct msg_attribute_answer a;

	bytes_set_u32(types, CKA_LABEL);
	bytes_set_u32(types + 4, CKA_CLASS);
	bytes_set_u32(types + 8, (uint32_t)CKA_OUID);
	TRY(call_attributes_get(&t->card, &in, &out, &reply));
	++*n;
	cmd_print(call, "\n        Handle:        %llu\n", (unsigned long long)handle);
	while (rows_next(&out.attributes, &wire_attribute_answer, &a) == ERR_OK)
		if (a.status == ERR_OK)
			print_attribute(call, &a);
	return ERR_OK;
}

static enum err
print_objects(struct cmd_call *call, struct target *t)
{
	CLEARED_BY(buf_clear) struct buf handles = buf_up_to(CARD_SESSION_OBJECTS_MAX);
	struct card_session session = { &t->card, t->slot->session };
	unsigned long n = 0;

	cmd_print(call, "\n        Object list:\n");
	TRY(card_session_objects(&session, &handles));
	for (size_t at = 0; at + 8 <= handles.len; at += 8) {
		enum err e = print_object(call, t, bytes_u64(handles.ptr + at), &n);

		if (e != ERR_OBJECT_INVALID) /* somebody has just deleted it */
			TRY(e);
	}
	cmd_print(call, "\n        Number of objects:  %lu\n", n);
	return ERR_OK;
}

static enum err
partition_contents(struct cmd_call *call)
{
	struct target *t = target_of(call);
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_session_info_request in = { t->slot->session };
	struct msg_session_info_response out;
	const char *role;

	TRY(call_session_info(&t->card, &in, &out, &reply));
	role = role_name(out.role);
	if (out.role == ROLE_NONE)
		cmd_print(call, "\n        No role is logged in. Looking for public "
		    "objects.\n");
	else
		cmd_print(call, "\n        The '%s' is currently logged in. Looking for "
		    "objects\n        accessible to the '%s'.\n", role, role);
	return print_objects(call, t);
}

static const struct cmd_group groups[] = {
	{ "partition", "Manage the Partition", "par" },
	{ NULL },
};

static const struct cmd_command commands[] = {
	{
		.path = "partition init",
		.words = "Initialize the partition: label, Partition SO, domain",
		.shortcut = "in",
		.roles = 1,
		.args = {
			{ "label", &type_label, CMD_REQUIRED, "new label", "l" },
			{ "password", &type_password, 0,
			    "Partition SO's password", "p" },
			{ "domain", &type_domain, 0, "cloning domain string", "d" },
			{ "force", &cmd_flag, 0, "do not ask", "f" },
		},
		.target = &target_slot,
		.run = partition_init,
	},
	{
		.path = "partition showinfo",
		.words = "Show label, state and storage",
		.shortcut = "si",
		.roles = 1,
		.target = &target_slot,
		.run = partition_showinfo,
	},
	{
		.path = "partition contents",
		.words = "List the objects that the logged-in role can see",
		.shortcut = "con",
		.roles = 1,
		.target = &target_slot,
		.run = partition_contents,
	},
	{ NULL },
};

const struct cmd_family family_partition = { groups, commands };
