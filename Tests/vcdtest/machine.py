"""A whole virtual machine with a station on it: its own kernel, memory, disk and swap. No KVM is needed."""

import json
import os
import shutil
import socket
import subprocess
import time

from vcdtest import programs
from vcdtest.debian import DEBIAN
from vcdtest.disks import MIB, WORK, make_disk, mounted
from vcdtest.inside import source
from vcdtest.kernels import kernel
from vcdtest.pc import PC, Result
from vcdtest.roots import in_root

# The root's call program and its like: no test here runs them, and without them the disk is made in half the time.
UNUSED = ["usr/lib/chromium", "usr/share/icons", "usr/share/locale", "usr/share/doc"]
MASKED = [
    "apt-daily.timer", "apt-daily-upgrade.timer", "dpkg-db-backup.timer", "e2scrub_all.timer", "fstrim.timer",
    "e2scrub_reap.service", "systemd-pstore.service", "getty@tty1.service", "serial-getty@ttyS0.service",
    "systemd-hwdb-update.service", "systemd-journal-catalog-update.service",
]
AGENT = """[Unit]
Description=The test's way in
[Service]
ExecStart=/usr/bin/python3 -I -S /usr/local/bin/agent.py /dev/vport0p1
OOMScoreAdjust=-1000
[Install]
WantedBy=multi-user.target
"""


class Line:
    """JSON objects, one a line, over a socket whose other end is QEMU's."""

    def __init__(self):
        self.ours, self.theirs = socket.socketpair()
        self.pending = b""

    def send(self, value):
        self.ours.sendall(json.dumps(value).encode() + b"\n")

    def receive(self, limit):
        end = time.monotonic() + limit
        while b"\n" not in self.pending:
            self.ours.settimeout(max(0.01, end - time.monotonic()))
            chunk = self.ours.recv(65536)
            if not chunk:
                raise ConnectionError("the machine has hung up")
            self.pending += chunk
        line, self.pending = self.pending.split(b"\n", 1)
        return json.loads(line)

    def close(self):
        self.ours.close()
        self.theirs.close()


class Machine(PC):
    """`make` its disks, `boot` it, `run` commands in it, `cut` its power. `stop` leaves no process, however it went."""

    patience = 240
    pause = 0.2

    def __init__(self, name, kind="cloud"):
        """`kind`: its kernel's."""
        self.folder = WORK / f"{name}-{DEBIAN}"
        self.kernel = kernel(kind)
        self.disk = self.folder / "disk"
        self.swap = self.folder / "swap"
        self.console = self.folder / "console"
        self.process = None
        self.lines = {}
        self.requests = 0
        # The machine's virtio ports, /dev/vport0p1 first.
        self.ports = ["agent"]

    def make(self, files, disk_mib=2048, swap_mib=1024, unused=UNUSED, masked=MASKED, enabled=()):
        """A root disk with the package installed, and an empty disk for swap. `files`: place on it, text, mode. What is
        `unused` is left out, units that are `masked` don't start, those that are `enabled` do."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        make_disk(self.disk, disk_mib, unused)
        agent = source("agent.py")
        unit = "etc/systemd/system/test-agent.service"
        with mounted(self.disk) as root:
            for place, text, mode in [("usr/local/bin/agent.py", agent, 0o755), (unit, AGENT, 0o644), *files]:
                (root / place).parent.mkdir(parents=True, exist_ok=True)
                (root / place).write_text(text)
                (root / place).chmod(mode)
            in_root(root, "systemctl", "enable", "test-agent.service", *enabled)
            in_root(root, "systemctl", "mask", *masked)
            # With a machine id it isn't a first boot, whose presets would be carried out on top.
            in_root(root, "systemd-machine-id-setup")
        with open(self.swap, "wb") as swap:
            swap.truncate(swap_mib * MIB)

    def disks(self):
        """QEMU's words for /dev/vda and /dev/vdb."""
        return ["-drive", f"file={self.disk},format=raw,if=virtio", "-drive", f"file={self.swap},format=raw,if=virtio"]

    def power_on(self, memory_mib=768, parameters="", hardware=()):
        """Starts it and waits for nothing but QEMU itself. `hardware`: QEMU's words for more of it."""
        self.stop()
        self.lines = {name: Line() for name in ["monitor", *self.ports]}
        ends = {name: line.theirs.fileno() for name, line in self.lines.items()}
        command = [
            # If the test is killed, the machine goes with it.
            "setpriv", "--pdeathsig", "KILL",
            programs.program("qemu-system-x86_64"), "-accel", "tcg,thread=multi", "-smp", "2", "-m", str(memory_mib),
            "-nodefaults", "-display", "none", "-no-reboot", "-serial", f"file:{self.console}",
            "-kernel", self.kernel / "vmlinuz", "-initrd", self.kernel / "initrd.gz",
            "-append", f"console=ttyS0 panic=-1 quiet {parameters}",
            # First, for its number is in the names of the ports.
            "-device", "virtio-serial",
            *self.disks(),
            "-mon", "chardev=monitor,mode=control", *hardware,
        ]
        for name, end in ends.items():
            command += ["-chardev", f"socket,id={name},fd={end}"]
        for name in self.ports:
            command += ["-device", f"virtserialport,chardev={name}"]
        with open(self.folder / "qemu.log", "ab") as log:
            self.process = programs.start(
                command, pass_fds=ends.values(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=log,
            )
        for line in self.lines.values():
            line.theirs.close()
        self.lines["monitor"].receive(30)
        self.monitor("qmp_capabilities")

    def boot(self, memory_mib=768, parameters="", limit=300, hardware=()):
        """Until systemd has come up; gives the seconds that it took."""
        begin = time.monotonic()
        try:
            self.power_on(memory_mib, parameters, hardware)
            self.run("systemctl", "is-system-running", "--wait", check=False, timeout=limit)
        except (OSError, AssertionError) as error:
            raise RuntimeError(f"the machine did not come up ({error}); see {self.console}") from error
        return time.monotonic() - begin

    def monitor(self, command, limit=120, **arguments):
        """Asks QEMU itself (QMP)."""
        line = self.lines["monitor"]
        line.send({"execute": command, "arguments": arguments})
        while True:
            reply = line.receive(limit)
            if "error" in reply:
                raise AssertionError(f"{command}: {reply['error']}")
            if "return" in reply:
                return reply["return"]

    def send(self, *command, user=None, timeout=900, input=None, env=None):
        """Has a command begin in the machine, as root or as another account; the agent's line brings the reply. Nothing
        of a visit's content may be in it: its memory is an ordinary process's, which is swapped."""
        variables = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "HOME": "/root", **(env or {})}
        words = ["env", "-i"] + [f"{name}={value}" for name, value in variables.items()]
        if user:
            words += ["setpriv", "--reuid", user, "--regid", user, "--init-groups"]
        words += [str(part) for part in command]
        self.requests += 1
        self.lines["agent"].send({"id": self.requests, "command": words, "input": input, "timeout": timeout})

    def run(self, *command, check=True, timeout=900, **options):
        """Runs a command in the machine and waits for it."""
        self.send(*command, timeout=timeout, **options)
        reply = {"id": None}
        while reply["id"] != self.requests:
            # The agent keeps to the time limit; the rest is for a machine that is busy swapping.
            reply = self.lines["agent"].receive(timeout + 60)
        result = Result(reply["code"], reply["out"], reply["err"])
        if check and result.code != 0:
            raise AssertionError(f"{command}: {result!r}")
        return result

    def log(self):
        return self.run("journalctl", "--no-pager", "-u", "vcd", "-n", "40", check=False).out

    def property(self, unit, name):
        return self.run("systemctl", "show", "--value", "-p", name, unit).out.strip()

    def swap_on(self):
        self.run("mkswap", "/dev/vdb")
        self.run("swapon", "/dev/vdb")

    def figures(self, place, *names):
        """Numbers of a file such as /proc/meminfo, by name; kB become MiB."""
        rows = [line.replace(":", " ").split() for line in self.run("cat", place).out.splitlines()]
        table = {row[0]: int(row[1]) // (1024 if row[2:] == ["kB"] else 1) for row in rows if len(row) > 1
                 and row[1].isdigit()}
        return [table[name] for name in names]

    def dump(self):
        """Its whole memory, as a file."""
        place = self.folder / "memory"
        place.unlink(missing_ok=True)
        self.monitor("dump-guest-memory", limit=300, paging=False, protocol=f"file:{place}")
        return place

    def wait_until_gone(self):
        """Until the machine has switched itself off; gives QEMU's word for why."""
        event = {}
        while event.get("event") != "SHUTDOWN":
            event = self.lines["monitor"].receive(self.patience)
        self.process.wait(timeout=self.patience)
        self.stop()
        return event["data"]["reason"]

    def cut(self):
        """Pulls the plug: nothing in the machine gets to know."""
        self.process.kill()
        self.stop()

    def stop(self):
        for line in self.lines.values():
            line.close()
        self.lines = {}
        if self.process is not None:
            if self.process.poll() is None:
                self.process.kill()
            self.process.wait()
        self.process = None

    def remove(self):
        """The disks are large; console and QEMU's log stay."""
        self.stop()
        for place in (self.disk, self.swap, self.folder / "memory"):
            place.unlink(missing_ok=True)


def copies(token, place):
    """How often a file holds a token: a text as bytes and as UTF-16, bytes as they are. Holes are not read."""
    needles = [token] if isinstance(token, bytes) else [token.encode(), token.encode("utf-16-le")]
    overlap = len(needles[-1]) - 1
    found = 0
    with open(place, "rb", buffering=0) as file:
        end = os.fstat(file.fileno()).st_size
        at = 0
        while at < end:
            try:
                at = os.lseek(file.fileno(), at, os.SEEK_DATA)
            except OSError:
                break
            hole = os.lseek(file.fileno(), at, os.SEEK_HOLE)
            tail = b""
            while at < hole:
                chunk = os.pread(file.fileno(), min(16 * MIB, hole - at), at)
                if not chunk:
                    return found
                at += len(chunk)
                for needle in needles:
                    # Of the chunk before only what is too short to have been counted there.
                    found += (tail[-(len(needle) - 1):] + chunk).count(needle)
                tail = (tail + chunk)[-overlap:]
    return found
