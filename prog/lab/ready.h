/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What --ready leaves behind: an HSM that an application can use at once. */

#include "lab.h"

/* Initializes an appliance: SO, partition, roles, a registered client. Done
 * before: changes nothing. */
enum err ready_make(struct lab *l, const struct device *d);
