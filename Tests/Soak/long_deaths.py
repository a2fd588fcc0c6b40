"""What the long runs of vcd's deaths share, on either host."""

import time

from mortal import note
from witness import SCENARIO, Witness, play


class LongRun:
    """Of a test that can let vcd live, and says by `comes_back` how it lives again after a death."""

    count = 0
    record_file = ""
    random = None
    first = "before", 1
    host = ""

    def setUp(self):
        super().setUp()
        self.witness = Witness(self)
        self.deaths = 0

    def survive(self, **facts):
        """Judges one death, notes it, and prints the sums from time to time."""
        begin = time.monotonic()
        kept = False
        try:
            self.comes_back()
            self.witness.judge()
            kept = True
        finally:
            self.deaths += 1
            note(
                self.record_file, host=self.host, **facts, kept=kept, seconds=round(time.monotonic() - begin, 2),
                sums=self.witness.figures,
            )
            if self.deaths % 20 == 0 or not kept:
                print(f"{self.deaths} deaths: {self.witness.figures}", flush=True)

    def plays(self):
        """Has the scenario played; true when vcd has died in it."""
        return not self.witness.comes_up() or play(self.witness, SCENARIO) or self.has_died()
