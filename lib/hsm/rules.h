/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What people may type (spec/typed.h), checked before anything is changed. */

#include "base/bytes.h"

/* ERR_PIN_LENGTH, ERR_PIN_INVALID. */
enum err password_check(struct bytes password);
/* 1 to 128 printable ASCII characters. ERR_DOMAIN_INVALID. */
enum err domain_check(struct bytes domain);
/* Of an HSM or partition. ERR_LABEL_INVALID. */
enum err label_check(struct bytes label);
/* Of a partition. ERR_NAME_INVALID. */
enum err name_check(struct bytes name);
