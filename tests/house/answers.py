#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every program that was built answers --help, -h and --version on standard
output with status 0, and refuses an option that it has not. So do the commands
of lunette and vtl.

answers.py FOLDER-OF-PROGRAMS VERSION
"""
import pathlib
import subprocess
import sys

COMMANDS = {"lunette": ("up", "down", "show", "console", "plug", "unplug", "display",
                        "power", "demo"),
            "vtl": ("createCert", "addServer", "verify")}


def programs(folder):
    for path in sorted(pathlib.Path(folder).glob("*/*")):
        if path.is_file() and path.stat().st_mode & 0o100 and path.suffix != ".so" \
                and path.read_bytes()[:4] == b"\x7fELF":
            yield path


def ask(path, *words):
    return subprocess.run([path, *words], stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, timeout=20, check=False)


def wrong(path, version):
    for words in (["--help"], ["-h"], *([c, "--help"] for c in COMMANDS.get(path.name, ()))):
        done = ask(path, *words)
        if done.returncode or done.stderr or path.name not in done.stdout:
            yield f"{path.name} {' '.join(words)}: {done}"
    done = ask(path, "--version")
    if done.returncode or done.stderr or done.stdout != f"{path.name} {version}\n":
        yield f"{path.name} --version: {done}"
    done = ask(path, "--bogus")
    if not done.returncode or done.stdout or not done.stderr:
        yield f"{path.name} --bogus: {done}"


def main():
    found = list(programs(sys.argv[1]))
    bad = [line for path in found for line in wrong(path, sys.argv[2])]
    print("\n".join(bad) or f"{len(found)} programs")
    return 1 if bad or len(found) < 10 else 0


if __name__ == "__main__":
    sys.exit(main())
