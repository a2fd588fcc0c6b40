"""The long runs of vcd's deaths under systemd."""

import threading

from vcdtest import mortal_pc
from vcdtest.long_deaths import EachEffect, LongRun
from vcdtest.witness import wander

WATCHDOG = "2s"


class Long(LongRun, mortal_pc.MortalPC):
    host = "systemd"

    def comes_back(self):
        self.reborn()


class Random(Long):
    """kill -9 at any instant, and now and then a vcd that hangs, which the watchdog ends."""

    def test_kills(self):
        drop_in = self.pc.root / "etc/systemd/system/vcd.service.d/watchdog.conf"
        drop_in.parent.mkdir(exist_ok=True)
        drop_in.write_text(f"[Service]\nWatchdogSec={WATCHDOG}\n")
        self.pc.run("systemctl", "daemon-reload")
        self.live()
        self.witness.wait_for_rest()
        while self.deaths < self.count:
            self.vcd = self.main_pid()
            signal = "STOP" if self.random.random() < 0.05 else "KILL"
            delay = self.random.uniform(0, 1.5)
            killer = threading.Timer(delay, self.pc.run, ["kill", f"-{signal}", self.vcd])
            killer.start()
            wander(self.witness, self.random)
            killer.join()
            self.survive(kind=signal, delay=round(delay, 4), flight=self.witness.flight)
        print(f"{self.deaths} deaths in all: {self.witness.figures}")


class Every(EachEffect, Long):
    def arm(self):
        self.use_mortal()

    def death(self):
        self.pc.wait_until("the death is recorded", self.is_recorded_dead)
        return next(line for line in self.record() if line[0] == "died")

    def disarm(self):
        self.pc.run("rm", mortal_pc.FAULT)
        self.pc.run("kill", "-KILL", self.vcd)
        self.reborn()


RANDOM = Random
EVERY = Every
