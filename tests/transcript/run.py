#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Plays a transcript against a lab and compares every byte.

A .t file is a session as it was typed and answered:

    # what it shows
    # source: captured 7.2        where the texts come from; above a command: of
                                  that one (fidelity.py, docs/fidelity.md)
    % lab --backups 1             a fresh lab: `lunette up` with these options
                                  (--personality luna6: of that generation)
    % ssh hsm1 admin PASSWORD     log in; what follows is the terminal
    [hsm1] lunash:>{{hsm login}}  {{typed and echoed}}
      > {{!secret}}******         {{!typed, not echoed}}, then what is printed
    Serial #:   <=SERIAL>         one word, kept as $SERIAL
    Firmware:   <any>             anything on the line; <number>: digits
    <lines>                       any lines (sparingly)
    % go                          on in the terminal, after other directives
    % end [STATUS]                the session has ended by itself
    % hangup                      the session's connection is cut
    % run hsm1 admin PASSWORD hsm show       one command; its output follows
    % pipe hsm1 admin PASSWORD    commands on standard input: all {{...}} of
                                  what follows, up to the next directive
    % console hsm1                the serial console
    % sh [STATUS] COMMAND         a command on the host; its output follows
    % lunette plug backup1 hsm1   as `sh lunette ... --dir`, without output

$NAME is also a variable of the lab's env file, or HERE, the file's folder, DIR,
the lab's, SSH_CONFIG, a configuration for ssh and scp. Trailing blanks of a line are
not compared. Usage: run.py PROGRAMS-FOLDER FILE
"""
import fcntl
import os
import pty
import re
import select
import shlex
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time

NET = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../scripts/net")
WAIT = 30.0  # seconds without a match
MARK = re.compile(r"\{\{(!?)(.*?)\}\}")
WILD = re.compile(r"<(any|number|lines|=[A-Z_]+)>")


class Failure(Exception):
    pass


def clean(text):
    """Without carriage returns and trailing blanks of whole lines."""
    return re.sub(r"[ \t]+\n", "\n", text.replace("\r", ""))


class Lab:
    def __init__(self, programs, options):
        self.programs = programs
        self.folder = tempfile.TemporaryDirectory(prefix="transcript ")
        self.dir = os.path.join(self.folder.name, "lab")
        self.net = subprocess.check_output([NET], text=True).strip()
        self.vars = {"DIR": self.dir, "NET": self.net}
        self.env = dict(os.environ, TERM="dumb", LC_ALL="C.UTF-8")
        self.env["PATH"] = ":".join(programs) + ":" + self.env["PATH"]
        self.up = False
        try: # half a lab that came up has to go down as well
            self.up = True
            self.lunette("up", "--net", self.net, *options)
            self.read_env()
            self.write_ssh()
        except BaseException:
            self.close()
            raise

    def lunette(self, *words):
        done = subprocess.run(["lunette", words[0], "--dir", self.dir, *words[1:]],
                              env=self.env, capture_output=True, text=True,
                              timeout=120, check=False)
        if done.returncode != 0:
            raise Failure(f"lunette {' '.join(words)}: {done.stdout}{done.stderr}")

    def read_env(self):
        path = os.path.join(self.dir, "env")
        done = subprocess.run(["sh", "-c", ". \"$1\" && env -0", "sh", path],
                              env=self.env, capture_output=True, check=True)
        for item in done.stdout.decode().split("\0"):
            name, _, value = item.partition("=")
            if name.startswith(("LUNETTE_", "Chrystoki")) or name == "PATH":
                self.env[name] = self.vars[name] = value

    def address(self, host):
        return f"{self.net}.{int(host.removeprefix('hsm'))}"

    def write_ssh(self):
        """For ssh and scp: a configuration, and a program that knows the password."""
        ask = os.path.join(self.folder.name, "askpass")
        with open(ask, "w", encoding="ascii") as f:
            f.write("#!/bin/sh\nprintf '%s\\n' \"$TRANSCRIPT_PASSWORD\"\n")
        os.chmod(ask, 0o700)
        config = os.path.join(self.folder.name, "ssh_config")
        with open(config, "w", encoding="ascii") as f:
            f.write("StrictHostKeyChecking no\nUserKnownHostsFile /dev/null\n"
                    "LogLevel ERROR\nNumberOfPasswordPrompts 1\n"
                    f"Port {self.vars.get('LUNETTE_SSH_PORT', '2222')}\n")
        self.vars["SSH_CONFIG"] = self.env["SSH_CONFIG"] = config
        self.env.update(SSH_ASKPASS=ask, SSH_ASKPASS_REQUIRE="force",
                        TRANSCRIPT_PASSWORD=self.vars.get("LUNETTE_ADMIN_PASSWORD", ""))

    def ssh(self, host, user, password, *words):
        self.env["TRANSCRIPT_PASSWORD"] = password
        return ["ssh", "-F", self.vars["SSH_CONFIG"], *words,
                f"{user}@{self.address(host)}"]

    def close(self):
        if self.up:
            try:
                self.lunette("down")
            except (Failure, subprocess.TimeoutExpired) as e:
                print(e)
        self.folder.cleanup()


class Terminal:
    """A program on a pty, wide enough that no line wraps."""

    def __init__(self, argv, env):
        self.fd, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 100, 400, 0, 0))
        self.process = subprocess.Popen(
            argv, stdin=slave, stdout=slave, stderr=slave, env=env,
            preexec_fn=lambda: (os.setsid(), fcntl.ioctl(0, termios.TIOCSCTTY, 0)))
        os.close(slave)
        self.out, self.closed = "", False

    def read(self, seconds):
        if not select.select([self.fd], [], [], seconds)[0]:
            return
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            data = b""
        self.closed = not data
        self.out += data.decode("utf-8", "replace")

    def expect(self, want):
        """Waits until all that was printed is what is wanted."""
        until = time.monotonic() + WAIT
        while True:
            found = re.fullmatch(want.pattern, clean(self.out))
            if found:
                self.out = ""
                return found
            if self.closed or time.monotonic() > until:
                raise Failure(difference(want, clean(self.out)))
            self.read(0.2)

    def send(self, text):
        os.write(self.fd, text.encode())

    def end(self, status):
        until = time.monotonic() + WAIT
        while not self.closed and time.monotonic() < until:
            self.read(0.2)
        os.close(self.fd)
        try:
            got = self.process.wait(WAIT)
        except subprocess.TimeoutExpired as e:
            raise Failure("the session has not ended") from e
        if clean(self.out).strip():
            raise Failure(f"more came: {self.out!r}")
        if status is not None and got != status:
            raise Failure(f"exit status {got}, not {status}")

    def kill(self):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class Want:
    """Expected text as a pattern."""

    def __init__(self, text, variables):
        self.text, self.names = clean(text), []
        pattern, at = "", 0
        for m in WILD.finditer(self.text):
            pattern += re.escape(fill(self.text[at:m.start()], variables))
            if m[1][0] == "=":
                self.names.append(m[1][1:])
            pattern += {"any": r"[^\n]*", "number": r"[0-9]+",
                        "lines": r"(?:[^\n]*\n)*?[^\n]*"}.get(m[1], r" *(\S+)")
            at = m.end()
        self.pattern = pattern + re.escape(fill(self.text[at:], variables))


def fill(text, variables):
    return re.sub(r"\$([A-Za-z_]+)",
                  lambda m: variables.get(m[1], m[0]), text)


def difference(want, got):
    """The first line that differs, then all of both."""
    place = ""
    for w, g in zip(want.text.split("\n"), got.split("\n")):
        if not re.fullmatch(Want(w, {}).pattern, g) \
                and "$" not in w:
            place = f"first difference\n  want: {w}\n  got:  {g}\n"
            break
    return f"{place}--- wanted\n{want.text}\n--- got\n{got}\n---"


class Player:
    def __init__(self, programs):
        self.programs = programs
        self.lab = self.terminal = None
        self.here = ""

    def body_terminal(self, body):
        at, typed = 0, ""
        for m in MARK.finditer(body):
            self.match(self.terminal.expect, typed + body[at:m.start()])
            text = fill(m[2], self.lab.vars)
            control = re.fullmatch(r"\^([A-Z])", text)
            self.terminal.send(chr(ord(control[1]) - 64) if control else text + "\r")
            at = m.end()
            typed = ""
            if not m[1] and not control:
                typed = m[2]
        self.match(self.terminal.expect, typed + body[at:], r"\n*")

    def match(self, expect, text, more=""):
        want = Want(text, self.lab.vars)
        want.pattern += more
        found = expect(want)
        for name, value in zip(want.names, found.groups()):
            self.lab.vars[name] = value

    def body_output(self, body, argv, status, text=""):
        done = subprocess.run(argv, env=self.lab.env, input=text.encode(),
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              timeout=120, check=False)
        got = clean(done.stdout.decode("utf-8", "replace"))

        def expect(want):
            found = re.fullmatch(want.pattern, got)
            if not found:
                raise Failure(difference(want, got))
            return found

        self.match(expect, body)
        if done.returncode != status:
            raise Failure(f"exit status {done.returncode}, not {status}")

    def status_first(self, words):
        if words and words[0].isdigit():
            return int(words[0]), words[1:]
        return 0, words

    def step(self, line, body):
        words = shlex.split(fill(line[1:], self.lab.vars if self.lab else {}))
        verb, rest = words[0], words[1:]
        if verb == "lab":
            self.lab = Lab(self.programs, rest)
            self.lab.vars["HERE"] = self.lab.env["HERE"] = self.here
        elif verb == "ssh":
            self.terminal = Terminal(self.lab.ssh(*rest[:3], "-tt"), self.lab.env)
            self.body_terminal(body)
        elif verb == "console":
            self.terminal = Terminal(["lunette", "console", "--dir", self.lab.dir,
                                      *rest], self.lab.env)
            self.body_terminal(body)
        elif verb == "go":
            self.body_terminal(body)
        elif verb == "end":
            self.terminal.end(int(rest[0]) if rest else None)
            self.terminal = None
        elif verb == "hangup":
            self.terminal.kill()
            self.terminal = None
        elif verb == "run":
            status, rest = self.status_first(rest)
            command = re.sub(r"^%\s*run\s+(\d+\s+)?(\S+\s+){3}", "", line)
            self.body_output(body, [*self.lab.ssh(*rest[:3]),
                                    fill(command, self.lab.vars)], status)
        elif verb == "pipe":
            status, rest = self.status_first(rest)
            text = "".join(fill(m[2], self.lab.vars) + "\n" for m in MARK.finditer(body))
            shown = re.sub(r"(?m)^\{\{.*?\}\}\n", "", body)
            self.body_output(MARK.sub("", shown), self.lab.ssh(*rest[:3], "-T"),
                             status, text)
        elif verb == "sh":
            status, rest = self.status_first(rest)
            self.lab.env["TRANSCRIPT_PASSWORD"] = \
                self.lab.vars.get("LUNETTE_ADMIN_PASSWORD", "")
            command = re.sub(r"^%\s*sh\s+(\d+\s+)?", "", line)
            self.body_output(body, ["sh", "-c", fill(command, self.lab.vars)], status)
        elif verb == "lunette":
            self.lab.lunette(*rest)
            if rest[0] == "plug":
                self.wait_for_device(rest[2])
        else:
            raise Failure(f"no directive '{verb}'")

    def wait_for_device(self, host):
        """Plugged, a device takes a moment until the appliance knows it."""
        until = time.monotonic() + WAIT
        ask = [*self.lab.ssh(host, "admin", self.lab.vars["LUNETTE_ADMIN_PASSWORD"]),
               "token backup list"]
        while time.monotonic() < until:
            done = subprocess.run(ask, env=self.lab.env, capture_output=True,
                                  timeout=60, check=False)
            if b"Serial #:" in done.stdout:
                return
            time.sleep(0.2)
        raise Failure("the device is not listed")

    def play(self, path):
        self.here = os.path.dirname(os.path.abspath(path))
        with open(path, encoding="utf-8") as f:
            lines = f.read().split("\n")
        at = 0
        while at < len(lines):
            line, start = lines[at], at + 1
            at += 1
            body = []
            while at < len(lines) and not lines[at].startswith("%"):
                if not lines[at].startswith("# "):
                    body.append(lines[at])
                at += 1
            if not line.startswith("%"):
                continue
            try:
                text = "\n".join(body).rstrip("\n")
                self.step(line, text + ("\n" if text and not self.ends_open(line)
                                        else ""))
            except (Failure, subprocess.TimeoutExpired) as e:
                raise Failure(f"{path}:{start}: {line}\n{e}") from e

    @staticmethod
    def ends_open(line):
        """A terminal's body ends where the next directive takes over."""
        return line.split()[1] not in ("run", "pipe", "sh")

    def close(self):
        if self.terminal is not None:
            self.terminal.kill()
        if self.lab is not None:
            self.lab.close()


def main():
    player = Player(sys.argv[1].split(":"))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        player.play(sys.argv[2])
    except Failure as e:
        print(e)
        return 1
    finally:
        player.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
