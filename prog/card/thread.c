/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Starts threads with a small stack. Stacks are locked memory, and the default of
 * eight megabytes each would be too much.
 */
#include "thread.h"

#ifdef LUNETTE_SANITIZED
#define STACK_SIZE (2048u * 1024u)
#else
#define STACK_SIZE (512u * 1024u)
#endif

enum err
thread_start(void *(*main)(void *ctx), void *ctx, pthread_t *out)
{
	pthread_attr_t attr;
	int failed;

	if (pthread_attr_init(&attr) != 0)
		return ERR_NO_MEMORY;
	failed = pthread_attr_setstacksize(&attr, STACK_SIZE);
	if (!failed)
		failed = pthread_create(out, &attr, main, ctx);
	pthread_attr_destroy(&attr);
	return failed ? ERR_NO_MEMORY : ERR_OK;
}
