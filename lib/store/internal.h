/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What a struct store holds. Only lib/store includes this. */

#include <sqlite3.h>

#include "base/map.h"
#include "crypto/crypto.h"
#include "store/engine.h"
#include "store/store.h"

struct store {
	sqlite3 *db;
	sqlite3_stmt *statements[N_STATEMENTS];
	struct crypto *crypto;
	struct secret root;
	uint32_t version;  /* of the file; older: it is only read until the upgrade */
	struct map keys;   /* partition -> struct secret *, never 0 */
	uint64_t revision; /* of the last change */
	bool under_way;    /* between store_begin and store_end */
	bool shredded;     /* in this transaction: truncate the WAL after it */
	bool keys_changed; /* in this transaction: read them again if it fails */
	bool broken;       /* keys unknown after a failure: nothing works any more */
};
