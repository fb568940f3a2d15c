#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Guards the source tree: one rule a call, so that each is a test of its own.

tree.py SOURCE_ROOT RULE

A rule is a function that yields "where: what is wrong"; its docstring says why
the rule is there and is printed when the rule is broken.
"""
import functools
import os
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(sys.argv[1])
HERE = "tests/house/tree.py"
FILE_LINES, FUNCTION_LINES, OVERVIEW_LINES = 500, 60, 200
# Lists of data, and headers that are the text of a standard: length is no fault.
TABLES = (".def",)
TABLE_FOLDERS = ("spec/",)


@functools.lru_cache(None)
def tracked():
    """All files of the project, without what is built."""
    found = []
    if shutil.which("git"):
        git = subprocess.run(
            ["git", "-c", "safe.directory=*", "ls-files", "-co", "--exclude-standard"],
            cwd=ROOT, capture_output=True, text=True)
        found = [f for f in git.stdout.splitlines() if (ROOT / f).is_file()]
    if found:
        return sorted(found)
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [f for f in folders if not f.startswith((".git", "build"))]
        found += [os.path.relpath(os.path.join(folder, f), ROOT) for f in files]
    return sorted(found)


def sources(*ends):
    return [f for f in tracked() if f.endswith(ends or (".c", ".h"))]


@functools.lru_cache(None)
def text(path):
    return (ROOT / path).read_text(errors="replace")


@functools.lru_cache(None)
def code(path):
    """A C file with comments and the insides of strings blanked out."""
    def blank(match):
        found = match.group(0)
        if found[0] in "\"'":
            return found[0] + found[0]
        return re.sub(r"[^\n]", " ", found)
    return re.sub(r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'",
                  blank, text(path), flags=re.S)


def part(path):
    """The part of the house a file belongs to: base, card ... or None."""
    match = re.match(r"(?:lib|prog)/([^/]+)/", path)
    return match.group(1) if match else None


def rows(path):
    for line in text(path).splitlines():
        line = line.split("#")[0].strip()
        if line:
            yield line


def law():
    may, doors = {}, []
    for line in rows("docs/layers.txt"):
        head, _, tail = line.partition(":")
        if head.startswith("door "):
            doors.append((head[5:].strip(), tail.split()))
        else:
            may[head.strip()] = tail.split()
    return may, doors


def layers():
    """Who may include whom is decided in docs/layers.txt, so that what a part
    can reach is a fact of the build: above all that the processes that face
    the network cannot reach a key. What is permitted and not used would be
    used one day with nobody asked."""
    may, doors = law()
    unused = {(own, name) for own in may for name in may[own]}
    libraries = {f.split("/")[1] for f in sources() if f.startswith("lib/")}
    for path in sources():
        own = part(path)
        if own is None:
            continue
        if own not in may:
            yield f"{path}: {own} is not in docs/layers.txt"
            continue
        for number, line in enumerate(text(path).splitlines(), 1):
            include = re.match(r"\s*#\s*include\s*([<\"])([^>\"]+)", line)
            if not include:
                continue
            name = include.group(2)
            first = name.split("/")[0]
            unused.discard((own, first))
            where = f"{path}:{number}"
            if ".." in name.split("/"):
                yield f"{where}: {name}: by a path that leaves the folder"
            if first in ("lib", "prog", "tests"):
                yield f"{where}: {name}: from the root one includes spec/ alone"
            if include.group(1) == '"' and "/" in name and first in libraries:
                if first != own and first not in may[own]:
                    yield f"{where}: {own} may not include {name}"
            for door, allowed in doors:
                if name.startswith(door):
                    if own not in allowed:
                        yield f"{where}: {name}: only {', '.join(allowed)} may"
                    break
    for own, name in sorted(unused):
        yield f"docs/layers.txt: {own} does not include {name}"
    for own in sorted(set(may) - {part(f) for f in tracked()}):
        yield f"docs/layers.txt: there is no {own}"


BANNED = {
    "strcpy": "no bound", "strcat": "no bound", "sprintf": "no bound",
    "vsprintf": "no bound", "gets": "no bound", "strncpy": "may not terminate",
    "strncat": "its bound is not the buffer's", "strtok": "hidden state",
    "alloca": "the stack has no error", "atoi": "no error", "atol": "no error",
    "system": "a shell reads the text", "popen": "a shell reads the text",
    "setjmp": "skips clean-up", "longjmp": "skips clean-up",
    "tmpnam": "a race", "mktemp": "a race", "rand": "predictable",
    "random": "predictable", "srand": "predictable",
}
MEMORY = ("malloc", "calloc", "realloc", "reallocarray", "free", "strdup",
          "strndup", "asprintf", "vasprintf")


def banned():
    """Functions that have no bound, hidden state or no error have caused the
    well-known accidents; memory comes from lib/base/mem.h alone, zeroed and
    with sizes that cannot overflow; clean-up is by CLEARED_BY, hence no goto."""
    word = re.compile(r"(?<![\w.>])(%s)\s*\(" % "|".join([*BANNED, *MEMORY]))
    for path in sources():
        if not path.startswith(("lib/", "prog/", "bench/", "spec/")):
            continue
        for number, line in enumerate(code(path).splitlines(), 1):
            if re.search(r"\bgoto\b", line):
                yield f"{path}:{number}: goto"
            for match in word.finditer(line):
                name = match.group(1)
                if name in BANNED:
                    yield f"{path}:{number}: {name}: {BANNED[name]}"
                elif not path.startswith("lib/base/"):
                    yield f"{path}:{number}: {name}: use base/mem.h"


def memcmp_on_secrets():
    """memcmp stops at the first difference; how long it takes tells how much
    was right. Secrets are compared with secret_equal."""
    secret = re.compile(r"(?:\b|_)(secret(?!_bytes)|pin|pw|password|passphrase|mac|tag|"
                        r"domain_key|kek)(?:\b|_)", re.I)
    for path in sources():
        if not path.startswith(("lib/", "prog/")):
            continue
        for match in re.finditer(r"\b(?:memcmp|bytes_equal|strcmp)\s*\(([^;]*?)\)\s*[;)=!&|?]",
                                 code(path), re.S):
            if secret.search(match.group(1)):
                number = code(path).count("\n", 0, match.start()) + 1
                yield f"{path}:{number}: {' '.join(match.group(0).split())[:70]}"


def functions(path):
    """(name, first line, lines) of each function in the house's format."""
    lines = code(path).splitlines()
    for i, line in enumerate(lines):
        if line != "{":
            continue
        start = i
        while start > 0 and lines[start - 1].strip() and not lines[start - 1].startswith("}"):
            start -= 1
        end = next((j for j in range(i, len(lines)) if lines[j].startswith("}")), i)
        name = re.search(r"^(\w+)\(", "\n".join(lines[start:i]), re.M)
        if name:
            yield name.group(1), start + 1, end - start + 1


def sizes():
    """A file or function one can see as a whole is one that can be judged.
    Even the best of our models have files of thousands of lines, and those are
    the ones their authors regret."""
    excused = {}
    for line in rows("tests/house/exceptions.txt"):
        words = line.split()
        excused[tuple(words[1:-1])] = int(words[-1])
    found = {}
    for path in sources():
        if path.startswith(TABLE_FOLDERS) or path.endswith(TABLES):
            continue
        found[(path,)] = (text(path).count("\n"), FILE_LINES)
        for name, _, length in functions(path):
            found[(path, name)] = (length, FUNCTION_LINES)
    for what, (length, limit) in found.items():
        allowed = excused.get(what, limit)
        if length > allowed:
            yield f"{' '.join(what)}: {length} lines, {allowed} are allowed"
    for what in excused:
        length, limit = found.get(what, (0, 1))
        if length <= limit:
            yield f"{' '.join(what)}: take it off tests/house/exceptions.txt"


def spdx():
    """The licence stands in each source, in a form that tools read, for files
    get copied without the folder they came from."""
    line = "SPDX-License-Identifier: Apache-2.0"
    for path in tracked():
        head = text(path)[:200].splitlines()[:2]
        script = bool(head) and head[0].startswith("#!")
        if script or path.endswith((".c", ".h", ".def", ".py", ".sh")):
            if not any(line in h for h in head):
                yield f"{path}: no '{line}' in its first two lines"


def words():
    """The repository stands alone and is finished work: no machine's paths, no
    name of a server that it would depend on, no notes to self."""
    forbidden = re.compile(
        r"(?<![\w.])/work/|/home/\w|\b(?:deb|security|ftp)\.debian\.org|"
        r"\bregistry\.npmjs\.org|\bpypi\.org|\bTO" r"DO\b|\bFIX" r"ME\b|\bX" r"XX\b")
    for path in tracked():
        if path in (HERE, "LICENSE"):
            continue
        try:
            content = (ROOT / path).read_text()
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(content.splitlines(), 1):
            match = forbidden.search(line)
            if match:
                yield f"{path}:{number}: {match.group(0)}"


def papers():
    """What the README promises has to be there, the overview has to stay one
    that is read, and it has to know every folder."""
    for path in ("LICENSE", "README.md", "ARCHITECTURE.md", "CONTRIBUTING.md",
                 "SECURITY.md", "Makefile", ".ci/run"):
        if path not in tracked():
            yield f"{path}: missing"
    overview = text("ARCHITECTURE.md")
    if overview.count("\n") > OVERVIEW_LINES:
        yield f"ARCHITECTURE.md: more than {OVERVIEW_LINES} lines"
    readme = text("README.md")
    for needed in ("make demo", "make check", "not endorsed"):
        if needed not in readme:
            yield f"README.md: says nothing of '{needed}'"
    parts = {part(f) for f in tracked()} - {None}
    for name in sorted(parts):
        if not re.search(rf"\b{re.escape(name)}\b", overview):
            yield f"ARCHITECTURE.md: does not know {name}"


def links():
    """A link in a document that leads nowhere sends the reader away."""
    for path in sources(".md"):
        for match in re.finditer(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", text(path)):
            target = (ROOT / path).parent / match.group(1)
            if not target.exists():
                yield f"{path}: {match.group(1)} is not there"


def shell():
    """Scripts are read by dash or bash before anybody runs them in anger."""
    for path in tracked():
        first = text(path).split("\n", 1)[0]
        match = re.match(r"#!\s*/bin/(ba)?sh", first)
        if match:
            run = subprocess.run([first[2:].strip(), "-n", str(ROOT / path)],
                                 capture_output=True, text=True)
            if run.returncode:
                yield f"{path}: {run.stderr.strip()}"
            if not os.access(ROOT / path, os.X_OK):
                yield f"{path}: is not executable"


def manuals():
    """Whoever has only the installed program has its page, and nothing else."""
    for path in tracked():
        match = re.match(r"prog/([^/]+)/meson\.build$", path)
        if match:
            folder = f"prog/{match.group(1)}/"
            if not any(f.startswith(folder) and f.endswith(".scd") for f in tracked()):
                yield f"{folder}: no page (.scd)"


def module_calls():
    """The module speaks with a card in one place, server_exchange: what a session
    asks goes through session_call and what concerns a slot through slot_call,
    where handles and errors are mapped. A slot that stands for several HSMs can
    then be made there, without touching the rest."""
    door = re.compile(r"(?<!\w)(call_\w+|connection_caller)\s*\(")
    for path in sources(".c", ".h"):
        if not path.startswith("prog/pkcs11/"):
            continue
        lines = code(path).splitlines()
        inside = {n for name, first, length in functions(path)
                  if name == "server_exchange" for n in range(first, first + length)}
        for number, line in enumerate(lines, 1):
            match = door.search(line)
            if match and number not in inside:
                yield f"{path}:{number}: {match.group(1)}: use session_call or slot_call"


def provenance():
    """Whoever corrects a text has to know whether a device was seen printing it:
    a transcript names the source of its texts, before it begins."""
    source = re.compile(r"# source: ((captured|documented|reported)( [0-9.x]+)?|proposed)$")
    for path in sources(".t"):
        head = text(path).split("\n%", 1)[0]
        if not any(source.match(line) for line in head.split("\n")):
            yield f"{path}: no '# source:' in its head"


def personalities():
    """A program that reads the rows by itself reads all of them as one: the
    array is made in one place, and there a row is chosen."""
    for path in sources(".c", ".h"):
        if "#include \"spec/personalities.def\"" in text(path) \
                and not path.startswith("lib/wire/personality."):
            yield f"{path}: asks lib/wire/personality.h instead"


def policies():
    """A policy's number stands in its row alone: code that knew policies by their
    numbers would go on asking the wrong one. A row that bites is asked for in one
    place; one that bites nowhere is asked for by nobody, and says so."""
    if not (ROOT / "spec/policies.def").exists():
        return
    house = [f for f in sources() if f.startswith(("lib/", "prog/"))]
    for path in house:
        for number, line in enumerate(text(path).splitlines(), 1):
            if re.search(r"\bpolic(y|ies) \d", line, re.I):
                yield f"{path}:{number}: a policy by its number"
    asking = [code(f) for f in house if not re.match(r"lib/hsm/(policy|state)", f)]
    for scope, name, effect in re.findall(r"^(HSM|PARTITION)_POLICY\((\w+),.*, (\w+)\)$",
                                          text("spec/policies.def"), re.M):
        word = re.compile(rf"\bPOLICY_{scope}_{name}\b")
        n = sum(len(word.findall(c)) for c in asking)
        if effect == "BITES" and n != 1:
            yield f"spec/policies.def: {scope} {name} bites in {n} places"
        if effect == "PARTLY" and n == 0 or effect == "NOWHERE" and n != 0:
            yield f"spec/policies.def: {scope} {name} says {effect}: {n} places ask"


RULES = {f.__name__: f for f in (layers, banned, memcmp_on_secrets, sizes, spdx,
                                 words, papers, links, shell, manuals, module_calls,
                                 provenance, personalities, policies)}


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
