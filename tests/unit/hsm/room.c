/* SPDX-License-Identifier: Apache-2.0 */
/* Opens the room with a role logged in, and makes and reads objects in it. */
#include "room.h"

void
room_open(struct room *r, enum role role)
{
	fake_start(&r->f, "K7", 150718);
	fake_ready(&r->f);
	r->par = fake_ready_partition(&r->f, "par1", 1000000);
	r->s = fake_session(&r->f, r->f.app, r->par, true);
	if (role != ROLE_NONE)
		assert_ok(fake_login(&r->f, r->s, role,
		    role == ROLE_CRYPTO_OFFICER ? "co-password"
		    : role == ROLE_CRYPTO_USER ? "cu-password"
					       : "po-password"));
}

void
room_close(struct room *r)
{
	fake_end(&r->f);
}

struct template
aes_asked(bool token)
{
	struct template t = { 0 };

	add_flag(&t, CKA_TOKEN, token);
	add_text(&t, CKA_LABEL, "key");
	add_number(&t, CKA_VALUE_LEN, 32);
	return t;
}

struct template
aes_made(void)
{
	struct template t = { 0 };

	add_text(&t, CKA_VALUE, "0123456789abcdef0123456789abcdef");
	return t;
}

enum err
aes_generate(struct room *r, const struct template *asked, uint64_t *out)
{
	struct template made = aes_made();
	unsigned len;
	struct change *c;

	TRY(object_make_check(r->s, BIRTH_GENERATE, CKM_AES_KEY_GEN, asked,
	    &len));
	TRY(object_make_plan(r->s, BIRTH_GENERATE, CKM_AES_KEY_GEN, asked,
	    &made, NULL, fake_uid(&r->f), &c));
	*out = change_handle(c, 0);
	return fake_done(&r->f, &c);
}

enum err
create(struct room *r, const struct template *t, uint64_t *out)
{
	struct change *c;

	TRY(object_make_plan(r->s, BIRTH_CREATE, 0, t, NULL, NULL,
	    fake_uid(&r->f), &c));
	*out = change_handle(c, 0);
	return fake_done(&r->f, &c);
}

enum err
get(struct room *r, uint64_t handle, uint64_t type, uint64_t *out_number,
    size_t *out_len)
{
	CLEARED_BY(buf_clear) struct buf rows = buf_up_to(100000);
	struct msg_attribute_answer answer;
	struct bytes rest;
	uint8_t wanted[4];
	enum err all;

	bytes_set_u32(wanted, (uint32_t)type);
	TRY(attributes_get(r->s, handle, bytes_of(wanted, 4), &rows, &all));
	rest = buf_bytes(&rows);
	assert_ok(rows_next(&rest, &wire_attribute_answer, &answer));
	assert_int_equal(all, answer.status);
	if (answer.value.len == 8)
		*out_number = bytes_u64(answer.value.ptr);
	else if (answer.value.len == 1)
		*out_number = answer.value.ptr[0];
	*out_len = answer.value.len;
	return (enum err)answer.status;
}
