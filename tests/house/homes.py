#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Where functions stand: the rules `circles` and `homes`.

homes.py SOURCE_ROOT RULE

They read C as this house writes it: a function's name begins its line, and the
line above says its type. tests/house/homes.txt names what is excused; it only
shrinks, for an excuse that is no longer needed is a complaint of its own.
"""
import collections
import functools
import pathlib
import re
import sys

ROOT = pathlib.Path(sys.argv[1])
EXCUSES = "tests/house/homes.txt"


@functools.lru_cache(None)
def code(path):
    """A C file with comments, strings and preprocessor lines blanked out."""
    def blank(match):
        return re.sub(r"[^\n]", " ", match.group(0))
    read = (ROOT / path).read_text(errors="replace")
    read = re.sub(r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'",
                  blank, read, flags=re.S)
    return re.sub(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", blank, read, flags=re.M)


@functools.lru_cache(None)
def parts():
    """Folder of lib or prog: its .c and .h files; a folder within has its own."""
    found = collections.defaultdict(list)
    for top in ("lib", "prog"):
        for path in sorted((ROOT / top).rglob("*.[ch]")):
            found[str(path.parent.relative_to(ROOT))].append(str(path.relative_to(ROOT)))
    return found


@functools.lru_cache(None)
def definitions(path):
    """Functions and constants that other files can name."""
    found, text = set(), code(path)
    for match in re.finditer(r"^(?P<type>[a-z][^\n;{}]*)\n(?P<name>\w+)\([^;{}]*?\)\s*^\{",
                             text, re.M | re.S):
        if not match.group("type").startswith("static"):
            found.add(match.group("name"))
    found.discard("main") # of each program; nobody calls it
    for match in re.finditer(r"^(?!static|extern|typedef|struct \w+ \{)[a-z][\w \t*]*?[ *](\w+)"
                             r"(?:\[[^\]]*\])*\s*=\s*", text, re.M):
        found.add(match.group(1))
    return found


@functools.lru_cache(None)
def declarations(path):
    """Functions that a header offers."""
    text = code(path)
    text = re.sub(r"\{[^{}]*\}", " ", re.sub(r"\{[^{}]*\}", " ", text))
    found = set()
    for match in re.finditer(r"^(?!static|typedef|return)[a-z][\w \t*\n]*?[ *\n](\w+)\(", text, re.M):
        if match.group(1) not in ("__attribute__", "sizeof", "defined"):
            found.add(match.group(1))
    return found


def excuses(kind):
    found = set()
    path = ROOT / EXCUSES
    for line in path.read_text().splitlines() if path.exists() else []:
        words = line.split("#")[0].split()
        if words and words[0] == kind:
            found.add(tuple(words[1:]))
    return found


def arrows(files):
    """file -> {other file: names it takes from there}"""
    home = {}
    for path in files:
        if path.endswith(".c"):
            for name in definitions(path):
                home.setdefault(name, path)
    found = {}
    for path in files:
        if not path.endswith(".c"):
            continue
        taken = collections.defaultdict(set)
        text = code(path)
        own = set(re.findall(r"^static[^\n]*\n(\w+)\(", text, re.M))
        for match in re.finditer(r"(?<![\w.])(?<!->)([a-z_]\w*)", text):
            name = match.group(1)
            if name in home and home[name] != path and name not in own:
                taken[home[name]].add(name)
        found[path] = taken
    return found


def components(graph):
    """Tarjan's strongly connected components, those of two files or more."""
    index, low, stack, found = {}, {}, [], []

    def visit(node):
        index[node] = low[node] = len(index)
        stack.append(node)
        for other in graph[node]:
            if other not in index:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in stack:
                low[node] = min(low[node], index[other])
        if low[node] == index[node]:
            group = []
            while True:
                group.append(stack.pop())
                if group[-1] == node:
                    break
            if len(group) > 1:
                found.append(sorted(group))

    for node in graph:
        if node not in index:
            visit(node)
    return found


def circles():
    """Files that use one another in a circle can only be understood, tested and
    changed together: one of them holds a function that belongs elsewhere. Only
    an event loop closes a circle by its nature, where what it calls waits again;
    such an arrow is excused by name in tests/house/homes.txt."""
    excused, used = excuses("circle"), set()
    for folder, files in parts().items():
        graph = arrows(files)
        for path, taken in graph.items():
            for other in list(taken):
                names = {n for n in taken[other] if (path, n) in excused}
                used |= {(path, n) for n in names}
                taken[other] -= names
                if not taken[other]:
                    del taken[other]
        for group in components(graph):
            yield f"{folder}: a circle of {len(group)}:"
            for path in group:
                for other in sorted(set(graph[path]) & set(group)):
                    names = ", ".join(sorted(graph[path][other]))
                    yield f"\t{path} -> {other.rsplit('/', 1)[1]}: {names}"
    for path, name in sorted(excused - used):
        yield f"{EXCUSES}: {path} does not use {name}"


def homes():
    """Whoever looks for a function finds it in the file that its header is named
    after. A header without a file of its own may declare functions only where
    tests/house/homes.txt says why."""
    excused, used = {header for header, *_ in excuses("header")}, set()
    for files in parts().values():
        defined = {}
        for path in files:
            if path.endswith(".c"):
                for name in definitions(path):
                    defined[name] = path
        for header in files:
            if not header.endswith(".h"):
                continue
            for name in sorted(declarations(header)):
                if name not in defined or defined[name] == header[:-2] + ".c":
                    continue
                if header in excused:
                    used.add(header)
                else:
                    yield f"{header}: {name} is in {defined[name].rsplit('/', 1)[1]}"
    for header in sorted(excused - used):
        yield f"{EXCUSES}: {header} needs no excuse"


RULES = {f.__name__: f for f in (circles, homes)}


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
