/* SPDX-License-Identifier: Apache-2.0 */
/* Hashes passwords with 19 MiB and 2 passes, the minimum that OWASP advises. That
 * takes some 20 ms of the box's loop, which carries no application's requests. */
#include "password.h"

#include <sodium.h>

#include "base/secret.h"
#include "base/text.h"

#define PASSES 2
#define MEMORY (19u * 1024u * 1024u)
#define LENGTH_MIN 8
#define CLASSES_MIN 3
#define FACTORY "factory"

_Static_assert(crypto_pwhash_STRBYTES <= PASSWORD_VERIFIER_SIZE, "verifier");

static int
class_of(uint8_t c)
{
	if (c >= 'A' && c <= 'Z')
		return 1;
	if (c >= 'a' && c <= 'z')
		return 2;
	return c >= '0' && c <= '9' ? 4 : 8;
}

enum err
password_check_rules(struct bytes password)
{
	int classes = 0;

	if (password.len < LENGTH_MIN || !text_printable(password))
		return ERR_PASSWORD_WEAK;
	for (size_t i = 0; i < password.len; i++)
		classes |= class_of(password.ptr[i]);
	return __builtin_popcount((unsigned)classes) >= CLASSES_MIN
	    ? ERR_OK : ERR_PASSWORD_WEAK;
}

enum err
password_store(struct bytes password, char out[PASSWORD_VERIFIER_SIZE])
{
	char made[crypto_pwhash_STRBYTES];

	if (sodium_init() < 0 || crypto_pwhash_str(made, (const char *)password.ptr,
	    password.len, PASSES, MEMORY) != 0)
		return ERR_NO_MEMORY;
	memset(out, 0, PASSWORD_VERIFIER_SIZE);
	memcpy(out, made, strlen(made));
	return ERR_OK;
}

void
password_store_factory(char out[PASSWORD_VERIFIER_SIZE])
{
	memset(out, 0, PASSWORD_VERIFIER_SIZE);
	memcpy(out, FACTORY, sizeof(FACTORY));
}

static bool
is_factory(const char *verifier)
{
	return strcmp(verifier, FACTORY) == 0;
}

enum err
password_try(const char *verifier, struct bytes password)
{
	static char nobody[PASSWORD_VERIFIER_SIZE];
	bool there = verifier != NULL;

	if (there && is_factory(verifier))
		return secret_equal(password, bytes_of_text(PASSWORD_FACTORY))
		    ? ERR_OK : ERR_PIN_INCORRECT;
	if (!there && nobody[0] == '\0')
		TRY(password_store(bytes_of_text(PASSWORD_FACTORY), nobody));
	if (sodium_init() < 0 || crypto_pwhash_str_verify(there ? verifier : nobody,
	    (const char *)password.ptr, password.len) != 0 || !there)
		return ERR_PIN_INCORRECT;
	return ERR_OK;
}
