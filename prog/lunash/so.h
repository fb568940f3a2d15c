/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * Logging in as Security Officer of the built-in HSM or of a Backup HSM: the
 * warnings before the last tries, and the message when no try is left.
 */

#include "device.h"
#include "lunash.h"

/* The words for this login: who logs in, and where. */
struct so_words {
	const char *admin;  /* "HSM Admin" */
	const char *device; /* "HSM" */
	const char *prompt; /* "Please enter the HSM Administrators' password:" */
};

extern const struct so_words so_of_hsm, so_of_token;

/* Warns, asks for the password (unless the option was given) and logs in. On
 * failure it prints the error block that a Luna prints there. */
enum err so_login(struct cmd_call *call, struct device *d, const char *option,
    const struct so_words *words);

/* Warns before the present password is used for something other than a login. */
enum err so_warn(struct cmd_call *call, const struct device *d,
    const struct so_words *words);
/* Returns the error of a call that took the present password, after its
 * message. */
enum err so_failed(struct cmd_call *call, enum err e);

/* Asks for label, password and domain of a new HSM, or for the password of an
 * initialized one; `init` calls hsm_init with them. */
enum err so_init(struct cmd_call *call, struct device *d,
    const struct so_words *words, const char *caution, bool caution_first);
