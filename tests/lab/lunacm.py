#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""LunaCM as its users know it: typed, with -q, -c, -f, -s and on standard input;
two HSMs; a link that is lost and comes back. Usage: lunacm.py PROGRAMS-FOLDER
"""
import os
import re
import sys

from kit import HSM_SO, OFFICER, Lab, Terminal, check

PROMPT = "lunacm:>"
OK = "Command Result : No Error"


def says(lab, expect, words, *args, text=None):
    out = lab.program("lunacm", *args, expect=expect, text=text)
    for w in [words] if isinstance(words, str) else words:
        check(w in out, f"lunacm {args}: no '{w}' in:\n{out}")
    return out


def attempts(lab, slot, role):
    out = lab.program("lunacm", "-q", "-s", slot, "role", "show", "-name", role)
    return int(out.split("before lockout:")[1].split()[0])


def ways_in(lab):
    banner = "Available HSMs:"
    out = says(lab, 0, OK, "-q", "slot", "list")
    check(banner not in out and out.count("Slot Id ->") == 3, out)
    says(lab, 0, [banner, OK], "-c", "slot list")
    out = says(lab, 0, OK, "-q", "-s", "2", "-c", "slot list")
    check(banner not in out and "Current Slot Id: 2" in out, out)
    says(lab, 0, "par1-hsm2", "-s", "2", "-q", "par", "si")
    path = os.path.join(lab.folder, "some commands")
    with open(path, "w") as f:
        f.write(f"role login -n co -p {OFFICER}\nPAR Con\nrole logout\nexit\nnever\n")
    for args, text in ((["-q", "-f", path], None), (["-q"], open(path).read())):
        out = says(lab, 0, "'Crypto Officer' is currently logged in", *args, text=text)
        check(out.count(OK) == 4 and "never" not in out and banner not in out, out)
    # One failure is the status, and the rest is done all the same.
    out = says(lab, 1, "'bogus' is not a command", text="bogus\nslot list\n")
    check(OK in out, out)
    for args in (["-x"], ["-c"], ["slot", "list"], ["-c", "a", "-f", "b"]):
        says(lab, 2, "usage: lunacm", *args)
    says(lab, 0, "usage: lunacm", "--help")
    says(lab, 1, "there is no such slot", "-s", "9", "-q", "slot", "list")
    says(lab, 1, "there is no such file", "-f", path + ".not")
    says(lab, 1, "CKR_TOKEN_NOT_PRESENT", "-q", "slot", "set", "-slot", "7")


def too_long(lab):
    """Every line has its result, one that is too long, too."""
    for length in (4095, 4096, 4097, 9999):
        words = "is not a command" if length < 4096 else "a line has at most 4095 bytes"
        text = "z" * length + "\n%s\nexit\n"
        out = says(lab, 1, [words, OK], "-q", text=text % "role list")
        check(out.count("Command Result : ") == 3, out)
        out = lab.lunash(text % "status zone")
        check(words in out and out.count("Command Result : ") == 3, out)


def refused(lab):
    """Why there is no slot, in the words of vtl."""
    def change(command):
        out = lab.lunash("".join(f"client {command}Partition -client client1 -partition {p}\n"
                                 for p in ("par1", "par2")))
        check(out.count("successful") == 2, out)

    change("revoke")
    says(lab, 0, f"Warning: {lab.host}: no partition is assigned to this client",
         "-q", "slot", "list")
    change("assign")


def configuration(lab):
    """A file that is not there or broken, in the words of vtl."""
    def both_say(words):
        env = dict(lab.env, ChrystokiConfigurationPath=folder)
        check(f"lunacm: {words}" in lab.lunacm("slot", "list", env=env, expect=1) and
              f"Error: {words}" in lab.vtl("verify", env=env, expect=1) and
              f"Error: {words}" in lab.vtl("listServers", env=env, expect=1), words)

    folder = os.path.join(lab.folder, "elsewhere")
    os.mkdir(folder)
    path = os.path.join(folder, "Chrystoki.conf")
    both_say(f"{path}: there is no such file")
    with open(path, "w") as f:
        f.write("LunaSA Client = {\n   ServerName00 = hsm1;\n")
    both_say(f"{path}, line 1: the section that begins here is not closed")


def help_says(lab):
    out = says(lab, 0, OK, "-q", "help")
    check("> Manage the Roles" in out and "> >" not in out, out)
    says(lab, 0, "changepw", "-q", "help", "role")
    says(lab, 0, "Usage: role login -name <role>", "-q", "?", "role", "login")
    says(lab, 1, "-name is missing", "-q", "role", "login")
    says(lab, 1, "CKR_USER_TYPE_INVALID", "-q", "role", "show", "-name", "xx")


def shows(lab):
    out = says(lab, 0, ["Partition SO (po)", "Crypto Officer (co)", "Crypto User (cu)", OK],
               "-q", "role", "list")
    check(out.count("(") == 3, out)
    serial = re.search(r"hsm2.*serial (\d+)", lab.lunette("show")).group(1)
    says(lab, 0, ["Partition Label -> par1-hsm2\n", "HSM Label -> hsm2\n",
                  f"HSM Serial Number -> {serial}\n", "HSM Model -> Luna K7\n",
                  "HSM Status -> OK\n", "Slot Id -> 2\n", "NOT in FIPS 140-2"],
         "-q", "-s", "2", "hsm", "showinfo")


def first_init(lab):
    """Slot 1 is a partition that nobody has initialized."""
    init = ["-q", "-s", "1", "partition", "init", "-label", "second one"]
    says(lab, 0, "Not Initialized", "-q", "-s", "1", "par", "si")
    says(lab, 1, "CKR_TOKEN_NOT_RECOGNIZED", "-q", "-s", "1", "par", "con")
    for more, words in ((["-password", "short"], "7 to 255"),
                        (["-password", " a-blank-first"], "and no blank first"),
                        (["-domain", ""], "1 to 128"),
                        (["-label", "no?mark"], "is not permitted")):
        says(lab, 1, words, *(init[:5] if "-label" in more else init), *more, "-force")
    says(lab, 1, "The two entries differ", *init, "-domain", "d", text="po-pass-1\npo-pass-2\n")
    says(lab, 1, "Command aborted", *init, text="po-pass-1\n")
    out = says(lab, 1, "CKR_FUNCTION_CANCELED", *init, "-domain", "d", "-password",
               "po-pass-1", text="quit\n")
    check("Type 'proceed' to continue, or 'quit' to quit now" in out, out)
    says(lab, 0, "Not Initialized", "-q", "-s", "1", "par", "si")
    out = says(lab, 0, ["Option -domain was not specified.  It is required.", OK], *init,
               text="po-pass-1\npo-pass-1\na&b\\\na&b\\\nproceed\n")
    says(lab, 0, "second one", "-q", "slot", "list")


def again_init(lab):
    init = ["-q", "-s", "1", "partition", "init", "-label", "again", "-force"]
    says(lab, 1, "keeps its domain", *init, "-domain", "other", "-password", "po-pass-1")
    says(lab, 1, "CKR_PIN_INCORRECT", *init, "-password", "po-wrong-1")
    check(attempts(lab, "1", "po") == 9, "a wrong password did not count once")
    says(lab, 0, "Status -> OK", "-q", "-s", "1", "par", "si")
    says(lab, 0, OK, *init[:6], "Zweiter Schlüssel 鍵", *init[7:], "-password", "po-pass-1")
    says(lab, 0, "Partition Label -> Zweiter Schlüssel 鍵", "-q", "-s", "1", "par", "si")
    says(lab, 0, "Zweiter Schlüssel 鍵", "-q", "slot", "list")
    says(lab, 1, "letters of any script", *init[:6], "\u202egnihton", *init[7:])
    says(lab, 0, OK, *init, "-password", "po-pass-1")
    check(attempts(lab, "1", "po") == 10, "a right password did not reset the counter")
    out = says(lab, 0, ["Partition Label -> again", "Partition Manufacturer -> SafeNet\n"],
               "-q", "-s", "1", "par", "si")
    check("Crypto Officer  Status -> Not Initialized" in out, out)


ROLES = [
    ("role login -name co -password what-ever", "CKR_USER_PIN_NOT_INITIALIZED"),
    ("role init -name co -password first-pass", "CKR_USER_NOT_LOGGED_IN"),
    ("role login -name po -password po-pass-1", OK),
    ("role login -name po -password po-pass-1", "CKR_USER_ALREADY_LOGGED_IN"),
    ("role login -name co -password po-pass-1", "CKR_USER_ANOTHER_ALREADY_LOGGED_IN"),
    ("role init -name co -password first-pass", OK),
    ("role init -name cu -password first-pass", "CKR_USER_NOT_LOGGED_IN"),
    ("role show -name co", "Password to be changed:               yes"),
    ("role logout", OK),
    ("role logout", "CKR_USER_NOT_LOGGED_IN"),
    ("role login -name co -password first-pass", "must be changed first"),
    ("partition contents", "CKR_PIN_EXPIRED"),
    ("role init -name cu -password first-pass", "CKR_PIN_EXPIRED"),
    ("role changepw -name co -oldpw wrong-pass -newpw second-pass", "CKR_PIN_INCORRECT"),
    ("role show -name co", "before lockout: 9"),
    ("role changepw -name co -oldpw first-pass -newpw short", "7 to 255"),
    ("role show -name co", "before lockout: 9"),
    ("role changepw -name co -oldpw first-pass -newpw second-pass", OK),
    ("role show -name co", "before lockout: 10"),
    ("role init -name cu -password first-cu-pw", OK),
    ("role logout", OK),
    ("role login -name cu -password first-cu-pw", "'role changepw -name cu'"),
    ("role changepw -name cu -oldpw first-cu-pw -newpw second-cu-pw", OK),
    ("partition contents", "'Crypto User' is currently logged in"),
    ("role logout", OK),
    ("role login -name cu -password first-cu-pw", "CKR_PIN_INCORRECT"),
    ("role login -name cu -password second-cu-pw", OK),
]


def play(lab, lines):
    """Commands to slot 1, some of which fail, each with words of its answer."""
    out = lab.program("lunacm", "-q", "-s", "1", text="".join(c + "\n" for c, _ in lines),
                      expect=1)
    answers = out.split("Command Result : ")
    check(len(answers) == len(lines) + 1, out)
    for i, (command, words) in enumerate(lines):
        answer = answers[i].split("\n", 1)[-1] + "Command Result : " + \
            answers[i + 1].split("\n")[0]
        check(words in answer, f"{command}: no '{words}' in:\n{answer}")


def same_numbers(lab):
    """As the module counts them, whichever appliance answers first."""
    for _ in range(6):
        found = re.findall(r"serial num *: (\d+)", lab.tool11("--list-slots"))
        check(found == sorted(found) and len(found) == 3, f"slots of the module: {found}")
    out = lab.program("lunacm", "-q", "slot", "list")
    check(re.findall(r"Serial Number -> *(\d+)", out) == found, out)


def contents(lab):
    for i in range(12):
        lab.tool11("--login", "--pin", OFFICER, "--token-label", "par1", "--write-object",
                   "/etc/hostname", "--type", "data", "--label", f"piece {i}", "--private")
    out = says(lab, 0, "Number of objects:  0", "-q", "par", "con")
    out = says(lab, 0, "Number of objects:  12", "-q",
               text=f"role login -name co -password {OFFICER}\npar con\n")
    check(all(f"Label:         piece {i}\n" in out for i in range(12)), out)
    check(out.count("Object Type:   Data") == 12 and out.count("Object UID:    ") == 12, out)
    says(lab, 0, "Object Count ->         12", "-q", "par", "si")


POLICIES = [
    ("partition changepolicy -policy 20 -value 3", "CKR_USER_NOT_LOGGED_IN"),
    ("role login -name po -password po-pass-1", OK),
    ("partition changepolicy -policy 99 -value 1", "there is no policy 99"),
    ("partition changepolicy -policy 20 -value 11", "policy 20 takes 1 to 10"),
    ("partition changepolicy -policy 20 -value 3", OK),
    ("par changepo -p 5 -v 0", OK),
    ("par changepo -p 5 -v 1\nquit", "Command aborted"),
    ("par changepo -p 5 -v 1 -f", OK),
    ("partition contents", "No role is logged in"),
    ("par sp", "20: Max failed user logins allowed : 3\n"),
]


def policies(lab):
    """The Partition SO's, as LunaCM changes them and as the module obeys."""
    says(lab, 0, ["HSM Policies\n", "15: SO can reset partition PIN : 0\n", OK],
         "-q", "-s", "1", "hsm", "showpolicies")
    says(lab, 0, ["1: Enable private key wrapping : 0\n",
                  "20: Max failed user logins allowed : 10\n", OK],
         "-q", "-s", "1", "partition", "showpolicies")
    play(lab, POLICIES)
    login = ["--token-label", "again", "--login", "--list-objects", "--pin"]
    for _ in range(3):
        out = lab.tool11(*login, "wrong-pass", expect=1)
        check("CKR_PIN_INCORRECT" in out, out)
    out = lab.tool11(*login, "second-pass", expect=1)
    check("CKR_PIN_LOCKED" in out, out)


def typed(lab):
    """At a terminal: stars for passwords, history, a link that is lost."""
    t = Terminal([os.path.join(lab.programs, "prog/lunacm/lunacm")], lab.env)
    t.expect(PROMPT)
    t.send("role login -name co\r")
    t.expect("enter password: ")
    shown = t.ask(OFFICER, "Command Result : No Error")
    check(OFFICER not in shown and "*" * len(OFFICER) in shown, shown)
    t.expect(PROMPT)
    check("Number of objects:  12" in t.ask("par con", PROMPT), "objects are missing")
    lab.lunette("power", "cycle", "hsm1")
    out = t.ask("par con", PROMPT)
    check("was lost" in out and "No role is logged in" in out and OK in out, out)
    lab.lunette("power", "off", "hsm1")
    check("CKR_UNABLE_TO_CONNECT" in t.ask("par si", PROMPT), "off, and nothing said")
    check(OK in t.ask("slot set -slot 2", PROMPT), "the other slot")
    check("par1-hsm2" in t.ask("par si", PROMPT), "the other HSM suffers")
    lab.lunette("power", "on", "hsm1")
    check(OK in t.ask("slot set -slot 0", PROMPT), "back to the first slot")
    check(OK in t.ask(f"role login -name co -password {OFFICER}", PROMPT), "no login")
    t.send("\x1b[A")  # the command before: the login is not remembered
    check("password" not in t.ask("", PROMPT).replace(PROMPT, ""), "a password is remembered")
    t.send("\x04")
    check(t.end() == 0, "the status of an interactive session")


def main():
    with Lab(sys.argv[1], "--hsms", "2", "--backups", "0", "--ready") as lab:
        out = lab.lunash(f"hsm login -password {HSM_SO}\n"
                         "partition create -partition par2 -force\n"
                         "client assignPartition -client client1 -partition par2\n")
        check(out.count("successful") == 3, out)
        ways_in(lab)
        too_long(lab)
        refused(lab)
        configuration(lab)
        help_says(lab)
        shows(lab)
        first_init(lab)
        again_init(lab)
        play(lab, ROLES)
        policies(lab)
        same_numbers(lab)
        contents(lab)
        typed(lab)
    print("typed, -q, -c, -f, -s, standard input; roles; a lost link comes back")


main()
