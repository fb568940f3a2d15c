/* SPDX-License-Identifier: Apache-2.0 */
/* What the card's memory holds, looked for byte by byte as root can: no password
 * once it was answered, no key once it is destroyed, erased or zeroized. */
#include "rig.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "spec/pkcs11.h"

#define CHUNK ((size_t)1 << 20)

/* Found nowhere else. */
static const char aes_value[] = "an AES-256 key nobody else has..";
static const char hmac_value[] = "a key for HMACs, as long as this";

static bool
region_holds(int mem, uint64_t from, uint64_t to, struct bytes what)
{
	static uint8_t block[CHUNK];

	while (from < to) {
		size_t want = to - from < CHUNK ? to - from : CHUNK;
		ssize_t n = pread(mem, block, want, (off_t)from);

		if (n <= 0)
			return false; /* guard pages */
		if (memmem(block, (size_t)n, what.ptr, what.len) != NULL)
			return true;
		from += (size_t)n;
		if (from < to)
			from -= what.len;
	}
	return false;
}

static bool
memory_holds(const struct rig *rig, const char *what)
{
	unsigned long from, to;
	char path[64], line[4300], rights[8];
	bool found = false;
	FILE *maps;
	int mem;

	snprintf(path, sizeof(path), "/proc/%d/mem", (int)rig->pid);
	mem = open(path, O_RDONLY | O_CLOEXEC);
	if (mem < 0)
		skip(); /* not root: nobody can look into it */
	snprintf(path, sizeof(path), "/proc/%d/maps", (int)rig->pid);
	maps = fopen(path, "re");
	assert_non_null(maps);
	while (!found && fgets(line, sizeof(line), maps) != NULL)
		if (sscanf(line, "%lx-%lx %7s", &from, &to, rights) == 3 &&
		    rights[0] == 'r')
			found = region_holds(mem, from, to, bytes_of_text(what));
	fclose(maps);
	close(mem);
	return found;
}

static uint64_t
import(struct rig_link *l, uint64_t type, const char *value)
{
	CLEARED_BY(buf_clear) struct buf rows = buf_up_to(4096);
	struct msg_object_create_request in = { .session = l->session };
	struct msg_object_create_response out;

	put_number(&rows, CKA_CLASS, CKO_SECRET_KEY);
	put_number(&rows, CKA_KEY_TYPE, type);
	put_flag(&rows, CKA_TOKEN, true);
	put_flag(&rows, type == CKK_AES ? CKA_ENCRYPT : CKA_SIGN, true);
	put_attribute(&rows, CKA_VALUE, bytes_of_text(value));
	in.template = buf_bytes(&rows);
	assert_ok(call_object_create(&l->c, &in, &out, &l->reply));
	return out.handle;
}

static struct buf
encoded(uint64_t type)
{
	struct buf out = buf_up_to(4096);
	struct mech m = { .type = type };

	if (type == CKM_AES_CBC)
		m.iv = bytes_of_text("sixteen bytes iv");
	assert_ok(mech_encode(&m, &out));
	return out;
}

/* At once, and in parts that stay under way. */
static void
use(struct rig_link *l, unsigned function, uint64_t key, uint64_t type)
{
	CLEARED_BY(buf_clear) struct buf m = encoded(type);
	struct msg_crypt_request once = { .session = l->session,
		.function = function, .key = key, .mechanism = buf_bytes(&m),
		.data = bytes_of_text("0123456789abcdef") };
	struct msg_crypt_response done;
	struct msg_stream_start_request start = { .session = l->session,
		.function = function, .key = key, .mechanism = buf_bytes(&m) };
	struct msg_stream_start_response started;

	assert_ok(call_crypt(&l->c, &once, &done, &l->reply));
	assert_ok(call_stream_start(&l->c, &start, &started, &l->reply));
}

struct bench {
	struct rig rig;
	struct rig_link admin, app;
	uint64_t partition, aes, hmac;
};

static void
bench_make(struct bench *b)
{
	CLEARED_BY(buf_clear) struct buf secret = buf_up_to(4096);

	rig_make(&b->rig, "K7", 123456);
	rig_link_open(&b->rig, &b->admin, ORIGIN_ADMIN, false);
	rig_link_open(&b->rig, &b->app, ORIGIN_APP, false);
	hsm_set_up(&b->admin);
	b->partition = partition_set_up(&b->admin, &b->app, "par1", DOMAIN);
	b->aes = import(&b->app, CKK_AES, aes_value);
	b->hmac = import(&b->app, CKK_GENERIC_SECRET, hmac_value);
	assert_ok(gcm(&b->app, FUNCTION_ENCRYPT, b->aes, bytes_of_text("x"),
	    &secret));
	use(&b->app, FUNCTION_ENCRYPT, b->aes, CKM_AES_CBC);
	use(&b->app, FUNCTION_SIGN, b->hmac, CKM_SHA256_HMAC);
	assert_true(memory_holds(&b->rig, aes_value)); /* or this looks wrong */
}

static void
bench_remove(struct bench *b)
{
	rig_link_close(&b->admin);
	rig_link_close(&b->app);
	rig_remove(&b->rig);
}

static void
test_passwords(void **state)
{
	static const char *const secrets[] = { SO_PASSWORD, PSO_PASSWORD, CO_FIRST,
		CO_PASSWORD, DOMAIN };
	struct bench b;

	(void)state;
	bench_make(&b);
	for (size_t i = 0; i < sizeof(secrets) / sizeof(*secrets); i++)
		if (memory_holds(&b.rig, secrets[i]))
			fail_msg("'%s' stays in memory", secrets[i]);
	bench_remove(&b);
}

static void
are_gone(struct bench *b, const char *how)
{
	if (memory_holds(&b->rig, aes_value))
		fail_msg("the AES key stays in memory after %s", how);
	if (memory_holds(&b->rig, hmac_value))
		fail_msg("the HMAC key stays in memory after %s", how);
}

static void
test_zeroized(void **state)
{
	struct msg_hsm_zeroize_request in;
	struct msg_hsm_zeroize_response out;
	struct bench b;

	(void)state;
	bench_make(&b);
	assert_ok(call_hsm_zeroize(&b.admin.c, &in, &out, &b.admin.reply));
	are_gone(&b, "zeroizing");
	bench_remove(&b);
}

static void
test_partition_erased(void **state)
{
	struct msg_partition_delete_request in;
	struct msg_partition_delete_response out;
	struct bench b;

	(void)state;
	bench_make(&b);
	in.serial = b.partition;
	assert_ok(call_partition_delete(&b.admin.c, &in, &out, &b.admin.reply));
	are_gone(&b, "deleting the partition");
	bench_remove(&b);
}

static void
destroy(struct rig_link *l, uint64_t key)
{
	struct msg_object_destroy_request in = { l->session, key };
	struct msg_object_destroy_response out;

	assert_ok(call_object_destroy(&l->c, &in, &out, &l->reply));
}

/* Operations that were begun with them go on, as PKCS#11 leaves it, until they
 * or the session end. */
static void
test_objects_destroyed(void **state)
{
	struct msg_session_close_request in;
	struct msg_session_close_response out;
	struct bench b;

	(void)state;
	bench_make(&b);
	destroy(&b.app, b.aes);
	destroy(&b.app, b.hmac);
	in.session = b.app.session;
	assert_ok(call_session_close(&b.app.c, &in, &out, &b.app.reply));
	are_gone(&b, "destroying them");
	bench_remove(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_passwords),
		cmocka_unit_test(test_zeroized),
		cmocka_unit_test(test_partition_erased),
		cmocka_unit_test(test_objects_destroyed),
	};

#ifdef LUNETTE_SANITIZED /* more than can be read, and it keeps what was freed */
	return 77;
#endif
	return cmocka_run_group_tests(tests, NULL, NULL);
}
