"""A container's processes, in cgroups and a process namespace of their own: containers run beside each other, and none
outlives the test that started it, however that ends."""

import os
import pathlib
import signal
import subprocess
import time
import zlib

from vcdtest import programs

# Into each group, then the command.
ENTER = 'while [ "$1" != -- ]; do echo $$ >"$1/cgroup.procs"; shift; done; shift; exec "$@"'
# The kernel kills all of it: with this process, and with the one that waits for it.
DIES_WITH = ["setpriv", "--pdeathsig", "KILL"]
OWN_PROCESSES = ["unshare", "--fork", "--pid", "--mount-proc", "--kill-child"]


class Nspawn:
    """Boots what is in `root`. `init` is its first process, as this machine numbers it, once there is one."""

    def __init__(self, root, name, options, console):
        self.groups = [folder / f"vcd-test-{zlib.crc32(bytes(root)):08x}" for folder in dict.fromkeys(own_groups())]
        remove(self.groups)
        for group in self.groups:
            group.mkdir()
        command = [
            *DIES_WITH, "sh", "-c", ENTER, "sh", *self.groups, "--", *OWN_PROCESSES,
            programs.program("systemd-nspawn"), "-q", "-D", root, f"--machine={name}", "--register=no", "--keep-unit",
            "--console=passive", "--private-network",
            *options, "-b",
        ]
        with open(console, "ab") as output:
            self.process = programs.start(
                command, env=dict(os.environ, SYSTEMD_NSPAWN_UNIFIED_HIERARCHY="1"), stdin=subprocess.DEVNULL,
                stdout=output, stderr=output,
            )
        self.init = None

    def find_init(self):
        """systemd-nspawn's child is the container's first process; as it starts there is a helper of its own name."""
        nspawn = child(self.process.pid, "systemd-nspawn")
        self.init = nspawn and child(nspawn, "systemd")
        return self.init

    def wait_until_gone(self, limit):
        """Until the container has switched itself off."""
        self.process.wait(timeout=limit)
        self.init = None
        remove(self.groups)

    def stop(self):
        """Has it switch itself off, and kills what does not."""
        if self.init and self.process.poll() is None:
            try:
                os.kill(self.init, signal.SIGRTMIN + 4)
                self.process.wait(timeout=40)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                pass
        self.process.kill()
        self.wait_until_gone(limit=10)


def child(pid, name):
    try:
        for number in pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            if pathlib.Path(f"/proc/{number}/comm").read_text().strip() == name:
                return int(number)
    except OSError:
        pass
    return None


def own_groups():
    """This process's cgroups of the hierarchies that systemd uses: two with cgroups v1, else one (cgroups(7))."""
    lines = pathlib.Path("/proc/self/cgroup").read_text().splitlines()
    paths = {kind: path for _, kind, path in (line.split(":", 2) for line in lines)}
    for line in pathlib.Path("/proc/self/mountinfo").read_text().splitlines():
        place, (kind, _, options) = line.split()[4], line.split(" - ")[1].split()
        if kind == "cgroup2":
            yield pathlib.Path(place + paths[""])
        elif kind == "cgroup" and "name=systemd" in options.split(","):
            yield pathlib.Path(place + paths["name=systemd"])


def remove(groups, limit=10):
    """Empty cgroups, or those whose last processes die now."""
    end = time.monotonic() + limit
    for group in groups:
        while group.exists():
            for folder, _, _ in os.walk(group, topdown=False):
                try:
                    os.rmdir(folder)
                except OSError:
                    if time.monotonic() > end:
                        raise
            time.sleep(0.02)
