/* SPDX-License-Identifier: Apache-2.0 */
/* Buffers may have held a password: nothing of it stays behind. */
#include "../test.h"

#include "base/bytes.h"

static bool
holds(const struct buf *b, const char *text)
{
	return memmem(b->ptr, b->cap, text, strlen(text)) != NULL;
}

static void
consumed(void **state)
{
	CLEARED_BY(buf_clear) struct buf b = buf_up_to(256);

	assert_ok(buf_put_text(&b, "secret-onesecret-two"));
	buf_consume(&b, strlen("secret-one"));
	assert_int_equal(strlen("secret-two"), b.len);
	assert_memory_equal("secret-two", b.ptr, b.len);
	assert_false(holds(&b, "secret-one"));
	/* It was moved: its old place is empty too. */
	b.ptr[0] = 'S';
	assert_false(holds(&b, "secret-two"));
	buf_consume(&b, b.len);
	assert_false(holds(&b, "two"));
}

static void
reset(void **state)
{
	CLEARED_BY(buf_clear) struct buf b = buf_up_to(256);

	assert_ok(buf_put_text(&b, "secret-one"));
	buf_reset(&b);
	assert_false(holds(&b, "secret"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(consumed),
		cmocka_unit_test(reset),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
