"""vcd dies before or after an effect of each kind, and the next one keeps all that was promised."""

import contextlib
import re
import signal
import time
import unittest

from vcdtest import ROOT, embedded, mortal
from vcdtest.witness import PLANTED, UNLOCK, Broken, Witness, play

DEAF = "trap '' TERM"
SHUTDOWN = '[shutdown]\ndelay = "0s"\n'
VISIT = [("next",), ("end",)]
SAMPLE = {
    # The second of a kind that a start has, too, is that of a visit.
    "2 closeClient": VISIT, "2 destroyHome": VISIT, "2 scan": VISIT, "2 storeReceipt": VISIT, "2 makeHome": VISIT,
    "1 runChecks": VISIT, "1 openVisit": VISIT, "1 startClient": VISIT, "1 remember": VISIT, "1 recordEnd": VISIT,
    "1 cancelAlarms": VISIT, "2 answer": VISIT, "2 settle": VISIT, "2 announce": VISIT, "1 schedule": VISIT,
    "1 storeLock": [("next",), ("panic",)], "1 clearLock": [("panic",), UNLOCK],
    "1 restartClient": [("next",), ("restart-call",)], "1 searchTraces": [("drill",)], "1 found": [("check", "start")],
    "1 hasten": [("next",), PLANTED, ("end", "&"), ("panic",)],
    "1 noteShutdown": [("shutdown",)], "1 powerOff": [("shutdown",)], "1 depart": [("shutdown",)],
}
"""An effect of each kind, and what is asked for until it comes."""


class Deaths(mortal.MortalStation):
    def test_before_and_after_each_kind_of_effect(self):
        self.program = mortal.MORTAL
        witness = Witness(self)
        begin = time.monotonic()
        slowest = 0
        for effect, steps in SAMPLE.items():
            for side in ("before", "after"):
                with self.subTest(f"{side} {effect}"), self.ended():
                    self.be_mortal(
                        client=DEAF if "hasten" in effect else "",
                        grace="1s" if "hasten" in effect else "300ms",
                        rest=SHUTDOWN if ("shutdown",) in steps else "",
                    )
                    self.live(fault=f"{side} {effect}")
                    if witness.comes_up():
                        play(witness, steps)
                    self.wait_until(f"vcd dies {side} {effect}", self.has_died)
                    self.assertEqual(self.reap(), -signal.SIGKILL)
                    died = self.record()[-1]
                    self.assertEqual((died[1], died[3]), (side, effect.split()[1]))
                    self.live()
                    again = time.monotonic()
                    witness.judge()
                    slowest = max(slowest, time.monotonic() - again)
        deaths = 2 * len(SAMPLE)
        print(f"\n{deaths} deaths at {len(SAMPLE)} kinds of effects in {time.monotonic() - begin:.0f} s: "
              f"{witness.figures}; proven again, another visit made and wiped within {slowest:.1f} s")

    @contextlib.contextmanager
    def ended(self):
        """Has no vcd live on, however the test goes."""
        try:
            yield
            self.leave()
        finally:
            if not self.has_died():
                self.vcd.kill()
                self.vcd.wait()

    def test_the_sample_has_each_kind(self):
        source = ROOT / "Sources/StationCore/StationEvent.swift"
        effects = source.read_text().split("public enum Effect")[1].split("public var hasOutcome")[0]
        kinds = set(re.findall(r"^    case (\w+)", effects, re.MULTILINE))
        self.assertEqual(kinds, {effect.split()[1] for effect in SAMPLE})

    def test_the_search_finds_what_is_left(self):
        """Without which it would prove nothing."""
        self.be_mortal()
        self.live()
        witness = Witness(self)
        witness.wait_for_rest()
        witness.must("next")
        self.wait_until("the client has planted", lambda: self.planted() == {"tmp", "var/tmp", "dev/shm"})
        self.assertNotEqual(self.processes(), [])
        for place in ("tmp", "var/tmp", "dev/shm"):
            left = self.place / place / f"vcd-test-left-{self.mark()}"
            left.write_bytes(b"x" * 5000 + self.token)
            self.addCleanup(left.unlink, missing_ok=True)
            self.assertEqual([path for path in self.traces() if place in path], [str(left)])
            left.unlink()
        (self.root / "left").write_bytes(self.token)
        self.assertEqual(len(self.traces()), 1)
        with self.assertRaises(Broken):
            witness.judge()

    def test_what_is_shipped_has_no_faults_to_inject(self):
        shipped = (embedded.BIN / "vcd").read_bytes()
        self.assertIn(b"vcd.toml", shipped)
        self.assertNotIn(b"VCD_FAULT", shipped)
        self.assertIn(b"VCD_FAULT", (embedded.BIN / mortal.MORTAL).read_bytes())
        self.be_mortal()
        self.live(fault="before 1")
        witness = Witness(self)
        self.assertEqual(witness.wait_for_rest(), "ready")
        self.assertFalse(self.has_died())
        self.assertEqual((self.fault.read_text(), self.record()), ("before 1", []))


if __name__ == "__main__":
    unittest.main()
