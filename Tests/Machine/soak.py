#!/usr/bin/env python3
"""Power cuts by the hundred. Usage: soak.py [CUTS]; VCD_CUTS, or 200. VCD_SEED repeats the same choices.

Goes on after a failure, and exits with 1 at the end. Each cut is a line of .build/machine/power.jsonl as soon as it is
known, so that a run that is broken off has not been in vain.
"""

import dataclasses
import json
import os
import secrets
import sys
import time

from vcdtest.cuts import PHASES, Trials, row, totals
from vcdtest.machine import WORK
from vcdtest.power import PowerMachine

RESULTS = WORK / "power.jsonl"


def main(number):
    seed = int(os.environ.get("VCD_SEED") or secrets.randbits(32))
    pc = PowerMachine("soak")
    begin = time.monotonic()
    try:
        pc.make_station()
        trials = Trials(pc, seed)
        print(f"seed {seed}; ready {trials.until_ready():.0f} s after power-on", flush=True)
        order = [phase for phase in PHASES if phase != "ready"]
        with open(RESULTS, "a") as results:
            while len(trials.cuts) < number:
                trials.chance.shuffle(order)
                for cut in trials.all(order):
                    print(row(cut), flush=True)
                    results.write(json.dumps({"seed": seed, **dataclasses.asdict(cut)}) + "\n")
                    results.flush()
                    if trials.is_stuck():
                        print("three boots in vain, one after the other: the run ends here", flush=True)
                        number = 0
                        break
                    if len(trials.cuts) >= number:
                        break
    finally:
        pc.remove()
    for line in totals(trials):
        print(line)
    print(f"{(time.monotonic() - begin) / len(trials.cuts):.0f} s a cut")
    return any(cut.problems for cut in trials.cuts)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("VCD_CUTS", 200))))
