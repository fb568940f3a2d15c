/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Every family of commands. The files of the handlers include this. */

#include "device.h"
#include "lunash.h"
#include "types.h"

extern const struct cmd_family family_client, family_hsm, family_my,
    family_ntls, family_partition, family_partition_copy, family_policy,
    family_service, family_session, family_status, family_sysconf, family_token,
    family_user;
