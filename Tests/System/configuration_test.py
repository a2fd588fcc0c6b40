"""What is edited in /etc/vcd reaches all programs at a reload or none; a bad file keeps no station from its work; who calls a
vcd that is down gets an answer, and nothing is carried out for a caller who is gone.

The tests share one container and run in the order of their names.
"""

import time
import unittest

from vcdtest.debian import core
from vcdtest.installed import InstalledTest

BAD = "/etc/vcd/vcd.toml.d/60-bad.toml"


@core
class ConfigurationTest(InstalledTest):
    def write(self, text):
        (self.pc.root / BAD[1:]).write_text(text)

    def mend(self):
        (self.pc.root / BAD[1:]).unlink(missing_ok=True)

    @staticmethod
    def minutes(visit):
        return round((visit["remainingSeconds"] + visit["elapsedSeconds"]) / 60)

    def refused(self):
        return self.pc.status().get("refusedConfiguration") or ""

    def in_force(self):
        return self.pc.run("cat", "/run/vcd/config/in-force.json").out

    def test_1_what_is_edited_and_not_reloaded_reaches_no_program(self):
        self.fresh()
        before = self.in_force()
        self.write('[visit]\nlength = "3m"\n[home]\nsize = "64M"\n')
        visit = self.next()
        self.assertEqual(self.minutes(visit), 10)
        size = int(self.pc.run("findmnt", "-bno", "SIZE", "/run/vcd/memory/home").out)
        self.assertGreater(size, 64 << 20)
        self.pc.must("wipe")
        self.assertEqual(self.in_force(), before)
        self.pc.run("systemctl", "reload", "vcd")
        self.assertNotEqual(self.in_force(), before)
        self.assertEqual(self.minutes(self.next()), 3)
        self.pc.must("wipe")
        self.mend()
        self.pc.run("systemctl", "reload", "vcd")

    def test_2_a_bad_drop_in_is_refused_by_all_and_the_last_good_one_holds(self):
        before = self.in_force()
        self.write("[visit]\nlength = 3\n")
        for verb in ("reload", "restart"):
            done = self.pc.run("systemctl", verb, "vcd", check=False)
            # A reload that changed nothing is no silent one; a restart has a station that works.
            self.assertEqual(done.code, 1 if verb == "reload" else 0)
            self.pc.wait_for_state("ready")
            self.assertIn(f"{BAD}:2: [visit] length", self.refused())
            self.assertEqual(self.in_force(), before)
            visit = self.next()
            self.assertEqual(self.minutes(visit), 10)
            self.pc.must("wipe")
        said = self.pc.vcctl("status").out
        self.assertIn(f"{BAD}:2: [visit] length", said)
        self.assertIn("systemctl reload vcd", said)
        self.assertIn("ditolak", self.pc.vcctl("status", "--lang", "id").out)
        self.assertIn("vcd-config.service", self.pc.run("systemctl", "--failed", "--no-legend").out)
        self.assertIn(BAD, self.pc.run("systemctl", "status", "--no-pager", "vcd-config", check=False).out)

    def test_3_so_it_does_when_the_pc_is_switched_on_with_it(self):
        self.pc.run("systemctl", "reboot", check=False)
        self.pc.wait_until_gone()
        self.pc.boot()
        self.pc.wait_for_state("ready")
        self.assertIn(BAD, self.refused())
        self.assertEqual(self.minutes(self.next()), 10)
        self.pc.must("wipe")

    def test_4_where_none_was_ever_good_the_station_is_blocked_with_the_reason_and_panic_works(self):
        self.pc.run("rm", "/run/vcd/config/in-force.json", "/var/lib/vcd-config/in-force.json")
        self.pc.run("systemctl", "restart", "vcd")
        self.pc.wait_for_state("blocked")
        said = self.pc.vcctl("next")
        print(f"  no configuration in force: exit {said.code}: {said.err.strip()}")
        self.assertEqual(said.code, 74)
        self.assertIn(f"{BAD}:2: [visit] length", said.err)
        self.assertNotIn("nftables", said.err)
        self.assertIn(BAD, self.refused())
        self.assertEqual(self.pc.vcctl("panic", user="officer").code, 0)
        self.assertEqual(self.pc.state(), "locked")
        self.mend()
        self.pc.run("systemctl", "reload", "vcd")
        self.pc.must("unlock", "--reason", "the configuration is mended")
        self.pc.must("wipe")
        self.assertEqual((self.pc.state(), self.refused()), ("ready", ""))
        self.assertEqual(self.pc.run("systemctl", "--failed", "--no-legend").out.strip(), "")

    def test_5_a_vcd_that_cannot_start_is_told_of_in_time(self):
        with self.drop_in("vcd.service", "ExecStart=\nExecStart=/bin/false\nRestartSec=1s"):
            self.pc.run("systemctl", "kill", "--signal", "KILL", "vcd.service", check=False)
            begin = time.monotonic()
            said = self.pc.vcctl("status")
            print(f"  vcd cannot start: after {time.monotonic() - begin:.1f} s, exit {said.code}: {said.err.strip()}")
            self.assertEqual(said.code, 69)
            self.assertIn("vcd is not running", said.err)
            self.assertIn("tidak berjalan", self.pc.vcctl("status", "--lang", "id").err)
            # Its caller is killed while it waits in the queue.
            self.pc.run("timeout", "--signal", "KILL", "3", "vcctl", "panic", check=False)
        self.pc.run("systemctl", "restart", "vcd")
        self.pc.wait_for_state("ready")
        time.sleep(1)
        self.assertEqual(self.pc.state(), "ready", "nobody waits for that panic any more")

    def test_6_a_vcd_that_is_switched_off_says_so_at_once(self):
        self.pc.run("systemctl", "stop", "vcd.socket", "vcd.service")
        said = self.pc.vcctl("status")
        self.assertEqual(said.code, 69)
        self.assertIn("systemctl start vcd", said.err)
        self.pc.run("systemctl", "start", "vcd")
        self.pc.wait_for_state("ready")


del InstalledTest

if __name__ == "__main__":
    unittest.main(verbosity=2)
