/* SPDX-License-Identifier: Apache-2.0 */
/* How many durable changes a second the store makes: not a test. One at a time,
 * and as the writer groups them when 64 wait. */
#include "../unit/test.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "store/writer.h"

#define RUN_US 2000000

static char dir[] = "/tmp/lunette-measure-XXXXXX";

static void
remove_files(void)
{
	static const char *const names[] = { "store.db", "store.db-wal",
		"root.key", "" };
	char path[128];

	for (unsigned i = 0; i < 4; i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, names[i]);
		remove(path);
	}
}

static void
report(const char *what, unsigned n, int64_t start)
{
	printf("%-32s %9.0f/s\n", what,
	    n * 1e6 / (double)(clock_us() - start));
}

static void
one_by_one(struct store *s, const char *what, uint64_t ids, struct bytes value)
{
	int64_t start = clock_us();
	unsigned n = 0;

	for (; clock_us() - start < RUN_US; n++) {
		struct store_op op = { STORE_PUT, { STORE_CARD, 1, n % ids }, value };

		assert_ok(store_commit(s, &op, 1));
	}
	report(what, n, start);
}

#define WAITING 64

struct slot {
	struct store_job job; /* first */
	struct store_op op;
	atomic_bool free;
};

static void
slot_done(struct store_job *job, enum err result)
{
	assert_ok(result);
	atomic_store(&((struct slot *)job)->free, true);
}

static void
grouped(struct store *s, struct bytes value)
{
	static struct slot slots[WAITING];
	struct store_writer *w = NULL;
	int64_t start = clock_us();
	unsigned n = 0;

	assert_ok(store_writer_start(s, &w));
	for (unsigned i = 0; i < WAITING; i++)
		atomic_store(&slots[i].free, true);
	for (unsigned i = 0; clock_us() - start < RUN_US; i = (i + 1) % WAITING) {
		if (i == 0)
			usleep(20);
		if (!atomic_exchange(&slots[i].free, false))
			continue;
		slots[i].op = (struct store_op){ STORE_PUT,
			{ STORE_CARD, 2, n++ }, value };
		slots[i].job = (struct store_job){ &slots[i].op, 1, slot_done, NULL };
		store_writer_put(w, &slots[i].job);
	}
	store_writer_stop(w);
	report("new record, 64 waiting", n, start);
}

int
main(void)
{
	static uint8_t record[1400];
	struct store *s = NULL;

	assert_non_null(mkdtemp(dir));
	assert_ok(store_open(dir, NULL, &s, NULL));
	one_by_one(s, "counter, one by one", 1, bytes_of(record, 40));
	one_by_one(s, "new record 1.4 KB, one by one", ~0ull, bytes_of(record, 1400));
	grouped(s, bytes_of(record, 300));
	store_close(s);
	remove_files();
	return 0;
}
