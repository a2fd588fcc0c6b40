"""Power cuts of a whole machine in every phase of a station, with a disk that loses what it was not told to keep.

The tests share one machine and run in the order of their names. The same cuts by the hundred are soak.py's.
"""

import mmap
import re
import secrets
import unittest

from vcdtest.cuts import PLANTED, Trials, row, totals
from vcdtest.inside.planter import mark
from vcdtest.machine import copies
from vcdtest.power import PowerMachine

SEED = secrets.randbits(32)
# Home and what is in it, the three other folders, shared memory of three kinds, its name, a crash.
PLACES = 12
CUTS = ["start", "started", "visit", "close", "wipe", "fresh home", "wiped", "shutdown", "preparation"]
# An ordinary program that holds what a visit's program holds, in its memory; the seed is turned round as there.
HOLD = """
import time
held = [("control-" + open("/etc/test-seed").read()[::-1]) * 300000]
time.sleep(9999)
"""
# And one that writes it to the disk for good.
KEEP = """
import os
file = os.open("/var/lib/control", os.O_CREAT | os.O_WRONLY)
os.write(file, ("control-" + open("/etc/test-seed").read()[::-1]).encode())
os.fsync(file)
"""
# Writes a number that grows past the file system's cache, and never has the disk empty its own.
VOLATILE = """
import mmap, os, time
seed = open("/etc/test-seed").read()[::-1]
file = os.open("/var/lib/volatile", os.O_CREAT | os.O_RDWR | os.O_DIRECT)
page = mmap.mmap(-1, 4096)
os.pwrite(file, page, 0)
os.fsync(file)
for number in range(1000000):
    text = f"volatile-{number:06}-{seed}".encode()
    page[:len(text)] = text
    os.pwrite(file, page, 0)
    time.sleep(0.02)
"""


def say(text):
    print(f"  {text}", flush=True)


class PowerTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        say(f"seed {SEED}")
        cls.pc = PowerMachine("power-test")
        cls.addClassCleanup(cls.pc.remove)
        cls.pc.make_station()
        cls.trials = Trials(cls.pc, SEED)
        try:
            seconds = cls.trials.until_ready(600)
        except AssertionError as error:
            say(f"the first start: {error}")
            # One that never came as far as vcd's first word is the emulator's matter, and no cut has been made yet.
            if cls.trials.state is not None:
                raise
            seconds = cls.trials.until_ready(600)
        say(f"ready {seconds:.0f} s after power-on")

    def test_1_the_search_sees(self):
        """Without this, nothing found would mean nothing."""
        control = f"control-{self.pc.seed[::-1]}"
        self.trials.ask("python3", "-c", KEEP)
        for name, script in (("control", HOLD), ("volatile", VOLATILE)):
            self.trials.ask("systemd-run", "-q", f"--unit={name}", "python3", "-c", script)
        reclaim = "echo 400M >/sys/fs/cgroup/system.slice/memory.reclaim || true"
        self.trials.ask("sh", "-c", f"sleep 5; swapon /dev/vdb; {reclaim}")
        cut = self.trials.cut("ready", "flushed")
        found = {name: copies(control, getattr(self.pc, name)) for name in ("disk", "log", "swap")}
        say(f"copies of a control on platter, log and swap: {found}")
        self.assertGreater(min(found.values()), 0)
        written, kept = (self.newest_number(place) for place in (self.pc.log, self.pc.disk))
        say(f"of what was never flushed the machine wrote number {written}, and the platter has number {kept}")
        self.assertGreater(written, kept)
        self.assertEqual(cut.problems, [])
        self.trials.recover(cut)
        say(row(cut))
        self.assertEqual(cut.problems, [])

    def newest_number(self, place):
        pattern = re.compile(rb"volatile-(\d{6})-" + self.pc.seed[::-1].encode())
        with open(place, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return max((int(number) for number in pattern.findall(data)), default=-1)

    def test_2_a_visit_leaves_its_token(self):
        """And so is what the search after the cuts looks for: a visit's program does write it, where it can."""
        visit = self.trials.planted_visit()
        planted = int(self.trials.ask("cat", PLANTED)["out"])
        say(f"visit {visit} left its token in {planted} places")
        self.assertGreaterEqual(planted, PLACES)
        self.assertGreater(copies(mark(self.pc.seed), self.pc.dump()), 100)
        self.trials.order("wipe")
        self.trials.answer()

    def test_3_cuts_in_every_phase(self):
        for cut in self.trials.all(CUTS):
            say(row(cut))
        for line in totals(self.trials):
            say(line)
        self.assertGreaterEqual(len(self.trials.cuts), 10)
        self.assertEqual([problem for cut in self.trials.cuts for problem in cut.problems], [])


if __name__ == "__main__":
    unittest.main(verbosity=2, failfast=True)
