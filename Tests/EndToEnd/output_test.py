"""What vcctl does where its output can't be written, or nobody reads it any more."""

import os
import select
import subprocess
import time
import unittest

from vcdtest import embedded, programs


class Output(embedded.StationTest):
    def setUp(self):
        super().setUp()
        self.configure()
        self.start()

    def words(self, *words):
        return [embedded.BIN / "vcctl", *words, "--socket", self.root / "control"]

    def test_what_cannot_be_written_is_said(self):
        self.json("roster", "add", "-", "--category", "a", input="B-1/MADE-UP\n")
        for verb in (["roster", "export"], ["status"], ["report", "--format", "csv"], ["receipts"], ["status", "--json"],
                     ["schedule"], ["check", "--json"]):
            with self.subTest(verb=verb), open("/dev/full", "wb") as full:
                done = programs.run(self.words(*verb), stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
                self.assertEqual(done.returncode, 73, done)
                self.assertIn("can't be written: No space left on device", done.stderr)

    def test_whoever_shows_what_happens_leaves_with_its_reader(self):
        for verb in (["events"], ["status", "--watch"], ["check", "--watch"]):
            with self.subTest(verb=verb):
                reader, writer = os.pipe()
                shows = programs.start(self.words(*verb), stdout=writer, stderr=subprocess.DEVNULL,
                                       stdin=subprocess.DEVNULL)
                self.started.append(shows)
                os.close(writer)
                self.assertTrue(os.read(reader, 1))
                os.close(reader)
                # Nothing happens at the station, and it leaves all the same.
                self.wait_until("it leaves", lambda: shows.poll() is not None)

    def on_a_terminal(self, term, *verb):
        """What a verb writes to a terminal in two seconds, or until it leaves."""
        master, slave = os.openpty()
        environment = {name: value for name, value in os.environ.items() if name != "TERM"}
        shows = programs.start(self.words(*verb), stdin=slave, stdout=slave, stderr=slave,
                               env=environment | ({"TERM": term} if term else {}))
        self.started.append(shows)
        os.close(slave)
        said = b""
        end = time.monotonic() + 2
        while time.monotonic() < end and select.select([master], [], [], max(0, end - time.monotonic()))[0]:
            try:
                said += os.read(master, 65536)
            except OSError:
                break
        shows.terminate()
        shows.wait(30)
        os.close(master)
        return said

    def test_a_terminal_that_is_none_gets_no_escapes(self):
        for verb in ((), ("status", "--watch"), ("check", "disk"), ("check", "disk", "--watch"), ("events",), ("report",),
                     ("roster", "list"), ("wipe",)):
            for term in ("dumb", None):
                with self.subTest(verb=verb, term=term):
                    said = self.on_a_terminal(term, *verb)
                    self.assertNotIn(b"\x1b", said)
        self.assertIn(b"\x1b", self.on_a_terminal("xterm", "check", "disk"))

    def test_an_empty_variable_is_none(self):
        done = self.run(embedded.BIN / "vcctl", "status", check=False, env={"VCD_SOCKET": "", "XDG_RUNTIME_DIR": ""})
        self.assertEqual(done.code, 69, done)
        self.assertIn("/run/vcd/control", done.err)


if __name__ == "__main__":
    unittest.main()
