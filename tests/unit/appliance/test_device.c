/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Frames between shells and HSMs. The test plays both ends: lunash on one
 * socket, a card on the other, and the box's own code in between.
 */
#include "../test.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/file.h"
#include "device.h"
#include "proc/socket.h"
#include "route.h"

static char folder[] = "/tmp/test_device_XXXXXX";
static struct box box;
static int shell, card; /* our ends */
static struct conn *conn;

static void
turn(void)
{
	for (int i = 0; i < 6; i++)
		assert_ok(loop_once(box.loop, 0));
}

static void
put(int fd, const struct frame *f)
{
	CLEARED_BY(buf_clear) struct buf out = buf_up_to(FRAME_MAX);

	assert_ok(frame_put(&out, f));
	assert_int_equal(write(fd, out.ptr, out.len), out.len);
	turn();
}

/* The next frame on our end; its body lives in *hold. */
static struct frame
get(int fd, struct buf *reply)
{
	struct frame f = { 0 };
	uint8_t block[4096];
	size_t size;
	ssize_t n;

	turn();
	buf_clear(reply);
	*reply = buf_up_to(FRAME_MAX);
	n = recv(fd, block, FRAME_HEADER, MSG_DONTWAIT);
	assert_int_equal(n, FRAME_HEADER);
	assert_ok(buf_put(reply, bytes_of(block, FRAME_HEADER)));
	n = bytes_u32(block) + 4 - FRAME_HEADER;
	if (n > 0) {
		assert_int_equal(recv(fd, block, (size_t)n, MSG_DONTWAIT), n);
		assert_ok(buf_put(reply, bytes_of(block, (size_t)n)));
	}
	assert_ok(frame_parse(buf_bytes(reply), &f, &size));
	return f;
}

static void
nothing_on(int fd)
{
	uint8_t byte;

	turn();
	assert_int_equal(recv(fd, &byte, 1, MSG_DONTWAIT), -1);
}

static void
ask_shell(const struct message *m, const void *in, uint64_t id)
{
	CLEARED_BY(buf_clear) struct buf body = buf_up_to(LIMIT_FRAME_BODY);
	struct frame f = { .op = m->op, .id = id };

	assert_ok(wire_encode(m, in, &body));
	f.body = buf_bytes(&body);
	put(shell, &f);
}

static void
answer_card(const struct frame *to, enum err status, struct bytes body)
{
	put(card, &(struct frame){ .op = to->op, .flags = FRAME_RESPONSE,
	    .link = to->link, .id = to->id, .status = status, .body = body });
}

/* The box asks which partitions are left. */
static void
answer_list(enum err status, struct bytes body)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct frame f = get(card, &reply);

	assert_int_equal(f.op, OP_partition_list_request);
	answer_card(&f, status, body);
}

/* Plugs a device in and introduces it. */
static void
plug(unsigned port, uint64_t serial)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	CLEARED_BY(buf_clear) struct buf body = buf_up_to(1024);
	struct msg_hello_response hello = { PROTOCOL_VERSION, serial };
	struct frame f;
	int ends[2];

	assert_ok(channel_pair(ends));
	card = ends[1];
	assert_ok(device_attach(&box, &ends[0], port));
	f = get(card, &reply);
	assert_int_equal(f.op, OP_link_open_request);
	answer_card(&f, ERR_OK, (struct bytes){ 0 });
	buf_clear(&reply);
	f = get(card, &reply);
	assert_int_equal(f.op, OP_hello_request);
	assert_ok(wire_encode(&wire_hello_response, &hello, &body));
	answer_card(&f, ERR_OK, buf_bytes(&body));
	if (port == 0)
		answer_list(ERR_BUSY, (struct bytes){ 0 });
}

static struct frame
ask_open(uint64_t serial, struct buf *reply)
{
	struct msg_device_open_request in = { serial };

	ask_shell(&wire_device_open_request, &in, 70);
	return get(card, reply);
}

static uint32_t
open_link(uint64_t serial)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	CLEARED_BY(buf_clear) struct buf hold2 = { 0 };
	struct msg_device_open_response out;
	struct msg_link_open_request in;
	struct frame f = ask_open(serial, &reply);

	assert_int_equal(f.op, OP_link_open_request);
	assert_ok(wire_decode(&wire_link_open_request, f.body, &in));
	assert_int_equal(in.origin, ORIGIN_ADMIN);
	assert_int_equal(in.local, 0);
	answer_card(&f, ERR_OK, (struct bytes){ 0 });
	f = get(shell, &hold2);
	assert_int_equal(f.status, ERR_OK);
	assert_int_equal(f.id, 70);
	assert_ok(wire_decode(&wire_device_open_response, f.body, &out));
	assert_true(out.link > 0);
	return (uint32_t)out.link;
}

static int
fresh(void **state)
{
	int ends[2];

	assert_ok(channel_pair(ends));
	shell = ends[1];
	assert_ok(conn_open(&box, CONN_SHELL, &ends[0], &conn));
	snprintf(conn->user, sizeof(conn->user), "admin");
	users_find(&box.users, bytes_of_text("admin"))->must_change = false;
	plug(0, 600001);
	return 0;
}

static int
over(void **state)
{
	while (box.conns != NULL)
		conn_close(box.conns);
	devices_close(&box);
	file_close(&shell);
	file_close(&card);
	turn();
	return 0;
}

static void
there_and_back(void **state)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	CLEARED_BY(buf_clear) struct buf hold2 = { 0 };
	uint32_t first = open_link(0), second = open_link(600001);
	struct frame f;

	assert_int_not_equal(first, second);
	put(shell, &(struct frame){ .op = OP_hsm_info_request, .link = second,
	    .id = 5, .body = bytes_of_text("unread") });
	f = get(card, &reply);
	assert_int_equal(f.op, OP_hsm_info_request);
	assert_true(bytes_equal(f.body, bytes_of_text("unread")));
	answer_card(&f, ERR_OK, bytes_of_text("answer"));
	f = get(shell, &hold2);
	assert_int_equal(f.link, second);
	assert_int_equal(f.id, 5);
	assert_true(bytes_equal(f.body, bytes_of_text("answer")));
	/* A second answer to the same question has nowhere to go. */
	put(card, &(struct frame){ .op = f.op, .flags = FRAME_RESPONSE,
	    .link = 3, .id = 5 });
	nothing_on(shell);
}

static void
closing(void **state)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	CLEARED_BY(buf_clear) struct buf hold2 = { 0 };
	uint32_t link = open_link(0);
	struct msg_device_close_request in = { link };

	ask_shell(&wire_device_close_request, &in, 9);
	assert_int_equal(get(card, &reply).op, OP_link_close_request);
	answer_list(ERR_OK, bytes_of_text("malformed"));
	assert_int_equal(get(shell, &hold2).status, ERR_OK);
	put(shell, &(struct frame){ .op = OP_ping_request, .link = link, .id = 1 });
	assert_int_equal(get(shell, &hold2).status, ERR_NOT_FOUND);
	nothing_on(card);
}

static void
refused_open(void **state)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	CLEARED_BY(buf_clear) struct buf hold2 = { 0 };
	struct msg_device_open_request in = { 4711 };
	struct frame f = ask_open(0, &reply);

	answer_card(&f, ERR_BUSY, (struct bytes){ 0 });
	assert_int_equal(get(shell, &hold2).status, ERR_BUSY);
	assert_null(conn->links);
	buf_clear(&hold2);
	ask_shell(&wire_device_open_request, &in, 71);
	assert_int_equal(get(shell, &hold2).status, ERR_DEVICE_UNKNOWN);
}

static void
cable_pulled(void **state)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	CLEARED_BY(buf_clear) struct buf hold2 = { 0 };
	CLEARED_BY(buf_clear) struct buf hold3 = { 0 };
	int builtin = card;
	uint32_t link;
	struct frame f;

	plug(1, 700001);
	link = open_link(700001);
	put(shell, &(struct frame){ .op = OP_hsm_login_request, .link = link,
	    .id = 8 });
	assert_int_equal(get(card, &reply).op, OP_hsm_login_request);
	file_close(&card);
	f = get(shell, &hold2);
	assert_int_equal(f.status, ERR_DEVICE_REMOVED);
	assert_int_equal(f.id, 8);
	assert_int_equal(f.link, link);
	put(shell, &(struct frame){ .op = OP_ping_request, .link = link, .id = 9 });
	assert_int_equal(get(shell, &hold3).status, ERR_DEVICE_REMOVED);
	card = builtin;
	nothing_on(card);
}

static void
who_may_what(void **state)
{
	static const uint16_t never[] = { OP_link_open_request,
		OP_link_close_request, OP_channel_attach_request };
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	uint32_t link = open_link(0);

	for (size_t i = 0; i < 3; i++) {
		put(shell, &(struct frame){ .op = never[i], .link = link, .id = i });
		assert_int_equal(get(shell, &reply).status, ERR_REFUSED);
		buf_clear(&reply);
	}
	/* Nor what no card knows. */
	put(shell, &(struct frame){ .op = OP_device_list_request, .link = link });
	assert_int_equal(get(shell, &reply).status, ERR_REFUSED);
	buf_clear(&reply);
	/* Somebody whose password was set by another has to change it first. */
	users_find(&box.users, bytes_of_text("admin"))->must_change = true;
	put(shell, &(struct frame){ .op = OP_hsm_info_request, .link = link });
	assert_int_equal(get(shell, &reply).status, ERR_PASSWORD_EXPIRED);
	buf_clear(&reply);
	users_find(&box.users, bytes_of_text("admin"))->must_change = false;
	nothing_on(card);
	/* Who may only look changes no HSM, whoever is logged in there. */
	snprintf(conn->user, sizeof(conn->user), "monitor");
	users_find(&box.users, bytes_of_text("monitor"))->enabled = true;
	users_find(&box.users, bytes_of_text("monitor"))->must_change = false;
	put(shell, &(struct frame){ .op = OP_partition_delete_request,
	    .link = link, .id = 4 });
	assert_int_equal(get(shell, &reply).status, ERR_REFUSED);
	nothing_on(card);
	put(shell, &(struct frame){ .op = OP_partition_list_request,
	    .link = link, .id = 5 });
	buf_clear(&reply);
	assert_int_equal(get(card, &reply).op, OP_partition_list_request);
	/* Nor does who was disabled in mid-session. */
	users_find(&box.users, bytes_of_text("monitor"))->enabled = false;
	put(shell, &(struct frame){ .op = OP_hsm_info_request, .link = link,
	    .id = 6 });
	nothing_on(card);
}

static void
calls_are_checked(void **state)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_user_list_request list;
	struct msg_auth_password_request auth = { 0 };
	struct user *admin = users_find(&box.users, bytes_of_text("admin"));

	ask_shell(&wire_user_list_request, &list, 1);
	assert_int_equal(get(shell, &reply).status, ERR_OK);
	ask_shell(&wire_auth_password_request, &auth, 2); /* the ssh gate's */
	buf_clear(&reply);
	assert_int_equal(get(shell, &reply).status, ERR_REFUSED);
	admin->must_change = true;
	ask_shell(&wire_user_list_request, &list, 3);
	buf_clear(&reply);
	assert_int_equal(get(shell, &reply).status, ERR_PASSWORD_EXPIRED);
	admin->must_change = false;
	put(shell, &(struct frame){ .op = OP_user_list_request, .id = 4,
	    .body = bytes_of_text("x") });
	buf_clear(&reply);
	assert_int_equal(get(shell, &reply).status, ERR_MALFORMED);
	conn->user[0] = '\0';
	ask_shell(&wire_user_list_request, &list, 5);
	buf_clear(&reply);
	assert_int_equal(get(shell, &reply).status, ERR_NOT_LOGGED_IN);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(there_and_back, fresh, over),
		cmocka_unit_test_setup_teardown(closing, fresh, over),
		cmocka_unit_test_setup_teardown(refused_open, fresh, over),
		cmocka_unit_test_setup_teardown(cable_pulled, fresh, over),
		cmocka_unit_test_setup_teardown(who_may_what, fresh, over),
		cmocka_unit_test_setup_teardown(calls_are_checked, fresh, over),
	};
	char path[64];
	int failed;

	box.conn_events = &route_events;
	if (mkdtemp(folder) == NULL || loop_open(&box.loop) != ERR_OK)
		return 1;
	box.o.dir = folder;
	snprintf(path, sizeof(path), "%s/users", folder);
	if (users_load(&box.users, path) != ERR_OK)
		return 1;
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	unlink(path);
	rmdir(folder);
	return failed;
}
