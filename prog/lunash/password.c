/* SPDX-License-Identifier: Apache-2.0 */
/* Asks for a new password of an appliance's user, in the words of passwd(1). The
 * appliance decides whether it is good enough. */
#include "password.h"

static const char password_rules_text[] =
    "\n"
    "You can now choose the new password.\n"
    "\n"
    "The password must be at least 8 characters long.\n"
    "The password must contain characters from at least 3 of the following 4 "
    "categories:\n"
    "    - Uppercase letters (A through Z)\n"
    "    - Lowercase letters (a through z)\n"
    "    - Numbers (0 through 9)\n"
    "    - Non-alphanumeric characters (such as !, $, #, %)\n"
    "\n";

enum err
password_change(struct lunash *l, const char *user)
{
	CLEARED_BY(secret_clear) struct secret first = { 0 }, second = { 0 };
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_user_password_request in = { .user = bytes_of_text(user) };
	struct msg_user_password_response out;

	terminal_print(l->terminal, "\nChanging password for user ");
	terminal_print(l->terminal, *user != '\0' ? user : l->me.user);
	terminal_print(l->terminal, ".\n");
	terminal_print(l->terminal, password_rules_text);
	TRY(terminal_secret(l->terminal, "New password: ", false, &first));
	TRY(terminal_secret(l->terminal, "Retype new password: ", false, &second));
	if (!secret_equal(secret_bytes(&first), secret_bytes(&second))) {
		terminal_print(l->terminal, "Sorry, passwords do not match.\n");
		return ERR_ARGUMENT;
	}
	in.new = secret_bytes(&first);
	TRY(call_user_password(&l->box, &in, &out, &reply));
	terminal_print(l->terminal,
	    "passwd: all authentication tokens updated successfully.\n"
	    "Password change successful.\n");
	return ERR_OK;
}
