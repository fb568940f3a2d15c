/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Prints two sheets about a device: what the HSM is, and the state of its
 * partitions and storage. Where generations differ, the transcripts say which
 * layouts were captured.
 */
#include "show_hsm.h"

#include <inttypes.h>

#include "sheet.h"

/* --- values --- */

static enum err
software(struct cmd_call *call, const void *subject, struct buf *out)
{
	return buf_put_text(out, lunash_of(call)->me.software);
}

static enum err
label_if_any(struct cmd_call *call, const void *subject, struct buf *out)
{
	const struct device *d = subject;

	if (!d->info.initialized)
		return buf_put_text(out, "no label");
	return buf_put(out, d->info.label);
}

static enum err
login_status(struct cmd_call *call, const void *subject, struct buf *out)
{
	const struct device *d = subject;

	return buf_put_text(out, d->info.so_logged_in ? "Logged In" : "Not Logged In");
}

static enum err
attempts_left(struct cmd_call *call, const void *subject, struct buf *out)
{
	const struct device *d = subject;

	if (!d->info.initialized || d->info.so_attempts_left == 0)
		return buf_put_text(out, "HSM IS ZEROIZED !!!!");
	return buf_printf(out, "%" PRIu64 " before HSM zeroization!",
	    d->info.so_attempts_left);
}

static enum err
manually_zeroized(struct cmd_call *call, const void *subject, struct buf *out)
{
	const struct device *d = subject;

	return buf_put_text(out, d->info.zeroized_by_command ? "Yes" : "No");
}

static enum err
storage_free(struct cmd_call *call, const void *subject, struct buf *out)
{
	const struct device *d = subject;

	return buf_printf(out, "%" PRIu64, d->info.total - d->info.used);
}

/* --- lines of their own --- */

static enum err
details_head(struct cmd_call *call, const void *subject)
{
	cmd_print(call, "\n   HSM Details:\n   ============\n");
	return ERR_OK;
}

static enum err
print_partitions(struct cmd_call *call, const struct device *d, const char *gap)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct caller card = d->card;
	struct msg_partition_list_request in = {};
	struct msg_partition_list_response out;
	struct msg_partition_row row;

	TRY(call_partition_list(&card, &in, &out, &reply));
	if (out.partitions.len == 0)
		cmd_print(call, "   There are no partitions.\n");
	while (rows_next(&out.partitions, &wire_partition_row, &row) == ERR_OK)
		cmd_print(call, "   Partition:%s%" PRIu64 ",     Name: %.*s\n", gap,
		    row.serial, (int)row.name.len, (const char *)row.name.ptr);
	cmd_print(call, "\n\n");
	return ERR_OK;
}

static enum err
partitions_until_6(struct cmd_call *call, const void *subject)
{
	cmd_print(call, "\n   Partitions created on HSM: \n"
	    "   ==========================\n");
	return print_partitions(call, subject, " ");
}

static enum err
partitions_since_7(struct cmd_call *call, const void *subject)
{
	cmd_print(call, "\n   Partitions created on HSM:\n"
	    "   ==============================\n");
	return print_partitions(call, subject, "  ");
}

static enum err
fips(struct cmd_call *call, const void *subject)
{
	const struct device *d = subject;

	cmd_print(call, "\n   FIPS 140-2 Operation:\n   =====================\n"
	    "   The HSM is %sin FIPS 140-2 approved operation mode.\n",
	    d->info.fips ? "" : "NOT ");
	return ERR_OK;
}

static enum err
storage_head(struct cmd_call *call, const void *subject)
{
	cmd_print(call, "\n   HSM Storage Information:\n"
	    "   ========================\n");
	return ERR_OK;
}

/* --- the sheets --- */

#define TEXT(field) SHEET_TEXT, offsetof(struct device, info.field)
#define NUMBER(field) SHEET_NUMBER, offsetof(struct device, info.field)
#define FIXED(words) SHEET_FIXED, .text = words
#define MADE(function) SHEET_MADE, .value = function
#define LINES(function) NULL, SHEET_LINES, .print = function

/* clang-format off */
static const struct sheet_row details_rows[] = {
	{ IN_ALL, "Software Version:", MADE(software) },
	{ IN_ALL, LINES(details_head) },
	{ UNTIL(LUNA6), "HSM Label:", MADE(label_if_any) },
	{ SINCE(LUNA7), "HSM Label:", TEXT(label) },
	{ IN_ALL, "Serial #:", NUMBER(serial) },
	{ IN_ALL, "Firmware:", TEXT(firmware) },
	{ UNTIL(LUNA5), "Hardware Model:", TEXT(model) },
	{ SINCE(LUNA6), "HSM Model:", TEXT(model) },
	{ SINCE(LUNA7), "HSM Part Number:", TEXT(part_number) },
	{ IN_ALL, "Authentication Method:", FIXED("Password") },
	{ IN_ALL, "HSM Admin login status:", MADE(login_status) },
	{ IN_ALL, "HSM Admin login attempts left:", MADE(attempts_left) },
	{ IN_ALL, "RPV Initialized:", FIXED("No") },
	{ IN_ALL, "Audit Role Initialized:", FIXED("No") },
	{ IN_ALL, "Remote Login Initialized:", FIXED("No") },
	{ IN_ALL, "Manually Zeroized:", MADE(manually_zeroized) },
	{ SINCE(LUNA7), "Secure Transport Mode:", FIXED("No") },
	{ SINCE(LUNA7), "HSM Tamper State:", FIXED("No tamper(s)") },
	{ 0 },
};

static const struct sheet_row storage_rows[] = {
	{ UNTIL(LUNA6), LINES(partitions_until_6) },
	{ SINCE(LUNA7), LINES(partitions_since_7) },
	{ SINCE(LUNA6), "Number of partitions allowed:", NUMBER(max_partitions) },
	{ SINCE(LUNA6), "Number of partitions created:", NUMBER(n_partitions) },
	{ IN_ALL, LINES(fips) },
	{ IN_ALL, LINES(storage_head) },
	{ IN_ALL, "Maximum HSM Storage Space (Bytes):", NUMBER(total) },
	{ IN_ALL, "Space In Use (Bytes):", NUMBER(used) },
	{ IN_ALL, "Free Space Left (Bytes):", MADE(storage_free) },
	{ 0 },
};
/* clang-format on */

static const struct sheet_columns details_columns[] = { { IN_ALL, 36, false } };
static const struct sheet_columns storage_columns[] = { { IN_ALL, 37, false } };
static const struct sheet details = { details_columns, details_rows };
static const struct sheet storage = { storage_columns, storage_rows };

enum err
show_hsm(struct cmd_call *call, const struct device *d)
{
	cmd_print(call, "\n\n   Appliance Details:\n   ==================\n");
	TRY(sheet_print(call, &details, d));
	TRY(sheet_print(call, &storage, d));
	cmd_print(call, "\n");
	return ERR_OK;
}
