#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The gate of administrators, with OpenSSH's own programs.

Passwords, public keys, exit statuses, files both ways in both protocols, what
may not be reached, and rubbish on the port. Usage: ssh.py PROGRAMS-FOLDER
"""
import os
import re
import socket
import subprocess
import sys
import time

from kit import ADMIN, HSM_SO, Lab, Terminal, check, run

KEYS = ("ed25519", "rsa", "ecdsa")


def ssh(lab, command, *options, password=ADMIN, user="admin", expect=0):
    argv = ["ssh", "-p", "2222", *lab.ssh_options(), *options, f"{user}@{lab.host}", command]
    if password:
        argv = ["sshpass", "-p", password, *argv]
    return run(argv, expect=expect)


def scp(lab, *args, expect=0):
    return run(["sshpass", "-p", ADMIN, "scp", "-P", "2222", *lab.ssh_options(), *args],
               expect=expect)


def refused(lab, *options, **who):
    out = ssh(lab, "hsm show", "-o", "NumberOfPasswordPrompts=1", *options, expect=None, **who)
    check("Appliance Details" not in out, "a wrong password comes in")


def passwords(lab):
    check("Appliance Details" in ssh(lab, "hsm show"), "hsm show as a command")
    for method in ("password", "keyboard-interactive"):
        ssh(lab, "hsm show", "-o", "PreferredAuthentications=" + method)
        started = time.monotonic()
        refused(lab, "-o", "PreferredAuthentications=" + method, password="wrong")
        check(time.monotonic() - started > 0.4, "a wrong password costs time")
    for user in ("nobody", "root", "monitor", "Admin"):
        refused(lab, user=user, password="PASSWORD")
    check(ssh(lab, "nonsense", expect=1).count("nonsense") > 0, "status of a bad command")
    check("Command Result" not in ssh(lab, "hsm show"), "one command has no result line")
    check(lab.lunash("hsm show\nexit\n").count("Command Result : 0") == 2, "commands on stdin")


def public_keys(lab):
    for kind in KEYS + ("stranger",):
        path = os.path.join(lab.folder, "key_" + kind)
        run(["ssh-keygen", "-q", "-t", "ed25519" if kind == "stranger" else kind, "-N", "",
             "-C", "me@" + kind, "-f", path])
        if kind in KEYS:
            scp(lab, path + ".pub", f"admin@{lab.host}:")
            ssh(lab, f"my public-key add key_{kind}.pub")
        status = 0 if kind in KEYS else 255
        run(["ssh", "-p", "2222", "-o", "StrictHostKeyChecking=no", "-o", "LogLevel=ERROR",
             "-o", f'UserKnownHostsFile="{lab.dir}/known_hosts"', "-o", "BatchMode=yes",
             "-o", "IdentitiesOnly=yes", "-i", path, f"admin@{lab.host}", "hsm show"],
            expect=status)
    listed = ssh(lab, "my public-key list")
    for kind in KEYS:
        print_out = run(["ssh-keygen", "-lf", os.path.join(lab.folder, f"key_{kind}.pub")])
        check(print_out.split()[1] in listed, "fingerprint of " + kind)
        check(re.search(rf"me@{kind} .* {print_out.split()[0]} ", listed), "bits of " + kind)


def files(lab):
    blob = os.path.join(lab.folder, "blob.bin")
    back = os.path.join(lab.folder, "back.bin")
    with open(blob, "wb") as f:
        f.write(os.urandom(300000))
    for old in ([], ["-O"]):
        scp(lab, *old, blob, f"admin@{lab.host}:")
        scp(lab, *old, f"admin@{lab.host}:blob.bin", back)
        with open(blob, "rb") as a, open(back, "rb") as b:
            check(a.read() == b.read(), "a file comes back as it went")
        os.unlink(back)
        scp(lab, *old, f"admin@{lab.host}:server.pem", back)
        os.unlink(back)
        for path in ("nothing", "/etc/shadow", "../../card/store.db", "../monitor/x",
                     "/proc/self/environ", lab.dir + "/hsm1/box/users"):
            scp(lab, *old, f"admin@{lab.host}:{path}", back, expect=1)
        scp(lab, *old, f"admin@{lab.host}:../../../../etc/passwd", back, expect=None)
        if os.path.exists(back):
            with open(back) as f:
                check("root" not in f.read(), "the machine's passwd stays out of reach")
            os.unlink(back)
        scp(lab, *old, blob, f"admin@{lab.host}:/tmp/evil", expect=None)
        check(not os.path.exists("/tmp/evil"), "nothing is written outside")
        for path in ("/evil", "../evil", "/etc/evil", "/dev/shm/evil"):
            # the older protocol keeps the name alone; the newer one is told
            scp(lab, *old, blob, f"admin@{lab.host}:{path}", expect=0 if old else 1)
        out = scp(lab, *old, "-r", lab.folder, f"admin@{lab.host}:", expect=1)
        check(not old or "the file area has no folders" in out, out)
        with open(blob, "r+b") as f:
            f.truncate(65 << 20)
        out = scp(lab, *old, blob, f"admin@{lab.host}:big", expect=1)
        check("File too large" in out or "ailure" in out, "too large is not said: " + out)
        with open(blob, "r+b") as f:
            f.truncate(300000)
    listed = ssh(lab, "my file list")
    check("blob.bin" in listed and "server.pem" in listed, "my file list")
    # The appliance's certificate can be had again after the area was cleared.
    before, after = back + ".1", back + ".2"
    scp(lab, f"admin@{lab.host}:server.pem", before)
    ssh(lab, "my file clear -force")
    scp(lab, f"admin@{lab.host}:server.pem", after, expect=1)
    ssh(lab, "service restart ntls")
    scp(lab, f"admin@{lab.host}:server.pem", after)
    with open(before, "rb") as a, open(after, "rb") as b:
        check(a.read() == b.read(), "server.pem is another one")
    for command in ("scp -t /tmp;id", "scp -S x -t y", "sh -c id", "scp", "scp -f", "scp -rf .",
                    "/usr/bin/scp -t x", "sftp-server", "$(id)", "`id`"):
        out = ssh(lab, command, expect=None)
        check("uid=" not in out, "no shell behind: " + command)


def full_area(lab):
    """No user fills the disk that the HSM's store lies on."""
    area = os.path.join(lab.dir, "hsm1/files/admin")
    blob = os.path.join(lab.folder, "large.bin")
    words = "the file area is full (256 MiB, 400 files); 'my file delete' makes room"
    with open(blob, "wb") as f:
        f.truncate(60 << 20)
    for old in ([], ["-O"]):
        with open(os.path.join(area, "fill"), "wb") as f:
            os.posix_fallocate(f.fileno(), 0, 253 << 20)
        out = scp(lab, *old, blob, f"admin@{lab.host}:more", expect=None)
        check(words in out, f"filled, and not told: {old} {out}")
        held = sum(os.stat(os.path.join(area, f)).st_blocks * 512 for f in os.listdir(area))
        check(held < 300 << 20, f"the area holds {held}")
        with open(os.path.join(area, "more"), "ab") as f:
            os.posix_fallocate(f.fileno(), 0, 4 << 20)
        out = scp(lab, *old, blob, f"admin@{lab.host}:again", expect=None)
        check(words in out and not os.path.exists(os.path.join(area, "again")), out)
        scp(lab, *old, f"admin@{lab.host}:server.pem", os.path.join(lab.folder, "out.pem"))
        ssh(lab, "my file delete fill")
        ssh(lab, "my file delete more")
        scp(lab, *old, blob, f"admin@{lab.host}:again")
        ssh(lab, "my file delete again")
    many = [os.path.join(area, f"{i:03}" + "n" * 252) for i in range(400)]
    for path in many:
        with open(path, "wb"):
            pass
    check(words in scp(lab, blob, f"admin@{lab.host}:one", expect=None), "too many files")
    check(ssh(lab, "my file list").count("nnn") >= 400, "not all files are listed")
    for path in many:
        os.unlink(path)


def new_user_has_no_files(lab):
    ssh(lab, "user enable -userName monitor")
    out = run(["sshpass", "-p", "PASSWORD", "scp", "-P", "2222", *lab.ssh_options(),
               os.path.join(lab.folder, "blob.bin"), f"monitor@{lab.host}:"], expect=None)
    check("must be changed" in out, "files need a password of one's own: " + out)


def rubbish(lab):
    for what in (b"", os.urandom(3000), b"SSH-2.0-x\r\n" + os.urandom(3000),
                 b"SSH-2.0-x\r\n" + bytes(3000), b"GET / HTTP/1.1\r\n\r\n", b"A" * 300000,
                 b"SSH-1.5-old\n"):
        with socket.create_connection((lab.host, 2222), 5) as s:
            try:
                s.sendall(what)
                s.shutdown(socket.SHUT_WR)
                s.settimeout(10)
                while s.recv(4096):
                    pass
            except (ConnectionError, BrokenPipeError):
                pass
    ssh(lab, "hsm show")


def many_at_once(lab):
    argv = ["sshpass", "-p", ADMIN, "ssh", "-p", "2222", *lab.ssh_options(),
            f"admin@{lab.host}", "hsm show"]
    running = [subprocess.Popen(argv, stdout=subprocess.DEVNULL) for _ in range(10)]
    check(all(p.wait(60) == 0 for p in running), "ten sessions at once")


def many_in_one(lab):
    """Sessions side by side on one connection, and one after the other."""
    path = os.path.join(lab.folder, "mux")
    ssh(lab, "hsm show", "-o", "ControlMaster=yes", "-o", f'ControlPath="{path}"',
        "-o", "ControlPersist=60")
    argv = ["ssh", "-p", "2222", "-o", f'ControlPath="{path}"', f"admin@{lab.host}", "hsm show"]
    for _ in range(12):
        check("Serial #" in run(argv), "one after the other")
    running = [subprocess.Popen(argv, stdout=subprocess.DEVNULL) for _ in range(9)]
    check(all(p.wait(60) == 0 for p in running), "side by side")
    run(["ssh", "-o", f'ControlPath="{path}"', "-O", "exit", lab.host], expect=None)


def passwords_are_no_arguments(lab):
    """Everybody on the machine may read the arguments of a program."""
    secret = "not-for-other-eyes"
    argv = ["sshpass", "-p", ADMIN, "ssh", "-p", "2222", *lab.ssh_options(),
            f"admin@{lab.host}", f"hsm init -label x -password {secret}"]
    asked = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    while "proceed" not in asked.stdout.readline():
        check(asked.poll() is None, "hsm init does not ask")
    seen = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/cmdline") as f:
                line = f.read()
        except OSError:
            continue
        if line.startswith("lunash"):
            seen.append(line)
    asked.communicate("quit\n", timeout=30)
    check(seen, "no lunash is running")
    check(not any(secret in line for line in seen), "a password among the arguments")


def memory_holds(pid, words):
    """Bytes or wide characters, anywhere in a process (root may look)."""
    with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", 0) as mem:
        spans = maps.readlines()
        if any("libasan" in line for line in spans):
            return False  # more than can be read, and it keeps what was freed
        for line in spans:
            span, rights = line.split()[:2]
            start, end = (int(at, 16) for at in span.split("-"))
            if rights[0] != "r" or "[v" in line:
                continue
            mem.seek(start)
            held = mem.read(end - start)
            if words.encode() in held or words.encode("utf-32-le") in held:
                return True
    return False


def typed_passwords_do_not_stay(lab):
    if os.geteuid() != 0:
        return
    t = Terminal(["sshpass", "-p", ADMIN, "ssh", "-tt", "-p", "2222", *lab.ssh_options(),
                  f"admin@{lab.host}"])
    t.expect("lunash:>")
    t.ask(f"hsm login -password {HSM_SO}", "lunash:>")
    t.ask("hsm logout", "lunash:>")
    t.ask("hsm login", "> ")
    t.ask(HSM_SO, "lunash:>")
    t.ask("hsm logout", "lunash:>")
    # The appliance's other one sits at the console.
    gate = run(["pgrep", "-f", f"ssh --address {lab.host} "]).split()
    ours = run(["pgrep", "-x", "-P", ",".join(gate), "lunash"]).split()
    check(ours, "no lunash is running")
    check(not any(memory_holds(pid, HSM_SO) for pid in ours), "a password stays in lunash")
    t.send("exit\r")
    t.end()


def algorithms(lab):
    """What the process in the sandbox can: each kind of key exchange, cipher, a new key on the way."""
    for kex in ("curve25519-sha256", "ecdh-sha2-nistp384", "diffie-hellman-group16-sha512",
                "diffie-hellman-group-exchange-sha256"):
        ssh(lab, "hsm show", "-o", "KexAlgorithms=" + kex)
    for cipher in ("aes256-ctr", "aes256-gcm@openssh.com", "chacha20-poly1305@openssh.com"):
        ssh(lab, "hsm show", "-o", "Ciphers=" + cipher)
    scp(lab, "-o", "RekeyLimit=64K", os.path.join(lab.folder, "blob.bin"),
        f"admin@{lab.host}:rekeyed.bin")


def forwarding_is_refused(lab):
    out = ssh(lab, "hsm show", "-o", "ExitOnForwardFailure=yes", "-R", "9:127.0.0.1:9",
              expect=255)
    check("forward" in out, "no port is forwarded: " + out)


if __name__ == "__main__":
    with Lab(sys.argv[1], "--ready") as the_lab:
        for part in (passwords, public_keys, files, full_area, new_user_has_no_files,
                     rubbish, many_at_once, many_in_one, passwords_are_no_arguments,
                     algorithms, typed_passwords_do_not_stay, forwarding_is_refused):
            part(the_lab)
            print("ok", part.__name__, flush=True)
