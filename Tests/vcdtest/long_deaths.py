"""What the long runs of vcd's deaths share, on either host."""

import time

from vcdtest.mortal import note
from vcdtest.witness import SCENARIO, Witness, play


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


class EachEffect:
    """Before and after each effect that the scenario has. Of a long run that gets ready by `arm`, says by `death`
    what the record has of one, ends by `rest` what was judged, and takes by `disarm` the fault from a vcd that lives."""

    def rest(self):
        pass

    def test_every_effect(self):
        self.arm()
        side, number = self.first
        while self.deaths < self.count:
            self.live(fault=f"{side} {number}")
            if self.plays():
                died = self.death()
                self.assertEqual(died[:3], ["died", side, str(number)], self.log())
                self.survive(kind=side, number=number, effect=died[3], flight=self.witness.flight)
                self.rest()
                number += 1
                continue
            print(f"{side} each of {number - 1} effects; {self.deaths} deaths: {self.witness.figures}", flush=True)
            # Not asked to leave: that may be the effect that it waits for.
            self.disarm()
            if side == "after":
                break
            side, number = "after", 1
