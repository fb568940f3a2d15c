# A backup is brought up to date: new keys find room beside the old ones.
# source: proposed
% lab --ready --backups 1
% lunette plug backup1 hsm1
% sh pkcs11-tool --module "$LUNETTE_MODULE" --login --pin "$LUNETTE_PIN" --sensitive --private --keygen --key-type AES:32 --label old >"$DIR/out" 2>&1 && echo made
made
% ssh hsm1 admin $LUNETTE_ADMIN_PASSWORD
Last login: <any>

Lunette Network HSM Command Line Shell v<any> Free software (Apache-2.0).

[hsm1] lunash:>{{token backup list}}

Token Details:
============
Token Label:
Slot:                             1
Serial #:                         <=BACKUP>
Firmware:                         7.7.1
HSM Model:                        Luna G7


Command Result : 0 (Success)
[hsm1] lunash:>{{token backup init -label bk -serial $BACKUP -tokenAdminPw bk-so-pin -domain bk-domain -force}}
'token backup init' successful.


Command Result : 0 (Success)
[hsm1] lunash:>{{partition backup -partition $LUNETTE_LABEL -serial $BACKUP -tokenPar kept -force -password $LUNETTE_PIN -tokenSoPwd bk-so-pin -domain $LUNETTE_DOMAIN}}

Object "old" (handle 1) cloned to handle 1 on target

'partition backup' successful.


Command Result : 0 (Success)
[hsm1] lunash:>{{exit}}


Command Result : 0 (Success)
% end
% sh pkcs11-tool --module "$LUNETTE_MODULE" --login --pin "$LUNETTE_PIN" --sensitive --private --keygen --key-type AES:32 --label new >"$DIR/out" 2>&1 && echo made
made
% ssh hsm1 admin $LUNETTE_ADMIN_PASSWORD
Last login: <any>

Lunette Network HSM Command Line Shell v<any> Free software (Apache-2.0).

[hsm1] lunash:>{{partition backup -partition $LUNETTE_LABEL -serial $BACKUP -tokenPar kept -add -force -password $LUNETTE_PIN -tokenSoPwd bk-so-pin}}

Object "old" (handle 1) is handle 1 on target already
Object "new" (handle 2) cloned to handle 2 on target

'partition backup' successful.


Command Result : 0 (Success)
[hsm1] lunash:>{{exit}}


Command Result : 0 (Success)
% end
