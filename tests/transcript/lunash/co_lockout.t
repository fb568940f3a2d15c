# Ten wrong passwords of a Crypto Officer lock the role; what is in the
# partition stays. Whether it may be unlocked is a policy of the HSM.
# source: proposed
% lab --ready
% ssh hsm1 admin $LUNETTE_ADMIN_PASSWORD
Last login: <any>

Lunette Network HSM Command Line Shell v<any> Free software (Apache-2.0).

[hsm1] lunash:>{{par showC -par $LUNETTE_LABEL -pas wrong-1}}

Error:  'partition showContents' failed. (A00000 : LUNA_RET_UM_PIN_INCORRECT)

Error:  The password is wrong.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{par showC -par $LUNETTE_LABEL -pas wrong-2}}

Error:  'partition showContents' failed. (A00000 : LUNA_RET_UM_PIN_INCORRECT)

Error:  The password is wrong.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{par showC -par $LUNETTE_LABEL -pas wrong-3}}

Error:  'partition showContents' failed. (A00000 : LUNA_RET_UM_PIN_INCORRECT)

Error:  The password is wrong.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{par showC -par $LUNETTE_LABEL -pas wrong-4}}

Error:  'partition showContents' failed. (A00000 : LUNA_RET_UM_PIN_INCORRECT)

Error:  The password is wrong.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{par showC -par $LUNETTE_LABEL -pas wrong-5}}

Error:  'partition showContents' failed. (A00000 : LUNA_RET_UM_PIN_INCORRECT)

Error:  The password is wrong.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{par showC -par $LUNETTE_LABEL -pas wrong-6}}

Error:  'partition showContents' failed. (A00000 : LUNA_RET_UM_PIN_INCORRECT)

Error:  The password is wrong.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{par showC -par $LUNETTE_LABEL -pas wrong-7}}

Error:  'partition showContents' failed. (A00000 : LUNA_RET_UM_PIN_INCORRECT)

Error:  The password is wrong.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{par showC -par $LUNETTE_LABEL -pas wrong-8}}

Error:  'partition showContents' failed. (A00000 : LUNA_RET_UM_PIN_INCORRECT)

Error:  The password is wrong.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{par showC -par $LUNETTE_LABEL -pas wrong-9}}

Error:  'partition showContents' failed. (A00000 : LUNA_RET_UM_PIN_INCORRECT)

Error:  The password is wrong.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{partition sh -p $LUNETTE_LABEL}}

   Partition Name:                                   par1
   Partition SN:                            <number>
   Partition Label:                                  par1
   Partition Version:                                   0
   Partition SO PIN To Be Changed:                     no
   Partition SO Locked Out:                            no
   Partition SO Login Attempts Left:                   10
   Crypto Officer PIN To Be Changed:                   no
   Crypto Officer Locked Out:                          no
   Crypto Officer Login Attempts Left:                  1
   Crypto User is not initialized.
   Legacy Domain Has Been Set:                         no
   Partition Storage Information (Bytes):  Total=16777216, Used=0, Free=16777216
   Partition Object Count:                              0


Command Result : 0 (Success)
[hsm1] lunash:>{{par showC -par $LUNETTE_LABEL -pas wrong-10}}

Error:  'partition showContents' failed. (A00002 : LUNA_RET_UM_PIN_INCORRECT_CONTAINER_LOCKED)

Error:  The password is wrong, and it was the last try: the role is locked.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{partition sh -p $LUNETTE_LABEL}}

   Partition Name:                                   par1
   Partition SN:                            <number>
   Partition Label:                                  par1
   Partition Version:                                   0
   Partition SO PIN To Be Changed:                     no
   Partition SO Locked Out:                            no
   Partition SO Login Attempts Left:                   10
   Crypto Officer PIN To Be Changed:                   no
   Crypto Officer Locked Out:                         yes
   Crypto Officer Login Attempts Left:               None
   Crypto User is not initialized.
   Legacy Domain Has Been Set:                         no
   Partition Storage Information (Bytes):  Total=16777216, Used=0, Free=16777216
   Partition Object Count:                              0


Command Result : 0 (Success)
[hsm1] lunash:>{{par showC -par $LUNETTE_LABEL -pas $LUNETTE_PIN}}

Error:  'partition showContents' failed. (80000009 : LUNA_RET_CONTAINER_LOCKED)

Error:  The role is locked.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{partition resetPw -p $LUNETTE_LABEL}}

Error:  'partition resetPw' failed. (1010001 : LUNA_RET_SM_NOT_LOGGED_IN)

Error:  The HSM Security Officer is not logged in.
        Log in first.


Command Result : 65535 (Luna Shell execution)
# source: captured 5.x
[hsm1] lunash:>{{hsm login -p $LUNETTE_SO_PIN}}


'hsm login' successful.


Command Result : 0 (Success)
[hsm1] lunash:>{{partition resetPw -p $LUNETTE_LABEL}}

  Please enter the Partition SO's password:
  > {{!$LUNETTE_PARTITION_SO_PIN}}*************

  Please enter a new password for the partition:
  > {{!new-co-pin}}**********

  Please re-enter password to confirm:
  > {{!new-co-pin}}**********

Error:  'partition resetPw' failed. (10A0B : LUNA_RET_OPERATION_RESTRICTED)

Error:  The HSM security policy does not allow the HSM Administrator to reset the password for partitions.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{exit}}


Command Result : 0 (Success)
% end
