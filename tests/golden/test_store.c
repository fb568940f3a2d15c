/* SPDX-License-Identifier: Apache-2.0 */
/* Stores of every version there was, opened by the card as it is now: each login,
 * counter, policy and object is as it was left. */
#include "../fault/rig.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/file.h"
#include "golden.h"
#include "spec/pkcs11.h"
#include "spec/stored.h"

#define KILLS 12u

/* --- a copy --- */

static void
copy(const struct rig *rig, unsigned version, const char *name)
{
	CLEARED_BY(buf_clear) struct buf all = buf_up_to(1 << 20);
	char from[512], to[128];

	snprintf(from, sizeof(from), "%s/store_%u/%s", getenv("LUNETTE_GOLDEN"),
	    version, name);
	snprintf(to, sizeof(to), "%s/state/%s", rig->dir, name);
	if (file_read(from, &all) != ERR_OK)
		fail_msg("version %u has no golden store: make_store", version);
	assert_ok(file_write(to, 0600, buf_bytes(&all)));
}

static void
lay_out(struct rig *rig, unsigned version)
{
	char state[80];

	*rig = (struct rig){ .model = GOLDEN_MODEL, .site = rig_site_key() };
	snprintf(rig->serial, sizeof(rig->serial), "%u", GOLDEN_SERIAL);
	strcpy(rig->dir, "/tmp/lunette-golden-XXXXXX");
	assert_non_null(mkdtemp(rig->dir));
	snprintf(state, sizeof(state), "%s/state", rig->dir);
	assert_int_equal(0, mkdir(state, 0700));
	copy(rig, version, "store.db");
	copy(rig, version, "root.key");
}

/* --- counters, before anybody logs in --- */

static void
check_hsm(struct rig_link *admin)
{
	struct msg_hsm_info_request in;
	struct msg_hsm_info_response out;

	assert_ok(call_hsm_info(&admin->c, &in, &out, &admin->reply));
	assert_true(out.initialized);
	assert_true(bytes_equal(out.label, bytes_of_text(GOLDEN_LABEL)));
	assert_int_equal(GOLDEN_SERIAL, out.serial);
	assert_int_equal(3 - GOLDEN_SO_FAILURES, out.so_attempts_left);
	assert_int_equal(2, out.n_partitions);
}

static void
check_policies(struct rig_link *admin)
{
	struct msg_hsm_policies_request in;
	struct msg_hsm_policies_response out;
	struct msg_policy_row row;
	uint64_t values[256] = { 0 };

	assert_ok(call_hsm_policies(&admin->c, &in, &out, &admin->reply));
	while (rows_next(&out.policies, &wire_policy_row, &row) == ERR_OK)
		values[row.number % 256] = row.value;
	assert_int_equal(0, values[GOLDEN_POLICY]);
	assert_int_equal(1, values[12]);
	assert_int_equal(0, values[15]);
}

static void
check_roles(struct bytes roles)
{
	static const unsigned failures[] = {
		[ROLE_PARTITION_SO] = GOLDEN_PARTITION_SO_FAILURES,
		[ROLE_CRYPTO_OFFICER] = GOLDEN_OFFICER_FAILURES,
		[ROLE_CRYPTO_USER] = GOLDEN_USER_FAILURES,
	};
	struct msg_role_row row;
	unsigned n = 0;

	for (; rows_next(&roles, &wire_role_row, &row) == ERR_OK; n++) {
		assert_true(row.initialized);
		assert_false(row.locked);
		assert_false(row.to_be_changed);
		assert_int_equal(10 - failures[row.role], row.attempts_left);
	}
	assert_int_equal(3, n);
}

static void
check_partitions(struct rig_link *admin)
{
	struct msg_partition_list_request in;
	struct msg_partition_list_response out;
	struct msg_partition_row row;

	assert_ok(call_partition_list(&admin->c, &in, &out, &admin->reply));
	assert_ok(rows_next(&out.partitions, &wire_partition_row, &row));
	assert_int_equal(GOLDEN_PARTITION, row.serial);
	assert_true(bytes_equal(row.name, bytes_of_text(GOLDEN_NAME)));
	assert_true(bytes_equal(row.label, bytes_of_text(GOLDEN_NAME)));
	assert_true(row.initialized && row.has_domain);
	assert_int_equal(GOLDEN_OBJECTS, row.n_objects);
	assert_int_equal(12 << 20, row.total);
	check_roles(row.roles);
	assert_ok(rows_next(&out.partitions, &wire_partition_row, &row));
	assert_int_equal(GOLDEN_PARTITION + 1, row.serial);
	assert_true(bytes_equal(row.name, bytes_of_text(GOLDEN_EMPTY)));
	assert_false(row.initialized);
	assert_int_equal(1 << 20, row.total);
}

/* --- logins and objects --- */

static void
log_in_and_out(struct rig_link *l, enum role role, const char *password)
{
	struct msg_logout_request in = { l->session };
	struct msg_logout_response out;

	assert_ok(try_login(l, role, password));
	assert_ok(call_logout(&l->c, &in, &out, &l->reply));
}

/* A value of one attribute, appended to out. */
static void
get_value(struct rig_link *l, uint64_t handle, uint32_t type, struct buf *out)
{
	uint8_t types[4];
	struct msg_attributes_get_request in = { l->session, handle,
		bytes_of(types, 4) };
	struct msg_attributes_get_response answer;
	struct msg_attribute_answer row;

	bytes_set_u32(types, type);
	assert_ok(call_attributes_get(&l->c, &in, &answer, &l->reply));
	assert_ok(rows_next(&answer.attributes, &wire_attribute_answer, &row));
	assert_int_equal(ERR_OK, row.status);
	assert_ok(buf_put(out, row.value));
}

static void
check_key(struct rig_link *l)
{
	CLEARED_BY(buf_clear) struct buf sealed = buf_up_to(256);
	CLEARED_BY(buf_clear) struct buf text = buf_up_to(256);

	get_value(l, GOLDEN_DATA, CKA_VALUE, &sealed);
	assert_ok(gcm(l, FUNCTION_DECRYPT, GOLDEN_AES, buf_bytes(&sealed), &text));
	assert_true(bytes_equal(buf_bytes(&text), bytes_of_text(GOLDEN_TEXT)));
}

static void
check_pair(struct rig_link *l)
{
	CLEARED_BY(buf_clear) struct buf m = mechanism(CKM_ECDSA_SHA256);
	CLEARED_BY(buf_clear) struct buf label = buf_up_to(64);
	CLEARED_BY(buf_clear) struct buf signature = buf_up_to(256);
	struct msg_crypt_request in = { .session = l->session,
		.function = FUNCTION_SIGN, .key = GOLDEN_PRIVATE,
		.mechanism = buf_bytes(&m), .data = bytes_of_text(GOLDEN_TEXT) };
	struct msg_crypt_response out;

	get_value(l, GOLDEN_PRIVATE, CKA_LABEL, &label);
	assert_true(bytes_equal(buf_bytes(&label), bytes_of_text("signer")));
	assert_ok(call_crypt(&l->c, &in, &out, &l->reply));
	assert_ok(buf_put(&signature, out.data));
	in.function = FUNCTION_VERIFY;
	in.key = GOLDEN_PUBLIC;
	in.signature = buf_bytes(&signature);
	assert_ok(call_crypt(&l->c, &in, &out, &l->reply));
}

static void
check_all(struct rig *rig)
{
	struct rig_link admin, app;

	rig_link_open(rig, &admin, ORIGIN_ADMIN, true);
	rig_link_open(rig, &app, ORIGIN_APP, false);
	check_hsm(&admin);
	check_policies(&admin);
	check_partitions(&admin);
	so_login(&admin);
	officer_login(&app, GOLDEN_PARTITION);
	assert_int_equal(GOLDEN_OBJECTS, count_objects(&app));
	check_key(&app);
	check_pair(&app);
	rig_link_close(&app);
	rig_link_open(rig, &app, ORIGIN_APP, false);
	rig_link_session(&app, GOLDEN_PARTITION);
	log_in_and_out(&app, ROLE_PARTITION_SO, GOLDEN_PARTITION_SO);
	log_in_and_out(&app, ROLE_CRYPTO_USER, GOLDEN_USER);
	rig_link_close(&app);
	rig_link_close(&admin);
}

static void
every_version_opens(void **state)
{
	(void)state;
	for (unsigned version = 1; version <= STORE_VERSION; version++) {
		struct rig rig;

		lay_out(&rig, version);
		rig_start(&rig);
		check_all(&rig);
		rig_remove(&rig);
	}
}

/* kill -9 at any time of the first start: nothing is lost, and the next start
 * makes up for it. */
static void
killed_while_it_is_upgraded(void **state)
{
	(void)state;
	for (unsigned i = 0; i < KILLS; i++) {
		struct rig rig;

		lay_out(&rig, 1);
		rig_start(&rig);
		clock_sleep_ms(2 * i);
		rig_kill(&rig);
		rig_start(&rig);
		check_all(&rig);
		rig_remove(&rig);
	}
}

/* --- a store that is not there yet --- */

static void
set_version(const struct rig *rig, unsigned version)
{
	char path[128], sql[128];
	sqlite3 *db;

	snprintf(path, sizeof(path), "%s/state/store.db", rig->dir);
	snprintf(sql, sizeof(sql), "UPDATE header SET value = %u", version);
	assert_int_equal(SQLITE_OK, sqlite3_open(path, &db));
	assert_int_equal(SQLITE_OK, sqlite3_exec(db, sql, NULL, NULL, NULL));
	sqlite3_close(db);
}

/* The operator is told both numbers. */
static void
newer_is_refused(void **state)
{
	CLEARED_BY(buf_clear) struct buf log = buf_up_to(65536);
	char path[128], expected[128];
	struct rig rig;

	(void)state;
	lay_out(&rig, STORE_VERSION);
	set_version(&rig, STORE_VERSION + 1);
	snprintf(path, sizeof(path), "%s/log", rig.dir);
	rig_start_logged(&rig, path);
	assert_int_not_equal(0, rig_wait(&rig));
	assert_ok(file_read(path, &log));
	assert_ok(buf_put_u8(&log, 0));
	snprintf(expected, sizeof(expected), "%s/state has version %u, this "
	    "program reads up to %u", rig.dir, STORE_VERSION + 1, STORE_VERSION);
	assert_non_null(strstr((const char *)log.ptr, expected));
	remove(path);
	rig_remove(&rig);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_version_opens),
		cmocka_unit_test(killed_while_it_is_upgraded),
		cmocka_unit_test(newer_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
