/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Mechanisms as an application gives them: the C structures of their
 * parameters, read into a message for the card. */

#include "mech/mech.h"
#include "module.h"
#include "wire/messages.h"

/* A mechanism as it goes to the card, and as it is used here. */
struct params {
	const struct mech_row *row;
	struct buf encoded; /* wire_mechanism */
	struct mech mech;   /* borrows from it */
};

/* CKR_ARGUMENTS_BAD, CKR_MECHANISM_INVALID, CKR_MECHANISM_PARAM_INVALID. */
CK_RV params_read(const CK_MECHANISM *m, struct params *out);
void params_clear(struct params *p);
