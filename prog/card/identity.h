/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The card's own key and certificate, by which cards of one site know each other. */

#include "card.h"

/* A new site key in a file of its own, which is not there yet. */
enum err site_key_make(const char *path);
/* The card's identity: as stored, or made now and certified with the site key
 * in that file (NULL: not at hand). Before card_start. */
enum err identity_open(struct card *c, const char *site_key);
