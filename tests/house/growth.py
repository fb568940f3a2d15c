#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Adds one of each kind to a copy of the house, builds it and tries what was
added. The table "to add / touch" of ARCHITECTURE.md says which files each may
touch: a file more, or one less, is a failure, as is a row that nothing tries.

growth.py SOURCE_ROOT C-COMPILER MESON-OPTIONS...

An addition is a file tests/house/growth/*.txt:

    to add: a mechanism           the row of the table
    if: its hash is new           which of the row's conditions hold; a `;` between
    alive: docs/errors.md | text  after `make docs` that text is there, and was not
    alive: PROGRAM ARGS | text    the program prints it; without a text: succeeds

    --- PATH after BEGINNING      the text that follows goes behind the last line
                                  with that beginning; also `after every`, `before`,
                                  `instead of`
    --- PATH new                  a new file

A file's name in the table is a pattern: `<name>` is any word.
"""
import collections
import filecmp
import os
import pathlib
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True # the tree may be read-only
import dialect
import homes
import tree

ROOT = pathlib.Path(sys.argv[1])
CASES = ROOT / "tests/house/growth"
RULES = (tree, dialect, homes) # the house's own tests
TABLE = "ARCHITECTURE.md"
PLACE = "the one place" # in the table: one more .c file
PROBE = "tests/meson.build"

Edit = collections.namedtuple("Edit", "path how beginning text")


class Broken(Exception):
    pass


# --- the table --------------------------------------------------------------------

def pattern(name):
    return re.compile("".join(r"\w+" if p.startswith("<") else re.escape(p)
                              for p in re.split(r"(<\w+>)", name)))


def clause(text):
    """-> (condition or None, the patterns of the files it names)"""
    names = [pattern(name) for name in re.findall(r"`([^`]+)`", text)]
    if PLACE in text:
        names.append(re.compile(r"(?:lib|prog)/\w+/\w+\.c"))
    when = re.match(r"if (.+? is new|it prints something else)\b", text)
    return (when.group(1) if when else None), names


def table():
    """what is added -> its clauses"""
    text = (ROOT / TABLE).read_text()
    rows = text.partition("| to add | touch |\n|---|---|\n")[2].partition("\n\n")[0]
    found = {}
    for row in rows.splitlines():
        kind, touch = [cell.strip() for cell in row.strip("|").split("|")]
        found[kind] = [clause(part.strip()) for part in touch.split(";")]
    if not found:
        raise Broken(f"{TABLE}: no table of what to touch")
    return found


# --- the additions ------------------------------------------------------------------

class Case:
    def __init__(self, path):
        self.name, self.alive, self.edits = path.stem, [], []
        head, *sections = re.split(r"^--- (.*)\n", path.read_text(), flags=re.M)
        said = re.findall(r"^(to add|if|alive): (.*)$", head, re.M)
        self.kind = dict(said)["to add"]
        self.holds = {w.strip() for w in dict(said).get("if", "").split(";")} - {""}
        self.alive = [what for key, what in said if key == "alive"]
        for where, text in zip(sections[::2], sections[1::2]):
            found = re.match(r"(\S+) (new|after every|after|before|instead of) ?(.*)", where)
            if not found:
                raise Broken(f"{path}: --- {where}")
            self.edits.append(Edit(*found.groups(), text))
        if not self.alive or not self.edits:
            raise Broken(f"{path}: adds nothing, or does not try it")

    def made(self):
        return [e.path for e in self.edits if e.how == "new"]

    def touched(self):
        """What the table has to name: not where a new file is listed."""
        return {e.path for e in self.edits if not self.lists(e)}

    def lists(self, edit):
        """Is this the line of a meson.build that names a new file?"""
        folder, name = os.path.split(edit.path)
        return name == "meson.build" and edit.text.count("\n") == 1 and any(
            path.startswith(folder + "/") and pathlib.Path(path).stem in edit.text
            for path in self.made())


def apply(edit, folder):
    path = folder / edit.path
    if edit.how == "new":
        if path.exists():
            raise Broken(f"{edit.path}: is there already")
        path.write_text(edit.text)
        return
    lines = path.read_text().splitlines(keepends=True)
    at = [i for i, line in enumerate(lines)
          if line.lstrip().startswith(edit.beginning)]
    if not at:
        raise Broken(f"{edit.path}: no line begins with '{edit.beginning}'")
    for last in reversed(at if edit.how == "after every" else at[-1:]):
        start = last + edit.how.startswith("after")
        lines[start:start + (edit.how == "instead of")] = [edit.text]
    path.write_text("".join(lines))


# --- counting ------------------------------------------------------------------------

def count(case, clauses):
    """Complaints about one addition."""
    wanted, left = [], set(case.touched())
    for when, names in clauses:
        if when is None or when in case.holds:
            wanted += names
    unknown = case.holds - {when for when, _ in clauses}
    for condition in sorted(unknown):
        yield f"{case.name}: the table knows no 'if {condition}'"
    # The vaguest name, any .c file, takes what the others leave.
    for name in sorted(wanted, key=lambda n: n.pattern.startswith("(?:")):
        found = sorted(path for path in left if name.fullmatch(path))
        if len(found) != 1:
            yield (f"{case.name}: {len(found)} files are like {name.pattern}, "
                   f"the table has one: {' '.join(found)}")
        left -= set(found)
    for path in sorted(left):
        yield f"{case.name}: {path}: the table does not name it"
    print(f"{case.name}: {len(case.touched())}: {' '.join(sorted(case.touched()))}")


def untried(rows, cases):
    for kind, clauses in rows.items():
        tried = [case for case in cases if case.kind == kind]
        if not tried:
            yield f"{TABLE}: nothing tries {kind}"
        for when in {when for when, _ in clauses} - {None}:
            if not any(when in case.holds for case in tried):
                yield f"{TABLE}: nothing tries {kind}, if {when}"
    for case in cases:
        if case.kind not in rows:
            yield f"{case.name}: {TABLE} has no row '{case.kind}'"


# --- the copy -----------------------------------------------------------------------

def copy(folder):
    for path in tree.tracked():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / path, folder / path)
        mode = os.stat(ROOT / path).st_mode & 0o777
        os.chmod(folder / path, mode | 0o200)


def run(what, folder, command, **more):
    done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **more)
    if done.returncode:
        raise Broken(f"{what}:\n{done.stdout[-6000:]}")
    return done.stdout


def build(folder, cases):
    """Without optimization or what a debugger needs: a minute of one core."""
    programs = {what.split()[0] for case in cases for what in case.alive
                if not what.startswith("docs/")}
    run("meson", folder, ["meson", "setup", "build", "-Doptimization=0", "-Ddebug=false",
                          *sys.argv[3:]], env={**os.environ, "CC": sys.argv[2]})
    run("ninja", folder, ["ninja", "-C", "build", "prog/card/card", *sorted(programs)])
    run("make docs", folder, ["ninja", "-C", "build", "write_docs"])


def is_alive(what, folder):
    command, _, text = [part.strip() for part in what.partition("|")]
    if command.startswith("docs/"):
        return (text in (folder / command).read_text()
                and text not in (ROOT / command).read_text())
    program, *args = shlex.split(command)
    card = str(folder / "build/prog/card/card")
    done = subprocess.run([folder / "build" / program, *args], cwd=folder, text=True,
                          env={**os.environ, "LUNETTE_CARD": card}, timeout=120,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT)
    if text:
        good = text in done.stdout
    else: # a filter that fits no test succeeds as well
        good = done.returncode == 0 and re.search(r"PASSED  \] [1-9]", done.stdout)
    if not good:
        print(done.stdout)
    return good


def dead(folder, cases):
    for case in cases:
        for what in case.alive:
            if not is_alive(what, folder):
                yield f"{case.name}: {what}: is not so"


def look_at(folder):
    """The rules forget what they have read, and read that folder."""
    for module in RULES:
        module.ROOT = folder
        for cached in vars(module).values():
            if hasattr(cached, "cache_clear"):
                cached.cache_clear()


def changed(folder, cases):
    """Whatever differs was named, or is printed by `make docs`."""
    named = {edit.path for case in cases for edit in case.edits} | {PROBE}
    look_at(folder)
    for path in tree.tracked():
        same = (ROOT / path).exists() and filecmp.cmp(ROOT / path, folder / path, False)
        if not same and path not in named and not re.fullmatch(r"docs/\w+\.md", path):
            yield f"{path}: has changed"


def rules():
    """The house's rules hold for what was added, too."""
    for module in RULES:
        for name, rule in module.RULES.items():
            for line in rule():
                yield f"{name}: {line}"


def grow(cases):
    with tempfile.TemporaryDirectory(prefix="lunette-growth-") as made:
        folder = pathlib.Path(made)
        copy(folder)
        for case in cases:
            for edit in case.edits:
                apply(edit, folder)
        apply(Edit(PROBE, "after", "endforeach", "subdir('house/growth')\n"), folder)
        build(folder, cases)
        return [*dead(folder, cases), *changed(folder, cases), *rules()]


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1)) # leaves nothing behind
    rows = table()
    cases = [Case(path) for path in sorted(CASES.glob("*.txt"))]
    broken = list(untried(rows, cases))
    for case in cases:
        broken += count(case, rows.get(case.kind, []))
    broken += grow(cases)
    for line in broken:
        print(line)
    return 1 if broken else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Broken as e:
        print(e)
        sys.exit(1)
