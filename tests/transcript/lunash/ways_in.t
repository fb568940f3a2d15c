# One command, commands on standard input, and what becomes of both.
# source: proposed
% lab --ready
# source: captured
% run hsm1 admin $LUNETTE_ADMIN_PASSWORD client list

registered client 1: client1
# source: captured 5.x
% run 1 hsm1 admin $LUNETTE_ADMIN_PASSWORD client show -c nobody

Error:  'client show' failed. (C000040A : RC_OBJECT_NOT_IN_LIST)

Error:  Specified client does not exist.
        Use 'client list' to list all available clients.
% run 1 hsm1 admin $LUNETTE_ADMIN_PASSWORD hsm zeroize

CAUTION:  Are you sure you wish to zeroize this HSM?
          All partitions and data will be erased.

          Type 'proceed' to zeroize the HSM, or 'quit'
          to quit now.
          >

Exiting...
'hsm zeroize' aborted.
% run 1 hsm1 admin $LUNETTE_ADMIN_PASSWORD nonsense

Error:  'nonsense' is not a command; 'help' lists the commands.
# source: captured 5.x
% run hsm1 admin $LUNETTE_ADMIN_PASSWORD hsm login -password $LUNETTE_SO_PIN


'hsm login' successful.
# source: captured 7.2
% run hsm1 admin $LUNETTE_ADMIN_PASSWORD partition create -partition "two words" -force
'partition create' successful.
% pipe hsm1 admin $LUNETTE_ADMIN_PASSWORD
Last login: <any>

Lunette Network HSM Command Line Shell v<any> Free software (Apache-2.0).

{{hsm logout}}
'hsm logout' successful.


Command Result : 0 (Success)
# source: captured 5.x
{{hsm login}}

  Please enter the HSM Administrators' password:
  > {{$LUNETTE_SO_PIN}}


'hsm login' successful.


Command Result : 0 (Success)
# source: captured 7.8.5
{{partition list}}

                                                                              Storage (bytes)
                                                       Partition    ----------------------------------
Partition            Name                              Version      Objects  Total     Used     Free
===================  ================================  ===========  =======  =======  =======  =======
<number>        par1                              0                  0  16777216        0  16777216
<number>        two words                         0                  0   325896        0   325896


Command Result : 0 (Success)
{{hsm logout}}
'hsm logout' successful.


Command Result : 0 (Success)
{{exit}}


Command Result : 0 (Success)
% pipe 1 hsm1 admin $LUNETTE_ADMIN_PASSWORD
Last login: <any>

Lunette Network HSM Command Line Shell v<any> Free software (Apache-2.0).

# source: captured 5.x
{{hsm login}}

  Please enter the HSM Administrators' password:
  > {{wrong-pin}}


Error:  'hsm login' failed. (A00000 : LUNA_RET_UM_PIN_INCORRECT)


Command Result : 65535 (Luna Shell execution)
# source: captured
{{client list}}

registered client 1: client1


Command Result : 0 (Success)
# source: captured 7.2
% run 255 hsm1 admin wrong-password hsm show
admin@$LUNETTE_HOST: Permission denied (publickey,keyboard-interactive,password).
