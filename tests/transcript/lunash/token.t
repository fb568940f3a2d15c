# A Backup HSM on the appliance's USB port.
# source: proposed
% lab --ready --backups 1
% ssh hsm1 admin $LUNETTE_ADMIN_PASSWORD
Last login: <any>

Lunette Network HSM Command Line Shell v<any> Free software (Apache-2.0).

[hsm1] lunash:>{{token backup list}}


Command Result : 0 (Success)
[hsm1] lunash:>{{exit}}


Command Result : 0 (Success)
% end
% lunette plug backup1 hsm1
% ssh hsm1 admin $LUNETTE_ADMIN_PASSWORD
Last login: <any>

Lunette Network HSM Command Line Shell v<any> Free software (Apache-2.0).

[hsm1] lunash:>{{token backup list}}

Token Details:
============
Token Label:
Slot:                             1
Serial #:                         <=BACKUP>
Firmware:                         7.7.1
HSM Model:                        Luna G7


Command Result : 0 (Success)
[hsm1] lunash:>{{token backup show -serial $BACKUP}}

Token Details:
============
Token Label:
Serial #:                         <number>
Firmware:                         7.7.1
HSM Model:                        Luna G7
Authentication Method:            Password
Token Admin login status:         Not Logged In
Token Admin login attempts left:  TOKEN IS ZEROIZED !!!!

Partition Information:
======================
Partitions licensed on token:     100
Partitions created on token:      0
----------------------

Token Storage Information:
==========================
Maximum Token Storage Space (Bytes): 134217728
Space In Use (Bytes):                0
Free Space Left (Bytes):             134217728


Command Result : 0 (Success)
[hsm1] lunash:>{{token backup init -label bk}}

Error:  -serial is missing.

Usage: token backup init -label <label> -serial <serialnum> [-domain <domain>] [-tokenAdminPw <password>] [-force]

Initialize a Backup HSM

Name         (short)  Description
-----------------------------------
-label          -l    label of the Backup HSM
-serial         -s    serial number of the Backup HSM
-domain         -d    cloning domain
-tokenAdminPw   -t    its SO's password
-force          -f    do not ask for confirmation


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{token backup init -label bk -serial 1}}

Error:  'token backup init' failed. (C000040A : RC_OBJECT_NOT_IN_LIST)

Error:  -serial: no Backup HSM 1 is connected; use 'token backup list' to see what is.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{token backup init -label bk -serial $BACKUP}}

CAUTION:  Are you sure you wish to initialize this backup token?
          All partitions and data will be erased.

          Type 'proceed' to initialize the token, or 'quit'
          to quit now.
          > {{proceed}}

  Please enter a password for the token SO:
  > {{!bk-so-pin}}*********

  Please re-enter password to confirm:
  > {{!bk-so-pin}}*********

  Please enter a cloning domain to use for initializing this token:
  > {{!bk-domain}}*********

  Please re-enter cloning domain to confirm:
  > {{!bk-domain}}*********
'token backup init' successful.


Command Result : 0 (Success)
[hsm1] lunash:>{{token backup show -serial $BACKUP}}

Token Details:
============
Token Label:                      bk
Serial #:                         <number>
Firmware:                         7.7.1
HSM Model:                        Luna G7
Authentication Method:            Password
Token Admin login status:         Not Logged In
Token Admin login attempts left:  3 before Token zeroization!

Partition Information:
======================
Partitions licensed on token:     100
Partitions created on token:      0
----------------------

Token Storage Information:
==========================
Maximum Token Storage Space (Bytes): 134217728
Space In Use (Bytes):                0
Free Space Left (Bytes):             134217728


Command Result : 0 (Success)
[hsm1] lunash:>{{token backup login -serial $BACKUP}}

  Please enter the password for the token SO:
  > {{!wrong-pin}}*********


Error:  'token backup login' failed. (A00000 : LUNA_RET_UM_PIN_INCORRECT)


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{token backup login -serial $BACKUP}}

Caution:  You have only TWO Token Admin logins attempts left (including
          this one). If you fail two more consecutive login attempts
          (i.e. with no successful logins in between) the Token will
          be ZEROIZED!!!

  Please enter the password for the token SO:
  > {{!bk-so-pin}}*********


'token backup login' successful.


Command Result : 0 (Success)
[hsm1] lunash:>{{token backup show -serial $BACKUP}}

Token Details:
============
Token Label:                      bk
Serial #:                         <number>
Firmware:                         7.7.1
HSM Model:                        Luna G7
Authentication Method:            Password
Token Admin login status:         Logged In
Token Admin login attempts left:  3 before Token zeroization!

Partition Information:
======================
Partitions licensed on token:     100
Partitions created on token:      0
----------------------

Token Storage Information:
==========================
Maximum Token Storage Space (Bytes): 134217728
Space In Use (Bytes):                0
Free Space Left (Bytes):             134217728


Command Result : 0 (Success)
[hsm1] lunash:>{{token backup logout -serial $BACKUP}}
'token backup logout' successful.


Command Result : 0 (Success)
[hsm1] lunash:>{{token backup partition list -serial $BACKUP}}

There are no partitions.


Command Result : 0 (Success)
# source: documented 6.x
[hsm1] lunash:>{{token backup factoryReset}}

Error:  'token factoryReset' can only be run from the local
console. Login as 'admin' using the serial port on
the SafeNet Network HSM before running this command.

Command Result : 0 (Success)
# source: documented 6.x
[hsm1] lunash:>{{token backup factoryReset -serial $BACKUP -force}}

Error:  'token factoryReset' can only be run from the local
console. Login as 'admin' using the serial port on
the SafeNet Network HSM before running this command.

Command Result : 0 (Success)
[hsm1] lunash:>{{exit}}


Command Result : 0 (Success)
% end
% console hsm1
Serial console of hsm1. Ctrl-] leaves (and hangs up).

hsm1 login: {{admin}}
Password: {{!$LUNETTE_ADMIN_PASSWORD}}
Last login: <any>

Lunette Network HSM Command Line Shell v<any> Free software (Apache-2.0).

[hsm1] lunash:>{{token backup factoryReset -serial $BACKUP}}

CAUTION:  Are you sure you wish to reset this backup token to
          factory default settings? All data will be erased.

          Type 'proceed' to return the token to factory default, or
          'quit' to quit now.
          > {{quit}}

Exiting...
'token backup factoryReset' aborted.


Command Result : 65535 (Luna Shell execution)
# source: documented 7.x
[hsm1] lunash:>{{token backup factoryReset -serial $BACKUP}}

CAUTION:  Are you sure you wish to reset this backup token to
          factory default settings? All data will be erased.

          Type 'proceed' to return the token to factory default, or
          'quit' to quit now.
          > {{proceed}}

'token backup factoryReset' successful.


Command Result : 0 (Success)
[hsm1] lunash:>{{token backup show -serial $BACKUP}}

Token Details:
============
Token Label:
Serial #:                         <number>
Firmware:                         7.7.1
HSM Model:                        Luna G7
Authentication Method:            Password
Token Admin login status:         Not Logged In
Token Admin login attempts left:  TOKEN IS ZEROIZED !!!!

Partition Information:
======================
Partitions licensed on token:     100
Partitions created on token:      0
----------------------

Token Storage Information:
==========================
Maximum Token Storage Space (Bytes): 134217728
Space In Use (Bytes):                0
Free Space Left (Bytes):             134217728


Command Result : 0 (Success)
[hsm1] lunash:>{{exit}}


Command Result : 0 (Success)

hsm1 login: 
% hangup
