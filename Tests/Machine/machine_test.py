"""The station from its package on a whole virtual machine: what of a visit reaches swap, disk and memory.

The tests share one machine and run in the order of their names; what they measure they print.
"""

import datetime
import json
import secrets
import unittest

from vcdtest.container import ANY_DAY, ANY_DAY_FILE
from vcdtest.inside import source
from vcdtest.inside.filler import token
from vcdtest.machine import Machine, copies

FILLER = "/usr/local/bin/filler.py"
# What the visit fills, in MiB: its heap and every place that a visit can write to.
FOLDERS = {"$HOME": 24, "/dev/shm": 16, "/tmp": 16, "/var/tmp": 8}
COMMAND = [FILLER, "visit", "64", *(f"{folder}={size}" for folder, size in FOLDERS.items())]
CONFIGURATION = (
    f'[client]\nuse = "command"\ncommand = {json.dumps(COMMAND)}\ndisplay = "none"\nclose_grace = "2s"\n'
    '[visit]\nlength = "20m"\nwarn_at = []\nmax_extension = "0s"\n[shutdown]\ndelay = "0s"\n'
    # Under emulation it takes its time; a test of its own makes one.
    '[drill]\nat_start = false\nraw = ["/dev/vda"]\n'
    # It has no camera and no sound; devices_test.py has.
    "[checks]\nrequired = []\n"
)
CGROUP = "/sys/fs/cgroup/system.slice"


def say(text):
    print(f"  {text}", flush=True)


def at(text):
    """Seconds since 1970."""
    return int(datetime.datetime.fromisoformat(text).timestamp())


class MachineTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.seed = secrets.token_hex(16)
        cls.pc = Machine("pc")
        cls.addClassCleanup(cls.pc.remove)
        cls.pc.make([
            (FILLER[1:], source("filler.py"), 0o755),
            ("etc/test-seed", cls.seed, 0o644),
            (ANY_DAY_FILE, ANY_DAY, 0o644),
            ("etc/vcd/vcd.toml.d/50-test.toml", CONFIGURATION, 0o644),
        ])
        cls.visits = []

    def next(self):
        """Starts a visit and waits until it has filled everything; gives its token."""
        visit = self.pc.must("next").last["visit"]["id"]
        self.wait_for_file("/run/vcd/home/visit-filled")
        self.visits.append(visit)
        return self.token(visit)

    def token(self, visit):
        return token(self.seed, "visit", visit)

    def wait_for_file(self, place):
        self.pc.wait_until(place, lambda: self.pc.run("test", "-e", place, check=False).code == 0)

    def fill(self, name, heap, *folders):
        """The same program as an ordinary unit of root's; gives its token."""
        self.pc.run("systemd-run", "-q", f"--unit={name}", FILLER, name, heap, *folders)
        self.wait_for_file(f"/run/{name}-filled")
        return token(self.seed, name)

    def wiped_clean(self, visit):
        receipt = self.pc.must("receipts").last["receipts"][0]
        self.assertEqual((receipt["visit"], receipt["clean"]), (visit, True), receipt)

    def swap_out(self):
        """Has root eat more memory than there is, so that the kernel swaps."""
        before, = self.pc.figures("/proc/vmstat", "pswpout")
        available, = self.pc.figures("/proc/meminfo", "MemAvailable")
        self.fill("eater", available + 200)
        eater = self.pc.property("eater.service", "MainPID")
        swapped, = self.pc.figures(f"/proc/{eater}/status", "VmSwap")
        free, total = self.pc.figures("/proc/meminfo", "SwapFree", "SwapTotal")
        self.pc.run("systemctl", "stop", "eater.service")
        self.pc.run("rm", "/run/eater-filled")
        after, = self.pc.figures("/proc/vmstat", "pswpout")
        out = (after - before) * 4 // 1024
        say(f"swapped out {out} MiB; in use {total - free} of {total} MiB, {swapped} of them the eater's")
        self.assertGreater(out, 100)

    def test_1_boots_into_a_ready_station(self):
        seconds = self.pc.boot()
        self.pc.wait_for_state("ready")
        say(f"ready {seconds:.0f} s after power-on")
        self.assertEqual(self.pc.run("systemctl", "--failed", "--no-legend").out.strip(), "")

    def test_1_the_drill_reads_the_raw_disk(self):
        reply = self.pc.must("drill", "--raw", "/dev/vda").last
        self.assertTrue(reply["clean"], reply)
        for area in reply["searched"]:
            say(f"drill: {area['name']}: {area['items']} items, {area['bytes']} bytes in {area['milliseconds']} ms")
        raw = next(area for area in reply["searched"] if area["name"] == "raw /dev/vda")
        self.assertGreater(raw["bytes"], 1 << 30)

    def test_1_wakes_for_the_next_session(self):
        """The shipped week, held against what vcctl says of it."""
        alarm = "/sys/class/rtc/rtc0/wakealarm"
        if self.pc.run("test", "-w", alarm, check=False).code != 0:
            self.skipTest(f"this machine's kernel has no {alarm}")
        place = f"/{ANY_DAY_FILE}".replace("40-any-day", "60-week")
        self.pc.run("tee", place, input="[schedule]\nenforce = true\n[shutdown]\nwake = true\n")
        try:
            self.pc.run("systemctl", "reload", "vcd")
            self.pc.run("systemctl", "restart", "vcd-wake.service")
            now = int(self.pc.run("date", "+%s").out)
            windows = [window for day in self.pc.must("schedule", "--week").last["days"] for window in day["windows"]]
            self.assertGreater(len(windows), 4)
            # [schedule] prepare is 15 minutes, and an alarm is at least two ahead.
            begins = [min(at(window["opens"]), at(window["registerFrom"])) - 900 for window in windows]
            expected = min(begin for begin in begins if begin >= now + 120)
            said = self.pc.journal("-u", "vcd-wake", "-n", "5", "-o", "cat")
            self.assertEqual(self.pc.property("vcd-wake.service", "Result"), "success")
            # QEMU's clock knows a time of day, and no date.
            if expected > now + 86_400:
                self.assertEqual(self.pc.run("cat", alarm).out, "")
                self.assertIn("can't be set as far ahead as the next session", said)
                return say("the next session is more than a day ahead: the real-time clock can't wake the machine for it")
            self.assertEqual(int(self.pc.run("cat", alarm).out), expected)
            self.assertIn(str(expected), said)
            # And as the PC goes down, whatever became of the alarm.
            self.pc.run("sh", "-c", f"echo 0 > {alarm}")
            self.assertEqual(self.pc.run("cat", alarm).out, "")
            self.pc.run("systemctl", "stop", "vcd-wake.service")
            self.assertEqual(int(self.pc.run("cat", alarm).out), expected)
            self.assertEqual(self.pc.property("vcd-wake.service", "Result"), "success")
            say(f"the real-time clock wakes the machine at {datetime.datetime.fromtimestamp(expected, datetime.UTC)}")
        finally:
            self.pc.run("rm", place)
            self.pc.run("systemctl", "reload", "vcd")
            self.pc.run("systemctl", "start", "vcd-wake.service")

    def test_2_memory_after_a_wipe(self):
        """Figures only: without init_on_free=1 the kernel leaves freed memory as it is."""
        mark = self.next()
        during = copies(mark, self.pc.dump())
        self.pc.must("wipe").last
        self.wiped_clean(self.visits[-1])
        after = copies(mark, self.pc.dump())
        say(f"copies of the token in memory: {during} during the visit, {after} after the wipe")
        self.assertGreater(during, 100_000)

    def test_3_nothing_of_a_visit_reaches_swap(self):
        self.pc.swap_on()
        control = self.fill("control", 64, "/run=24")
        mark = self.next()
        self.swap_out()
        # The most direct way: the kernel is told to take the visit's own memory away.
        group = f"{CGROUP}/vcd-visit.service"
        self.pc.run("sh", "-c", f"echo 64M > {group}/memory.reclaim", check=False)
        self.assertEqual(self.pc.run("cat", f"{group}/memory.swap.current").out.strip(), "0")
        found = {"control": copies(control, self.pc.swap), "visit": copies(mark, self.pc.swap)}
        say(f"copies on swap while the visit runs: {found}")
        # The search sees what an ordinary process held in its heap and in files in memory, and nothing of the visit.
        self.assertGreater(found["control"], 100_000)
        self.assertEqual(found["visit"], 0)
        self.pc.must("wipe").last
        self.wiped_clean(self.visits[-1])
        self.swap_out()
        found = copies(mark, self.pc.swap)
        say(f"copies on swap after the wipe: {found}")
        self.assertEqual(found, 0)
        self.pc.run("systemctl", "stop", "control.service")
        self.pc.run("rm", "/run/filler-control")

    def abandoned(self):
        """A visit that ends while vcd is away, as by RuntimeMaxSec=: its home is left to the next vcd's wipe, and its
        cgroup, which the memory is charged to, is gone. Gives how often its token is on swap then."""
        mark = self.next()
        self.pc.run("systemctl", "stop", "vcd.socket", "vcd.service")
        self.pc.run("systemctl", "stop", "vcd-visit.service")
        try:
            self.assertNotEqual(self.pc.run("test", "-e", f"{CGROUP}/vcd-visit.service", check=False).code, 0)
            self.wait_for_file("/run/vcd/home/visit-filled")
            self.swap_out()
            return copies(mark, self.pc.swap)
        finally:
            self.pc.run("systemctl", "start", "vcd.socket", "vcd.service")
            self.pc.wait_for_state("ready")
            self.wiped_clean(self.visits[-1])

    def test_4_nor_does_a_home_that_outlives_its_visit(self):
        found = self.abandoned()
        say(f"copies on swap of a home without its visit: {found}")
        self.assertEqual(found, 0)

    def test_5_without_the_limit_both_would(self):
        """The tests' own test: with MemorySwapMax= lifted, the same visits are found on swap."""
        drop_in = "/run/systemd/system/vcd-visit.service.d"
        self.pc.run("mkdir", "-p", drop_in)
        self.pc.run("tee", f"{drop_in}/test.conf", input="[Service]\nMemorySwapMax=infinity\n")
        self.pc.run("systemctl", "daemon-reload")
        try:
            mark = self.next()
            self.swap_out()
            found = {"visit": copies(mark, self.pc.swap)}
            self.pc.must("wipe").last
            found["home without its visit"] = self.abandoned()
        finally:
            self.pc.run("rm", "-r", drop_in)
            self.pc.run("systemctl", "daemon-reload")
        say(f"copies on swap without the limit: {found}")
        self.assertGreater(min(found.values()), 10_000)

    def test_6_switched_off_with_nothing_on_the_disk(self):
        mark = self.next()
        self.swap_out()
        self.pc.must("shutdown").last
        self.assertEqual(self.pc.wait_until_gone(), "guest-shutdown")
        self.assertEqual(copies(mark, self.pc.swap), 0)
        found = [copies(self.token(visit), self.pc.disk) for visit in self.visits]
        say(f"copies on the root disk, of each visit: {found}")
        self.assertEqual(sum(found), 0)
        # The search sees this disk: the seed is on it.
        self.assertGreater(copies(self.seed, self.pc.disk), 0)

    def test_7_memory_that_is_cleared_when_freed(self):
        self.pc.boot(parameters="init_on_free=1")
        self.pc.wait_for_state("ready")
        mark = self.next()
        during = copies(mark, self.pc.dump())
        self.pc.must("wipe").last
        self.wiped_clean(self.visits[-1])
        after = copies(mark, self.pc.dump())
        say(f"copies of the token in memory, init_on_free=1: {during} during the visit, {after} after the wipe")
        self.assertGreater(during, 100_000)
        self.assertEqual(after, 0)

    def test_8_a_power_cut_in_mid_visit(self):
        self.pc.swap_on()
        mark = self.next()
        self.swap_out()
        self.pc.cut()
        self.assertEqual(copies(mark, self.pc.swap), 0)
        self.assertEqual(copies(mark, self.pc.disk), 0)
        seconds = self.pc.boot()
        self.pc.wait_for_state("ready")
        say(f"ready {seconds:.0f} s after power-on, the visit cut off before it wiped")
        self.wiped_clean(self.visits[-1])
        self.pc.must("shutdown").last
        self.assertEqual(self.pc.wait_until_gone(), "guest-shutdown")
        self.assertEqual(copies(mark, self.pc.disk), 0)


if __name__ == "__main__":
    # Each test needs the machine as the one before left it.
    unittest.main(verbosity=2, failfast=True)
