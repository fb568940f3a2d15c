/* SPDX-License-Identifier: Apache-2.0 */
/* Which texts may be labels: every form of UTF-8 that is malformed, and every
 * character that would make a text look like another. */
#include "../test.h"

#include "base/text.h"

#define ALPHABET "abc -"

static bool
is_good(const char *text)
{
	return text_is_utf8(bytes_of_text(text), ALPHABET);
}

static void
letters_of_any_script(void **state)
{
	assert_true(is_good(""));
	assert_true(is_good("a-b c"));
	assert_true(is_good("a\u00fc\u00df"));
	assert_true(is_good("\u043a\u043b\u044e\u0447"));
	assert_true(is_good("\u9375 \u05de\u05e4\u05ea\u05d7"));
	assert_true(is_good("\U0001f511"));
	assert_true(is_good("\xc2\xa0")); /* the first and last that are read */
	assert_true(is_good("\xf4\x8f\xbf\xbf"));
}

static void
ascii_of_the_alphabet(void **state)
{
	static const uint8_t nul[] = { 'a', 0, 'b' };

	assert_false(is_good("d"));
	assert_false(is_good("\u00fc;"));
	assert_false(is_good("a\n"));
	assert_false(is_good("a\x7f"));
	assert_false(text_is_utf8(bytes_of(nul, sizeof(nul)), ALPHABET));
}

static void
malformed(void **state)
{
	static const char *const texts[] = {
		"\x80", "a\xbf", /* nothing begins with these */
		"\xc3", "\xc3" "a", "\xe2\x82", "\xe2\x82" "a", "\xf0\x9f\x94", /* too short */
		"\xc0\xaf", "\xc1\xa1", "\xe0\x80\xaf", "\xe0\x9f\xbf", "\xf0\x8f\xbf\xbf", /* too long */
		"\xed\xa0\x80", "\xed\xbf\xbf", /* surrogates */
		"\xf4\x90\x80\x80", "\xf8\x88\x80\x80\x80", "\xff", /* beyond U+10FFFF */
		"\xe4", "gr\xfcn", /* Latin-1 */
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_false(is_good(texts[i]));
}

static void
characters_that_mislead(void **state)
{
	static const char *const texts[] = {
		"\xc2\x80", "\xc2\x9b", "\xc2\x9f", /* C1: steer a terminal */
		"\u2028", "\u2029", "\u202a", "\u202d", "\u202e", "\u2066", "\u2069",
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_false(is_good(texts[i]));
	assert_true(is_good("\u2027\u202f\u2065\u206a")); /* their neighbours */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(letters_of_any_script),
		cmocka_unit_test(ascii_of_the_alphabet),
		cmocka_unit_test(malformed),
		cmocka_unit_test(characters_that_mislead),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
