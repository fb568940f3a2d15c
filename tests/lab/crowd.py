#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The gate of administrators under a crowd, and wrong passwords one after the other.

An administrator is in within three seconds, from the crowd's own address, whatever the
crowd does: says nothing, comes again as soon as it is dropped, or says a first word and
no more. Usage: crowd.py PROGRAMS-FOLDER
"""
import multiprocessing
import os
import selectors
import socket
import sys
import time

from kit import ADMIN, Lab, check, run

CROWD = 400
SECONDS = 40  # the crowd goes by itself
WITHIN = 3.0


def join(selector, host, word):
    s = socket.socket()
    s.setblocking(False)
    s.connect_ex((host, 2222))
    selector.register(s, selectors.EVENT_READ | (selectors.EVENT_WRITE if word else 0))


def crowd(host, word, comes_again, is_there):
    """Holds CROWD connections open, which send `word` and nothing more."""
    selector = selectors.DefaultSelector()
    until = time.monotonic() + SECONDS
    for _ in range(CROWD):
        join(selector, host, word)
    is_there.set()
    while time.monotonic() < until:
        for key, events in selector.select(0.2):
            s = key.fileobj
            try:
                if events & selectors.EVENT_WRITE:
                    selector.modify(s, selectors.EVENT_READ)
                    s.send(word)
                if not events & selectors.EVENT_READ or s.recv(4096):
                    continue
            except OSError:
                pass
            selector.unregister(s)
            s.close()
            if comes_again:
                join(selector, host, word)


def login(lab, password=ADMIN, user="admin", source=None, expect=0):
    """How long it took."""
    started = time.monotonic()
    run(["timeout", "60", "sshpass", "-p", password, "ssh", "-p", "2222", *lab.ssh_options(),
         *(["-b", source] if source else []), "-o", "NumberOfPasswordPrompts=1",
         "-o", "PreferredAuthentications=password", f"{user}@{lab.host}", "hsm show"],
        expect=expect)
    return time.monotonic() - started


def under_a_crowd(lab, word, comes_again):
    is_there = multiprocessing.Event()
    them = multiprocessing.Process(target=crowd, args=(lab.host, word, comes_again, is_there))
    them.start()
    try:
        check(is_there.wait(20), "no crowd")
        time.sleep(1)
        for _ in range(3):
            seconds = login(lab)
            check(seconds < WITHIN, f"word {word}, again {comes_again}: {seconds:.1f} s")
            check(them.is_alive(), "the crowd has gone")
    finally:
        them.kill()
        them.join()


def silent(lab):
    under_a_crowd(lab, b"", False)


def silent_and_coming_again(lab):
    under_a_crowd(lab, b"", True)


def with_a_first_word(lab):
    under_a_crowd(lab, b"SSH-2.0-crowd\r\n", False)


def wrong_passwords(lab):
    """Each makes the next one slower, for that user from that address and for nobody else."""
    elsewhere = lab.net + ".200"
    for _ in range(5):
        login(lab, "wrong", expect=255)
    check(login(lab, source=elsewhere) < 2, "another address waits")
    check(login(lab, "wrong", user="nobody", expect=255) < 2, "another user waits")
    seconds = login(lab)
    check(1.9 < seconds < 6, f"the sixth password took {seconds:.1f} s")
    check(login(lab) < 1.9, "a right password ends it")


def the_log_is_short(lab):
    lines = [line for line in lab.log().splitlines() if "that do not log in" in line]
    check(1 <= len(lines) <= 3, f"{len(lines)} lines about the crowd")


if __name__ == "__main__":
    os.environ["LC_ALL"] = "C"
    with Lab(sys.argv[1], "--ready") as the_lab:
        for part in (silent, silent_and_coming_again, with_a_first_word, the_log_is_short,
                     wrong_passwords):
            part(the_lab)
            print("ok", part.__name__, flush=True)
