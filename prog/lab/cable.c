/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The cables of Backup HSMs. A file remembers where a cable is plugged in, also
 * while a device at one of its ends is switched off; the connection is made again
 * when both have power.
 */
#include "cable.h"

#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "device.h"
#include "lab.h"
#include "proc/ask.h"
#include "proc/channel.h"
#include "proc/socket.h"

#define LISTED_MS 5000

/* Opens a way to ask the box of a Backup HSM. */
static enum err
ask_backup(struct lab *l, const struct device *d, struct ask *a, struct caller *out)
{
	struct lab_path path;
	int fd = -1;

	if (d->is_hsm)
		return lab_fail(ERR_ARGUMENT, "%s is an appliance, not a Backup HSM",
		    d->name);
	if (device_pid(l, d) == 0)
		return lab_fail(ERR_NOT_CONNECTED, "%s is switched off ('lunette power on "
		    "%s')", d->name, d->name);
	TRY(channel_connect(lab_path(l, &path, "%s/control.sock", d->name), &fd));
	ask_open(a, &fd, 10000);
	*out = ask_caller(a, 0);
	return ERR_OK;
}

/* The appliance at the other end of the cable, whether or not it is switched on;
 * NULL if the cable is plugged into none. */
static struct device *
remembered(struct lab *l, const struct device *backup)
{
	CLEARED_BY(buf_clear) struct buf text = buf_up_to(64);
	struct lab_path path;

	if (file_read(lab_path(l, &path, "%s/cable", backup->name), &text) != ERR_OK ||
	    buf_put_u8(&text, 0) != ERR_OK)
		return NULL;
	for (unsigned i = 0; i < l->n_devices; i++)
		if (strcmp(l->devices[i].name, (char *)text.ptr) == 0)
			return &l->devices[i];
	return NULL;
}

static enum err
remember(struct lab *l, const struct device *backup, const char *hsm)
{
	struct lab_path path;

	return file_write(lab_path(l, &path, "%s/cable", backup->name), 0600,
	    bytes_of_text(hsm));
}

static enum err
is_listed(struct lab *l, const struct device *hsm, uint64_t serial)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	CLEARED_BY(ask_close) struct ask a = { .fd = -1, .received_fd = -1 };
	struct msg_device_list_request in;
	struct msg_device_list_response out;
	struct msg_device_row row;
	struct lab_path path;
	struct caller c;
	int fd = -1;

	TRY(channel_connect(lab_path(l, &path, "%s/admin.sock", hsm->name), &fd));
	ask_open(&a, &fd, LISTED_MS);
	c = ask_caller(&a, 0);
	TRY(call_device_list(&c, &in, &out, &reply));
	while (rows_next(&out.devices, &wire_device_row, &row) == ERR_OK)
		if (row.serial == serial)
			return ERR_OK;
	return ERR_AGAIN;
}

/* Waits until the appliance lists the Backup HSM, because the user's next command
 * counts on it. */
static enum err
wait_until_listed(struct lab *l, const struct device *backup, const struct device *hsm)
{
	int64_t until = clock_ms() + LISTED_MS;
	enum err e;

	while ((e = is_listed(l, hsm, backup->serial)) == ERR_AGAIN) {
		if (clock_ms() > until)
			return ERR_TIMEOUT;
		clock_sleep_ms(10);
	}
	return e;
}

static enum err
plug(struct lab *l, const struct device *backup, const struct device *hsm)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	CLEARED_BY(ask_close) struct ask a = { .fd = -1, .received_fd = -1 };
	struct msg_cable_plug_response out;
	struct msg_cable_plug_request in;
	struct lab_path socket;
	struct caller c;
	enum err e;

	if (!hsm->is_hsm)
		return lab_fail(ERR_ARGUMENT, "%s has no port for a Backup HSM",
		    hsm->name);
	if (device_pid(l, hsm) == 0)
		return lab_fail(ERR_NOT_CONNECTED, "%s is switched off", hsm->name);
	TRY(ask_backup(l, backup, &a, &c));
	in.socket = bytes_of_text(lab_path(l, &socket, "%s/usb.sock", hsm->name));
	e = call_cable_plug(&c, &in, &out, &reply);
	if (e == ERR_OK)
		e = wait_until_listed(l, backup, hsm);
	if (e == ERR_EXISTS)
		return lab_fail(e, "the cable of %s is plugged in already ('lunette show' "
		    "says where)", backup->name);
	if (e != ERR_OK)
		return lab_fail(e, "%s cannot be plugged into %s: %s", backup->name,
		    hsm->name, err_words(e));
	return ERR_OK;
}

int
cmd_plug(int argc, char **argv)
{
	struct device *backup, *hsm;
	struct lab l;
	enum err e = lab_begin(&argc, argv, &l);

	if (e == ERR_OK && argc != 2)
		e = lab_fail(ERR_ARGUMENT, "usage: lunette plug BACKUP HSM, such as "
		    "'lunette plug backup1 hsm1'");
	if (e == ERR_OK)
		e = lab_device(&l, argv[0], &backup);
	if (e == ERR_OK)
		e = lab_device(&l, argv[1], &hsm);
	if (e == ERR_OK)
		e = plug(&l, backup, hsm);
	if (e == ERR_OK)
		e = remember(&l, backup, hsm->name);
	if (e == ERR_OK)
		printf("%s (serial number %llu) is plugged into %s\n", backup->name,
		    (unsigned long long)backup->serial, hsm->name);
	return e == ERR_OK ? 0 : 1;
}

/* Pulls the cable. That works whether or not the devices at its ends have
 * power. */
static enum err
unplug(struct lab *l, const struct device *backup)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	CLEARED_BY(ask_close) struct ask a = { .fd = -1, .received_fd = -1 };
	bool was_in = remembered(l, backup) != NULL;
	struct msg_cable_unplug_response out;
	struct msg_cable_unplug_request in;
	struct lab_path path;
	struct caller c;
	enum err e;

	if (was_in && device_pid(l, backup) == 0)
		e = ERR_OK;
	else {
		TRY(ask_backup(l, backup, &a, &c));
		e = call_cable_unplug(&c, &in, &out, &reply);
	}
	unlink(lab_path(l, &path, "%s/cable", backup->name));
	if (e == ERR_NOT_FOUND && !was_in)
		return lab_fail(e, "%s is not plugged in", backup->name);
	if (e != ERR_OK && e != ERR_NOT_FOUND)
		return lab_fail(e, "%s: %s", backup->name, err_words(e));
	printf("%s is unplugged\n", backup->name);
	return ERR_OK;
}

int
cmd_unplug(int argc, char **argv)
{
	struct device *backup;
	struct lab l;
	enum err e = lab_begin(&argc, argv, &l);

	if (e == ERR_OK && argc != 1)
		e = lab_fail(ERR_ARGUMENT, "usage: lunette unplug BACKUP");
	if (e == ERR_OK)
		e = lab_device(&l, argv[0], &backup);
	if (e == ERR_OK)
		e = unplug(&l, backup);
	return e == ERR_OK ? 0 : 1;
}

void
cable_restore(struct lab *l, const struct device *d)
{
	for (unsigned i = 0; i < l->n_devices; i++) {
		const struct device *b = &l->devices[i], *hsm;

		if (b->is_hsm || device_pid(l, b) == 0)
			continue;
		hsm = remembered(l, b);
		if (hsm != NULL && (d == b || d == hsm) && device_pid(l, hsm) != 0)
			IGNORE(plug(l, b, hsm));
	}
}

void
cable_show(struct lab *l, const struct device *d)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	CLEARED_BY(ask_close) struct ask a = { .fd = -1, .received_fd = -1 };
	struct msg_display_response out;
	struct msg_display_request in;
	const struct device *hsm = remembered(l, d);
	struct caller c;

	if (ask_backup(l, d, &a, &c) != ERR_OK ||
	    call_display(&c, &in, &out, &reply) != ERR_OK)
		return;
	printf("%.*s, cable: %s", (int)out.state.len, (const char *)out.state.ptr,
	    hsm == NULL ? "not connected" : hsm->name);
	if (hsm != NULL && out.cable.len == 0)
		printf(" (no power there)");
}
