#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints docs/fidelity.md: where the texts come from that each command prints.

A transcript says so itself, in its head for the whole file, and in a comment
above a command where that one differs:

    # source: proposed
    % lab --personality luna6
    % ssh hsm1 admin $LUNETTE_ADMIN_PASSWORD
    # source: captured 6.2.2
    [hsm1] lunash:>{{partition show}}

Usage: fidelity.py LUNASH FOLDER
"""
import collections
import pathlib
import re
import subprocess
import sys

KINDS = ("captured", "documented", "reported", "proposed")
SOURCE = re.compile(r"^# source: (.*)$")
VALID = re.compile(r"(captured|documented|reported)( [0-9]+\.[0-9x]+(\.[0-9]+)*)?|proposed")
TYPED = re.compile(r"lunash:>\{\{([^!^].*?)\}\}|^\{\{([^!^].*?)\}\}")
RUN = re.compile(r"^% run (?:\d+ )?\S+ \S+ \S+ (.*)$")
LOGIN, OTHER = "(login)", "(no command)"

HEAD = """\
# Fidelity

Printed from the transcripts (`tests/transcript`), which say where their texts come from. A row counts the sessions that
show a command with texts of one source:

* **captured**: seen in a session with a device of that release
* **documented**: printed in the maker's documentation of that release
* **reported**: printed in somebody else's account of a device
* **proposed**: ours, until somebody shows what a device prints

A source covers the layout and wording; names, numbers and versions are our own. CONTRIBUTING.md says how to correct
a text.

| command | personality | source | sessions |
|---|---|---|---|
"""


class Invalid(Exception):
    pass


def commands_of(lunash):
    reference = subprocess.check_output([lunash, "--reference"], text=True)
    return [line[4:] for line in reference.splitlines() if line.startswith("### ")]


def choose(words, typed):
    """As lib/cmd/resolve.c: spelt out, or a beginning of one word, or of
    several that all begin with the shortest of them."""
    fits = sorted({w for w in words if w.lower().startswith(typed)},
                  key=lambda w: (len(w), words.index(w)))
    exact = [w for w in fits if w.lower() == typed]
    if exact or not fits:
        return exact[0] if exact else None
    shortest = fits[0].lower()
    return fits[0] if all(w.lower().startswith(shortest) for w in fits) else None


def resolve(commands, line):
    """The command that is typed: its path, or OTHER."""
    at = []
    words = [w.strip('"').lower() for w in line.split()]
    if words and words[0] in ("?", "help"):
        return "help"
    for word in words:
        if "?" in word:
            return "help"
        below = [c.split() for c in commands if c.split()[:len(at)] == at]
        chosen = choose([c[len(at)] for c in below if len(c) > len(at)],
                        word.removeprefix("-"))
        if chosen is None and at in below:
            break
        if chosen is None:
            return OTHER
        at.append(chosen)
    path = " ".join(at)
    return path if path in commands else OTHER


class Transcript:
    """Counts a file's sessions: (command, personality, source) -> number."""

    def __init__(self, path, commands):
        self.path, self.commands = path, commands
        self.personality = "luna7"
        self.whole = self.next = self.open = None
        self.counts = collections.Counter()
        for number, line in enumerate(path.read_text().splitlines(), 1):
            try:
                self.read(line)
            except Invalid as e:
                raise Invalid(f"{path}:{number}: {e}") from e
        self.close()

    def read(self, line):
        source = SOURCE.match(line)
        if source:
            self.take(source[1])
        elif line.startswith("%"):
            self.directive(line)
        elif TYPED.search(line):
            typed = TYPED.search(line)
            self.begin(resolve(self.commands, typed[1] or typed[2]))
        elif line and line != "<lines>" and not line.startswith("# "):
            self.shown = True

    def take(self, source):
        if not VALID.fullmatch(source):
            raise Invalid(f"'{source}' is no source")
        if self.whole is None:
            self.whole = source
        else:
            self.next = source

    def directive(self, line):
        if self.whole is None:
            raise Invalid("no '# source:' before the first directive")
        chosen = re.match(r"% lab .*--personality (\S+)", line)
        if chosen:
            self.personality = chosen[1]
        run = RUN.match(line)
        if run:
            self.begin(resolve(self.commands, run[1]))
        elif line.startswith(("% ssh", "% console")):
            self.begin(LOGIN)
        elif not line.startswith("% go"):
            self.close()

    def begin(self, command):
        self.close()
        self.open, self.shown = (command, self.next or self.whole), False
        self.next = None

    def close(self):
        """What prints nothing of its own, or is not looked at, shows nothing."""
        if self.open and self.shown:
            self.counts[self.open[0], self.personality, self.open[1]] += 1
        self.open = None


def order(key):
    command, personality, source = key
    return command, personality, KINDS.index(source.split()[0]), source


def main():
    commands = commands_of(sys.argv[1])
    sessions = collections.defaultdict(list)
    for path in sorted(pathlib.Path(sys.argv[2]).glob("**/*.t")):
        for key, n in Transcript(path, commands).counts.items():
            sessions[key].append(f"{path.stem} {n}")
    print(HEAD, end="")
    for key in sorted(sessions, key=order):
        print("|", " | ".join([*key, ", ".join(sessions[key])]), "|")
    unseen = [c for c in commands if c not in {key[0] for key in sessions}]
    print(f"\nNo transcript shows: {', '.join(unseen) or 'none'}.")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Invalid as e:
        print(e, file=sys.stderr)
        sys.exit(1)
