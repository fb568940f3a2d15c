# The first session on a new appliance: the factory password has to go, the
# rules for the new one are kept, then the HSM is initialized.
# source: proposed
% lab
% run 1 hsm1 admin PASSWORD hsm show

Error:  The factory password must be changed first: log in without a command.
# source: captured 7.2
% ssh hsm1 admin PASSWORD
Last login: <any>

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

Changing password for user admin.

You can now choose the new password.

The password must be at least 8 characters long.
The password must contain characters from at least 3 of the following 4 categories:
    - Uppercase letters (A through Z)
    - Lowercase letters (a through z)
    - Numbers (0 through 9)
    - Non-alphanumeric characters (such as !, $, #, %)

New password: {{!short}}
Retype new password: {{!short}}

Error:  The password was not changed: the password does not follow the rules. It must have 8 or more characters of at least 3 of 4 classes.

Changing password for user admin.

You can now choose the new password.

The password must be at least 8 characters long.
The password must contain characters from at least 3 of the following 4 categories:
    - Uppercase letters (A through Z)
    - Lowercase letters (a through z)
    - Numbers (0 through 9)
    - Non-alphanumeric characters (such as !, $, #, %)

New password: {{!New-Passw0rd}}
Retype new password: {{!Other-Passw0rd}}
Sorry, passwords do not match.

Changing password for user admin.

You can now choose the new password.

The password must be at least 8 characters long.
The password must contain characters from at least 3 of the following 4 categories:
    - Uppercase letters (A through Z)
    - Lowercase letters (a through z)
    - Numbers (0 through 9)
    - Non-alphanumeric characters (such as !, $, #, %)

New password: {{!New-Passw0rd}}
Retype new password: {{!New-Passw0rd}}
passwd: all authentication tokens updated successfully.
Password change successful.

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
# source: captured 7.x
[hsm1] lunash:>{{hsm login}}

Error:    The HSM is in the factory reset (zeroized) state.


Command Result : 0 (Success)
[hsm1] lunash:>{{hsm init -label myhsm}}

  Please enter a password for the HSM Administrator:
  > {{!so-Passw0rd}}***********

  Please re-enter password to confirm:
  > {{!so-Passw0rd}}***********

  Please enter a cloning domain to use for initializing this HSM:
  > {{!domain1}}*******

  Please re-enter cloning domain to confirm:
  > {{!domain1}}*******

CAUTION:  Are you sure you wish to initialize this HSM?

          Type 'proceed' to initialize the HSM, or 'quit'
          to quit now.
          > {{quit}}

Exiting...
'hsm init' aborted.


Command Result : 65535 (Luna Shell execution)
# source: captured 6.2.2
[hsm1] lunash:>{{hsm init -label myhsm}}

  Please enter a password for the HSM Administrator:
  > {{!so-Passw0rd}}***********

  Please re-enter password to confirm:
  > {{!so-Passw0rd}}***********

  Please enter a cloning domain to use for initializing this HSM:
  > {{!domain1}}*******

  Please re-enter cloning domain to confirm:
  > {{!domain1}}*******

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
   HSM Label:                          myhsm
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
# source: captured 5.x
[hsm1] lunash:>{{hsm login}}

  Please enter the HSM Administrators' password:
  > {{!so-Passw0rd}}***********


'hsm login' successful.


Command Result : 0 (Success)
# source: captured 7.2
[hsm1] lunash:>{{hsm show}}


   Appliance Details:
   ==================
   Software Version:                   <any>

   HSM Details:
   ============
   HSM Label:                          myhsm
   Serial #:                           <number>
   Firmware:                           7.8.4
   HSM Model:                          Luna K7
   HSM Part Number:                    808-000066-001
   Authentication Method:              Password
   HSM Admin login status:             Logged In
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
[hsm1] lunash:>{{hsm logout}}
'hsm logout' successful.


Command Result : 0 (Success)
[hsm1] lunash:>{{exit}}


Command Result : 0 (Success)
% end
