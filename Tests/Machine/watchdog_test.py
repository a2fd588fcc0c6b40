"""A PC that hangs whole is reset by its watchdog and comes up as a ready station; one without a watchdog loses nothing.

The tests share one machine and run in the order of their names.
"""

import unittest

from vcdtest.container import ANY_DAY, ANY_DAY_FILE
from vcdtest.machine import Machine

CONFIGURATION = (
    '[client]\nuse = "command"\ncommand = ["sleep", "1000"]\ndisplay = "none"\nclose_grace = "2s"\n'
    '[visit]\nlength = "20m"\nwarn_at = []\nmax_extension = "0s"\n[shutdown]\ndelay = "0s"\n'
    '[drill]\nat_start = false\n[home]\nsize = "64M"\n[checks]\nrequired = []\n'
    # Emulated, it takes its time.
    '[checks.limits]\nunits = "30s"\n'
)
DEVICE = "/sys/class/watchdog/watchdog0"


def say(text):
    print(f"  {text}", flush=True)


class WatchdogTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        # The generic kernel: the one for clouds has no watchdog's driver.
        cls.pc = Machine("watchdog", "devices")
        cls.addClassCleanup(cls.pc.remove)
        cls.pc.make([
            (ANY_DAY_FILE, ANY_DAY, 0o644),
            ("etc/vcd/vcd.toml.d/50-test.toml", CONFIGURATION, 0o644),
        ])

    def told(self):
        return self.pc.must("check", "units").last["checks"][0]["detail"]

    def test_1_without_one_nothing_is_amiss(self):
        self.pc.boot()
        self.pc.wait_for_state("ready")
        self.assertNotEqual(self.pc.run("test", "-e", DEVICE, check=False).code, 0)
        self.assertEqual(self.pc.run("systemctl", "--failed", "--no-legend").out.strip(), "")
        self.assertIn("no watchdog", self.told())
        self.pc.must("shutdown")
        self.assertEqual(self.pc.wait_until_gone(), "guest-shutdown")

    def test_2_a_pc_that_hangs_in_mid_visit_is_reset_and_wipes(self):
        self.pc.boot(hardware=["-device", "i6300esb"])
        self.pc.wait_for_state("ready")
        self.pc.wait_until(
            "systemd keeps the watchdog", lambda: self.pc.run("cat", f"{DEVICE}/state").out.strip() == "active"
        )
        timeout = int(self.pc.run("cat", f"{DEVICE}/timeout").out)
        self.assertLessEqual(timeout, 60)
        self.assertIn(f"resets after {timeout} s", self.told())
        visit = self.pc.must("next").last["visit"]["id"]
        # A kernel that panics and stays so answers nothing and nobody any more.
        self.pc.run("sysctl", "-w", "kernel.panic=0", "kernel.sysrq=1")
        self.pc.send("sh", "-c", "sync; echo c >/proc/sysrq-trigger")
        event = {}
        while event.get("event") != "WATCHDOG":
            event = self.pc.lines["monitor"].receive(self.pc.patience)
        self.assertEqual(event["data"]["action"], "reset")
        # QEMU is told to end where the machine would start again.
        self.assertEqual(self.pc.wait_until_gone(), "guest-reset")
        seconds = self.pc.boot(hardware=["-device", "i6300esb"])
        self.pc.wait_for_state("ready")
        say(f"reset by the watchdog of {timeout} s; ready {seconds:.0f} s after it")
        receipt = self.pc.must("receipts").last["receipts"][0]
        self.assertEqual((receipt["visit"], receipt["clean"]), (visit, True), receipt)


if __name__ == "__main__":
    unittest.main(verbosity=2, failfast=True)
