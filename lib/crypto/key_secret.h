/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Secret keys: AES, and generic secrets for HMAC and whatever is derived. */

#include "crypto/key.h"

/* A copy of the value. ERR_KEY_SIZE. */
enum err key_secret(struct bytes value, struct key **out);
