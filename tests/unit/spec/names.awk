# SPDX-License-Identifier: Apache-2.0
# From pkcs11_numbers.h: a C table with a row for every name that the header
# included before the table knows.  Both headers are asked with the same file.
/^#define CK[A-Z]*_[A-Za-z0-9_]+ / {
	printf "#ifdef %s\n\t{ \"%s\", %s },\n#endif\n", $2, $2, $2
}
