/* SPDX-License-Identifier: Apache-2.0 */
/* Keys of the real card: signatures, parts, wrapping, agreement, long work. */
#include "rig.h"

#include <string.h>
#include <sys/socket.h>

#include "spec/pkcs11.h"
#include "wire/frame.h"

static enum err
compute(struct rig_link *l, unsigned function, uint64_t key, uint64_t type,
    struct bytes data, struct bytes signature, struct buf *out)
{
	CLEARED_BY(buf_clear) struct buf m = mechanism(type);
	struct msg_crypt_request in = { l->session, function, key,
		buf_bytes(&m), data, signature };
	struct msg_crypt_response answer;

	TRY(call_crypt(&l->c, &in, &answer, &l->reply));
	return buf_put(out, answer.data);
}

static void
sign_and_verify(struct rig_link *l, struct pair pair, uint64_t type)
{
	CLEARED_BY(buf_clear) struct buf signature = buf_up_to(4096);
	struct bytes data = bytes_of_text("what is to be signed, 32 bytes..");
	struct bytes other = bytes_of_text("something else of 32 bytes......");

	assert_ok(compute(l, FUNCTION_SIGN, pair.private, type, data,
	    bytes_of(NULL, 0), &signature));
	assert_ok(compute(l, FUNCTION_VERIFY, pair.public, type, data,
	    buf_bytes(&signature), &signature));
	assert_err(ERR_SIGNATURE_INVALID, compute(l, FUNCTION_VERIFY, pair.public,
	    type, other, buf_bytes(&signature), &signature));
}

static void
stream_start(struct rig_link *l, unsigned function, uint64_t type)
{
	CLEARED_BY(buf_clear) struct buf m = mechanism(type);
	struct msg_stream_start_request in = { l->session, function, 0,
		buf_bytes(&m) };
	struct msg_stream_start_response out;

	assert_ok(call_stream_start(&l->c, &in, &out, &l->reply));
}

static void
digest_in_parts(struct rig_link *l)
{
	CLEARED_BY(buf_clear) struct buf whole = buf_up_to(64);
	struct msg_stream_update_request part = { l->session, FUNCTION_DIGEST, 0,
		bytes_of_text("ab") };
	struct msg_stream_update_response part_out;
	struct msg_stream_finish_request end = { l->session, FUNCTION_DIGEST };
	struct msg_stream_finish_response end_out;

	stream_start(l, FUNCTION_DIGEST, CKM_SHA256);
	assert_ok(call_stream_update(&l->c, &part, &part_out, &l->reply));
	part.data = bytes_of_text("c");
	assert_ok(call_stream_update(&l->c, &part, &part_out, &l->reply));
	assert_ok(compute(l, FUNCTION_DIGEST, 0, CKM_SHA256, bytes_of_text("abc"),
	    bytes_of(NULL, 0), &whole));
	assert_ok(call_stream_finish(&l->c, &end, &end_out, &l->reply));
	assert_true(bytes_equal(buf_bytes(&whole), end_out.data));
	assert_err(ERR_OPERATION_NOT_INITIALIZED,
	    call_stream_finish(&l->c, &end, &end_out, &l->reply));
}

/* A P-256 private key of this test, PKCS#8; its public point is the end. */
static const uint8_t private_der[] = {
	0x30, 0x81, 0x87, 0x02, 0x01, 0x00, 0x30, 0x13, 0x06, 0x07, 0x2a,
	0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48,
	0xce, 0x3d, 0x03, 0x01, 0x07, 0x04, 0x6d, 0x30, 0x6b, 0x02, 0x01,
	0x01, 0x04, 0x20, 0xb0, 0x07, 0x5e, 0x65, 0x2b, 0x17, 0x2c, 0x56,
	0xe6, 0x37, 0x83, 0x7f, 0x72, 0x91, 0x09, 0xd6, 0xf0, 0xf6, 0xbf,
	0xe5, 0xd5, 0x34, 0x7a, 0x52, 0x92, 0x5f, 0x1c, 0x1f, 0x99, 0xab,
	0xa4, 0x26, 0xa1, 0x44, 0x03, 0x42, 0x00, 0x04, 0x19, 0xf2, 0x62,
	0x26, 0x02, 0x24, 0xb0, 0x4b, 0x2d, 0x89, 0xb4, 0xbe, 0x7e, 0x84,
	0x1a, 0xa0, 0x73, 0xc2, 0x72, 0x69, 0xcd, 0x25, 0xb1, 0x0b, 0x27,
	0xbe, 0xac, 0x7d, 0x37, 0xbd, 0x31, 0x23, 0x6f, 0xb3, 0x37, 0x59,
	0x55, 0xef, 0x52, 0x13, 0x64, 0x05, 0x8d, 0xb4, 0x57, 0x90, 0x2d,
	0xed, 0x76, 0x65, 0x7b, 0x1c, 0x3c, 0x58, 0x5a, 0x16, 0x4b, 0x4f,
	0x47, 0x5a, 0x27, 0x35, 0xf2, 0xfc,
};

#define POINT_LEN 65

static uint64_t
make_public(struct rig_link *l)
{
	static const uint8_t p256[] = { 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7 };
	CLEARED_BY(buf_clear) struct buf rows = buf_up_to(1024);
	struct msg_object_create_request in = { .session = l->session };
	struct msg_object_create_response out;
	uint8_t point[2 + POINT_LEN] = { 4, POINT_LEN };

	memcpy(point + 2, private_der + sizeof(private_der) - POINT_LEN,
	    POINT_LEN);
	put_number(&rows, CKA_CLASS, CKO_PUBLIC_KEY);
	put_number(&rows, CKA_KEY_TYPE, CKK_EC);
	put_attribute(&rows, CKA_EC_PARAMS, bytes_of(p256, sizeof(p256)));
	put_attribute(&rows, CKA_EC_POINT, bytes_of(point, sizeof(point)));
	put_flag(&rows, CKA_VERIFY, true);
	in.template = buf_bytes(&rows);
	assert_ok(call_object_create(&l->c, &in, &out, &l->reply));
	return out.handle;
}

static enum err
unwrap(struct rig_link *l, uint64_t wrapper, struct bytes wrapped,
    uint64_t class, uint64_t type, uint64_t *out_handle)
{
	CLEARED_BY(buf_clear) struct buf m = mechanism(CKM_AES_KEY_WRAP_KWP);
	CLEARED_BY(buf_clear) struct buf rows = buf_up_to(1024);
	struct msg_key_unwrap_request in = { l->session, buf_bytes(&m), wrapper,
		wrapped };
	struct msg_key_unwrap_response out;

	put_number(&rows, CKA_CLASS, class);
	put_number(&rows, CKA_KEY_TYPE, type);
	put_flag(&rows, CKA_SIGN, true);
	in.template = buf_bytes(&rows);
	TRY(call_key_unwrap(&l->c, &in, &out, &l->reply));
	*out_handle = out.handle;
	return ERR_OK;
}

/* A private key comes in wrapped and works. */
static void
unwrap_private(struct rig_link *l, uint64_t wrapper)
{
	CLEARED_BY(buf_clear) struct buf wrapped = buf_up_to(1024);
	struct pair pair = { .public = make_public(l) };

	assert_ok(compute(l, FUNCTION_ENCRYPT, wrapper, CKM_AES_KEY_WRAP_KWP,
	    bytes_of(private_der, sizeof(private_der)), bytes_of(NULL, 0),
	    &wrapped));
	assert_ok(unwrap(l, wrapper, buf_bytes(&wrapped), CKO_PRIVATE_KEY, CKK_EC,
	    &pair.private));
	sign_and_verify(l, pair, CKM_ECDSA);
	assert_err(ERR_WRAPPED_KEY_INVALID, unwrap(l, wrapper,
	    buf_bytes(&wrapped), CKO_PRIVATE_KEY, CKK_RSA, &pair.private));
	wrapped.ptr[3] ^= 1;
	assert_err(ERR_WRAPPED_KEY_INVALID, unwrap(l, wrapper,
	    buf_bytes(&wrapped), CKO_PRIVATE_KEY, CKK_EC, &pair.private));
}

static enum err
wrap(struct rig_link *l, uint64_t wrapper, uint64_t key, struct buf *out)
{
	CLEARED_BY(buf_clear) struct buf m = mechanism(CKM_AES_KEY_WRAP_KWP);
	struct msg_key_wrap_request in = { l->session, buf_bytes(&m), wrapper, key };
	struct msg_key_wrap_response wrapped;

	TRY(call_key_wrap(&l->c, &in, &wrapped, &l->reply));
	return buf_put(out, wrapped.wrapped);
}

/* A secret key goes out wrapped and comes back the same; a private key does
 * not go out (partition policy 1). */
static void
wrap_and_back(struct rig_link *l, uint64_t wrapper, struct pair pair)
{
	CLEARED_BY(buf_clear) struct buf wrapped = buf_up_to(1024);
	CLEARED_BY(buf_clear) struct buf first = buf_up_to(64);
	CLEARED_BY(buf_clear) struct buf second = buf_up_to(64);
	uint64_t key = make_aes_key(l, "goes out"), back;

	assert_err(ERR_REFUSED, wrap(l, wrapper, pair.private, &wrapped));
	assert_ok(wrap(l, wrapper, key, &wrapped));
	assert_int_equal(40, wrapped.len);
	assert_ok(unwrap(l, wrapper, buf_bytes(&wrapped), CKO_SECRET_KEY,
	    CKK_GENERIC_SECRET, &back));
	assert_ok(compute(l, FUNCTION_SIGN, back, CKM_SHA256_HMAC,
	    bytes_of_text("x"), bytes_of(NULL, 0), &first));
	assert_ok(unwrap(l, wrapper, buf_bytes(&wrapped), CKO_SECRET_KEY,
	    CKK_GENERIC_SECRET, &back));
	assert_ok(compute(l, FUNCTION_SIGN, back, CKM_SHA256_HMAC,
	    bytes_of_text("x"), bytes_of(NULL, 0), &second));
	assert_true(bytes_equal(buf_bytes(&first), buf_bytes(&second)));
}

static uint64_t
make_wrapper(struct rig_link *l)
{
	CLEARED_BY(buf_clear) struct buf rows = buf_up_to(1024);
	CLEARED_BY(buf_clear) struct buf m = mechanism(CKM_AES_KEY_GEN);
	struct msg_key_generate_request in = { .session = l->session };
	struct msg_key_generate_response out;

	put_number(&rows, CKA_VALUE_LEN, 32);
	put_flag(&rows, CKA_WRAP, true);
	put_flag(&rows, CKA_ENCRYPT, true);
	put_flag(&rows, CKA_UNWRAP, true);
	in.mechanism = buf_bytes(&m);
	in.template = buf_bytes(&rows);
	assert_ok(call_key_generate(&l->c, &in, &out, &l->reply));
	return out.handle;
}

/* The attribute's value, as the card would give it to anyone. */
static void
attribute_of(struct rig_link *l, uint64_t object, uint64_t type, struct buf *out)
{
	uint8_t types[4];
	struct msg_attributes_get_request in = { l->session, object };
	struct msg_attributes_get_response got;
	struct msg_attribute_answer answer;

	bytes_set_u32(types, (uint32_t)type);
	in.types = bytes_of(types, 4);
	assert_ok(call_attributes_get(&l->c, &in, &got, &l->reply));
	assert_ok(rows_next(&got.attributes, &wire_attribute_answer, &answer));
	assert_int_equal(ERR_OK, answer.status);
	assert_ok(buf_put(out, answer.value));
}

static uint64_t
agree(struct rig_link *l, struct pair mine, struct pair theirs)
{
	CLEARED_BY(buf_clear) struct buf point = buf_up_to(256);
	CLEARED_BY(buf_clear) struct buf m = buf_up_to(4096);
	CLEARED_BY(buf_clear) struct buf rows = buf_up_to(1024);
	struct mech ecdh = { .type = CKM_ECDH1_DERIVE, .kdf = CKD_NULL };
	struct msg_key_derive_request in = { .session = l->session,
		.base_key = mine.private };
	struct msg_key_derive_response out;

	attribute_of(l, theirs.public, CKA_EC_POINT, &point);
	ecdh.peer = buf_bytes(&point);
	assert_ok(mech_encode(&ecdh, &m));
	put_number(&rows, CKA_CLASS, CKO_SECRET_KEY);
	put_number(&rows, CKA_KEY_TYPE, CKK_AES);
	put_number(&rows, CKA_VALUE_LEN, 32);
	put_flag(&rows, CKA_ENCRYPT, true);
	put_flag(&rows, CKA_DECRYPT, true);
	in.mechanism = buf_bytes(&m);
	in.template = buf_bytes(&rows);
	assert_ok(call_key_derive(&l->c, &in, &out, &l->reply));
	return out.handle;
}

static void
agree_and_encrypt(struct rig_link *l, struct pair a, struct pair b)
{
	CLEARED_BY(buf_clear) struct buf secret = buf_up_to(64);
	CLEARED_BY(buf_clear) struct buf plain = buf_up_to(64);

	assert_ok(gcm(l, FUNCTION_ENCRYPT, agree(l, a, b),
	    bytes_of_text("for both"), &secret));
	assert_ok(gcm(l, FUNCTION_DECRYPT, agree(l, b, a), buf_bytes(&secret),
	    &plain));
	assert_int_equal(8, plain.len);
}

static void
test_keys(void **state)
{
	struct rig_link admin, app;
	struct pair rsa, ec;
	uint64_t wrapper;
	struct rig rig;

	(void)state;
	rig_make(&rig, "K7", 123456);
	rig_link_open(&rig, &admin, ORIGIN_ADMIN, false);
	rig_link_open(&rig, &app, ORIGIN_APP, false);
	hsm_set_up(&admin);
	partition_set_up(&admin, &app, "par1", DOMAIN);
	rsa = make_rsa_pair(&app, 2048);
	ec = make_p256_pair(&app);
	wrapper = make_wrapper(&app);
	assert_int_equal(5, count_objects(&app));
	sign_and_verify(&app, rsa, CKM_SHA256_RSA_PKCS);
	sign_and_verify(&app, rsa, CKM_RSA_PKCS);
	sign_and_verify(&app, ec, CKM_ECDSA_SHA256);
	sign_and_verify(&app, ec, CKM_ECDSA);
	digest_in_parts(&app);
	wrap_and_back(&app, wrapper, rsa);
	unwrap_private(&app, wrapper);
	agree_and_encrypt(&app, ec, make_p256_pair(&app));
	rig_link_close(&admin);
	rig_link_close(&app);
	rig_remove(&rig);
}

/* --- long work --- */

static void
ask_for_pair(struct rig_link *l, uint64_t id, struct buf *out)
{
	CLEARED_BY(buf_clear) struct buf m = mechanism(CKM_RSA_PKCS_KEY_PAIR_GEN);
	CLEARED_BY(buf_clear) struct buf rows = buf_up_to(256);
	CLEARED_BY(buf_clear) struct buf body = buf_up_to(4096);
	struct msg_keypair_generate_request in = { l->session, buf_bytes(&m) };
	struct frame f = { .op = OP_keypair_generate_request, .link = 7, .id = id };

	put_number(&rows, CKA_MODULUS_BITS, 4096);
	in.public_template = buf_bytes(&rows);
	assert_ok(wire_encode(&wire_keypair_generate_request, &in, &body));
	f.body = buf_bytes(&body);
	assert_ok(frame_put(out, &f));
}

/* Counts signs of life until all have been answered, and how many were before
 * the short request was. */
static void
hear_all(struct rig_link *l, unsigned n_all, unsigned *out_beats,
    unsigned *out_before)
{
	CLEARED_BY(buf_clear) struct buf in = buf_up_to(1 << 20);
	unsigned n = 0;
	struct frame f;
	size_t size;

	while (n < n_all) {
		ssize_t got;

		assert_ok(buf_reserve(&in, 65536));
		got = recv(l->ask.fd, in.ptr + in.len, 65536, 0);
		assert_true(got > 0);
		in.len += (size_t)got;
		while (frame_parse(buf_bytes(&in), &f, &size) == ERR_OK) {
			bool beat = f.flags & FRAME_HEARTBEAT;

			if (f.op == OP_ping_request)
				*out_before = n;
			assert_int_equal(0, f.status);
			*out_beats += beat;
			n += !beat;
			buf_consume(&in, size);
		}
	}
}

static unsigned
ask_for_many(struct rig_link *l, unsigned n)
{
	CLEARED_BY(buf_clear) struct buf out = buf_up_to(1 << 20);
	struct frame ping = { .op = OP_ping_request, .link = 7, .id = 99 };
	unsigned beats = 0, before_ping = n;

	for (unsigned i = 0; i < n; i++)
		ask_for_pair(l, 1000 + i, &out);
	assert_ok(frame_put(&out, &ping));
	assert_int_equal(out.len, send(l->ask.fd, out.ptr, out.len, 0));
	hear_all(l, n + 1, &beats, &before_ping);
	assert_true(before_ping <= n / 2);
	return beats;
}

/* A queue of long work gives signs of life, and short work passes by. How much
 * is long depends on the machine. */
static void
test_long_work(void **state)
{
	struct rig_link admin, app;
	unsigned beats = 0;
	struct rig rig;

	(void)state;
	rig_make(&rig, "K7", 123456);
	rig_link_open(&rig, &admin, ORIGIN_ADMIN, false);
	rig_link_open(&rig, &app, ORIGIN_APP, false);
	hsm_set_up(&admin);
	partition_set_up(&admin, &app, "par1", DOMAIN);
	for (unsigned n = 4; beats == 0 && n <= 256; n *= 4)
		beats = ask_for_many(&app, n);
	assert_true(beats > 0);
	rig_link_close(&admin);
	rig_link_close(&app);
	rig_remove(&rig);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_long_work),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
