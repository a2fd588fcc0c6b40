"""What the tests of an installed package share: a container with it, and four accounts."""

import contextlib
import json
import shutil
import unittest

from vcdtest import HERE, ROOT, programs
from vcdtest.container import ANY_DAY, ANY_DAY_FILE, BASE, Container

CLIENT = "/usr/local/bin/test-client"
PACKAGE = next(iter((ROOT / ".build" / "deb").glob("vcd_*.deb")), None)


class InstalledTest(unittest.TestCase):
    """The tests of a class share one container and run in the order of their names."""

    binds = []
    name = "pc"
    has_own_network = False

    @classmethod
    def setUpClass(cls):
        programs.run([HERE / "make-root", BASE], check=True)
        cls.pc = Container(cls.name, binds=cls.binds, has_own_network=cls.has_own_network)
        cls.addClassCleanup(cls.pc.stop)
        cls.pc.make()
        (cls.pc.root / "vcd.deb").write_bytes(PACKAGE.read_bytes())
        (cls.pc.root / CLIENT[1:]).write_text("#!/bin/sh\nexec sleep 1000\n")
        (cls.pc.root / CLIENT[1:]).chmod(0o755)
        # Before the package is there: where it shares this machine's network, the container can't limit anybody's.
        any_day = cls.pc.root / ANY_DAY_FILE
        any_day.parent.mkdir(parents=True)
        any_day.write_text(ANY_DAY)
        cls.pc.boot()
        cls.pc.run("dpkg", "-i", "/vcd.deb", env={"DEBIAN_FRONTEND": "noninteractive"})
        accounts = {"officer": "vcd-officer", "observer": "vcd-observer", "supervisor": "vcd-supervisor",
                    "outsider": None}
        for name, group in accounts.items():
            cls.pc.run("useradd", "-m", name)
            if group:
                cls.pc.run("usermod", "-aG", group, name)
        cls.configure()

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
