"""What the tests of faults share: what the officer is told of one, and how the station recovers once it is gone."""

import contextlib
import os
import re
import time

from vcdtest.installed import InstalledTest

# Set where there is time to wait for limits that no drop-in shortens.
LONG = os.environ.get("VCD_LONG") == "1"

# What says something to a programmer alone, in what an officer reads.
JARGON = re.compile(r"org\.freedesktop|exit-code|SQLITE|I/O error|errno|readonly database|: success|HostError")


class FaultTest(InstalledTest):

    def setUp(self):
        self.configure()
        self.fresh()

    @contextlib.contextmanager
    def masked(self, unit):
        """systemd refuses every job that would start the unit."""
        self.pc.run("systemctl", "mask", "--runtime", unit)
        try:
            yield
        finally:
            self.pc.run("systemctl", "unmask", "--runtime", unit)

    def sandboxed_out(self):
        """Nobody's call program runs."""
        self.assertEqual(self.pc.run("pgrep", "-u", "vcd-visitor", check=False).out, "")

    def told(self):
        """What an officer reads by now, in both languages."""
        return self.pc.vcctl("status").out, self.pc.vcctl("status", "--lang", "id").out

    def expect_blocked(self, fault, *words, verb="wipe", limit=20, is_over=True):
        """The verb meets the fault: it says so in time, nothing counts as clean, and no visit starts. A call that can't
        be ended (`is_over`) is said to go on."""
        begin = time.monotonic()
        refused = self.pc.vcctl(verb)
        took = time.monotonic() - begin
        self.assertEqual(refused.code, 74, (fault, refused))
        self.expect_told(fault, took, *words, limit=limit, is_over=is_over)

    def expect_told(self, fault, took, *words, limit=20, is_over=True):
        self.assertLess(took, limit, fault)
        status = self.pc.status()
        english, indonesian = self.told()
        print(f"  {fault}\n    told after {took:.2f} s: {english.splitlines()[0]}\n"
              f"    {indonesian.splitlines()[0]}")
        self.assertEqual((status["state"], status["clean"]), ("blocked", False), fault)
        for word in words:
            self.assertIn(word, english, fault)
        self.assertNotRegex(english, JARGON, fault)
        self.assertIn("vcctl wipe" if status["blockedRung"] == "wipe" else "Restart the PC", english)
        self.assertRegex(indonesian, r"^Terblokir: .*(vcctl|ulang komputer)")
        refused = self.pc.vcctl("next", "--lang", "id")
        self.assertEqual(refused.code, 74, (fault, refused))
        self.assertIn("Terblokir", refused.err)
        if is_over:
            self.sandboxed_out()
        else:
            self.assertIn("may still be running: look at the screen", english)
            self.assertIn("mungkin masih berlangsung", indonesian)

    def expect_recovery(self, fault, visit=None):
        """The cause is gone: the ladder's first rung leads out, with a clean receipt, and the next visit starts."""
        begin = time.monotonic()
        wiped = self.pc.vcctl("wipe")
        took = time.monotonic() - begin
        self.assertEqual(wiped.code, 0, (fault, wiped))
        self.expect_clean(visit)
        print(f"    recovered in {took:.2f} s, without a reboot")
        self.pc.must("next")
        self.pc.must("end")

    def expect_clean(self, visit=None):
        self.assertEqual(self.pc.state(), "ready")
        receipts = self.pc.must("receipts").last["receipts"]
        self.assertTrue(receipts[0]["clean"], receipts[0])
        if visit:
            self.assertTrue([one for one in receipts if one.get("visit") == visit["id"] and one["clean"]], receipts)
