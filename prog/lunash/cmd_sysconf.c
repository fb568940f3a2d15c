/* SPDX-License-Identifier: Apache-2.0 */
/* The commands of `sysconf`: the appliance's own settings. */
#include "families.h"

static enum err
sysconf_regen_cert(struct cmd_call *call)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_certificate_new_request in = {};
	struct msg_certificate_new_response out;

	TRY(cmd_confirm(call,
	    "\nWARNING !!  This command will overwrite the current server "
	    "certificate and private key.\n"
	    "            All clients will have to add this server again with "
	    "this new certificate.\n"
	    "            If you are sure that you wish to proceed, then type "
	    "'proceed', otherwise type 'quit'\n\n"));
	cmd_print(call, "Proceeding...\n");
	in.host = bytes_of_text(cmd_text(call, "hostname"));
	in.days = cmd_number(call, "days");
	TRY(call_certificate_new(&lunash_of(call)->box, &in, &out, &reply));
	cmd_print(call, "'sysconf regenCert' successful. NTLS must be "
	    "(re)started before clients can connect.\n"
	    "\n"
	    "Please use the 'ntls show' command to ensure that NTLS is bound to "
	    "an appropriate network device or IP address/hostname\n"
	    "for the network device(s) NTLS should be active on. Use 'ntls bind' "
	    "to change this binding if necessary.\n");
	return ERR_OK;
}

static const struct cmd_type type_days = { CMD_NUMBER, "days", 1, 36500, NULL,
	"a certificate is valid for 1 to 36500 days" };

static const struct cmd_group groups[] = {
	{ "sysconf", "Appliance configuration commands", NULL },
	{ NULL },
};

static const struct cmd_command commands[] = {
	{
		.path = "sysconf regenCert",
		.words = "Make a new NTLS server certificate",
		.roles = ADMIN_ONLY,
		.args = {
			{ "hostname", &type_host, CMD_POSITIONAL,
			    "name in the certificate; the host name if left out" },
			{ "days", &type_days, 0, "how long it is valid" },
			ARG_FORCE,
		},
		.confirm = "> ",
		.run = sysconf_regen_cert,
	},
	{ NULL },
};

const struct cmd_family family_sysconf = { groups, commands };
