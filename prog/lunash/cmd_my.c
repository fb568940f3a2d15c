/* SPDX-License-Identifier: Apache-2.0 */
/* The commands of `my`: the user's own files, password and SSH keys. */
#include "families.h"

#include <inttypes.h>
#include <time.h>

#include "password.h"

/* --- files --- */

static enum err
my_file_list(struct cmd_call *call)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_file_list_request in = {};
	struct msg_file_list_response out;
	struct msg_file_row row;
	struct tm parts;
	char when[32];

	TRY(call_file_list(&lunash_of(call)->box, &in, &out, &reply));
	cmd_print(call, "\n");
	while (rows_next(&out.files, &wire_file_row, &row) == ERR_OK) {
		time_t at = (time_t)row.time;

		if (localtime_r(&at, &parts) == NULL ||
		    strftime(when, sizeof(when), "%b %e %Y %H:%M", &parts) == 0)
			return ERR_INTERNAL;
		cmd_print(call, "%10" PRIu64 "  %s  %.*s\n", row.size, when,
		    (int)row.name.len, (const char *)row.name.ptr);
	}
	return ERR_OK;
}

static enum err
file_delete(struct cmd_call *call, const char *name)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_file_delete_request in = { bytes_of_text(name) };
	struct msg_file_delete_response out;
	enum err e = call_file_delete(&lunash_of(call)->box, &in, &out, &reply);

	if (e == ERR_NOT_FOUND)
		return cmd_refuse(call, ERR_FILE, "There is no file '%s'; 'my file list' "
		    "lists your files.", name);
	return e;
}

static enum err
my_file_delete(struct cmd_call *call)
{
	return file_delete(call, cmd_text(call, "filename"));
}

static enum err
my_file_clear(struct cmd_call *call)
{
	return file_delete(call, "");
}

/* --- password --- */

static enum err
my_password_set(struct cmd_call *call)
{
	enum err e = password_change(lunash_of(call), "");

	if (e == ERR_ARGUMENT)
		return cmd_refuse(call, e, "The two entries differ; the password "
		    "was not changed.");
	return e;
}

/* --- SSH public keys --- */

static enum err
my_key_add(struct cmd_call *call)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	const char *file = cmd_text(call, "filename");
	struct msg_public_key_add_request in = { bytes_of_text(file) };
	struct msg_public_key_add_response out;
	enum err e = call_public_key_add(&lunash_of(call)->box, &in, &out, &reply);

	if (e == ERR_NOT_FOUND || e == ERR_FILE)
		return cmd_refuse(call, ERR_FILE, "There is no readable file '%s' in your "
		    "file area; copy it there with scp first.", file);
	if (e == ERR_ARGUMENT || e == ERR_MALFORMED)
		return cmd_refuse(call, e, "'%s' is not an SSH public key.", file);
	TRY(e);
	cmd_print(call, "\nPublic key added\n");
	return ERR_OK;
}

static enum err
my_key_list(struct cmd_call *call)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_public_key_list_request in = {};
	struct msg_public_key_list_response out;
	struct msg_public_key_row row;

	TRY(call_public_key_list(&lunash_of(call)->box, &in, &out, &reply));
	cmd_print(call, "\nSSH Public Keys for user '%s':\n\n"
	    "%-20s %-20s %5s  %s\n"
	    "--------------------------------------------------------------------\n",
	    lunash_of(call)->me.user, "Name", "Type", "Bits", "Fingerprint");
	while (rows_next(&out.keys, &wire_public_key_row, &row) == ERR_OK)
		cmd_print(call, "%-20.*s %-20.*s %5" PRIu64 "  %.*s\n",
		    (int)row.name.len, (const char *)row.name.ptr,
		    (int)row.type.len, (const char *)row.type.ptr, row.bits,
		    (int)row.fingerprint.len, (const char *)row.fingerprint.ptr);
	return ERR_OK;
}

static enum err
key_delete(struct cmd_call *call, const char *name)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_public_key_delete_request in = { bytes_of_text(name) };
	struct msg_public_key_delete_response out;
	enum err e = call_public_key_delete(&lunash_of(call)->box, &in, &out, &reply);

	if (e == ERR_NOT_FOUND)
		return cmd_refuse(call, e, "There is no key '%s'; 'my public-key "
		    "list' lists your keys.", name);
	TRY(e);
	cmd_print(call, "\nPublic key deleted\n");
	return ERR_OK;
}

static enum err
my_key_delete(struct cmd_call *call)
{
	return key_delete(call, cmd_text(call, "keyname"));
}

static enum err
my_key_clear(struct cmd_call *call)
{
	return key_delete(call, "");
}

/* --- the table --- */

static const struct cmd_type type_key = { CMD_TEXT, "keyname", 1, 255, NULL,
	"a key's name is its comment, 1 to 255 characters" };

#define ARG_FILE { "filename", &type_file, CMD_REQUIRED | CMD_POSITIONAL, \
	"name of the file" }

static const struct cmd_group groups[] = {
	{ "my", "Commands for your own account", NULL },
	{ "my file", "Files copied to and from the appliance", NULL },
	{ "my password", "Your password", NULL },
	{ "my public-key", "Your SSH public keys", NULL },
	{ NULL },
};

static const struct cmd_command commands[] = {
	{
		.path = "my file list",
		.words = "List your files",
		.roles = EVERYBODY,
		.run = my_file_list,
	},
	{
		.path = "my file delete",
		.words = "Delete a file of yours",
		.roles = EVERYBODY,
		.args = { ARG_FILE },
		.says_done = true,
		.run = my_file_delete,
	},
	{
		.path = "my file clear",
		.words = "Delete all your files",
		.roles = EVERYBODY,
		.args = { ARG_FORCE },
		.caution =
		    "\nCAUTION:  Are you sure you wish to delete all your files?\n"
		    "\n"
		    "          Type 'proceed' to delete them, or 'quit'\n"
		    "          to quit now.\n",
		.says_done = true,
		.run = my_file_clear,
	},
	{
		.path = "my password set",
		.words = "Change your password",
		.roles = EVERYBODY,
		.run = my_password_set,
	},
	{
		.path = "my public-key add",
		.words = "Let a key of your file area log in",
		.roles = EVERYBODY,
		.args = { ARG_FILE },
		.run = my_key_add,
	},
	{
		.path = "my public-key list",
		.words = "List your SSH public keys",
		.roles = EVERYBODY,
		.run = my_key_list,
	},
	{
		.path = "my public-key delete",
		.words = "Delete one of your SSH public keys",
		.roles = EVERYBODY,
		.args = {
			{ "keyname", &type_key, CMD_REQUIRED | CMD_POSITIONAL,
			    "name of the key" },
		},
		.run = my_key_delete,
	},
	{
		.path = "my public-key clear",
		.words = "Delete all your SSH public keys",
		.roles = EVERYBODY,
		.args = { ARG_FORCE },
		.caution =
		    "\nCAUTION:  Are you sure you wish to delete all your SSH "
		    "public keys?\n"
		    "\n"
		    "          Type 'proceed' to delete them, or 'quit'\n"
		    "          to quit now.\n",
		.run = my_key_clear,
	},
	{ NULL },
};

const struct cmd_family family_my = { groups, commands };
