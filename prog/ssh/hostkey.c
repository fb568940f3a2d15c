/* SPDX-License-Identifier: Apache-2.0 */
/* The keys are an Ed25519 key and, for old clients, an RSA key. Both are made
 * at the first start. An RSA key may take seconds, so another process makes it
 * while clients can already use the other key. */
#include "hostkey.h"

#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "gate.h"

#define RSA_BITS 3072

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

#define ED25519 "host_ed25519"
#define RSA "host_rsa"

static enum err
path_of(const char *folder, const char *name, char out[4096])
{
	return snprintf(out, 4096, "%s/%s", folder, name) < 4096 ? ERR_OK
								 : ERR_TOO_LARGE;
}

static enum err
load(const char *path, ssh_bind bind)
{
	ssh_key key = NULL;

	if (ssh_pki_import_privkey_file(path, NULL, NULL, NULL, &key) != SSH_OK)
		return ERR_CORRUPT;
	/* The bind object owns the key from here on. */
	if (ssh_bind_options_set(bind, SSH_BIND_OPTIONS_IMPORT_KEY, key) != SSH_OK)
		return ERR_INTERNAL;
	return ERR_OK;
}

enum err
hostkey_load(const char *folder, ssh_bind bind, pid_t *out_maker)
{
	char path[4096];
	pid_t pid;

	TRY(path_of(folder, ED25519, path));
	if (!file_is_there(path))
		TRY(make_key(SSH_KEYTYPE_ED25519, 0, path));
	TRY(load(path, bind));
	TRY(path_of(folder, RSA, path));
	if (file_is_there(path))
		return load(path, bind);
	pid = fork();
	if (pid == 0) {
		(void)prctl(PR_SET_PDEATHSIG, SIGKILL); /* with the gate */
		_exit(make_key(SSH_KEYTYPE_RSA, RSA_BITS, path) != ERR_OK);
	}
	*out_maker = pid;
	return ERR_OK;
}

enum err
hostkey_load_made(const char *folder, ssh_bind bind)
{
	char path[4096];

	TRY(path_of(folder, RSA, path));
	return load(path, bind);
}
