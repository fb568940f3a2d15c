/* SPDX-License-Identifier: Apache-2.0 */
/* Names classes of objects in the words that LunaSH and LunaCM share. */
#include "client/class_words.h"

#include <stddef.h>

#include "spec/pkcs11_numbers.h"

static const struct {
	uint64_t class;
	const char *words;
} rows[] = {
	{ CKO_DATA, "Data" },
	{ CKO_CERTIFICATE, "Certificate" },
	{ CKO_PUBLIC_KEY, "Public Key" },
	{ CKO_PRIVATE_KEY, "Private Key" },
	{ CKO_SECRET_KEY, "Symmetric Key" },
};

const char *
class_words(uint64_t class)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].class == class)
			return rows[i].words;
	return "Other";
}
