/* SPDX-License-Identifier: Apache-2.0 */
/* A pidfd tells when a child has ended, so no signal handler is needed. */
#include "proc/child.h"

#include <sys/epoll.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/mem.h"

struct child {
	pid_t pid;
	int pidfd;
	struct watch *watch;
	child_fn *ended;
	void *ctx;
};

static void
let_go(struct child *c)
{
	watch_drop(c->watch);
	file_close(&c->pidfd);
	mem_free(c);
}

static void
ready(void *ctx, uint32_t events)
{
	struct child *c = ctx;
	child_fn *ended = c->ended;
	void *owner = c->ctx;
	int status = 0;

	if (waitpid(c->pid, &status, WNOHANG) != c->pid)
		return;
	let_go(c);
	ended(owner, status);
}

enum err
child_start(struct loop *l, const struct spawn *s, child_fn *ended, void *ctx,
    struct child **out)
{
	struct child *c = mem_alloc(1, sizeof(*c));
	enum err e;

	if (c == NULL)
		return ERR_NO_MEMORY;
	*c = (struct child){ .pidfd = -1, .ended = ended, .ctx = ctx };
	e = spawn_start(s, &c->pid);
	if (e == ERR_OK) {
		c->pidfd = (int)syscall(SYS_pidfd_open, c->pid, 0);
		e = c->pidfd < 0 ? ERR_NOT_SUPPORTED
		    : loop_watch(l, c->pidfd, EPOLLIN, ready, c, &c->watch);
		if (e != ERR_OK)
			spawn_stop(c->pid, 0);
	}
	if (e != ERR_OK) {
		file_close(&c->pidfd);
		mem_free(c);
		return e;
	}
	*out = c;
	return ERR_OK;
}

void
child_stop(struct child **c, int ms)
{
	if (*c == NULL)
		return;
	spawn_stop((*c)->pid, ms);
	let_go(*c);
	*c = NULL;
}

#define RESTART_MS 1000
#define RESTART_MAX_MS 30000
#define HEALTHY_MS 60000

int64_t
child_restart_ms(struct child_restart *r)
{
	if (r->ms == 0 || clock_ms() - r->started > HEALTHY_MS)
		r->ms = RESTART_MS;
	else if (r->ms < RESTART_MAX_MS)
		r->ms = 2 * r->ms < RESTART_MAX_MS ? 2 * r->ms : RESTART_MAX_MS;
	return r->ms;
}
