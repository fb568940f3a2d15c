#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Who may ask for what, tried by programs that are not ours.

An application speaks raw frames over TLS, a lunash of `monitor` and one of
`admin` on their channels, an appliance on a Backup HSM's cable, a device in an
appliance's USB port: each sends every call there is, and those of others are
refused and change nothing. What is taken from a client is taken at once, from
open connections too. Usage: trust.py PROGRAMS-FOLDER
"""
import os
import re
import socket
import ssl
import struct
import sys
import tempfile

from kit import ADMIN, HSM_SO, Lab, check, run

OK, REFUSED, NOT_CONNECTED, SESSION_INVALID, PARTITION_UNKNOWN = 0, 17, 18, 80, 65
ARGUMENT, NOT_SUPPORTED, DEVICE_REMOVED = 4, 9, 146
RESPONSE, BOX, APP, ADMIN_ORIGIN = 1, 1, 2, 4


def read_spec():
    def text(name):
        with open(os.path.join(os.path.dirname(__file__), "../../spec", name)) as f:
            return f.read()

    ops = {name: int(op, 16) for op, name in
           re.findall(r"MESSAGE\((0x\w+), (\w+)_request", text("messages.def"))}
    card = re.findall(r"^CALL\((\w+), (\w+),", text("calls.def"), re.M)
    box = re.findall(r"^BOX_CALL\((\w+), (\w+), (\w+), (\w+),", text("box_calls.def"), re.M)
    check(len(card) > 40 and len(box) > 20, "the tables are read")
    return ops, dict(card), box


def frame(op, body=b"", link=0, flags=0, number=7):
    return struct.pack(">IHHIIQ", 20 + len(body), op, flags, link, 0, number) + body


def text(value):
    return struct.pack(">I", len(value)) + value.encode()


class Wire:
    """Requests one by one, whatever carries them."""

    def __init__(self, sock):
        self.sock, self.data, self.number = sock, b"", 100
        sock.settimeout(15)

    def frame(self):
        while len(self.data) < 24 or len(self.data) < 4 + struct.unpack(">I", self.data[:4])[0]:
            more = self.sock.recv(65536)
            if not more:
                raise ConnectionError("closed")
            self.data += more
        size = 4 + struct.unpack(">I", self.data[:4])[0]
        one, self.data = self.data[:size], self.data[size:]
        return struct.unpack(">IHHIIQ", one[:24]), one[24:]

    def ask(self, op, body=b"", link=0, flags=0):
        """Status and body of the answer; None when the connection is closed."""
        self.number += 1
        try:
            self.sock.sendall(frame(op, body, link, flags, self.number))
            while True:
                head, rest = self.frame()
                if head[5] == self.number and not head[2] & 2:
                    return head[4], rest
        except (ConnectionError, ssl.SSLError):
            return None, b""


def unix(path):
    s = socket.socket(socket.AF_UNIX)
    here = os.open(os.path.dirname(path), os.O_PATH)
    s.connect(f"/proc/self/fd/{here}/{os.path.basename(path)}")
    os.close(here)
    return s


# --- an application ------------------------------------------------------------------


def application(lab):
    ctx = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    ctx.check_hostname = False
    ctx.load_verify_locations(os.path.join(lab.client, "cert/server/CAFile.pem"))
    ctx.verify_flags |= 0x80000  # the server's own certificate is the anchor
    folder = os.path.join(lab.client, "cert/client/client1")
    ctx.load_cert_chain(folder + ".pem", folder + "Key.pem")
    return Wire(ctx.wrap_socket(socket.create_connection((lab.host, 1792), timeout=15)))


def applications(lab, ops, card, box):
    for name, origin in card.items():
        w = application(lab)
        if origin in ("GATE", "BOX"):
            check(w.ask(ops[name])[0] is None, f"an application may not even send {name}")
        elif origin == "ADMIN":
            check(w.ask(ops[name])[0] == REFUSED, f"an application may not ask for {name}")
            check(w.ask(ops["ping"])[0] == OK, "and goes on")
        w.sock.close()
    for name, *_ in box:
        w = application(lab)
        check(w.ask(ops[name])[0] is None, f"an application may not send {name}")
        w.sock.close()
    for flags in (1, 2, 4, 0x8000):
        w = application(lab)
        check(w.ask(ops["ping"], flags=flags)[0] is None, f"flags {flags} end the link")
        w.sock.close()


def serial_of(lab):
    return int(re.search(r"(\d{13})\s+par1", lab.lunash("partition list\n")).group(1))


def taken_away(lab, ops):
    """From an open connection, with a session on it."""
    serial = struct.pack(">Q", serial_of(lab))
    words = "client {} -client client1 -partition par1\n"
    lab.lunash("hsm login -password " + HSM_SO + "\npartition create -partition other -force\n"
               "hsm logout\nclient assignPartition -client client1 -partition other\n")
    w = application(lab)
    status, body = w.ask(ops["session_open"], serial + b"\1")
    check(status == OK, "a session")
    check(w.ask(ops["session_info"], body)[0] == OK, "it is there")
    lab.lunash(words.format("revokePartition"))
    check(w.ask(ops["session_info"], body)[0] == SESSION_INVALID, "revoked: its sessions end")
    check(w.ask(ops["session_open"], serial + b"\1")[0] == PARTITION_UNKNOWN, "and none begins")
    lab.lunash("client revokePartition -client client1 -partition other\n")
    check(w.ask(ops["ping"])[0] is None, "nothing assigned: the connection ends")
    lab.lunash(words.format("assignPartition"))
    w = application(lab)
    check(w.ask(ops["ping"])[0] == OK, "assigned again")
    lab.lunash("client delete -client client1 -force\n")
    check(w.ask(ops["ping"])[0] is None, "deleted: the connection ends")


# --- lunash --------------------------------------------------------------------------


def shell(lab, ops, user):
    """A channel as a lunash of that user has it, and a link to the HSM."""
    s = unix(os.path.join(lab.dir, "hsm1/admin.sock"))
    s.sendall(frame(ops["shell_open"], text(user) + text("here")))
    _, fds, _, _ = socket.recv_fds(s, 65536, 1)
    check(len(fds) == 1, "a shell of " + user)
    return Wire(socket.socket(fileno=fds[0]))


def box_state(lab):
    state = {}
    for name in ("users", "clients", "settings", "server.pem"):
        try:
            with open(os.path.join(lab.dir, "hsm1/box", name)) as f:
                state[name] = f.read()
        except FileNotFoundError:
            state[name] = ""
    # When who logged in last is the fifth word.
    state["users"] = [line.split()[:4] + line.split()[5:] for line in
                      state["users"].splitlines()]
    return state


def device(w, ops):
    status, body = w.ask(ops["device_open"], bytes(8))
    check(status == OK, "a link to the HSM")
    return struct.unpack(">I", body)[0]


def monitor(lab, ops, card, box):
    lab.lunash("user enable -userName monitor\n")
    w = shell(lab, ops, "monitor")
    check(w.ask(ops["user_password"], text("") + text("Monitor-Passw0rd"))[0] == OK, "its own")
    link, before = device(w, ops), box_state(lab)
    lab.lunash("hsm login -password " + HSM_SO + "\n")  # as it may well be
    for name, server, who, roles in box:
        if server == "APPLIANCE" and roles in ("ADMIN_ONLY", "CHANGERS") or "SHELL" not in who:
            check(w.ask(ops[name])[0] in (REFUSED, NOT_SUPPORTED), f"monitor and {name}")
    check(w.ask(ops["console_login"], text("admin") + text(ADMIN))[0] == REFUSED, "no console")
    for action in (1, 2, 3):
        check(w.ask(ops["service"], text("ntls") + bytes([action]))[0] == REFUSED, "services")
    for user in ("admin", "operator", "nobody"):
        check(w.ask(ops["user_password"], text(user) + text("Stolen-Passw0rd"))[0] == REFUSED,
              "the password of " + user)
    for name, origin in card.items():
        status = w.ask(ops[name], link=link)[0]
        looks = re.match(r"hello|ping|hsm_info|hsm_policies|partition_list|"
                         r"partition_policies|session_|mechanism_list|"
                         r"objects_find|attributes_get|object_size", name)
        check(bool(looks) != (status == REFUSED), f"monitor and {name}: {status}")
    for other in (1, link + 1, 0xffffffff):
        check(w.ask(ops["hsm_zeroize"], link=other)[0] not in (None, OK), "links of others")
    check(box_state(lab) == before, "monitor changes nothing")
    shown = lab.lunash("hsm show\nhsm logout\n")
    check("Zeroized" in shown and "par1" in lab.lunash("partition list\n"), "nor in the HSM")
    w.sock.close()


def monitor_is_offered(lab):
    """What the shell lets monitor type, the box lets pass."""
    with open(os.path.join(os.path.dirname(__file__), "../../docs/lunash.md")) as f:
        usages = re.findall(r"^    (.+)\n\n.*For admin, operator, monitor", f.read(), re.M)
    values = {"<name>": "client1", "<serialnum>": lab.backup_serial(), "<service>": "ntls"}
    lab.lunette("plug", "backup1", "hsm1", expect=None)
    for usage in usages:
        line = re.sub(r"<\w+>", lambda m: values.get(m[0], "x"), re.sub(r" \[.*\]", "", usage))
        if "password" not in usage:  # these ask
            out = lab.lunash(line + "\n", "Monitor-Passw0rd", "monitor")
            check("permitted" not in out and "Command Result" in out, line + ":\n" + out)
    check(len(usages) > 20 and "ntls is running" in lab.lunash(
        "service status ntls\n", "Monitor-Passw0rd", "monitor"), "these are all")


def admin(lab, ops, card):
    w = shell(lab, ops, "admin")
    link = device(w, ops)
    for name, origin in card.items():
        if origin in ("GATE", "BOX"):
            check(w.ask(ops[name], link=link)[0] == REFUSED, f"admin may not send {name}")
    check(w.ask(ops["ping"], link=link)[0] == OK, "and goes on")
    w.sock.close()


# --- a cable ---------------------------------------------------------------------------


def link_open(origin, local=0):
    return bytes([origin, local, 1]) + text("evil") + text("") + struct.pack(">I", 0)


def evil_appliance(lab, ops, card):
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as port:
        path = os.path.join(folder, "usb.sock")
        port.bind(path)
        port.listen(1)
        lab.lunette("unplug", "backup1", expect=None)
        hands = Wire(unix(os.path.join(lab.dir, "backup1/control.sock")))
        check(hands.ask(ops["cable_plug"], text(path))[0] == OK, "plugged")
        w = Wire(port.accept()[0])
        for origin in (0, BOX, 3, 5, 8, 255):
            check(w.ask(ops["link_open"], link_open(origin), link=9)[0] == ARGUMENT,
                  f"origin {origin}")
        check(w.ask(ops["link_open"], link_open(ADMIN_ORIGIN), link=9)[0] == OK, "a link")
        check(w.ask(ops["link_open"], link_open(APP), link=9)[0] == REFUSED, "one origin")
        for link in (0, 9, 10):
            check(w.ask(ops["channel_attach"], b"\7", link=link)[0] in (REFUSED, NOT_CONNECTED),
                  "channels are the box's")
        for name in ("partition_create", "partition_delete", "hsm_policy_set"):
            check(w.ask(ops[name], b"", link=9)[0] != OK, name)
        check(w.ask(ops["hsm_zeroize"], link=10)[0] == NOT_CONNECTED, "no link, no call")
        w.sock.close()
        hands.ask(ops["cable_unplug"])
        hands.sock.close()
    check("Serial" in lab.lunette("display", "backup1"), "the Backup HSM lives")


def evil_device(lab, ops):
    built_in = int(re.search(r"Serial #:\s+(\d+)", lab.lunash("hsm show\n")).group(1))
    for serial in (built_in, 0):
        w = plugged_in(lab, ops, serial)
        try:
            gone = w.sock.recv(100) == b""
        except ConnectionError:
            gone = True
        check(gone, f"a device may not be {serial}")
    w = plugged_in(lab, ops, 7654321)
    for op in [ops[n] for n in ("hsm_zeroize", "link_open", "shell_open", "client_delete")]:
        for link in (0, 1, 2):
            w.sock.sendall(frame(op, link=link))           # a request: of no meaning
            w.sock.sendall(frame(op, link=link, flags=1))  # an answer to nothing
    asks = shell(lab, ops, "admin")
    check(struct.pack(">Q", 7654321) in asks.ask(ops["device_list"])[1], "it is listed")
    asks.sock.sendall(frame(ops["device_open"], struct.pack(">Q", 7654321), number=5))
    head = w.frame()[0]
    w.sock.sendall(frame(head[1], b"", head[3], RESPONSE, head[5]))
    link = struct.unpack(">I", asks.frame()[1])[0]
    asks.sock.sendall(frame(ops["hsm_info"], link=link, number=6))
    head = w.frame()[0]
    for flags, number in ((0, head[5]), (RESPONSE, 99), (RESPONSE | 2, 99)):
        w.sock.sendall(frame(ops["hsm_info"], b"evil", head[3], flags, number))
    w.sock.close()
    head, body = asks.frame()
    check((head[4], head[5], body) == (DEVICE_REMOVED, 6, b""), "only an answer is passed on")
    asks.sock.close()
    check("par1" in lab.lunash("partition list\n"), "and the HSM is as it was")


def plugged_in(lab, ops, serial):
    w = Wire(unix(os.path.join(lab.dir, "hsm1/usb.sock")))
    for _ in range(2):
        head, _ = w.frame()
        body = b""
        if head[1] == ops["hello"]:
            body = struct.pack(">IQ", 1, serial) + text("BACKUP7") + text("7.7.1")
        w.sock.sendall(frame(head[1], body, head[3], RESPONSE, head[5]))
    return w


def inherited(lab):
    """The passwords of DIR/env do not reach the programs of a box with whoever
    sources it and switches the box on."""
    secret = "only-for-applications"
    env = dict(os.environ, LUNETTE_PIN=secret, LUNETTE_SO_PIN=secret, OTHER=secret)
    for box in ("hsm1", "backup1"):
        run([lab.tool, "power", "--dir", lab.dir, "cycle", box], env=env)
    seen = []
    for pid in run(["pgrep", "-f", lab.dir]).split() if os.geteuid() == 0 else []:
        try:
            with open(f"/proc/{pid}/environ") as f, open(f"/proc/{pid}/comm") as name:
                seen.append(name.read().strip())
                check(secret not in f.read(), "a password in the surroundings of " + seen[-1])
        except FileNotFoundError:
            pass
    check(os.geteuid() != 0 or {"appliance", "card", "ntls", "ssh", "backuphsm"} <= set(seen),
          f"only {seen} were looked at")


def main():
    ops, card, box = read_spec()
    with Lab(sys.argv[1], "--backups", "1", "--ready") as lab:
        applications(lab, ops, card, box)
        monitor(lab, ops, card, box)
        monitor_is_offered(lab)
        admin(lab, ops, card)
        evil_appliance(lab, ops, card)
        evil_device(lab, ops)
        inherited(lab)
        taken_away(lab, ops)
    print("applications, monitor, admin, both ends of a cable: to each its own")


main()
