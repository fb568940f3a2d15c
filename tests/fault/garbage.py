#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Any bytes on any socket: refused, the connection closed, others undisturbed.

Throws at every socket of a running lab what a confused or hostile peer might:
noise, halves of frames, lengths that lie, real calls with bodies of noise, a
connection that says nothing, and all of it at once. All the while a client of
its own asks and must be answered in time; in the end the same processes run, and
applications, administrators and cables work. Usage: garbage.py PROGRAMS DOCS
"""
import os
import random
import re
import socket
import ssl
import struct
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../lab"))
from kit import OFFICER, Lab, check  # noqa: E402

ROUNDS, SLOWEST = 120, 5.0
HELLO, PING, RESPONSE = 1, 2, 1
rng = random.Random(20)


def frame(op, body=b"", number=1, link=0, length=None):
    size = 20 + len(body) if length is None else length
    return struct.pack(">IHHIIQ", size, op, 0, link, 0, number) + body


def version():
    with open(sys.argv[2]) as f:
        return int(re.search(r"Version (\d+)\.", f.read())[1])


def hello():
    return frame(HELLO, struct.pack(">I", version()))


def read_frame(link):
    data = b""
    while len(data) < 4 or len(data) < 4 + struct.unpack(">I", data[:4])[0]:
        more = link.recv(65536)
        if not more:
            raise OSError("closed")
        data += more
    return data


def noise(most):
    return rng.randbytes(rng.randint(1, most))


def nasty(ops):
    """One thing that should not be sent. Never a whole valid call: each body has
    at least a byte too many, or too few, or of noise."""
    kind = rng.randrange(8)
    op, link = rng.choice(ops), rng.choice((0, 0, 1, 7, 0xffffffff))
    if kind == 0:
        return noise(3000)
    if kind == 1:
        return frame(op, noise(400), link=link)[:rng.randint(1, 60)]
    if kind == 2:
        return frame(op, noise(40), length=rng.choice((0, 1, 19, 1 << 20, 0xffffffff)))
    if kind == 3:
        return frame(rng.randrange(65536), noise(200), link=link)
    if kind == 4:
        return b"".join(frame(rng.choice(ops), noise(60), i, link) for i in range(50))
    if kind == 5:
        return frame(op, struct.pack(">I", rng.choice((0xffffffff, 1 << 31, 4))) + noise(9))
    if kind == 6:
        return b"GET / HTTP/1.1\r\nHost: x\r\n\r\n" * rng.randint(1, 30)
    return frame(op, noise(70000), link=link)


def tls_link(lab):
    """A link as the registered client has it."""
    folder = os.path.join(lab.client, "cert/client")
    pem = next(f for f in os.listdir(folder) if f.endswith(".pem") and "Key" not in f)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.load_cert_chain(os.path.join(folder, pem),
                            os.path.join(folder, pem.replace(".pem", "Key.pem")))
    link = context.wrap_socket(socket.create_connection((lab.host, 1792), 5))
    link.settimeout(SLOWEST)
    return link


def tcp(lab, port):
    return socket.create_connection((lab.host, port), SLOWEST)


def unix(lab, name):
    link = socket.socket(socket.AF_UNIX)
    link.settimeout(SLOWEST)
    here = os.getcwd()  # the path may be longer than an address
    os.chdir(os.path.join(lab.dir, os.path.dirname(name)))
    try:
        link.connect(os.path.basename(name))
    finally:
        os.chdir(here)
    return link


def throw(opened, data, patient):
    """Sends it, takes what comes, and goes."""
    try:
        link = opened()
    except OSError:
        return False
    try:
        link.sendall(data)
        link.settimeout(0.2 if patient else 0.01)
        while link.recv(65536):
            pass
    except OSError:
        pass
    finally:
        link.close()
    return True


def start_of(pid):
    with open(f"/proc/{pid}/stat") as f:
        return f.read().rsplit(")", 1)[1].split()[19]


def processes(lab):
    """Of both devices, with the moment they were started."""
    found = {}
    for device in ("hsm1", "backup1"):
        with open(os.path.join(lab.dir, device, "pid")) as f:
            box = int(f.read())
        with open(f"/proc/{box}/task/{box}/children") as f:
            for pid in [box, *map(int, f.read().split())]:
                with open(f"/proc/{pid}/comm") as name:
                    found[pid] = (name.read().strip(), start_of(pid))
    return found


class Bystander(threading.Thread):
    """A client that asks all the time and notes how long it waited at most."""

    def __init__(self, lab):
        super().__init__(daemon=True)
        self.link, self.stop = tls_link(lab), False
        self.asked, self.slowest, self.problem = 0, 0.0, None
        self.link.sendall(hello())
        read_frame(self.link)

    def run(self):
        try:
            while not self.stop:
                before = time.monotonic()
                self.link.sendall(frame(PING, number=self.asked))
                answer = struct.unpack(">IHHIIQ", read_frame(self.link)[:24])
                check(answer[1] == PING and answer[2] == RESPONSE and answer[4] == 0
                      and answer[5] == self.asked, f"ping was answered with {answer}")
                self.slowest = max(self.slowest, time.monotonic() - before)
                self.asked += 1
                time.sleep(0.02)
        except (OSError, SystemExit) as e:
            self.problem = str(e)


def attack(lab, ops):
    sockets = {
        "ntls": (lambda: tcp(lab, 1792), ROUNDS),
        "ntls, as the client": (lambda: tls_link(lab), ROUNDS),
        "ssh": (lambda: tcp(lab, 2222), 15),
        "usb": (lambda: unix(lab, "hsm1/usb.sock"), ROUNDS // 4),
        "admin": (lambda: unix(lab, "hsm1/admin.sock"), ROUNDS),
        "ssh's box": (lambda: unix(lab, "hsm1/ssh.sock"), ROUNDS),
        "backup's control": (lambda: unix(lab, "backup1/control.sock"), ROUNDS),
    }
    for name, (opened, rounds) in sockets.items():
        went = sum(throw(opened, nasty(ops), i % 10 == 0) for i in range(rounds))
        check(went > rounds // 2, f"{name}: only {went} of {rounds} connections")
        print(f"{name}: {went} connections")
    link = tls_link(lab)  # after a proper hello, too
    link.sendall(hello())
    read_frame(link)
    link.close()
    went = sum(throw(lambda: tls_link(lab), hello() + nasty(ops), i % 10 == 0)
               for i in range(ROUNDS))
    print(f"ntls, behind a hello: {went} connections")
    silent = [tcp(lab, 1792) for _ in range(20)] + [unix(lab, "hsm1/admin.sock")
                                                    for _ in range(5)]
    threads = [threading.Thread(target=throw, args=(opened, nasty(ops), False))
               for opened, _ in sockets.values() for _ in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    for s in silent:
        s.close()


def main():
    with open(sys.argv[2]) as f:
        ops = [int(n, 16) for n in re.findall(r"^### 0x([0-9a-f]{4}) ", f.read(), re.M)]
    check(len(ops) > 50, "no list of calls")
    with Lab(sys.argv[1], "--ready") as lab:
        lab.tool11("--login", "--pin", OFFICER, "--keygen", "--key-type", "aes:32",
                   "--label", "before", "--sensitive")
        before, bystander = processes(lab), Bystander(lab)
        bystander.start()
        attack(lab, ops)
        bystander.stop = True
        bystander.join(10)
        check(bystander.problem is None, f"a bystander was disturbed: {bystander.problem}")
        check(bystander.asked > 20 and bystander.slowest < SLOWEST,
              f"a bystander waited {bystander.slowest:.1f} s")
        after = processes(lab)
        check(before == {p: after.get(p) for p in before},
              f"processes were {before}, are {after}")
        check("before" in lab.tool11("--login", "--pin", OFFICER, "-O"), "the key is gone")
        check("Result : 0" in lab.lunash("hsm show\n"), "lunash does not answer")
        lab.lunette("plug", "backup1", "hsm1")
        check(lab.backup_serial() in lab.lunash("token backup list\n"),
              "the Backup HSM is not listed")
        size = os.path.getsize(os.path.join(lab.dir, "hsm1/log/messages"))
        check(size < 4 << 20, f"the log grew to {size} bytes")
        print(f"a bystander asked {bystander.asked} times and waited at most "
              f"{bystander.slowest * 1000:.0f} ms")


if __name__ == "__main__":
    main()
