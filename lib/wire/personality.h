/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * Which generation of Lunas an appliance stands in for: the rows of
 * spec/personalities.def, read here and nowhere else. An appliance is made with
 * one; its card knows it by its model, a lunash by whoami.
 */

#include <stddef.h>
#include <stdint.h>

enum personality {
#define PERSONALITY(id, number, name, software, model) PERSONALITY_##id = number,
#include "spec/personalities.def"
#undef PERSONALITY
};

struct personality_row {
	enum personality number;
	const char *name;     /* "luna7" */
	const char *software; /* of the appliance */
	const char *model;    /* of its card: an id of models.def */
};

/* All of them, oldest first. */
const struct personality_row *personality_rows(size_t *out_n);
/* NULL when there is no such row. */
const struct personality_row *personality_of_name(const char *name);
const struct personality_row *personality_of_number(uint64_t number);
