/* SPDX-License-Identifier: Apache-2.0 */
/* Looking up the rows of spec/models.def. */
#include "hsm/model.h"

static const struct model models[] = {
#define MODEL(id, number, name, token, firmware, part, backup, storage, \
	    partitions, overhead, personality)                          \
	{ #id, number, name, firmware, part, backup, storage,           \
		partitions, overhead, PERSONALITY_##personality },
#include "spec/models.def"
#undef MODEL
};

#define N_MODELS (sizeof(models) / sizeof(models[0]))

const struct model *
model_of_id(const char *id)
{
	for (size_t i = 0; i < N_MODELS; i++)
		if (strcmp(models[i].id, id) == 0)
			return &models[i];
	return NULL;
}
