#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A rule that never complains proves nothing: each rule of tree.py, homes.py and
dialect.py is shown a small tree that breaks it, and has to say so; and the same tree
without the fault, on which it has to be silent.

rules_bite.py FOLDER_OF_THE_RULES
"""
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(sys.argv[1]).resolve()
# Whose rules they are; the others are tree.py's.
PROGRAMS = {"circles": "homes.py", "homes": "homes.py", "dialect": "dialect.py",
            "vocabulary": "dialect.py", "openings": "dialect.py"}
LICENCE = "/* SPDX-License-Identifier: Apache-2.0 */\n"
GOOD = {
    "docs/layers.txt": "base:\ncrypto: base\nntls: base\ncard: crypto\n"
                       "door openssl/: crypto\n",
    "tests/house/exceptions.txt": "# none\n",
    "lib/base/text.c": LICENCE + "/* Text. */\nint\none(void)\n{\n\treturn 1;\n}\n",
    "lib/crypto/key.c": LICENCE + '/* Keys. */\n#include "base/text.h"\n',
    "prog/ntls/main.c": LICENCE + '/* goto strcpy( guest */\n#include "base/text.h"\n',
    "prog/card/main.c": LICENCE + '/* The card. */\n#include "crypto/key.h"\n'
                        "int\nf(bool no, char *p)\n{\n\treturn !no && !*p;\n}\n",
    "README.md": "make demo, make check, not endorsed\n",
    "ARCHITECTURE.md": "base crypto ntls card\n",
    "LICENSE": "", "CONTRIBUTING.md": "", "SECURITY.md": "", "Makefile": "",
    ".ci/run": "",
    "tests/transcript/good.t": "# x\n# source: captured 7.2\n% lab\n",
}
# Two files that call each other, with their headers.
CIRCLE = {
    "lib/base/a.h": "void a_go(void);\n", "lib/base/b.h": "void b_go(void);\n",
    "lib/base/a.c": "void\na_go(void)\n{\n\tb_go();\n}\n",
    "lib/base/b.c": "static int x;\nvoid\nb_go(void)\n{\n\ta_go();\n}\n",
}
POLICY = 'HSM_POLICY(X, 1, "c", 1, 1, "p", 0, 1, NEVER, HSM_SO, %s)\n'
LONG = LICENCE + "int\nlong_one(void)\n{\n" + "\tone();\n" * 60 + "}\n"
# rule, what is put into the tree, what the complaint must name
BAD = [
    ("layers", {"prog/ntls/key.c": '#include "crypto/key.h"\n'}, "ntls may not"),
    ("layers", {"prog/ntls/ssl.c": "#include <openssl/evp.h>\n"}, "only crypto may"),
    ("layers", {"prog/card/x.c": '#include "../ntls/main.h"\n'}, "leaves the folder"),
    ("layers", {"prog/other/x.c": ""}, "not in docs/layers.txt"),
    ("layers", {"prog/card/main.c": ""}, "card does not include crypto"),
    ("layers", {"docs/layers.txt": GOOD["docs/layers.txt"] + "cmu:\n"}, "no cmu"),
    ("banned", {"prog/card/x.c": "\tstrcpy(a, b);\n"}, "strcpy"),
    ("banned", {"prog/card/x.c": "\tgoto out;\n"}, "goto"),
    ("banned", {"lib/crypto/x.c": "\tp = malloc(4);\n"}, "base/mem.h"),
    ("memcmp_on_secrets", {"prog/card/x.c": "if (memcmp(pin, in, 8) == 0)\n"}, "pin"),
    ("memcmp_on_secrets", {"prog/card/x.c": "\treturn !memcmp(a, mac, 8);\n"}, "mac"),
    ("sizes", {"prog/card/x.c": "int x;\n" * 501}, "501 lines"),
    ("sizes", {"prog/card/x.c": LONG}, "long_one: 6"),
    ("sizes", {"tests/house/exceptions.txt": "file lib/base/text.c 600\n"},
     "take it off"),
    ("spdx", {"prog/card/x.c": "int x;\n"}, "x.c"),
    ("spdx", {"scripts/x": "#!/bin/sh\ntrue\n"}, "scripts/x"),
    ("words", {"scripts/x": "cd /wo" "rk/main\n"}, "/wo" "rk/"),
    ("words", {"prog/card/x.c": "/* FIX" "ME */\n"}, "FIX"),
    ("papers", {"ARCHITECTURE.md": "x\n" * 201}, "more than 200"),
    ("papers", {"ARCHITECTURE.md": "base crypto ntls\n"}, "does not know card"),
    ("papers", {"README.md": "make demo, make check\n"}, "not endorsed"),
    ("links", {"README.md": "[x](docs/none.md)\n"}, "none.md"),
    ("manuals", {"prog/card/meson.build": ""}, "prog/card/: no page"),
    ("circles", CIRCLE, "a.c -> b.c: b_go"),
    ("circles", {"tests/house/homes.txt": "circle lib/base/a.c b_go\n"},
     "lib/base/a.c does not use b_go"),
    ("homes", {**CIRCLE, "lib/base/c.h": "void a_go(void);\n"}, "c.h: a_go is in a.c"),
    ("homes", {"tests/house/homes.txt": "header lib/base/c.h\n"}, "needs no excuse"),
    ("module_calls", {"prog/pkcs11/x.c": "\te = call_login(&c, &q, &r, &b);\n"}, "call_login"),
    ("module_calls", {"prog/pkcs11/x.c": "int\nx(void)\n{\n\tconnection_caller(c);\n}\n"},
     "connection_caller"),
    ("policies", {"spec/policies.def": "", "lib/hsm/x.c": "/* policy 15 is on */\n"}, "by its number"),
    ("policies", {"spec/policies.def": POLICY % "NOWHERE",
                  "lib/hsm/x.c": "f(POLICY_HSM_X);\n"}, "1 places ask"),
    ("policies", {"spec/policies.def": POLICY % "BITES"}, "bites in 0 places"),
    ("shell", {"scripts/x": "#!/bin/sh\nif true\n"}, "scripts/x"),
    ("dialect", {"prog/card/x.c": "\tenum err err = go();\n"}, "x.c:1: err"),
    ("dialect", {"prog/card/x.c": "\tstruct msg_login_request q;\n"}, "x.c:1: q"),
    ("dialect", {"prog/card/x.c": "int a;\n/* ---- life ---- */\n"}, "x.c:2: a ruler"),
    ("dialect", {"prog/card/x.c": "int\nf(char *p)\n{\n\treturn !p;\n}\n"}, "x.c:4: p:"),
    ("dialect", {"prog/card/x.c": "int\nf(char *p)\n{\n\tif (a && p)\n\t\tx();\n}\n"},
     "x.c:4: p:"),
    ("dialect", {"prog/card/x.h": "struct a {\n\tchar *next;\n};\n",
                 "prog/card/x.c": "int\nf(int x)\n{\n\tif (l->next)\n\t\tx();\n}\n"},
     "l->next"),
    ("dialect", {"tests/house/dialect.txt": "dialect lib/base\n"}, "needs no excuse"),
    ("vocabulary", {"prog/card/x.c": "int a;\nint n_guests;\n"}, "x.c:2: n_guests: say client"),
    ("vocabulary", {"prog/card/jail.c": ""}, "say sandbox"),
    ("openings", {"prog/card/x.c": LICENCE + "#include <a.h>\n/* late */\n"}, "x.c"),
    ("provenance", {"tests/transcript/x.t": "# x\n% lab\n# source: proposed\n"}, "x.t"),
    ("provenance", {"tests/transcript/x.t": "# source: seen 7.2\n% lab\n"}, "x.t"),
    ("personalities", {"prog/card/x.c": LICENCE + '#include "spec/personalities.def"\n'},
     "prog/card/x.c"),
]


def complaint(rule, extra):
    with tempfile.TemporaryDirectory() as root:
        for name, content in {**GOOD, **extra}.items():
            path = pathlib.Path(root, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
        program = HERE / PROGRAMS.get(rule, "tree.py")
        run = subprocess.run([sys.executable, program, root, rule],
                             capture_output=True, text=True)
        return run.returncode, run.stdout + run.stderr


def main():
    wrong = 0
    for rule in dict.fromkeys(rule for rule, _, _ in BAD):
        status, said = complaint(rule, {})
        if status != 0:
            wrong += 1
            print(f"{rule} complains of a good tree:\n{said}")
    for rule, extra, expected in BAD:
        status, said = complaint(rule, extra)
        if status != 1 or expected not in said:
            wrong += 1
            print(f"{rule} should have said '{expected}' of {list(extra)}:\n{said}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
