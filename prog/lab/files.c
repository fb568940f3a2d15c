/* SPDX-License-Identifier: Apache-2.0 */
/* Writes the client machine of a lab: Chrystoki.conf, folders for certificates,
 * and the file env, which a user's shell reads. */
#include "files.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "lab.h"
#include "proc/spawn.h"

enum err
files_copy(const char *from, const char *to, unsigned mode)
{
	CLEARED_BY(buf_clear) struct buf text = buf_up_to(1024 * 1024);

	TRY(file_read(from, &text));
	return file_write(to, mode, buf_bytes(&text));
}

/* Finds the PKCS#11 module: beside the programs in a build tree, or where it was
 * installed. */
static enum err
find_module(char out[PATH_MAX])
{
	static const char *const places[] = { "%s/../pkcs11/libCryptoki2_64.so",
		"%s/../" LUNETTE_LIBDIR "/libCryptoki2_64.so" };
	char own[PATH_MAX], path[PATH_MAX + 64];
	ssize_t n = readlink("/proc/self/exe", own, sizeof(own) - 1);

	if (n <= 0)
		return ERR_NOT_FOUND;
	own[n] = '\0';
	*strrchr(own, '/') = '\0';
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		snprintf(path, sizeof(path), places[i], own);
#pragma GCC diagnostic pop
		if (realpath(path, out) != NULL)
			return ERR_OK;
	}
	return lab_fail(ERR_NOT_FOUND, "libCryptoki2_64.so is not beside lunette");
}

static enum err
put_conf(struct lab *l, const char *module, struct buf *out)
{
	const char *d = l->dir;

	TRY(buf_printf(out, "Chrystoki2 = {\n   LibUNIX64 = %s;\n   LibUNIX = %s;\n"
	    "}\n\n", module, module));
	TRY(buf_printf(out, "Luna = {\n   DefaultTimeOut = 500000;\n"
	    "   PEDTimeout1 = 100000;\n   PEDTimeout2 = 200000;\n"
	    "   PEDTimeout3 = 10000;\n   KeypairGenTimeOut = 2700000;\n"
	    "   CloningCommandTimeOut = 300000;\n"
	    "   CommandTimeOutPedSet = 720000;\n}\n\n"));
	TRY(buf_printf(out, "CardReader = {\n   RemoteCommand = 1;\n}\n\n"));
	return buf_printf(out, "LunaSA Client = {\n   ReceiveTimeout = 20000;\n"
	    "   TCPKeepAlive = 1;\n   NetClient = 1;\n"
	    "   ClientPrivKeyFile = %s/client/cert/client/" READY_CLIENT "Key.pem;\n"
	    "   ClientCertFile = %s/client/cert/client/" READY_CLIENT ".pem;\n"
	    "   ServerCAFile = %s/client/cert/server/CAFile.pem;\n}\n", d, d, d);
}

enum err
files_client(struct lab *l)
{
	static const char *const folders[] = { "client", "client/cert",
		"client/cert/client", "client/cert/server" };
	CLEARED_BY(buf_clear) struct buf text = buf_up_to(16384);
	char module[PATH_MAX];
	struct lab_path path;

	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		TRY(file_make_folder(lab_path(l, &path, "%s", folders[i])));
	lab_path(l, &path, "client/Chrystoki.conf");
	if (file_is_there(path.s))
		return ERR_OK;
	TRY(find_module(module));
	TRY(put_conf(l, module, &text));
	return file_write(path.s, 0600, buf_bytes(&text));
}

enum err
files_quote(const char *value, struct buf *out)
{
	TRY(buf_put_u8(out, '\''));
	for (; *value != '\0'; value++)
		TRY(*value == '\'' ? buf_put_text(out, "'\\''")
				   : buf_put_u8(out, (uint8_t)*value));
	return buf_put_u8(out, '\'');
}

static enum err
put_quoted(struct buf *out, const char *name, const char *value)
{
	TRY(buf_printf(out, "export %s=", name));
	TRY(files_quote(value, out));
	return buf_put_u8(out, '\n');
}

/* Puts the folders of the tools in front of the PATH, each once. */
static enum err
put_path(struct buf *out)
{
	static const char *const tools[] = { "lunette", "vtl", "lunacm", "multitoken" };
	CLEARED_BY(buf_clear) struct buf path = buf_up_to(16384);

	for (size_t i = 0; i < sizeof(tools) / sizeof(tools[0]); i++) {
		char file[PATH_MAX], folder[PATH_MAX];

		if (spawn_find(tools[i], file, sizeof(file)) != ERR_OK ||
		    realpath(file, folder) == NULL)
			continue;
		*strrchr(folder, '/') = '\0';
		if (path.len > 0 && strstr((char *)path.ptr, folder) != NULL)
			continue;
		TRY(buf_printf(&path, "%s:", folder));
	}
	TRY(buf_put_u8(&path, 0));
	TRY(put_quoted(out, "LUNETTE_BIN", (char *)path.ptr));
	return buf_put_text(out,
	    "case \"$PATH\" in \"$LUNETTE_BIN\"*) ;; *) "
	    "export PATH=\"$LUNETTE_BIN$PATH\" ;; esac\n");
}

enum err
files_env(struct lab *l, bool ready)
{
	CLEARED_BY(buf_clear) struct buf text = buf_up_to(32768);
	char module[PATH_MAX], port[12];
	struct lab_path path;

	TRY(find_module(module));
	snprintf(port, sizeof(port), "%u", l->is.ssh_port);
	TRY(buf_put_text(&text, "# source this file: . "));
	TRY(files_quote(lab_path(l, &path, "env"), &text));
	TRY(buf_put_u8(&text, '\n'));
	TRY(put_quoted(&text, "LUNETTE_DIR", l->dir));
	TRY(put_quoted(&text, "ChrystokiConfigurationPath",
	    lab_path(l, &path, "client")));
	TRY(put_quoted(&text, "LUNETTE_MODULE", module));
	TRY(put_quoted(&text, "LUNETTE_HOST", l->devices[0].address));
	TRY(put_quoted(&text, "LUNETTE_SSH_PORT", port));
	if (ready) {
		TRY(put_quoted(&text, "LUNETTE_LABEL", "par1"));
		TRY(put_quoted(&text, "LUNETTE_PIN", READY_PIN));
		TRY(put_quoted(&text, "LUNETTE_SO_PIN", READY_SO_PIN));
		TRY(put_quoted(&text, "LUNETTE_PARTITION_SO_PIN",
		    READY_PARTITION_SO_PIN));
		TRY(put_quoted(&text, "LUNETTE_DOMAIN", READY_DOMAIN));
		TRY(put_quoted(&text, "LUNETTE_ADMIN_PASSWORD",
		    READY_ADMIN_PASSWORD));
	}
	TRY(put_path(&text));
	return file_write(lab_path(l, &path, "env"), 0600, buf_bytes(&text));
}
