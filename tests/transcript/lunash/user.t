# The appliance's own users: passwords, roles, files, SSH keys.
# source: proposed
% lab --ready
% ssh hsm1 admin $LUNETTE_ADMIN_PASSWORD
Last login: <any>

Lunette Network HSM Command Line Shell v<any> Free software (Apache-2.0).

# source: captured 5.x
[hsm1] lunash:>{{user list}}

                   Users       Roles      Status      RADIUS
    --------------------    --------    --------    --------
                   admin       admin     enabled          no
                operator    operator    disabled          no
                 monitor     monitor    disabled          no
                   audit       audit    disabled          no


Command Result : 0 (Success)
[hsm1] lunash:>{{user enable -userName nobody}}

Error:  -userName: there is no user 'nobody'; 'user list' lists them.


Command Result : 65535 (Luna Shell execution)
# source: captured 7.2
[hsm1] lunash:>{{user password monitor}}

Changing password for user monitor.

You can now choose the new password.

The password must be at least 8 characters long.
The password must contain characters from at least 3 of the following 4 categories:
    - Uppercase letters (A through Z)
    - Lowercase letters (a through z)
    - Numbers (0 through 9)
    - Non-alphanumeric characters (such as !, $, #, %)

New password: {{!Mon-Passw0rd}}
Retype new password: {{!Mon-Passw0rd}}
passwd: all authentication tokens updated successfully.
Password change successful.


Command Result : 0 (Success)
[hsm1] lunash:>{{user password nobody}}

Error:  There is no user 'nobody'; 'user list' lists them.


Command Result : 65535 (Luna Shell execution)
# source: documented 7.3
[hsm1] lunash:>{{user disable -u operator}}

operator was disabled successfully.


Command Result : 0 (Success)
# source: documented 7.3
[hsm1] lunash:>{{user enable -u monitor}}

monitor was enabled successfully.


Command Result : 0 (Success)
[hsm1] lunash:>{{exit}}


Command Result : 0 (Success)
% end
# source: captured 7.2
% ssh hsm1 monitor Mon-Passw0rd

Lunette Network HSM Command Line Shell v<any> Free software (Apache-2.0).


*****************************************************
**                                                 **
**   For security purposes, you must change your   **
**   password.                                     **
**                                                 **
**   Please ensure you store your new password     **
**   in a secure location.                         **
**                                                 **
**               DO NOT LOSE IT!                   **
**                                                 **
*****************************************************

Changing password for user monitor.

You can now choose the new password.

The password must be at least 8 characters long.
The password must contain characters from at least 3 of the following 4 categories:
    - Uppercase letters (A through Z)
    - Lowercase letters (a through z)
    - Numbers (0 through 9)
    - Non-alphanumeric characters (such as !, $, #, %)

New password: {{!Mon2-Passw0rd}}
Retype new password: {{!Mon2-Passw0rd}}
passwd: all authentication tokens updated successfully.
Password change successful.

# source: documented 5.3
[hsm1] lunash:>{{?}}

The following top-level commands are available:

Name     (short)  Description
-------------------------------
client      c     > Client commands
hsm         hs    > HSM commands
my          m     > Commands for your own account
ntls        n     > NTLS commands
partition   p     > Partition commands
service     se    > Service commands
status      st    > Status commands
token       t     > Token commands
user        u     > User commands
help        he    List the commands, or show how one is typed
exit        e     End the session


Command Result : 0 (Success)
# source: documented 5.3
[hsm1] lunash:>{{hsm show ?}}

Usage: hsm show

Show the state of the HSM


Command Result : 0 (Success)
[hsm1] lunash:>{{hsm init -label x}}

Error:  'hsm init' is not permitted to this user.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{hsm login}}

Error:  'hsm login' is not permitted to this user.


Command Result : 65535 (Luna Shell execution)
# source: captured 7.8.5
[hsm1] lunash:>{{partition list}}

                                                                              Storage (bytes)
                                                       Partition    ----------------------------------
Partition            Name                              Version      Objects  Total     Used     Free
===================  ================================  ===========  =======  =======  =======  =======
<number>        par1                              0                  0  16777216        0  16777216


Command Result : 0 (Success)
[hsm1] lunash:>{{user list}}

Error:  'user list' is not permitted to this user.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{my password set}}

Changing password for user monitor.

You can now choose the new password.

The password must be at least 8 characters long.
The password must contain characters from at least 3 of the following 4 categories:
    - Uppercase letters (A through Z)
    - Lowercase letters (a through z)
    - Numbers (0 through 9)
    - Non-alphanumeric characters (such as !, $, #, %)

New password: {{!Mon3-Passw0rd}}
Retype new password: {{!Mon4-Passw0rd}}
Sorry, passwords do not match.

Error:  'my password set' failed. (70000 : LUNA_RET_ARGUMENTS_BAD)

Error:  The two entries differ; the password was not changed.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{my file list}}



Command Result : 0 (Success)
[hsm1] lunash:>{{my public-key list}}

SSH Public Keys for user 'monitor':

Name                 Type                  Bits  Fingerprint
--------------------------------------------------------------------


Command Result : 0 (Success)
[hsm1] lunash:>{{exit}}


Command Result : 0 (Success)
% end
% sh ssh-keygen -q -t ed25519 -N "" -C "one key" -f "$DIR/id_one"

% sh scp -q -F "$SSH_CONFIG" "$DIR/id_one.pub" admin@$LUNETTE_HOST:

% ssh hsm1 admin $LUNETTE_ADMIN_PASSWORD
Last login: <any>

Lunette Network HSM Command Line Shell v<any> Free software (Apache-2.0).

[hsm1] lunash:>{{my public-key add nothing.pub}}

Error:  'my public-key add' failed. (C0000404 : RC_FILE_ERROR)

Error:  There is no readable file 'nothing.pub' in your file area; copy it there with scp first.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{my public-key add server.pem}}

Error:  'my public-key add' failed. (70000 : LUNA_RET_ARGUMENTS_BAD)

Error:  'server.pem' is not an SSH public key.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{my public-key add id_one.pub}}

Public key added


Command Result : 0 (Success)
[hsm1] lunash:>{{my public-key list}}

SSH Public Keys for user 'admin':

Name                 Type                  Bits  Fingerprint
--------------------------------------------------------------------
one key              ssh-ed25519            256  SHA256:<any>


Command Result : 0 (Success)
[hsm1] lunash:>{{my file list}}

<any>  client1.pem
<any>  id_one.pub
<any>  server.pem


Command Result : 0 (Success)
[hsm1] lunash:>{{my file delete id_one.pub}}
'my file delete' successful.


Command Result : 0 (Success)
[hsm1] lunash:>{{my file delete id_one.pub}}

Error:  'my file delete' failed. (C0000404 : RC_FILE_ERROR)

Error:  There is no file 'id_one.pub'; 'my file list' lists your files.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{exit}}


Command Result : 0 (Success)
% end
% sh ssh -F "$SSH_CONFIG" -i "$DIR/id_one" -o BatchMode=yes admin@$LUNETTE_HOST client list

registered client 1: client1
% ssh hsm1 admin $LUNETTE_ADMIN_PASSWORD
Last login: <any>

Lunette Network HSM Command Line Shell v<any> Free software (Apache-2.0).

[hsm1] lunash:>{{my public-key delete "two keys"}}

Error:  'my public-key delete' failed. (C000040A : RC_OBJECT_NOT_IN_LIST)

Error:  There is no key 'two keys'; 'my public-key list' lists your keys.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{my public-key delete "one key"}}

Public key deleted


Command Result : 0 (Success)
[hsm1] lunash:>{{my public-key list}}

SSH Public Keys for user 'admin':

Name                 Type                  Bits  Fingerprint
--------------------------------------------------------------------


Command Result : 0 (Success)
[hsm1] lunash:>{{my public-key clear}}

CAUTION:  Are you sure you wish to delete all your SSH public keys?

          Type 'proceed' to delete them, or 'quit'
          to quit now.
          > {{proceed}}

Public key deleted


Command Result : 0 (Success)
[hsm1] lunash:>{{exit}}


Command Result : 0 (Success)
% end
