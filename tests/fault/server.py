#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A server that lies, before programs with our module.

It has the appliance's key, passes requests on to the real one, and does wrong to
an answer now and then: other bytes, other lengths, other ids and ops, too much,
nothing. The programs may fail; they may not crash, and they come to an end.
Usage: server.py PROGRAMS
"""
import os
import random
import shutil
import socket
import ssl
import struct
import subprocess
import sys
import threading

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../lab"))
from kit import OFFICER, Lab, check  # noqa: E402

ROUNDS, ENDS_IN_S, TIMEOUT_MS = 160, 60, 700


def context(lab, server):
    ctx = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER if server else ssl.PROTOCOL_TLS_CLIENT)
    if server:
        ctx.load_cert_chain(os.path.join(lab.dir, "hsm1/box/server.pem"))
        return ctx
    ctx.check_hostname = False
    ctx.verify_mode = ssl.CERT_NONE
    folder = os.path.join(lab.client, "cert/client/client1")
    ctx.load_cert_chain(folder + ".pem", folder + "Key.pem")
    return ctx


def read_frame(s):
    data = b""
    while len(data) < 4 or len(data) < 4 + struct.unpack(">I", data[:4])[0]:
        more = s.recv(4 + struct.unpack(">I", data[:4])[0] - len(data) if len(data) >= 4
                      else 4 - len(data))
        if not more:
            raise OSError("closed")
        data += more
    return data


def build(op, flags, link, status, number, body):
    return struct.pack(">IHHIIQ", 20 + len(body), op, flags, link, status, number) + body


def flipped(rng, body):
    out = bytearray(body or b"\0")
    for _ in range(rng.randint(1, 4)):
        out[rng.randrange(len(out))] = rng.randrange(256)
    return bytes(out)


def lengths_that_lie(rng, body):
    """A length inside the body, wherever one may stand, is another."""
    out = bytearray(body + bytes(4))
    at = rng.randrange(0, max(1, len(body) - 3))
    out[at:at + 4] = struct.pack(">I", rng.choice((0, 1, 0x7fffffff, 0xffffffff, 1 << 16, 255)))
    return bytes(out[:len(body)])


def wrong(rng, frame):
    """What is sent instead of an honest answer."""
    _, op, flags, link, status, number = struct.unpack(">IHHIIQ", frame[:24])
    body, kind = frame[24:], rng.randrange(13)
    if kind == 0:
        return build(op, flags, link, status, number, flipped(rng, body))
    if kind == 1:
        return build(op, flags, link, status, number, rng.randbytes(rng.randrange(4000)))
    if kind == 2:
        return build(op, flags, link, status, number, body[:rng.randrange(len(body) + 1)])
    if kind == 3:
        return build(op, flags, link, status, number, body + rng.randbytes(rng.randint(1, 300)))
    if kind == 4:
        return build(op, flags, link, status, number, lengths_that_lie(rng, body))
    if kind == 5:
        return build(op, flags, link, rng.choice((0, 1, 6, 7, 17, 50, 80, 1000, 0xffffffff)),
                     number, body)
    if kind == 6:
        return build(op, flags, link, status, rng.getrandbits(64), body)
    if kind == 7:
        return build(rng.getrandbits(16), flags, link, status, number, body)
    if kind == 8:
        return frame + frame
    if kind == 9:
        return struct.pack(">I", rng.choice((0, 19, 1 << 20, 0xffffffff))) + frame[4:]
    if kind == 10:
        return build(op, flags | 2, link, 0, number, b"") * 200 + frame
    if kind == 11:
        return build(op, flags, link, 0, number, rng.randbytes(120000))
    return b"" if rng.randrange(4) == 0 else build(op, 0, link, status, number, body)


class Liar(threading.Thread):
    def __init__(self, lab, address):
        super().__init__(daemon=True)
        self.lab, self.wrongs, self.rng = lab, 0, random.Random(1)
        self.to_client, self.to_server = context(lab, True), context(lab, False)
        self.listener = socket.create_server((address, 1792), backlog=32)

    def run(self):
        while True:
            s, _ = self.listener.accept()
            threading.Thread(target=self.serve, args=(s,), daemon=True).start()

    def serve(self, raw):
        try:
            with self.to_client.wrap_socket(raw, server_side=True) as near, \
                    self.to_server.wrap_socket(socket.create_connection(
                        (self.lab.host, 1792))) as far:
                far.settimeout(30)
                while True:
                    far.sendall(read_frame(near))
                    answer = read_frame(far)
                    if self.rng.random() < 0.06:
                        self.wrongs += 1
                        answer = wrong(self.rng, answer)
                    near.sendall(answer)
        except OSError:
            pass


def client_of(lab, address):
    folder = os.path.join(lab.folder, "deceived")
    shutil.copytree(lab.client, folder)
    certificate = os.path.join(lab.client, "cert/server", "%sCert.pem")
    shutil.copy(certificate % lab.host, certificate % address)
    path = os.path.join(folder, "Chrystoki.conf")
    with open(path) as f:
        text = f.read()
    with open(path, "w") as f:
        f.write(text.replace(lab.host + ";", address + ";").replace(
            "ReceiveTimeout = 20000", f"ReceiveTimeout = {TIMEOUT_MS}"))
    return dict(lab.env, ChrystokiConfigurationPath=folder)


def programs(lab):
    token = ["pkcs11-tool", "--module", lab.module, "--login", "--pin", OFFICER]
    lunacm = os.path.join(lab.programs, "prog/lunacm/lunacm")
    multitoken = os.path.join(lab.programs, "prog/multitoken/multitoken")
    return (token + ["--test"], token + ["-O"], token + ["-M"], token + ["-L", "-T"],
            token + ["--keygen", "--key-type", "aes:32", "--label", "x"],
            [lunacm, "-q", "slot", "list"], [lunacm, "-q", "partition", "showinfo"],
            [os.path.join(lab.programs, "prog/vtl/vtl"), "verify"],
            [multitoken, "--module", lab.module, "--mode", "aesgcm", "--threads", "8",
             "--seconds", "1", "--pin", OFFICER, "--session-keys"])


def main():
    with Lab(sys.argv[1], "--backups", "0", "--ready") as lab:
        address = lab.net + ".9"
        liar = Liar(lab, address)
        liar.start()
        env, all_programs = client_of(lab, address), programs(lab)
        for i in range(ROUNDS):
            argv = all_programs[i % len(all_programs)]
            try:
                p = subprocess.run(argv, env=env, input="", capture_output=True, text=True,
                                   timeout=ENDS_IN_S)
            except subprocess.TimeoutExpired:
                check(False, f"round {i}: {' '.join(argv)} does not come to an end")
            check(0 <= p.returncode < 128 and "Sanitizer" not in p.stderr,
                  f"round {i}: {' '.join(argv)}: status {p.returncode}\n{p.stderr[-3000:]}")
        check(liar.wrongs > ROUNDS / 3, f"only {liar.wrongs} wrong answers")
        check("No errors" in lab.tool11("--login", "--pin", OFFICER, "--test"),
              "the honest way suffers")
        print(f"{liar.wrongs} wrong answers in {ROUNDS} runs: no crash, none for ever")


main()
