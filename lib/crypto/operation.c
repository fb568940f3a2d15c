/* SPDX-License-Identifier: Apache-2.0 */
/* Questions about an operation that several families ask. */
#include "crypto/operation.h"

bool
operation_encrypts(const struct operation *o)
{
	return o->use == USE_ENCRYPT || o->use == USE_WRAP;
}

enum err
operation_wrong_length(const struct operation *o)
{
	return operation_encrypts(o) ? ERR_DATA_LENGTH : ERR_ENCRYPTED_LENGTH;
}

enum err
operation_takes_any(const struct operation *o)
{
	return ERR_OK;
}
