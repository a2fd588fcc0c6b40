"""What the tests of an installed package share: a container with it, and four accounts."""

import contextlib
import json
import shutil
import unittest

from vcdtest.container import ANY_DAY, ANY_DAY_FILE, Container
from vcdtest.roots import installed

CLIENT = "/usr/local/bin/test-client"


class InstalledTest(unittest.TestCase):
    """The tests of a class share one container and run in the order of their names."""

    base = staticmethod(installed)
    binds = []
    has_link = True

    @classmethod
    def setUpClass(cls):
        cls.pc = Container(cls.__name__, binds=cls.binds, has_link=cls.has_link)
        cls.addClassCleanup(cls.pc.stop)
        cls.pc.make(cls.base())
        cls.prepare()
        cls.pc.boot()
        cls.configure()

    @classmethod
    def prepare(cls):
        """Places what is there before the PC is switched on."""
        (cls.pc.root / CLIENT[1:]).write_text("#!/bin/sh\nexec sleep 1000\n")
        (cls.pc.root / CLIENT[1:]).chmod(0o755)
        cls.place_any_day()

    @classmethod
    def place_any_day(cls):
        any_day = cls.pc.root / ANY_DAY_FILE
        any_day.parent.mkdir(parents=True, exist_ok=True)
        any_day.write_text(ANY_DAY)

    @classmethod
    def configure(cls, client=None, length="10m", extra="", hold="5m", day="", grace="2s"):
        """Lays a drop-in over the shipped configuration, and has vcd take it over. `extra` goes on in [client], `day` in
        [shutdown]."""
        command, display = client or ([CLIENT], "none")
        text = (
            f'[client]\nuse = "command"\ncommand = {json.dumps(command)}\ndisplay = "{display}"\nclose_grace = "{grace}"\n{extra}'
            f'[visit]\nlength = "{length}"\nwarn_at = []\nmax_extension = "0s"\nmax_hold = "{hold}"\n'
            f'[shutdown]\ndelay = "0s"\n{day}'
        )
        (cls.pc.root / ANY_DAY_FILE).with_name("50-test.toml").write_text(text)
        cls.pc.run("systemctl", "reload", "vcd")

    def fresh(self):
        self.pc.run("rm", "-f", "/var/tmp/planted")
        # One that has only just been started is busy for a moment.
        self.pc.wait_until("the station has begun", lambda: self.pc.state() not in (None, "starting"))
        self.pc.must("wipe")
        self.assertEqual(self.pc.state(), "ready")

    def next(self):
        self.fresh()
        return self.pc.must("next").last["visit"]

    def main_pid(self):
        return int(self.pc.property("vcd.service", "MainPID"))

    def wait_for_restart(self, before):
        self.pc.wait_until("vcd restarts", lambda: self.main_pid() not in (0, before))

    def wait_for_delay_lock(self):
        """Until vcd keeps the PC from going off in mid-wipe, again."""
        self.pc.wait_until(
            "the delay lock is taken", lambda: "vcd" in self.pc.run("systemd-inhibit", "--list", "--no-pager").out
        )

    def expect_adopted(self, visit, processes):
        def adopted():
            status = self.pc.status()
            return status.get("state") == "visiting" and status["visit"]

        now = self.pc.wait_until("the visit is adopted", adopted)
        self.assertEqual(now["id"], visit["id"])
        self.assertLessEqual(abs(now["remainingSeconds"] + now["elapsedSeconds"] - 600), 1)
        self.assertEqual(now["startedAt"], visit["startedAt"])
        self.assertEqual(self.pc.pids("vcd-visit.service"), processes)

    def expect_ready_with_clean_receipt(self, visit):
        self.pc.wait_for_state("ready")
        receipt = self.pc.must("receipts").last["receipts"][0]
        self.assertEqual((receipt["visit"], receipt["clean"]), (visit["id"], True))

    def searched(self):
        """What vcd-search.service finds by now."""
        self.pc.run("systemctl", "restart", "vcd-search.service")
        hits = json.loads(self.pc.run("cat", "/run/vcd/results/search.json").out)["hits"]
        return sorted({(hit.get("place"), hit["at"]) for hit in hits}, key=str)

    @contextlib.contextmanager
    def drop_in(self, unit, line):
        folder = self.pc.root / f"etc/systemd/system/{unit}.d"
        folder.mkdir(exist_ok=True)
        (folder / "test.conf").write_text(f"[Service]\n{line}\n")
        self.pc.run("systemctl", "daemon-reload")
        try:
            yield
        finally:
            shutil.rmtree(folder)
            self.pc.run("systemctl", "daemon-reload")
