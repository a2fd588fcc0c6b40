#!/usr/bin/python3
"""Keeps something of a visit, in one of the ways there are, and stays until it is killed. Once it holds, it says so.

  namespace          as an account without rights: a copy of the PC's mounts, kept by a descriptor alone
  copy               the same with a process in it, and a memory of the same name beside it
  outside            as any account: the home's mount, from its outside
  unlinked FILE...   each written, without a name by now, and open
  mapped FILE        the same, mapped and closed
  sent FILE          the same, under way in a socket
  nameless UID       a memory file that the account UID has made
"""

import mmap
import os
import socket
import subprocess
import sys
import time

LETTER = b"a letter of the last visit "


def made(path):
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    os.write(file, LETTER * 1000)
    os.unlink(path)
    return file


way, *words = sys.argv[1:]
kept = []
if way in ("namespace", "copy"):
    script = "mkdir -p /tmp/mine; mount -t tmpfs vcd-home /tmp/mine && echo in; exec sleep 1000"
    child = subprocess.Popen(["unshare", "-Urm", "--propagation", "private", "sh", "-c", script], stdout=subprocess.PIPE)
    child.stdout.readline()
    if way == "namespace":
        kept.append(os.open(f"/proc/{child.pid}/ns/mnt", os.O_RDONLY))
        child.kill()
        child.wait()
elif way == "outside":
    kept.append(os.open("/run/vcd/home", os.O_PATH))
elif way == "unlinked":
    kept += [made(path) for path in words]
elif way == "mapped":
    file = made(words[0])
    kept.append(mmap.mmap(file, 4096, mmap.MAP_SHARED, mmap.PROT_READ))
    os.close(file)
elif way == "sent":
    kept += socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
    file = made(words[0])
    socket.send_fds(kept[0], [b"x"], [file])
    os.close(file)
elif way == "nameless":
    os.seteuid(int(words[0]))
    kept.append(os.memfd_create("kept"))
    os.write(kept[0], LETTER)
    os.seteuid(0)
os.chdir("/")
print("holds", flush=True)
time.sleep(1000)
