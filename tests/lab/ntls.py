#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Who may come in through NTLS, and what both sides say of who may not.

A client that is unknown, not assigned, expired or shows another certificate is
refused before a login could be counted; so is one that resumes a TLS session
after it was deleted or lost its partition. Who says what only gates may say is cut
off. Usage: ntls.py PROGRAMS-FOLDER
"""
import functools
import os
import re
import resource
import shutil
import signal
import socket
import ssl
import struct
import subprocess
import sys
import time

from kit import ADMIN, HSM_SO, OFFICER, Lab, check, run


def other_client(lab, name):
    """A client machine of its own, with its own certificate."""
    folder = os.path.join(lab.folder, name)
    shutil.copytree(lab.client, folder)
    conf = os.path.join(folder, "Chrystoki.conf")
    with open(conf) as f:
        text = f.read().replace(lab.client, folder)
    with open(conf, "w") as f:
        f.write(text)
    env = dict(os.environ, ChrystokiConfigurationPath=folder)
    lab.vtl("createCert", "-n", name, env=env)
    return env, folder


def attempts_left(lab):
    out = lab.lunacm("role", "show", "-name", "co")
    return int(out.split("before lockout:")[1].split()[0])


def refused(lab, env, client_says, server_says):
    seen = lab.log().count(server_says)
    out = lab.vtl("verify", env=env, expect=1)
    check(client_says in out, f"the client is not told '{client_says}': {out}")
    check(lab.log().count(server_says) > seen, f"the appliance does not log '{server_says}'")
    # Nor does a login with a wrong password arrive.
    before = attempts_left(lab)
    lab.tool11("--login", "--pin", "wrong-password", "--list-objects", env=env, expect=1)
    check(attempts_left(lab) == before, "a login of a refused client was counted")


def unknown_and_unassigned(lab):
    env, folder = other_client(lab, "stranger")
    refused(lab, env, "not registered", "its certificate is not registered")
    lab.copy_in(os.path.join(folder, "cert/client/stranger.pem"))
    out = lab.lunash("client register -client stranger -hostname stranger\n")
    check("'client register' successful." in out, out)
    refused(lab, env, "no partition is assigned", "no partition is assigned to it")
    out = lab.lunash("client assignPartition -client stranger -partition par1\n")
    check("successful" in out, out)
    out = lab.lunash(f"hsm login -password {HSM_SO}\npartition create -partition par2 -force\n")
    check(out.count("successful") == 2, out)
    seen = lab.vtl("verify", env=env)
    check("par1" in seen and len(re.findall(r"\b\d{13}\b", seen)) == 1,
          "not what is assigned: " + seen)
    # The same name with another key is another client.
    lab.vtl("createCert", "-n", "stranger", env=env)
    refused(lab, env, "not registered", "its certificate is not registered")


def openssl_client(lab, name, seconds):
    """A self-signed certificate that ends soon (openssl ca takes an end date)."""
    folder = os.path.join(lab.folder, name + "-ca")
    os.mkdir(folder)
    for path, text in (("index.txt", ""), ("serial", "01\n"),
                       ("ca.cnf", "[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\n"
                        "new_certs_dir=.\nserial=serial\ndefault_md=sha256\n"
                        "policy=p\n[p]\ncommonName=supplied\n")):
        with open(os.path.join(folder, path), "w") as f:
            f.write(text)
    until = time.strftime("%Y%m%d%H%M%SZ", time.gmtime(time.time() + seconds))
    for argv in (["req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                  "-nodes", "-keyout", f"{name}Key.pem", "-subj", f"/CN={name}",
                  "-out", "req.pem"],
                 ["ca", "-batch", "-config", "ca.cnf", "-selfsign", "-keyfile",
                  f"{name}Key.pem", "-in", "req.pem", "-out", f"{name}.pem", "-notext",
                  "-enddate", until]):
        subprocess.run(["openssl", *argv], cwd=folder, check=True, capture_output=True)
    return folder


def expired(lab):
    env, machine = other_client(lab, "shortlived")
    made = openssl_client(lab, "shortlived", 8)
    for name in ("shortlived.pem", "shortlivedKey.pem"):
        shutil.copy(os.path.join(made, name), os.path.join(machine, "cert/client", name))
    until = time.time() + 8
    lab.copy_in(os.path.join(made, "shortlived.pem"))
    out = lab.lunash("client register -client shortlived -hostname shortlived\n"
                     "client assignPartition -client shortlived -partition par1\n")
    check(out.count("successful") == 2, out)
    check("par1" in lab.vtl("verify", env=env), "valid, but not seen")
    time.sleep(max(0, until - time.time()) + 1.5)
    refused(lab, env, "expired", "its certificate is expired or not yet valid")


@functools.lru_cache(None)
def context(folder, name):
    """One a client: a session is resumed in the context it was made in."""
    ctx = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    ctx.check_hostname = False
    ctx.load_verify_locations(os.path.join(folder, "cert/server/CAFile.pem"))
    ctx.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN \
        if hasattr(ssl, "VERIFY_X509_PARTIAL_CHAIN") else 0x80000
    ctx.load_cert_chain(os.path.join(folder, f"cert/client/{name}.pem"),
                        os.path.join(folder, f"cert/client/{name}Key.pem"))
    return ctx


def connect(lab, folder, name, session=None):
    raw = socket.create_connection((lab.host, 1792), timeout=10)
    return context(folder, name).wrap_socket(raw, session=session)


def frame(op, flags=0, body=b""):
    return struct.pack(">IHHIIQ", 20 + len(body), op, flags, 0, 0, 1) + body


PING = frame(2)
MAY_NOT = "sent a frame it may not send"


def frames_of_others(lab):
    """What only a gate or the box may say is not passed on, whatever it says."""
    everything = struct.pack(">BBB", 2, 0, 1) + bytes(12)  # link_open: all partitions
    for what in (frame(0x11, body=everything), frame(0x11), frame(0x12), frame(0x10),
                 frame(0x0901), frame(0x0810), frame(0x0A01), frame(0xFFFF), frame(0),
                 frame(2, flags=1), frame(2, flags=2), frame(2, flags=0x8000)):
        seen = lab.log().count(MAY_NOT)
        with connect(lab, lab.client, "client1") as s:
            s.sendall(what + PING)
            try:
                check(s.recv(100) == b"", f"an answer to {what.hex()}")
            except (ssl.SSLError, ConnectionError):
                pass
        check(lab.log().count(MAY_NOT) > seen, f"not logged: {what.hex()}")


def nothing_less(lab):
    """No older TLS, and nobody without a certificate."""
    older, nobody = context.__wrapped__(lab.client, "client1"), ssl.create_default_context()
    older.maximum_version = ssl.TLSVersion.TLSv1_2
    nobody.check_hostname, nobody.verify_mode = False, ssl.CERT_NONE
    for ctx in (older, nobody):
        try:
            with socket.create_connection((lab.host, 1792), timeout=10) as raw:
                check(ends(ctx.wrap_socket(raw)), f"{ctx.maximum_version.name} comes in")
        except (ssl.SSLError, ConnectionError):
            pass


def resumes(lab, folder, session, why):
    seen = lab.log().count(why)
    try:
        with connect(lab, folder, "returning", session) as s:
            check(ends(s), "it comes in, though " + why)
    except (ssl.SSLError, ConnectionError):
        pass
    check(lab.log().count(why) > seen, "the refusal of a resumed session is not logged")


def resumed(lab):
    _, folder = other_client(lab, "returning")
    lab.copy_in(os.path.join(folder, "cert/client/returning.pem"))
    out = lab.lunash("client register -client returning -hostname returning\n"
                     "client assignPartition -client returning -partition par1\n")
    check(out.count("successful") == 2, out)
    with connect(lab, folder, "returning") as s:
        s.sendall(PING)
        check(len(s.recv(100)) == 24, "no answer to a ping")
        session = s.session
    with connect(lab, folder, "returning", session) as s:
        s.sendall(PING)
        check(len(s.recv(100)) == 24, "no answer to a ping of a resumed session")
        check(s.session_reused, "the session was not resumed: this test shows nothing")
        session = s.session
    for command, why in (("revokePartition", "no partition is assigned to it"),
                         ("assignPartition", None)):
        out = lab.lunash(f"client {command} -client returning -partition par1\n")
        check("successful" in out, out)
        if why:
            resumes(lab, folder, session, why)
    with connect(lab, folder, "returning", session) as s:
        s.sendall(PING)
        check(len(s.recv(100)) == 24, "assigned again, and not let in")
        # Deleted while it is connected: cut off at once.
        out = lab.lunash("client delete -client returning -force\n")
        check("'client delete' successful." in out, out)
        check(ends(s), "a deleted client stays connected")
    resumes(lab, folder, session, "its certificate is not registered")


def in_force(lab):
    """'successful' is not said before the gate goes by it."""
    pid = ntls_of(lab)
    for command, stopped in (("revokePartition", True), ("assignPartition", False)):
        if stopped:
            os.kill(pid, signal.SIGSTOP)
        shell = subprocess.Popen(
            ["sshpass", "-p", ADMIN, "ssh", "-p", "2222", *lab.ssh_options(),
             f"admin@{lab.host}", "client", command, "-client", "client1", "-partition",
             "par1"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        try:
            time.sleep(1.5 if stopped else 0)
            check(not stopped or shell.poll() is None, "said before it holds")
        finally:
            os.kill(pid, signal.SIGCONT)
        out = shell.communicate(timeout=30)[0]
        check("successful" in out, out)
        lab.vtl("verify", expect=1 if stopped else 0)


def ntls_of(lab):
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/cmdline") as f:
                line = f.read().split("\0")
        except OSError:
            continue
        if line[0] == "ntls" and lab.host in line:
            return int(pid)
    raise AssertionError("ntls does not run")


def cpu_seconds(pid):
    with open(f"/proc/{pid}/stat") as f:
        fields = f.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def silent(lab):
    """Who connects and says nothing keeps nobody out: neither all of those that
    are let wait, nor all descriptors."""
    crowd = [socket.create_connection((lab.host, 1792)) for _ in range(1200)]
    check("par1" in lab.vtl("verify"), "a crowd keeps others out")
    for s in crowd:
        s.close()
    cycle = [lab.tool, "power", "--dir", lab.dir, "cycle", "hsm1"]
    run(["prlimit", "--nofile=80", *cycle])
    pid = ntls_of(lab)
    check(resource.prlimit(pid, resource.RLIMIT_NOFILE)[0] == 80, "not the limit meant")
    crowd = [socket.create_connection((lab.host, 1792)) for _ in range(200)]
    before = cpu_seconds(pid)
    check("par1" in lab.vtl("verify"), "no descriptor left for a client")
    time.sleep(1)
    check(cpu_seconds(pid) - before < 0.5, "ntls spins on a listener it cannot serve")
    check("no descriptor left" not in lab.log(), "ntls lets in more than it can serve")
    for s in crowd:
        s.close()
    run(cycle)


def a_full_house(lab):
    """800 clients with long names are all listed; the next one is refused."""
    box = os.path.join(lab.dir, "hsm1/box")
    lab.lunette("power", "off", "hsm1")
    with open(os.path.join(box, "clients")) as f:
        lines = f.read().splitlines()
    host, partitions = lines[0].split()[1], lines[0].split()[3]
    of_first = os.path.join(box, "certificates", lines[0].split()[0] + ".pem")
    for i in range(800 - len(lines)):
        name = f"{i:03}" + "n" * 61
        shutil.copy(of_first, os.path.join(box, "certificates", name + ".pem"))
        lines.append(f"{name} {host} name {partitions}")
    with open(os.path.join(box, "clients"), "w") as f:
        f.write("\n".join(lines) + "\n")
    lab.lunette("power", "on", "hsm1")
    folder = other_client(lab, "late")[1]
    lab.copy_in(os.path.join(folder, "cert/client/late.pem"))
    out = lab.lunash(f"client list\nclient show -client {name}\n"
                     "client register -client late -hostname late\n")
    check(out.count("registered client ") == 800 and name in out, "not all are listed: " + out)
    check('Partitions:   "par1"' in out, "one of many is not shown: " + out[-500:])
    check("No more clients can be registered on this appliance" in out, out[-500:])
    out = lab.lunash(f"client delete -client {name} -force\n"
                     "client register -client late -hostname late\n")
    check("'client register' successful." in out, out)
    check("par1" in lab.vtl("verify"), "ntls does not know them all")


def ends(s):
    try:
        s.sendall(PING)
        return s.recv(100) == b""
    except (ssl.SSLError, ConnectionError):
        return True


def main():
    with Lab(sys.argv[1], "--backups", "0", "--ready") as lab:
        unknown_and_unassigned(lab)
        waiting = socket.create_connection((lab.host, 1792), timeout=15)
        nothing_less(lab)
        in_force(lab)
        frames_of_others(lab)
        resumed(lab)
        expired(lab)
        check(waiting.recv(1) == b"" and "no handshake in time" in lab.log(),
              "who says nothing stays for ever")
        silent(lab)
        check("No errors" in lab.tool11("--login", "--pin", OFFICER, "--test"),
              "the good client suffers")
        a_full_house(lab)
    print("unknown, not assigned, another key, resumed after deletion, expired: refused")


main()
