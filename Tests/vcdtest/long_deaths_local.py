"""The long runs of vcd's deaths on the embedded host."""

import threading
import time

from vcdtest import mortal
from vcdtest.long_deaths import EachEffect, LongRun
from vcdtest.witness import wander


class Long(LongRun, mortal.MortalStation):
    host = "local"

    def comes_back(self):
        self.reap()
        self.live()


class Random(Long):
    """kill -9 at any instant, also while the vcd after a death comes up."""

    def test_kills(self):
        self.be_mortal()
        self.live()
        self.witness.wait_for_rest()
        while self.deaths < self.count:
            delay = self.random.uniform(0, 1.5)
            killer = threading.Timer(delay, self.vcd.kill)
            killer.start()
            wander(self.witness, self.random)
            killer.join()
            flight = self.witness.flight
            again = 0
            while self.random.random() < 0.25:
                # The one that came after it dies in its wipe.
                self.reap()
                self.live()
                time.sleep(self.random.uniform(0, 0.7))
                self.vcd.kill()
                again += 1
                self.deaths += 1
                mortal.note(self.record_file, host=self.host, kind="kill in recovery")
            self.survive(kind="kill", delay=round(delay, 4), flight=flight, again=again)
        print(f"{self.deaths} deaths in all: {self.witness.figures}")


class Every(EachEffect, Long):
    def arm(self):
        self.program = mortal.MORTAL
        self.be_mortal()

    def death(self):
        return self.record()[-1]

    def rest(self):
        self.leave()

    def disarm(self):
        self.fault.unlink()
        self.vcd.kill()
        self.reap()


RANDOM = Random
EVERY = Every
