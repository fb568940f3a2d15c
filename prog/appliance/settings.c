/* SPDX-License-Identifier: Apache-2.0 */
/* Reads and writes box/settings. A setting that makes an appliance what it is
 * (SETTING_MADE) counts at the first start, and is compared at later ones. */
#include "settings.h"

#include "base/log.h"
#include "base/text.h"
#include "box.h"
#include "paths.h"

enum err
settings_load(struct box *b)
{
	const struct appliance_settings wanted = b->settings;
	struct setting_complaint why = { "" };
	const struct setting *other;
	struct box_path path;
	enum err e = settings_read(settings_of_appliance,
	    box_path(b, &path, "box/settings"), &b->settings, &why);

	if (e == ERR_NOT_FOUND)
		return settings_keep(b, &wanted);
	if (e != ERR_OK) {
		log_error("%s: %s", path.s, why.text);
		return e;
	}
	other = settings_conflict(settings_of_appliance, &b->o.given, &wanted,
	    &b->settings);
	if (other != NULL) {
		log_error("%s: an appliance keeps the %s it was made with", path.s,
		    other->name);
		return ERR_EXISTS;
	}
	if (b->settings.host_name[0] != '\0')
		return ERR_OK;
	return text_copy(b->settings.host_name, sizeof(b->settings.host_name),
	    bytes_of_text(b->o.name));
}

const struct personality_row *
settings_personality(const struct box *b)
{
	const struct personality_row *row = personality_of_name(b->settings.personality);

	must(row != NULL); /* the check of the setting permits no other name */
	return row;
}

enum err
settings_keep(struct box *b, const struct appliance_settings *with)
{
	struct box_path path;

	TRY(settings_write(settings_of_appliance, box_path(b, &path, "box/settings"),
	    with));
	b->settings = *with;
	return ERR_OK;
}
