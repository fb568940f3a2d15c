/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * What the parts of the shell share: who is at the keyboard, the appliance's
 * calls, and cards behind it. The handlers get it from call->shell->program.
 */

#include "cmd/ask.h"
#include "cmd/cmd.h"
#include "cmd/say.h"
#include "cmd/types.h"
#include "cmd/values.h"
#include "proc/ask.h"
#include "term/terminal.h"

enum user_role { ADMIN = 1, OPERATOR = 2, MONITOR = 4, AUDIT = 8 };
#define CHANGERS (ADMIN | OPERATOR)
#define LOOKERS (ADMIN | OPERATOR | MONITOR)
#define EVERYBODY (ADMIN | OPERATOR | MONITOR | AUDIT)

struct identity {
	char user[LIMIT_NAME + 1], role[LIMIT_NAME + 1];
	char host_name[LIMIT_NAME + 1], software[LIMIT_NAME + 1];
	uint64_t last_login; /* seconds since 1970; 0: never */
	bool authenticated, local, must_change;
};

struct lunash {
	struct ask ask;
	struct caller box; /* link 0: the appliance itself */
	struct identity me;
	struct cmd_shell shell;
	struct terminal *terminal;
};

/* The shell a call runs in. */
static inline struct lunash *
lunash_of(const struct cmd_call *call)
{
	return call->shell->program;
}

extern const struct cmd_dialect lunash_dialect;
extern const struct cmd_family *const lunash_families[];

/* Asks the appliance who is at the keyboard. */
enum err identity_read(struct lunash *l);

/* A new password for a user ("" is oneself), with the rules shown. */
enum err password_change(struct lunash *l, const char *user);

/* A card of the appliance, behind a link of its own that ends with it: serial
 * 0 is the built-in one, others Backup HSMs that are plugged in. */
struct device {
	struct lunash *lunash;
	struct caller card;
	uint64_t serial;
	struct buf reply; /* of hello and hsm_info */
	struct msg_hsm_info_response info;
};

/* Opens and reads its state. DEVICE_UNKNOWN, NOT_CONNECTED ... */
enum err device_open(struct lunash *l, uint64_t serial, struct device *out);
/* The built-in one; says so when it does not answer. */
enum err hsm_open(struct cmd_call *call, struct device *out);
void device_close(struct device *d);

/* The partition of that name; its bytes live in *hold. PARTITION_UNKNOWN. */
enum err device_find_partition(struct device *d, const char *name,
    struct buf *reply, struct msg_partition_row *out);
