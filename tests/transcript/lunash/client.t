# Clients: registered by a certificate that came through scp, assigned,
# shown, revoked, deleted.
# source: proposed
% lab --ready
% sh cd "$DIR" && vtl createCert -n app1 >cert.log && ls client/cert/client
app1.pem
app1Key.pem
client1.pem
client1Key.pem
% sh scp -q -F "$SSH_CONFIG" "$DIR/client/cert/client/app1.pem" admin@$LUNETTE_HOST:

% ssh hsm1 admin $LUNETTE_ADMIN_PASSWORD
Last login: <any>

Lunette Network HSM Command Line Shell v<any> Free software (Apache-2.0).

[hsm1] lunash:>{{client register -c " x" -h y}}

Error:  -client: ' x' is not permitted: a client name has 1 to 64 letters, digits, blanks or -_.@, and no blank, dot or dash first.

Usage: client register -client <name> {-hostname <hostname> | -ip <address>} [-force]

Register a client by the certificate in your file area

Name         (short)  Description
-----------------------------------
-client         -c    name of the client
-hostname       -h    its host name; certificate <hostname>.pem
-ip             -i    its address; certificate <address>.pem
-force          -f    do not ask for confirmation


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{client register -c x -h .y}}

Error:  -hostname: '.y' is not permitted: a host name has 1 to 128 letters, digits or -_.:, and no dot or dash first.

Usage: client register -client <name> {-hostname <hostname> | -ip <address>} [-force]

Register a client by the certificate in your file area

Name         (short)  Description
-----------------------------------
-client         -c    name of the client
-hostname       -h    its host name; certificate <hostname>.pem
-ip             -i    its address; certificate <address>.pem
-force          -f    do not ask for confirmation


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{client register -c x -ip 1.2.3}}

Error:  -ip: '1.2.3' is not permitted: an IP address is written like 192.0.2.1 or 2001:db8::1.

Usage: client register -client <name> {-hostname <hostname> | -ip <address>} [-force]

Register a client by the certificate in your file area

Name         (short)  Description
-----------------------------------
-client         -c    name of the client
-hostname       -h    its host name; certificate <hostname>.pem
-ip             -i    its address; certificate <address>.pem
-force          -f    do not ask for confirmation


Command Result : 65535 (Luna Shell execution)
# source: captured
[hsm1] lunash:>{{client list}}

registered client 1: client1


Command Result : 0 (Success)
[hsm1] lunash:>{{my file list}}

<any>  app1.pem
<any>  client1.pem
<any>  server.pem


Command Result : 0 (Success)
[hsm1] lunash:>{{client register -client app1 -hostname nobody}}

Error:  'client register' failed. (C0000404 : RC_FILE_ERROR)

Error:  There is no readable certificate 'nobody.pem' in your file area; copy it there with scp first.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{client register -client app1 -hostname app1 -ip 127.0.0.9}}

Error:  Exactly one of -hostname, -ip must be given.

Usage: client register -client <name> {-hostname <hostname> | -ip <address>} [-force]

Register a client by the certificate in your file area

Name         (short)  Description
-----------------------------------
-client         -c    name of the client
-hostname       -h    its host name; certificate <hostname>.pem
-ip             -i    its address; certificate <address>.pem
-force          -f    do not ask for confirmation


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{client register -client app1 -hostname app1}}
'client register' successful.


Command Result : 0 (Success)
[hsm1] lunash:>{{client register -client app1 -hostname app1}}

Error:  'client register' failed. (10C02 : LUNA_RET_OH_OBJECT_ALREADY_EXISTS)

Error:  -client: a client 'app1' is registered already.


Command Result : 65535 (Luna Shell execution)
# source: captured
[hsm1] lunash:>{{client list}}

registered client 1: client1
registered client 2: app1


Command Result : 0 (Success)
# source: captured 7.8.5
[hsm1] lunash:>{{client show -client app1}}

ClientID:     app1
Hostname:     app1
Partitions:   <none>


Command Result : 0 (Success)
# source: captured 5.x
[hsm1] lunash:>{{client show -client nobody}}

Error:  'client show' failed. (C000040A : RC_OBJECT_NOT_IN_LIST)

Error:  Specified client does not exist.
        Use 'client list' to list all available clients.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{client assignPartition -client app1 -partition nowhere}}

Error:  'client assignPartition' failed. (80000001 : LUNA_RET_CONTAINER_HANDLE_INVALID)

Error:  -partition: there is no partition 'nowhere' on HSM <number>.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{client assignPartition -client nobody -partition $LUNETTE_LABEL}}

Error:  'client assignPartition' failed. (C000040A : RC_OBJECT_NOT_IN_LIST)

Error:  Specified client does not exist.
        Use 'client list' to list all available clients.


Command Result : 65535 (Luna Shell execution)
# source: captured 5.x
[hsm1] lunash:>{{client assignPartition -client app1 -partition $LUNETTE_LABEL}}
'client assignPartition' successful.


Command Result : 0 (Success)
[hsm1] lunash:>{{client assign -c app1 -p $LUNETTE_LABEL}}

Error:  'client assignPartition' failed. (10C02 : LUNA_RET_OH_OBJECT_ALREADY_EXISTS)

Error:  The partition 'par1' is assigned to 'app1' already.


Command Result : 65535 (Luna Shell execution)
# source: captured 7.8.5
[hsm1] lunash:>{{client show -c app1}}

ClientID:     app1
Hostname:     app1
Partitions:   "par1"


Command Result : 0 (Success)
[hsm1] lunash:>{{client fingerprint -client app1}}

Certificate fingerprint: <any>


Command Result : 0 (Success)
[hsm1] lunash:>{{client revokePartition -client app1 -partition $LUNETTE_LABEL}}
'client revokePartition' successful.


Command Result : 0 (Success)
[hsm1] lunash:>{{client revokePartition -client app1 -partition $LUNETTE_LABEL}}

Error:  'client revokePartition' failed. (C000040A : RC_OBJECT_NOT_IN_LIST)

Error:  The partition 'par1' is not assigned to 'app1'.


Command Result : 65535 (Luna Shell execution)
# source: captured 7.8.5
[hsm1] lunash:>{{client show -c app1}}

ClientID:     app1
Hostname:     app1
Partitions:   <none>


Command Result : 0 (Success)
[hsm1] lunash:>{{client register -client again -hostname app1}}

Error:  'client register' failed. (C0000405 : RC_CERTIFICATE_ERROR)

Error:  'app1.pem': a client is registered with this certificate already. Each client has a certificate of its own; 'client list' and 'client fingerprint' show whose this is.


Command Result : 65535 (Luna Shell execution)
# source: captured 5.x
[hsm1] lunash:>{{client assign -c app1 -p $LUNETTE_LABEL}}
'client assignPartition' successful.


Command Result : 0 (Success)
# source: captured 5.x
[hsm1] lunash:>{{hsm login -p $LUNETTE_SO_PIN}}


'hsm login' successful.


Command Result : 0 (Success)
[hsm1] lunash:>{{partition delete -partition $LUNETTE_LABEL -force}}
'partition delete' successful.


Command Result : 0 (Success)
# source: captured 7.2
[hsm1] lunash:>{{partition create -partition $LUNETTE_LABEL -force}}
'partition create' successful.


Command Result : 0 (Success)
# source: captured 7.8.5
[hsm1] lunash:>{{client show -c app1}}

ClientID:     app1
Hostname:     app1
Partitions:   <none>


Command Result : 0 (Success)
[hsm1] lunash:>
% sh 1 vtl verify
Error: $LUNETTE_HOST:1792: no partition is assigned to this client ('client assignPartition' in LunaSH)
Error: Unable to find any Luna SA slots/partitions among registered server.
% go
{{client delete -client app1}}

CAUTION:  Are you sure you wish to delete client named:
            app1
          Type 'proceed' to delete the client, or 'quit'
          to quit now.
          > {{quit}}

Exiting...
'client delete' aborted.


Command Result : 65535 (Luna Shell execution)
# source: captured 5.x
[hsm1] lunash:>{{client delete -client app1}}

CAUTION:  Are you sure you wish to delete client named:
            app1
          Type 'proceed' to delete the client, or 'quit'
          to quit now.
          > {{proceed}}
'client delete' successful.


Command Result : 0 (Success)
# source: captured 5.x
[hsm1] lunash:>{{client show -c app1}}

Error:  'client show' failed. (C000040A : RC_OBJECT_NOT_IN_LIST)

Error:  Specified client does not exist.
        Use 'client list' to list all available clients.


Command Result : 65535 (Luna Shell execution)
# source: captured
[hsm1] lunash:>{{client list}}

registered client 1: client1


Command Result : 0 (Success)
[hsm1] lunash:>{{exit}}


Command Result : 0 (Success)
% end
