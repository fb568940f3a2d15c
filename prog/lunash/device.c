/* SPDX-License-Identifier: Apache-2.0 */
/* Opens links to cards. A new link says hello and reads the state of the HSM at
 * once. */
#include "device.h"

#include "lunash.h"

static enum err
device_greet(struct device *d)
{
	struct msg_hello_request in = { .version = PROTOCOL_VERSION };
	struct msg_hello_response out;
	CLEARED_BY(buf_clear) struct buf reply = { 0 };

	TRY(call_hello(&d->card, &in, &out, &reply));
	d->serial = out.serial;
	return out.version == PROTOCOL_VERSION ? ERR_OK : ERR_VERSION;
}

static enum err
device_state(struct device *d)
{
	struct msg_hsm_info_request in = {};

	return call_hsm_info(&d->card, &in, &d->info, &d->reply);
}

enum err
device_open(struct lunash *l, uint64_t serial, struct device *out)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_device_open_request in = { .serial = serial };
	struct msg_device_open_response opened;
	enum err e;

	TRY(call_device_open(&l->box, &in, &opened, &reply));
	*out = (struct device){ .lunash = l, .reply = { 0 },
		.card = ask_caller(&l->ask, (uint32_t)opened.link) };
	e = device_greet(out);
	if (e == ERR_OK)
		e = device_state(out);
	if (e != ERR_OK)
		device_close(out);
	return e;
}

void
device_close(struct device *d)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_device_close_request in = { .link = d->card.link };
	struct msg_device_close_response out;

	if (d->lunash != NULL) /* a device that is gone has closed it already */
		IGNORE(call_device_close(&d->lunash->box, &in, &out, &reply));
	buf_clear(&d->reply);
	*d = (struct device){ 0 };
}

enum err
device_find_partition(struct device *d, const char *name, struct buf *reply,
    struct msg_partition_row *out)
{
	struct msg_partition_list_request in = {};
	struct msg_partition_list_response list;
	struct msg_partition_row row;
	enum err e;

	TRY(call_partition_list(&d->card, &in, &list, reply));
	while ((e = rows_next(&list.partitions, &wire_partition_row, &row)) == ERR_OK)
		if (bytes_equal(row.name, bytes_of_text(name))) {
			*out = row;
			return ERR_OK;
		}
	return e == ERR_NOT_FOUND ? ERR_PARTITION_UNKNOWN : e;
}
