#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# The whole story on real parts, narrated: an appliance is initialized over SSH,
# a client registers, an application encrypts, the partition is backed up, the
# HSM dies of three wrong passwords, the partition is restored, and the old
# ciphertext opens. Every step is checked; the exit status is 0 only if all
# were. Run as `lunette demo`; takes nothing but the programs beside lunette.
set -u
here=$(cd "$(dirname "${LUNETTE_DEMO_SELF:-$0}")" && pwd)
lunette=${LUNETTE_PROGRAM:-$here/lunette}
lab=$(mktemp -d "${TMPDIR:-/tmp}/lunette-demo.XXXXXX") || exit 1
net=${LUNETTE_DEMO_NET:-127.0.77}
admin_pw='Adm1n-for-demo' so_pw='so-for-demo' po_pw='po-for-demo'
first_pw='first-for-demo' co_pw='co-for-demo' token_pw='token-so-for-demo'
domain='demo-domain'
rows=() failed=0 current='' started=$SECONDS

if [ -t 1 ]; then bold=$'\e[1m' dim=$'\e[2m' red=$'\e[31m' green=$'\e[32m' off=$'\e[0m'
else bold='' dim='' red='' green='' off=''; fi

clean_up() {
	trap - EXIT INT TERM HUP
	"$lunette" down --dir "$lab" >/dev/null 2>&1
	rm -rf "$lab"
}
trap clean_up EXIT
trap 'echo; echo "stopped"; exit 130' INT
trap 'exit 143' TERM HUP

# step WORDS: what comes now.
step() { current=$1; printf '\n%s%2d. %s%s\n' "$bold" $((${#rows[@]} + 1)) "$1" "$off"; }

# done_if STATUS WORDS: the step is shown, or it failed. A failed step ends it.
done_if() {
	if [ "$1" -eq 0 ]; then
		rows+=("shown|$current|$2"); printf '    %sok%s  %s\n' "$green" "$off" "$2"
	else
		rows+=("FAILED|$current|$2"); printf '    %sFAILED%s  %s\n' "$red" "$off" "$2"
		failed=1; finish
	fi
}

show() { sed "s/^/    $dim| /; s/\$/$off/" <<<"$1"; }

# typed TEXT: what a person types, for the reader.
typed() { printf '    %s$ %s%s\n' "$dim" "$1" "$off"; }

# tell INPUT: each command of it, then what was answered; without the banner, and
# without blank lines. What was typed at a prompt is no command.
tell() {
	grep -vxF -e "$admin_pw" -e "$so_pw" -e "$co_pw" -e "$token_pw" -e "$domain" \
		-e proceed <<<"$1" >"$lab/commands"
	[ -s "$lab/commands" ] || echo >"$lab/commands"
	awk 'NR == FNR { command[NR] = $0; next }
		/^ *$/ || /^Last login/ || /^Lunette Network HSM/ { next }
		!waits && command[n + 1] != "" { print "lunash:>" command[++n]; waits = 1 }
		{ print }
		/^Command Result/ { waits = 0 }' "$lab/commands" - <<<"$answer"
}

# lunash PASSWORD: commands on standard input over SSH, answers in $answer.
lunash() {
	local input
	input=$(cat)
	typed "ssh -p $port admin@$host"
	answer=$(sshpass -p "$1" ssh -p "$port" -o StrictHostKeyChecking=no \
		-o UserKnownHostsFile="\"$lab/known_hosts\"" -o LogLevel=ERROR \
		-o PreferredAuthentications=password,keyboard-interactive -o PubkeyAuthentication=no \
		"admin@$host" 2>&1 <<<"$input")
	show "$(tell "$input")"
}

copy() {
	sshpass -p "$admin_pw" scp -q -P "$port" -o StrictHostKeyChecking=no \
		-o UserKnownHostsFile="\"$lab/known_hosts\"" -o LogLevel=ERROR "$@"
}

has() { grep -qF -- "$1" <<<"$answer"; }
count() { grep -cF -- "$1" <<<"$answer"; }
exec 3>&1 # for the reader, where the output goes elsewhere
tool() {
	typed "pkcs11-tool --module \$LUNETTE_MODULE ${*//$lab\//}" >&3
	pkcs11-tool --module "$LUNETTE_MODULE" "$@"
}
# Without its warnings of attributes that the key has not, or does not show.
quiet() { grep -vE '^$|^warning: PKCS11 function C_GetAttributeValue|^Using ' "$1"; }

finish() {
	printf '\n%s%-7s %-66s %s%s\n' "$bold" RESULT STEP PROOF "$off"
	for row in "${rows[@]}"; do
		IFS='|' read -r result what proof <<<"$row"
		printf '%-7s %-66s %s\n' "$result" "$what" "$proof"
	done
	printf '\n%d steps, %d seconds.\n' "${#rows[@]}" $((SECONDS - started))
	[ "$failed" -eq 0 ] && printf 'Everything was shown on real parts: OpenSSH, pkcs11-tool and Lunette.\n'
	exit "$failed"
}

for need in ssh scp sshpass pkcs11-tool; do
	command -v $need >/dev/null || { echo "lunette demo: $need is not installed"; exit 1; }
done

printf '%sLunette, a network HSM in software: from nothing to a restored backup.%s\n' \
	"$bold" "$off"
printf 'What follows a $ or a lunash:> is typed; behind | stands the answer.\n'

step 'An appliance and a Backup HSM are switched on'
typed "lunette up --dir $lab --net $net"
answer=$("$lunette" up --dir "$lab" --net "$net" 2>&1); status=$?
show "$(head -2 <<<"$answer")"
done_if $status "$(head -1 <<<"$answer" | tr -s ' ')"
. "$lab/env"
host=$LUNETTE_HOST port=$LUNETTE_SSH_PORT

step 'The administrator logs in over SSH for the first time'
lunash PASSWORD <<-END
	$admin_pw
	$admin_pw
END
has 'Password change successful.'; done_if $? 'the factory password had to be changed'

step 'The HSM is initialized'
lunash "$admin_pw" <<-END
	hsm init -label demohsm -force
	$so_pw
	$so_pw
	$domain
	$domain
	hsm login
	$so_pw
	partition create -partition par1 -force
	partition init -partition par1 -label par1 -psopin $po_pw -domain $domain -force
	partition init co -partition par1 -psopin $po_pw -copin $first_pw -force
	hsm logout
END
[ "$(count 'Command Result : 0 (Success)')" -eq 6 ]
done_if $? 'hsm init, partition create, partition init, init co'

step 'A client makes its certificate and exchanges it'
typed 'vtl createCert -n democlient'
typed "scp -P $port democlient.pem admin@$host:"
typed "scp -P $port admin@$host:server.pem ."
typed "vtl addServer -n $host -c server.pem"
{ vtl createCert -n democlient &&
	copy "$lab/client/cert/client/democlient.pem" "admin@$host:" &&
	copy "admin@$host:server.pem" "$lab/server.pem" &&
	vtl addServer -n "$host" -c "$lab/server.pem"; } >"$lab/out" 2>&1
status=$?; show "$(grep -v '^$' "$lab/out")"
done_if $status 'vtl createCert, scp both ways, vtl addServer'

step 'A client that nobody registered is refused'
typed 'vtl verify'
answer=$(vtl verify 2>&1); status=$?
show "$answer"
[ $status -ne 0 ] && has 'not registered'; done_if $? 'vtl verify says why'

step 'The administrator registers it and assigns the partition'
lunash "$admin_pw" <<-END
	client register -client democlient -hostname democlient
	client assignPartition -client democlient -partition par1
	client show -client democlient
END
[ "$(count 'Command Result : 0 (Success)')" -eq 3 ] && has '"par1"'
done_if $? 'client register, client assignPartition'

step 'The client sees its slot, the officer changes the first password'
typed 'vtl verify'
typed "lunacm -q role changepw -name co -oldpw $first_pw -newpw $co_pw -force"
answer=$(vtl verify 2>&1 && lunacm -q role changepw -name co -oldpw "$first_pw" \
	-newpw "$co_pw" -force 2>&1); status=$?
show "$(grep . <<<"$answer")"; done_if $status 'vtl verify, lunacm role changepw'

step 'An application encrypts through PKCS#11'
echo 'The treasure is buried under the third palm.' >"$lab/plain"
iv=000102030405060708090a0b0c0d0e0f
{ tool --login --pin "$co_pw" --keygen --key-type AES:32 --sensitive --label demokey --id d0 &&
	tool --login --pin "$co_pw" --encrypt --id d0 -m AES-CBC-PAD --iv $iv \
		--input-file "$lab/plain" --output-file "$lab/cipher"; } >"$lab/out" 2>&1
status=$?; show "$(quiet "$lab/out")"
[ $status -eq 0 ] && [ "$(wc -c <"$lab/cipher")" -eq 48 ] && ! cmp -s "$lab/plain" "$lab/cipher"
done_if $? "$(wc -c <"$lab/cipher" 2>/dev/null) bytes of ciphertext, made by the HSM"

step 'A Backup HSM is plugged in and initialized'
serial=$("$lunette" show --dir "$lab" | sed -n 's/^backup1.*serial *\([0-9]*\).*/\1/p')
typed 'lunette plug backup1 hsm1'
"$lunette" plug --dir "$lab" backup1 hsm1 >"$lab/out" 2>&1; status=$?
show "$(cat "$lab/out")"
lunash "$admin_pw" <<-END
	token backup list
	token backup init -label demobackup -serial $serial -force
	$token_pw
	$token_pw
	$domain
	$domain
END
[ $status -eq 0 ] && has "$serial" && has "'token backup init' successful."; status=$?
typed 'lunette display backup1'
for _ in 1 2 3 4 5 6 7 8 9 10; do # the screen is drawn four times a second
	answer=$("$lunette" display --dir "$lab" backup1)
	has Ready && break
	sleep 0.2
done
show "$answer"
[ $status -eq 0 ] && has "$serial" && has Ready
done_if $? "serial number $serial on the display and in token backup list"

step 'The partition is backed up, object by object'
lunash "$admin_pw" <<-END
	partition backup -partition par1 -serial $serial -force
	$co_pw
	$token_pw
	$domain
END
has "'partition backup' successful." && has 'Object "demokey"'
status=$? proof=$(grep -m1 'Object "' <<<"$answer")
lunash "$admin_pw" <<-END
	token backup partition list -serial $serial
END
[ $status -eq 0 ] && has "Name: par1_"; done_if $? "$proof"
backup=$(sed -n 's/.*Name: *\(par1_[0-9]*\).*/\1/p' <<<"$answer" | head -1)

step 'Three wrong HSM SO passwords: the HSM is zeroized'
lunash "$admin_pw" <<-END
	hsm login -password wrong-one
	hsm login -password wrong-two
	hsm login -password wrong-three
	proceed
	hsm show
END
has 'A00000 : LUNA_RET_UM_PIN_INCORRECT' && has '30000F : LUNA_RET_SO_LOGIN_FAILURE_THRESHOLD' &&
	has 'HSM IS ZEROIZED !!!!' && has 'There are no partitions.'
done_if $? 'HSM IS ZEROIZED !!!!'

step 'The application cannot decrypt any more'
answer=$(tool --login --pin "$co_pw" --decrypt --id d0 -m AES-CBC-PAD --iv $iv \
	--input-file "$lab/cipher" --output-file "$lab/again" 2>&1); status=$?
show "$(head -3 <<<"$answer")"
[ $status -ne 0 ] && ! cmp -s "$lab/plain" "$lab/again"; done_if $? 'the partition is gone, and the key with it'

step 'The HSM is initialized again'
lunash "$admin_pw" <<-END
	hsm init -label demohsm -force
	$so_pw
	$so_pw
	$domain
	$domain
	hsm login
	$so_pw
	partition create -partition par1 -force
	partition init -partition par1 -label par1 -psopin $po_pw -domain $domain -force
	partition init co -partition par1 -psopin $po_pw -copin $first_pw -force
	client assignPartition -client democlient -partition par1
END
[ "$(count 'Command Result : 0 (Success)')" -eq 6 ]
status=$?
[ $status -eq 0 ] && answer=$(lunacm -q role changepw -name co -oldpw "$first_pw" \
	-newpw "$co_pw" -force 2>&1); status=$((status + $?))
done_if $status 'a new partition of the same domain, still empty'

step 'The backup is restored'
lunash "$admin_pw" <<-END
	partition restore -partition par1 -tokenPar $backup -serial $serial -add -force
	$co_pw
	$token_pw
END
has "'partition restore' successful." && has 'Object "demokey"'
done_if $? "$(grep -m1 'Object "' <<<"$answer")"

step 'The old ciphertext opens'
tool --login --pin "$co_pw" --decrypt --id d0 -m AES-CBC-PAD --iv $iv \
	--input-file "$lab/cipher" --output-file "$lab/again" >"$lab/out" 2>&1
cmp -s "$lab/plain" "$lab/again"; status=$?
show "$(cat "$lab/again" 2>/dev/null)"
done_if $status "$(cat "$lab/again" 2>/dev/null)"
finish
