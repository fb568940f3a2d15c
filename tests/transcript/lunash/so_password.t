# The Security Officer changes the password; soft initialization asks for it
# and keeps the domain; zeroize and factoryReset, each where it may be done.
# source: proposed
% lab --ready
% ssh hsm1 admin $LUNETTE_ADMIN_PASSWORD
Last login: <any>

Lunette Network HSM Command Line Shell v<any> Free software (Apache-2.0).

[hsm1] lunash:>{{hsm changePw}}

Error:  'hsm changePw' failed. (1010001 : LUNA_RET_SM_NOT_LOGGED_IN)

Error:  The HSM Security Officer is not logged in.
        Log in first.


Command Result : 65535 (Luna Shell execution)
# source: captured 5.x
[hsm1] lunash:>{{hsm login -password $LUNETTE_SO_PIN}}


'hsm login' successful.


Command Result : 0 (Success)
# source: documented 7.7
[hsm1] lunash:>{{hsm changePw}}

  Please enter the HSM Administrators' current password:
  > {{!$LUNETTE_SO_PIN}}*************

  Please enter a new password for the HSM Administrator:
  > {{!new-so-pin}}**********

  Please re-enter password to confirm:
  > {{!new-so-pin}}**********
'hsm changePw' successful.


Command Result : 0 (Success)
[hsm1] lunash:>{{hsm logout}}
'hsm logout' successful.


Command Result : 0 (Success)
[hsm1] lunash:>{{hsm init -label again -domain other -force}}

Error:  'hsm init' failed. (70000 : LUNA_RET_ARGUMENTS_BAD)

Error:  -domain: the HSM is initialized and keeps its domain; reset it to factory default to give it another.


Command Result : 65535 (Luna Shell execution)
# source: captured 6.2.2
[hsm1] lunash:>{{hsm init -label again}}

  Please enter the HSM Administrators' password:
  > {{!new-so-pin}}**********

CAUTION:  Are you sure you wish to initialize this HSM?

          Type 'proceed' to initialize the HSM, or 'quit'
          to quit now.
          > {{proceed}}
'hsm init' successful.


Command Result : 0 (Success)
# source: captured 7.2
[hsm1] lunash:>{{hsm show}}


   Appliance Details:
   ==================
   Software Version:                   <any>

   HSM Details:
   ============
   HSM Label:                          again
   Serial #:                           <number>
   Firmware:                           7.8.4
   HSM Model:                          Luna K7
   HSM Part Number:                    808-000066-001
   Authentication Method:              Password
   HSM Admin login status:             Not Logged In
   HSM Admin login attempts left:      3 before HSM zeroization!
   RPV Initialized:                    No
   Audit Role Initialized:             No
   Remote Login Initialized:           No
   Manually Zeroized:                  No
   Secure Transport Mode:              No
   HSM Tamper State:                   No tamper(s)

   Partitions created on HSM:
   ==============================
   There are no partitions.


   Number of partitions allowed:        100
   Number of partitions created:        0

   FIPS 140-2 Operation:
   =====================
   The HSM is NOT in FIPS 140-2 approved operation mode.

   HSM Storage Information:
   ========================
   Maximum HSM Storage Space (Bytes):   33554432
   Space In Use (Bytes):                0
   Free Space Left (Bytes):             33554432



Command Result : 0 (Success)
[hsm1] lunash:>{{hsm factoryReset}}

Error:  'hsm factoryReset' can only be run from the local
console. Login as 'admin' using the serial port on
the SafeNet Network HSM before running this command.

Command Result : 0 (Success)
[hsm1] lunash:>{{hsm zeroize}}

CAUTION:  Are you sure you wish to zeroize this HSM?
          All partitions and data will be erased.

          Type 'proceed' to zeroize the HSM, or 'quit'
          to quit now.
          > {{quit}}

Exiting...
'hsm zeroize' aborted.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{hsm zeroize}}

CAUTION:  Are you sure you wish to zeroize this HSM?
          All partitions and data will be erased.

          Type 'proceed' to zeroize the HSM, or 'quit'
          to quit now.
          > {{proceed}}
'hsm zeroize' successful.


Command Result : 0 (Success)
[hsm1] lunash:>{{hsm zeroize -force}}
'hsm zeroize' successful.


Command Result : 0 (Success)
[hsm1] lunash:>{{exit}}


Command Result : 0 (Success)
% end
% console hsm1
Serial console of hsm1. Ctrl-] leaves (and hangs up).

hsm1 login: {{admin}}
Password: {{!wrong}}
Login incorrect

hsm1 login: {{admin}}
Password: {{!$LUNETTE_ADMIN_PASSWORD}}
Last login: <any>

Lunette Network HSM Command Line Shell v<any> Free software (Apache-2.0).

[hsm1] lunash:>{{hsm factoryReset}}

CAUTION:  Are you sure you wish to reset this HSM to factory
          default settings? All data will be erased.

          Type 'proceed' to return the HSM to factory default, or
          'quit' to quit now.
          > {{quit}}

Exiting...
'hsm factoryReset' aborted.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{hsm factoryReset}}

CAUTION:  Are you sure you wish to reset this HSM to factory
          default settings? All data will be erased.

          Type 'proceed' to return the HSM to factory default, or
          'quit' to quit now.
          > {{proceed}}
'hsm factoryReset' successful.


Command Result : 0 (Success)
[hsm1] lunash:>{{exit}}


Command Result : 0 (Success)

hsm1 login: 
% hangup
