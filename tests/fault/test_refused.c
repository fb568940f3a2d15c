/* SPDX-License-Identifier: Apache-2.0 */
/* Requests that no program of ours sends, but that an attacker who speaks the
 * protocol can send. */
#include "rig.h"

#include <string.h>
#include <sys/socket.h>

#include "spec/pkcs11.h"
#include "wire/frame.h"

struct bench {
	struct rig rig;
	struct rig_link admin, app;
};

static void
bench_open(struct bench *b)
{
	rig_make(&b->rig, "K7", 123456);
	rig_link_open(&b->rig, &b->admin, ORIGIN_ADMIN, false);
	rig_link_open(&b->rig, &b->app, ORIGIN_APP, false);
	hsm_set_up(&b->admin);
	partition_set_up(&b->admin, &b->app, "par1", DOMAIN);
}

static void
bench_close(struct bench *b)
{
	rig_link_close(&b->admin);
	rig_link_close(&b->app);
	rig_remove(&b->rig);
}

static enum err
set_policy(struct rig_link *l, uint32_t number, uint32_t value)
{
	struct msg_hsm_policy_set_request in = { .number = number, .value = value };
	struct msg_hsm_policy_set_response out;

	return call_hsm_policy_set(&l->c, &in, &out, &l->reply);
}

static enum err
set_of_partition(struct rig_link *l, uint32_t session, uint32_t number,
    uint64_t value)
{
	struct msg_partition_policy_set_request in = { session, number, value };
	struct msg_partition_policy_set_response out;

	return call_partition_policy_set(&l->c, &in, &out, &l->reply);
}

static enum err
list_of_partition(struct rig_link *l, uint64_t serial)
{
	struct msg_partition_policies_request in = { serial };
	struct msg_partition_policies_response out;

	return call_partition_policies(&l->c, &in, &out, &l->reply);
}

static void
test_policies(void **state)
{
	struct bench b;

	(void)state;
	bench_open(&b);
	assert_err(ERR_NOT_SUPPORTED, set_policy(&b.admin, 0, 1));
	assert_err(ERR_ARGUMENT, set_policy(&b.admin, 11, 1));
	assert_err(ERR_ARGUMENT, set_policy(&b.admin, 1000, 1));
	assert_err(ERR_ARGUMENT, set_policy(&b.admin, 21, 2));
	assert_err(ERR_NOT_SUPPORTED, set_policy(&b.admin, 12, 1));
	assert_ok(set_policy(&b.admin, 21, 0));
	assert_err(ERR_ARGUMENT, set_of_partition(&b.app, b.app.session, 20, 0));
	assert_err(ERR_ARGUMENT, set_of_partition(&b.app, b.app.session, 20, 11));
	assert_err(ERR_ARGUMENT, set_of_partition(&b.app, b.app.session, 1, 1));
	assert_err(ERR_ARGUMENT, set_of_partition(&b.app, b.app.session, 21, 0));
	assert_err(ERR_SESSION_INVALID, set_of_partition(&b.app, 77777, 20, 5));
	assert_err(ERR_SESSION_INVALID,
	    set_of_partition(&b.admin, b.app.session, 20, 5));
	assert_err(ERR_NOT_LOGGED_IN,
	    set_of_partition(&b.app, b.app.session, 20, 5)); /* an officer */
	assert_err(ERR_PARTITION_UNKNOWN, list_of_partition(&b.app, 77777));
	bench_close(&b);
}

static void
functions_of_parts(struct rig_link *l, uint32_t function)
{
	struct msg_stream_update_request update = { .session = l->session,
		.function = function, .data = bytes_of_text("x") };
	struct msg_stream_finish_request finish = { .session = l->session,
		.function = function };
	struct msg_stream_cancel_request cancel = { .session = l->session,
		.function = function };
	struct msg_stream_update_response updated;
	struct msg_stream_finish_response finished;
	struct msg_stream_cancel_response cancelled;

	assert_err(ERR_ARGUMENT, call_stream_update(&l->c, &update, &updated, &l->reply));
	assert_err(ERR_ARGUMENT, call_stream_finish(&l->c, &finish, &finished, &l->reply));
	assert_err(ERR_ARGUMENT, call_stream_cancel(&l->c, &cancel, &cancelled, &l->reply));
}

/* Whatever is not to encrypt, decrypt, sign, verify or digest; also what the
 * card itself counts among the works of a session: cloning. */
static void
test_functions(void **state)
{
	static const uint32_t none[] = { 0, FUNCTION_DIGEST + 1, FUNCTION_DIGEST + 2,
		255, UINT32_MAX };
	CLEARED_BY(buf_clear) struct buf m = mechanism(CKM_SHA256);
	struct bench b;

	(void)state;
	bench_open(&b);
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
		struct msg_crypt_request crypt = { b.app.session, none[i], 0,
			buf_bytes(&m), bytes_of_text("x"), bytes_of(NULL, 0) };
		struct msg_crypt_response crypted;
		struct msg_stream_start_request start = { b.app.session, none[i], 0,
			buf_bytes(&m) };
		struct msg_stream_start_response started;

		assert_err(ERR_ARGUMENT,
		    call_crypt(&b.app.c, &crypt, &crypted, &b.app.reply));
		assert_err(ERR_ARGUMENT,
		    call_stream_start(&b.app.c, &start, &started, &b.app.reply));
		functions_of_parts(&b.app, none[i]);
	}
	bench_close(&b);
}

/* --- two at one work --- */

#define UPDATES 400

static void
put_request(struct buf *out, const struct message *m, const void *in, uint64_t id)
{
	CLEARED_BY(buf_clear) struct buf body = buf_up_to(4096);
	struct frame f = { .op = m->op, .link = 7, .id = id };

	assert_ok(wire_encode(m, in, &body));
	f.body = buf_bytes(&body);
	assert_ok(frame_put(out, &f));
}

/* How many of n answers said that another is at it. */
static unsigned
count_active(struct rig_link *l, unsigned n)
{
	CLEARED_BY(buf_clear) struct buf in = buf_up_to(1 << 20);
	unsigned active = 0;
	struct frame f;
	size_t size;

	while (n > 0) {
		ssize_t got;

		assert_ok(buf_reserve(&in, 65536));
		got = recv(l->ask.fd, in.ptr + in.len, 65536, 0);
		assert_true(got > 0);
		in.len += (size_t)got;
		while (frame_parse(buf_bytes(&in), &f, &size) == ERR_OK) {
			active += f.status == ERR_OPERATION_ACTIVE;
			n -= (f.flags & FRAME_HEARTBEAT) == 0;
			buf_consume(&in, size);
		}
	}
	return active;
}

/* A worker ends the signature while the loop gets more of what is signed. */
static unsigned
end_and_go_on(struct rig_link *l, uint64_t key)
{
	CLEARED_BY(buf_clear) struct buf out = buf_up_to(1 << 20);
	CLEARED_BY(buf_clear) struct buf m = mechanism(CKM_SHA256_RSA_PKCS);
	struct msg_stream_start_request start = { l->session, FUNCTION_SIGN, key,
		buf_bytes(&m) };
	struct msg_stream_start_response started;
	struct msg_stream_finish_request finish = { l->session, FUNCTION_SIGN };
	struct msg_stream_update_request update = { l->session, FUNCTION_SIGN, 0,
		bytes_of_text("more") };
	struct msg_stream_cancel_request cancel = { l->session, FUNCTION_SIGN };
	struct msg_stream_cancel_response cancelled;
	unsigned active;

	assert_ok(call_stream_start(&l->c, &start, &started, &l->reply));
	put_request(&out, &wire_stream_finish_request, &finish, 1000);
	for (unsigned i = 0; i < UPDATES; i++)
		put_request(&out, &wire_stream_update_request, &update, 2000 + i);
	assert_int_equal(out.len, send(l->ask.fd, out.ptr, out.len, 0));
	active = count_active(l, 1 + UPDATES);
	assert_ok(call_stream_cancel(&l->c, &cancel, &cancelled, &l->reply));
	return active;
}

static void
test_one_at_a_time(void **state)
{
	unsigned active = 0;
	struct bench b;
	struct pair rsa;

	(void)state;
	bench_open(&b);
	rsa = make_rsa_pair(&b.app, 4096);
	for (unsigned i = 0; active == 0 && i < 100; i++)
		active = end_and_go_on(&b.app, rsa.private);
	assert_true(active > 0);
	bench_close(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_policies),
		cmocka_unit_test(test_functions),
		cmocka_unit_test(test_one_at_a_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
