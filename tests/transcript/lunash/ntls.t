# The appliance's certificate and its gate for applications.
# source: proposed
% lab --ready
% ssh hsm1 admin $LUNETTE_ADMIN_PASSWORD
Last login: <any>

Lunette Network HSM Command Line Shell v<any> Free software (Apache-2.0).

[hsm1] lunash:>{{ntls show}}

NTLS bound to network device: all   IP Address: "$LUNETTE_HOST" (all)


Command Result : 0 (Success)
[hsm1] lunash:>{{ntls information show}}

NTLS Information:

Operational Status: 1 (up)
Connected Clients: 0
Links: 0
Successful Client Connections: 0
Failed Client Connections: 0


Command Result : 0 (Success)
# source: captured 7.x
[hsm1] lunash:>{{ntls ipcheck show}}

NTLS client source IP validation : Disable


Command Result : 0 (Success)
# source: captured 7.x
[hsm1] lunash:>{{ntls ipcheck disable}}

NTLS client source IP validation is already disabled


Command Result : 0 (Success)
[hsm1] lunash:>{{ntls ipcheck enable}}

Error:  'ntls ipcheck enable' failed. (540000 : LUNA_RET_FUNCTION_NOT_SUPPORTED)

Error:  NTLS client source IP validation is not supported; clients are known by their certificates.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{ntls bind eth9x}}

Error:  'ntls bind' failed. (70000 : LUNA_RET_ARGUMENTS_BAD)

Error:  There is no network device 'eth9x'.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{ntls bind}}

Error:  <netdevice> is missing.

Usage: ntls bind <netdevice> [-bind <address>] [-force]

Bind NTLS to a network device

Name         (short)  Description
-----------------------------------
<netdevice>           eth0 to eth3, bond0, bond1, lo or all
-bind           -b    its address
-force          -f    do not ask for confirmation


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{ntls bind all -bind 192.0.2.300}}

Error:  -bind: '192.0.2.300' is not permitted: an IP address is written like 192.0.2.1 or 2001:db8::1.

Usage: ntls bind <netdevice> [-bind <address>] [-force]

Bind NTLS to a network device

Name         (short)  Description
-----------------------------------
<netdevice>           eth0 to eth3, bond0, bond1, lo or all
-bind           -b    its address
-force          -f    do not ask for confirmation


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{ntls bind all -bind 2001:db8::1}}

NTLS binding set to network device all.
You must restart the NTLS service for the new settings to take effect.


Command Result : 0 (Success)
[hsm1] lunash:>{{service restart ntls}}
Stopping ntls:                                              [  OK  ]
Starting ntls:                                              [FAILED]

Error:  'service restart' failed. (C0000500 : RC_UNABLE_TO_CONNECT)

Error:  ntls did not start: its address is not there or its port is taken. The appliance's log says more.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{ntls bind all -bind $LUNETTE_HOST}}

NTLS binding set to network device all.
You must restart the NTLS service for the new settings to take effect.


Command Result : 0 (Success)
# source: captured 5.x
[hsm1] lunash:>{{service restart ntls}}
Stopping ntls:                                              [  OK  ]
Starting ntls:                                              [  OK  ]


Command Result : 0 (Success)
[hsm1] lunash:>{{ntls show}}

NTLS bound to network device: all   IP Address: "$LUNETTE_HOST" (all)


Command Result : 0 (Success)
[hsm1] lunash:>{{service list}}

The following are valid services:

   ntls
   ssh


Command Result : 0 (Success)
# source: captured 5.x
[hsm1] lunash:>{{service status ntls}}

   ntls is running


Command Result : 0 (Success)
[hsm1] lunash:>{{service status nothing}}

Error:  'service status' failed. (C000040A : RC_OBJECT_NOT_IN_LIST)

Error:  There is no service 'nothing'; 'service list' lists them.


Command Result : 65535 (Luna Shell execution)
# source: captured 5.x
[hsm1] lunash:>{{service restart ntls}}
Stopping ntls:                                              [  OK  ]
Starting ntls:                                              [  OK  ]


Command Result : 0 (Success)
# source: captured 5.x
[hsm1] lunash:>{{service stop ntls}}
Stopping ntls:                                              [  OK  ]


Command Result : 0 (Success)
# source: captured 5.x
[hsm1] lunash:>{{service status ntls}}

   ntls is not running


Command Result : 0 (Success)
# source: captured 5.x
[hsm1] lunash:>{{service start ntls}}
Starting ntls:                                              [  OK  ]


Command Result : 0 (Success)
[hsm1] lunash:>{{sysconf regenCert}}

WARNING !!  This command will overwrite the current server certificate and private key.
            All clients will have to add this server again with this new certificate.
            If you are sure that you wish to proceed, then type 'proceed', otherwise type 'quit'

> {{quit}}

Exiting...
'sysconf regenCert' aborted.


Command Result : 65535 (Luna Shell execution)
[hsm1] lunash:>{{sysconf regenCert -days 0}}

Error:  -days: '0' is not permitted: a certificate is valid for 1 to 36500 days.

Usage: sysconf regenCert [<hostname>] [-days <days>] [-force]

Make a new NTLS server certificate

Name         (short)  Description
-----------------------------------
<hostname>            name in the certificate; the host name if left out
-days           -d    how long it is valid
-force          -f    do not ask for confirmation


Command Result : 65535 (Luna Shell execution)
# source: captured 5.x
[hsm1] lunash:>{{sysconf regenCert}}

WARNING !!  This command will overwrite the current server certificate and private key.
            All clients will have to add this server again with this new certificate.
            If you are sure that you wish to proceed, then type 'proceed', otherwise type 'quit'

> {{proceed}}
Proceeding...
'sysconf regenCert' successful. NTLS must be (re)started before clients can connect.

Please use the 'ntls show' command to ensure that NTLS is bound to an appropriate network device or IP address/hostname
for the network device(s) NTLS should be active on. Use 'ntls bind' to change this binding if necessary.


Command Result : 0 (Success)
# source: captured 5.x
[hsm1] lunash:>{{sysconf regenCert $LUNETTE_HOST -days 30 -force}}
Proceeding...
'sysconf regenCert' successful. NTLS must be (re)started before clients can connect.

Please use the 'ntls show' command to ensure that NTLS is bound to an appropriate network device or IP address/hostname
for the network device(s) NTLS should be active on. Use 'ntls bind' to change this binding if necessary.


Command Result : 0 (Success)
# source: captured 5.x
[hsm1] lunash:>{{service restart ntls}}
Stopping ntls:                                              [  OK  ]
Starting ntls:                                              [  OK  ]


Command Result : 0 (Success)
[hsm1] lunash:>{{exit}}


Command Result : 0 (Success)
% end
