"""Containers share this machine's kernel, which counts keys and processes by account (keyrings(7), setrlimit(2)): what
a visit of one has would be found by the scan of another. So in each container the visitor has another number."""

import fcntl
import re

from vcdtest import ROOT

FOLDER = ROOT / ".build" / "system" / "visitors"
# Of accounts of the system, but of none that Debian gives out on its own so far up (login.defs(5)).
NUMBERS = range(500, 600)
HELD = []
"""An open file with a lock, until this process ends."""


def separate(root):
    """Gives the root's visitor a number that no other container's has."""
    passwd = root / "etc/passwd"
    text, changed = re.subn(r"(?m)^(vcd-visitor:[^:]*):\d+:", rf"\1:{number()}:", passwd.read_text())
    if changed:
        passwd.write_text(text)


def number():
    if not HELD:
        FOLDER.mkdir(parents=True, exist_ok=True)
        for free in NUMBERS:
            lock = open(FOLDER / str(free), "w")
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                lock.close()
            else:
                HELD.append((free, lock))
                break
    return HELD[0][0]
