# Abbreviations, help, and what is said about a line that is wrong.
# source: proposed
% lab --ready
% ssh hsm1 admin $LUNETTE_ADMIN_PASSWORD
Last login: <any>

Lunette Network HSM Command Line Shell v<any> Free software (Apache-2.0).

# source: documented 5.3
[hsm1] lunash:>{{help}}

The following top-level commands are available:

Name     (short)  Description
-------------------------------
client      c     > Client commands
hsm         hs    > HSM commands
my          m     > Commands for your own account
ntls        n     > NTLS commands
partition   p     > Partition commands
service     se    > Service commands
status      st    > Status commands
sysconf     sy    > Appliance configuration commands
token       t     > Token commands
user        u     > User commands
help        he    List the commands, or show how one is typed
exit        e     End the session


Command Result : 0 (Success)
# source: documented 5.3
[hsm1] lunash:>{{?}}

The following top-level commands are available:

Name     (short)  Description
-------------------------------
client      c     > Client commands
hsm         hs    > HSM commands
my          m     > Commands for your own account
ntls        n     > NTLS commands
partition   p     > Partition commands
service     se    > Service commands
status      st    > Status commands
sysconf     sy    > Appliance configuration commands
token       t     > Token commands
user        u     > User commands
help        he    List the commands, or show how one is typed
exit        e     End the session


Command Result : 0 (Success)
# source: documented 5.3
[hsm1] lunash:>{{help hsm}}

The following subcommands are available:

Name        (short)     Description
-------------------------------------
init           i        Initialize the HSM
login          logi     Log in as HSM Administrator
logout         logo     Log the HSM Administrator out
show           s        Show the state of the HSM
changePw       changePw Change the HSM Administrator's password
zeroize        z        Erase the HSM's keys, keep its policies
factoryReset   f        Set the HSM back to factory default settings
showPolicies   showP    Show the policies of the HSM
changePolicy   changePo Change a policy of the HSM


Command Result : 0 (Success)
[hsm1] lunash:>{{hsm}}

The following subcommands are available:

Name        (short)     Description
-------------------------------------
init           i        Initialize the HSM
login          logi     Log in as HSM Administrator
logout         logo     Log the HSM Administrator out
show           s        Show the state of the HSM
changePw       changePw Change the HSM Administrator's password
zeroize        z        Erase the HSM's keys, keep its policies
factoryReset   f        Set the HSM back to factory default settings
showPolicies   showP    Show the policies of the HSM
changePolicy   changePo Change a policy of the HSM


Command Result : 0 (Success)
# source: documented 5.3
[hsm1] lunash:>{{hsm init ?}}

Usage: hsm init -label <label> [-domain <domain>] [-password <password>] [-force]

Initialize the HSM

Name         (short)  Description
-----------------------------------
-label          -l    label of the HSM
-domain         -d    cloning domain
-password       -p    HSM Administrator's password
-force          -f    do not ask for confirmation


Command Result : 0 (Success)
# source: documented 5.3
[hsm1] lunash:>{{? partition backup}}

Usage: partition backup -partition <name> -serial <serialnum> [-tokenPar <name>] [-password <password>] [-tokenSoPwd <password>] [-domain <domain>] [-add | -replace] [-force]

Copy the objects of a partition to a Backup HSM

Name         (short)    Description
-------------------------------------
-partition      -par    the partition to copy
-serial         -s      serial number of the Backup HSM
-tokenPar       -tokenP name of the backup; <partition>_<YYYYMMDD> if left out
-password       -pas    Crypto Officer's password
-tokenSoPwd     -tokenS the Backup HSM's SO password
-domain         -d      cloning domain of a new backup
-add            -a      to a backup that exists: add new objects
-replace        -r      to a backup that exists: add new objects and overwrite old ones
-force          -f      do not ask for confirmation


Command Result : 0 (Success)
# source: documented 5.3
[hsm1] lunash:>{{help partition init}}

Usage: partition init -partition <name> -label <label> [-domain <domain>] [-psopin <password>] [-force]

Give a partition its label, Partition SO and domain

Name         (short)  Description
-----------------------------------
-partition      -par  name of the partition
-label          -l    label of the partition
-domain         -d    cloning domain
-psopin         -ps   Partition SO's password
-force          -f    do not ask for confirmation

The following subcommands are available:

Name     (short)  Description
-------------------------------
co          c     Give a partition its Crypto Officer


Command Result : 0 (Success)
[hsm1] lunash:>{{partition create}}

Error:  -partition is missing.

Usage: partition create -partition <name> [-size <bytes> | -allFreeStorage] [-version <0>] [-force]

Create an empty partition

Name           (short)  Description
-------------------------------------
-partition        -p    name of the partition
-size             -s    storage; an equal share if left out
-allFreeStorage   -a    all storage that is free
-version          -v    partition version
-force            -f    do not ask for confirmation


Command Result : 65535 (Luna Shell execution)
# source: captured 7.8.5
[hsm1] lunash:>{{PAR LI}}

                                                                              Storage (bytes)
                                                       Partition    ----------------------------------
Partition            Name                              Version      Objects  Total     Used     Free
===================  ================================  ===========  =======  =======  =======  =======
<number>        par1                              0                  0  16777216        0  16777216


Command Result : 0 (Success)
# source: captured 5.x
[hsm1] lunash:>{{hsm -login -p wrong-pin}}


Error:  'hsm login' failed. (A00000 : LUNA_RET_UM_PIN_INCORRECT)


Command Result : 65535 (Luna Shell execution)
# source: captured 5.x
[hsm1] lunash:>{{hsm login -p $LUNETTE_SO_PIN}}

Caution:  You have only TWO HSM Admin logins attempts left (including
          this one). If you fail two more consecutive login attempts
          (i.e. with no successful logins in between) the HSM will
          be ZEROIZED!!!


'hsm login' successful.


Command Result : 0 (Success)
[hsm1] lunash:>{{token backup}}

The following subcommands are available:

Name        (short)  Description
----------------------------------
list           li    List the Backup HSMs that are connected
show           s     Show the state of a Backup HSM
init           i     Initialize a Backup HSM
login          logi  Log in as SO of a Backup HSM
logout         logo  Log the SO of a Backup HSM out
factoryReset   f     Set a Backup HSM back to factory default settings
partition      p     > Backups on a Backup HSM


Command Result : 0 (Success)
[hsm1] lunash:>{{rm -rf /}}

Error:  'rm' is not a command; 'help' lists the commands.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{partition}}

The following subcommands are available:

Name        (short)  Description
----------------------------------
create         cr    Create an empty partition
delete         d     Delete a partition with its objects
list           l     List the partitions
show           s     Show partitions and their roles
showContents   showC List the objects of a partition
resetPw        rese  Give a locked Crypto Officer a new first password
init           i     > Initialize a partition and its roles
backup         b     Copy the objects of a partition to a Backup HSM
restore        rest  Copy the objects of a backup into a partition
showPolicies   showP Show the policies of a partition
changePolicy   ch    Change a policy of a partition, as its Partition SO


Command Result : 0 (Success)
[hsm1] lunash:>{{pa sho}}

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


Command Result : 0 (Success)
[hsm1] lunash:>{{partition create -partition}}

Error:  -partition needs a value: a partition name has 1 to 32 letters, digits, blanks or !@#$%^*()-_=+{}[]:,./~, and no blank first or last.

Usage: partition create -partition <name> [-size <bytes> | -allFreeStorage] [-version <0>] [-force]

Create an empty partition

Name           (short)  Description
-------------------------------------
-partition        -p    name of the partition
-size             -s    storage; an equal share if left out
-allFreeStorage   -a    all storage that is free
-version          -v    partition version
-force            -f    do not ask for confirmation


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{partition create -partition -force}}

Error:  -partition needs a value: a partition name has 1 to 32 letters, digits, blanks or !@#$%^*()-_=+{}[]:,./~, and no blank first or last.

Usage: partition create -partition <name> [-size <bytes> | -allFreeStorage] [-version <0>] [-force]

Create an empty partition

Name           (short)  Description
-------------------------------------
-partition        -p    name of the partition
-size             -s    storage; an equal share if left out
-allFreeStorage   -a    all storage that is free
-version          -v    partition version
-force            -f    do not ask for confirmation


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{partition create -partition "a}}

Error:  The line cannot be read: a double quote is not closed.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{partition create -partition a&b -force}}

Error:  -partition: 'a&b' is not permitted: a partition name has 1 to 32 letters, digits, blanks or !@#$%^*()-_=+{}[]:,./~, and no blank first or last.

Usage: partition create -partition <name> [-size <bytes> | -allFreeStorage] [-version <0>] [-force]

Create an empty partition

Name           (short)  Description
-------------------------------------
-partition        -p    name of the partition
-size             -s    storage; an equal share if left out
-allFreeStorage   -a    all storage that is free
-version          -v    partition version
-force            -f    do not ask for confirmation


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{partition create -partition " x" -force}}

Error:  -partition: ' x' is not permitted: a partition name has 1 to 32 letters, digits, blanks or !@#$%^*()-_=+{}[]:,./~, and no blank first or last.

Usage: partition create -partition <name> [-size <bytes> | -allFreeStorage] [-version <0>] [-force]

Create an empty partition

Name           (short)  Description
-------------------------------------
-partition        -p    name of the partition
-size             -s    storage; an equal share if left out
-allFreeStorage   -a    all storage that is free
-version          -v    partition version
-force            -f    do not ask for confirmation


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{partition create -partition "x " -force}}

Error:  -partition: 'x ' is not permitted: a partition name has 1 to 32 letters, digits, blanks or !@#$%^*()-_=+{}[]:,./~, and no blank first or last.

Usage: partition create -partition <name> [-size <bytes> | -allFreeStorage] [-version <0>] [-force]

Create an empty partition

Name           (short)  Description
-------------------------------------
-partition        -p    name of the partition
-size             -s    storage; an equal share if left out
-allFreeStorage   -a    all storage that is free
-version          -v    partition version
-force            -f    do not ask for confirmation


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{partition create -partition abcdefghijklmnopqrstuvwxyz1234567 -force}}

Error:  -partition: 'abcdefghijklmnopqrstuvwxyz1234567' is not permitted: a partition name has 1 to 32 letters, digits, blanks or !@#$%^*()-_=+{}[]:,./~, and no blank first or last.

Usage: partition create -partition <name> [-size <bytes> | -allFreeStorage] [-version <0>] [-force]

Create an empty partition

Name           (short)  Description
-------------------------------------
-partition        -p    name of the partition
-size             -s    storage; an equal share if left out
-allFreeStorage   -a    all storage that is free
-version          -v    partition version
-force            -f    do not ask for confirmation


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{partition create -partition a -size 12k}}

Error:  -size: '12k' is not permitted: a size is a number of bytes, 1 to <number>.

Usage: partition create -partition <name> [-size <bytes> | -allFreeStorage] [-version <0>] [-force]

Create an empty partition

Name           (short)  Description
-------------------------------------
-partition        -p    name of the partition
-size             -s    storage; an equal share if left out
-allFreeStorage   -a    all storage that is free
-version          -v    partition version
-force            -f    do not ask for confirmation


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{partition create -partition a -size 99999999999999}}

Error:  -size: '99999999999999' is not permitted: a size is a number of bytes, 1 to <number>.

Usage: partition create -partition <name> [-size <bytes> | -allFreeStorage] [-version <0>] [-force]

Create an empty partition

Name           (short)  Description
-------------------------------------
-partition        -p    name of the partition
-size             -s    storage; an equal share if left out
-allFreeStorage   -a    all storage that is free
-version          -v    partition version
-force            -f    do not ask for confirmation


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{partition create -partition a -size 1 -allFreeStorage}}

Error:  Only one of -size, -allFreeStorage may be given.

Usage: partition create -partition <name> [-size <bytes> | -allFreeStorage] [-version <0>] [-force]

Create an empty partition

Name           (short)  Description
-------------------------------------
-partition        -p    name of the partition
-size             -s    storage; an equal share if left out
-allFreeStorage   -a    all storage that is free
-version          -v    partition version
-force            -f    do not ask for confirmation


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{partition create -partition a -partition b}}

Error:  -partition is given twice.

Usage: partition create -partition <name> [-size <bytes> | -allFreeStorage] [-version <0>] [-force]

Create an empty partition

Name           (short)  Description
-------------------------------------
-partition        -p    name of the partition
-size             -s    storage; an equal share if left out
-allFreeStorage   -a    all storage that is free
-version          -v    partition version
-force            -f    do not ask for confirmation


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{partition create -partition a b}}

Error:  'partition create' does not know what to do with 'b'.

Usage: partition create -partition <name> [-size <bytes> | -allFreeStorage] [-version <0>] [-force]

Create an empty partition

Name           (short)  Description
-------------------------------------
-partition        -p    name of the partition
-size             -s    storage; an equal share if left out
-allFreeStorage   -a    all storage that is free
-version          -v    partition version
-force            -f    do not ask for confirmation


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{partition create -name a}}

Error:  'partition create' has no option '-name'.

Usage: partition create -partition <name> [-size <bytes> | -allFreeStorage] [-version <0>] [-force]

Create an empty partition

Name           (short)  Description
-------------------------------------
-partition        -p    name of the partition
-size             -s    storage; an equal share if left out
-allFreeStorage   -a    all storage that is free
-version          -v    partition version
-force            -f    do not ask for confirmation


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{partition create -partition a -size 99999999 -force}}

Error:  'partition create' failed. (80000902 : LUNA_RET_HSM_STORAGE_FULL)

Error:  The HSM has no space left.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{hsm init -label myhsm -password short}}

Error:  -password: the value is not permitted: a password has 7 to 255 letters, digits, blanks or !#$%'()*+,-./:=?@[]^_{}~, and no blank first.

Usage: hsm init -label <label> [-domain <domain>] [-password <password>] [-force]

Initialize the HSM

Name         (short)  Description
-----------------------------------
-label          -l    label of the HSM
-domain         -d    cloning domain
-password       -p    HSM Administrator's password
-force          -f    do not ask for confirmation


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{hsm init -label abcdefghijklmnopqrstuvwxyz1234567}}

Error:  -label: 'abcdefghijklmnopqrstuvwxyz1234567' is not permitted: a label has 1 to 32 bytes: letters of any script, digits, blanks or !#$%'()*+,-./:=@[]^_{}~.

Usage: hsm init -label <label> [-domain <domain>] [-password <password>] [-force]

Initialize the HSM

Name         (short)  Description
-----------------------------------
-label          -l    label of the HSM
-domain         -d    cloning domain
-password       -p    HSM Administrator's password
-force          -f    do not ask for confirmation


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{status date}}

<any> UTC <number>


Command Result : 0 (Success)
[hsm1] lunash:>{{status zone}}

UTC


Command Result : 0 (Success)
# source: captured 7.2
[hsm1] lunash:>{{"hsm" show}}


   Appliance Details:
   ==================
   Software Version:                   <any>

   HSM Details:
   ============
   HSM Label:                          hsm1
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
   Partition:  <number>,     Name: par1


   Number of partitions allowed:        100
   Number of partitions created:        1

   FIPS 140-2 Operation:
   =====================
   The HSM is NOT in FIPS 140-2 approved operation mode.

   HSM Storage Information:
   ========================
   Maximum HSM Storage Space (Bytes):   33554432
   Space In Use (Bytes):                16786864
   Free Space Left (Bytes):             16767568



Command Result : 0 (Success)
[hsm1] lunash:>{{hsm changePw -newpw short}}

Error:  -newpw: the value is not permitted: a password has 7 to 255 letters, digits, blanks or !#$%'()*+,-./:=?@[]^_{}~, and no blank first.

Usage: hsm changePw [-oldpw <password>] [-newpw <password>]

Change the HSM Administrator's password

Name         (short)  Description
-----------------------------------
-oldpw          -o    the present password
-newpw          -n    the new password


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{help nonsense}}

Error:  There is no such command; 'help' lists them.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{exit}}


Command Result : 0 (Success)
% end
