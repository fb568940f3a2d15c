#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The serial console as people sit down at it: lunette console, picocom and
screen. A login, what only works there, and hanging up: afterwards nobody is
logged in. Usage: console.py PROGRAMS-FOLDER
"""
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import termios
import time

from kit import ADMIN, Lab, Terminal, check, run


def log_in(t):
    t.expect("login: ")
    t.ask("admin", "assword: ")
    t.ask(ADMIN, "lunash:>")


def nobody_is_there(lab, after):
    """Whoever comes next is asked who he is."""
    t = Terminal([lab.tool, "console", "--dir", lab.dir, "hsm1"])
    said = t.expect("login: ")
    check("lunash:>" not in said, f"after {after} somebody is logged in: {said!r}")
    t.send("\x1d")
    check(t.end() == 0, "Ctrl-] does not leave")


def ours(lab):
    argv = [lab.tool, "console", "--dir", lab.dir, "hsm1"]
    t = Terminal(argv)
    t.expect("Ctrl-] leaves")
    t.ask("nobody", "assword: ")
    t.ask("secret-of-nobody", "Login incorrect")
    log_in(t)
    check("secret-of-nobody" not in t.seen and ADMIN not in t.seen, "a password is echoed")
    out = t.ask("hsm factoryReset", "> ")
    check("console" not in out and "proceed" in out, f"at the console: {out!r}")
    t.ask("quit", "aborted")
    t.expect("lunash:>")
    out = run(argv, expect=1)
    check("somebody sits at the console of hsm1" in out, out)
    t.send("\x1d")
    check(t.end() == 0, "Ctrl-] does not leave")
    nobody_is_there(lab, "Ctrl-]")
    t = Terminal(argv)
    log_in(t)
    os.kill(t.pid, signal.SIGKILL)
    t.end()
    nobody_is_there(lab, "a kill")
    t = Terminal(argv)
    log_in(t)
    t.ask("exit", "login: ")
    t.send("\x04")
    t.expect("login: ")
    t.send("\x1d")
    t.end()


def piped(lab):
    """Commands on standard input, to the last one's answer."""
    out = run([lab.tool, "console", "--dir", lab.dir, "hsm1"],
              f"admin\n{ADMIN}\nhsm show\nmy file list\n")
    check("Serial #:" in out and "server.pem" in out and ADMIN not in out, out)
    nobody_is_there(lab, "the end of the input")


def picocom(lab):
    if shutil.which("picocom") is None:
        return print("picocom is not there")
    line = os.path.join(lab.dir, "hsm1/console")
    t = Terminal(["picocom", "-b", "115200", line])
    t.expect("Terminal ready")
    log_in(t)
    check("Serial #:" in t.ask("hsm show", "lunash:>"), "no answer through picocom")
    out = run([lab.tool, "console", "--dir", lab.dir, "hsm1"], expect=1)
    check("somebody sits at the console" in out, out)
    t.send("\x01\x18")  # C-a C-x
    t.expect("Thanks for using picocom")
    t.end()
    nobody_is_there(lab, "picocom")
    return None


def screen(lab):
    if shutil.which("screen") is None:
        return print("screen is not there")
    line = os.path.join(lab.dir, "hsm1/console")
    env = dict(os.environ, SCREENDIR=os.path.join(lab.folder, "s"), TERM="vt100")
    os.mkdir(env["SCREENDIR"], 0o700)
    t = Terminal(["screen", line, "115200"], env)
    log_in(t)
    check("Serial #:" in t.ask("hsm show", "lunash:>"), "no answer through screen")
    t.send("\x01d")  # detached: the line stays open, the session too
    t.end()
    t = Terminal(["screen", "-r"], env)
    t.ask("my file list", "server.pem")
    server = os.listdir(env["SCREENDIR"])[0].split(".")[0]  # it holds the line
    t.send("\x01k")
    t.send("y")
    t.end()
    while os.path.exists("/proc/" + server):
        time.sleep(0.05)
    nobody_is_there(lab, "screen")
    return None


def exclusive(lab):
    """Who had the line exclusively, as screen does, leaves it to others."""
    line = os.open(os.path.join(lab.dir, "hsm1/console"), os.O_RDWR | os.O_NOCTTY)
    fcntl.ioctl(line, termios.TIOCEXCL)
    os.close(line)
    if os.geteuid() != 0:
        time.sleep(0.5)  # it is another line, in a moment
    nobody_is_there(lab, "an exclusive one")


def on_the_phone(lab):
    """A long command goes down with the line; the appliance stays."""
    t = Terminal([lab.tool, "console", "--dir", lab.dir, "hsm1"])
    log_in(t)
    t.send("hsm login\r")
    t.expect("> ")
    t.send("half a pass")
    t.send("\x1d")
    t.end()
    nobody_is_there(lab, "a hang-up in a password")
    lab.lunette("power", "cycle", "hsm1")
    nobody_is_there(lab, "the power went")
    t = Terminal([lab.tool, "console", "--dir", lab.dir, "hsm1"])
    log_in(t)
    lab.lunette("power", "off", "hsm1")
    check(t.end() == 0, "the terminal stays at a dead line")
    lab.lunette("power", "on", "hsm1")
    nobody_is_there(lab, "the power went while somebody was there")


def idle(lab):
    """An appliance at whose console nobody sits does nothing for it."""
    with open(os.path.join(lab.dir, "hsm1/pid")) as f:
        stat = f"/proc/{int(f.read())}/stat"

    def ticks():
        with open(stat) as f:
            return sum(map(int, f.read().rsplit(")", 1)[1].split()[11:13]))

    before = ticks()
    time.sleep(1)
    check(ticks() - before < 20, "the appliance is busy with an empty console")
    out = subprocess.run(["pgrep", "-f", "^lunash --console"], capture_output=True, text=True,
                         check=False).stdout.split()
    for pid in out:
        try:
            with open(f"/proc/{pid}/environ", "rb") as f:
                check(lab.dir.encode() not in f.read(), "a shell at an empty console")
        except OSError:
            pass


def main():
    with Lab(sys.argv[1], "--ready", "--backups", "0") as lab:
        for part in (ours, piped, picocom, screen, exclusive, on_the_phone, idle):
            part(lab)
            print("ok", part.__name__, flush=True)


main()
