/* SPDX-License-Identifier: Apache-2.0 */
/* Handlers of calls about the card itself, its links, its policies, and the life
 * of the HSM. */

#include "base/clock.h"
#include "handlers.h"
#include "password.h"
#include "peer.h"
#include "crypto/password.h"
#include "hsm/life.h"
#include "hsm/login.h"
#include "hsm/password.h"

enum err
handle_hello(struct request *r, const struct msg_hello_request *in,
    struct msg_hello_response *out)
{
	const struct model *model = hsm_model(r->card->hsm);

	if (in->version != PROTOCOL_VERSION)
		return ERR_VERSION;
	out->version = PROTOCOL_VERSION;
	out->serial = hsm_serial(r->card->hsm);
	out->model = bytes_of_text(model->id);
	out->firmware = bytes_of_text(model->firmware);
	return ERR_OK;
}

enum err
handle_ping(struct request *r, const struct msg_ping_request *in,
    struct msg_ping_response *out)
{
	return ERR_OK;
}

/* --- links --- */

enum err
handle_channel_attach(struct request *r,
    const struct msg_channel_attach_request *in,
    struct msg_channel_attach_response *out)
{
	struct card *c = r->card;
	unsigned at;

	if (!r->peer->is_box)
		return ERR_REFUSED;
	if (r->fd < 0 || in->origin == 0 ||
	    (in->origin & ~(uint64_t)(ORIGIN_APP | ORIGIN_ADMIN)) != 0)
		return ERR_ARGUMENT;
	at = atomic_fetch_add(&c->next_lane, 1) % c->n_lanes;
	return peer_attach(&c->lanes[at], &r->fd, (unsigned)in->origin, false);
}

#define SERIALS_MAX 340

static enum err
read_serials(struct bytes rows, uint64_t out[SERIALS_MAX], unsigned *out_n)
{
	struct msg_serial_row row;
	enum err e;

	while ((e = rows_next(&rows, &wire_serial_row, &row)) == ERR_OK) {
		if (*out_n >= SERIALS_MAX)
			return ERR_TOO_LARGE;
		out[(*out_n)++] = row.serial;
	}
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

enum err
handle_link_open(struct request *r, const struct msg_link_open_request *in,
    struct msg_link_open_response *out)
{
	uint64_t serials[SERIALS_MAX];
	struct link_what what = { .local = in->local,
		.all_partitions = in->all_partitions, .serials = serials,
		.name = in->name, .peer = in->peer };

	if (in->origin != ORIGIN_APP && in->origin != ORIGIN_ADMIN)
		return ERR_ARGUMENT;
	if ((in->origin & r->peer->origins) == 0)
		return ERR_REFUSED;
	TRY(read_serials(in->partitions, serials, &what.n_serials));
	return peer_link_open(r->peer, r->number, (enum origin)in->origin,
	    &what);
}

enum err
handle_link_close(struct request *r, const struct msg_link_close_request *in,
    struct msg_link_close_response *out)
{
	return peer_link_close(r->peer, r->number);
}

/* --- the HSM --- */

enum err
handle_hsm_info(struct request *r, const struct msg_hsm_info_request *in,
    struct msg_hsm_info_response *out)
{
	struct buf *reply = request_reply(r, LIMIT_LABEL);
	CLEARED_BY(card_leave) struct inside now = { 0 };

	TRY(card_enter(r, &now));
	hsm_describe(now.hsm, out);
	/* The label is copied, because it may change once the lock is released; the
	 * rest is constant. */
	TRY(buf_put(reply, out->label));
	out->label = buf_bytes(reply);
	out->clock = (uint64_t)clock_wall_ms() / 1000;
	return ERR_OK;
}

static enum err
init_check(struct request *r, const struct msg_hsm_init_request *in,
    enum init_kind *out)
{
	CLEARED_BY(card_leave) struct inside now = { 0 };

	TRY(card_enter(r, &now));
	return hsm_init_check(now.hsm, in->label, in->password, in->domain, out);
}

static enum err
init_now(struct request *r, enum init_kind kind, struct bytes label,
    struct bytes verifier, struct secret *domain)
{
	CLEARED_BY(card_leave) struct inside now = { 0 };
	struct change *c = NULL;

	TRY(card_enter_to_plan(r, &now));
	TRY(hsm_init_plan(now.hsm, kind, label, verifier, domain, &c));
	return commit_wait(&now, &c);
}

enum err
handle_hsm_init(struct request *r, const struct msg_hsm_init_request *in,
    struct msg_hsm_init_response *out)
{
	CLEARED_BY(buf_clear) struct buf verifier =
	    buf_up_to(PASSWORD_VERIFIER_MAX);
	CLEARED_BY(secret_clear) struct secret domain = { 0 };
	enum init_kind kind;

	TRY(init_check(r, in, &kind));
	if (kind == INIT_SOFT) {
		TRY(password_prove(r, 0, ROLE_HSM_SO, in->password));
	} else {
		TRY(password_verifier_make(in->password, &verifier));
		TRY(domain_stretch(in->domain, &domain));
	}
	return init_now(r, kind, in->label, buf_bytes(&verifier), &domain);
}

static enum err
so_may_log_in(struct request *r)
{
	CLEARED_BY(card_leave) struct inside now = { 0 };

	TRY(card_enter(r, &now));
	return so_login_check(now.hsm);
}

enum err
handle_hsm_login(struct request *r, const struct msg_hsm_login_request *in,
    struct msg_hsm_login_response *out)
{
	CLEARED_BY(card_leave) struct inside now = { 0 };

	TRY(so_may_log_in(r));
	TRY(password_prove(r, 0, ROLE_HSM_SO, in->password));
	TRY(card_enter(r, &now));
	so_login(now.hsm, in->for_link ? r->link : 0);
	return ERR_OK;
}

enum err
handle_hsm_logout(struct request *r, const struct msg_hsm_logout_request *in,
    struct msg_hsm_logout_response *out)
{
	CLEARED_BY(card_leave) struct inside now = { 0 };

	TRY(card_enter(r, &now));
	return so_logout(now.hsm);
}

static enum err
so_change_check(struct request *r, struct bytes password)
{
	CLEARED_BY(card_leave) struct inside now = { 0 };

	TRY(card_enter(r, &now));
	return password_change_check(now.hsm, 0, ROLE_HSM_SO, password);
}

enum err
handle_hsm_change_password(struct request *r,
    const struct msg_hsm_change_password_request *in,
    struct msg_hsm_change_password_response *out)
{
	TRY(so_change_check(r, in->new));
	return password_change(r, 0, ROLE_HSM_SO, in->old, in->new);
}

enum err
handle_hsm_factory_reset(struct request *r,
    const struct msg_hsm_factory_reset_request *in,
    struct msg_hsm_factory_reset_response *out)
{
	CLEARED_BY(card_leave) struct inside now = { 0 };
	struct change *c = NULL;

	TRY(card_enter_to_plan(r, &now));
	TRY(hsm_factory_reset_plan(now.hsm, now.link, &c));
	return commit_wait(&now, &c);
}

enum err
handle_hsm_zeroize(struct request *r, const struct msg_hsm_zeroize_request *in,
    struct msg_hsm_zeroize_response *out)
{
	CLEARED_BY(card_leave) struct inside now = { 0 };
	struct change *c = NULL;

	TRY(card_enter_to_plan(r, &now));
	TRY(hsm_zeroize_plan(now.hsm, &c));
	return commit_wait(&now, &c);
}
