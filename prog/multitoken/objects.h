/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What rows of the mode table that make and find objects do; see struct mode. */

#include "worker.h"

enum err find_prepare(struct worker *w);
enum err find_once(struct worker *w);
enum err find_check(struct worker *w);
enum err find_finish(struct worker *w);
enum err create_once(struct worker *w);
enum err create_check(struct worker *w);
enum err token_key_once(struct worker *w);
