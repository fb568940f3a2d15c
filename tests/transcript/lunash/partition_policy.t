# The policies of a partition, changed by its Partition SO. A lower number of
# wrong passwords locks a role sooner, and it stays locked when the number rises
# again. A change that takes a protection from the keys erases them.
# source: proposed
% lab --ready
% ssh hsm1 admin $LUNETTE_ADMIN_PASSWORD
Last login: <any>

Lunette Network HSM Command Line Shell v<any> Free software (Apache-2.0).

[hsm1] lunash:>{{hsm login -password $LUNETTE_SO_PIN}}


'hsm login' successful.


Command Result : 0 (Success)
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
[hsm1] lunash:>{{par showP -par app}}

   Partition Name:    app
   Partition SN:      <number>
   Partition Label:   app

   The following capabilities describe this partition, and cannot be
   altered except via firmware or capability updates.

   Description                              Value
   ===========                              =====
   Enable private key cloning               Allowed
   Enable private key wrapping              Disallowed
   Enable secret key cloning                Allowed
   Enable secret key wrapping               Allowed
   Max failed user logins allowed           10

   The following policies describe the current configuration of
   this partition and may be changed by the Partition SO.

   Description                              Value        Code
   ===========                              =====        ====
   Allow private key cloning                On           0
   Allow secret key cloning                 On           4
   Allow secret key wrapping                On           5
   Max failed user logins allowed           10           20


Command Result : 0 (Success)
[hsm1] lunash:>{{partition changePolicy -partition app -policy 1 -value 1}}

Error:  'partition changePolicy' failed. (70000 : LUNA_RET_ARGUMENTS_BAD)

Error:  -policy: there is no policy 1; 'partition showPolicies' lists them.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{partition changePolicy -partition app -policy 20 -value 11}}

Error:  'partition changePolicy' failed. (70000 : LUNA_RET_ARGUMENTS_BAD)

Error:  -value: policy 20 takes 1 to 10.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{partition changePolicy -partition app -policy 20 -value 2 -psopin wrong-so-pin}}

Error:  'partition changePolicy' failed. (A00000 : LUNA_RET_UM_PIN_INCORRECT)

Error:  The password is wrong.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{par changeP -pa app -po 20 -v 2 -ps app-so-pin}}
'partition changePolicy' successful.

Policy Max failed user logins allowed is now set to value: 2


Command Result : 0 (Success)
[hsm1] lunash:>{{par showC -par app -pas wrong-1}}

Error:  'partition showContents' failed. (A00000 : LUNA_RET_UM_PIN_INCORRECT)

Error:  The password is wrong.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{par showC -par app -pas wrong-2}}

Error:  'partition showContents' failed. (A00002 : LUNA_RET_UM_PIN_INCORRECT_CONTAINER_LOCKED)

Error:  The password is wrong, and it was the last try: the role is locked.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{par changeP -pa app -po 20 -v 10 -ps app-so-pin}}
'partition changePolicy' successful.

Policy Max failed user logins allowed is now set to value: 10


Command Result : 0 (Success)
[hsm1] lunash:>{{par showC -par app -pas app-co-pin}}

Error:  'partition showContents' failed. (80000009 : LUNA_RET_CONTAINER_LOCKED)

Error:  The role is locked.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{par changeP -pa app -po 5 -v 0}}

  Please enter the Partition SO's password:
  > {{!app-so-pin}}**********
'partition changePolicy' successful.

Policy Allow secret key wrapping is now set to value: 0


Command Result : 0 (Success)
[hsm1] lunash:>{{par changeP -pa app -po 5 -v 1 -ps app-so-pin}}

CAUTION:  Are you sure you wish to change the destructive policy named:

            Allow secret key wrapping

          Changing this policy will result in erasing all objects
          of the partition! (Its roles and its domain will not be
          modified.)

          Type 'proceed' to erase the objects and change the policy, or
          'quit' to quit now.
          > {{quit}}

Exiting...
'partition changePolicy' aborted.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{par changeP -pa app -po 5 -v 1 -ps app-so-pin}}

CAUTION:  Are you sure you wish to change the destructive policy named:

            Allow secret key wrapping

          Changing this policy will result in erasing all objects
          of the partition! (Its roles and its domain will not be
          modified.)

          Type 'proceed' to erase the objects and change the policy, or
          'quit' to quit now.
          > {{proceed}}
'partition changePolicy' successful.

Policy Allow secret key wrapping is now set to value: 1


Command Result : 0 (Success)
[hsm1] lunash:>{{exit}}


Command Result : 0 (Success)
% end
