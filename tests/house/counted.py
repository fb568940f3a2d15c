#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What scripts/summary counts: a report of a sanitizer fails the check, what a
program leaves that was killed while it looked for leaks does not, and nothing
passed is no success.

counted.py PATH_OF_SUMMARY
"""
import json
import pathlib
import subprocess
import sys
import tempfile

CUT = "==ntls==24752==Unable to get registers from thread 23960.\n"
REPORTS = [  # what the files hold, the result
    ([], "OK"),
    ([""], "OK"),
    ([CUT, CUT.replace("ntls==", "", 1) * 3, ""], "OK"),
    (["", "==card==7==ERROR: AddressSanitizer: heap-use-after-free\n"], "FAIL"),
    ([CUT + "==ntls==23960==ERROR: LeakSanitizer: detected memory leaks\n"], "FAIL"),
    (["lib/base/x.c:3:4: runtime error: signed integer overflow\n"], "FAIL"),
    (["==================\nWARNING: ThreadSanitizer: data race (pid=9)\n"], "FAIL"),
    (["==card==7==LeakSanitizer has encountered a fatal error.\n"], "FAIL"),
    (["\n"], "FAIL"),
]
ROWS = [  # results, the last line, the exit status
    (["OK", "OK"], "2 passed, 0 failed", 0),
    (["OK", "SKIP"], "1 passed, 0 failed", 0),
    (["OK", "FAIL"], "1 passed, 1 failed", 1),
    (["OK", "TIMEOUT"], "1 passed, 1 failed", 1),
    (["SKIP"], "0 passed, 0 failed", 1),
    ([], "0 passed, 0 failed", 1),
]


def summary(*args):
    return subprocess.run([sys.executable, sys.argv[1], *args], capture_output=True,
                          text=True, check=False)


def of_reports(files):
    with tempfile.TemporaryDirectory() as folder:
        for n, text in enumerate(files):
            pathlib.Path(folder, f"report.card.{n}").write_text(text)
        done = summary("--reports", folder)
    shown = all(text.strip() in done.stderr for text in files if "ERROR" in text)
    return json.loads(done.stdout)["result"] if shown else "not shown"


def of_rows(results):
    with tempfile.NamedTemporaryFile("w", suffix=".results") as file:
        for n, result in enumerate(results):
            file.write(json.dumps({"build": "b", "name": str(n), "result": result}))
            file.write("\n")
        file.flush()
        done = summary(file.name)
    return done.stdout.splitlines()[-1], done.returncode


def main():
    cases = [(of_reports(files), want, files) for files, want in REPORTS]
    cases += [(of_rows(results), (last, status), results)
              for results, last, status in ROWS]
    wrong = [case for case in cases if case[0] != case[1]]
    for got, want, given in wrong:
        print(f"{given}: {got}, not {want}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
