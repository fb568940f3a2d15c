#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The boxes of an appliance and a Backup HSM under everything but kindness.

Rubbish on every socket, services stopped and started, the serial console from
two terminals, a cable pulled with a shell on it, a card that dies.
Usage: box.py PROGRAMS-FOLDER
"""
import os
import re
import signal
import socket
import struct
import subprocess
import sys
import time

from kit import ADMIN, Lab, check, run


def sockets(lab):
    return [os.path.join(lab.dir, path) for path in (
        "hsm1/admin.sock", "hsm1/ssh.sock", "hsm1/usb.sock", "backup1/control.sock")]


def connect(path):
    s = socket.socket(socket.AF_UNIX)
    s.settimeout(15)
    here = os.open(os.path.dirname(path), os.O_PATH)
    s.connect(f"/proc/self/fd/{here}/{os.path.basename(path)}")
    os.close(here)
    return s


def frame(op, body=b"", link=0, flags=0, number=7):
    return struct.pack(">IHHIIQ", 20 + len(body), op, flags, link, 0, number) + body


def text(value):
    return struct.pack(">I", len(value)) + value.encode()


def status_of(s, request):
    s.sendall(request)
    head = s.recv(65536)
    check(len(head) >= 24, "an answer came")
    return struct.unpack(">HHII", head[4:16])[3]


def rubbish(lab):
    whats = (b"", os.urandom(5000), bytes(5000), b"\xff" * 5000, frame(0xffff)[:11],
             struct.pack(">I", 0xffffffff), frame(0x0804), frame(0x0800, b"x" * 40),
             frame(0x0811, link=5), frame(0x0802, flags=1), frame(0x0A00, bytes(4)) * 50)
    for path in sockets(lab):
        for what in whats:
            with connect(path) as s:
                s.sendall(what)
                s.shutdown(socket.SHUT_WR)
                try:
                    while s.recv(65536):
                        pass
                except ConnectionError:
                    pass
    check("Serial #" in lab.lunash("hsm show\nexit\n"), "the appliance lives")
    check("Serial #" in lab.lunette("display", "backup1"), "the Backup HSM lives")


def nobody_gets_a_shell(lab):
    """ssh.sock gives shells to who has shown a password, admin.sock no calls."""
    ok, refused, wrong = 0, 17, 40
    not_logged_in = 50
    with connect(sockets(lab)[1]) as s:
        shell = frame(0x0804, text("admin") + text("here"))
        check(status_of(s, shell) == not_logged_in, "a shell for nobody")
        guess = frame(0x0802, text("admin") + text("guess") + text("here"))
        right = frame(0x0802, text("admin") + text(ADMIN) + text("here"))
        check(status_of(s, guess) == wrong, "a wrong password")
        check(status_of(s, shell) == not_logged_in, "a shell after a wrong password")
        check(status_of(s, right) == ok, "the right password")
        check(status_of(s, frame(0x0804, text("operator") + text("here"))) == not_logged_in,
              "a shell for another user")
        check(status_of(s, shell) == ok, "a shell")
        check(status_of(s, guess) == wrong, "another try")
        check(status_of(s, shell) == not_logged_in, "the last proof counts")
        for _ in range(4):
            status_of(s, guess)
        check(status_of(s, right) == refused, "six tries a connection")
    with connect(sockets(lab)[0]) as s:
        check(status_of(s, frame(0x0806)) == refused, "the lab lists no users")


def starts(lab):
    """Who reads that ntls is started finds it there; where it cannot listen,
    that is not said."""
    argv = ["sshpass", "-p", ADMIN, "ssh", "-p", "2222", *lab.ssh_options(),
            "admin@" + lab.host]
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          text=True) as shell:
        def step(line, word):
            shell.stdin.write(line + "\n")
            shell.stdin.flush()
            return next(l for l in shell.stdout if l.startswith(word))

        for _ in range(10):
            check("[  OK  ]" in step("service restart ntls", "Starting"), "restarted")
            socket.create_connection((lab.host, 1792), 5).close()
        step("service stop ntls", "Stopping")
        with socket.create_server((lab.host, 1792)):
            check("[FAILED]" in step("service start ntls", "Starting"), "no port, but OK")
            check("not" in step("service status ntls", "   ntls is"), "no port, but running")
            check("down" in step("ntls information show", "Operational"), "no port, but up")
        for _ in range(400):
            time.sleep(0.1)
            if "up" in step("ntls information show", "Operational"):
                break
        socket.create_connection((lab.host, 1792), 5).close()  # it tried again
        step("service stop ntls", "Stopping")
        check("[  OK  ]" in step("service start ntls", "Starting"), "started again")
        shell.stdin.close()
        shell.stdout.read()


def kill_ntls(lab):
    pid = int(run(["pgrep", "-f", f"ntls.*--address {lab.host} "]).split()[0])
    os.kill(pid, signal.SIGKILL)


def services(lab):
    out = lab.lunash("service status ntls\nservice stop ntls\nservice status ntls\n"
                     "service start ntls\nservice restart ntls\nntls show\nexit\n")
    check("ntls is not running" in out or "not running" in out, "stopped: " + out)
    check("par1" in lab.vtl("verify"), "clients come in again")
    before = lab.log().count("ntls ended by itself")
    kill_ntls(lab)
    for _ in range(80):
        time.sleep(0.1)
        if "par1" in lab.vtl("verify", expect=None):
            break
    check("par1" in lab.vtl("verify"), "an ntls that dies is started again")
    check(lab.log().count("ntls ended by itself") == before + 1, "and that is logged")
    kill_ntls(lab)
    lab.lunash("service stop ntls\nexit\n")
    time.sleep(3)  # it would have been started again by now
    out = lab.lunash("service status ntls\nservice start ntls\nexit\n")
    check("ntls is not running" in out, "stopped after it died: " + out)
    check("par1" in lab.vtl("verify"), "and started when that is wanted")


def certificate(lab):
    """A new one that cannot be handed out is not in force either."""
    public = os.path.join(lab.dir, "hsm1/files/admin/server.pem")
    os.rename(public, public + ".kept")
    os.mkdir(public)
    out = lab.lunash("sysconf regenCert -force\nservice restart ntls\nexit\n")
    check("regenCert' successful" not in out, "the certificate could not be handed out: " + out)
    for _ in range(50):
        if "par1" in lab.vtl("verify", expect=None):
            break
        time.sleep(0.1)
    check("par1" in lab.vtl("verify"), "clients do not know the appliance any more")
    os.rmdir(public)
    os.rename(public + ".kept", public)


class Console:
    def __init__(self, lab):
        self.fd = os.open(os.path.join(lab.dir, "hsm1/console"), os.O_RDWR | os.O_NOCTTY)
        self.seen = ""

    def expect(self, words):
        until = time.monotonic() + 15
        os.set_blocking(self.fd, False)
        while words not in self.seen:
            check(time.monotonic() < until, f"console: no {words!r} in {self.seen!r}")
            try:
                self.seen += os.read(self.fd, 4096).decode(errors="replace")
            except BlockingIOError:
                time.sleep(0.02)
        self.seen = self.seen[self.seen.index(words) + len(words):]

    def type(self, words):
        os.write(self.fd, words.encode() + b"\r")


def console(lab):
    c = Console(lab)
    c.type("")
    c.expect("login: ")
    c.type("admin")
    c.expect("assword: ")
    c.type("wrong")
    c.expect("Login incorrect")
    c.expect("login: ")
    c.type("admin")
    c.expect("assword: ")
    c.type(ADMIN)
    c.expect("lunash:>")
    c.type("hsm show")
    c.expect("Serial #:")
    c.expect("lunash:>")
    os.close(c.fd)  # hanging up is logging out, however soon somebody comes again
    c = Console(lab)
    c.expect("login: ")
    os.close(c.fd)
    with open(os.path.join(lab.dir, "hsm1/log/lunalogs")) as f:
        log = f.read()
    check(re.search(r"Command: hsm show  : admin : Console\n", log), "the console is logged")
    check(ADMIN not in log and ADMIN not in lab.log(), "no password in a log")


FENCED = {  # what a program keeps: system calls filtered, capabilities
    "card": ("2", 1 << 14), "ntls": ("2", 1 << 14), "lunash": ("2", 1 << 14),
    "ssh": ("0", 1 << 31 | 1 << 2), "ssh-connection": ("2", 1 << 14), "backuphsm": ("2", 1 << 1),
    "appliance": ("0", 1 << 31 | 1 << 21 | 1 << 14 | 1 << 10 | 1 << 2 | 1 << 1),
}


def holders(client):
    """Names of the processes at the other end of a connection; [] if we may not look."""
    if os.geteuid() != 0:
        return []
    ours, inode = "%04X" % client.getsockname()[1], None
    with open("/proc/net/tcp") as f:
        for words in map(str.split, f):
            if words[1].endswith(":%04X" % 2222) and words[2].endswith(":" + ours):
                inode = f"socket:[{words[9]}]"
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            if inode in [os.readlink(f"/proc/{pid}/fd/{fd}")
                         for fd in os.listdir(f"/proc/{pid}/fd")]:
                found.append(open(f"/proc/{pid}/comm").read().strip())
        except OSError:
            continue  # it has ended
    check(found, "nobody holds the connection")
    return found


def is_sanitized(pid):
    try:
        with open(f"/proc/{pid}/maps") as f:
            maps = f.read()
    except PermissionError:
        return False  # not dumped, so not shown to its user; sanitized ones are
    return "libasan" in maps or "libtsan" in maps


def sandboxes(lab):
    """What SECURITY.md says of the programs holds of those that run."""
    console, seen = Console(lab), set()
    client = socket.create_connection((lab.host, 2222), 5)
    check(client.recv(4) == b"SSH-", "nobody greets at the ssh gate")
    check(holders(client) in ([], ["ssh-connection"]), "who holds a connection: the process in the sandbox")
    console.type("")  # whoever had it before hung up: a new shell takes a moment
    console.expect("login: ")
    ours = run(["pgrep", "-f", lab.dir]).split()
    shells = run(["pgrep", "-x", "-P", ",".join(ours), "lunash"]).split()
    for pid in ours + shells:
        try:
            name, status, limits = (open(f"/proc/{pid}/{what}").read().strip()
                                    for what in ("comm", "status", "limits"))
        except OSError:
            continue  # it has ended
        if name not in FENCED:
            continue
        seen.add(name)
        filtered, kept = FENCED[name]
        value = dict(re.findall(r"^(\w+):\s+(\S+)", status, re.M))
        check(re.search(r"core file size +0 +0 ", limits), f"{name} may be dumped")
        sanitized = is_sanitized(pid)
        check(sanitized or value["Seccomp"] == filtered, f"{name}: its system calls")
        check(value["NoNewPrivs"] == "1", f"{name} may get new privileges")
        check(int(value["CapPrm"], 16) & ~kept == 0, f"{name}: {value['CapPrm']}")
        may_lock = int(value["CapEff"], 16) & 1 << 14 or re.search(
            r"locked memory +unlimited", limits)
        if name == "card" and may_lock and not sanitized:
            check(int(value["VmLck"]) > int(value["VmRSS"]), "the card's memory is not locked")
    os.close(console.fd)
    client.close()
    check(seen == set(FENCED), f"not seen: {set(FENCED) - seen}")


def backup_stays_in_its_folder(lab):
    """Another folder where its own was: a Backup HSM cannot draw its display there."""
    own, kept = os.path.join(lab.dir, "backup1"), os.path.join(lab.dir, "backup1.kept")
    pid = open(os.path.join(own, "pid")).read().strip()
    confined = "no Landlock" not in open(os.path.join(own, "log/messages")).read()
    os.rename(own, kept)
    os.mkdir(own)
    for name in ("control.sock", "pid"):
        os.symlink(os.path.join(kept, name), os.path.join(own, name))
    lab.lunette("plug", "backup1", "hsm1")
    lab.lunette("unplug", "backup1")
    drawn = os.path.exists(os.path.join(own, "display"))
    for name in os.listdir(own):
        os.unlink(os.path.join(own, name))
    os.rmdir(own)
    os.rename(kept, own)
    check(drawn != confined or is_sanitized(pid), "a Backup HSM writes outside its folder")


def cable(lab):
    serial = lab.backup_serial()
    lab.lunette("plug", "backup1", "hsm1")
    check(serial in lab.lunash("token backup list\nexit\n"), "plugged")
    check("hsm1" in lab.lunette("display", "backup1"), "the display knows")
    lab.lunette("plug", "backup1", "hsm1", expect=None)
    check(serial in lab.lunash("token backup list\nexit\n"), "still plugged")
    lab.lunette("unplug", "backup1")
    check(serial not in lab.lunash("token backup list\nexit\n"), "unplugged")
    for _ in range(20):
        lab.lunette("plug", "backup1", "hsm1")
        lab.lunette("unplug", "backup1")
    lab.lunette("plug", "backup1", "hsm1")
    check(serial in lab.lunash("token backup list\nexit\n"), "plugged again")


def dead_card(lab):
    pid = int(run(["pgrep", "-f", f"card --state {lab.dir}/hsm1/card"]).split()[0])
    os.kill(pid, signal.SIGKILL)
    time.sleep(0.5)
    out = lab.lunash("hsm show\nexit\n")
    check("RC_UNABLE_TO_CONNECT" in out, "said: " + out)
    check("unable to communicate with the HSM" in lab.log(), "logged")
    lab.lunette("power", "off", "hsm1")
    for port in (1792, 2222):  # its programs die a moment after it
        while socket.socket().connect_ex((lab.host, port)) == 0:
            time.sleep(0.05)
    lab.lunette("power", "on", "hsm1")
    check("Serial #" in lab.lunash("hsm show\nexit\n"), "switched off and on it is back")


if __name__ == "__main__":
    with Lab(sys.argv[1], "--backups", "1", "--ready") as the_lab:
        for part in (rubbish, nobody_gets_a_shell, starts, services, certificate, console, sandboxes,
                     backup_stays_in_its_folder, cable, dead_card):
            part(the_lab)
            print("ok", part.__name__, flush=True)
    left = subprocess.run(["pgrep", "-f", the_lab.net + ".1 "], capture_output=True, text=True,
                          check=False).stdout
    check(left == "", "nothing is left running: " + left)
