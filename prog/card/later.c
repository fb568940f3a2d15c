/* SPDX-License-Identifier: Apache-2.0 */
/* Cloning is not there yet: each of its calls says so. Goes when lib/hsm has
 * clone.c. */

#include "base/file.h"
#include "base/text.h"
#include "handlers.h"

#define LATER(name)                                                         \
	enum err handle_##name(struct request *r,                           \
	    const struct msg_##name##_request *in,                          \
	    struct msg_##name##_response *out)                              \
	{                                                                   \
		return ERR_NOT_SUPPORTED;                                   \
	}

LATER(clone_target_init)
LATER(clone_source_begin)
LATER(clone_target_begin)
LATER(clone_source_confirm)
LATER(clone_source_object)
LATER(clone_target_object)

void
clone_free(struct clone **c)
{
	must(*c == NULL);
}

void
identity_clear(struct identity *i)
{
	secret_clear(&i->private_key);
}

enum err
identity_open(struct card *c, const char *site_key)
{
	return ERR_OK;
}

enum err
site_key_make(const char *path)
{
	CLEARED_BY(buf_clear) struct buf text = buf_up_to(80);
	CLEARED_BY(secret_clear) struct secret key = { 0 };
	CLEARED_BY(crypto_free) struct crypto *crypto = NULL;
	uint8_t public_key[AGREE_PUBLIC_LEN];

	TRY(crypto_open(&crypto));
	TRY(agree_generate(crypto, &key, public_key));
	TRY(text_put_hex(&text, secret_bytes(&key)));
	TRY(buf_put_text(&text, "\n"));
	return file_write(path, 0600, buf_bytes(&text));
}
