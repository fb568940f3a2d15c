/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * The targets of commands. A command's row names a kind of target. The engine
 * opens it before the command runs and closes it afterwards, so that an unknown
 * name is refused in one place and in the same words.
 */

#include "cmd/cmd.h"
#include "device.h"

/* A kind fills the members that its comment names. */
struct target {
	struct device hsm;   /* the built-in one */
	struct device token; /* a Backup HSM */
	struct msg_partition_row partition; /* on the HSM; serial 0: not named */
	struct msg_partition_row backup;    /* on the Backup HSM; likewise */
	struct msg_client_show_response client;
	struct buf partition_reply, backup_reply, client_reply; /* their bytes */
};

extern const struct cmd_target
    target_hsm,       /* hsm */
    target_partition, /* hsm; partition, if -partition is given */
    target_token,     /* token: that of -serial */
    target_backup,    /* token; backup, if -partition is given */
    target_copy,      /* hsm, token; partition */
    target_restore,   /* hsm, token; partition; backup: that of -tokenPar */
    target_client;    /* client: that of -client */

/* The target of the command that runs. */
struct target *target_of(const struct cmd_call *call);
/* Opens the built-in HSM too, for a command that has another target. */
enum err target_open_hsm(struct cmd_call *call, struct target *t);

/* Finds the backup that -partition names, for a command that looks it up
 * later. */
enum err target_find_backup(struct cmd_call *call, struct target *t);

/* For `needs` of a row: ERR_OK if the SO of the target's HSM is logged in. */
enum err target_hsm_so_is_in(struct cmd_call *call);
enum err target_token_so_is_in(struct cmd_call *call);
/* Adds to SO_NOT_LOGGED_IN that the Backup HSM's SO is meant, because the command
 * concerns two HSMs with an SO each. Returns e. */
enum err target_name_token_so(struct cmd_call *call, enum err e);
