# An appliance of generation 6: its version strings, its card, and the layouts of
# `hsm show` and `partition show`. 207559 bytes are an equal share of its storage.
# source: captured 6.2.2
% lab --personality luna6 --backups 0
% sh grep personality "$DIR/hsm1/box/settings"
personality luna6
# source: proposed
% ssh hsm1 admin PASSWORD
<lines>
Lunette Network HSM Command Line Shell v6.2.2-<any> Free software (Apache-2.0).
<lines>
New password: {{!New-Passw0rd}}
Retype new password: {{!New-Passw0rd}}
passwd: all authentication tokens updated successfully.
Password change successful.

[hsm1] lunash:>{{hsm show}}


   Appliance Details:
   ==================
   Software Version:                   6.2.2-<any>

   HSM Details:
   ============
   HSM Label:                          no label
   Serial #:                           <number>
   Firmware:                           6.24.3
   HSM Model:                          K6 Base
   Authentication Method:              Password
   HSM Admin login status:             Not Logged In
   HSM Admin login attempts left:      HSM IS ZEROIZED !!!!
   RPV Initialized:                    No
   Audit Role Initialized:             No
   Remote Login Initialized:           No
   Manually Zeroized:                  No

   Partitions created on HSM:
   ==========================
   There are no partitions.


   Number of partitions allowed:        10
   Number of partitions created:        0

   FIPS 140-2 Operation:
   =====================
   The HSM is NOT in FIPS 140-2 approved operation mode.

   HSM Storage Information:
   ========================
   Maximum HSM Storage Space (Bytes):   2097152
   Space In Use (Bytes):                0
   Free Space Left (Bytes):             2097152



Command Result : 0 (Success)
[hsm1] lunash:>{{hsm init -label myhsm -password so-Passw0rd -domain d -force}}
'hsm init' successful.


Command Result : 0 (Success)
[hsm1] lunash:>{{hsm login -password so-Passw0rd}}


'hsm login' successful.


Command Result : 0 (Success)
[hsm1] lunash:>{{partition create -partition partition6 -force}}
'partition create' successful.


Command Result : 0 (Success)
# source: proposed
[hsm1] lunash:>{{partition show -partition partition6}}

   Partition Name:                            partition6
   Partition SN:                              <number>
   Partition Label:
   Partition Owner is not initialized.
   Legacy Domain Has Been Set:                no
   Partition Storage Information (Bytes):     Total=207559, Used=0, Free=207559
   Partition Object Count:                    0


Command Result : 0 (Success)
# source: proposed
[hsm1] lunash:>{{partition init -partition partition6 -label partition6 -domain d -psopin po-Passw0rd -force}}
'partition init' successful.


Command Result : 0 (Success)
# source: proposed
[hsm1] lunash:>{{partition init co -partition partition6 -psopin po-Passw0rd -copin co-Passw0rd}}
<lines>
'partition init co' successful.


Command Result : 0 (Success)
[hsm1] lunash:>{{partition sh -p partition6}}

   Partition Name:                            partition6
   Partition SN:                              <number>
   Partition Label:                           partition6
   Partition Owner Locked Out:                no
   Partition Owner PIN To Be Changed:         <any>
   Partition Owner Login Attempts Left:       10 before Partition Owner is Locked Out
   Legacy Domain Has Been Set:                no
   Partition Storage Information (Bytes):     Total=207559, Used=0, Free=207559
   Partition Object Count:                    0


Command Result : 0 (Success)
[hsm1] lunash:>{{hsm show}}
<lines>
   HSM Label:                          myhsm
<lines>
   HSM Admin login status:             Logged In
   HSM Admin login attempts left:      3 before HSM zeroization!
<lines>

   Partitions created on HSM:
   ==========================
   Partition: <number>,     Name: partition6


   Number of partitions allowed:        10
   Number of partitions created:        1
<lines>


Command Result : 0 (Success)
# source: proposed
[hsm1] lunash:>{{exit}}


Command Result : 0 (Success)
% end
% lunette down
% sh 1 lunette up --dir "$DIR" --personality luna7
lunette: the lab in $DIR has 1 HSM(s), 0 Backup HSM(s), --net $NET, --ntls-port 1792, --ssh-port 2222, --personality luna6; another lab wants another --dir
% sh lunette up --dir "$DIR" --quiet
% run hsm1 admin New-Passw0rd hsm show
<lines>
   Software Version:                   6.2.2-<any>
<lines>
