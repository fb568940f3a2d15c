# The cable is pulled while objects go over: an error, both HSMs usable, what
# was left is listed and can be deleted, then a backup is made again.
# source: proposed
% lab --ready --backups 1
% lunette plug backup1 hsm1
% sh multitoken --mode find-label --objects 1000 --keep-objects --seconds 1 >"$DIR/out" 2>&1 && echo made
made
% ssh hsm1 admin $LUNETTE_ADMIN_PASSWORD
<lines>
[hsm1] lunash:>{{token backup list}}

Token Details:
============
Token Label:
Slot:                             1
Serial #:                         <=BACKUP>
<lines>
[hsm1] lunash:>{{token backup init -label bk -serial $BACKUP -tokenAdminPw bk-so-pin -domain bk-domain -force}}
'token backup init' successful.


Command Result : 0 (Success)
[hsm1] lunash:>{{partition backup -partition $LUNETTE_LABEL -serial $BACKUP -tokenPar cut -force -password $LUNETTE_PIN -tokenSoPwd bk-so-pin -domain $LUNETTE_DOMAIN}}

Object "<any>" (handle <number>) cloned to handle 1 on target
<lines>
% lunette unplug backup1
% go
<lines>
Object <number> of 1000 (handle <number>) did not arrive; <number> before it did.

Error:  'partition backup' failed. (320000 : LUNA_RET_DEVICE_REMOVED)

Error:  The device was unplugged.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{partition show -partition $LUNETTE_LABEL}}
<lines>
   Partition Object Count:                           1000


Command Result : 0 (Success)
[hsm1] lunash:>
% lunette plug backup1 hsm1
% go
{{token backup partition list -serial $BACKUP}}

Partition: <number>,      Name: cut


Command Result : 0 (Success)
[hsm1] lunash:>{{token backup show -serial $BACKUP}}
<lines>
Space In Use (Bytes):                134217728
Free Space Left (Bytes):             0


Command Result : 0 (Success)
[hsm1] lunash:>{{partition backup -partition $LUNETTE_LABEL -serial $BACKUP -tokenPar whole -force -password $LUNETTE_PIN -tokenSoPwd bk-so-pin -domain $LUNETTE_DOMAIN}}

Error:  'partition backup' failed. (80000902 : LUNA_RET_HSM_STORAGE_FULL)

Error:  The HSM has no space left.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{token backup login -serial $BACKUP -password bk-so-pin}}


'token backup login' successful.


Command Result : 0 (Success)
[hsm1] lunash:>{{token backup partition delete -partition cut -serial $BACKUP -force}}
'token backup partition delete' successful.


Command Result : 0 (Success)
[hsm1] lunash:>{{partition backup -partition $LUNETTE_LABEL -serial $BACKUP -tokenPar whole -force -password $LUNETTE_PIN -tokenSoPwd bk-so-pin -domain $LUNETTE_DOMAIN}}
<lines>
Object "<any>" (handle <number>) cloned to handle 1000 on target

'partition backup' successful.


Command Result : 0 (Success)
[hsm1] lunash:>{{exit}}


Command Result : 0 (Success)
% end
