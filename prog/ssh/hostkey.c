/* SPDX-License-Identifier: Apache-2.0 */
/* Ed25519, and RSA for old clients. Made once, at first start. */
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>


#include "base/file.h"
#include "base/log.h"
#include "gate.h"

static enum err
make_key(enum ssh_keytypes_e type, int bits, const char *path)
{
	char beside[4200];
	ssh_key key = NULL;
	enum err e = ERR_OK;

	snprintf(beside, sizeof(beside), "%s.new", path);
	if (ssh_pki_generate(type, bits, &key) != SSH_OK)
		return ERR_CRYPTO;
	if (ssh_pki_export_privkey_file(key, NULL, NULL, NULL, beside) != SSH_OK ||
	    chmod(beside, 0600) != 0 || rename(beside, path) != 0)
		e = ERR_FILE;
	ssh_key_free(key);
	if (e == ERR_OK)
		log_info("made the host key %s", path);
	return e;
}

static enum err
load(const char *folder, const char *name, enum ssh_keytypes_e type, int bits,
    ssh_bind bind)
{
	char path[4096];
	ssh_key key = NULL;

	if (snprintf(path, sizeof(path), "%s/%s", folder, name) >=
	    (int)sizeof(path))
		return ERR_TOO_LARGE;
	if (!file_is_there(path))
		TRY(make_key(type, bits, path));
	if (ssh_pki_import_privkey_file(path, NULL, NULL, NULL, &key) != SSH_OK)
		return ERR_CORRUPT;
	/* The bind object owns the key from here on. */
	if (ssh_bind_options_set(bind, SSH_BIND_OPTIONS_IMPORT_KEY, key) != SSH_OK)
		return ERR_INTERNAL;
	return ERR_OK;
}

enum err
hostkey_load(const char *folder, ssh_bind bind)
{
	TRY(load(folder, "host_ed25519", SSH_KEYTYPE_ED25519, 0, bind));
	return load(folder, "host_rsa", SSH_KEYTYPE_RSA, 3072, bind);
}
