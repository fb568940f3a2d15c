/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Threads with a small stack: all memory of the card is locked. */

#include <pthread.h>

#include "base/err.h"

enum err thread_start(void *(*main)(void *ctx), void *ctx, pthread_t *out);
