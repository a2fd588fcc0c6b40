"""What the visitor is told on the screen: by a real vcd, its seat, a real session bus and the real dunst, on Xvfb."""

import os
import re
import signal
import unittest

from vcdtest import embedded

RULE = "interface='org.freedesktop.Notifications',member='Notify'"
RECORD = f'exec dbus-monitor --session "{RULE}" > "$HOME/notices"'
NOTICES = '[notices]\nshow = true\nlast = "{last}"\n[shutdown]\ndelay = "0s"\n'


class Notices(embedded.StationTest):
    needs = ("Xvfb", "dunst", "dbus-daemon", "dbus-monitor", "pgrep", "pkill")

    def begin(self, length="60s", last="0s", warn="[]", visit="", client=RECORD, languages='["id", "en"]'):
        self.configure(
            command=self.script(client), client='display = "xvfb"', length=length,
            rest=visit + NOTICES.format(last=last).replace("show", f"languages = {languages}\nshow"),
        )
        self.config.write_text(self.config.read_text().replace("warn_at = []", f"warn_at = {warn}"))
        self.start()
        self.assertEqual(self.json("next").code, 0, self.log())

    def notices(self):
        """What came at the notification daemon: (id that is replaced, headline, text below, value of the bar, time)."""
        try:
            recorded = (self.visit_homes()[0] / "notices").read_text()
        except (OSError, IndexError):
            return []
        found = []
        for call in recorded.split("\nmethod call ")[1:]:
            replaced, = re.findall(r"^   uint32 (\d+)$", call, re.M)
            texts = re.findall(r'^   string "(.*?)"$', call, re.M | re.S)
            value = re.findall(r'"value"\n\s+variant\s+int32 (\d+)', call)
            timeouts = re.findall(r"^   int32 (-?\d+)$", call, re.M)
            if not timeouts:
                break
            found.append((int(replaced), texts[2], texts[3], int(value[0]) if value else None, int(timeouts[0])))
        return found

    def headlines(self):
        return [notice[1] for notice in self.notices()]

    def wait_for_notice(self, text):
        self.wait_until(text, lambda: any(text in line for line in self.headlines()))

    def test_hold_and_extension_in_both_languages(self):
        self.begin(length="600s")
        self.json("hold")
        self.wait_for_notice("Waktu Anda berhenti")
        self.json("resume")
        self.wait_for_notice("Jaringan tersambung lagi")
        self.json("extend", "5m")
        self.wait_for_notice("Diperpanjang 5 menit, sampai ")
        extended = self.notices()[-1]
        self.assertRegex(extended[1], r"^Diperpanjang 5 menit, sampai \d\d\.\d\d$")
        self.assertRegex(extended[2], r"^Extended by 5 minutes, until \d\d:\d\d$")
        self.assertEqual(extended[4], 6_000)
        held = next(notice for notice in self.notices() if "berhenti" in notice[1])
        self.assertEqual(held[2], "The network is gone. Your time stands still.")
        self.assertEqual(held[4], 0, "it stands until it is over")

    def test_the_time_begins_when_the_call_is_connected(self):
        self.begin(length="600s", visit='clock = "connected"\n')
        self.wait_until("the daemon", self.dunst)
        self.visit_home("notices")
        self.json("connected")
        self.wait_for_notice("Panggilan tersambung. Waktu Anda 10 menit.")

    def test_the_bar_is_renewed_in_its_place_each_second(self):
        self.begin(length="24s", last="15s")
        self.wait_for_notice("Panggilan berakhir dalam 4 detik")
        bars = [notice for notice in self.notices() if notice[3] is not None]
        self.assertEqual(bars[0][0], 0, "the first one replaces none")
        self.assertEqual(len({bar[0] for bar in bars[1:]}), 1, "and all others the same")
        values = [bar[3] for bar in bars]
        self.assertEqual(values, sorted(values, reverse=True))
        self.assertEqual(len(set(bar[1] for bar in bars)), len(bars), "none comes twice")
        self.assertGreaterEqual(len(bars), 6)

    def test_warnings_in_the_language_that_is_configured(self):
        self.begin(length="60s", warn='["45s"]', languages='["en"]')
        self.wait_for_notice("45 seconds left")
        warning = self.notices()[-1]
        self.assertEqual(warning[2:4], ("", None))

    def test_a_daemon_that_hangs_holds_nothing_up(self):
        hang = 'while ! pgrep -x dunst; do sleep 0.1; done; pkill -STOP -x dunst; exec sleep 1000'
        self.begin(length="600s", client=hang)
        for verb in ("hold", "resume", "hold"):
            self.json(verb)
        receipt = self.json("wipe").last["receipt"]
        self.assertTrue(receipt["clean"])
        self.assertLess(receipt["milliseconds"], 10_000)
        self.assertEqual(self.visit_processes(), [])

    def test_a_daemon_that_dies_is_started_again(self):
        self.begin(length="600s")
        self.wait_until("the daemon", self.dunst)
        first = self.dunst()[0]
        os.kill(first, signal.SIGKILL)
        self.wait_until("another one", lambda: self.dunst() not in ([], [first]))
        self.json("hold")
        self.wait_for_notice("Waktu Anda berhenti")
        self.assertEqual(self.state(), "visiting")

    def test_without_notices_there_is_no_daemon(self):
        self.configure(client='display = "xvfb"')
        self.start()
        self.json("next")
        self.assertEqual(self.dunst(), [])

    def test_what_everybody_may_know_is_there_while_the_visit_runs(self):
        self.configure()
        self.start()
        public = self.root / "public" / "visit.json"
        self.assertFalse(public.exists())
        self.json("next")
        self.assertTrue(public.exists())
        self.assertEqual((public.parent.stat().st_mode & 0o777, public.stat().st_mode & 0o777), (0o755, 0o644))
        self.json("wipe")
        self.assertFalse(public.exists())

    def dunst(self):
        return self.visit_programs("dunst")


if __name__ == "__main__":
    unittest.main()
