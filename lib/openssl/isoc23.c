/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lends a glibc older than 2.38 the one function a static OpenSSL 3.5 of
 * Debian 13 asks of it.  C23 made strtol accept "0b" in front of binary
 * numbers, and glibc gave that behaviour a name of its own; OpenSSL parses
 * decimal and hexadecimal settings with it and needs the old one only.
 * Linked only together with the private static OpenSSL.
 */

#include <stdlib.h>

long __isoc23_strtol(const char *text, char **out_end, int base);

long
__isoc23_strtol(const char *text, char **out_end, int base)
{
	return strtol(text, out_end, base);
}
