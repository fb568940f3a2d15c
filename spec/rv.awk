# SPDX-License-Identifier: Apache-2.0
# From pkcs11_numbers.h: a row of C for each result code.
/^#define CKR_[A-Z0-9_]+ / && $2 != "CKR_VENDOR_DEFINED" { printf "\t{ %s, \"%s\" },\n", $2, $2 }
