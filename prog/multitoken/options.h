/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What the person asked for: our own options, and the spellings of the tool
 * of that name on a Luna (-mode, -key, -slots 0,0,0, -timed, -packet). */

#include "base/secret.h"
#include "modes.h"

#define MODES_MAX 64
#define THREADS_MAX 1024

struct options {
	const char *module, *label;
	CK_SLOT_ID slot;
	bool by_slot;
	struct secret pin;
	const struct mode *modes[MODES_MAX];
	unsigned n_modes;
	unsigned threads[16], n_threads; /* one measurement each */
	double seconds;
	unsigned packet;
	size_t n_objects;
	bool session_keys, keep_objects, json, clean;
};

/* ERR_OK: go on. ERR_CANCELLED: --help was printed. Else what is wrong was
 * said on standard error. */
enum err options_read(int argc, char **argv, struct options *out);
void options_clear(struct options *o);
