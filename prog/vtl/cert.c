/* SPDX-License-Identifier: Apache-2.0 */
/* The client's own certificate, and where the configuration is. */
#include "cert.h"

#include <stdio.h>

#include "base/file.h"
#include "base/text.h"
#include "fail.h"
#include "spec/typed.h"
#include "tls/certificate.h"
#include "tls/problem.h"
#include "tls/tls.h"
#include "vtl.h"

#define DEFAULT_DAYS 3650u

enum err
vtl_conf(struct conf *out)
{
	struct conf_problem problem;
	enum err e = conf_open(out, NULL, &problem);

	return e == ERR_OK ? e : vtl_fail(e, "%s", problem.words);
}

enum err
vtl_folder(const struct conf *c, const char *key, char *out, size_t size)
{
	char *slash;

	if (conf_get(c, SECTION, key, out, size) != ERR_OK)
		return vtl_fail(ERR_NOT_FOUND, "%s has no %s in section " SECTION,
		    c->path, key);
	slash = strrchr(out, '/');
	if (slash == NULL)
		return vtl_fail(ERR_ARGUMENT, "%s in %s is not an absolute path", key,
		    c->path);
	slash[1] = '\0';
	return ERR_OK;
}

enum err
vtl_name_check(const char *name)
{
	struct bytes b = bytes_of_text(name);

	if (b.len == 0 || b.len > 64 || name[0] == '.' || name[0] == '-' ||
	    !text_only(b, TYPED_LETTERS ".-_:"))
		return vtl_fail(ERR_NAME_INVALID, "-n '%s': a host name or IP address is "
		    "wanted, at most 64 characters", name);
	return ERR_OK;
}

enum err
vtl_create_cert(const struct vtl_options *o)
{
	CLEARED_BY(buf_clear) struct buf pem = buf_up_to(LIMIT_CERTIFICATE);
	CLEARED_BY(buf_clear) struct buf key = buf_up_to(LIMIT_CERTIFICATE);
	CLEARED_BY(conf_clear) struct conf c = { 0 };
	char folder[PATH_MAX], cert_path[PATH_MAX + 80], key_path[PATH_MAX + 80];
	enum err e;

	TRY(vtl_conf(&c));
	TRY(vtl_folder(&c, "ClientCertFile", folder, sizeof(folder)));
	snprintf(cert_path, sizeof(cert_path), "%s%s.pem", folder, o->name);
	snprintf(key_path, sizeof(key_path), "%s%sKey.pem", folder, o->name);
	e = certificate_create(&(struct certificate_order){ o->name, NULL,
	    o->days ? (uint32_t)o->days : DEFAULT_DAYS }, &pem, &key);
	if (e != ERR_OK)
		return vtl_fail(e, "%s %s", err_words(e), tls_problem());
	e = file_write(key_path, 0600, buf_bytes(&key));
	if (e != ERR_OK)
		return vtl_fail(e, "%s cannot be written: %s", key_path, err_words(e));
	printf("Private Key created and written to: %s\n", key_path);
	e = file_write(cert_path, 0644, buf_bytes(&pem));
	if (e != ERR_OK)
		return vtl_fail(e, "%s cannot be written: %s", cert_path, err_words(e));
	printf("Certificate created and written to: %s\n", cert_path);
	TRY(conf_set(&c, SECTION, "ClientCertFile", cert_path));
	TRY(conf_set(&c, SECTION, "ClientPrivKeyFile", key_path));
	e = conf_save(&c);
	return e == ERR_OK ? e : vtl_fail(e, "%s cannot be written: %s", c.path,
	    err_words(e));
}

enum err
vtl_read_certificate(const char *path, struct buf *out_der)
{
	CLEARED_BY(buf_clear) struct buf pem = buf_up_to(LIMIT_CERTIFICATE);
	enum err e = file_read(path, &pem);

	if (e == ERR_NOT_FOUND)
		return vtl_fail(e, "%s: there is no such file", path);
	if (e == ERR_OK)
		e = certificate_read_pem(buf_bytes(&pem), out_der);
	if (e == ERR_CERTIFICATE)
		return vtl_fail(e, "%s: %s", path, tls_problem());
	return e == ERR_OK ? e : vtl_fail(e, "%s: %s", path, err_words(e));
}

enum err
vtl_fingerprint(const struct vtl_options *o)
{
	CLEARED_BY(buf_clear) struct buf der = buf_up_to(LIMIT_CERTIFICATE);
	struct certificate_facts facts;
	enum err e;

	TRY(vtl_read_certificate(o->certificate, &der));
	e = certificate_facts(buf_bytes(&der), &facts);
	if (e != ERR_OK)
		return vtl_fail(e, "%s: %s", o->certificate, err_words(e));
	printf("Certificate fingerprint: %s\n", facts.fingerprint);
	return ERR_OK;
}
