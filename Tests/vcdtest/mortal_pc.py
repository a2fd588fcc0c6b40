"""A station from its package on a real systemd whose vcd dies, again and again, while a visit may go on."""

import secrets
import shutil

from vcdtest.embedded import BIN
from vcdtest.installed import InstalledTest
from vcdtest.mortal import MORTAL, PLANT

FAULT = "/var/lib/vcd/fault"
DROP_IN = "etc/systemd/system/vcd.service.d/mortal.conf"


class MortalPC(InstalledTest):
    """What the witness of another folder drives: see `Witness`."""

    survives = True

    @classmethod
    def setUpClass(cls):
        cls.halves = secrets.token_hex(8), secrets.token_hex(8)
        super().setUpClass()
        # The shell is told by a file, not by an argument: PID 1 would write that to the journal.
        (cls.pc.root / "usr/local/bin/test-client").write_text("#!/bin/sh\n" + PLANT.format(*cls.halves, ""))
        settings = cls.pc.root / "etc/vcd/vcd.toml.d/60-mortal.toml"
        settings.write_text(
            '[client]\nclose_grace = "300ms"\n[visit]\nmax_extension = "10m"\n[drill]\nat_start = false\n'
            '[shutdown]\ndelay = "60s"\n'
        )
        cls.pc.run("systemctl", "reload", "vcd")
        cls.pc.wait_for_state("ready")

    def setUp(self):
        self.vcd = self.main_pid()

    def use_mortal(self):
        """The vcd that can be told when to die, under the shipped unit with all its sandbox."""
        place = self.pc.root / "usr/lib/vcd" / MORTAL
        # One that runs can be taken away, but not written over.
        place.unlink(missing_ok=True)
        shutil.copy(BIN / MORTAL, place)
        drop_in = self.pc.root / DROP_IN
        drop_in.parent.mkdir(exist_ok=True)
        drop_in.write_text(f"[Service]\nExecStart=\nExecStart=/usr/lib/vcd/{MORTAL}\nEnvironment=VCD_FAULT={FAULT}\n")
        self.pc.run("systemctl", "daemon-reload")

    def live(self, fault=None):
        """Restarts vcd, and arms it. A visit goes on."""
        self.pc.run("rm", "-f", FAULT, f"{FAULT}.record")
        if fault:
            self.pc.run("sh", "-c", f"echo {fault} >{FAULT}; chown vcd: {FAULT}")
        self.pc.run("systemctl", "restart", "--no-block", "vcd.service")
        before = self.vcd
        self.pc.wait_until("vcd restarts", lambda: self.main_pid() not in (0, before) or self.is_recorded_dead())
        self.vcd = self.main_pid()

    def record(self):
        path = self.pc.root / f"{FAULT[1:]}.record"
        return [line.split() for line in path.read_text().splitlines()] if path.exists() else []

    def is_recorded_dead(self):
        return any(line[0] == "died" for line in self.record())

    def has_died(self):
        return self.is_recorded_dead() or self.main_pid() not in (0, self.vcd)

    def reborn(self):
        """Until systemd has started the next one by itself."""
        self.pc.wait_until("the next vcd answers", lambda: self.pc.vcctl("status").code == 0)
        self.vcd = self.main_pid()

    @property
    def ledger(self):
        return self.pc.root / "var/lib/vcd/ledger.db"

    def json(self, *words):
        return self.pc.json(*words)

    def in_background(self, *words):
        return self.pc.in_background(*words)

    def answer_of(self, process):
        return self.pc.answer_of(process)

    def log(self):
        return self.pc.log()

    def processes(self):
        pids = self.pc.pids("vcd-visit.service")
        return pids + self.pc.run("pgrep", "-u", "vcd-visitor", check=False).out.split()

    def traces(self):
        """Names and contents in all places of the PC that the visitor could reach, and in the journal; IPC objects."""
        token = "".join(self.halves)
        places = "/run/vcd /tmp /var/tmp /dev/shm /home /var/lib/vcd /var/log /etc/vcd /root"
        found = self.pc.run(
            "sh", "-c", f"grep -rlF --devices=skip {token} {places}; find {places} -name '*{token}*'", check=False
        ).out.split()
        journal = self.pc.journal("-o", "export", "-b")
        found += ["journal"] if token in journal else []
        listing = "cat /proc/sysvipc/shm /proc/sysvipc/sem /proc/sysvipc/msg"
        ipc = self.pc.run("sh", "-c", listing)
        uid = self.pc.run("id", "-u", "vcd-visitor").out.strip()
        return found + [f"IPC: {line}" for line in ipc.out.splitlines() if uid in line.split()]

    def planted(self):
        """Where a running visit's own view holds the token."""
        pid = self.pc.property("vcd-visit.service", "MainPID")
        token = "".join(self.halves)
        held = "/home/visit /tmp /var/tmp /dev/shm"
        return self.pc.run(
            "nsenter", "-t", pid, "-m", "sh", "-c", f"cd /; grep -rlF {token} {held}", check=False
        ).out.split()
