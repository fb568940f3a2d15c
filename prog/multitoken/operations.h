/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What the rows of the mode table do; see struct mode. */

#include "modes.h"

enum err random_once(struct worker *w);
enum err random_check(struct worker *w);
enum err digest_once(struct worker *w);
enum err digest_check(struct worker *w);
enum err sign_once(struct worker *w);
enum err sign_check(struct worker *w);
enum err verify_prepare(struct worker *w);
enum err verify_once(struct worker *w);
enum err verify_check(struct worker *w);
enum err encrypt_once(struct worker *w);
enum err encrypt_check(struct worker *w);
enum err decrypt_prepare(struct worker *w);
enum err decrypt_once(struct worker *w);
enum err decrypt_check(struct worker *w);
enum err session_once(struct worker *w);
enum err keygen_once(struct worker *w);
enum err keygen_check(struct worker *w);

/* A result that came with CKR_OK and is wrong all the same. */
enum err worker_wrong(struct worker *w, const char *what);
