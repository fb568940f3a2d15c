/* SPDX-License-Identifier: Apache-2.0 */
/* The keys and objects that tests of a real card make again and again. */
#include "rig.h"

#include "spec/pkcs11.h"

void
put_attribute(struct buf *rows, uint64_t type, struct bytes value)
{
	struct msg_attribute row = { type, value };

	assert_ok(rows_put(rows, &wire_attribute, &row));
}

void
put_number(struct buf *rows, uint64_t type, uint64_t value)
{
	uint8_t encoded[8];

	bytes_set_u64(encoded, value);
	put_attribute(rows, type, bytes_of(encoded, 8));
}

void
put_flag(struct buf *rows, uint64_t type, bool value)
{
	uint8_t encoded = value;

	put_attribute(rows, type, bytes_of(&encoded, 1));
}

struct buf
mechanism(uint64_t type)
{
	struct buf out = buf_up_to(4096);
	struct mech m = { .type = type };

	assert_ok(mech_encode(&m, &out));
	return out;
}

uint64_t
make_aes_key(struct rig_link *l, const char *label)
{
	CLEARED_BY(buf_clear) struct buf rows = buf_up_to(4096);
	CLEARED_BY(buf_clear) struct buf m = mechanism(CKM_AES_KEY_GEN);
	struct msg_key_generate_request in = { .session = l->session };
	struct msg_key_generate_response out;

	put_flag(&rows, CKA_TOKEN, true);
	put_attribute(&rows, CKA_LABEL, bytes_of_text(label));
	put_number(&rows, CKA_VALUE_LEN, 32);
	put_flag(&rows, CKA_EXTRACTABLE, true);
	put_flag(&rows, CKA_ENCRYPT, true);
	put_flag(&rows, CKA_DECRYPT, true);
	in.mechanism = buf_bytes(&m);
	in.template = buf_bytes(&rows);
	assert_ok(call_key_generate(&l->c, &in, &out, &l->reply));
	return out.handle;
}

enum err
make_data(struct rig_link *l, const char *label, uint64_t *out_handle)
{
	CLEARED_BY(buf_clear) struct buf rows = buf_up_to(4096);
	struct msg_object_create_request in = { .session = l->session };
	struct msg_object_create_response out;

	put_number(&rows, CKA_CLASS, CKO_DATA);
	put_flag(&rows, CKA_TOKEN, true);
	put_flag(&rows, CKA_PRIVATE, true);
	put_attribute(&rows, CKA_LABEL, bytes_of_text(label));
	put_attribute(&rows, CKA_VALUE, bytes_of_text("something to keep"));
	in.template = buf_bytes(&rows);
	TRY(call_object_create(&l->c, &in, &out, &l->reply));
	*out_handle = out.handle;
	return ERR_OK;
}

unsigned
count_objects(struct rig_link *l)
{
	struct msg_objects_find_request in = { .session = l->session, .most = 4096 };
	struct msg_objects_find_response out;

	assert_ok(call_objects_find(&l->c, &in, &out, &l->reply));
	assert_false(out.more);
	return (unsigned)(out.handles.len / 8);
}

enum err
gcm(struct rig_link *l, unsigned function, uint64_t key, struct bytes data,
    struct buf *out)
{
	CLEARED_BY(buf_clear) struct buf encoded = buf_up_to(4096);
	struct mech m = { .type = CKM_AES_GCM, .tag_bits = 128,
		.iv = bytes_of_text("twelve bytes") };
	struct msg_crypt_request in = { .session = l->session,
		.function = function, .key = key, .data = data };
	struct msg_crypt_response answer;

	TRY(mech_encode(&m, &encoded));
	in.mechanism = buf_bytes(&encoded);
	TRY(call_crypt(&l->c, &in, &answer, &l->reply));
	return buf_put(out, answer.data);
}

struct pair
make_pair(struct rig_link *l, uint64_t type, uint64_t attribute, struct bytes value)
{
	CLEARED_BY(buf_clear) struct buf public = buf_up_to(4096);
	CLEARED_BY(buf_clear) struct buf private = buf_up_to(4096);
	CLEARED_BY(buf_clear) struct buf m = mechanism(type);
	struct msg_keypair_generate_request in = { .session = l->session };
	struct msg_keypair_generate_response out;

	put_flag(&public, CKA_VERIFY, true);
	put_attribute(&public, attribute, value);
	put_flag(&private, CKA_SIGN, true);
	put_flag(&private, CKA_EXTRACTABLE, true);
	if (attribute == CKA_EC_PARAMS)
		put_flag(&private, CKA_DERIVE, true);
	in.mechanism = buf_bytes(&m);
	in.public_template = buf_bytes(&public);
	in.private_template = buf_bytes(&private);
	assert_ok(call_keypair_generate(&l->c, &in, &out, &l->reply));
	return (struct pair){ out.public_handle, out.private_handle };
}

struct pair
make_rsa_pair(struct rig_link *l, unsigned bits)
{
	uint8_t encoded[8];

	bytes_set_u64(encoded, bits);
	return make_pair(l, CKM_RSA_PKCS_KEY_PAIR_GEN, CKA_MODULUS_BITS,
	    bytes_of(encoded, 8));
}

struct pair
make_p256_pair(struct rig_link *l)
{
	static const uint8_t p256[] = { 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7 };

	return make_pair(l, CKM_EC_KEY_PAIR_GEN, CKA_EC_PARAMS,
	    bytes_of(p256, sizeof(p256)));
}
