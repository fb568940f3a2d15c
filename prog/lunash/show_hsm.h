/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What `hsm show` prints, in the layout of the appliance's generation. */

#include "device.h"
#include "lunash.h"

enum err show_hsm(struct cmd_call *call, const struct device *d);
