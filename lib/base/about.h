/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What every program answers about itself: --help or -h, and --version, as its
 * first argument. */

#include <stdbool.h>

enum about { ABOUT_NOTHING, ABOUT_HELP, ABOUT_VERSION };

/* What the first argument asks for. */
enum about about_asked(int argc, char **argv);
/* Prints "name version". */
void about_print_version(const char *name);
/* Answers on standard output with that usage, or the version. The program then
 * ends with status 0. */
bool about_answered(int argc, char **argv, const char *name, const char *usage);
