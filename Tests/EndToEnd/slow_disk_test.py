"""A disk that doesn't answer for a while holds up no end of a call: the call program is gone before vcd can write down
who asked for it."""

import sqlite3
import time
import unittest

from vcdtest import embedded


class SlowDiskTest(embedded.StationTest):
    def test_what_ends_a_call_does_not_wait_for_the_ledger(self):
        self.configure()
        self.start()
        for verb in ("end", "wipe", "panic"):
            with self.subTest(verb):
                visit = self.json("next").last["visit"]["id"]
                self.assertNotEqual(self.visit_processes(), [])
                # Whoever writes waits for this one, as for a disk: up to 5 s.
                ledger = sqlite3.connect(self.root / "ledger.db", isolation_level=None)
                self.addCleanup(ledger.close)
                ledger.execute("BEGIN IMMEDIATE")
                began = time.monotonic()
                ending = self.in_background(verb)
                while self.visit_processes():
                    self.assertLess(time.monotonic() - began, 4, self.log())
                    time.sleep(0.01)
                gone = time.monotonic() - began
                self.assertIsNone(ending.poll(), "nothing is done while nothing can be written down")
                ledger.execute("ROLLBACK")
                print(f"ledger not to be written: 'vcctl {verb}' has ended the call after {gone * 1000:.0f} ms")
                answer = self.answer_of(ending)
                self.assertEqual(answer.code, 0, answer.out)
                self.assertEqual((answer.last["receipt"]["visit"], answer.last["receipt"]["clean"]), (visit, True))
                asked = ledger.execute("SELECT verb FROM request ORDER BY rowid DESC LIMIT 1").fetchone()
                self.assertEqual(asked[0].lower(), verb)


if __name__ == "__main__":
    unittest.main()
