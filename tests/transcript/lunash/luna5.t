# An appliance of generation 5: `hsm show` and `partition show`, whose owner is
# locked out by ten wrong passwords. 102701 bytes are an equal share.
# source: captured 5.x
% lab --ready --personality luna5 --backups 0
# source: proposed
% ssh hsm1 admin $LUNETTE_ADMIN_PASSWORD
Last login: <any>

Lunette Network HSM Command Line Shell v5.4.1-<any> Free software (Apache-2.0).

[hsm1] lunash:>{{hsm show}}


   Appliance Details:
   ==================
   Software Version:                   5.4.1-<any>

   HSM Details:
   ============
   HSM Label:                          hsm1
   Serial #:                           <number>
   Firmware:                           6.20.2
   Hardware Model:                     Luna K6
   Authentication Method:              Password
   HSM Admin login status:             Not Logged In
   HSM Admin login attempts left:      3 before HSM zeroization!
   RPV Initialized:                    No
   Audit Role Initialized:             No
   Remote Login Initialized:           No
   Manually Zeroized:                  No

   Partitions created on HSM:
   ==========================
   Partition: <number>,     Name: par1



   FIPS 140-2 Operation:
   =====================
   The HSM is NOT in FIPS 140-2 approved operation mode.

   HSM Storage Information:
   ========================
   Maximum HSM Storage Space (Bytes):   2097152
   Space In Use (Bytes):                <number>
   Free Space Left (Bytes):             <number>



Command Result : 0 (Success)
[hsm1] lunash:>{{hsm login -password $LUNETTE_SO_PIN}}


'hsm login' successful.


Command Result : 0 (Success)
# source: proposed
[hsm1] lunash:>{{partition create -partition testPar1 -force}}
'partition create' successful.


Command Result : 0 (Success)
# source: proposed
[hsm1] lunash:>{{partition show -partition testPar1}}

   Partition SN:                           <number>
   Partition Name:                         testPar1
   Partition Owner is not initialized.
   Legacy Domain Has Been Set:             no
   Partition Storage Information (Bytes):  Total=102701, Used=0, Free=102701
   Partition Object Count:                 0


Command Result : 0 (Success)
[hsm1] lunash:>
% sh for n in 1 2 3 4 5 6 7 8 9 10; do ssh -F "$SSH_CONFIG" admin@$LUNETTE_HOST partition showContents -partition par1 -password wrong-$n; done | grep -c PIN_INCORRECT
10
% go
{{partition sh -p par1}}

   Partition SN:                           <number>
   Partition Name:                         par1
   Partition Owner Locked Out:             yes
   Partition Owner PIN To Be Changed:      no
   Partition Owner Login Attempts Left:    None - Owner is Locked Out
   Legacy Domain Has Been Set:             no
   Partition Storage Information (Bytes):  Total=1048576, Used=0, Free=1048576
   Partition Object Count:                 0


Command Result : 0 (Success)
# source: proposed
[hsm1] lunash:>{{exit}}


Command Result : 0 (Success)
% end
