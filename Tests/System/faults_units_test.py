"""systemd refuses jobs, delays them, or does not get units stopped: the officer is told, and what helps.

The tests share one container and run in the order of their names. They print what they measured.
"""

import time
import unittest

from vcdtest.faults import LONG, FaultTest

SCAN = "vcd-scan-everything.service"


class UnitFaults(FaultTest):
    def test_1_a_masked_unit(self):
        for unit in ("vcd-home.service", SCAN):
            with self.subTest(unit):
                with self.masked(unit):
                    self.expect_blocked(f"{unit} is masked, at rest", f"unmask {unit}")
                self.expect_recovery(unit)

    def test_1_a_visit_unit_that_is_masked(self):
        with self.masked("vcd-visit.service"):
            refused = self.pc.vcctl("next")
            print(f"  vcd-visit.service is masked, at the start: exit {refused.code}: {refused.err.strip()}")
            self.sandboxed_out()
            self.expect_blocked("vcd-visit.service is masked, at rest", "unmask vcd-visit.service")
        self.expect_recovery("vcd-visit.service masked")

    def test_1_masked_in_mid_visit(self):
        for unit in ("vcd-home.service", "vcd-visit.service", "vcd-scan.service"):
            with self.subTest(unit):
                visit = self.next()
                processes = self.pc.pids("vcd-visit.service")
                with self.masked(unit):
                    self.assertEqual(self.pc.pids("vcd-visit.service"), processes, "the call goes on")
                    self.expect_blocked(f"{unit} is masked, in mid-visit", f"unmask {unit}", verb="end")
                self.expect_recovery(unit, visit)

    def test_1_polkit_rule_gone(self):
        rule = self.pc.root / "usr/share/polkit-1/rules.d/50-vcd.rules"
        away = rule.with_name("50-vcd.away")
        visit = self.next()
        processes = self.pc.pids("vcd-visit.service")
        rule.rename(away)
        try:
            # polkitd has read its rules again once it says no.
            self.pc.wait_until("polkit refuses", lambda: self.pc.run(
                "busctl", "call", "org.freedesktop.systemd1", "/org/freedesktop/systemd1",
                "org.freedesktop.systemd1.Manager", "RefUnit", "s", "vcd-scan.service", user="vcd", check=False,
            ).code != 0)
            self.assertEqual(self.pc.status()["visit"]["id"], visit["id"])
            begin = time.monotonic()
            refused = self.pc.vcctl("end")
            took = time.monotonic() - begin
            english, indonesian = self.told()
            print(f"  polkit's rule is gone, in mid-visit: exit {refused.code}\n    told after {took:.2f} s: "
                  f"{english.splitlines()[0]}\n    {indonesian.splitlines()[0]}")
            self.assertEqual(refused.code, 74)
            self.assertIn("polkit", english)
            self.assertIn("may still be running: look at the screen", english)
            self.assertIn("mungkin masih berlangsung", indonesian)
            self.assertEqual(self.pc.pids("vcd-visit.service"), processes, "only what was said is true")
            self.assertEqual(self.pc.vcctl("next").code, 74)
        finally:
            away.rename(rule)
        self.pc.wait_until("polkit allows", lambda: self.pc.vcctl("wipe").code == 0)
        self.expect_recovery("polkit's rule", visit)

    def test_1_polkitd_gone(self):
        with self.masked("polkit.service"):
            self.pc.run("systemctl", "stop", "polkit.service")
            self.expect_blocked("polkitd is gone, at rest", "polkit")
        self.expect_recovery("polkitd")

    def test_1_a_program_that_fails(self):
        for unit in ("vcd-home.service", SCAN):
            for line, what in [("ExecStart=\nExecStart=/etc/hostname", "is no program"),
                               ("ExecStart=\nExecStart=/bin/false", "fails")]:
                with self.subTest(unit=unit, what=what):
                    with self.drop_in(unit, line):
                        self.expect_blocked(f"the program of {unit} {what}", unit)
                    self.expect_recovery(unit)

    def test_1_a_seat_that_fails(self):
        for line, what in [("ExecStart=\nExecStart=/etc/hostname", "is no program"),
                           ("ExecStart=\nExecStart=/bin/false", "fails")]:
            with self.subTest(what):
                with self.drop_in("vcd-visit.service", line):
                    refused = self.pc.vcctl("next")
                    print(f"  the program of vcd-visit.service {what}: exit {refused.code}: {refused.err.strip()}")
                    self.sandboxed_out()
                    self.pc.wait_for_state("ready")
                self.expect_recovery("seat")

    def test_2_slow_but_in_time(self):
        for unit, line in [("vcd-home.service", "ExecStartPre=/bin/sleep 2"),
                           ("vcd-home.service", "ExecStopPost=/bin/sleep 2"),
                           ("vcd-scan.service", "ExecStartPre=/bin/sleep 2"),
                           ("vcd-visit.service", "ExecStopPost=/bin/sleep 2")]:
            with self.subTest(unit=unit, line=line), self.drop_in(unit, line):
                visit = self.next()
                ending = self.pc.in_background("end")
                slowest = 0
                begin = time.monotonic()
                while ending.poll() is None and time.monotonic() - begin < self.pc.patience:
                    asked = time.monotonic()
                    self.pc.status()
                    slowest = max(slowest, time.monotonic() - asked)
                took = time.monotonic() - begin
                self.assertEqual(self.pc.answer_of(ending).code, 0)
                self.expect_clean(visit)
                self.assertGreater(took, 1.9)
                print(f"  {unit} {line}: end took {took:.2f} s, 'vcctl status' meanwhile at most "
                      f"{slowest * 1000:.0f} ms")

    def test_2_beyond_its_limit(self):
        limits = "TimeoutStartSec=2s\nTimeoutStopSec=2s\n"
        for unit, line in [("vcd-home.service", "ExecStartPre=/bin/sleep 100"),
                           (SCAN, "ExecStartPre=/bin/sleep 100")]:
            with self.subTest(unit=unit, line=line):
                with self.drop_in(unit, limits + line):
                    self.expect_blocked(f"{unit} does not start", unit)
                self.expect_recovery(unit)

    def test_2_a_visit_beyond_its_limit(self):
        with self.drop_in("vcd-visit.service", "TimeoutStartSec=2s\nExecStartPre=/bin/sleep 100"):
            begin = time.monotonic()
            refused = self.pc.vcctl("next")
            print(f"  vcd-visit.service does not start: {time.monotonic() - begin:.2f} s, exit {refused.code}: "
                  f"{refused.err.strip()}")
            self.assertEqual(refused.code, 70)
            self.pc.wait_for_state("ready")
        with self.drop_in("vcd-visit.service", "TimeoutStopSec=2s\nExecStopPost=/bin/sleep 100"):
            visit = self.next()
            begin = time.monotonic()
            self.pc.must("end")
            print(f"  vcd-visit.service does not stop: killed and clean after {time.monotonic() - begin:.2f} s")
            self.expect_clean(visit)

    def test_7_a_home_that_does_not_stop(self):
        for line in ("ExecStop=\nExecStop=/bin/sleep 100\nExecStop=/usr/lib/vcd/vcd-helper home-down",
                     "ExecStop=\nExecStop=/bin/sleep 100"):
            with self.subTest(line):
                visit = self.next()
                with self.drop_in("vcd-home.service", "TimeoutStopSec=2s\n" + line):
                    self.expect_blocked("the stop of vcd-home.service hangs", "vcd-home.service", verb="end")
                self.expect_recovery("home", visit)
        with self.drop_in("vcd-home.service", "TimeoutStopSec=2s\nExecStop=/bin/sleep 100"):
            visit = self.next()
            self.pc.must("end")
            self.expect_clean(visit)

    @unittest.skipUnless(LONG, "waits for vcd's own limits, minutes: VCD_LONG=1")
    def test_9_beyond_vcds_own_limits(self):
        limits = "TimeoutStartSec=infinity\nTimeoutStopSec=infinity\n"
        for unit, line in [("vcd-home.service", "ExecStartPre=/bin/sleep 1000"),
                           ("vcd-home.service", "ExecStop=\nExecStop=/bin/sleep 1000"),
                           ("vcd-scan.service", "ExecStartPre=/bin/sleep 1000"),
                           ("vcd-visit.service", "ExecStopPost=/bin/sleep 1000")]:
            with self.subTest(unit=unit, line=line):
                visit = self.next()
                with self.drop_in(unit, limits + line):
                    self.expect_blocked(f"{unit} {line}", unit, verb="end", limit=120)
                self.expect_recovery(unit, visit)


if __name__ == "__main__":
    unittest.main(verbosity=2)
