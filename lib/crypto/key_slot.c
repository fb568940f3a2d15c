/* SPDX-License-Identifier: Apache-2.0 */
/* Only the thread that owns a struct crypto ever touches its slot, so there is
 * no lock. */
#include "crypto/key_slot.h"

#include "base/mem.h"
#include "crypto/key_kind.h"

enum err
key_slot(struct crypto *c, struct key *k, struct key_slot **out)
{
	if (k->slot[c->slot] == NULL) {
		k->slot[c->slot] = mem_alloc(1, sizeof(struct key_slot));
		if (k->slot[c->slot] == NULL)
			return ERR_NO_MEMORY;
	}
	*out = k->slot[c->slot];
	return ERR_OK;
}

enum err
key_slot_pkey(struct crypto *c, struct key *k, EVP_PKEY **out)
{
	struct key_slot *slot;

	if (k->kind->to_pkey == NULL)
		return ERR_KEY_TYPE;
	TRY(key_slot(c, k, &slot));
	if (slot->pkey == NULL)
		TRY(k->kind->to_pkey(c, k, &slot->pkey));
	*out = slot->pkey;
	return ERR_OK;
}

void
key_slot_free(struct key_slot *s)
{
	if (s == NULL)
		return;
	EVP_PKEY_free(s->pkey);
	EVP_CIPHER_CTX_free(s->cipher);
	EVP_MAC_CTX_free(s->mac);
	mem_free(s);
}
