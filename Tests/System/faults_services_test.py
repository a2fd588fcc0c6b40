"""The services that vcd leans on go away, hang and come back: D-Bus, logind, polkit, the journal.

The tests share one container and run in the order of their names. They print what they measured.
"""

import contextlib
import time
import unittest

from vcdtest.faults import LONG, FaultTest


class ServiceFaults(FaultTest):
    @contextlib.contextmanager
    def without_bus(self):
        """D-Bus is gone and nobody gets it back."""
        self.pc.run("systemctl", "mask", "--runtime", "dbus.service")
        try:
            self.pc.run("systemctl", "kill", "--kill-whom", "main", "--signal", "KILL", "dbus.service")
            yield
        finally:
            self.pc.run("systemctl", "unmask", "--runtime", "dbus.service")
            self.pc.wait_until("D-Bus is back", self.bring_back_bus)

    def bring_back_bus(self):
        self.pc.run("systemctl", "reset-failed", "dbus.socket", "dbus.service", check=False)
        return self.pc.run("systemctl", "start", "dbus.socket", "dbus.service", check=False).code == 0

    @contextlib.contextmanager
    def hung(self, unit):
        """The service is there and does not answer."""
        pid = self.pc.property(unit, "MainPID")
        self.pc.run("kill", "-STOP", pid)
        try:
            yield
        finally:
            self.pc.run("kill", "-CONT", pid, check=False)

    def status_answers(self):
        begin = time.monotonic()
        status = self.pc.status()
        took = time.monotonic() - begin
        # Who waits for a service that does not answer waits for 25 s.
        self.assertLess(took, 15)
        return status

    def test_3_bus_gone_at_rest(self):
        with self.without_bus():
            self.assertEqual(self.status_answers()["state"], "ready")
            self.expect_blocked("D-Bus is gone, at rest", "D-Bus", limit=40)
        self.expect_recovery("D-Bus")

    @unittest.skipUnless(LONG, "waits 20 s: VCD_LONG=1")
    def test_3_bus_gone_at_the_start_of_a_visit(self):
        with self.without_bus():
            begin = time.monotonic()
            refused = self.pc.vcctl("next")
            print(f"  D-Bus is gone, at the start: {time.monotonic() - begin:.2f} s, exit {refused.code}: "
                  f"{refused.err.strip()}")
            self.assertIn(refused.code, (70, 74))
            self.assertIn("D-Bus", refused.err)
            self.sandboxed_out()
        self.expect_recovery("D-Bus")

    def test_3_bus_gone_in_mid_visit(self):
        visit = self.next()
        processes = self.pc.pids("vcd-visit.service")
        with self.without_bus():
            time.sleep(2)
            self.assertEqual(self.status_answers()["visit"]["id"], visit["id"])
            self.assertEqual(self.pc.pids("vcd-visit.service"), processes, "the call goes on")
        self.assertEqual(self.status_answers()["visit"]["id"], visit["id"])
        self.pc.must("end")
        self.expect_clean(visit)

    def test_3_bus_gone_as_the_visit_is_to_end(self):
        """The time is up and nobody can be asked to end the call: the officer is told that it may still run, and it
        ends as soon as the bus is there again."""
        self.configure(length="2s", hold="0s")
        visit = self.next()
        processes = self.pc.pids("vcd-visit.service")
        with self.without_bus():
            begin = time.monotonic()
            self.pc.wait_for_state("blocked")
            took = time.monotonic() - begin
            self.assertEqual(self.pc.pids("vcd-visit.service"), processes)
            english, indonesian = self.told()
            print(f"  D-Bus is gone as the visit is to end\n    told after {took:.2f} s: {english.splitlines()[0]}\n"
                  f"    {indonesian.splitlines()[0]}")
            self.assertIn("may still be running: look at the screen", english)
            self.assertIn("mungkin masih berlangsung", indonesian)
            self.assertEqual(self.pc.vcctl("next").code, 74)
        begin = time.monotonic()
        self.pc.wait_until("the call ends", lambda: not self.pc.pids("vcd-visit.service"))
        print(f"    the call has ended {time.monotonic() - begin:.2f} s after the bus was back")
        self.expect_recovery("D-Bus", visit)

    def test_3_bus_comes_and_goes_in_mid_wipe(self):
        with self.drop_in("vcd-home.service", "ExecStopPost=/bin/sleep 3"):
            visit = self.next()
            ending = self.pc.in_background("end")
            self.pc.wait_for_state("wiping")
            with self.without_bus():
                time.sleep(1)
            begin = time.monotonic()
            self.assertEqual(self.pc.answer_of(ending).code, 0)
            print("  D-Bus was gone for a second in mid-wipe: clean "
                  f"{time.monotonic() - begin:.2f} s after it was back")
            self.expect_clean(visit)

    def test_3_bus_gone_in_mid_wipe(self):
        with self.drop_in("vcd-home.service", "ExecStopPost=/bin/sleep 2"):
            visit = self.next()
            ending = self.pc.in_background("end")
            self.pc.wait_for_state("wiping")
            with self.without_bus():
                begin = time.monotonic()
                self.assertEqual(self.pc.answer_of(ending).code, 74)
                self.expect_told("D-Bus is gone in mid-wipe", time.monotonic() - begin, "D-Bus is gone")
            self.expect_recovery("D-Bus", visit)

    @unittest.skipUnless(LONG, "waits 25 s: VCD_LONG=1")
    def test_3_bus_hangs(self):
        visit = self.next()
        processes = self.pc.pids("vcd-visit.service")
        with self.hung("dbus.service"):
            self.assertEqual(self.status_answers()["visit"]["id"], visit["id"])
            self.assertEqual(self.pc.pids("vcd-visit.service"), processes, "the call goes on")
            self.expect_blocked("D-Bus hangs, in mid-visit", "D-Bus", verb="end", limit=60, is_over=False)
        self.expect_recovery("D-Bus", visit)

    def test_4_logind_gone(self):
        visit = self.next()
        with self.masked("systemd-logind.service"):
            self.pc.run("systemctl", "stop", "systemd-logind.service")
            self.assertEqual(self.status_answers()["visit"]["id"], visit["id"])
            self.pc.must("end")
            self.expect_clean(visit)
            self.pc.run("systemctl", "restart", "vcd")
            self.pc.wait_for_state("ready", "blocked")
            begin = time.monotonic()
            refused = self.pc.vcctl("next")
            print(f"  logind is gone, at the start: {time.monotonic() - begin:.2f} s, exit {refused.code}: "
                  f"{refused.err.strip()}")
            self.assertEqual(refused.code, 70)
            self.assertIn("logind", refused.err)
            self.sandboxed_out()
        self.pc.run("systemctl", "start", "systemd-logind.service")
        self.expect_recovery("logind")
        self.wait_for_delay_lock()

    def test_5_journal_gone(self):
        sockets = ["systemd-journald.socket", "systemd-journald-dev-log.socket", "systemd-journald-audit.socket"]
        visit = self.next()
        self.pc.run("systemctl", "stop", *sockets, "systemd-journald.service", check=False)
        try:
            self.assertEqual(self.status_answers()["visit"]["id"], visit["id"])
            begin = time.monotonic()
            self.pc.must("end")
            print(f"  the journal is gone, in mid-visit: closed, wiped and scanned in {time.monotonic() - begin:.2f} s")
            self.expect_clean(visit)
            self.pc.must("next")
            self.pc.must("wipe")
        finally:
            self.pc.run("systemctl", "start", *sockets, "systemd-journald.service", check=False)
        self.pc.must("next")
        self.pc.must("end")

    def test_5_journal_hangs(self):
        """It takes nothing any more: whoever writes to it waits for it, and a daemon that waits answers nobody."""
        visit = self.next()
        before = self.main_pid()
        with self.hung("systemd-journald.service"):
            slowest = 0
            # Each is an entry, and the journal's socket holds few.
            for _ in range(100):
                begin = time.monotonic()
                refused = self.pc.vcctl("extend", "1m", user="outsider", timeout=60)
                slowest = max(slowest, time.monotonic() - begin)
                self.assertEqual(refused.code, 77, refused)
            print(f"  the journal hangs, in mid-visit: of 100 questions the slowest took {slowest * 1000:.0f} ms")
            self.assertLess(slowest, 15)
            self.assertEqual(self.status_answers()["visit"]["id"], visit["id"])
            # systemd and polkit write to it too, and wait: the wipe takes until the journal is back (its own watchdog
            # would have seen to that after three minutes), and the officer is answered all the while.
            ending = self.pc.in_background("end")
            for _ in range(10):
                self.status_answers()
                time.sleep(0.3)
        begin = time.monotonic()
        code = self.pc.answer_of(ending).code
        print(f"    'vcctl end': exit {code} {time.monotonic() - begin:.2f} s after it was back")
        self.assertEqual(self.main_pid(), before, "nothing had to be killed")
        self.expect_recovery("journal", visit)
        lost = self.pc.journal("-u", "vcd", "-o", "json", "-n", "200")
        self.assertIn("ENTRIES_LOST_BEFORE", lost)


if __name__ == "__main__":
    unittest.main(verbosity=2)
