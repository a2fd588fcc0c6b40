#!/usr/bin/python3
"""Leaves in each folder that it is given what is hard to remove, and stays."""

import os
import socket
import sys
import time


def tangle(folder):
    os.chdir(folder)
    for name in (b"\xff\xfe \n", b"a" * 255, "déjà vu".encode(), b".hidden", b"-rf", b"..."):
        with open(name, "wb") as file:
            file.write(b"letter" * 1000)
    os.link(b"-rf", "linked")
    os.symlink("/etc/passwd", "to-a-file")
    os.symlink("/root", "to-a-folder")
    os.symlink("x" * 4000, "long")
    os.mkfifo("fifo")
    keep = socket.socket(socket.AF_UNIX)
    keep.bind("socket")
    os.mkdir("sticky", 0o777)
    os.chmod("sticky", 0o1777)
    open("sticky/file", "w").close()
    for mode, name in ((0o000, "closed"), (0o500, "fixed")):
        os.makedirs(f"{name}/inner/more")
        open(f"{name}/inner/file", "w").close()
        os.chmod(f"{name}/inner", mode)
        os.chmod(name, mode)
    os.chmod("linked", 0)
    # Deeper than any path is long, and than a process may have files open.
    for _ in range(3000):
        os.mkdir("deep")
        os.chdir("deep")
    open("bottom", "w").close()
    os.chdir(folder)
    for number in range(2000):
        os.mkdir(f"wide{number}")
    for name in ("user.letter", "system.posix_acl_default"):
        value = b"letter" * 100 if name == "user.letter" else bytes.fromhex(
            "02000000" "01000700ffffffff" "0200070078563412" "04000700ffffffff" "10000700ffffffff" "20000000ffffffff")
        try:
            os.setxattr(folder, name, value)
        except OSError as error:
            print(folder, name, error)


for place in sys.argv[1:]:
    tangle(place)
open("/home/visit/tangled", "w").close()
time.sleep(1000)
