/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * Logging in as Security Officer of the built-in HSM or of a Backup HSM: the
 * warnings that go with the last tries, and the words when they are used up.
 */

#include "device.h"
#include "lunash.h"

/* Who logs in where, in words. */
struct so_words {
	const char *admin;  /* "HSM Admin" */
	const char *device; /* "HSM" */
	const char *prompt; /* "Please enter the HSM Administrators' password:" */
};

extern const struct so_words so_of_hsm, so_of_token;

/* Warns, asks (unless the option was given) and logs in. On failure the error
 * block is what a Luna prints there. */
enum err so_login(struct cmd_call *call, struct device *d, const char *option,
    const struct so_words *words);

/* Before a present password is used up for something else than a login. */
enum err so_warn(struct cmd_call *call, const struct device *d,
    const struct so_words *words);
/* The error of a call that took the present password. */
enum err so_failed(struct cmd_call *call, enum err e);

/* Label, password and domain of a new HSM, or the password of one that is
 * initialized; `init` calls hsm_init with them. */
enum err so_init(struct cmd_call *call, struct device *d,
    const struct so_words *words, const char *caution, bool caution_first);
