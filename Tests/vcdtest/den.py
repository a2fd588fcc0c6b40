"""Namespaces of a run's own: processes, mounts, IPC, names, and a network with a cable that leads to nobody.

/tmp, /var/tmp and /dev/shm are empty. All that runs there ends with it, and it ends with who started it.
"""

import os

from vcdtest import ROOT, programs
from vcdtest.embedded import BIN
from vcdtest.mortal import EMPTY_TMP

NAMESPACES = ["--mount", "--ipc", "--uts", "--net", "--pid", "--fork", "--kill-child=KILL", "--mount-proc"]
# Without a second card a browser finds no way to make a call. The first process sees off those that are left to it.
FURNISH = """
mount -t tmpfs -o mode=1777 tmpfs /dev/shm
mount -t sysfs sysfs /sys 2>/dev/null || true
ip link set lo up
ip link add call0 type veth peer name call1
ip address add 10.76.0.2/24 dev call0
ip link set call0 up
ip link set call1 up
"$@" &
wait $!
"""


def command(words):
    """The command line that runs another one in a den; None where this machine has none for this account."""
    # Who is not root is root in the den for as long as it is furnished, and itself again for the command.
    is_root = os.geteuid() == 0
    mapped = [] if is_root else ["--user", "--map-root-user"]
    back = [] if is_root else ["unshare", "--user", f"--map-user={os.geteuid()}", f"--map-group={os.getegid()}"]
    return [
        "setpriv", "--pdeathsig", "KILL", "unshare", *mapped, *NAMESPACES,
        "sh", "-ec", EMPTY_TMP, "sh", ROOT, BIN, "--", "sh", "-ec", FURNISH, "sh", *back, *words,
    ]


def command_of_root(words):
    """The command line that runs another one with this machine's network and files. Its processes and its mounts end
    with it."""
    namespaces = ["--mount", "--pid", "--fork", "--kill-child=KILL", "--mount-proc"]
    return ["setpriv", "--pdeathsig", "KILL", "unshare", *namespaces, *words]


def is_to_be_had():
    return programs.run(command(["true"]), capture_output=True).returncode == 0
