# What administrators do is in lunalogs: with the result, the user and the
# origin, and never with a password.
# source: documented 7.x
% lab --ready
% run hsm1 admin $LUNETTE_ADMIN_PASSWORD status zone
<lines>
% run 1 hsm1 admin $LUNETTE_ADMIN_PASSWORD cli sh -c nobody
<lines>
% run 1 hsm1 admin $LUNETTE_ADMIN_PASSWORD hsm login -password wrong-pin
<lines>
% run 1 hsm1 admin $LUNETTE_ADMIN_PASSWORD hsm init -label x -password wrong-pin -force
<lines>
% run 1 hsm1 admin $LUNETTE_ADMIN_PASSWORD pasw0rd typed by mistake
<lines>
% sh grep -v ' : lab$' "$DIR/hsm1/log/lunalogs"
<number> <any> hsm1  local5 info  lunash [<number>]: info : 0 : Lush user login : admin : <any>/<number>
<number> <any> hsm1  local5 info  lunash [<number>]: info : 0 : Command: status zone  : admin : <any>/<number>
<number> <any> hsm1  local5 info  lunash [<number>]: info : 0 : Lush user login : admin : <any>/<number>
<number> <any> hsm1  local5 info  lunash [<number>]: info : 65535 : Command: client show -client nobody  : admin : <any>/<number>
<number> <any> hsm1  local5 info  lunash [<number>]: info : 0 : Lush user login : admin : <any>/<number>
<number> <any> hsm1  local5 warn  lunash [<number>]: HSM Admin Login: incorrect password or PED key
<number> <any> hsm1  local5 info  lunash [<number>]: info : 65535 : Command: hsm login -password ********  : admin : <any>/<number>
<number> <any> hsm1  local5 info  lunash [<number>]: info : 0 : Lush user login : admin : <any>/<number>
<number> <any> hsm1  local5 warn  lunash [<number>]: HSM Admin Login: incorrect password or PED key
<number> <any> hsm1  local5 info  lunash [<number>]: info : 65535 : Command: hsm init -label x -password ******** -force  : admin : <any>/<number>
<number> <any> hsm1  local5 info  lunash [<number>]: info : 0 : Lush user login : admin : <any>/<number>
<number> <any> hsm1  local5 info  lunash [<number>]: info : 65535 : Command: (not a command)  : admin : <any>/<number>
% pipe 1 hsm1 admin $LUNETTE_ADMIN_PASSWORD
<lines>
{{hsm init -label x -password wrong-pin -force}}{{proceed}}
<lines>
% sh tail -2 "$DIR/hsm1/log/lunalogs"
<number> <any> hsm1  local5 warn  lunash [<number>]: HSM Admin Login: HSM Zeroized due to three consecutive bad login attempts.
<number> <any> hsm1  local5 info  lunash [<number>]: info : 0 : Command: hsm init -label x -password ******** -force  : admin : <any>/<number>
