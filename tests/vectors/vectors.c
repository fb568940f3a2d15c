/* SPDX-License-Identifier: Apache-2.0 */
/* See vectors.h. */
#include "vectors.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "crypto/ec.h"

static uint8_t arena[1 << 20];
static size_t arena_used;

const char *
vectors_dir(void)
{
	static char path[4096];
	const char *given = getenv("LUNETTE_VECTORS");
	struct stat st;

	if (given == NULL) {
		snprintf(path, sizeof(path), "%s/../shared/vectors",
		    LUNETTE_SOURCE);
		given = path;
	}
	return stat(given, &st) == 0 ? given : NULL;
}

static int
digit(char ch)
{
	if (ch >= '0' && ch <= '9')
		return ch - '0';
	if (ch >= 'a' && ch <= 'f')
		return ch - 'a' + 10;
	if (ch >= 'A' && ch <= 'F')
		return ch - 'A' + 10;
	return -1;
}

struct bytes
hex(const char *text)
{
	uint8_t *start = arena + arena_used;
	size_t len = strlen(text), n = 0;

	must(arena_used + len < sizeof(arena));
	if (len % 2 != 0) {
		start[n++] = (uint8_t)digit(*text++);
		len--;
	}
	for (; len > 1 && digit(text[0]) >= 0; text += 2, len -= 2)
		start[n++] = (uint8_t)(digit(text[0]) << 4 | digit(text[1]));
	arena_used += n;
	return bytes_of(start, n);
}

void
hex_reset(void)
{
	arena_used = 0;
}

/* "SHA-512/256" and "SHA512_256" are one name. */
static bool
is_same_hash(const char *a, const char *b)
{
	for (;; a++, b++) {
		while (*a != '\0' && strchr("-/_", *a) != NULL)
			a++;
		while (*b != '\0' && strchr("-/_", *b) != NULL)
			b++;
		if (*a != *b || *a == '\0')
			return *a == *b;
	}
}

enum hash
hash_of_name(const char *name)
{
#define HASH(hash, len, mgf, library)                                       \
	if (is_same_hash(name, #hash))                                      \
		return HASH_##hash;
#include "spec/hashes.def"
#undef HASH
	return HASH_NONE;
}

uint64_t
row_mech(enum mech_family family, enum hash h, unsigned nth)
{
	unsigned n;
	const struct mech_row *rows = mech_rows(&n);

	for (unsigned i = 0; i < n; i++)
		if (rows[i].family == family && rows[i].hash == h && nth-- == 0)
			return rows[i].number;
	return 0;
}

uint64_t
digest_mech(enum hash h)
{
	return row_mech(FAMILY_DIGEST, h, 0);
}

uint64_t
mgf_mech(enum hash h)
{
	for (uint64_t mgf = 1; mgf <= N_HASHES; mgf++)
		if (hash_of_mgf(mgf) == h)
			return mgf;
	return 0;
}

struct bytes
params_of_curve(const char *name)
{
	const struct curve *curve = curve_of_name(
	    strcmp(name, "secp256r1") == 0 ? "P-256" : name);

	return curve != NULL ? curve->params : bytes_of(NULL, 0);
}

static void
put_right(uint8_t *out, size_t len, struct bytes in)
{
	while (in.len > len && in.ptr[0] == 0)
		in = bytes_of(in.ptr + 1, in.len - 1);
	memset(out, 0, len);
	if (in.len <= len)
		memcpy(out + len - in.len, in.ptr, in.len);
}

struct bytes
point_of(struct bytes params, struct bytes x, struct bytes y)
{
	size_t len = curve_of_params(params)->len;
	uint8_t *out = arena + arena_used;

	must(arena_used + 1 + 2 * len < sizeof(arena));
	arena_used += 1 + 2 * len;
	out[0] = 0x04;
	put_right(out + 1, len, x);
	put_right(out + 1 + len, len, y);
	return bytes_of(out, 1 + 2 * len);
}

enum verdict
verdict_of(enum err e)
{
	return e == ERR_OK ? MATCHED : REFUSED;
}

enum verdict
verdict_same(struct bytes got, struct bytes expected)
{
	return bytes_equal(got, expected) ? MATCHED : DIFFERS;
}

void
tally_file(const char *name, const struct tally *t, struct tally *sum)
{
	printf("%-52s %5u good %3u bad %3u not ours\n", name, t->good, t->bad,
	    t->skipped);
	sum->good += t->good;
	sum->bad += t->bad;
	sum->skipped += t->skipped;
}

int
tally_end(const struct tally *sum)
{
	printf("%u vectors agree, %u do not, %u are not ours\n", sum->good,
	    sum->bad, sum->skipped);
	return sum->bad == 0 && sum->good > 0 ? 0 : 1;
}
