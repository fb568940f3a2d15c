# Partitions: created by the HSM's Security Officer, initialized with their own
# roles, shown, deleted.
# source: proposed
% lab --ready
% ssh hsm1 admin $LUNETTE_ADMIN_PASSWORD
Last login: <any>

Lunette Network HSM Command Line Shell v<any> Free software (Apache-2.0).

[hsm1] lunash:>{{partition create -partition app}}

Error:  'partition create' failed. (1010001 : LUNA_RET_SM_NOT_LOGGED_IN)

Error:  The HSM Security Officer is not logged in.
        Log in first.


Command Result : 65535 (Luna Shell execution)
# source: captured 5.x
[hsm1] lunash:>{{hsm login -password $LUNETTE_SO_PIN}}


'hsm login' successful.


Command Result : 0 (Success)
[hsm1] lunash:>{{partition create -partition app}}


          Type 'proceed' to create the partition, or
          'quit' to quit now.
          > {{quit}}

Exiting...
'partition create' aborted.


Command Result : 65535 (Luna Shell execution)
# source: captured 7.2
[hsm1] lunash:>{{partition create -partition app}}


          Type 'proceed' to create the partition, or
          'quit' to quit now.
          > {{proceed}}
'partition create' successful.


Command Result : 0 (Success)
[hsm1] lunash:>{{partition create -partition app -force}}

Error:  'partition create' failed. (10C02 : LUNA_RET_OH_OBJECT_ALREADY_EXISTS)

Error:  -partition: there is a partition 'app' already.


Command Result : 65535 (Luna Shell execution)
# source: captured 7.2
[hsm1] lunash:>{{partition create -partition "two words" -size 100000 -force}}
'partition create' successful.


Command Result : 0 (Success)
# source: captured 7.8.5
[hsm1] lunash:>{{partition list}}

                                                                              Storage (bytes)
                                                       Partition    ----------------------------------
Partition            Name                              Version      Objects  Total     Used     Free
===================  ================================  ===========  =======  =======  =======  =======
<number>        par1                              0                  0  16777216        0  16777216
<number>        app                               0                  0   325896        0   325896
<number>        two words                         0                  0   100000        0   100000


Command Result : 0 (Success)
[hsm1] lunash:>{{partition show -partition app}}

   Partition Name:                                    app
   Partition SN:                            <number>
   Partition Label:
   Partition Version:                                   0
   Partition SO is not initialized.
   Crypto Officer is not initialized.
   Crypto User is not initialized.
   Legacy Domain Has Been Set:                         no
   Partition Storage Information (Bytes):  Total=325896, Used=0, Free=325896
   Partition Object Count:                              0


Command Result : 0 (Success)
[hsm1] lunash:>{{partition init -partition app -label "app label"}}

CAUTION:  Are you sure you wish to initialize the partition?
          All its objects will be erased.

          Type 'proceed' to initialize the partition, or
          'quit' to quit now.
          > {{proceed}}

  Please enter a password for the Partition SO:
  > {{!app-so-pin}}**********

  Please re-enter password to confirm:
  > {{!app-so-pin}}**********

  Please enter a cloning domain to use for initializing this partition:
  > {{!app-domain}}**********

  Please re-enter cloning domain to confirm:
  > {{!app-domain}}**********
'partition init' successful.


Command Result : 0 (Success)
[hsm1] lunash:>{{partition init co -partition app}}

  Please enter the Partition SO's password:
  > {{!app-so-pin}}**********

  Please enter a password for the Crypto Officer:
  > {{!app-co-pin}}**********

  Please re-enter password to confirm:
  > {{!app-co-pin}}**********

The Crypto Officer must change this password with 'role changepw' in LunaCM.

'partition init co' successful.


Command Result : 0 (Success)
[hsm1] lunash:>{{partition sh -p app}}

   Partition Name:                                    app
   Partition SN:                            <number>
   Partition Label:                             app label
   Partition Version:                                   0
   Partition SO PIN To Be Changed:                     no
   Partition SO Locked Out:                            no
   Partition SO Login Attempts Left:                   10
   Crypto Officer PIN To Be Changed:                  yes
   Crypto Officer Locked Out:                          no
   Crypto Officer Login Attempts Left:                 10
   Crypto User is not initialized.
   Legacy Domain Has Been Set:                         no
   Partition Storage Information (Bytes):  Total=325896, Used=0, Free=325896
   Partition Object Count:                              0


Command Result : 0 (Success)
[hsm1] lunash:>{{partition show}}

   Partition Name:                                   par1
   Partition SN:                            <number>
   Partition Label:                                  par1
   Partition Version:                                   0
   Partition SO PIN To Be Changed:                     no
   Partition SO Locked Out:                            no
   Partition SO Login Attempts Left:                   10
   Crypto Officer PIN To Be Changed:                   no
   Crypto Officer Locked Out:                          no
   Crypto Officer Login Attempts Left:                 10
   Crypto User is not initialized.
   Legacy Domain Has Been Set:                         no
   Partition Storage Information (Bytes):  Total=16777216, Used=0, Free=16777216
   Partition Object Count:                              0

   Partition Name:                                    app
   Partition SN:                            <number>
   Partition Label:                             app label
   Partition Version:                                   0
   Partition SO PIN To Be Changed:                     no
   Partition SO Locked Out:                            no
   Partition SO Login Attempts Left:                   10
   Crypto Officer PIN To Be Changed:                  yes
   Crypto Officer Locked Out:                          no
   Crypto Officer Login Attempts Left:                 10
   Crypto User is not initialized.
   Legacy Domain Has Been Set:                         no
   Partition Storage Information (Bytes):  Total=325896, Used=0, Free=325896
   Partition Object Count:                              0

   Partition Name:                              two words
   Partition SN:                            <number>
   Partition Label:
   Partition Version:                                   0
   Partition SO is not initialized.
   Crypto Officer is not initialized.
   Crypto User is not initialized.
   Legacy Domain Has Been Set:                         no
   Partition Storage Information (Bytes):  Total=100000, Used=0, Free=100000
   Partition Object Count:                              0


Command Result : 0 (Success)
# source: captured 7.8.5
[hsm1] lunash:>{{partition showContents -partition $LUNETTE_LABEL}}
  Please enter the Crypto Officer's password:
  > {{!$LUNETTE_PIN}}*************
   Partition Name:                                       par1
   Partition SN:                                <number>
   Partition Label:                                      par1
   Partition Version:                                       0
   Storage (Bytes): Total=16777216, Used=0, Free=16777216
   Number objects:  0


Command Result : 0 (Success)
[hsm1] lunash:>{{partition showContents -partition $LUNETTE_LABEL -password wrong-pin}}

Error:  'partition showContents' failed. (A00000 : LUNA_RET_UM_PIN_INCORRECT)

Error:  The password is wrong.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{partition delete -partition app}}

CAUTION:  Are you sure you wish to delete the partition named:
            app
          Type 'proceed' to delete the partition, or 'quit'
          to quit now.
          > {{quit}}

Exiting...
'partition delete' aborted.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{partition delete -partition app}}

CAUTION:  Are you sure you wish to delete the partition named:
            app
          Type 'proceed' to delete the partition, or 'quit'
          to quit now.
          > {{proceed}}
'partition delete' successful.


Command Result : 0 (Success)
[hsm1] lunash:>{{partition delete -partition app}}

Error:  'partition delete' failed. (80000001 : LUNA_RET_CONTAINER_HANDLE_INVALID)

Error:  -partition: there is no partition 'app' on HSM <number>.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{par del -p "two words" -f}}
'partition delete' successful.


Command Result : 0 (Success)
# source: captured 7.8.5
[hsm1] lunash:>{{par li}}

                                                                              Storage (bytes)
                                                       Partition    ----------------------------------
Partition            Name                              Version      Objects  Total     Used     Free
===================  ================================  ===========  =======  =======  =======  =======
<number>        par1                              0                  0  16777216        0  16777216


Command Result : 0 (Success)
# source: captured 7.2
[hsm1] lunash:>{{partition create -partition rest -allFreeStorage -force}}
'partition create' successful.


Command Result : 0 (Success)
# source: captured 7.2
[hsm1] lunash:>{{hsm show}}
<lines>
   Space In Use (Bytes):                33554432
   Free Space Left (Bytes):             0



Command Result : 0 (Success)
[hsm1] lunash:>{{exit}}


Command Result : 0 (Success)
% end
