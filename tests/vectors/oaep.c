/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The OAEP examples of RSA Laboratories: keys of 1024 to 2048 bits, also of
 * 1025 to 1031, where the modulus does not fill its first byte. Titles are
 * lines `# Modulus:`, hexadecimal lines follow; `# Encryption:` ends an
 * example.
 */
#include <ctype.h>
#include <stdio.h>

#include "vectors.h"

#include "crypto/key_rsa.h"

static struct crypto *c;

enum part { N, E, D, P, Q, DP, DQ, QINV, MESSAGE, ENCRYPTION, N_PARTS };

static const char *const titles[N_PARTS] = { "Modulus:", "Public exponent:",
	"Exponent:", "Prime 1:", "Prime 2:", "Prime exponent 1:",
	"Prime exponent 2:", "Coefficient:", "Message:", "Encryption:" };

static char texts[N_PARTS][2048];

static enum verdict
try_example(void)
{
	CLEARED_BY(key_unref) struct key *k = NULL;
	CLEARED_BY(buf_clear) struct buf out = buf_up_to(1024);
	const struct mech m = { .type = MECH_RSA_PKCS_OAEP, .hash = MECH_SHA_1,
		.mgf = MGF1_SHA1 };
	const struct rsa_parts parts = { hex(texts[N]), hex(texts[E]),
		hex(texts[D]), hex(texts[P]), hex(texts[Q]), hex(texts[DP]),
		hex(texts[DQ]), hex(texts[QINV]) };

	if (key_rsa_private(&parts, &k) != ERR_OK ||
	    crypt_decrypt(c, k, &m, hex(texts[ENCRYPTION]), &out) != ERR_OK)
		return REFUSED;
	return verdict_same(buf_bytes(&out), hex(texts[MESSAGE]));
}

/* Which part a title begins; N_PARTS for those that do not matter. */
static enum part
part_of(const char *title)
{
	for (unsigned i = 0; i < N_PARTS; i++)
		if (strncmp(title, titles[i], strlen(titles[i])) == 0)
			return i;
	return N_PARTS;
}

static void
add_digits(char *text, const char *line)
{
	size_t len = strlen(text);

	for (; *line != '\0'; line++) {
		must(len + 1 < sizeof(texts[0]));
		if (isxdigit((unsigned char)*line))
			text[len++] = *line;
	}
	text[len] = '\0';
}

static void
end_example(struct tally *t)
{
	enum verdict v;

	if (texts[ENCRYPTION][0] == '\0')
		return;
	hex_reset();
	v = try_example();
	t->good += v == MATCHED;
	t->bad += v != MATCHED;
	texts[ENCRYPTION][0] = '\0';
}

static void
run(FILE *f, struct tally *t)
{
	enum part part = N_PARTS;
	char line[512];

	while (fgets(line, sizeof(line), f) != NULL) {
		if (line[0] == '#') {
			end_example(t);
			part = part_of(line + 2);
			if (part < N_PARTS)
				texts[part][0] = '\0';
		} else if (part < N_PARTS) {
			add_digits(texts[part], line);
		}
	}
	end_example(t);
}

int
main(void)
{
	const char *dir = vectors_dir();
	struct tally t = { 0 }, sum = { 0 };
	char path[4096];
	FILE *f;

	if (dir == NULL) {
		printf("no vectors: set LUNETTE_VECTORS to their folder\n");
		return 77;
	}
	snprintf(path, sizeof(path), "%s/nist-cavp/rsa/oaep-vect.txt", dir);
	f = fopen(path, "r");
	if (f == NULL) {
		printf("%s: cannot be read\n", path);
		return 1;
	}
	must(crypto_open(&c) == ERR_OK);
	run(f, &t);
	fclose(f);
	crypto_free(&c);
	tally_file("rsa/oaep-vect.txt", &t, &sum);
	return tally_end(&sum);
}
