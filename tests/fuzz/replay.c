/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs a fuzz target without a fuzzer: over its own seeds, over the files of
 * its corpus, and over every shorter input and many changed bytes of each. The
 * changes are the same in every run.
 *
 *	replay_<target> FOLDER		a corpus; need not be there
 *	replay_<target> --write FOLDER	writes the seeds there, for libFuzzer
 */

#include "fuzz.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>

#include "base/file.h"
#include "base/mem.h"

#define INPUT_MAX (1u << 20)
#define CHANGES 200
#define CUTS 300

static uint64_t random_state = 88172645463325252u;
static uint64_t n_runs;

static uint64_t
next_random(void)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return random_state;
}

/* A copy of exactly that size: a sanitizer sees one byte too far. */
static void
run(struct bytes in)
{
	uint8_t *copy = mem_alloc(in.len == 0 ? 1 : in.len, 1);

	must(copy != NULL);
	if (in.len > 0)
		memcpy(copy, in.ptr, in.len);
	LLVMFuzzerTestOneInput(copy, in.len);
	mem_free(copy);
	n_runs++;
}

static void
change(uint8_t *ptr, size_t len)
{
	static const uint8_t edges[] = { 0, 1, 0x7f, 0x80, 0xff };
	uint64_t r = next_random();
	uint8_t *at = &ptr[(r >> 8) % len];

	if ((r & 3) == 0)
		*at = edges[(r >> 2) % sizeof(edges)];
	else if ((r & 3) == 1)
		*at = (uint8_t)(*at + 1);
	else
		*at ^= (uint8_t)(1u << ((r >> 2) & 7));
}

static void
run_with_changes(const struct buf *seed)
{
	size_t step = seed->len / CUTS + 1;

	run(buf_bytes(seed));
	for (size_t len = 0; len < seed->len; len += step)
		run(bytes_of(seed->ptr, len));
	for (int i = 0; i < CHANGES && seed->len > 0; i++) {
		CLEARED_BY(buf_clear) struct buf changed = buf_up_to(INPUT_MAX + 1);

		must(buf_put(&changed, buf_bytes(seed)) == ERR_OK);
		for (int n = 0; n < 1 + i % 4; n++)
			change(changed.ptr, changed.len);
		if (i % 8 == 7)
			must(buf_put_u8(&changed, (uint8_t)i) == ERR_OK);
		run(buf_bytes(&changed));
	}
}

static enum err
run_file(const char *folder, const char *name)
{
	CLEARED_BY(buf_clear) struct buf input = buf_up_to(INPUT_MAX);
	char path[4096];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	TRY(file_read(path, &input));
	run_with_changes(&input);
	return ERR_OK;
}

static int
run_folder(const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	int n = 0;

	if (dir == NULL)
		return 0;
	while ((entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		must(run_file(folder, entry->d_name) == ERR_OK);
		n++;
	}
	closedir(dir);
	return n;
}

static int
write_seeds(const char *folder)
{
	for (size_t i = 0;; i++) {
		CLEARED_BY(buf_clear) struct buf seed = buf_up_to(INPUT_MAX);
		char path[4096];

		if (fuzz_seed(i, &seed) == ERR_NOT_FOUND)
			return 0;
		snprintf(path, sizeof(path), "%s/seed-%03zu", folder, i);
		if (file_write(path, 0644, buf_bytes(&seed)) != ERR_OK) {
			fprintf(stderr, "%s: cannot be written\n", path);
			return 1;
		}
	}
}

int
main(int argc, char **argv)
{
	size_t n_seeds;
	int n_files;

	if (argc == 3 && strcmp(argv[1], "--write") == 0)
		return write_seeds(argv[2]);
	if (argc != 2)
		return 2;
	for (n_seeds = 0;; n_seeds++) {
		CLEARED_BY(buf_clear) struct buf seed = buf_up_to(INPUT_MAX);

		if (fuzz_seed(n_seeds, &seed) == ERR_NOT_FOUND)
			break;
		run_with_changes(&seed);
	}
	n_files = run_folder(argv[1]);
	printf("%zu seeds, %d files, %" PRIu64 " runs\n", n_seeds, n_files, n_runs);
	return n_seeds > 0 ? 0 : 1;
}
