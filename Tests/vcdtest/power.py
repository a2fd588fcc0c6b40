"""A station on a virtual machine whose power is cut, with a disk that loses then what it had not been told to keep."""

import dataclasses
import json
import mmap
import secrets
import select
import time

from vcdtest import blocklog, programs
from vcdtest.container import ANY_DAY, ANY_DAY_FILE
from vcdtest.disks import copy
from vcdtest.inside import source
from vcdtest.inside.planter import mark
from vcdtest.machine import MASKED, UNUSED, Machine, copies

PLANTER, FACTS = "/usr/local/bin/planter.py", "/usr/local/bin/facts.py"
# What of the base root neither the station nor its stand-in of a call program needs; a small disk is searched faster.
UNNEEDED = [
    *UNUSED,
    "usr/lib/firefox-esr", "usr/lib/udev/hwdb.d", "usr/lib/udev/hwdb.bin", "usr/lib/x86_64-linux-gnu/dri",
    "usr/lib/x86_64-linux-gnu/gconv", "usr/lib/x86_64-linux-gnu/libLLVM*",
    "usr/lib/x86_64-linux-gnu/libz3.so.4", "usr/share/X11", "usr/share/fonts", "usr/share/i18n", "usr/share/man",
    "usr/share/mime", "var/cache/apt", "var/lib/apt/lists",
]
# What the machine starts without: the less it does, the more cuts an hour has.
IDLE = [*MASKED, "ssh.service", "seatd.service", "systemd-binfmt.service", "proc-sys-fs-binfmt_misc.automount",
        "kmod-static-nodes.service", "systemd-random-seed.service", "systemd-update-utmp.service",
        "systemd-update-utmp-runlevel.service", "systemd-machine-id-commit.service", "systemd-firstboot.service",
        "systemd-repart.service", "systemd-pcrphase.service", "systemd-pcrphase-sysinit.service",
        "systemd-sysusers.service", "sys-kernel-config.mount", "sys-kernel-debug.mount", "sys-kernel-tracing.mount",
        "sys-fs-fuse-connections.mount", "dev-hugepages.mount", "systemd-udev-trigger.service", "getty.target",
        "vcd-wake.service", "vcd-board.service", "vcd-waiting.service",
        "systemd-udevd.service", "systemd-timedated.service", "systemd-udevd-control.socket",
        "systemd-udevd-kernel.socket", "modprobe@configfs.service", "modprobe@fuse.service", "modprobe@drm.service",
        "modprobe@efi_pstore.service", "systemd-user-sessions.service", "systemd-ask-password-wall.path",
        "systemd-ask-password-console.path", "remote-fs.target", "e2scrub_reap.service"]
# Their programs would take half of the machine's time.
CHECKS = ["client", "display", "memory", "disk", "temperature", "camera", "microphone", "loudspeaker", "network",
          "servers", "stun", "clock", "rtc", "power", "units", "privacy"]
CONFIGURATION = (
    f'[client]\nuse = "command"\ncommand = ["/usr/bin/python3", "-I", "-S", "{PLANTER}"]\ndisplay = "none"\n'
    'close_grace = "1s"\n[home]\nsize = "64M"\n[visit]\nlength = "20m"\nwarn_at = []\nmax_extension = "0s"\n'
    f'[shutdown]\ndelay = "0s"\n[drill]\nat_start = false\n[checks]\nrequired = []\noff = {json.dumps(CHECKS)}\n'
)
# All that vcd tells goes to the outside as it happens: what has come out was known, and must still be true afterwards.
WATCH = """[Unit]
Description=The test's ear
After=vcd.socket
[Service]
ExecStart=/bin/sh -c 'until vcctl status --watch --json; do sleep 0.1; done >/dev/vport0p2'
Restart=always
RestartSec=100ms
OOMScoreAdjust=-1000
[Install]
WantedBy=multi-user.target
"""


@dataclasses.dataclass
class Cut:
    """One power cut, and what was found after it. `written` are the bytes since power-on, `lost` those of them
    that never reached the platter."""

    number: int
    phase: str
    mode: str
    state: str = ""
    wait: float = 0.0
    visit: int | None = None
    written: int = 0
    lost: int = 0
    found: dict = dataclasses.field(default_factory=dict)
    ready: float | None = None
    visits: int = 0
    receipts: int = 0
    problems: list = dataclasses.field(default_factory=list)


class PowerMachine(Machine):
    """`disk` is the platter. The machine runs on `live`, a copy that has all it writes, with a log of the writes."""

    def __init__(self, name, kind="cloud"):
        super().__init__(name, kind)
        self.live = self.folder / "live"
        self.log = self.folder / "log"
        self.ports = ["agent", "events"]
        self.seed = secrets.token_hex(16)

    def make(self, *given, **options):
        super().make(*given, **options)
        programs.run(["mkswap", "-q", self.swap], check=True)
        copy(self.disk, self.live)

    def make_station(self):
        self.make(
            [
                (PLANTER[1:], source("planter.py"), 0o755),
                (FACTS[1:], source("facts.py"), 0o755),
                ("etc/test-seed", self.seed, 0o644),
                ("etc/systemd/system/test-watch.service", WATCH, 0o644),
                (ANY_DAY_FILE, ANY_DAY, 0o644),
                ("etc/vcd/vcd.toml.d/50-test.toml", CONFIGURATION, 0o644),
            ],
            disk_mib=1024, swap_mib=256, unused=UNNEEDED, masked=IDLE, enabled=["test-watch.service"],
        )

    def disks(self):
        """Flushes are noted in the log, and not passed on: what they keep is decided after the cut. One thread writes,
        so that the log has no gaps."""
        with open(self.log, "wb"):
            pass
        return [
            "-object", "main-loop,id=main-loop,thread-pool-min=1,thread-pool-max=1",
            "-blockdev", f"driver=file,node-name=live,filename={self.live},cache.no-flush=on",
            "-blockdev", f"driver=file,node-name=log,filename={self.log},cache.no-flush=on",
            "-blockdev", "driver=blklogwrites,node-name=logged,file=live,log=log,log-sector-size=512",
            "-device", "virtio-blk-pci,drive=logged,discard=off,write-zeroes=off",
            "-drive", f"file={self.swap},format=raw,if=virtio,cache=unsafe",
        ]

    def heard(self, seconds):
        """What comes out of the machine within some time, as it comes: the line's name, and what it says."""
        end = time.monotonic() + seconds
        lines = {self.lines[name].ours: name for name in self.ports}
        while True:
            for name in self.ports:
                line = self.lines[name]
                while b"\n" in line.pending:
                    text, line.pending = line.pending.split(b"\n", 1)
                    yield name, json.loads(text)
            left = end - time.monotonic()
            if left <= 0:
                return
            for readable in select.select(list(lines), [], [], left)[0]:
                chunk = readable.recv(65536)
                if not chunk:
                    # It has switched itself off.
                    return
                self.lines[lines[readable]].pending += chunk

    def last_words(self):
        """What the machine that does not come to ready says of itself, as far as it still answers."""
        said = ["its console: " + self.console.read_text(errors="replace")[-1500:]]
        if self.process.poll() is None:
            said.append(f"it {self.monitor('query-status')['status']}; its processors: " + ", ".join(
                line for line in self.monitor("human-monitor-command", **{"command-line": "info registers -a"}).splitlines()
                if "RIP" in line))
            for command in (["vcctl", "status", "--json"], ["systemctl", "list-jobs", "--no-pager"],
                            ["systemctl", "--failed", "--no-pager"],
                            ["journalctl", "--no-pager", "-o", "short-monotonic", "-n", "60"]):
                self.send(*command, timeout=30)
                reply = next((reply for name, reply in self.heard(40)
                              if name == "agent" and reply["id"] == self.requests), None)
                said.append(f"{command[:2]}: " + (reply["out"][-6000:] + reply["err"][-300:] if reply else "no answer"))
        return "\n".join(said)

    def pull_the_plug(self):
        """Cuts the power; gives what had come out of the machine until then."""
        self.process.kill()
        self.process.wait()
        said = list(self.heard(5))
        self.stop()
        return said

    def settle(self, cut, chance):
        """After a cut: decides what of the writes is on the platter, and looks for traces on it, in all that was ever
        written, and on swap."""
        writes = list(blocklog.read(self.log))
        cut.written = sum(len(write.data) for write in writes)
        cut.lost = cut.written - blocklog.apply(blocklog.survivors(writes, cut.mode, chance), self.disk)
        blocklog.restore(writes, self.disk, self.live)
        cut.found = {name: copies(mark(self.seed), getattr(self, name)) for name in ("disk", "log", "swap")}

    def where(self, cut):
        """What stands around the traces that were found, for whoever has to find out how they came there."""
        needles = [mark(self.seed).encode(), mark(self.seed).encode("utf-16-le")]
        for name in (name for name, number in cut.found.items() if number):
            with open(getattr(self, name), "rb") as file:
                with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
                    at = max(data.find(needle) for needle in needles)
                    yield f"{name} at {at}: {data[max(0, at - 80):at + 120]!r}"
