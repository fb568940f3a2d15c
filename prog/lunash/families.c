/* SPDX-License-Identifier: Apache-2.0 */
/* The families of commands, in the order in which help lists them. */
#include "families.h"

const struct cmd_family *const lunash_families[] = {
	&family_client, &family_hsm, &family_my, &family_ntls,
	&family_partition, &family_partition_copy, &family_policy,
	&family_service, &family_status, &family_sysconf, &family_token,
	&family_user, &family_session, NULL,
};
