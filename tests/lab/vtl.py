#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""vtl as its users know it: every command, short names, a configuration that is
a link and holds things we do not know, certificates that are none, and what
verify says of an appliance that is off. Usage: vtl.py PROGRAMS-FOLDER
"""
import contextlib
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import threading
import time

from kit import ADMIN, Lab, check, run

HERE = os.path.dirname(os.path.abspath(__file__))
EXTRA = ("// kept by hand\nSession = {\n   AutoCleanUpDisabled = 1;\n}\n"
         "HAConfiguration = {\n   haLogPath = /tmp/ha;   // and this\n}\n")


def says(lab, expect, words, *args):
    out = lab.vtl(*args, expect=expect)
    for w in [words] if isinstance(words, str) else words:
        check(w in out, f"vtl {args}: no '{w}' in:\n{out}")
    return out


def visits(lab):
    out = lab.lunash("ntls information show\n")
    return int(re.search(r"Successful Client Connections: (\d+)", out).group(1))


def names(lab):
    says(lab, 2, ["Usage: vtl <command>", "listServers"])
    says(lab, 0, "Usage: vtl <command>", "help")
    says(lab, 2, "'list' is the beginning of more than one command", "list")
    says(lab, 2, "'bogus' is not a command", "bogus")
    for word in ("verify", "VERIFY", "ver"):
        says(lab, 0, ["Slot    Serial #                Label", "par1"], word)
    before = visits(lab)
    says(lab, 0, ["Number of slots: 2", "slot #1   LunaNet Slot         par1-hsm2"],
         "listSl")
    check(visits(lab) == before + 1, "counted at one visit, listed at another")
    says(lab, 0, ["1 Server: " + lab.host, "2 Server: "], "LISTSERVERS")


def options(lab):
    for args, words in ((["addServer"], "-n is missing"),
                        (["addServer", "-n", "x"], "-c is missing"),
                        (["addServer", "-n"], "-n wants a value"),
                        (["addServer", "-n", "a/b", "-c", "x"], "a host name or IP"),
                        (["addServer", "-n", "x" * 65, "-c", "x"], "at most 64"),
                        (["addServer", "-n", "x", "-c", "x", "-p", "0"], "from 1 to 65535"),
                        (["createCert", "-n", "x", "-d", "none"], "from 1 to 36500"),
                        (["verify", "-x"], "'-x' is not an option of this command"),
                        (["fingerprint"], "-f is missing"),
                        (["verify", "-n", "x"], "'-n' is not an option of this command"),
                        (["listServers", "-x", "y"], "'-x' is not an option"),
                        (["verify", "word"], "'word' is not an option")):
        says(lab, 2, [words, "Usage: vtl " + args[0]], *args)
    says(lab, 1, "server nobody is not in the list", "deleteServer", "-n", "nobody")


def bad_certificates(lab):
    own = os.path.join(lab.client, "cert/client/client1.pem")
    key = os.path.join(lab.client, "cert/client/client1Key.pem")
    big, empty, der = (os.path.join(lab.folder, n) for n in ("big", "empty", "der"))
    with open(big, "wb") as f:
        f.write(os.urandom(300000))
    open(empty, "wb").close()
    subprocess.run(["openssl", "x509", "-in", own, "-outform", "DER", "-out", der],
                   check=True)
    before = state(lab)
    for path, words in ((key, "not a PEM certificate"), (big, "longer than"),
                        (empty, "not a PEM certificate"), (der, "not a PEM certificate"),
                        ("/etc/passwd", "not a PEM certificate"),
                        (lab.folder, "a file cannot be read"), (big + "no", "there is no such file")):
        says(lab, 1, ["Error: " + path, words], "addServer", "-n", "bad", "-c", path)
        says(lab, 1, ["Error: " + path, words], "fingerprint", "-f", path)
    check(state(lab) == before, "a refused certificate changed something")


def state(lab):
    found = {}
    for folder, _, files in os.walk(lab.client):
        for name in files:
            path = os.path.join(folder, name)
            with open(path, "rb") as f:
                found[path] = f.read()
    return found


def conf(lab):
    with open(os.path.join(lab.client, "Chrystoki.conf")) as f:
        return f.read()


def server_list(lab):
    """Three more, one out of the middle; the links of the others stay."""
    cert = os.path.join(lab.dir, "hsm1/files/admin/server.pem")
    second = lab.net + ".2"
    out = says(lab, 0, "New server other.example successfully added to server list.",
               "addServer", "-n", "other.example", "-c", cert, "-p", "1793")
    check("Warning" in out, "nobody says that the certificate is another's")
    says(lab, 0, "successfully added", "addserver", "-n", "third.example", "-c", cert)
    says(lab, 0, "successfully added", "addserver", "-n", "third.example", "-c", cert)
    check(conf(lab).count("third.example") == 1, "the same server twice")
    says(lab, 0, f"Server: {second} successfully removed", "deleteServer", "-n", second)
    out = says(lab, 0, "2 Server: other.example", "listServers")
    check(second not in out and "3 Server: third.example" in out, out)
    text = conf(lab)
    check("ServerName01 = other.example;" in text and "ServerPort01 = 1793;" in text and
          "ServerPort02 = 1792;" in text and "ServerName03" not in text, text)
    with open(os.path.join(lab.client, "cert/server/CAFile.pem")) as f:
        check(f.read().count("BEGIN CERT") == 3, "CAFile.pem has not three certificates")
    for name in ("other.example", "third.example"):
        says(lab, 0, "successfully removed", "deleteServer", "-n", name)
    out = says(lab, 0, "par1", "verify")
    check("hsm2" not in out, out)
    says(lab, 0, "successfully added", "addServer", "-n", second, "-c",
         os.path.join(lab.dir, "hsm2/files/admin/server.pem"))
    says(lab, 0, ["par1", "par1-hsm2"], "verify")


def linked(lab):
    """The configuration is a link to a file elsewhere, with more in it."""
    path, real = os.path.join(lab.client, "Chrystoki.conf"), os.path.join(lab.folder, "real")
    with open(path, "a") as f:
        f.write(EXTRA)
    shutil.move(path, real)
    os.symlink(real, path)
    os.chmod(real, 0o640)
    cert = os.path.join(lab.dir, "hsm1/files/admin/server.pem")
    says(lab, 0, "successfully added", "addServer", "-n", "more", "-c", cert)
    check("ServerName02 = more;" in conf(lab), "not written through the link")
    says(lab, 0, "successfully removed", "deleteServer", "-n", "more")
    check(os.path.islink(path) and EXTRA in conf(lab), "the link or the extra text is gone")
    check(os.stat(real).st_mode & 0o777 == 0o640, "the mode has changed")
    check("par1" in says(lab, 0, "Serial #", "verify"), "verify through a link")
    lost = dict(lab.env, ChrystokiConfigurationPath=lab.folder + "/nowhere")
    check("ChrystokiConfigurationPath" in lab.vtl("verify", env=lost, expect=1) and
          "ChrystokiConfigurationPath" in lab.vtl("listServers", env=lost, expect=1),
          "where the configuration was looked for is not said")


def new_machine(lab):
    """What the man page says of a client machine without a configuration."""
    home, programs = os.path.join(lab.folder, "home"), os.path.join(lab.folder, "programs")
    os.mkdir(home)
    os.mkdir(programs)
    for name in ("ssh", "scp"):
        path = os.path.join(programs, name)
        with open(path, "w") as f:
            f.write("#!/bin/sh\nexec " + shlex.join(
                ["sshpass", "-p", ADMIN, shutil.which(name), *lab.ssh_options()]) + ' "$@"\n')
        os.chmod(path, 0o755)
    env = dict(os.environ, HOME=home, PATH=":".join(
        [programs, os.path.join(lab.programs, "prog/vtl"), os.environ["PATH"]]))
    with open(os.path.join(HERE, "../../prog/vtl/vtl.1.scd")) as f:
        script = f.read().split("```\n")[1].replace("hsm1", lab.host)
    check("\\" not in script, "scdoc takes backslashes away")
    out = run(["sh", "-e", "-c", f"cd {shlex.quote(home)}\n{script}"], None, env)
    check("'client register' successful" in out and "par1" in out.split("====")[-1], out)


def wrong_certificate(lab):
    """The appliance has another certificate than the one we trust."""
    path = os.path.join(lab.client, "cert/server", lab.host + "Cert.pem")
    other = os.path.join(lab.dir, "hsm2/files/admin/server.pem")
    own = os.path.join(lab.dir, "hsm1/files/admin/server.pem")
    check(os.path.exists(path), "no " + path)
    says(lab, 0, "Warning: the certificate was made for another name", "addServer",
         "-n", lab.host, "-c", other)
    out = says(lab, 1, [f"Error: {lab.host}:1792: ", "par1-hsm2"], "verify")
    check("it is none of those that are trusted" in out, out)
    out = lab.lunash("sysconf regenCert -force\n")
    check("Success" in out, out)
    out = says(lab, 0, "successfully added", "addServer", "-n", lab.host, "-c", own)
    check("Warning" not in out, "a new certificate is not for the address: " + out)
    out = lab.vtl("verify", expect=1)  # until NTLS restarts it shows the old one
    check(f"Error: {lab.host}:1792: " in out, out)
    lab.lunash("service restart ntls\n")
    says(lab, 0, "par1-hsm2", "verify")


def pass_on(a, b):
    with contextlib.suppress(OSError):
        while data := a.recv(65536):
            b.sendall(data)
        b.shutdown(socket.SHUT_WR)


def serve(listener, to):
    with contextlib.suppress(OSError):
        while True:
            near, far = listener.accept()[0], socket.create_connection((to, 1792))
            for a, b in ((near, far), (far, near)):
                threading.Thread(target=pass_on, args=(a, b), daemon=True).start()


def in_its_place(lab):
    """Another appliance that is trusted, too, answers at the address of one."""
    own = os.path.join(lab.client, "cert/server", lab.host + "Cert.pem")
    error = f"Error: {lab.host}:1792: its certificate "
    lab.lunette("power", "off", "hsm1")
    with socket.create_server((lab.host, 1792)) as listener:
        thread = threading.Thread(target=serve, args=(listener, lab.net + ".2"), daemon=True)
        thread.start()
        says(lab, 1, [error + "is not the one that 'vtl addServer' was given", "par1-hsm2"],
             "verify")
        os.rename(own, own + ".away")  # then its name decides
        says(lab, 1, [error + "was made for another name", "par1-hsm2"], "verify")
        os.rename(own + ".away", own)
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()
    lab.lunette("power", "on", "hsm1")
    says(lab, 0, ["par1\n", "par1-hsm2"], "verify")


def switched_off(lab):
    lab.lunette("power", "off", "hsm1")
    says(lab, 1, [f"Error: {lab.host}:1792: the appliance cannot be reached", "par1-hsm2"],
         "verify")
    lab.lunette("power", "off", "hsm2")
    says(lab, 1, "Unable to find any Luna SA slots/partitions among registered server.",
         "verify")
    lab.lunette("power", "on", "hsm1")
    lab.lunette("power", "on", "hsm2")
    says(lab, 0, "par1-hsm2", "verify")


def new_certificate(lab):
    out = says(lab, 0, ["Private Key created and written to: ",
                        "Certificate created and written to: "], "createCert", "-n", "client1")
    key = out.split("written to: ")[1].split("\n")[0]
    check(os.stat(key).st_mode & 0o777 == 0o600, "others can read the private key")
    says(lab, 1, "not registered", "verify")


def main():
    with Lab(sys.argv[1], "--hsms", "2", "--backups", "0", "--ready") as lab:
        names(lab)
        options(lab)
        bad_certificates(lab)
        server_list(lab)
        linked(lab)
        new_machine(lab)
        wrong_certificate(lab)
        in_its_place(lab)
        switched_off(lab)
        new_certificate(lab)
    print("certificates, the list of servers, links and sections kept, verify")


main()
