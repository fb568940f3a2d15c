/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Secrets are handed out of slabs: mappings of our own with an unreadable page
 * on either side. A slab serves one size class (a power of two from 32 bytes
 * up), so that a freed place fits the next secret of its kind and thousands of
 * keys need few mappings. Lists of free places are kept outside the slabs.
 */
#include "base/secret.h"

#include <pthread.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/mem.h"

#define CLASS_MIN 32u
#define N_CLASSES 13 /* 32 .. 131072 */
#define SLAB_SIZE (256u * 1024u)

struct free_list {
	uint8_t **places;
	size_t n, cap;
};

static struct free_list lists[N_CLASSES];
static pthread_mutex_t lists_lock = PTHREAD_MUTEX_INITIALIZER;

static unsigned
class_of(size_t len)
{
	unsigned class = 0;

	while ((size_t)CLASS_MIN << class < len)
		class++;
	return class;
}

static uint8_t *
slab_map(void)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	uint8_t *whole = mmap(NULL, SLAB_SIZE + 2 * page, PROT_NONE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (whole == MAP_FAILED)
		return NULL;
	if (mprotect(whole + page, SLAB_SIZE, PROT_READ | PROT_WRITE) != 0) {
		munmap(whole, SLAB_SIZE + 2 * page);
		return NULL;
	}
	/* A failure is accepted: inside an application the limit for locked
	 * memory may be small. The programs that hold keys lock all of their
	 * memory in secret_lock_process. */
	(void)mlock(whole + page, SLAB_SIZE);
	(void)madvise(whole + page, SLAB_SIZE, MADV_DONTDUMP);
	(void)madvise(whole + page, SLAB_SIZE, MADV_WIPEONFORK);
	return whole + page;
}

static bool
list_reserve(struct free_list *list, size_t more)
{
	size_t need = list->n + more;

	if (need <= list->cap)
		return true;
	need = need < 2 * list->cap ? 2 * list->cap : need;
	if (!mem_grow(&list->places, list->cap, need, sizeof(list->places[0])))
		return false;
	list->cap = need;
	return true;
}

/* The list has room for every place ever mapped, so that giving a secret back
 * cannot fail. */
static bool
list_refill(struct free_list *list, unsigned class, size_t *n_mapped)
{
	size_t size = (size_t)CLASS_MIN << class;
	size_t n = SLAB_SIZE / size;
	uint8_t *slab;

	if (!list_reserve(list, *n_mapped + n))
		return false;
	slab = slab_map();
	if (slab == NULL)
		return false;
	for (size_t i = n; i-- > 0;)
		list->places[list->n++] = slab + i * size;
	*n_mapped += n;
	return true;
}

static uint8_t *
place_take(unsigned class)
{
	static size_t n_mapped[N_CLASSES];
	struct free_list *list = &lists[class];
	uint8_t *place = NULL;

	pthread_mutex_lock(&lists_lock);
	if (list->n > 0 || list_refill(list, class, &n_mapped[class]))
		place = list->places[--list->n];
	pthread_mutex_unlock(&lists_lock);
	return place;
}

static void
place_give(unsigned class, uint8_t *place)
{
	pthread_mutex_lock(&lists_lock);
	must(lists[class].n < lists[class].cap);
	lists[class].places[lists[class].n++] = place;
	pthread_mutex_unlock(&lists_lock);
}

enum err
secret_make(struct secret *out, size_t len)
{
	struct secret made = { 0 };

	if (len > SECRET_MAX)
		return ERR_TOO_LARGE;
	made.ptr = place_take(class_of(len));
	if (made.ptr == NULL)
		return ERR_NO_MEMORY;
	made.len = len;
	/* The whole place is zeroed, beyond len as well. The class of a place
	 * is not stored: secret_clear computes it from len. */
	mem_wipe(made.ptr, (size_t)CLASS_MIN << class_of(len));
	secret_clear(out);
	*out = made;
	return ERR_OK;
}

enum err
secret_copy(struct secret *out, struct bytes in)
{
	struct secret made = { 0 };

	TRY(secret_make(&made, in.len));
	if (in.len > 0)
		memcpy(made.ptr, in.ptr, in.len);
	secret_move(out, &made);
	return ERR_OK;
}

void
secret_shorten(struct secret *s, size_t len)
{
	struct secret shorter = { 0 };

	must(len <= s->len);
	if (class_of(len) == class_of(s->len)) {
		mem_wipe(s->ptr + len, s->len - len);
		s->len = len;
		return;
	}
	must(secret_copy(&shorter, bytes_of(s->ptr, len)) == ERR_OK);
	secret_move(s, &shorter);
}

void
secret_clear(struct secret *s)
{
	if (s->ptr == NULL)
		return;
	mem_wipe(s->ptr, s->len);
	place_give(class_of(s->len), s->ptr);
	*s = (struct secret){ 0 };
}

void
secret_move(struct secret *out, struct secret *from)
{
	struct secret taken = *from;

	*from = (struct secret){ 0 };
	secret_clear(out);
	*out = taken;
}

bool
secret_equal(struct bytes a, struct bytes b)
{
	volatile uint8_t differ = 0;

	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++)
		differ = (uint8_t)(differ | (a.ptr[i] ^ b.ptr[i]));
	return differ == 0;
}

/* Under a limit, locking everything would succeed now and make allocations
 * fail later, Argon2id's megabytes first. The limit does not bind root, so
 * this asks for more than the limit and sees whether the kernel gives it. */
static bool
lock_has_no_limit(void)
{
	struct rlimit limit = { RLIM_INFINITY, RLIM_INFINITY };
	size_t more;
	void *probe;

	(void)setrlimit(RLIMIT_MEMLOCK, &limit);
	if (getrlimit(RLIMIT_MEMLOCK, &limit) != 0)
		return false;
	if (limit.rlim_cur == RLIM_INFINITY)
		return true;
	more = (size_t)limit.rlim_cur + (size_t)sysconf(_SC_PAGESIZE);
	probe = mmap(NULL, more, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS |
	    MAP_NORESERVE | MAP_LOCKED, -1, 0);
	if (probe == MAP_FAILED)
		return false;
	munmap(probe, more);
	return true;
}

enum err
secret_lock_process(void)
{
	struct rlimit none = { 0, 0 };

	if (setrlimit(RLIMIT_CORE, &none) != 0 ||
	    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
		return ERR_REFUSED;
	/* Pages are locked when they are first touched, because most pages of
	 * the threads' stacks never are. */
	if (!lock_has_no_limit() ||
	    mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT) != 0)
		return ERR_REFUSED;
	return ERR_OK;
}
