# Backup and restore: keys go to the Backup HSM one by one and come back.
# source: proposed
% lab --ready --backups 1
% lunette plug backup1 hsm1
% sh pkcs11-tool --module "$LUNETTE_MODULE" --login --pin "$LUNETTE_PIN" --sensitive --private --keygen --key-type AES:32 --label key-one >"$DIR/out" 2>&1 && echo made
made
% sh pkcs11-tool --module "$LUNETTE_MODULE" --login --pin "$LUNETTE_PIN" --keypairgen --key-type EC:prime256v1 --label pair >"$DIR/out" 2>&1 && echo made
made
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
[hsm1] lunash:>{{partition backup -partition $LUNETTE_LABEL -serial $BACKUP}}

Error:  'partition backup' failed. (300000 : LUNA_RET_HSM_NOT_INITIALIZED)

Error:  Backup HSM $BACKUP is not initialized; use 'token backup init'.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{token backup init -label bk -serial $BACKUP -tokenAdminPw bk-so-pin -domain bk-domain -force}}
'token backup init' successful.


Command Result : 0 (Success)
[hsm1] lunash:>{{partition backup -partition $LUNETTE_LABEL -serial $BACKUP}}

          Type 'proceed' to continue, or 'quit' to quit now.
          > {{proceed}}
  Please enter the password for the HSM user partition:
  > {{!$LUNETTE_PIN}}*************
  Please enter the password for the token SO:
  > {{!bk-so-pin}}*********
  Please enter the cloning domain of the partition:
  > {{!wrong-domain}}************

Error:  'partition backup' failed. (8000000B : LUNA_RET_CERTIFICATE_INVALID)

Error:  The cloning domains differ (CKR_CERTIFICATE_INVALID).
        Source and target must have been given the same domain string.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{token backup partition list -serial $BACKUP}}

There are no partitions.


Command Result : 0 (Success)
[hsm1] lunash:>{{partition backup -partition $LUNETTE_LABEL -serial $BACKUP}}

          Type 'proceed' to continue, or 'quit' to quit now.
          > {{proceed}}
  Please enter the password for the HSM user partition:
  > {{!$LUNETTE_PIN}}*************
  Please enter the password for the token SO:
  > {{!bk-so-pin}}*********
  Please enter the cloning domain of the partition:
  > {{!$LUNETTE_DOMAIN}}******************

Object "key-one" (handle 1) cloned to handle 1 on target
Object "pair" (handle 2) cloned to handle 2 on target
Object "pair" (handle 3) cloned to handle 3 on target

'partition backup' successful.


Command Result : 0 (Success)
[hsm1] lunash:>{{token backup partition list -serial $BACKUP}}

Partition: <number>,      Name: par1_<number>


Command Result : 0 (Success)
[hsm1] lunash:>{{partition backup -partition $LUNETTE_LABEL -serial $BACKUP}}

Error:  'partition backup' failed. (10C02 : LUNA_RET_OH_OBJECT_ALREADY_EXISTS)

Error:  The Backup HSM has a partition 'par1_<number>' already: give -add to add new objects, or -replace to overwrite old ones as well.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{partition backup -partition $LUNETTE_LABEL -serial $BACKUP -add -force -password $LUNETTE_PIN -tokenSoPwd bk-so-pin}}

Object "key-one" (handle 1) is handle 1 on target already
Object "pair" (handle 2) is handle 2 on target already
Object "pair" (handle 3) is handle 3 on target already

'partition backup' successful.


Command Result : 0 (Success)
[hsm1] lunash:>{{partition backup -partition $LUNETTE_LABEL -serial $BACKUP -add -replace}}

Error:  Only one of -add, -replace may be given.

Usage: partition backup -partition <name> -serial <serialnum> [-tokenPar <name>] [-password <password>] [-tokenSoPwd <password>] [-domain <domain>] [-add | -replace] [-force]

Copy the objects of a partition to a Backup HSM

Name         (short)    Description
-------------------------------------
-partition      -par    the partition to copy
-serial         -s      serial number of the Backup HSM
-tokenPar       -tokenP name of the backup; <partition>_<YYYYMMDD> if left out
-password       -pas    Crypto Officer's password
-tokenSoPwd     -tokenS the Backup HSM's SO password
-domain         -d      cloning domain of a new backup
-add            -a      to a backup that exists: add new objects
-replace        -r      to a backup that exists: add new objects and overwrite old ones
-force          -f      do not ask for confirmation


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{partition backup -par $LUNETTE_LABEL -s $BACKUP -replace -f -pas $LUNETTE_PIN -tokenS bk-so-pin}}

Object "key-one" (handle 1) cloned to handle 1 on target
Object "pair" (handle 2) cloned to handle 2 on target
Object "pair" (handle 3) cloned to handle 3 on target

'partition backup' successful.


Command Result : 0 (Success)
[hsm1] lunash:>{{partition backup -par $LUNETTE_LABEL -s $BACKUP -tokenpar mine -f -pas $LUNETTE_PIN -tokenS bk-so-pin -d $LUNETTE_DOMAIN}}

Object "key-one" (handle 1) cloned to handle 1 on target
Object "pair" (handle 2) cloned to handle 2 on target
Object "pair" (handle 3) cloned to handle 3 on target

'partition backup' successful.


Command Result : 0 (Success)
[hsm1] lunash:>{{partition backup -par $LUNETTE_LABEL -s $BACKUP -tokenpar x -f -pas wrong-pin -tokenS bk-so-pin -d $LUNETTE_DOMAIN}}

Error:  'partition backup' failed. (A00000 : LUNA_RET_UM_PIN_INCORRECT)

Error:  The password for the HSM user partition is wrong.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{partition backup -par $LUNETTE_LABEL -s $BACKUP -tokenpar x -f -pas $LUNETTE_PIN -tokenS wrong-pin -d $LUNETTE_DOMAIN}}

Error:  'partition backup' failed. (A00000 : LUNA_RET_UM_PIN_INCORRECT)

Error:  The password for the token SO is wrong.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{token backup login -serial $BACKUP -password bk-so-pin}}

Caution:  You have only TWO Token Admin logins attempts left (including
          this one). If you fail two more consecutive login attempts
          (i.e. with no successful logins in between) the Token will
          be ZEROIZED!!!


'token backup login' successful.


Command Result : 0 (Success)
[hsm1] lunash:>{{token backup logout -serial $BACKUP}}
'token backup logout' successful.


Command Result : 0 (Success)
[hsm1] lunash:>{{token backup logout -serial $BACKUP}}

Error:  'token backup logout' failed. (1010001 : LUNA_RET_SM_NOT_LOGGED_IN)

Error:  The SO of Backup HSM $BACKUP is not logged in ('token backup login').


Command Result : 65535 (Luna Shell execution)
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
Partitions created on token:      2
----------------------
Partition: <number>,      Name: par1_<number>
Partition: <number>,      Name: mine

Token Storage Information:
==========================
Maximum Token Storage Space (Bytes): 134217728
Space In Use (Bytes):                <number>
Free Space Left (Bytes):             <number>


Command Result : 0 (Success)
[hsm1] lunash:>{{token backup partition show -serial $BACKUP -partition mine}}

   Partition Name:                                       mine
   Partition SN:                                <number>
   Partition Label:                                      mine
   Partition Version:                                       0
   Storage (Bytes): Total=<number>, Used=<number>, Free=<number>
   Number objects:  3

   Object Label:  pair
   Object Type:   Public Key
   Object Handle: 2

   2 private objects are shown to the role that may use them only.


Command Result : 0 (Success)
[hsm1] lunash:>{{token backup login -serial $BACKUP -password bk-so-pin}}


'token backup login' successful.


Command Result : 0 (Success)
[hsm1] lunash:>{{token backup partition show -serial $BACKUP -partition mine}}

   Partition Name:                                       mine
   Partition SN:                                <number>
   Partition Label:                                      mine
   Partition Version:                                       0
   Storage (Bytes): Total=<number>, Used=<number>, Free=<number>
   Number objects:  3

   Object Label:  key-one
   Object Type:   Symmetric Key
   Object Handle: 1

   Object Label:  pair
   Object Type:   Public Key
   Object Handle: 2

   Object Label:  pair
   Object Type:   Private Key
   Object Handle: 3


Command Result : 0 (Success)
[hsm1] lunash:>{{token backup logout -serial $BACKUP}}
'token backup logout' successful.


Command Result : 0 (Success)
[hsm1] lunash:>{{exit}}


Command Result : 0 (Success)
% end
% sh pkcs11-tool --module "$LUNETTE_MODULE" --login --pin "$LUNETTE_PIN" --delete-object --type secrkey --label key-one >"$DIR/out" 2>&1 && echo gone
gone
% sh pkcs11-tool --module "$LUNETTE_MODULE" --login --pin "$LUNETTE_PIN" --sensitive --private --keygen --key-type AES:16 --label later >"$DIR/out" 2>&1 && echo made
made
% ssh hsm1 admin $LUNETTE_ADMIN_PASSWORD
Last login: <any>

Lunette Network HSM Command Line Shell v<any> Free software (Apache-2.0).

[hsm1] lunash:>{{partition restore -partition $LUNETTE_LABEL -tokenPar mine -serial $BACKUP}}

Error:  Exactly one of -add, -replace must be given.

Usage: partition restore -partition <name> -tokenPar <name> -serial <serialnum> [-password <password>] [-tokenSoPwd <password>] {-add | -replace} [-force]

Copy the objects of a backup into a partition

Name         (short)    Description
-------------------------------------
-partition      -par    the partition to restore into
-tokenPar       -tokenP name of the backup
-serial         -s      serial number of the Backup HSM
-password       -pas    Crypto Officer's password
-tokenSoPwd     -tokenS the Backup HSM's SO password
-add            -a      keep what the partition has
-replace        -r      erase what the partition has
-force          -f      do not ask for confirmation


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{partition restore -partition $LUNETTE_LABEL -tokenPar nothing -serial $BACKUP -add}}

Error:  'partition restore' failed. (80000001 : LUNA_RET_CONTAINER_HANDLE_INVALID)

Error:  -tokenPar: there is no partition 'nothing' on HSM <number>.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{partition restore -partition $LUNETTE_LABEL -tokenPar mine -serial $BACKUP -add}}

          Type 'proceed' to continue, or 'quit' to quit now.
          > {{proceed}}
  Please enter the password for the HSM user partition:
  > {{!$LUNETTE_PIN}}*************
  Please enter the password for the token SO:
  > {{!bk-so-pin}}*********

Object "key-one" (handle 1) cloned to handle 5 on target
Object "pair" (handle 2) is handle 2 on target already
Object "pair" (handle 3) is handle 3 on target already

'partition restore' successful.


Command Result : 0 (Success)
# source: captured 7.8.5
[hsm1] lunash:>{{partition showContents -partition $LUNETTE_LABEL -password $LUNETTE_PIN}}
   Partition Name:                                       par1
   Partition SN:                                <number>
   Partition Label:                                      par1
   Partition Version:                                       0
   Storage (Bytes): Total=<number>, Used=<number>, Free=<number>
   Number objects:  4

   Object Label:  pair
   Object Type:   Public Key
   Object Handle: 2

   Object Label:  pair
   Object Type:   Private Key
   Object Handle: 3

   Object Label:  later
   Object Type:   Symmetric Key
   Object Handle: 4

   Object Label:  key-one
   Object Type:   Symmetric Key
   Object Handle: 5


Command Result : 0 (Success)
[hsm1] lunash:>{{partition restore -partition $LUNETTE_LABEL -tokenPar mine -serial $BACKUP -replace}}

CAUTION:  Are you sure you wish to erase all objects of the partition
          and replace them by those of the backup?

          Type 'proceed' to continue, or 'quit' to quit now.
          > {{quit}}

Exiting...
'partition restore' aborted.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{partition restore -partition $LUNETTE_LABEL -tokenPar mine -serial $BACKUP -replace -force -password $LUNETTE_PIN -tokenSoPwd bk-so-pin}}

Object "key-one" (handle 1) cloned to handle 5 on target
Object "pair" (handle 2) cloned to handle 2 on target
Object "pair" (handle 3) cloned to handle 3 on target

'partition restore' successful.


Command Result : 0 (Success)
# source: captured 7.8.5
[hsm1] lunash:>{{partition showContents -partition $LUNETTE_LABEL -password $LUNETTE_PIN}}
   Partition Name:                                       par1
   Partition SN:                                <number>
   Partition Label:                                      par1
   Partition Version:                                       0
   Storage (Bytes): Total=<number>, Used=<number>, Free=<number>
   Number objects:  3

   Object Label:  pair
   Object Type:   Public Key
   Object Handle: 2

   Object Label:  pair
   Object Type:   Private Key
   Object Handle: 3

   Object Label:  key-one
   Object Type:   Symmetric Key
   Object Handle: 5


Command Result : 0 (Success)
[hsm1] lunash:>{{token backup partition delete -partition mine -serial $BACKUP}}

Error:  'token backup partition delete' failed. (1010001 : LUNA_RET_SM_NOT_LOGGED_IN)

Error:  The SO of Backup HSM $BACKUP is not logged in ('token backup login').


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{token backup login -serial $BACKUP -password bk-so-pin}}


'token backup login' successful.


Command Result : 0 (Success)
[hsm1] lunash:>{{token backup partition delete -partition mine -serial $BACKUP}}

CAUTION:  Are you sure you wish to delete the partition named:
            mine
          Type 'proceed' to delete the partition, or 'quit'
          to quit now.
          > {{proceed}}
'token backup partition delete' successful.


Command Result : 0 (Success)
[hsm1] lunash:>{{token backup partition list -serial $BACKUP}}

Partition: <number>,      Name: par1_<number>


Command Result : 0 (Success)
[hsm1] lunash:>
% lunette unplug backup1
% go
{{token backup list}}


Command Result : 0 (Success)
[hsm1] lunash:>{{token backup show -serial $BACKUP}}

Error:  'token backup show' failed. (C000040A : RC_OBJECT_NOT_IN_LIST)

Error:  -serial: no Backup HSM $BACKUP is connected; use 'token backup list' to see what is.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{partition backup -partition $LUNETTE_LABEL -serial $BACKUP}}

Error:  'partition backup' failed. (C000040A : RC_OBJECT_NOT_IN_LIST)

Error:  -serial: no Backup HSM $BACKUP is connected; use 'token backup list' to see what is.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{exit}}


Command Result : 0 (Success)
% end
