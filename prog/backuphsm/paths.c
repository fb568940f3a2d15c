/* SPDX-License-Identifier: Apache-2.0 */
/* Makes paths below the state folder that main was given. */
#include "paths.h"

#include <stdio.h>

const char *
box_path(const struct box *b, struct box_path *out, const char *name)
{
	int n = snprintf(out->s, sizeof(out->s), "%s/%s", b->o.dir, name);

	must(n >= 0 && (size_t)n < sizeof(out->s));
	return out->s;
}
