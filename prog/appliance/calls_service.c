/* SPDX-License-Identifier: Apache-2.0 */
/* Handlers of the calls about the box's services: state, binding, start, stop. */
#include "base/log.h"
#include "base/text.h"
#include "calls.h"
#include "ntls.h"
#include "ssh.h"

/* --- ntls show --- */

static void
fill_binding(const struct box *b, struct msg_ntls_show_response *out)
{
	out->running = b->ntls_control != NULL;
	out->device = bytes_of_text(b->settings.ntls_device);
	out->address = bytes_of_text(ntls_address(b));
}

static void
got_status(void *owner, uint64_t ctx, enum err status, struct bytes body)
{
	struct box *b = owner;
	struct msg_ntls_show_response out = { 0 };
	struct msg_ntls_status_response in = { 0 };

	fill_binding(b, &out);
	if (status == ERR_OK)
		status = wire_decode(&wire_ntls_status_response, body, &in);
	if (status == ERR_OK) {
		out.n_links = in.n_links;
		out.accepted = in.accepted;
		out.refused = in.refused;
	} else {
		out.running = false;
		log_warn("status of ntls: %s", err_words(status));
	}
	calls_answer_waiting(b, ctx, ERR_OK, &out);
}

/* ntls serves its control channel in order. The channels to the card were sent
 * before this request, so ntls listens by the time it answers. */
static enum err
ask_ntls(struct call *c, inquiry_fn *done)
{
	struct inquiry_to to = { c->box->ntls_control, 0, -1 };
	struct msg_ntls_status_request ask;
	uint64_t ctx;
	enum err e;

	TRY(calls_wait(c, &ctx));
	e = inquiry_send(&c->box->inquiries, to, &wire_ntls_status_request, &ask,
	    done, ctx);
	if (e != ERR_OK)
		calls_wait_no_more(c, ctx);
	return e;
}

enum err
box_ntls_show(struct call *c, const struct msg_ntls_show_request *in,
    struct msg_ntls_show_response *out)
{
	fill_binding(c->box, out);
	return c->box->ntls_control == NULL ? ERR_OK : ask_ntls(c, got_status);
}

/* --- ntls bind --- */

static enum err
set_text(struct appliance_settings *s, const char *name, struct bytes value)
{
	struct setting_complaint why = { "" };
	char text[SETTING_TEXT_MAX + 1];

	TRY(text_copy(text, sizeof(text), value));
	return settings_set(settings_of_appliance, s, name, text, &why);
}

enum err
box_ntls_bind(struct call *c, const struct msg_ntls_bind_request *in,
    struct msg_ntls_bind_response *out)
{
	struct appliance_settings with = c->box->settings;

	TRY(set_text(&with, "ntls_device", in->device));
	TRY(set_text(&with, "ntls_address", in->address));
	return settings_keep(c->box, &with);
}

/* --- service --- */

static const struct {
	const char *name;
	enum err (*start)(struct box *b);
	void (*stop)(struct box *b);
} services[] = {
	{ "ntls", ntls_start, ntls_stop },
	{ "ssh", ssh_start, ssh_stop },
};

static bool
is_running(const struct box *b, size_t service)
{
	return service == 0 ? b->ntls_control != NULL : b->ssh != NULL;
}

static void
it_listens(void *owner, uint64_t ctx, enum err status, struct bytes body)
{
	struct msg_service_response out = { .running = status == ERR_OK };

	calls_answer_waiting(owner, ctx, ERR_OK, &out);
}

enum err
box_service(struct call *c, const struct msg_service_request *in,
    struct msg_service_response *out)
{
	size_t i = 0;

	while (i < 2 && !bytes_equal(in->name, bytes_of_text(services[i].name)))
		i++;
	if (i == 2)
		return ERR_NOT_FOUND;
	if (in->action > SERVICE_RESTART)
		return ERR_ARGUMENT;
	if (in->action != SERVICE_STATUS &&
	    (c->user->role & CHANGERS) == 0)
		return ERR_REFUSED;
	if (in->action == SERVICE_STOP || in->action == SERVICE_RESTART)
		services[i].stop(c->box);
	if (in->action == SERVICE_START || in->action == SERVICE_RESTART)
		TRY(services[i].start(c->box));
	if (services[i].start == ntls_start && c->box->ntls_control != NULL)
		return ask_ntls(c, it_listens);
	out->running = is_running(c->box, i);
	return ERR_OK;
}
