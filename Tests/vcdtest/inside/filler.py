#!/usr/bin/python3
"""In the machine: fills memory with copies of a token, says so, and then sits still, as memory that is swapped does.

Usage: filler NAME HEAP_MIB [FOLDER=MIB ...]. The token is made from the image's seed, NAME and the visit's id: neither
the configuration nor a command line holds it, so each copy that is found was written by this program.
"""

import hashlib
import os
import pathlib
import signal
import sys

MIB = 1 << 20
SEED = pathlib.Path("/etc/test-seed")


def token(seed, name, visit=None):
    return "token-" + hashlib.sha256(f"{seed} {name} {visit}".encode()).hexdigest()[:32]


def block(text):
    """A MiB of it, as bytes and as UTF-16."""
    unit = (text + "\n").encode() + (text + "\n").encode("utf-16-le")
    return (unit * (MIB // len(unit) + 1))[:MIB]


def main(name, heap, *folders):
    visit = os.environ.get("VCD_VISIT")
    filling = block(token(SEED.read_text(), name, visit))
    held = [bytearray(filling) for _ in range(int(heap))]
    for folder, size in (item.split("=") for item in folders):
        with open(pathlib.Path(os.path.expandvars(folder)) / f"filler-{name}", "wb") as file:
            for _ in range(int(size)):
                file.write(filling)
    (pathlib.Path(os.environ["HOME"] if visit else "/run") / f"{name}-filled").touch()
    signal.pause()
    return held


if __name__ == "__main__":
    main(*sys.argv[1:])
