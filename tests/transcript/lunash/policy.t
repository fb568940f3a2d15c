# The HSM's policies. With policy 15 on, a locked Crypto Officer can be given a
# new password; changing it erases all partitions.
# source: proposed
% lab --ready
% ssh hsm1 admin $LUNETTE_ADMIN_PASSWORD
Last login: <any>

Lunette Network HSM Command Line Shell v<any> Free software (Apache-2.0).

# source: captured 6.2.2
[hsm1] lunash:>{{hsm showP}}

   HSM Label:   hsm1
   Serial #:    <number>
   Firmware:    7.8.4

   The following policies are set due to current configuration of
   this HSM and cannot be altered directly by the user.

   Description                              Value
   ===========                              =====
   PIN-based authentication                 True

   The following policies describe the current configuration of
   this HSM and may be changed by the HSM Administrator.

   Changing policies marked "destructive" will zeroize (erase
   completely) the entire HSM.

   Description                              Value        Code      Destructive
   ===========                              =====        ====      ===========
   Allow non-FIPS algorithms                On           12        Yes
   SO can reset partition PIN               Off          15        Yes
   Force user PIN change after set/reset    On           21        No


Command Result : 0 (Success)
[hsm1] lunash:>{{hsm changePolicy -policy 15 -value 1}}

Error:  'hsm changePolicy' failed. (1010001 : LUNA_RET_SM_NOT_LOGGED_IN)

Error:  The HSM Security Officer is not logged in.
        Log in first.


Command Result : 65535 (Luna Shell execution)
# source: captured 5.x
[hsm1] lunash:>{{hsm login -password $LUNETTE_SO_PIN}}


'hsm login' successful.


Command Result : 0 (Success)
[hsm1] lunash:>{{hsm changePolicy -policy 99 -value 1}}

Error:  'hsm changePolicy' failed. (70000 : LUNA_RET_ARGUMENTS_BAD)

Error:  -policy: there is no policy 99; 'hsm showPolicies' lists them.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{hsm changePolicy -policy 15 -value 2}}

Error:  -value: '2' is not permitted: a policy is 0 (Off) or 1 (On).

Usage: hsm changePolicy -policy <code> -value <value> [-force]

Change a policy of the HSM

Name         (short)  Description
-----------------------------------
-policy         -p    code of the policy
-value          -v    0 or 1
-force          -f    do not ask for confirmation


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{hsm changePolicy -policy 12 -value 0 -force}}

Error:  'hsm changePolicy' failed. (540000 : LUNA_RET_FUNCTION_NOT_SUPPORTED)

Error:  -policy: policy 12 cannot be changed on this HSM yet.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{hsm changePolicy -policy 15 -value 1}}

CAUTION:  Are you sure you wish to change the destructive policy named:

            SO can reset partition PIN

          Changing this policy will result in erasing all partitions
          on the HSM! (HSM Admin, Domain, and M of N (where applicable)
          will not be modified.)

          Type 'proceed' to zeroize your HSM and change the policy, or
          'quit' to quit now.
          > {{quit}}

Exiting...
'hsm changePolicy' aborted.


Command Result : 65535 (Luna Shell execution)
# source: captured 6.2.2
[hsm1] lunash:>{{hsm changePolicy -policy 15 -value 1}}

CAUTION:  Are you sure you wish to change the destructive policy named:

            SO can reset partition PIN

          Changing this policy will result in erasing all partitions
          on the HSM! (HSM Admin, Domain, and M of N (where applicable)
          will not be modified.)

          Type 'proceed' to zeroize your HSM and change the policy, or
          'quit' to quit now.
          > {{proceed}}
'hsm changePolicy' successful.

Policy SO can reset partition PIN is now set to value: 1


Command Result : 0 (Success)
[hsm1] lunash:>{{hsm changePolicy -p 21 -v 0}}

Error:  'hsm changePolicy' failed. (1010001 : LUNA_RET_SM_NOT_LOGGED_IN)

Error:  The HSM Security Officer is not logged in.
        Log in first.


Command Result : 65535 (Luna Shell execution)
# source: captured 6.2.2
[hsm1] lunash:>{{hsm showPolicies}}

   HSM Label:   hsm1
   Serial #:    <number>
   Firmware:    7.8.4

   The following policies are set due to current configuration of
   this HSM and cannot be altered directly by the user.

   Description                              Value
   ===========                              =====
   PIN-based authentication                 True

   The following policies describe the current configuration of
   this HSM and may be changed by the HSM Administrator.

   Changing policies marked "destructive" will zeroize (erase
   completely) the entire HSM.

   Description                              Value        Code      Destructive
   ===========                              =====        ====      ===========
   Allow non-FIPS algorithms                On           12        Yes
   SO can reset partition PIN               On           15        Yes
   Force user PIN change after set/reset    On           21        No


Command Result : 0 (Success)
# source: captured 5.3
[hsm1] lunash:>{{partition list}}

   There are no partitions.


Command Result : 0 (Success)
# source: captured 5.x
[hsm1] lunash:>{{hsm login -password $LUNETTE_SO_PIN}}


'hsm login' successful.


Command Result : 0 (Success)
# source: captured 7.2
[hsm1] lunash:>{{partition create -partition app -force}}
'partition create' successful.


Command Result : 0 (Success)
[hsm1] lunash:>{{partition init -partition app -label app -domain d -psopin app-so-pin -force}}
'partition init' successful.


Command Result : 0 (Success)
[hsm1] lunash:>{{partition init co -partition app -psopin app-so-pin -copin app-co-pin}}

The Crypto Officer must change this password with 'role changepw' in LunaCM.

'partition init co' successful.


Command Result : 0 (Success)
[hsm1] lunash:>{{par showC -par app -pas wrong-1}}

Error:  'partition showContents' failed. (A00000 : LUNA_RET_UM_PIN_INCORRECT)

Error:  The password is wrong.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{par showC -par app -pas wrong-2}}

Error:  'partition showContents' failed. (A00000 : LUNA_RET_UM_PIN_INCORRECT)

Error:  The password is wrong.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{par showC -par app -pas wrong-3}}

Error:  'partition showContents' failed. (A00000 : LUNA_RET_UM_PIN_INCORRECT)

Error:  The password is wrong.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{par showC -par app -pas wrong-4}}

Error:  'partition showContents' failed. (A00000 : LUNA_RET_UM_PIN_INCORRECT)

Error:  The password is wrong.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{par showC -par app -pas wrong-5}}

Error:  'partition showContents' failed. (A00000 : LUNA_RET_UM_PIN_INCORRECT)

Error:  The password is wrong.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{par showC -par app -pas wrong-6}}

Error:  'partition showContents' failed. (A00000 : LUNA_RET_UM_PIN_INCORRECT)

Error:  The password is wrong.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{par showC -par app -pas wrong-7}}

Error:  'partition showContents' failed. (A00000 : LUNA_RET_UM_PIN_INCORRECT)

Error:  The password is wrong.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{par showC -par app -pas wrong-8}}

Error:  'partition showContents' failed. (A00000 : LUNA_RET_UM_PIN_INCORRECT)

Error:  The password is wrong.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{par showC -par app -pas wrong-9}}

Error:  'partition showContents' failed. (A00000 : LUNA_RET_UM_PIN_INCORRECT)

Error:  The password is wrong.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{par showC -par app -pas wrong-10}}

Error:  'partition showContents' failed. (A00002 : LUNA_RET_UM_PIN_INCORRECT_CONTAINER_LOCKED)

Error:  The password is wrong, and it was the last try: the role is locked.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{partition sh -p app}}

   Partition Name:                                    app
   Partition SN:                            <number>
   Partition Label:                                   app
   Partition Version:                                   0
   Partition SO PIN To Be Changed:                     no
   Partition SO Locked Out:                            no
   Partition SO Login Attempts Left:                   10
   Crypto Officer PIN To Be Changed:                  yes
   Crypto Officer Locked Out:                         yes
   Crypto Officer Login Attempts Left:               None
   Crypto User is not initialized.
   Legacy Domain Has Been Set:                         no
   Partition Storage Information (Bytes):  Total=325896, Used=0, Free=325896
   Partition Object Count:                              0


Command Result : 0 (Success)
[hsm1] lunash:>{{partition resetPw -p app -psopin app-so-pin -newpw new-co-pin}}
'partition resetPw' successful.


Command Result : 0 (Success)
[hsm1] lunash:>{{partition sh -p app}}

   Partition Name:                                    app
   Partition SN:                            <number>
   Partition Label:                                   app
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
[hsm1] lunash:>{{par showC -par app -pas new-co-pin}}

Error:  'partition showContents' failed. (A30000 : LUNA_RET_SM_PIN_EXPIRED)

Error:  The password must be changed first.
        Use 'role changepw' in LunaCM.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{exit}}


Command Result : 0 (Success)
% end
