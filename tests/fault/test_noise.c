/* SPDX-License-Identifier: Apache-2.0 */
/* Requests that are well formed and make no sense, from a link with a logged-in
 * Crypto Officer: every call, any values. The card answers each of them and
 * goes on; what it had is unharmed. */
#include "rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mech/parameter.h"
#include "spec/pkcs11.h"

#define REQUESTS 10000

static unsigned seed = 20260101;

static unsigned
chance(unsigned n)
{
	return (unsigned)rand_r(&seed) % n;
}

/* Handles and sessions that exist, numbers that mean something, others. */
static uint64_t
some_number(struct rig_link *l)
{
	static const uint64_t some[] = { 0, 1, 2, 3, 4, 5, 7, 16, 32, 128, 256,
		2048, 4096, CKM_AES_GCM, CKM_AES_CBC_PAD, CKM_AES_CTR,
		CKM_SHA256_HMAC, CKM_SHA256, CKM_RSA_PKCS, CKM_RSA_PKCS_OAEP,
		CKM_RSA_PKCS_PSS, CKM_ECDSA, CKM_ECDH1_DERIVE, CKM_AES_KEY_GEN,
		CKM_EC_KEY_PAIR_GEN, CKM_AES_KEY_WRAP_KWP, 65535, 65536,
		0x7fffffff, 0x80000000, 0xffffffff, ~0ull };

	if (chance(3) == 0)
		return l->session;
	return some[chance(sizeof(some) / sizeof(some[0]))];
}

static const uint8_t noise[4096];
static uint8_t noise_copy[4096];

static struct bytes
some_bytes(void)
{
	size_t len = chance(4) ? chance(40) : chance(sizeof(noise_copy));

	for (size_t i = 0; i < 16 && i < len; i++)
		noise_copy[chance((unsigned)len)] = (uint8_t)chance(256);
	return bytes_of(chance(2) ? noise_copy : noise, len);
}

static struct bytes
some_rows(struct rig_link *l, struct buf *reply)
{
	static const uint64_t types[] = { CKA_CLASS, CKA_TOKEN, CKA_PRIVATE,
		CKA_LABEL, CKA_VALUE, CKA_KEY_TYPE, CKA_VALUE_LEN, CKA_EXTRACTABLE,
		CKA_MODULUS_BITS, CKA_EC_PARAMS, CKA_EC_POINT, CKA_MODULUS,
		CKA_ENCRYPT, CKA_DERIVE, CKA_ALLOWED_MECHANISMS, CKA_OUID };

	reply->len = 0;
	for (unsigned n = chance(8); n > 0; n--) {
		uint64_t type = types[chance(sizeof(types) / sizeof(types[0]))];

		switch (chance(3)) {
		case 0:
			put_number(reply, type, some_number(l));
			break;
		case 1:
			put_flag(reply, type, chance(2));
			break;
		default:
			put_attribute(reply, type, some_bytes());
		}
	}
	return buf_bytes(reply);
}

static struct bytes
some_mechanism(struct rig_link *l, struct buf *reply)
{
	const struct mech_row *row;
	struct msg_mechanism m = { .type = some_number(l) & 0xffffffff };
	struct mech values = {
		.tag_bits = chance(200), .counter_bits = chance(200),
		.hash = CKM_SHA256, .mgf = chance(6), .salt_len = chance(64),
		.kdf = chance(3) };
	CLEARED_BY(buf_clear) struct buf parameter = buf_up_to(4096);

	values.iv = bytes_of(noise, chance(4) ? 16 : chance(40));
	values.aad = bytes_of(noise, chance(20));
	row = mech_row(m.type);
	if (row != NULL && chance(10) != 0)
		IGNORE(wire_encode(&parameters[row->parameter].message,
		    &values, &parameter));
	m.parameter = chance(10) ? buf_bytes(&parameter) : some_bytes();
	reply->len = 0;
	return wire_encode(&wire_mechanism, &m, reply) == ERR_OK
	    ? buf_bytes(reply) : some_bytes();
}

/* Any request whose values fit their fields. */
static bool
some_request(struct rig_link *l, const struct message *m, struct buf *out)
{
	struct buf rows[3] = { buf_up_to(65536), buf_up_to(65536),
		buf_up_to(65536) };
	uint64_t fields[64] = { 0 };
	uint8_t *at = (uint8_t *)fields;
	unsigned n_rows = 0;
	enum err e;

	assert_true(m->size <= sizeof(fields));
	for (unsigned i = 0; i < m->n_fields; i++) {
		const struct field *f = &m->fields[i];

		if (f->kind <= KIND_U64) {
			*(uint64_t *)(void *)at = i == 0 && chance(8)
			    ? l->session : some_number(l);
			at += sizeof(uint64_t);
			continue;
		}
		struct bytes value = some_bytes();

		if (f->kind == KIND_ROWS)
			value = some_rows(l, &rows[n_rows++ % 3]);
		else if (strcmp(f->name, "mechanism") == 0 && chance(10))
			value = some_mechanism(l, &rows[n_rows++ % 3]);
		*(struct bytes *)(void *)at = value;
		at += sizeof(struct bytes);
	}
	e = wire_encode(m, fields, out);
	for (unsigned i = 0; i < 3; i++)
		buf_clear(&rows[i]);
	return e == ERR_OK;
}

/* Not those that end the link or erase what is looked at afterwards; logins
 * and other Argon2 work only now and then; a key pair takes too long. */
static bool
may_be_asked(const struct message *m)
{
	if (m->op == 0 || m->op >= 0x600 || m->op == OP_link_close_request ||
	    m->op == OP_link_open_request || m->op == OP_channel_attach_request ||
	    m->op == OP_keypair_generate_request ||
	    m->op == OP_session_close_request || m->op == OP_logout_request ||
	    m->op == OP_session_close_all_request)
		return false;
	if ((m->op >= OP_login_request && m->op <= OP_role_reset_password_request) ||
	    m->op == OP_partition_init_request)
		return chance(50) == 0;
	return strstr(m->name, "_request") != NULL;
}

static unsigned
make_noise(struct rig_link *l, unsigned n)
{
	size_t n_messages;
	const struct message *const *all = wire_messages(&n_messages);
	unsigned sent = 0, done = 0;

	while (sent < n) {
		const struct message *m = all[chance((unsigned)n_messages)];
		CLEARED_BY(buf_clear) struct buf body = buf_up_to(LIMIT_FRAME_BODY);
		enum err e;

		if (!may_be_asked(m) || !some_request(l, m, &body))
			continue;
		l->reply.len = 0;
		e = l->c.exchange(l->c.ctx, l->c.link, m->op, buf_bytes(&body),
		    &l->reply);
		if (e == ERR_CLOSED || e == ERR_TIMEOUT || e == ERR_INTERNAL)
			fail_msg("%s: %s", m->name, err_words(e));
		sent++;
		done += e == ERR_OK;
	}
	return done;
}

static void
test_noise(void **state)
{
	CLEARED_BY(buf_clear) struct buf secret = buf_up_to(4096);
	CLEARED_BY(buf_clear) struct buf plain = buf_up_to(4096);
	struct rig_link admin, app, loud;
	uint64_t partition, key;
	struct rig rig;
	unsigned done;

	(void)state;
	if (getenv("LUNETTE_TEST_SEED") != NULL)
		seed = (unsigned)atoi(getenv("LUNETTE_TEST_SEED"));
	rig_make(&rig, "K7", 123456);
	rig_link_open(&rig, &admin, ORIGIN_ADMIN, false);
	rig_link_open(&rig, &app, ORIGIN_APP, false);
	hsm_set_up(&admin);
	partition = partition_set_up(&admin, &app, "par1", DOMAIN);
	key = make_aes_key(&app, "kept");
	assert_ok(gcm(&app, FUNCTION_ENCRYPT, key, bytes_of_text("x"), &secret));
	rig_link_open(&rig, &loud, ORIGIN_APP, false);
	partition_set_up(&admin, &loud, "noisy", DOMAIN);
	done = make_noise(&loud, REQUESTS);
	print_message("%u of %u requests made sense by chance\n", done, REQUESTS);
	rig_link_close(&loud);
	rig_link_close(&app);
	rig_link_open(&rig, &app, ORIGIN_APP, false);
	officer_login(&app, partition);
	assert_ok(gcm(&app, FUNCTION_DECRYPT, key, buf_bytes(&secret), &plain));
	rig_link_close(&admin);
	rig_link_close(&app);
	rig_remove(&rig);
}

/* From an admin: whatever became of the HSM, it starts again. */
static void
test_noisy_admin(void **state)
{
	struct msg_hsm_info_request in;
	struct msg_hsm_info_response info;
	struct rig_link admin, app;
	struct rig rig;

	(void)state;
	rig_make(&rig, "BACKUP7", 475287);
	rig_link_open(&rig, &admin, ORIGIN_ADMIN, true);
	hsm_set_up(&admin);
	admin.session = 1;
	make_noise(&admin, REQUESTS / 4);
	rig_link_close(&admin);
	assert_int_equal(0, rig_stop(&rig));
	rig_start(&rig);
	rig_link_open(&rig, &app, ORIGIN_APP, false);
	assert_ok(call_hsm_info(&app.c, &in, &info, &app.reply));
	assert_int_equal(475287, info.serial);
	rig_link_close(&app);
	rig_remove(&rig);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_noise),
		cmocka_unit_test(test_noisy_admin),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
