"""A station on the embedded host whose vcd dies, again and again, with traces that a search from outside would find."""

import json
import os
import secrets
import signal
from pathlib import Path

from vcdtest import embedded

MORTAL = "vcd-mortal"
"""The vcd that can be told at which effect to die: what is shipped, and that."""

# A token's halves: neither the configuration nor an argument holds it whole.
PLANT = """{2}
token={0}''{1}
for place in "$HOME" /tmp /var/tmp /dev/shm; do echo $token >$place/$token; done
ipcmk -M 4096 -Q >/dev/null
sleep 1000 & wait
"""
# Of what is in /tmp only the folders that are named, up to "--", stay there for the command.
EMPTY_TMP = """set -e
mount -t tmpfs -o mode=1777 tmpfs /var/tmp
while [ "$1" != -- ]; do
    case $1 in
    /tmp/*) mkdir -p "/var/tmp/${1#/tmp/}" && mount --bind "$1" "/var/tmp/${1#/tmp/}" ;;
    esac
    shift
done
shift
mount --rbind /var/tmp /tmp
mount -t tmpfs -o mode=1777 tmpfs /var/tmp
exec "$@"
"""
EMPTY_SHM = 'mount -t tmpfs -o mode=1777 tmpfs /dev/shm; echo made; exec sleep 100000'


class MortalStation(embedded.StationTest):
    """Its /tmp, /var/tmp, /dev/shm and IPC are its own where that can be had, so that another test's are not found."""

    survives = False

    def setUp(self):
        super().setUp()
        self.halves = secrets.token_hex(8), secrets.token_hex(8)
        self.fault = self.folder / "fault"
        self.place = Path("/")
        if os.geteuid() == 0:
            self.make_den()

    def make_den(self):
        folders = [self.folder, self.programs]
        den = self.start_command(
            "unshare", "--mount", "--ipc", "sh", "-c", EMPTY_TMP, "sh", *folders, "--", "sh", "-c", EMPTY_SHM,
        )
        self.assertEqual(den.stdout.readline(), "made\n")
        self.place = Path(f"/proc/{den.pid}/root")
        self.around = ["nsenter", f"--target={den.pid}", "--mount", "--ipc", f"--wdns={self.folder}"]

    def be_mortal(self, client="", rest="", grace="300ms"):
        """Configures a client that plants, and little patience with it."""
        self.configure(
            command=self.script(PLANT.format(*self.halves, client)),
            rest='max_extension = "1h"\n[drill]\nat_start = false\n' + (rest or '[shutdown]\ndelay = "30s"\n'),
            length="10m",
        )
        self.config.write_text(self.config.read_text().replace('close_grace = "1s"', f'close_grace = "{grace}"'))

    def live(self, fault=None):
        """Starts a vcd, and arms it."""
        if fault:
            self.fault.write_text(fault)
        self.fault.with_suffix(".record").unlink(missing_ok=True)
        self.vcd = self.start(wait=False, VCD_FAULT=str(self.fault))

    def has_died(self):
        return self.vcd.poll() is not None

    def reap(self):
        """The dead one's exit, and its files of the log."""
        self.started.remove(self.vcd)
        return self.vcd.wait(timeout=self.patience)

    def leave(self):
        """Ends vcd as the service manager would."""
        self.vcd.send_signal(signal.SIGTERM)
        self.assertEqual(self.reap(), 0, self.log())

    @property
    def ledger(self):
        return self.root / "ledger.db"

    def processes(self):
        return self.visit_processes()

    @property
    def token(self):
        return "".join(self.halves).encode()

    def traces(self):
        """Names and contents that hold the token, and IPC objects."""
        found = []
        for folder in ("tmp", "var/tmp", "dev/shm"):
            found += self.search(self.place / folder)
        found += [str(path) for path in self.folder.glob("vcd*.log") if self.token in path.read_bytes()]
        ipc = "cat /proc/sysvipc/shm /proc/sysvipc/sem /proc/sysvipc/msg | grep -v perms"
        if self.around:
            listed = self.run(*self.around, "sh", "-c", ipc, check=False)
            found += [f"IPC: {line}" for line in listed.out.splitlines()]
        return found

    def search(self, top):
        found = []
        own = f"{self.place}{self.programs}".replace("//", "/")
        for folder, folders, files in os.walk(top):
            folders[:] = [name for name in folders if f"{folder}/{name}" != own]
            for path in [Path(folder, name) for name in files]:
                try:
                    if self.token in os.fsencode(path) or path.is_file() and self.token in path.read_bytes():
                        found.append(str(path))
                except OSError:
                    # It went while it was looked at.
                    pass
        return found

    def account(self):
        return f"effects that were begun: {self.record()}\n{super().account()}"

    def record(self):
        """The effects that this vcd began, and its death; lists of words."""
        path = self.fault.with_suffix(".record")
        return [line.split() for line in path.read_text().splitlines()] if path.exists() else []

    def planted(self):
        """Where a running visit's own view holds the token."""
        found = set()
        for process in self.visit_processes():
            for folder in ("tmp", "var/tmp", "dev/shm"):
                if self.search(Path(f"/proc/{process}/root/{folder}")):
                    found.add(folder)
        return found


def note(path, **facts):
    """A line for the record of a long run, kept also when it is broken off."""
    with open(path, "a") as file:
        file.write(json.dumps(facts) + "\n")
