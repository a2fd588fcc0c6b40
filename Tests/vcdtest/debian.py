"""Which Debian the tests of the package run on: 12, or what VCD_DEBIAN says."""

import os

RELEASES = {12: "bookworm", 13: "trixie"}
DEBIAN = int(os.environ.get("VCD_DEBIAN", "12"))
if DEBIAN not in RELEASES:
    raise SystemExit(f"VCD_DEBIAN={DEBIAN}: there are {', '.join(map(str, RELEASES))}")


def core(test):
    """Marks a test, or all of a class, that is run on every Debian each time; the others on 12 alone, and on all by
    'make test-all'."""
    test.is_core = True
    return test
