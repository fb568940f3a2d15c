#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The lab itself: up and down and up again, two at once, odd folders, taken
ports, plugs and cables, Ctrl-C half-way. Usage: lab.py PROGRAMS-FOLDER
"""
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time

from kit import ADMIN, OFFICER, Lab, Terminal, check, free_net, run

OTHER = free_net()  # of the second lab that most of these tests make


def says(lab, expect, words, *args):
    out = lab.lunette(*args, expect=expect)
    for w in [words] if isinstance(words, str) else words:
        check(w in out, f"lunette {args}: no '{w}' in:\n{out}")
    return out


def processes(folder):
    """Of all that run with something below the folder in their arguments."""
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as f:
                line = f.read().decode(errors="replace")
        except OSError:
            continue
        if folder + "/" in line and int(pid) != os.getpid() and "lab.py" not in line:
            found.append(line.replace("\0", " "))
    return found


def nothing_left(folder):
    left = processes(folder)
    check(not left, f"left over: {left}")


def again(lab):
    out = says(lab, 0, ["hsm1 is running already", "backup1 is running already",
                        "LUNETTE_ADMIN_PASSWORD"], "up")
    check("factory password" not in out, "a ready lab, and the factory password is named")
    for option, value in (("--hsms", "2"), ("--backups", "2"), ("--net", OTHER),
                          ("--ntls-port", "1793"), ("--ssh-port", "2223")):
        says(lab, 1, [f"has 1 HSM(s), 1 Backup HSM(s), --net {lab.net}",
                      "another lab wants another --dir"], "up", option, value)
    for option, value in (("--hsms", "0"), ("--hsms", "x"), ("--backups", "99"),
                          ("--ntls-port", "70000")):
        says(lab, 1, [f"{option} '{value}'", "a number from"], "up", option, value)
    for net in ("10.0.0", "127.0", "127.0.0.1", "x"):
        says(lab, 1, f"--net '{net}'", "up", "--net", net)


def words(lab):
    for args, text in ((["power", "of", "hsm1"], "on, off or cycle is wanted"),
                       (["power", "off", "hsm9"], "there is: hsm1 backup1"),
                       (["power", "off"], "usage: lunette power"),
                       (["console", "backup1"], "no serial console"),
                       (["display", "hsm1"], "has no screen"),
                       (["plug", "backup1"], "usage: lunette plug"),
                       (["plug", "hsm1", "backup1"], "has no port for a Backup HSM"),
                       (["unplug", "backup1"], "backup1 is not plugged in")):
        says(lab, 1, text, *args)
    says(lab, 1, "show: 'hsm1' is not an option", "show", "hsm1")
    for bad, text in ((["--dir"], "lunette: option '--dir' requires an argument"),
                      (["--bogus"], "lunette: unrecognized option '--bogus'"),
                      (["--dir", ""], "--dir DIR is wanted")):
        out = run([lab.tool, "up", *bad], expect=1)
        check(text in out, out)
    out = run([lab.tool, "bogus"], expect=2)
    check("there is no command 'bogus'" in out and "lunette up" in out, out)
    out = run([lab.tool, "show", "--dir", lab.folder], expect=1)
    check("there is no lab in" in out, out)


def folders(lab):
    """Folders above the lab's are made; what could not begin leaves none of them."""
    above = os.path.join(lab.folder, "a")
    other = os.path.join(above, "b", "lab")
    run([lab.tool, "up", "--dir", other + "/", "--net", lab.net], expect=1)
    check(not os.path.exists(above), "folders of a lab that could not begin are left")
    run([lab.tool, "up", "--dir", other, "--net", OTHER, "--backups", "0", "--quiet"])
    for folder in (above, os.path.dirname(other), other):
        check(os.stat(folder).st_mode & 0o777 == 0o700, f"mode of {folder}")
    with open(os.path.join(other, "lab.conf"), "a") as f:
        f.write("colour blue\n")
    out = run([lab.tool, "show", "--dir", other], expect=1)
    check("lab.conf: 'colour' is not a setting" in out, out)
    conf = os.path.join(other, "lab.conf")
    with open(conf) as f:
        text = f.read().replace("colour blue\n", "")
    with open(conf, "w") as f:
        f.write(text)
    run([lab.tool, "down", "--dir", other])
    nothing_left(other)


def taken(lab):
    """Another lab on our addresses: says so, leaves nothing, and goes elsewhere."""
    other = os.path.join(lab.folder, "other lab")
    out = run([lab.tool, "up", "--dir", other, "--net", lab.net], expect=1)
    check(f"{lab.net}.1 port 1792 is taken" in out and "--net" in out, out)
    check(not os.path.exists(other), "a lab that could not begin is left behind")
    out = run([lab.tool, "up", "--dir", other, "--net", OTHER, "--backups", "0"])
    check(f"{OTHER}.1" in out and "factory password" in out, out)
    run([lab.tool, "power", "off", "hsm1", "--dir", other])
    with socket.create_server((OTHER + ".1", 2222)):
        out = run([lab.tool, "power", "on", "hsm1", "--dir", other], expect=1)
        check("port 2222 is taken" in out, out)
    run([lab.tool, "power", "on", "hsm1", "--dir", other])
    # What somebody has initialized himself is not touched, and not lied about.
    out = run(["sshpass", "-p", "PASSWORD", "ssh", "-tt", "-p", "2222", *lab.ssh_options(),
               f"admin@{OTHER}.1"], "New-Passw0rd\nNew-Passw0rd\n"
              "hsm init -label own -password my-so-password -domain d -force\nexit\n",
              expect=None)
    check("'hsm init' successful" in out, out)
    out = run([lab.tool, "up", "--ready", "--dir", other], expect=1)
    check("initialized by hand" in out, out)
    run([lab.tool, "down", "--dir", other])
    nothing_left(other)


def keeps(lab):
    """Acknowledged is kept, however the power goes."""
    for i, how in enumerate((["power", "cycle", "hsm1"], ["power", "off", "hsm1"], ["down"])):
        lab.tool11("--login", "--pin", OFFICER, "--keygen", "--key-type", "aes:32", "--sensitive",
                   "--label", f"kept {i}")
        lab.lunette(*how)
        lab.lunette(*(["power", "on", "hsm1"] if how[1:2] == ["off"] else ["up"]))
        out = lab.tool11("--login", "--pin", OFFICER, "--list-objects")
        check(all(f"kept {n}" in out for n in range(i + 1)), f"lost by {how}: {out}")


def cables(lab):
    serial = lab.backup_serial()
    says(lab, 0, f"backup1 (serial number {serial}) is plugged into hsm1", "plug", "backup1",
         "hsm1")
    says(lab, 1, "is plugged in already", "plug", "backup1", "hsm1")
    says(lab, 0, ["cable: hsm1\n"], "show")
    says(lab, 0, [serial, "| Cable       hsm1  "], "display", "backup1")
    # A cable stays where it is when the power goes at one of its ends.
    for how in (["power", "cycle", "hsm1"], ["power", "cycle", "backup1"]):
        lab.lunette(*how)
        check(serial in lab.lunash("token backup list\n"), f"pulled by {how}")
    lab.lunette("power", "off", "hsm1")
    says(lab, 0, "cable: hsm1 (no power there)", "show")
    lab.lunette("power", "on", "hsm1")
    lab.lunette("power", "off", "backup1")
    check(serial not in lab.lunash("token backup list\n"), "listed without power")
    says(lab, 1, "the screen of backup1 is dark", "display", "backup1")
    says(lab, 1, "is switched off", "plug", "backup1", "hsm1")
    says(lab, 0, "backup1 is unplugged", "unplug", "backup1")
    lab.lunette("power", "on", "backup1")
    says(lab, 0, "cable: not connected", "show")


def plugged_is_listed(lab):
    """When plug returns, the appliance knows: the next command counts on it."""
    serial = lab.backup_serial()
    t = Terminal(["sshpass", "-p", ADMIN, "ssh", "-tt", "-p", "2222", *lab.ssh_options(),
                  "admin@" + lab.host])
    t.expect("lunash:>")
    for _ in range(10):
        lab.lunette("plug", "backup1", "hsm1")
        out = t.ask("token backup list", "lunash:>")
        check(serial in out, "plugged in, and not listed: " + out)
        lab.lunette("unplug", "backup1")
    t.ask("exit", "Success")
    t.end()


def ports_of_root(lab):
    """Who may not listen there hears it at once."""
    with open("/proc/sys/net/ipv4/ip_unprivileged_port_start", encoding="ascii") as f:
        if int(f.read()) <= 22:
            return
    with tempfile.TemporaryDirectory() as folder:
        user = 65534 if os.getuid() == 0 else None
        if user:
            os.chown(folder, user, -1)
        try:
            p = subprocess.run([lab.tool, "up", "--dir", folder + "/lab", "--net", OTHER,
                                "--ssh-port", "22"], user=user, text=True, timeout=8,
                               capture_output=True, check=False)
        except PermissionError:
            return  # the programs are not there for everybody
        check(p.returncode == 1 and f"{OTHER}.1 port 22: only root may" in p.stderr and
              not os.path.exists(folder + "/lab"), f"port 22 as nobody: {p}")


def strangers(lab):
    """Another user's `down` says of each device why it stays on, at once."""
    if os.getuid() != 0:
        return
    for name, mode in (("", 0o755), ("hsm1", 0o755), ("backup1", 0o755), ("lab.lock", 0o666),
                       ("lab.conf", 0o644), ("hsm1/pid", 0o644), ("backup1/pid", 0o644)):
        os.chmod(os.path.join(lab.dir, name), mode)
    os.chmod(lab.folder, 0o755)
    try:
        p = subprocess.run([lab.tool, "down", "--dir", lab.dir], user=65534, text=True,
                           capture_output=True, timeout=8, check=False)
    except PermissionError:
        return  # the programs are not there for everybody
    check(p.returncode == 1 and "0 device(s) switched off" in p.stdout and
          all(f"{n} was switched on by another user" in p.stderr for n in ("hsm1", "backup1")),
          f"a stranger's down: {p}")
    says(lab, 0, "hsm1     on", "show")


def down(lab):
    says(lab, 0, "2 device(s) switched off", "down")
    says(lab, 0, "0 device(s) switched off", "down")
    nothing_left(lab.dir)
    says(lab, 0, "hsm1     off", "show")
    says(lab, 0, "hsm1 is off already", "power", "off", "hsm1")
    says(lab, 1, "hsm1 is switched off", "console", "hsm1")


def says_why(lab):
    """An appliance that does not come up: the log that tells is shown."""
    folder = os.path.join(lab.folder, "broken")
    run([lab.tool, "up", "--dir", folder, "--net", OTHER, "--backups", "0", "--quiet"])
    run([lab.tool, "down", "--dir", folder])
    key = os.path.join(folder, "hsm1/box/server.pem")
    with open(key, "w") as f:
        f.write("no certificate\n")
    out = run([lab.tool, "up", "--dir", folder], expect=1)
    check("hsm1 " in out and "hsm1/log/messages" in out and "certificate" in out, out)
    nothing_left(folder)


def newer_store(lab):
    """A card whose store a newer version wrote does not start; both versions are said."""
    folder = os.path.join(lab.folder, "newer")
    run([lab.tool, "up", "--dir", folder, "--net", OTHER, "--backups", "0", "--quiet"])
    run([lab.tool, "down", "--dir", folder])
    store = sqlite3.connect(os.path.join(folder, "hsm1/card/store.db"))
    store.execute("UPDATE header SET value = 9")
    store.commit()
    store.close()
    out = run([lab.tool, "up", "--dir", folder])
    check(re.search("the HSM of hsm1: .*has version 9, this program reads up to [0-9]", out), out)
    run([lab.tool, "down", "--dir", folder])
    nothing_left(folder)


def odd_folders(lab):
    for name in ("a'b \"c $HOME `id` ü", "deep/" + "x" * 100 + "/" + "y" * 100):
        folder = os.path.join(lab.folder, name)
        os.makedirs(os.path.dirname(folder), exist_ok=True)
        out = run([lab.tool, "up", "--dir", folder, "--net", OTHER, "--ready"])
        source, stop = (re.search(what + ": *(.*)", out).group(1)
                        for what in ("source it", "stop it"))
        script = (source + " && lunette plug backup1 hsm1 && vtl verify && pkcs11-tool "
                  "--module \"$LUNETTE_MODULE\" --login --pin \"$LUNETTE_PIN\" "
                  "--keygen --key-type aes:16 --sensitive --label k && lunette show")
        out = run(["sh", "-c", script], env=lab.env)
        check("par1" in out and "cable: hsm1" in out, out)
        out = run(["sh", "-c", source + " && " + stop])
        check("2 device(s) switched off" in out, out)
        nothing_left(folder)
    out = run([lab.tool, "up", "--dir", lab.folder + "/a;b", "--net", OTHER], expect=1)
    check("semicolon" in out, out)


def interrupted(lab):
    """Ctrl-C at any moment leaves nothing running, and 'up' goes on from there."""
    folder = os.path.join(lab.folder, "hasty")
    argv = [lab.tool, "up", "--dir", folder, "--net", OTHER, "--ready"]
    for seconds in (0.02, 0.05, 0.1, 0.2, 0.3, 0.6, 0.9, 1.2, 1.5):
        with open(os.path.join(lab.folder, "hasty.log"), "w") as log:
            p = subprocess.Popen(argv, stdout=log, stderr=log, start_new_session=True)
            time.sleep(seconds)
            os.killpg(p.pid, signal.SIGINT)
            status = p.wait(30)
        with open(os.path.join(lab.folder, "hasty.log")) as f:
            out = f.read()
        if status == 0:
            break
        check(status in (130, -signal.SIGINT), f"status {status}: {out}")
        time.sleep(0.2)  # the tools it runs had the same Ctrl-C
        nothing_left(folder)
    run(argv)
    env = dict(os.environ, ChrystokiConfigurationPath=os.path.join(folder, "client"))
    out = lab.tool11("--login", "--pin", OFFICER, "--list-objects", env=env)
    check("par1" in lab.vtl("verify", env=env), "not ready after an interruption")
    run([lab.tool, "down", "--dir", folder])


def many(lab):
    folder = os.path.join(lab.folder, "many")
    before = time.monotonic()
    run([lab.tool, "up", "--dir", folder, "--net", OTHER, "--hsms", "3", "--backups", "2",
         "--ready"])
    print(f"three HSMs and two Backup HSMs ready in {time.monotonic() - before:.1f} s")
    env = dict(os.environ, ChrystokiConfigurationPath=os.path.join(folder, "client"))
    out = lab.vtl("verify", env=env)
    check(len(re.findall(r"par1", out)) == 3, out)
    for backup in ("backup1", "backup2"):
        run([lab.tool, "plug", backup, "hsm1", "--dir", folder])
    out = run(["sshpass", "-p", ADMIN, "ssh", "-p", "2222", "-o",
               "UserKnownHostsFile=/dev/null", *lab.ssh_options(), f"admin@{OTHER}.1",
               "token backup list"])
    check(re.findall(r"Slot: +(\d+)", out) == ["1", "2"], "not in the order of slots: " + out)
    run([lab.tool, "down", "--dir", folder])
    nothing_left(folder)


def other_ports(lab):
    """Ready is ready on ports that are not the usual ones, too."""
    folder = os.path.join(lab.folder, "ports")
    run([lab.tool, "up", "--dir", folder, "--net", OTHER, "--backups", "0", "--ready",
         "--ntls-port", "1793", "--ssh-port", "2223"])
    out = run(["sh", "-ec", f'. "{folder}/env"; vtl verify; echo "$LUNETTE_SSH_PORT"; '
               'lunacm -q role login -name co -password "$LUNETTE_PIN"'])
    check("par1" in out and "\n2223\n" in out and "No Error" in out, out)
    run([lab.tool, "down", "--dir", folder])


def main():
    with Lab(sys.argv[1], "--ready") as lab:
        again(lab)
        words(lab)
        folders(lab)
        taken(lab)
        keeps(lab)
        cables(lab)
        plugged_is_listed(lab)
        ports_of_root(lab)
        strangers(lab)
        down(lab)
        says_why(lab)
        newer_store(lab)
        odd_folders(lab)
        interrupted(lab)
        many(lab)
        other_ports(lab)
    print("up, down, twice, two at once, odd folders, taken ports, plugs and cables")


main()
