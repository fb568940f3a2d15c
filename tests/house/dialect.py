#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How the house speaks: the rules `dialect`, `vocabulary` and `openings`.

dialect.py SOURCE_ROOT RULE

They read C as this house writes it. tests/house/dialect.txt names the folders
that do not follow a rule yet; it only shrinks, for an excuse that is no longer
needed is a complaint of its own.
"""
import collections
import functools
import pathlib
import re
import sys

ROOT = pathlib.Path(sys.argv[1])
EXCUSES = "tests/house/dialect.txt"
TOPS = ("lib", "prog", "tests", "bench", "spec")


@functools.lru_cache(None)
def text(path):
    return (ROOT / path).read_text(errors="replace")


@functools.lru_cache(None)
def code(path):
    """A C file with comments and strings blanked out."""
    def blank(match):
        return re.sub(r"[^\n]", " ", match.group(0))
    return re.sub(r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'",
                  blank, text(path), flags=re.S)


@functools.lru_cache(None)
def sources(*ends):
    return [str(path.relative_to(ROOT)) for top in TOPS
            for path in sorted((ROOT / top).rglob("*")) if path.name.endswith(ends)]


def line_of(path, at):
    return text(path).count("\n", 0, at) + 1


# --- dialect ---

RULER = re.compile(r"/\* --- \S(?:.*\S)? --- \*/")
TRUTH = (r"!{0}(?![\w(\[.]|->)", r"\b(?:if|while) \({0}(?=\)| &&| \|\|)",
         r"(?:&&|\|\|)\s+{0}(?=\)| &&| \|\||;| \?)", r"(?:[=(,]|return) {0} \?")


@functools.lru_cache(None)
def members():
    """Members that are pointers in every struct of the tree that has one of the
    name. A member that is a pointer in one struct and a flag in another is
    nobody's: a name alone does not tell them apart."""
    pointers, others = set(), set()
    for path in sources(".c", ".h"):
        for match in re.finditer(r"^\t+(?:[\w ()]+ )([\w *,\[\]]+)(?: : \d+)?;", code(path), re.M):
            for name in match.group(1).split(","):
                found = re.fullmatch(r"\s*(\**)(\w+)(\[.*)?\s*", name)
                if found:
                    (pointers if found.group(1) else others).add(found.group(2))
    return pointers - others


def bodies(path):
    """Each function: where it begins, and its text from the name on."""
    for match in re.finditer(r"^\w+\([^;{}]*\)\s*^\{.*?^\}", code(path), re.M | re.S):
        yield match.start(), match.group(0)


def bare_pointers(path):
    for start, body in bodies(path):
        own = set(re.findall(r"\*(?:const )?(\w+)\b", body))
        for form in TRUTH:
            for match in re.finditer(form.format(r"((?:\w+(?:->|\.))*(\w+))"), body):
                whole, last = match.group(1), match.group(2)
                if (whole == last and last in own) or (whole != last and last in members()):
                    yield start + match.start(), f"{whole}: a pointer is compared with NULL"


def dialect():
    """A reader who knows one file can read them all: the error is `e`, a pointer
    is compared with NULL, the message that comes in is `in` and the one that
    goes out is `out` (or has a name), and one ruler parts the sections."""
    excused, used = excuses("dialect"), set()
    for path in sources(".c", ".h", ".def"):
        found = []
        for match in re.finditer(r"\benum err (err|error|ret|rc|rv)\b", code(path)):
            found.append((match.start(), f"{match.group(1)}: the error is e"))
        for match in re.finditer(r"\bstruct msg_\w+_(?:request|response) \*?([a-z])\b", code(path)):
            found.append((match.start(), f"{match.group(1)}: a message is in, out or a name"))
        for match in re.finditer(r"/\* ?[-=]{2,}(?=\s)[^\n]*", text(path)):
            if not RULER.fullmatch(match.group(0)):
                found.append((match.start(), "a ruler is /* --- words --- */"))
        found += bare_pointers(path)
        yield from report(path, found, excused, used)
    yield from unused("dialect", excused, used)


# --- vocabulary ---

# Words of our own for what the field has a word for, and that word.
WORDS = {
    "porter": "monitor", "visit": "connection", "visitor": "connection",
    "reception": "listener", "errand": "request", "guest": "client",
    "seat": "session", "wish": "session request", "course": "phase",
    "promise": "reserve", "promised": "reserved", "looks": "dialect",
    "maxima": "limits", "fence": "sandbox", "fenced": "in the sandbox",
    "jail": "sandbox", "walls": "sandbox",
}
# Whole names.
NAMES = {
    "hold": "reply, or _ref", "one_most": "at_most_one",
    "inside.h": "internal.h", "hands.c": "power.c",
}


def vocabulary():
    """One word for one thing, and the field's where it has one: who knows an HSM
    or OpenSSH knows our names. The glossary is in ARCHITECTURE.md."""
    excused, used = excuses("vocabulary"), set()
    for path in sources(".c", ".h", ".def"):
        found = [(0, f"{name}: say {NAMES[name]}") for name in [path.rsplit("/", 1)[1]]
                 if name in NAMES]
        names = [(0, path.rsplit("/", 1)[1])]
        names += [(m.start(), m.group(0)) for m in re.finditer(r"[A-Za-z_]\w*", code(path))]
        for at, name in names:
            if name in NAMES:
                found.append((at, f"{name}: say {NAMES[name]}"))
            for word in re.split(r"[_.]", name.lower()):
                for own in {word, word.removesuffix("s")} & WORDS.keys():
                    found.append((at, f"{name}: say {WORDS[own]}"))
        yield from report(path, dict.fromkeys(found), excused, used)
    yield from unused("vocabulary", excused, used)


# --- openings ---

def openings():
    """Whoever opens a file is told what it is for before the first include."""
    excused, used = excuses("openings"), set()
    for path in sources(".c"):
        lines = text(path).split("\n")[1:2]
        if not lines or not lines[0].startswith("/*"):
            yield from report(path, [(0, "does not open with what it is for")], excused, used)
    yield from unused("openings", excused, used)


# --- excuses ---

@functools.lru_cache(None)
def all_excuses():
    found = collections.defaultdict(set)
    if (ROOT / EXCUSES).exists():
        for line in text(EXCUSES).splitlines():
            words = line.split("#")[0].split()
            if words:
                found[words[0]].add(words[1])
    return found


def excuses(rule):
    return all_excuses()[rule]


def report(path, found, excused, used):
    for folder in excused:
        if path == folder or path.startswith(folder + "/"):
            if found:
                used.add(folder)
            return
    for at, what in found:
        yield f"{path}:{line_of(path, at)}: {what}"


def unused(rule, excused, used):
    for folder in sorted(excused - used):
        yield f"{EXCUSES}: {rule} {folder} needs no excuse"


RULES = {f.__name__: f for f in (dialect, vocabulary, openings)}


def main():
    rule = RULES[sys.argv[2]]
    broken = list(rule())
    for line in broken:
        print(line)
    if broken:
        print(f"\n{rule.__name__}: {' '.join(rule.__doc__.split())}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
