/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What a card can be: the rows of spec/models.def. */

#include "base/bytes.h"
#include "wire/personality.h"

struct model {
	const char *id; /* "K7" */
	unsigned number;
	const char *name, *firmware, *part;
	bool backup;
	uint64_t storage;
	unsigned partitions;
	uint64_t overhead;
	enum personality personality;
};

/* NULL if there is no such model. */
const struct model *model_of_id(const char *id);
