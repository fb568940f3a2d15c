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
import socket
import struct
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../lab"))
from kit import DOMAIN, OFFICER, Lab, check  # noqa: E402

TOKEN_SO = "token-password-1"
OBJECTS = 3
LINK_CLOSE = 0x12  # of a session that is over; may come while the next one has begun


class Cable:
    """Between the Backup HSM and the appliance's port; pulls after `limit`."""

    def __init__(self, port, real, limit=None):
        self.limit, self.count, self.lock = limit, 0, threading.Lock()
        self.closes = 0
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
                    self.closes += struct.unpack(">H", frame[4:6])[0] == LINK_CLOSE
                    if self.limit is not None and self.count > self.limit:
                        raise OSError
                    b.sendall(frame)
        except OSError:
            self.pull()

    def said(self):
        return self.count - self.closes

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


class Bench:
    """The lab, with the go-between at the appliance's USB port."""

    def __init__(self, lab):
        self.lab = lab
        self.port = os.path.join(lab.dir, "hsm1/usb.sock")
        self.real = os.path.join(lab.dir, "hsm1/usb.real")
        os.rename(self.port, self.real)
        self.serial = lab.backup_serial()
        self.cable = None

    def plug(self, limit=None):
        if self.cable:
            self.cable.pull()
        self.lab.lunette("unplug", "backup1", expect=None)
        self.cable = Cable(self.port, self.real, limit)
        self.lab.lunette("plug", "backup1", "hsm1", expect=None)
        seen = -1
        while seen != self.cable.count:  # the greeting is over
            seen = self.cable.count
            time.sleep(0.05)

    def objects(self):
        return self.lab.tool11("--login", "--pin", OFFICER, "--list-objects").count("label:")

    def create(self, n):
        for i in range(n):
            self.lab.tool11("--login", "--pin", OFFICER, "--keygen", "--key-type", "AES:32",
                            "--sensitive", "--label", f"key{i}")

    def backup(self):
        return self.lab.lunash(f"partition backup -partition par1 -tokenPar bk -serial "
                               f"{self.serial} -force\n{OFFICER}\n{TOKEN_SO}\n{DOMAIN}\n")

    def clear(self):
        """Lists what was left over and deletes it; gives whether there was any."""
        out = self.lab.lunash(f"token backup partition list -serial {self.serial}\n")
        check("Command Result : 0 (Success)" in out, f"the Backup HSM does not answer: {out}")
        if "Name: bk" not in out:
            return False
        out = self.lab.lunash(f"token backup login -serial {self.serial} -password "
                              f"{TOKEN_SO}\ntoken backup partition delete -partition bk "
                              f"-serial {self.serial} -force\n")
        check("'token backup partition delete' successful." in out,
              f"the left-over partition cannot be deleted: {out}")
        return True


def main():
    with Lab(sys.argv[1], "--backups", "1", "--ready") as lab:
        story(Bench(lab))


def story(bench):
    bench.create(OBJECTS)
    bench.plug()
    out = bench.lab.lunash(f"token backup init -label bk -serial {bench.serial} -force\n"
                     f"{TOKEN_SO}\n{TOKEN_SO}\n{DOMAIN}\n{DOMAIN}\n")
    check("'token backup init' successful." in out, out)
    before = bench.cable.said()
    out = bench.backup()
    whole = bench.cable.said() - before
    check("'partition backup' successful." in out, out)
    check(out.count("cloned to handle") == OBJECTS, out)
    check(bench.clear(), "the backup is not listed")
    left = pulled = 0
    for n in range(whole + 1):
        bench.plug()
        hello = bench.cable.count  # what plugging itself takes
        bench.plug(hello + n)
        out = bench.backup()
        if "'partition backup' successful." in out:
            check(out.count("cloned to handle") == OBJECTS, f"not whole: {out}")
            break  # only goodbyes were cut off
        pulled += 1
        check("Error" in out and "65535" in out, f"pulled at {n}, but no error: {out}")
        check(bench.objects() == OBJECTS, f"pulled at {n}: the partition changed")
        bench.plug()
        left += bench.clear()
    check(pulled >= whole - 4, f"a backup of {whole} messages was pulled at {pulled} only")
    bench.plug()
    bench.clear()
    bench.plug()
    out = bench.backup()
    check("'partition backup' successful." in out and
          out.count("cloned to handle") == OBJECTS, f"in the end: {out}")
    print(f"pulled at each of {pulled} messages; {left} times a partition was left over "
          f"and deleted")
    check(left > 0, "no pull left a partition: the test did not reach the backup")


main()
