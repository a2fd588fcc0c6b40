"""vcd dies before or after an effect under its own unit: systemd starts it again, and a visit that ran goes on."""

import time
import unittest

from vcdtest.mortal_pc import MortalPC
from vcdtest.witness import Witness, play

VISIT = [("next",), ("end",)]
SAMPLE = {
    # The second of a kind that a start has, too, is that of a visit.
    "2 closeClient": VISIT, "2 destroyHome": VISIT, "2 scan": VISIT, "2 storeReceipt": VISIT, "2 makeHome": VISIT,
    "1 openVisit": VISIT, "1 startClient": VISIT, "1 remember": VISIT, "1 recordEnd": VISIT,
    "2 remember": [("next",), ("extend", "1m")], "1 storeLock": [("next",), ("panic",)],
}
GOES_ON = {
    "after 1 startClient", "before 1 remember", "after 1 remember", "before 2 remember", "after 2 remember",
    "before 2 closeClient",
}
"""Where the visit runs already, or still, and the next vcd takes it over."""


class Deaths(MortalPC):
    def test_1_the_search_finds_what_is_left(self):
        """Without which it would prove nothing."""
        self.pc.must("next")
        self.pc.wait_until("the client has planted", lambda: len(self.planted()) == 4)
        self.assertNotEqual(self.processes(), [])
        found = [path for path in self.traces() if not path.startswith(("/run/vcd/home/", "/run/vcd/memory/"))]
        self.assertEqual(found, [], "while it runs only its home is seen")
        for folder in ("/tmp", "/var/tmp", "/dev/shm", "/var/lib/vcd"):
            self.pc.run("sh", "-c", f"echo {''.join(self.halves)} >{folder}/left")
            self.assertIn(f"{folder}/left", self.traces())
            self.pc.run("rm", f"{folder}/left")
        self.pc.must("wipe")
        self.assertEqual((self.traces(), self.processes()), ([], []))

    def test_2_before_and_after_an_effect(self):
        self.use_mortal()
        witness = Witness(self)
        begin = time.monotonic()
        slowest = 0
        for effect, steps in SAMPLE.items():
            for side in ("before", "after"):
                with self.subTest(f"{side} {effect}"):
                    self.live(fault=f"{side} {effect}")
                    if witness.comes_up():
                        play(witness, steps)
                    self.pc.wait_until(f"vcd dies {side} {effect}", self.is_recorded_dead)
                    again = time.monotonic()
                    self.reborn()
                    adopted = witness.figures["adopted"]
                    witness.judge()
                    slowest = max(slowest, time.monotonic() - again)
                    goes_on = f"{side} {effect}" in GOES_ON
                    self.assertEqual(witness.figures["adopted"] - adopted, int(goes_on), "whether the visit goes on")
        print(f"\n  {2 * len(SAMPLE)} deaths in {time.monotonic() - begin:.0f} s: {witness.figures}; started by "
              f"systemd, proven, another visit made and wiped within {slowest:.1f} s")

    def test_3_in_the_shutdown(self):
        """The PC stays on until it is said that it goes off, and goes off from then on: the next vcd sees to it."""
        settings = self.pc.root / "etc/vcd/vcd.toml.d/60-mortal.toml"
        settings.write_text(settings.read_text().replace('delay = "60s"', 'delay = "0s"'))
        self.use_mortal()
        for effect, side, goes_off in [
            ("noteShutdown", "before", False), ("noteShutdown", "after", True),
            ("powerOff", "before", True), ("powerOff", "after", True),
            ("depart", "before", True), ("depart", "after", True),
        ]:
            with self.subTest(f"{side} {effect}"):
                self.live(fault=f"{side} 1 {effect}")
                witness = Witness(self)
                witness.wait_for_rest()
                witness.must("next")
                self.pc.run("vcctl", "shutdown", "--json", check=False)
                self.pc.wait_until(f"vcd dies {side} {effect}", self.is_recorded_dead)
                if goes_off:
                    self.pc.wait_until_gone()
                    self.pc.boot()
                self.reborn()
                witness.visit, witness.flight = None, "shutdown"
                witness.judge()


if __name__ == "__main__":
    unittest.main(verbosity=2)
