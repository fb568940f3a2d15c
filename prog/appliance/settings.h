/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What was chosen for this appliance and must survive a restart: the settings of
 * spec/settings.def, in the file box/settings. */

#include "proc/settings.h"
#include "wire/personality.h"

struct box;

/*
 * Reads the file; its values replace those of the options. The first start writes
 * the file: an appliance keeps the personality that it was made with, and
 * ERR_EXISTS refuses another one. What is wrong is logged with the name of the
 * setting.
 */
enum err settings_load(struct box *b);
/* The row of the appliance's personality. */
const struct personality_row *settings_personality(const struct box *b);
/* Writes these settings; the box uses them only if that succeeds. */
enum err settings_keep(struct box *b, const struct appliance_settings *with);
