/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What was chosen for this appliance and a restart must not lose: the settings
 * of spec/settings.def, in box/settings. */

#include "proc/settings.h"
#include "wire/personality.h"

struct box;

/* Reads the file over what the options gave. The first start writes it: an
 * appliance stays of the personality it was made with, and ERR_EXISTS refuses
 * another one. Logs what is wrong, with the name of the setting. */
enum err settings_load(struct box *b);
/* The row of its personality. */
const struct personality_row *settings_personality(const struct box *b);
/* Makes these the box's, once they are written. */
enum err settings_keep(struct box *b, const struct appliance_settings *with);
