/* SPDX-License-Identifier: Apache-2.0 */
/* The only file that calls malloc and free. */
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

void *
mem_alloc(size_t n, size_t size)
{
	return calloc(n ? n : 1, size ? size : 1);
}

_Bool
mem_grow(void *array, size_t n_old, size_t n_new, size_t size)
{
	void **slot = array;
	char *grown = reallocarray(*slot, n_new, size);

	if (grown == NULL)
		return 0;
	if (n_new > n_old)
		memset(grown + n_old * size, 0, (n_new - n_old) * size);
	*slot = grown;
	return 1;
}

void
mem_free(void *ptr)
{
	free(ptr);
}

void
mem_wipe(void *ptr, size_t len)
{
	if (ptr != NULL && len > 0)
		explicit_bzero(ptr, len);
}
