/* SPDX-License-Identifier: Apache-2.0 */
/* How fast the card is by itself, over a socket pair: not a test. Prints
 * requests a second for some calls with 1 and with 64 of them under way. */
#include "rig.h"

#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "spec/pkcs11.h"
#include "wire/frame.h"

#define SECONDS_MS 1500

/* A request that is sent again and again. */
struct drum {
	const char *name;
	uint16_t op;
	struct buf body;
};

static void
beat(struct rig_link *l, const struct drum *d, unsigned n, struct buf *out)
{
	struct frame f = { .op = d->op, .link = 7, .body = buf_bytes(&d->body) };

	for (unsigned i = 0; i < n; i++) {
		f.id = i + 1;
		assert_ok(frame_put(out, &f));
	}
	for (size_t at = 0; at < out->len;) {
		ssize_t sent = send(l->ask.fd, out->ptr + at, out->len - at, 0);

		assert_true(sent > 0);
		at += (size_t)sent;
	}
	out->len = 0;
}

/* How many answers came. */
static unsigned
hear(struct rig_link *l, struct buf *in)
{
	unsigned n = 0;
	struct frame f;
	size_t size;
	ssize_t got;

	assert_ok(buf_reserve(in, 65536));
	got = recv(l->ask.fd, in->ptr + in->len, 65536, 0);
	assert_true(got > 0);
	in->len += (size_t)got;
	while (frame_parse(buf_bytes(in), &f, &size) == ERR_OK) {
		if (!(f.flags & FRAME_HEARTBEAT)) {
			assert_int_equal(0, f.status);
			n++;
		}
		buf_consume(in, size);
	}
	return n;
}

static void
measure(struct rig_link *l, const struct drum *d, unsigned depth)
{
	CLEARED_BY(buf_clear) struct buf in = buf_up_to(4 << 20);
	CLEARED_BY(buf_clear) struct buf out = buf_up_to(4 << 20);
	int64_t start = clock_us(), took;
	unsigned n = 0;

	beat(l, d, depth, &out);
	while (clock_us() - start < SECONDS_MS * 1000) {
		unsigned m = hear(l, &in);

		n += m;
		beat(l, d, m, &out);
	}
	for (unsigned left = depth; left > 0;)
		left -= hear(l, &in);
	took = clock_us() - start;
	printf("%-28s %3u under way: %9.0f/s\n", d->name, depth,
	    (n + depth) * 1e6 / (double)took);
}

static struct buf
encoded(const struct message *m, const void *in)
{
	struct buf out = buf_up_to(LIMIT_FRAME_BODY);

	assert_ok(wire_encode(m, in, &out));
	return out;
}

static struct drum
crypt_drum(const char *name, struct rig_link *l, unsigned function, uint64_t key,
    const struct mech *m, size_t len)
{
	static uint8_t data[65536];
	struct buf mech = buf_up_to(LIMIT_FRAME_BODY);
	struct msg_crypt_request in = { l->session, function, key,
		.data = bytes_of(data, len) };

	assert_ok(mech_encode(m, &mech));
	in.mechanism = buf_bytes(&mech);
	return (struct drum){ name, OP_crypt_request,
		encoded(&wire_crypt_request, &in) };
}

static struct drum
create_drum(struct rig_link *l)
{
	struct buf rows = buf_up_to(4096);
	struct msg_object_create_request in = { .session = l->session };

	put_number(&rows, CKA_CLASS, CKO_DATA);
	put_flag(&rows, CKA_TOKEN, true);
	put_attribute(&rows, CKA_LABEL, bytes_of_text("label"));
	put_attribute(&rows, CKA_VALUE, bytes_of_text("some value to keep here"));
	in.template = buf_bytes(&rows);
	return (struct drum){ "durable object (data)", OP_object_create_request,
		encoded(&wire_object_create_request, &in) };
}

static struct drum
find_drum(struct rig_link *l)
{
	struct buf rows = buf_up_to(4096);
	struct msg_objects_find_request in = { .session = l->session, .most = 10 };

	put_attribute(&rows, CKA_LABEL, bytes_of_text("needle"));
	in.template = buf_bytes(&rows);
	return (struct drum){ "find by label", OP_objects_find_request,
		encoded(&wire_objects_find_request, &in) };
}

static void
both(struct rig_link *l, struct drum d)
{
	measure(l, &d, 1);
	measure(l, &d, 64);
	buf_clear(&d.body);
}

static void
measure_all(struct rig_link *l)
{
	struct mech gcm_mech = { .type = CKM_AES_GCM, .tag_bits = 128,
		.iv = bytes_of_text("twelve bytes") };
	struct mech rsa_mech = { .type = CKM_RSA_PKCS };
	struct mech ec_mech = { .type = CKM_ECDSA };
	uint64_t aes = make_aes_key(l, "needle");
	uint64_t rsa = make_rsa_pair(l, 2048).private;
	uint64_t ec = make_p256_pair(l).private;

	both(l, (struct drum){ "ping", OP_ping_request, { 0 } });
	both(l, crypt_drum("AES-256-GCM 1 KiB", l, FUNCTION_ENCRYPT, aes,
	    &gcm_mech, 1024));
	both(l, crypt_drum("P-256 sign", l, FUNCTION_SIGN, ec, &ec_mech, 32));
	both(l, crypt_drum("RSA-2048 sign", l, FUNCTION_SIGN, rsa, &rsa_mech, 32));
	both(l, create_drum(l));
	both(l, find_drum(l));
}

static void
test_measure(void **state)
{
	struct rig_link admin, app;
	struct rig rig;

	(void)state;
	rig_make(&rig, "K7", 123456);
	rig_link_open(&rig, &admin, ORIGIN_ADMIN, false);
	rig_link_open(&rig, &app, ORIGIN_APP, false);
	hsm_set_up(&admin);
	partition_set_up(&admin, &app, "par1", DOMAIN);
	measure_all(&app);
	rig_link_close(&admin);
	rig_link_close(&app);
	rig_remove(&rig);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_measure) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
