# Three wrong passwords of the HSM's Security Officer, one after the other,
# erase the HSM. A right one in between puts the counter back.
# source: proposed
% lab --ready
% ssh hsm1 admin $LUNETTE_ADMIN_PASSWORD
Last login: <any>

Lunette Network HSM Command Line Shell v<any> Free software (Apache-2.0).

# source: captured 5.x
[hsm1] lunash:>{{hsm login}}

  Please enter the HSM Administrators' password:
  > {{!wrong-1}}*******


Error:  'hsm login' failed. (A00000 : LUNA_RET_UM_PIN_INCORRECT)


Command Result : 65535 (Luna Shell execution)
# source: captured 5.x
[hsm1] lunash:>{{hsm login}}

Caution:  You have only TWO HSM Admin logins attempts left (including
          this one). If you fail two more consecutive login attempts
          (i.e. with no successful logins in between) the HSM will
          be ZEROIZED!!!

  Please enter the HSM Administrators' password:
  > {{!wrong-2}}*******


Error:  'hsm login' failed. (A00000 : LUNA_RET_UM_PIN_INCORRECT)


Command Result : 65535 (Luna Shell execution)
# source: captured 7.x
[hsm1] lunash:>{{hsm login}}

Caution:  This is your LAST available HSM Admin login attempt.
          If the wrong HSM Admin password is provided the HSM will
          be ZEROIZED!!!

          Type 'proceed' if you are certain you have the right
          HSM Admin login credentials or 'quit' to quit now.
          > {{proceed}}

  Please enter the HSM Administrators' password:
  > {{!$LUNETTE_SO_PIN}}*************


'hsm login' successful.


Command Result : 0 (Success)
[hsm1] lunash:>{{hsm logout}}
'hsm logout' successful.


Command Result : 0 (Success)
# source: captured 5.x
[hsm1] lunash:>{{hsm login -password wrong-1}}


Error:  'hsm login' failed. (A00000 : LUNA_RET_UM_PIN_INCORRECT)


Command Result : 65535 (Luna Shell execution)
# source: captured 5.x
[hsm1] lunash:>{{hsm login -p wrong-2}}

Caution:  You have only TWO HSM Admin logins attempts left (including
          this one). If you fail two more consecutive login attempts
          (i.e. with no successful logins in between) the HSM will
          be ZEROIZED!!!


Error:  'hsm login' failed. (A00000 : LUNA_RET_UM_PIN_INCORRECT)


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{hsm login -p wrong-3}}

Caution:  This is your LAST available HSM Admin login attempt.
          If the wrong HSM Admin password is provided the HSM will
          be ZEROIZED!!!

          Type 'proceed' if you are certain you have the right
          HSM Admin login credentials or 'quit' to quit now.
          > {{quit}}

Exiting...
'hsm login' aborted.


Command Result : 65535 (Luna Shell execution)
# source: captured 7.x
[hsm1] lunash:>{{hsm login}}

Caution:  This is your LAST available HSM Admin login attempt.
          If the wrong HSM Admin password is provided the HSM will
          be ZEROIZED!!!

          Type 'proceed' if you are certain you have the right
          HSM Admin login credentials or 'quit' to quit now.
          > {{proceed}}

  Please enter the HSM Administrators' password:
  > {{!wrong-3}}*******


Error:  'hsm login' failed. (30000F : LUNA_RET_SO_LOGIN_FAILURE_THRESHOLD)

Error:    The HSM is in the factory reset (zeroized) state.


Command Result : 0 (Success)
# source: captured 7.x
[hsm1] lunash:>{{hsm login}}

Error:    The HSM is in the factory reset (zeroized) state.


Command Result : 0 (Success)
# source: captured 7.2
[hsm1] lunash:>{{hsm show}}


   Appliance Details:
   ==================
   Software Version:                   <any>

   HSM Details:
   ============
   HSM Label:
   Serial #:                           <number>
   Firmware:                           7.8.4
   HSM Model:                          Luna K7
   HSM Part Number:                    808-000066-001
   Authentication Method:              Password
   HSM Admin login status:             Not Logged In
   HSM Admin login attempts left:      HSM IS ZEROIZED !!!!
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
# source: captured 5.3
[hsm1] lunash:>{{partition list}}

   There are no partitions.


Command Result : 0 (Success)
[hsm1] lunash:>{{exit}}


Command Result : 0 (Success)
% end
