/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table of policies, walked; how policies are changed, stored and read; and
 * each policy of a partition where it bites.
 */
#include "hsm/internal.h"
#include "hsm/partitions.h"
#include "room.h"
#include "two.h"

/* --- the table --- */

static void
numbers_are_unique(void **state)
{
	(void)state;
	for (unsigned i = 0; i < N_POLICIES; i++)
		for (unsigned j = 0; j < i; j++) {
			const struct policy_row *a = policy_row((enum policy)i);
			const struct policy_row *b = policy_row((enum policy)j);

			assert_false(a->scope == b->scope &&
			    a->number == b->number);
		}
}

/* A policy of the HSM has its place in the HSM's values, one of a partition in
 * the partition's; a value that is there is one that may be set. */
static void
rows_are_sound(void **state)
{
	(void)state;
	for (unsigned i = 0; i < N_POLICIES; i++) {
		const struct policy_row *r = policy_row((enum policy)i);
		uint64_t highest = r->on_hsm > r->on_backup ? r->on_hsm
							    : r->on_backup;

		assert_int_equal(i < N_HSM_POLICIES ? SCOPE_HSM
						    : SCOPE_PARTITION,
		    r->scope);
		assert_true(r->capability[0] != '\0' && r->words[0] != '\0');
		assert_true(r->lowest <= r->standard);
		assert_true(highest == 0 ? r->standard == r->lowest
					 : r->standard <= highest);
		assert_true(r->changer == ROLE_NONE ||
		    r->changer == (r->scope == SCOPE_HSM ? ROLE_HSM_SO
							 : ROLE_PARTITION_SO));
	}
}

/* The defaults of every personality are in range, and nothing contradicts. */
static void
defaults_agree(void **state)
{
#define MODEL(id, ...) #id,
	static const char *const models[] = {
#include "spec/models.def"
	};
#undef MODEL
	uint64_t hsm[N_HSM_POLICIES], partition[N_PARTITION_POLICIES];

	(void)state;
	for (size_t i = 0; i < sizeof(models) / sizeof(models[0]); i++) {
		const struct model *m = model_of_id(models[i]);

		policy_defaults(m, SCOPE_HSM, hsm);
		policy_defaults(m, SCOPE_PARTITION, partition);
		assert_ok(policy_check(hsm, partition));
		for (unsigned p = 0; p < N_POLICIES; p++) {
			const struct policy_row *r = policy_row((enum policy)p);
			uint64_t highest = m->backup ? r->on_backup : r->on_hsm;
			uint64_t value = p < N_HSM_POLICIES ? hsm[p]
			    : partition[p - N_HSM_POLICIES];

			assert_true(value >= r->lowest);
			assert_true(highest == 0 || value <= highest);
		}
	}
}

struct need {
	unsigned policy, other;
};

static const struct need needs[] = {
#define POLICY_NEEDS(scope, name, value, other_scope, other, other_value) \
	{ POLICY_##scope##_##name, POLICY_##other_scope##_##other },
#include "spec/policies.def"
};

#define N_NEEDS (sizeof(needs) / sizeof(needs[0]))

/* Following what a policy needs never comes back to it. */
static void
needs_go_nowhere_in_circles(void **state)
{
	bool reached[N_POLICIES];
	bool more;

	(void)state;
	for (unsigned from = 0; from < N_POLICIES; from++) {
		memset(reached, 0, sizeof(reached));
		do {
			more = false;
			for (size_t i = 0; i < N_NEEDS; i++) {
				const struct need *n = &needs[i];

				if ((n->policy == from || reached[n->policy]) &&
				    !reached[n->other])
					more = reached[n->other] = true;
			}
		} while (more);
		assert_false(reached[from]);
	}
	for (size_t i = 0; i < N_NEEDS; i++)
		assert_false(needs[i].policy < N_HSM_POLICIES &&
		    needs[i].other >= N_HSM_POLICIES);
}

/* What one of two contradicting policies says of the other. */
static void
needs_are_named(void **state)
{
	CLEARED_BY(buf_clear) struct buf rows = buf_up_to(LIMIT_POLICY_ROWS);
	uint64_t hsm[N_HSM_POLICIES], partition[N_PARTITION_POLICIES];
	struct msg_policy_row row;
	struct bytes rest;
	struct room r;
	unsigned found = 0;

	(void)state;
	room_open(&r, ROLE_NONE);
	policy_defaults(hsm_model(r.f.hsm), SCOPE_HSM, hsm);
	policy_defaults(hsm_model(r.f.hsm), SCOPE_PARTITION, partition);
	partition[POLICY_PARTITION_PRIVATE_KEY_WRAPPING - N_HSM_POLICIES] = 1;
	assert_err(ERR_POLICY_DEPENDENCY, policy_check(hsm, partition));
	assert_ok(policy_check(hsm, NULL));
	partition[POLICY_PARTITION_PRIVATE_KEY_CLONING - N_HSM_POLICIES] = 0;
	assert_ok(policy_check(hsm, partition));

	assert_ok(policy_list(r.f.hsm, partition_get(r.f.hsm, r.par), &rows));
	rest = buf_bytes(&rows);
	while (rows_next(&rest, &wire_policy_row, &row) == ERR_OK) {
		if (row.number == policy_row(
		    POLICY_PARTITION_PRIVATE_KEY_WRAPPING)->number)
			found += bytes_equal(row.needs, bytes_of_text("On needs "
			    "policy 0 (Allow private key cloning) Off"));
		if (row.number == policy_row(
		    POLICY_PARTITION_PRIVATE_KEY_CLONING)->number)
			found += bytes_equal(row.needs, bytes_of_text("Off is "
			    "needed by policy 1 (Allow private key wrapping) On"));
	}
	assert_int_equal(2, found);
	room_close(&r);
}

/* By number, as people have it. */
static void
numbers_are_found(void **state)
{
	enum policy policy;
	struct fake f;

	(void)state;
	fake_start(&f, "K7", 150718);
	for (unsigned i = 0; i < N_POLICIES; i++) {
		const struct policy_row *r = policy_row((enum policy)i);
		enum err expected = r->on_hsm == 0 ? ERR_ARGUMENT
		    : r->changer == ROLE_NONE || r->effect != EFFECT_BITES
		    ? ERR_NOT_SUPPORTED : ERR_OK;

		assert_int_equal(expected, policy_find(f.hsm, r->scope,
		    r->number, r->standard, &policy));
		if (expected == ERR_OK)
			assert_int_equal(i, policy);
		assert_err(ERR_ARGUMENT, policy_find(f.hsm, r->scope, r->number,
		    r->on_hsm + 1, &policy));
	}
	assert_err(ERR_ARGUMENT,
	    policy_find(f.hsm, SCOPE_PARTITION, 20, 0, &policy));
	assert_err(ERR_ARGUMENT, policy_find(f.hsm, SCOPE_HSM, 99, 0, &policy));
	fake_end(&f);
}

/* --- changing --- */

static uint64_t
value_of(const struct fake *f, uint64_t par, enum policy policy)
{
	return policy_value(f->hsm, par ? partition_get(f->hsm, par) : NULL,
	    policy);
}

/* What is destroyed is what the row says, in the direction that it says. */
static void
destruction_has_a_direction(void **state)
{
	struct template asked = aes_asked(true);
	struct room r;
	uint64_t key;

	(void)state;
	room_open(&r, ROLE_CRYPTO_OFFICER);
	assert_ok(aes_generate(&r, &asked, &key));
	fake_partition_policy(&r.f, r.par, POLICY_PARTITION_SECRET_KEY_WRAPPING, 1);
	fake_partition_policy(&r.f, r.par, POLICY_PARTITION_SECRET_KEY_WRAPPING, 0);
	assert_int_equal(1, fake_count(&r.f, RECORD_OBJECT));
	assert_int_equal(ROLE_CRYPTO_OFFICER, session_role(r.s));
	fake_partition_policy(&r.f, r.par, POLICY_PARTITION_SECRET_KEY_WRAPPING, 1);
	assert_int_equal(0, fake_count(&r.f, RECORD_OBJECT));
	assert_int_equal(ROLE_NONE, session_role(r.s));
	assert_ok(fake_login(&r.f, r.s, ROLE_CRYPTO_OFFICER, "co-password"));
	assert_int_equal(1,
	    value_of(&r.f, r.par, POLICY_PARTITION_SECRET_KEY_WRAPPING));
	/* To the value that it has, and policies without a direction. */
	fake_hsm_policy(&r.f, POLICY_HSM_SO_RESETS_PIN, 0);
	fake_hsm_policy(&r.f, POLICY_HSM_FORCE_PIN_CHANGE, 0);
	assert_non_null(partition_get(r.f.hsm, r.par));
	fake_hsm_policy(&r.f, POLICY_HSM_SO_RESETS_PIN, 1);
	assert_null(partition_get(r.f.hsm, r.par));
	assert_int_equal(0, value_of(&r.f, 0, POLICY_HSM_FORCE_PIN_CHANGE));
	room_close(&r);
}

static void
only_the_owner_changes(void **state)
{
	static const enum role others[] = { ROLE_CRYPTO_OFFICER,
		ROLE_CRYPTO_USER };
	struct session *s;
	struct change *c;
	struct room r;

	(void)state;
	room_open(&r, ROLE_NONE);
	assert_err(ERR_NOT_LOGGED_IN, policy_change_partition(r.s,
	    POLICY_PARTITION_MAX_FAILED_LOGINS, 3, &c));
	for (int i = 0; i < 2; i++) {
		assert_ok(fake_login(&r.f, r.s, others[i],
		    i == 0 ? "co-password" : "cu-password"));
		assert_err(ERR_NOT_LOGGED_IN, policy_change_partition(r.s,
		    POLICY_PARTITION_MAX_FAILED_LOGINS, 3, &c));
		assert_ok(session_logout(r.s));
	}
	s = fake_session(&r.f, r.f.admin, r.par, true);
	assert_ok(fake_login(&r.f, s, ROLE_PARTITION_SO, "po-password"));
	assert_ok(policy_change_partition(s,
	    POLICY_PARTITION_MAX_FAILED_LOGINS, 3, &c));
	change_drop(r.f.hsm, &c); /* the disk was full */
	assert_int_equal(LIMIT_ROLE_FAILURES,
	    value_of(&r.f, r.par, POLICY_PARTITION_MAX_FAILED_LOGINS));
	assert_ok(so_logout(r.f.hsm));
	assert_err(ERR_SO_NOT_LOGGED_IN, policy_change_hsm(r.f.hsm,
	    POLICY_HSM_FORCE_PIN_CHANGE, 0, &c));
	room_close(&r);
}

/* Each partition has its own; they outlive a restart and a new initialization,
 * and a new partition begins with the defaults. */
static void
values_are_kept(void **state)
{
	uint64_t second;
	struct room r;

	(void)state;
	room_open(&r, ROLE_NONE);
	fake_hsm_policy(&r.f, POLICY_HSM_FORCE_PIN_CHANGE, 0);
	fake_partition_policy(&r.f, r.par, POLICY_PARTITION_MAX_FAILED_LOGINS, 4);
	fake_partition_policy(&r.f, r.par, POLICY_PARTITION_SECRET_KEY_CLONING, 0);
	fake_restart(&r.f);
	assert_int_equal(0, value_of(&r.f, 0, POLICY_HSM_FORCE_PIN_CHANGE));
	assert_int_equal(1, value_of(&r.f, 0, POLICY_HSM_NON_FIPS));
	assert_ok(fake_partition_init(&r.f, r.par, "again", "po-password", ""));
	assert_int_equal(4,
	    value_of(&r.f, r.par, POLICY_PARTITION_MAX_FAILED_LOGINS));
	assert_int_equal(0,
	    value_of(&r.f, r.par, POLICY_PARTITION_SECRET_KEY_CLONING));
	assert_int_equal(1,
	    value_of(&r.f, r.par, POLICY_PARTITION_PRIVATE_KEY_CLONING));
	assert_ok(fake_so_login(&r.f, "so-password"));
	second = fake_partition(&r.f, "second", 100000);
	assert_int_equal(LIMIT_ROLE_FAILURES,
	    value_of(&r.f, second, POLICY_PARTITION_MAX_FAILED_LOGINS));
	room_close(&r);
}

/* What a store says that nobody could have set is damage. */
static void
stored_values_are_checked(void **state)
{
	uint64_t hsm[N_HSM_POLICIES], partition[N_PARTITION_POLICIES];
	const unsigned at =
	    POLICY_PARTITION_MAX_FAILED_LOGINS - N_HSM_POLICIES;
	const struct model *m = model_of_id("K7");

	(void)state;
	policy_defaults(m, SCOPE_HSM, hsm);
	policy_defaults(m, SCOPE_PARTITION, partition);
	assert_ok(policy_check_stored(m, SCOPE_HSM, hsm));
	assert_ok(policy_check_stored(m, SCOPE_PARTITION, partition));
	hsm[POLICY_HSM_NON_FIPS] = 2;
	assert_err(ERR_CORRUPT, policy_check_stored(m, SCOPE_HSM, hsm));
	partition[at] = 0;
	assert_err(ERR_CORRUPT,
	    policy_check_stored(m, SCOPE_PARTITION, partition));
	partition[at] = LIMIT_ROLE_FAILURES + 1;
	assert_err(ERR_CORRUPT,
	    policy_check_stored(m, SCOPE_PARTITION, partition));
	assert_ok(policy_check_stored(model_of_id("BACKUP7"), SCOPE_PARTITION,
	    partition)); /* which has no such policy */
}

/* --- where they bite --- */

static void
wrong(struct room *r, enum role role, unsigned n, enum err last)
{
	for (unsigned i = 1; i <= n; i++)
		assert_int_equal(i < n ? ERR_PIN_INCORRECT : last,
		    fake_try(&r->f, r->par, role, "nonsense"));
}

static void
failed_logins_are_counted(void **state)
{
	struct room r;

	(void)state;
	room_open(&r, ROLE_NONE);
	fake_partition_policy(&r.f, r.par, POLICY_PARTITION_MAX_FAILED_LOGINS, 3);
	assert_int_equal(3,
	    role_attempts_left(r.f.hsm, r.par, ROLE_CRYPTO_USER));
	wrong(&r, ROLE_CRYPTO_USER, 3, ERR_PIN_INCORRECT_LOCKED);
	assert_err(ERR_PIN_LOCKED,
	    fake_try(&r.f, r.par, ROLE_CRYPTO_USER, "cu-password"));
	assert_ok(fake_try(&r.f, r.par, ROLE_CRYPTO_OFFICER, "co-password"));
	wrong(&r, ROLE_CRYPTO_OFFICER, 2, ERR_PIN_INCORRECT);
	/* The Partition SO's threshold is no matter of policy. */
	wrong(&r, ROLE_PARTITION_SO, 9, ERR_PIN_INCORRECT);
	assert_ok(fake_try(&r.f, r.par, ROLE_PARTITION_SO, "po-password"));
	/* More tries for who has some left; who is locked stays locked. */
	fake_partition_policy(&r.f, r.par, POLICY_PARTITION_MAX_FAILED_LOGINS, 10);
	assert_int_equal(8,
	    role_attempts_left(r.f.hsm, r.par, ROLE_CRYPTO_OFFICER));
	assert_err(ERR_PIN_LOCKED,
	    fake_try(&r.f, r.par, ROLE_CRYPTO_USER, "cu-password"));
	fake_restart(&r.f);
	assert_err(ERR_PIN_LOCKED,
	    fake_try(&r.f, r.par, ROLE_CRYPTO_USER, "cu-password"));
	/* A lower threshold holds for what was counted before it. */
	fake_partition_policy(&r.f, r.par, POLICY_PARTITION_MAX_FAILED_LOGINS, 2);
	assert_err(ERR_PIN_LOCKED,
	    fake_try(&r.f, r.par, ROLE_CRYPTO_OFFICER, "co-password"));
	room_close(&r);
}

static void
keys_are_wrapped(void **state)
{
	struct template asked = aes_asked(true);
	const struct object *wrapping, *o;
	struct room r;
	uint64_t key;

	(void)state;
	room_open(&r, ROLE_CRYPTO_OFFICER);
	add_flag(&asked, CKA_EXTRACTABLE, true);
	assert_ok(aes_generate(&r, &asked, &key));
	assert_ok(object_get(r.s, key, &wrapping));
	assert_ok(key_wrap_check(r.s, key, wrapping, &o));
	fake_partition_policy(&r.f, r.par, POLICY_PARTITION_SECRET_KEY_WRAPPING, 0);
	assert_err(ERR_REFUSED, key_wrap_check(r.s, key, wrapping, &o));
	room_close(&r);
}

static void
keys_are_cloned(void **state)
{
	const struct object *o;
	struct two t;
	uint64_t key;

	(void)state;
	two_open(&t);
	key = key_make(&t, "one", "value number one");
	assert_ok(clone_object_check(t.s[0], key, &o));
	fake_partition_policy(&t.f[0], t.par[0], POLICY_PARTITION_PRIVATE_KEY_CLONING,
	    0);
	assert_ok(clone_object_check(t.s[0], key, &o));
	fake_partition_policy(&t.f[0], t.par[0], POLICY_PARTITION_SECRET_KEY_CLONING, 0);
	assert_err(ERR_REFUSED, clone_object_check(t.s[0], key, &o));
	/* A backup goes back as it came. */
	assert_int_equal(1, value_of(&t.f[1], t.par[1],
	    POLICY_PARTITION_SECRET_KEY_CLONING));
	two_close(&t);
}

/* What this device has not, stands at its lowest and is not shown as a choice. */
static void
backup_hsm_has_its_own(void **state)
{
	enum policy policy;
	struct fake f;

	(void)state;
	fake_start(&f, "BACKUP7", 496771);
	assert_false(policy_permits(f.hsm, NULL, POLICY_HSM_FORCE_PIN_CHANGE));
	assert_err(ERR_ARGUMENT, policy_find(f.hsm, SCOPE_HSM,
	    policy_row(POLICY_HSM_SO_RESETS_PIN)->number, 1, &policy));
	assert_err(ERR_NOT_SUPPORTED, policy_find(f.hsm, SCOPE_HSM,
	    policy_row(POLICY_HSM_RESTRICTED_RESTORE)->number, 1, &policy));
	fake_end(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_unique),
		cmocka_unit_test(rows_are_sound),
		cmocka_unit_test(defaults_agree),
		cmocka_unit_test(needs_go_nowhere_in_circles),
		cmocka_unit_test(needs_are_named),
		cmocka_unit_test(numbers_are_found),
		cmocka_unit_test(destruction_has_a_direction),
		cmocka_unit_test(only_the_owner_changes),
		cmocka_unit_test(values_are_kept),
		cmocka_unit_test(stored_values_are_checked),
		cmocka_unit_test(failed_logins_are_counted),
		cmocka_unit_test(keys_are_wrapped),
		cmocka_unit_test(keys_are_cloned),
		cmocka_unit_test(backup_hsm_has_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
