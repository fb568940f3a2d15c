/* SPDX-License-Identifier: Apache-2.0 */
/* Deletes a partition after a question, which shows the name as it was typed. */
#include "delete_partition.h"

#include <stdio.h>

#include "lunash.h"

enum err
delete_partition(struct cmd_call *call, struct device *d,
    const struct msg_partition_row *row)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_partition_delete_request in = { row->serial };
	struct msg_partition_delete_response out;
	char caution[512];

	(void)snprintf(caution, sizeof(caution),
	    "\nCAUTION:  Are you sure you wish to delete the partition named:\n"
	    "            %s\n"
	    "          Type 'proceed' to delete the partition, or 'quit'\n"
	    "          to quit now.\n", cmd_text(call, "partition"));
	TRY(cmd_confirm(call, caution));
	return call_partition_delete(&d->card, &in, &out, &reply);
}
