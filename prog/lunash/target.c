/* SPDX-License-Identifier: Apache-2.0 */
/* Opens and closes the targets of commands. All kinds share one struct, so that
 * one function closes whatever was opened; members that a kind does not use stay
 * empty. */
#include "target.h"

#include <inttypes.h>

#include "lunash.h"

struct target *
target_of(const struct cmd_call *call)
{
	must(call->target != NULL);
	return call->target;
}

/* --- HSMs --- */

enum err
target_open_hsm(struct cmd_call *call, struct target *t)
{
	enum err e = device_open(lunash_of(call), 0, &t->hsm);

	if (e == ERR_NOT_CONNECTED || e == ERR_DEVICE_REMOVED)
		return cmd_refuse(call, e, "Unable to communicate with HSM");
	return e;
}

static enum err
open_token(struct cmd_call *call, struct target *t)
{
	uint64_t serial = cmd_number(call, "serial");
	enum err e = device_open(lunash_of(call), serial, &t->token);

	if (e == ERR_DEVICE_UNKNOWN)
		return cmd_refuse(call, e, "-serial: no Backup HSM %" PRIu64
		    " is connected; use 'token backup list' to see what is.", serial);
	return e;
}

/* --- partitions --- */

/* Finds the partition that an option names, if the option was given. */
static enum err
find_partition(struct cmd_call *call, struct device *d, const char *option,
    struct buf *reply, struct msg_partition_row *out)
{
	const char *name = cmd_text(call, option);
	enum err e;

	if (name == NULL)
		return ERR_OK;
	e = device_find_partition(d, name, reply, out);
	if (e != ERR_PARTITION_UNKNOWN)
		return e;
	return cmd_refuse(call, e, "-%s: there is no partition '%s' on HSM %" PRIu64 ".",
	    option, name, d->serial);
}

static enum err
find_on_hsm(struct cmd_call *call, struct target *t)
{
	return find_partition(call, &t->hsm, "partition", &t->partition_reply,
	    &t->partition);
}

static enum err
find_on_token(struct cmd_call *call, struct target *t, const char *option)
{
	return find_partition(call, &t->token, option, &t->backup_reply, &t->backup);
}

enum err
target_find_backup(struct cmd_call *call, struct target *t)
{
	return find_on_token(call, t, "partition");
}

/* --- the kinds --- */

static enum err
open_hsm(struct cmd_call *call, void *target)
{
	return target_open_hsm(call, target);
}

static enum err
open_partition(struct cmd_call *call, void *target)
{
	TRY(target_open_hsm(call, target));
	return find_on_hsm(call, target);
}

static enum err
open_backup_hsm(struct cmd_call *call, void *target)
{
	return open_token(call, target);
}

static enum err
open_backup(struct cmd_call *call, void *target)
{
	TRY(open_token(call, target));
	return target_find_backup(call, target);
}

static enum err
open_copy(struct cmd_call *call, void *target)
{
	TRY(target_open_hsm(call, target));
	TRY(open_token(call, target));
	return find_on_hsm(call, target);
}

static enum err
open_restore(struct cmd_call *call, void *target)
{
	TRY(open_copy(call, target));
	return find_on_token(call, target, "tokenPar");
}

static enum err
open_client(struct cmd_call *call, void *target)
{
	struct target *t = target;
	struct msg_client_show_request in = { bytes_of_text(cmd_text(call, "client")) };

	return call_client_show(&lunash_of(call)->box, &in, &t->client,
	    &t->client_reply);
}

static void
close_all(void *target)
{
	struct target *t = target;

	device_close(&t->hsm);
	device_close(&t->token);
	buf_clear(&t->partition_reply);
	buf_clear(&t->backup_reply);
	buf_clear(&t->client_reply);
}

#define KIND(open) { sizeof(struct target), open, close_all }

const struct cmd_target target_hsm = KIND(open_hsm);
const struct cmd_target target_partition = KIND(open_partition);
const struct cmd_target target_token = KIND(open_backup_hsm);
const struct cmd_target target_backup = KIND(open_backup);
const struct cmd_target target_copy = KIND(open_copy);
const struct cmd_target target_restore = KIND(open_restore);
const struct cmd_target target_client = KIND(open_client);

/* --- what commands need --- */

enum err
target_hsm_so_is_in(struct cmd_call *call)
{
	return target_of(call)->hsm.info.so_logged_in ? ERR_OK
	    : ERR_SO_NOT_LOGGED_IN;
}

enum err
target_token_so_is_in(struct cmd_call *call)
{
	return target_of(call)->token.info.so_logged_in ? ERR_OK
	    : target_name_token_so(call, ERR_SO_NOT_LOGGED_IN);
}

enum err
target_name_token_so(struct cmd_call *call, enum err e)
{
	return e != ERR_SO_NOT_LOGGED_IN ? e : cmd_refuse(call, e,
	    "The SO of Backup HSM %" PRIu64 " is not logged in ('token backup "
	    "login').", target_of(call)->token.serial);
}
