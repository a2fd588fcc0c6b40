"""The live board of `vcctl` without a verb, on a terminal of tmux, with a real vcd behind it."""

import re
import shlex
import time
import unittest
from pathlib import Path

from vcdtest import embedded


class BoardTest(embedded.StationTest):
    needs = ("tmux",)

    def setUp(self):
        super().setUp()
        # Each test's own: a server that is told to end is still there for a while.
        self.server = ["tmux", "-S", self.folder / "tmux", "-f", "/dev/null"]
        self.addCleanup(self.tmux, "kill-server")
        self.tmux("new-session", "-d", "-x", "80", "-y", "24", "env PS1='$ ' TERM=screen bash --norc --noprofile")
        # A tmux of another size would have more lines than a PC's console.
        self.assertEqual(self.tmux("display-message", "-p", "#{window_width}x#{window_height}").strip(), "80x24")

    def tmux(self, *words):
        return self.run(*self.server, *words, check=False).out

    def type(self, text):
        self.tmux("send-keys", "-l", text)

    def run_in_shell(self, command):
        self.type(command)
        self.tmux("send-keys", "Enter")

    def screen(self):
        return self.tmux("capture-pane", "-p")

    def shows(self, pattern):
        """Waits until the screen matches; blanks in the pattern stand for line breaks too."""
        wanted = re.compile(pattern.replace(" ", r"\s+"), re.MULTILINE)
        self.wait_until(f"the screen shows {pattern}", lambda: wanted.search(self.screen()))

    def account(self):
        return f"on the screen:\n{self.screen()}\n{super().account()}"

    def open_board(self, *options):
        self.run_in_shell("clear; " + shlex.join(map(str, self.officer(*options))) + "; echo left with $?")
        self.shows("q leave|q keluar")

    def assert_terminal_is_as_before(self):
        self.assertNotIn("Online visits", self.screen(), "the other screen is gone")
        self.run_in_shell(
            "clear; echo modes $(stty -a | tr ' ;' '\\n\\n' | grep -xE -e '-?(icanon|echo|isig|opost)' | sort)"
        )
        self.shows("^modes echo icanon isig opost$")
        self.assertEqual(self.tmux("display-message", "-p", "#{cursor_flag}").strip(), "1", "the cursor is seen")

    def test_a_visit_from_the_board(self):
        self.configure()
        self.start()
        self.open_board()
        self.shows("Ready for the next visit")

        self.type("n")
        self.shows(r"Start the next visit\? \[y/N\]")
        self.type("n")
        self.shows("Nothing was changed")
        self.assertEqual(self.state(), "ready")

        self.type("n")
        self.shows(r"\[y/N\]")
        self.type("y")
        self.shows(r"Visit \d+ is running: 0:5\d left")
        self.assertEqual(self.state(), "visiting")
        self.shows("█░")
        first = self.screen()
        self.wait_until("the time runs on the screen", lambda: self.screen() != first)

        deadline = self.status()["visit"]["deadline"]
        self.type("x")
        self.shows("2 more minutes")
        self.type("y")
        self.shows("now ends at")
        self.assertGreater(self.status()["visit"]["deadline"], deadline)

        self.type("e")
        self.shows(r"End visit \d+\? \[y/N\]")
        self.type("y")
        self.shows("Wiped and proven clean")
        self.shows(r"Last receipt: \d+")
        self.assertEqual(self.state(), "ready")

        self.type("x")
        self.shows(r"\[y/N\]")
        self.type("y")
        self.shows("No visit is running")

        self.type("q")
        self.shows("left with 0")
        self.assert_terminal_is_as_before()

    def test_speaks_indonesian_and_takes_what_is_on_the_bottom_line(self):
        self.configure()
        self.start()
        self.open_board("--lang", "id")
        self.shows("Siap untuk kunjungan berikutnya")
        self.type("w")
        self.shows(r"Bersihkan dan periksa jejak\? \[y/T\]")
        self.type("y")
        self.shows("terbukti bersih dalam")
        self.tmux("send-keys", "C-c")
        self.shows("left with 0")

    def test_every_line_fits_also_on_another_size(self):
        self.configure()
        self.start()
        self.open_board()
        for columns, rows in ((120, 40), (40, 12), (80, 24)):
            self.tmux("resize-window", "-x", str(columns), "-y", str(rows))
            self.wait_until(f"the board fits {columns} x {rows}", lambda: self.fits(rows))

    def fits(self, rows):
        first, *_, last = lines = self.screen().rstrip("\n").split("\n")
        return len(lines) == rows and "Ready" in self.screen() and "Online visits" in first and "n next" in last

    def test_a_lost_daemon_is_said_and_found_again(self):
        self.configure()
        vcd = self.start()
        self.open_board()
        self.shows("Ready")
        self.crash(vcd)
        self.shows("Trying again every 2 seconds")
        self.type("n")
        time.sleep(0.5)
        self.assertNotIn("[y/N]", self.screen())
        self.start()
        self.shows("answers again")
        self.type("n")
        self.shows(r"\[y/N\]")

    def test_signals_give_the_terminal_back(self):
        self.configure()
        self.start()
        for signal, code in (("TERM", 143), ("INT", 130), ("HUP", 129)):
            self.open_board()
            self.shows("Ready")
            mine = [
                entry.name for entry in Path("/proc").iterdir()
                if entry.name.isdigit() and str(self.root / "control").encode() in self.arguments(entry)
                and b"vcctl" in self.arguments(entry).split(b"\0")[0]
            ]
            self.assertEqual(len(mine), 1)
            self.run("kill", f"-{signal}", mine[0])
            self.shows(f"left with {code}")
            self.assert_terminal_is_as_before()

    @staticmethod
    def arguments(entry):
        try:
            return (entry / "cmdline").read_bytes()
        except OSError:
            return b""

    def test_without_a_terminal_it_is_the_status(self):
        self.configure()
        self.start()
        self.assertIn("Ready for the next visit", self.vcctl().out)
        self.run_in_shell(f"clear; TERM=dumb {shlex.join(map(str, self.officer()))}")
        self.shows("Ready for the next visit")
        self.assertNotIn("q leave", self.screen())


if __name__ == "__main__":
    unittest.main()
