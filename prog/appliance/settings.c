/* SPDX-License-Identifier: Apache-2.0 */
/* One line a setting: its name, its value. */
#include "settings.h"

#include "base/file.h"
#include "base/text.h"
#include "statefile.h"

static enum err
read_line(void *ctx, char *const *words, size_t n)
{
	struct settings *s = ctx;
	struct bytes value;

	if (n != 2)
		return ERR_CORRUPT;
	value = bytes_of_text(statefile_text(words[1]));
	if (strcmp(words[0], "host_name") == 0)
		return text_copy(s->host_name, sizeof(s->host_name), value);
	if (strcmp(words[0], "ntls_device") == 0)
		return text_copy(s->ntls_device, sizeof(s->ntls_device), value);
	if (strcmp(words[0], "ntls_address") == 0)
		return text_copy(s->ntls_address, sizeof(s->ntls_address), value);
	return ERR_CORRUPT;
}

enum err
settings_load(struct settings *s, const char *path, const char *host_name)
{
	enum err e;

	*s = (struct settings){ .ntls_device = "all" };
	TRY(text_copy(s->path, sizeof(s->path), bytes_of_text(path)));
	TRY(text_copy(s->host_name, sizeof(s->host_name), bytes_of_text(host_name)));
	e = statefile_read(path, read_line, s);
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

enum err
settings_save(const struct settings *s)
{
	CLEARED_BY(buf_clear) struct buf text = buf_up_to(1024);

	TRY(buf_printf(&text, "host_name %s\nntls_device %s\nntls_address %s\n",
	    statefile_word(s->host_name), statefile_word(s->ntls_device),
	    statefile_word(s->ntls_address)));
	return file_write(s->path, 0600, buf_bytes(&text));
}
