/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The card's own key and certificate, by which the cards of a site recognize each
 * other. */

#include "card.h"

/* Makes a site key in a new file. It fails if the file is there already. */
enum err site_key_make(const char *path);
/* Loads the card's identity, or makes it now and certifies it with the site key
 * in that file (NULL: there is none). Called before card_start. */
enum err identity_open(struct card *c, const char *site_key);
