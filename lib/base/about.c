/* SPDX-License-Identifier: Apache-2.0 */
/* Options that every program understands, before it reads its own. */
#include "base/about.h"

#include <stdio.h>
#include <string.h>

enum about
about_asked(int argc, char **argv)
{
	if (argc < 2)
		return ABOUT_NOTHING;
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
		return ABOUT_HELP;
	return strcmp(argv[1], "--version") == 0 ? ABOUT_VERSION : ABOUT_NOTHING;
}

void
about_print_version(const char *name)
{
	printf("%s " LUNETTE_VERSION "\n", name);
}

bool
about_answered(int argc, char **argv, const char *name, const char *usage)
{
	switch (about_asked(argc, argv)) {
	case ABOUT_NOTHING:
		return false;
	case ABOUT_HELP:
		fputs(usage, stdout);
		return true;
	case ABOUT_VERSION:
		about_print_version(name);
		return true;
	}
	return false;
}
