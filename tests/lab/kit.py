# SPDX-License-Identifier: Apache-2.0
"""A lab for a test: `with Lab(programs, "--ready") as lab`.

Its folder has a blank in its name; it is switched off and removed in the end,
whatever happens. check() ends the test with words.
"""
import glob
import os
import pty
import re
import select
import shutil
import subprocess
import tempfile
import time

ADMIN = "Admin-Passw0rd"
OFFICER = "co-password-1"
HSM_SO = "so-password-1"
DOMAIN = "lunette-lab-domain"


def check(condition, words):
    if not condition:
        raise SystemExit("FAILED: " + words)


def run(argv, text=None, env=None, expect=0, timeout=120):
    """What it printed on both; `expect`: the exit status, None for any."""
    p = subprocess.run(argv, input=text or "", capture_output=True, text=True,
                       timeout=timeout, env=env)
    out = p.stdout + p.stderr
    check(expect is None or p.returncode == expect,
          f"{' '.join(argv)}: status {p.returncode}\n{out}")
    return out


def free_net():
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../scripts/net")
    return run([script]).strip()


class Lab:
    def __init__(self, programs, *options):
        self.programs, self.net, self.options = programs, free_net(), options
        self.tool = os.path.join(programs, "prog/lab/lunette")
        self.module = os.path.join(programs, "prog/pkcs11/libCryptoki2_64.so")

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="lunette lab ")
        self.dir = os.path.join(self.folder, "lab")
        self.client = os.path.join(self.dir, "client")
        self.env = dict(os.environ, ChrystokiConfigurationPath=self.client)
        self.host = self.net + ".1"
        try:
            self.lunette("up", "--net", self.net, "--quiet", *self.options)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, kind=None, *_):
        if kind is not None:
            self.tell()
        subprocess.run([self.tool, "down", "--dir", self.dir], capture_output=True,
                       check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    def tell(self):
        """What the appliances logged last, for whoever reads of a failure."""
        for path in sorted(glob.glob(os.path.join(self.dir, "hsm*/log/messages"))):
            with open(path, errors="replace") as f:
                print(f"{path}:\n", *f.readlines()[-25:], flush=True)

    def lunette(self, command, *args, expect=0):
        return run([self.tool, command, "--dir", self.dir, *args], expect=expect)

    def program(self, name, *args, env=None, expect=0, text=None):
        return run([os.path.join(self.programs, "prog", name, name), *args], text,
                   env or self.env, expect)

    def vtl(self, *args, env=None, expect=0):
        return self.program("vtl", *args, env=env, expect=expect)

    def lunacm(self, *args, env=None, expect=0):
        return self.program("lunacm", "-q", *args, env=env, expect=expect)

    def tool11(self, *args, env=None, expect=0):
        return run(["pkcs11-tool", "--module", self.module, *args], None,
                   env or self.env, expect)

    def ssh_options(self):
        return ["-o", "StrictHostKeyChecking=no", "-o", "LogLevel=ERROR",
                "-o", f'UserKnownHostsFile="{self.dir}/known_hosts"',
                "-o", "PubkeyAuthentication=no"]

    def lunash(self, text, password=ADMIN, user="admin"):
        """Commands on standard input."""
        return run(["sshpass", "-p", password, "ssh", "-p", "2222", *self.ssh_options(),
                    f"{user}@{self.host}"], text, expect=None)

    def copy_in(self, path):
        run(["sshpass", "-p", ADMIN, "scp", "-q", "-P", "2222", *self.ssh_options(), path,
             f"admin@{self.host}:"])

    def log(self):
        with open(os.path.join(self.dir, "hsm1/log/messages"), errors="replace") as f:
            return f.read()

    def backup_serial(self):
        return re.search(r"backup1.*serial (\d+)", self.lunette("show")).group(1)


class Terminal:
    """A program at a terminal of its own, and who types there."""

    def __init__(self, argv, env=None, wait=20):
        self.wait, self.seen, self.at = wait, "", 0
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execvpe(argv[0], argv, env or os.environ)

    def read(self, seconds):
        """What it prints next; "" if nothing came or it has ended."""
        if not select.select([self.fd], [], [], seconds)[0]:
            return ""
        try:
            text = os.read(self.fd, 65536).decode(errors="replace")
        except OSError:
            return ""
        self.seen += text
        return text

    def expect(self, *words):
        """Waits for one of the texts; what was printed since the last one."""
        until = time.monotonic() + self.wait
        while True:
            found = [self.seen.find(w, self.at) for w in words]
            ends = [p + len(w) for p, w in zip(found, words) if p >= 0]
            if ends:
                text, self.at = self.seen[self.at:min(ends)], min(ends)
                return text
            left = until - time.monotonic()
            check(left > 0 and self.read(left),
                  f"waited for {words}, seen: {self.seen[self.at:]!r}")

    def send(self, text):
        os.write(self.fd, text.encode())

    def ask(self, line, *until):
        """Types a line and returns what comes up to the next prompt."""
        self.send(line + "\r")
        return self.expect(*until)

    def end(self):
        """Its exit status, after all it had to say."""
        until = time.monotonic() + self.wait
        while time.monotonic() < until and self.read(self.wait):
            pass
        os.close(self.fd)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
