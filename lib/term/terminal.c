/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads byte by byte: libedit, the reader of answers and the reader of secrets
 * take turns at one descriptor, and none may take the input of the next. The
 * terminal echoes only while an answer is read. So what is typed ahead is shown
 * once, by its reader, and a secret is never shown by accident.
 */
#include "term/terminal.h"

#include <errno.h>
#include <histedit.h>
#include <poll.h>
#include <signal.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#include "base/file.h"
#include "base/mem.h"
#include "spec/limits.h"
#include "term/complete.h"

#define HISTORY_LINES 200

struct terminal {
	const struct cmd_shell *shell;
	EditLine *edit;
	History *history;
	const char *prompt;
	bool is_tty, is_lost;
};

static struct termios as_found, as_set; /* for the signal handlers */
static volatile sig_atomic_t have_found;

/* Ctrl-C ends the session, as on a Luna; the terminal is left as it was. */
static void
on_interrupt(int number)
{
	if (have_found)
		(void)tcsetattr(STDIN_FILENO, TCSANOW, &as_found);
	_exit(128 + number);
}

/* The shell was stopped with Ctrl-Z and continues. The shell above it has made
 * the terminal echo again, and the next input may be a password. */
static void
on_continue(int number)
{
	(void)number;
	if (have_found)
		(void)tcsetattr(STDIN_FILENO, TCSANOW, &as_set);
}

/* The window has another size. The signal is blocked except while we wait for a
 * key, because libedit cannot be interrupted. */
static volatile sig_atomic_t has_new_size;
static sigset_t while_waiting;

static void
on_resize(int number)
{
	(void)number;
	has_new_size = 1;
}

static void
catch_resize(void)
{
	const struct sigaction act = { .sa_handler = on_resize };
	sigset_t window;

	sigemptyset(&window);
	sigaddset(&window, SIGWINCH);
	(void)sigprocmask(SIG_BLOCK, &window, &while_waiting);
	sigdelset(&while_waiting, SIGWINCH);
	(void)sigaction(SIGWINCH, &act, NULL);
}

static void
set_mode(const struct termios *mode)
{
	as_set = *mode;
	(void)tcsetattr(STDIN_FILENO, TCSADRAIN, mode);
}

/* --- making --- */

/* Sets the modes that a shell expects. The session before this one may have
 * been cut off while it read a password, with the echo off. */
static bool
find_terminal(void)
{
	if (!isatty(STDIN_FILENO) || tcgetattr(STDIN_FILENO, &as_found) != 0)
		return false;
	as_found.c_iflag |= ICRNL;
	as_found.c_oflag |= OPOST | ONLCR;
	as_found.c_lflag |= ICANON | ISIG | ECHO | ECHOE | ECHOK;
	return true;
}

static char *
show_prompt(EditLine *edit)
{
	struct terminal *t = NULL;

	(void)el_get(edit, EL_CLIENTDATA, &t);
	return (char *)(uintptr_t)t->prompt;
}

static unsigned char
complete_word(EditLine *edit, int ch)
{
	struct terminal *t = NULL;

	(void)el_get(edit, EL_CLIENTDATA, &t);
	return complete_line(t->shell, edit);
}

/* --- keys of a command --- */

static int
columns(EditLine *edit)
{
	int n = 0;

	return el_get(edit, EL_GETTC, "co", &n) == 0 && n > 0 ? n : 80;
}

/* Draws the line again where it began. In doubt it is drawn further down, so
 * that no output is overwritten. */
static void
take_new_size(EditLine *edit)
{
	const LineInfoW *line = el_wline(edit);
	int at = (int)(strlen(show_prompt(edit)) + (size_t)(line->cursor - line->buffer));
	int before = at / columns(edit), now;

	has_new_size = 0;
	el_resize(edit);
	now = at / columns(edit);
	for (int up = before < now ? before : now; up > 0; up--)
		fputs("\033[A", stdout);
	fputs("\r\033[J", stdout);
	fflush(stdout);
	(void)el_set(edit, EL_REFRESH);
}

/* Waits for one byte, as libedit's own function does, or a change of size. */
static ssize_t
wait_byte(EditLine *edit, char *out)
{
	struct pollfd in = { STDIN_FILENO, POLLIN, 0 };
	ssize_t n;

	do {
		n = ppoll(&in, 1, NULL, &while_waiting);
		if (has_new_size)
			take_new_size(edit);
		if (n > 0)
			n = read(STDIN_FILENO, out, 1);
	} while (n < 0 && errno == EINTR);
	return n;
}

static int
next_key(EditLine *edit, wchar_t *out)
{
	mbstate_t state = { 0 };
	ssize_t n;
	char c;

	while ((n = wait_byte(edit, &c)) == 1) {
		size_t used = mbrtowc(out, &c, 1, &state);

		if (used == (size_t)-1)
			memset(&state, 0, sizeof(state)); /* no such letter */
		else if (used != (size_t)-2)
			return 1;
	}
	return n < 0 ? -1 : 0;
}

static enum err
open_editor(struct terminal *t)
{
	HistEvent event;

	t->edit = el_init("lunette", stdin, stdout, stderr);
	t->history = history_init();
	if (t->edit == NULL || t->history == NULL)
		return ERR_NO_MEMORY;
	(void)history(t->history, &event, H_SETSIZE, HISTORY_LINES);
	(void)history(t->history, &event, H_SETUNIQUE, 1);
	(void)el_set(t->edit, EL_CLIENTDATA, t);
	(void)el_set(t->edit, EL_PROMPT, show_prompt);
	(void)el_wset(t->edit, EL_GETCFN, next_key);
	(void)el_set(t->edit, EL_EDITOR, "emacs");
	(void)el_set(t->edit, EL_HIST, history, t->history);
	/* el_set would make copies of the two texts and leak them. */
	(void)el_wset(t->edit, EL_ADDFN, L"complete", L"complete a word", complete_word);
	(void)el_set(t->edit, EL_BIND, "^I", "complete", NULL);
	(void)el_set(t->edit, EL_BIND, "^R", "em-inc-search-prev", NULL);
	return ERR_OK;
}

/* Turns echo and line mode off; keys still send signals. */
static void
quiet_mode(void)
{
	struct termios quiet = as_found;

	quiet.c_lflag &= ~(tcflag_t)(ECHO | ICANON);
	quiet.c_cc[VMIN] = 1;
	quiet.c_cc[VTIME] = 0;
	set_mode(&quiet);
}

enum err
terminal_open(const struct cmd_shell *shell, struct terminal **out)
{
	struct terminal *t = mem_alloc(1, sizeof(*t));
	enum err e = ERR_OK;

	if (t == NULL)
		return ERR_NO_MEMORY;
	t->shell = shell;
	t->is_tty = find_terminal();
	have_found = t->is_tty;
	(void)signal(SIGPIPE, SIG_IGN);
	if (t->is_tty) {
		(void)signal(SIGINT, on_interrupt);
		(void)signal(SIGQUIT, on_interrupt);
		(void)signal(SIGTSTP, SIG_IGN); /* it would leave the echo off */
		(void)signal(SIGCONT, on_continue);
		catch_resize();
		e = open_editor(t);
		quiet_mode(); /* libedit leaves the terminal echoing */
	}
	if (e != ERR_OK) {
		terminal_free(t);
		return e;
	}
	*out = t;
	return ERR_OK;
}

void
terminal_free(struct terminal *t)
{
	if (t == NULL)
		return;
	if (t->edit != NULL)
		el_end(t->edit);
	if (t->history != NULL)
		history_end(t->history);
	if (t->is_tty)
		(void)tcsetattr(STDIN_FILENO, TCSADRAIN, &as_found);
	mem_free(t);
}

bool
terminal_is_tty(const struct terminal *t)
{
	return t->is_tty;
}

bool
terminal_is_lost(const struct terminal *t)
{
	return t->is_lost;
}

/* --- out --- */

static void
print_bytes(void *user, struct bytes text)
{
	struct terminal *t = user;

	if (!t->is_lost && file_write_fd(STDOUT_FILENO, text) != ERR_OK)
		t->is_lost = true;
}

void
terminal_print(struct terminal *t, const char *text)
{
	print_bytes(t, bytes_of_text(text));
}

/* --- in --- */

static enum err
read_byte(uint8_t *out)
{
	ssize_t n;

	do
		n = read(STDIN_FILENO, out, 1);
	while (n < 0 && errno == EINTR);
	return n == 1 ? ERR_OK : ERR_CLOSED;
}

/* Reads a line without its end into out[size], with a NUL behind its *out_len
 * bytes. The rest of a line that does not fit is skipped. A line that was typed
 * ahead at a terminal may end in a bare carriage return. */
static enum err
read_line(const struct terminal *t, char *out, size_t size, size_t *out_len)
{
	size_t len = 0;
	uint8_t c = 0;
	enum err e;

	while ((e = read_byte(&c)) == ERR_OK && c != '\n' &&
	    !(t->is_tty && c == '\r')) {
		if (len < size)
			out[len] = (char)c;
		len++;
	}
	if (e != ERR_OK && len == 0)
		return e; /* a last line without its end counts */
	if (len > 0 && len <= size && out[len - 1] == '\r')
		len--;
	if (len >= size)
		return ERR_TOO_LARGE;
	out[len] = '\0';
	*out_len = len;
	return ERR_OK;
}

/* Wipes both of libedit's copies of the line, which it keeps until a longer
 * line comes: a command line may hold passwords. */
static void
forget_line(EditLine *edit, const char *line, int n)
{
	const LineInfoW *typed = el_wline(edit);

	mem_wipe((void *)(uintptr_t)line, (size_t)n);
	mem_wipe((void *)(uintptr_t)typed->buffer,
	    (size_t)(typed->lastchar - typed->buffer) * sizeof(wchar_t));
}

static enum err
edited_line(struct terminal *t, struct buf *out)
{
	int n = 0, len;
	const char *line = el_gets(t->edit, &n);
	enum err e;

	quiet_mode();
	if (line == NULL || n <= 0)
		return ERR_CLOSED;
	len = n;
	while (len > 0 && (line[len - 1] == '\n' || line[len - 1] == '\r'))
		len--;
	e = buf_put(out, bytes_of(line,
	    len < CMD_LINE_MAX ? (size_t)len : CMD_LINE_MAX));
	forget_line(t->edit, line, n);
	return e;
}

enum err
terminal_command(struct terminal *t, const char *prompt, struct buf *out)
{
	char line[CMD_LINE_MAX];
	size_t len;
	enum err e;

	buf_reset(out);
	if (t->is_tty) {
		t->prompt = prompt;
		return edited_line(t, out);
	}
	e = read_line(t, line, sizeof(line), &len);
	if (e == ERR_TOO_LARGE)
		len = sizeof(line);
	if (e == ERR_OK || e == ERR_TOO_LARGE)
		e = buf_put(out, bytes_of(line, len));
	mem_wipe(line, sizeof(line));
	return e;
}

void
terminal_remember(struct terminal *t, struct bytes line)
{
	char text[CMD_LINE_MAX + 1];
	HistEvent event;

	if (t->history == NULL || line.len >= sizeof(text))
		return;
	memcpy(text, line.ptr, line.len);
	text[line.len] = '\0';
	(void)history(t->history, &event, H_ENTER, text);
}

enum err
terminal_line(struct terminal *t, const char *prompt, char *out, size_t size)
{
	size_t len;
	enum err e;

	if (t->is_tty)
		set_mode(&as_found);
	terminal_print(t, prompt);
	e = read_line(t, out, size, &len);
	if (t->is_tty)
		quiet_mode();
	else
		terminal_print(t, "\n");
	if (e == ERR_OK && strlen(out) != len)
		return ERR_ARGUMENT; /* a NUL byte */
	return e;
}

static enum err
ask_line(void *user, const char *prompt, char *out, size_t size)
{
	return terminal_line(user, prompt, out, size);
}

/* --- secrets --- */

/* One key of a secret; false at its end. */
static bool
secret_key(struct terminal *t, uint8_t c, bool stars, char *text, size_t *len)
{
	if (c == '\n' || c == '\r')
		return false;
	if (c == 0x7f || c == '\b' || c == 0x15) { /* DEL, ^H, ^U */
		do {
			if (*len > 0 && stars)
				terminal_print(t, "\b \b");
			*len -= *len > 0;
		} while (c == 0x15 && *len > 0);
		return true;
	}
	if (*len < LIMIT_PASSWORD + 1) { /* one too many shows as too long */
		text[(*len)++] = (char)c;
		if (stars)
			terminal_print(t, "*");
	}
	return true;
}

static enum err
secret_from_keys(struct terminal *t, bool stars, char *text, size_t *out_len)
{
	uint8_t c = 0;
	enum err e;

	while ((e = read_byte(&c)) == ERR_OK)
		if ((c == 4 && *out_len == 0) ||
		    !secret_key(t, c, stars, text, out_len))
			break;
	return e == ERR_OK && c == 4 ? ERR_CLOSED : e;
}

enum err
terminal_secret(struct terminal *t, const char *prompt, bool stars, struct secret *out)
{
	CLEARED_BY(secret_clear) struct secret typed = { 0 };
	size_t len = 0;
	enum err e;

	TRY(secret_make(&typed, LIMIT_PASSWORD + 2));
	terminal_print(t, prompt);
	if (t->is_tty)
		e = secret_from_keys(t, stars, (char *)typed.ptr, &len);
	else
		e = read_line(t, (char *)typed.ptr, LIMIT_PASSWORD + 2, &len);
	terminal_print(t, "\n");
	TRY(e);
	secret_shorten(&typed, len);
	secret_clear(out);
	secret_move(out, &typed);
	return ERR_OK;
}

static enum err
ask_secret(void *user, const char *prompt, struct secret *out)
{
	return terminal_secret(user, prompt, true, out);
}

struct cmd_io
terminal_io(struct terminal *t)
{
	return (struct cmd_io){ t, print_bytes, ask_line, ask_secret };
}
