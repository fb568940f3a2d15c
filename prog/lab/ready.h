/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What --ready does: it leaves an HSM that an application can use at once. */

#include "lab.h"

/* Initializes an appliance: SO, partition, roles, a registered client. It changes
 * nothing if that was done before. */
enum err ready_make(struct lab *l, const struct device *d);
