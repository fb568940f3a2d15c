#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The cable is pulled at every message of a backup.

A go-between sits on the cable and counts frames in both directions; for each
number it lets that many pass and then pulls. After each pull: the command says
that it failed, the appliance and its partition are as before, the Backup HSM is
plugged in again and answers, what was left over is listed and can be deleted.
In the end an undisturbed backup holds every object. Usage: cable.py PROGRAMS
"""
import os
import re
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time

ADMIN, OFFICER, TOKEN_SO = "Admin-Passw0rd", "co-password-1", "token-password-1"
DOMAIN = "lunette-lab-domain"
OBJECTS = 3


class Cable:
    """Between the Backup HSM and the appliance's port; pulls after `limit`."""

    def __init__(self, port, real, limit=None):
        self.limit, self.count, self.lock = limit, 0, threading.Lock()
        if os.path.exists(port):
            os.unlink(port)
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(port)
        self.listener.listen(1)
        self.real, self.ends = real, []
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        try:
            device = self.listener.accept()[0]
        except OSError:
            return
        appliance = socket.socket(socket.AF_UNIX)
        appliance.connect(self.real)
        self.ends = [device, appliance]
        for a, b in ((device, appliance), (appliance, device)):
            threading.Thread(target=self.carry, args=(a, b), daemon=True).start()

    def carry(self, a, b):
        try:
            while True:
                head = self.read(a, 4)
                frame = head + self.read(a, struct.unpack(">I", head)[0])
                with self.lock:
                    self.count += 1
                    if self.limit is not None and self.count > self.limit:
                        raise OSError
                    b.sendall(frame)
        except OSError:
            self.pull()

    @staticmethod
    def read(s, n):
        data = b""
        while len(data) < n:
            more = s.recv(n - len(data))
            if not more:
                raise OSError
            data += more
        return data

    def pull(self):
        self.listener.close()
        for s in self.ends:
            try:
                s.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


class Lab:
    def __init__(self, programs, folder):
        self.dir = os.path.join(folder, "lab")
        self.tool = os.path.join(programs, "prog/lab/lunette")
        self.net = "127.0.93"
        self.run([self.tool, "up", "--dir", self.dir, "--net", self.net,
                  "--backups", "1", "--ready", "--quiet"])
        self.port = os.path.join(self.dir, "hsm1/usb.sock")
        self.real = os.path.join(self.dir, "hsm1/usb.real")
        os.rename(self.port, self.real)
        self.module = os.path.join(programs, "prog/pkcs11/libCryptoki2_64.so")
        shown = self.run([self.tool, "show", "--dir", self.dir])
        self.serial = re.search(r"backup1.*serial (\d+)", shown).group(1)
        self.cable = None

    @staticmethod
    def run(argv, text=None, ok=(0,), env=None):
        p = subprocess.run(argv, input=text, capture_output=True, text=True,
                           timeout=120, env=env)
        if ok is not None and p.returncode not in ok:
            raise SystemExit(f"{argv}: status {p.returncode}\n{p.stdout}{p.stderr}")
        return p.stdout + p.stderr

    def plug(self, limit=None):
        if self.cable:
            self.cable.pull()
        self.run([self.tool, "unplug", "--dir", self.dir, "backup1"], ok=None)
        self.cable = Cable(self.port, self.real, limit)
        self.run([self.tool, "plug", "--dir", self.dir, "backup1", "hsm1"], ok=None)
        seen = -1
        while seen != self.cable.count:  # the greeting is over
            seen = self.cable.count
            time.sleep(0.05)

    def lunash(self, text):
        return self.run(["sshpass", "-p", ADMIN, "ssh", "-p", "2222",
                         "-o", "StrictHostKeyChecking=no", "-o", "LogLevel=ERROR",
                         "-o", f'UserKnownHostsFile="{self.dir}/known_hosts"',
                         "-o", "PubkeyAuthentication=no", f"admin@{self.net}.1"],
                        text, ok=None)

    def objects(self):
        env = dict(os.environ, ChrystokiConfigurationPath=os.path.join(self.dir, "client"))
        out = self.run(["pkcs11-tool", "--module", self.module, "--login", "--pin",
                        OFFICER, "--list-objects"], env=env)
        return out.count("label:")

    def create(self, n):
        env = dict(os.environ, ChrystokiConfigurationPath=os.path.join(self.dir, "client"))
        for i in range(n):
            self.run(["pkcs11-tool", "--module", self.module, "--login", "--pin", OFFICER,
                      "--keygen", "--key-type", "AES:32", "--sensitive", "--label",
                      f"key{i}"], env=env)

    def backup(self):
        return self.lunash(f"partition backup -partition par1 -tokenPar bk -serial "
                           f"{self.serial} -force\n{OFFICER}\n{TOKEN_SO}\n{DOMAIN}\n")

    def clear(self):
        """Lists what was left over and deletes it; gives whether there was any."""
        out = self.lunash(f"token backup partition list -serial {self.serial}\n")
        check("Command Result : 0 (Success)" in out, f"the Backup HSM does not answer: {out}")
        if "Name: bk" not in out:
            return False
        out = self.lunash(f"token backup login -serial {self.serial} -password {TOKEN_SO}\n"
                          f"token backup partition delete -partition bk -serial "
                          f"{self.serial} -force\n")
        check("'token backup partition delete' successful." in out,
              f"the left-over partition cannot be deleted: {out}")
        return True


def check(condition, words):
    if not condition:
        raise SystemExit("FAILED: " + words)


def main():
    with tempfile.TemporaryDirectory(prefix="cable ") as folder:
        lab = Lab(sys.argv[1], folder)
        try:
            story(lab)
        finally:
            subprocess.run([lab.tool, "down", "--dir", lab.dir], capture_output=True)


def story(lab):
    lab.create(OBJECTS)
    lab.plug()
    out = lab.lunash(f"token backup init -label bk -serial {lab.serial} -force\n"
                     f"{TOKEN_SO}\n{TOKEN_SO}\n{DOMAIN}\n{DOMAIN}\n")
    check("'token backup init' successful." in out, out)
    before = lab.cable.count
    out = lab.backup()
    whole = lab.cable.count - before
    check("'partition backup' successful." in out, out)
    check(out.count("cloned to handle") == OBJECTS, out)
    check(lab.clear(), "the backup is not listed")
    left = pulled = 0
    for n in range(whole + 1):
        lab.plug()
        hello = lab.cable.count  # what plugging itself takes
        lab.plug(hello + n)
        out = lab.backup()
        if "'partition backup' successful." in out:
            check(out.count("cloned to handle") == OBJECTS, f"not whole: {out}")
            break  # only goodbyes were cut off
        pulled += 1
        check("Error" in out and "65535" in out, f"pulled at {n}, but no error: {out}")
        check(lab.objects() == OBJECTS, f"pulled at {n}: the partition changed")
        lab.plug()
        left += lab.clear()
    check(pulled >= whole - 6, f"a backup of {whole} messages was pulled at {pulled} only")
    lab.plug()
    lab.clear()
    lab.plug()
    out = lab.backup()
    check("'partition backup' successful." in out and
          out.count("cloned to handle") == OBJECTS, f"in the end: {out}")
    print(f"pulled at each of {pulled} messages; {left} times a partition was left over "
          f"and deleted")
    check(left > 0, "no pull left a partition: the test did not reach the backup")


main()
