/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The only door to malloc: memory comes zeroed, sizes cannot overflow. */

#include <stddef.h>

/* n * size zeroed bytes, NULL when out of memory. Free with mem_free. */
void *mem_alloc(size_t n, size_t size) __attribute__((malloc, warn_unused_result));
/* Grows *array (n_old * size bytes) to n_new elements, the new ones zeroed.
 * False when out of memory; then *array is as it was. */
_Bool mem_grow(void *array, size_t n_old, size_t n_new, size_t size)
	__attribute__((warn_unused_result));
void mem_free(void *ptr);
/* Overwrites memory in a way no compiler removes. */
void mem_wipe(void *ptr, size_t len);
