"""A copy of the ledger, made and gone on with by the manual's words, and one that was put back wrongly."""

import stat
import unittest

from vcdtest.debian import core
from vcdtest.installed import InstalledTest

LEDGER = "/var/lib/vcd/ledger.db"


@core
class LedgerTest(InstalledTest):
    def visit(self):
        """A whole one; gives its receipt's digest."""
        self.next()
        return self.pc.must("wipe").last["receipt"]["digest"]

    def owners(self):
        return set(self.pc.run("sh", "-c", "stat -c %U:%G /var/lib/vcd/*").out.split())

    def test_1_a_copy_is_made_beside_a_visit_and_by_root_alone(self):
        self.visit()
        self.next()
        self.pc.run("vcctl", "ledger", "backup", "/root/copy.db")
        self.assertEqual(self.pc.state(), "visiting")
        copy = (self.pc.root / "root/copy.db").stat()
        self.assertEqual((stat.S_IMODE(copy.st_mode), copy.st_uid), (0o600, 0))
        self.assertEqual(self.owners(), {"vcd:vcd"})
        self.pc.must("wipe")
        refused = self.pc.run("vcctl", "ledger", "backup", "/tmp/theirs.db", user="outsider", check=False)
        self.assertEqual(refused.code, 77, refused)

    def test_2_the_station_goes_on_with_it(self):
        newest = self.visit()
        self.pc.run("vcctl", "ledger", "backup", "/root/second.db")
        self.visit()
        # The newest rows are in the log.
        self.pc.run("systemctl", "kill", "--signal", "KILL", "vcd.service")
        for line in (
            "systemctl stop vcd.socket vcd.service",
            f"rm -f {LEDGER}-wal {LEDGER}-shm",
            f"install -o vcd -g vcd -m 600 /root/second.db {LEDGER}",
            "systemctl start vcd.socket vcd.service",
        ):
            self.pc.run("sh", "-c", line)
        self.pc.wait_for_state("ready")
        self.assertEqual(self.pc.vcctl("receipts", "--verify", "--head", newest).code, 0)
        self.visit()
        self.assertEqual(self.pc.vcctl("receipts", "--verify").code, 0)

    def test_3_one_that_stayed_roots_is_refused_by_its_name(self):
        self.fresh()
        self.pc.run("systemctl", "stop", "vcd.socket", "vcd.service")
        self.pc.run("sh", "-c", f"rm -f {LEDGER}-wal {LEDGER}-shm; chown root:root {LEDGER}")
        self.pc.run("systemctl", "start", "vcd.socket", "vcd.service")
        self.pc.wait_for_state("blocked")
        reason = self.pc.status()["blockedReason"]
        self.assertIn(f"{LEDGER} belongs to root and has the mode 600; vcd runs as vcd", reason)
        self.assertIn(f"'chown vcd: {LEDGER}'", self.pc.vcctl("next").err)
        self.pc.run("chown", "vcd:", LEDGER)
        self.pc.must("wipe")
        self.assertEqual(self.pc.state(), "ready")


if __name__ == "__main__":
    unittest.main(verbosity=2)
