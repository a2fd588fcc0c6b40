"""The waiting screen's units: the page as an observer, and the screen that goes to each visit and comes back."""

import json
import re
import socket
import statistics
import time
import unittest

from vcdtest import installed

SEAT = "/usr/local/bin/test-seat"
# The units name it, so that the screen's own program is not needed here: it waits as long as that one, and shows that it
# is there.
STAND_IN = "#!/bin/sh\ntrap 'exit 0' TERM\nsleep 1 & wait\ntouch \"$HOME/shown\"\nsleep 1000 & wait\n"


class Waiting(installed.InstalledTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        seat = cls.pc.root / SEAT[1:]
        seat.write_text(STAND_IN)
        seat.chmod(0o755)
        unit = cls.pc.root / "etc/systemd/system/vcd-waiting.service.d"
        unit.mkdir(parents=True)
        (unit / "test.conf").write_text(f"[Service]\nExecStart=\nExecStart={SEAT}\n")
        cls.pc.run("systemctl", "daemon-reload")
        # The container shares this machine's network.
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            cls.port = probe.getsockname()[1]
        cls.screen(False)
        cls.pc.run("systemctl", "restart", "vcd-board")

    @classmethod
    def screen(cls, shown):
        cls.configure(day=f"[waiting]\nscreen = {str(shown).lower()}\nport = {cls.port}\n")

    def is_active(self, unit="vcd-waiting.service"):
        return self.pc.property(unit, "ActiveState") == "active"

    def page(self, path="state"):
        address = f"http://127.0.0.1:{self.port}/{path}"
        code = f"import urllib.request; print(urllib.request.urlopen({address!r}, timeout=5).read().decode())"
        return self.pc.run("python3", "-c", code).out

    def test_1_the_page_is_an_observer_with_no_place_to_write(self):
        self.pc.wait_until("the board", lambda: self.is_active("vcd-board.service"))
        self.pc.wait_until("the station's state", lambda: json.loads(self.page())["kind"] != "lost")
        self.assertEqual(self.pc.property("vcd-board.service", "User"), "vcd-board")
        main = self.pc.property("vcd-board.service", "MainPID")
        status = self.pc.run("cat", f"/proc/{main}/status").out
        self.assertRegex(status, r"CapEff:\s+0+\n")
        for place in ("/tmp", "/var/tmp", "/run", "/var/lib", "/etc"):
            tried = self.pc.run("nsenter", "-t", main, "-m", "--", "setpriv", "--reuid", "vcd-board", "--clear-groups",
                                "touch", f"{place}/x", check=False)
            self.assertNotEqual(tried.code, 0, place)
        refused = self.pc.run("setpriv", "--reuid", "vcd-board", "--regid", "vcd-board", "--init-groups",
                              "vcctl", "next", "--json", check=False)
        self.assertEqual(refused.code, 77)
        exposure = self.pc.run("systemd-analyze", "security", "--no-pager", "vcd-board.service", check=False).out
        self.assertLessEqual(float(re.search(r"level for vcd-board.service: ([\d.]+)", exposure)[1]), 2)

    def test_2_without_the_configuration_there_is_no_screen_and_no_failure(self):
        self.screen(False)
        self.next()
        self.pc.must("end")
        self.pc.wait_until(
            "the condition", lambda: self.pc.property("vcd-waiting.service", "Result") in ("exec-condition", "success")
        )
        self.assertFalse(self.is_active())
        self.assertEqual(self.pc.run("systemctl", "is-failed", "vcd-waiting.service", check=False).out.strip(), "inactive")

    def test_3_the_screen_goes_to_each_visit_and_comes_back_however_it_ends(self):
        self.screen(True)
        ends = {
            "the officer": lambda: self.pc.must("end"),
            "its program": lambda: self.pc.run("pkill", "-u", "vcd-visitor", "sleep"),
            "killed": lambda: self.pc.run("systemctl", "kill", "--signal", "KILL", "vcd-visit.service"),
            "stopped": lambda: self.pc.run("systemctl", "stop", "vcd-visit.service"),
        }
        for how, end in ends.items():
            with self.subTest(how):
                self.next()
                self.assertTrue(self.is_active("vcd-visit.service"))
                self.assertFalse(self.is_active(), "the screen is the visit's")
                end()
                self.pc.wait_until(f"the screen is back: {how}", self.is_active)
                self.pc.wait_for_state("ready")
                self.assertTrue(self.is_active(), "and stays while the home is made")

    def test_4_nobody_ends_a_visit_by_starting_it(self):
        self.next()
        started = self.pc.run("systemctl", "start", "vcd-waiting.service", check=False)
        self.assertNotEqual(started.code, 0)
        self.assertTrue(self.is_active("vcd-visit.service"))

    def test_5_no_visit_starts_later_for_it(self):
        def times(shown):
            self.screen(shown)
            self.fresh()
            self.pc.must("next")
            taken = []
            for _ in range(7):
                before = time.monotonic()
                self.pc.must("next")
                taken.append(time.monotonic() - before)
            return statistics.median(taken)

        without, with_screen = times(False), times(True)
        print(f"\nvcctl next from visit to visit: {without * 1000:.0f} ms without the screen, "
              f"{with_screen * 1000:.0f} ms with it", flush=True)
        # As long as both take on this machine now: a visit that waited until the screen has ended by itself takes far longer.
        self.assertLess(with_screen, 2 * without + 2)
        self.pc.must("end")
        self.pc.wait_until("the screen is back", self.is_active)

    def test_6_it_comes_with_the_pc(self):
        self.screen(True)
        self.pc.run("systemctl", "poweroff", check=False)
        self.pc.wait_until_gone()
        self.pc.boot()
        self.pc.wait_until("the screen", self.is_active)
        self.pc.wait_until("the page", lambda: json.loads(self.page())["kind"] in ("ready", "preparing"))
        self.next()
        self.assertFalse(self.is_active())


if __name__ == "__main__":
    unittest.main()
