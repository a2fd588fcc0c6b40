"""The real browser on the real screen of a whole virtual machine, whose power is cut in mid-visit: Debian's Chromium, with
the command line and the policies that are shipped, on a page that keeps its token wherever a page can.

The tests share one machine and run in the order of their names; what they measure they print.
"""

import json
import random
import secrets
import time
import unittest

from vcdtest.container import ANY_DAY, ANY_DAY_FILE
from vcdtest.cuts import Known, faults
from vcdtest.inside import source
from vcdtest.inside.page import COLOUR, KEPT, PORT
from vcdtest.inside.planter import mark
from vcdtest.machine import UNUSED, copies
from vcdtest.picture import HARDWARE, Picture
from vcdtest.power import CHECKS, FACTS, IDLE, Cut, PowerMachine

SEED = secrets.randbits(32)
PROGRAM = "/usr/local/bin/page.py"
UNIT = f"""[Unit]
Description=The call server of the test
[Service]
ExecStart=/usr/bin/python3 -I {PROGRAM}
[Install]
WantedBy=multi-user.target
"""
SETTINGS = "/etc/vcd/vcd.toml.d/50-test.toml"
CONFIGURATION = (
    f'[client]\nuse = "chromium-call"\naddress = "http://127.0.0.1:{PORT}/"\n'
    f'addresses = ["http://127.0.0.1:{PORT}"]\njoin = "never"\ndisplay = "cage"\n[home]\nsize = "512M"\n'
    '[visit]\nlength = "30m"\nwarn_at = []\nmax_extension = "0s"\n[shutdown]\ndelay = "0s"\n'
    f'[drill]\nat_start = false\n[checks]\nrequired = []\noff = {json.dumps(CHECKS)}\n'
)
# The browser's, and the card's.
NEEDED = {"usr/lib/chromium"}
RUNNING = {"seatd.service", "systemd-udevd.service", "systemd-udev-trigger.service", "systemd-udevd-control.socket",
           "systemd-udevd-kernel.socket", "modprobe@drm.service"}


def say(text):
    print(f"  {text}", flush=True)


class BrowserTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        say(f"seed {SEED}")
        cls.pc = PowerMachine("browser", "devices")
        cls.addClassCleanup(cls.pc.remove)
        cls.pc.make(
            [
                (PROGRAM[1:], source("page.py"), 0o755),
                (FACTS[1:], source("facts.py"), 0o755),
                ("etc/systemd/system/test-page.service", UNIT, 0o644),
                ("etc/test-seed", cls.pc.seed, 0o644),
                (ANY_DAY_FILE, ANY_DAY, 0o644),
                (SETTINGS[1:], CONFIGURATION, 0o644),
            ],
            disk_mib=3072, unused=[place for place in UNUSED if place not in NEEDED],
            masked=[unit for unit in IDLE if unit not in RUNNING], enabled=["test-page.service"],
        )

    def boot(self):
        seconds = self.pc.boot(memory_mib=2048, parameters="init_on_free=1 no_timer_check", hardware=HARDWARE)
        self.pc.wait_for_state("ready", limit=300)
        say(f"up {seconds:.0f} s after power-on")

    def visit(self, display):
        """Starts one, and waits until its page has the screen and has kept what it could."""
        self.pc.run("sed", "-i", f's/^display = .*/display = "{display}"/', SETTINGS)
        self.pc.run("systemctl", "reload", "vcd")
        self.pc.run("rm", "-f", KEPT)
        begin = time.monotonic()
        number = self.pc.must("next").last["visit"]["id"]

        def seen():
            picture = Picture(self.pc)
            return picture if self.share(picture) > 0.99 else None

        self.pc.wait_until("the page on the whole screen", seen, limit=600).save(f"browser-{display}")
        shown = time.monotonic() - begin
        self.pc.wait_until("what it keeps", lambda: self.pc.run("test", "-e", KEPT, check=False).code == 0, limit=300)
        kept = self.pc.run("cat", KEPT).out.split(",")
        say(f"visit {number} on {display}: seen after {shown:.0f} s; the page keeps its token in {', '.join(kept)}")
        self.assertGreater(len(kept), 5, kept)
        return number

    @staticmethod
    def share(picture):
        return picture.share(tuple(value & 0xe0 for value in COLOUR))

    def in_memory(self):
        return copies(mark(self.pc.seed), self.pc.dump())

    def test_1_what_a_page_keeps_is_gone_with_the_wipe(self):
        self.boot()
        visit = self.visit("cage")
        during = self.in_memory()
        receipt = self.pc.must("wipe").last["receipt"]
        self.assertEqual((receipt["visit"], receipt["clean"]), (visit, True))
        after = self.in_memory()
        say(f"copies of the token in the machine's memory: {during} during the visit, {after} after the wipe")
        self.assertGreater(during, 1_000)
        self.assertEqual(after, 0)
        self.assertEqual(self.share(Picture(self.pc)), 0)

    def test_2_and_with_the_power(self):
        type(self).last = self.visit("sway")
        # The kernel puts on swap what it can.
        self.pc.run("swapon", "/dev/vdb")
        self.pc.run("sh", "-c", "echo 600M >/sys/fs/cgroup/memory.reclaim || true")
        swapped = self.pc.figures("/proc/meminfo", "SwapTotal", "SwapFree")
        cut = Cut(1, "visit", "torn")
        self.pc.pull_the_plug()
        self.pc.settle(cut, random.Random(SEED))
        say(f"{cut.written / 1e3:.0f} kB were written since power-on, {cut.lost / 1e3:.0f} of them are lost; "
            f"{swapped[0] - swapped[1]} MiB were on swap; traces: {cut.found}")
        self.assertEqual(set(cut.found.values()), {0}, list(self.pc.where(cut)))
        self.assertGreater(swapped[0] - swapped[1], 0)

    def test_3_the_next_start_wipes_first_and_the_next_inmate_calls(self):
        self.boot()
        facts = json.loads(self.pc.run("python3", "-I", "-S", FACTS).out)
        self.assertEqual(list(faults(facts)), [])
        known = Known()
        known.told = {self.last}
        self.assertEqual(known.compare(facts), [])
        self.visit("cage")


if __name__ == "__main__":
    # Each test needs the machine as the one before left it.
    unittest.main(verbosity=2, failfast=True)
