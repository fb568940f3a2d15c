/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What people may type: alphabets and lengths, checked before anything is
 * changed. */

#include "base/bytes.h"

/* 7 to 255 characters of ! # $ % ' ( ) * + , - . / 0-9 : = ? @ A-Z [ ] ^ _ a-z
 * { } ~ and blank, no blank first. ERR_PIN_LENGTH, ERR_PIN_INVALID. */
enum err password_check(struct bytes password);
/* 1 to 128 printable ASCII characters. ERR_DOMAIN_INVALID. */
enum err domain_check(struct bytes domain);
/* Of an HSM or partition: 1 to 32 of the passwords' characters but '?'.
 * ERR_LABEL_INVALID. */
enum err label_check(struct bytes label);
/* Of a partition: 1 to 32 letters, digits, blanks and ! @ # $ % ^ * ( ) - _ = +
 * { } [ ] : , . / ~, neither blank first nor last. ERR_NAME_INVALID. */
enum err name_check(struct bytes name);
