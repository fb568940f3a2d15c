/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * The lab: appliances and Backup HSMs, and what a person does to them with hands.
 * All state is in one folder. No process runs but those of the devices.
 *
 *   lab.conf     what is in the lab           env       for the user's shell
 *   site/        the site's key (cloning)     client/   the client machine
 *   hsm1/ ...    an appliance each            backup1/  a Backup HSM each
 */

#include <limits.h>
#include <sys/types.h>

#include "base/bytes.h"
#include "proc/settings.h"

#define LAB_MAX_DEVICES 32

/* Passwords of a lab made with --ready. Everybody knows them, so such a lab is
 * for rehearsing only. */
#define READY_ADMIN_PASSWORD "Admin-Passw0rd"
#define READY_SO_PIN "so-password-1"
#define READY_PARTITION_SO_PIN "po-password-1"
#define READY_PIN "co-password-1"
#define READY_DOMAIN "lunette-lab-domain"
#define READY_CLIENT "client1"

struct device {
	char name[16]; /* hsm1, backup1 */
	bool is_hsm;
	unsigned number; /* from 1 */
	uint64_t serial;
	char address[32]; /* appliances only */
};

struct lab {
	char dir[PATH_MAX];
	struct lab_settings is; /* as lab.conf has them */
	struct device devices[LAB_MAX_DEVICES];
	unsigned n_devices;
	int lock_fd;
};

struct lab_path {
	char s[PATH_MAX];
};

/* --- lab.c: the folder and what stands in it --- */

/* Prints "lunette: ..." on standard error and returns the error. */
enum err lab_fail(enum err e, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* Makes Ctrl-C and the like set a flag instead of ending the process. */
void lab_catch_interrupts(void);
bool lab_is_interrupted(void);
/* Reads lab.conf of the folder (NULL: $LUNETTE_DIR). Prints an error. */
enum err lab_load(struct lab *l, const char *dir);
/* Reads the option that every command knows (--dir DIR) and loads the lab. *argc
 * and argv keep the other words, without the command's own name. */
enum err lab_begin(int *argc, char **argv, struct lab *out);
/* Derives the devices from the net and the counts. */
void lab_plan(struct lab *l);
enum err lab_save(const struct lab *l);
/* Takes the lock: only one lunette at a time may change a lab. */
enum err lab_lock(struct lab *l);
void lab_close(struct lab *l);
/* Writes a path below the folder to out and returns out->s. */
const char *lab_path(const struct lab *l, struct lab_path *out, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* Finds the device with that name. If there is none, it prints the names there
 * are. */
enum err lab_device(struct lab *l, const char *name, struct device **out);
