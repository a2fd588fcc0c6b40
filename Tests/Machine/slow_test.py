"""Slow parts on a whole virtual machine: a disk that takes seconds for each write or does not answer at all, a clock
that jumps by a day, too little memory for vcd, and a PC that is told to sleep.

vcd is asked for its status all the while. The tests share one machine and run in the order of their names; what they
measure they print.
"""

import contextlib
import json
import time
import unittest

from vcdtest.container import ANY_DAY, ANY_DAY_FILE
from vcdtest.inside import source
from vcdtest.machine import Machine

ASKER = "/usr/local/bin/asker.py"
CLIENT = "#!/bin/sh\nexec sleep 10000\n"
LENGTH = 1800
DAY = 86400
# vcd.catalog: the PC's clock was set.
CLOCK_SET = "d4eb568e9adb4c9b94d396ab71619e66"
CONFIGURATION = (
    '[client]\nuse = "command"\ncommand = ["/usr/local/bin/client"]\ndisplay = "none"\nclose_grace = "2s"\n'
    f'[visit]\nlength = "{LENGTH}s"\nwarn_at = []\nmax_extension = "0s"\n[shutdown]\ndelay = "0s"\n'
    '[drill]\nat_start = false\n[home]\nsize = "64M"\n'
)
CATEGORIES = ["narcotics", "elderly-cell-pretrial", "convicted-general"]
SCHEDULE_FILE = "/etc/vcd/vcd.toml.d/60-schedule.toml"
# How much later each write is done.
DELAYS = (0, 500, 5000)
# Emulated, it is some twenty times slower than a PC.
MILLISECONDS = 1000


def say(text):
    print(f"  {text}", flush=True)


class SlowTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.pc = Machine("slow", "devices")
        cls.addClassCleanup(cls.pc.remove)
        cls.pc.make([
            (ASKER[1:], source("asker.py"), 0o755),
            ("usr/local/bin/client", CLIENT, 0o755),
            (ANY_DAY_FILE, ANY_DAY, 0o644),
            ("etc/vcd/vcd.toml.d/50-test.toml", CONFIGURATION, 0o644),
        ], swap_mib=64)
        seconds = cls.pc.boot()
        cls.pc.wait_for_state("ready")
        say(f"up {seconds:.0f} s after power-on")

    def timed(self, *words):
        begin = time.monotonic()
        reply = self.pc.must(*words).last
        return reply, time.monotonic() - begin

    @contextlib.contextmanager
    def asked_all_the_while(self, what):
        """Status is asked for without a pause; how long that took is printed and asserted."""
        self.pc.run("rm", "-f", "/run/enough", "/run/asked")
        self.pc.run("systemd-run", "-q", "--collect", "--unit=asker", "-p", "StandardOutput=file:/run/asked", ASKER,
                    "/run/enough", "0.2")
        try:
            yield
        finally:
            self.pc.run("touch", "/run/enough")
        self.pc.wait_until("the asker's figures", lambda: self.pc.run("cat", "/run/asked", check=False).out)
        asked = json.loads(self.pc.run("cat", "/run/asked").out)
        say(f"{what}: {asked['answers']} answers, p50 {asked['p50']:.0f} ms, p99 {asked['p99']:.0f} ms, at most"
            f" {asked['max']:.0f} ms; states {' '.join(asked['states'])}")
        self.assertLess(asked["p99"], MILLISECONDS)

    def main_pid(self):
        return self.pc.property("vcd.service", "MainPID")

    def client_pid(self):
        return self.pc.property("vcd-visit.service", "MainPID")

    def visit_goes_on(self):
        return self.pc.property("vcd-visit.service", "ActiveState") in ("active", "deactivating")

    def table(self, milliseconds):
        """dm-delay's: reads are not delayed, writes and flushes are."""
        sectors = int(self.pc.run("cat", "/sys/class/block/vdb/size").out)
        return f"0 {sectors} delay /dev/vdb 0 0 /dev/vdb 0 {milliseconds}"

    def delay(self, milliseconds):
        self.pc.run("dmsetup", "reload", "slow", "--table", self.table(milliseconds))
        self.pc.run("dmsetup", "suspend", "--nolockfs", "--noflush", "slow")
        self.pc.run("dmsetup", "resume", "slow")

    def stop_disk(self):
        """From here until it is resumed it answers nothing."""
        self.pc.run("dmsetup", "suspend", "--nolockfs", "--noflush", "slow")
        self.addCleanup(self.start_disk)

    def start_disk(self):
        self.pc.run("dmsetup", "resume", "slow")

    def wiped_clean(self, visit):
        receipt = next(one for one in self.pc.must("receipts").last["receipts"] if one.get("visit") == visit["id"])
        self.assertTrue(receipt["clean"], receipt)
        return receipt

    def left(self):
        """What the visit has left, by vcd, and the machine's time since power-on at which it ends by that."""
        visit = self.pc.status()["visit"]
        uptime = float(self.pc.run("cat", "/proc/uptime").out.split()[0])
        return visit["remainingSeconds"] + uptime

    def test_1_a_slow_disk(self):
        self.pc.run("systemctl", "stop", "vcd.socket", "vcd.service")
        self.pc.run("dmsetup", "create", "slow", "--table", self.table(0))
        self.pc.run("udevadm", "settle")
        self.pc.run("mkfs.ext4", "-q", "/dev/mapper/slow")
        self.pc.run("sh", "-ec", "mount /dev/mapper/slow /mnt; cp -a /var/lib/vcd/. /mnt/; umount /mnt;"
                    "mount /dev/mapper/slow /var/lib/vcd; chown vcd:vcd /var/lib/vcd; chmod 700 /var/lib/vcd")
        self.pc.run("systemctl", "start", "vcd.socket", "vcd.service")
        self.pc.wait_for_state("ready")
        vcd = self.main_pid()
        for milliseconds in DELAYS:
            self.delay(milliseconds)
            with self.asked_all_the_while(f"each write {milliseconds} ms late"):
                reply, begun = self.timed("next")
                self.assertEqual(self.pc.status()["visit"]["id"], reply["visit"]["id"])
                _, wiped = self.timed("wipe")
            self.delay(0)
            self.wiped_clean(reply["visit"])
            say(f"each write {milliseconds} ms late: 'vcctl next' took {begun:.1f} s, 'vcctl wipe' {wiped:.1f} s")
        self.assertEqual(self.main_pid(), vcd, "the watchdog ended it")

    def test_2_a_disk_that_does_not_answer(self):
        visit = self.pc.must("next").last["visit"]
        vcd = self.main_pid()
        with self.asked_all_the_while("no answer from the disk for 45 s"):
            self.stop_disk()
            self.pc.run("systemd-run", "-q", "--collect", "--unit=asked-to-end", "-p", "StandardOutput=file:/run/ended",
                        "vcctl", "wipe", "--json")
            begin = time.monotonic()
            self.pc.wait_until("the end of the call", lambda: not self.visit_goes_on())
            say(f"with no disk, the call was over {time.monotonic() - begin:.1f} s after 'vcctl wipe'")
            # More than twice what the watchdog waits.
            time.sleep(45)
            status = self.pc.status()
            self.assertEqual(status["state"], "closing", "nothing is proven while nothing can be written down")
        self.start_disk()
        self.pc.wait_for_state("ready")
        self.wiped_clean(visit)
        self.assertEqual(self.main_pid(), vcd, "the watchdog ended it")
        reply, seconds = self.timed("next")
        say(f"once the disk answers again: 'vcctl next' took {seconds:.1f} s")
        self.pc.must("wipe").last

    def set_clock(self, by):
        now = int(self.pc.run("date", "+%s").out)
        self.pc.run("date", "-s", f"@{now + by}")

    def said(self, message):
        entries = self.pc.journal(f"MESSAGE_ID={message}", "-o", "json").splitlines()
        return [json.loads(entry) for entry in entries]

    def test_3_a_clock_that_jumps_by_a_day(self):
        now = self.pc.run("date", "-u", "+%F %A").out.lower().split()
        self.pc.run("tee", SCHEDULE_FILE, input=(
            '[schedule]\nenforce = true\ntrust_clock = true\nzone = "UTC"\nopen = "00:00"\nclose = "23:59"\n'
            'register_from = "00:00"\nregister_until = "23:59"\n'
        ) + "".join(f'[schedule.categories.{name}]\ndays = ["{now[1]}"]\n' for name in CATEGORIES))
        self.addCleanup(self.pc.run, "sh", "-c", f"rm -f {SCHEDULE_FILE}; systemctl reload vcd")
        self.pc.run("systemctl", "reload", "vcd")
        for by in (DAY, -DAY):
            with self.subTest(by=by):
                before = len(self.said(CLOCK_SET))
                visit = self.pc.must("next").last["visit"]
                client, ends = self.client_pid(), self.left()
                self.set_clock(by)
                self.pc.wait_until("the message", lambda: len(self.said(CLOCK_SET)) > before)
                entry = self.said(CLOCK_SET)[-1]
                self.assertLessEqual(abs(int(entry["JUMP_SECONDS"]) - by), 5)
                moved = self.left() - ends
                self.assertLessEqual(abs(moved), 5, "the visit's clock has moved")
                self.assertEqual(self.client_pid(), client)
                self.pc.must("wipe").last
                receipt = self.wiped_clean(visit)
                self.assertLess(receipt["milliseconds"], 120_000)
                # The other day has no session; the officer is told so.
                refused = self.pc.json("next")
                self.assertEqual(refused.code, 75, refused)
                say(f"clock {by:+} s in mid-visit: its end moved by {moved:.1f} s; then 'vcctl next' says:"
                    f" {refused.last['parameters'].get('message', refused.error)}")
                self.set_clock(-by)
                self.pc.wait_until("the message", lambda: len(self.said(CLOCK_SET)) > before + 1)
                # At rest it jumped, too, and the station is of use again.
                again = self.pc.must("next").last["visit"]
                self.pc.must("wipe").last
                self.wiped_clean(again)

    def test_4_vcd_killed_for_memory(self):
        visit = self.pc.must("next").last["visit"]
        vcd, client, ends = self.main_pid(), self.client_pid(), self.left()
        self.pc.run("systemctl", "set-property", "--runtime", "vcd.service", "MemoryMax=3M")
        try:
            self.pc.wait_until("the kernel's kill", lambda: "oom-kill" in self.pc.journal("-u", "vcd", "-n", "50"))
        finally:
            self.pc.run("systemctl", "set-property", "--runtime", "vcd.service", "MemoryMax=infinity")
        begin = time.monotonic()
        self.pc.wait_for_state("visiting")
        say(f"killed for memory; back {time.monotonic() - begin:.1f} s after there was enough again")
        self.assertNotEqual(self.main_pid(), vcd)
        self.assertEqual(self.client_pid(), client)
        self.assertEqual(self.pc.status()["visit"]["id"], visit["id"])
        self.assertLessEqual(abs(self.left() - ends), 5, "the visit's clock has moved")
        self.pc.must("wipe").last
        self.wiped_clean(visit)

    def test_5_it_does_not_sleep(self):
        boot = self.pc.run("cat", "/proc/uptime").out
        for user in ("officer", None):
            for verb in ("suspend", "hibernate", "hybrid-sleep"):
                refused = self.pc.run("systemctl", verb, user=user, check=False, timeout=30)
                self.assertNotEqual(refused.code, 0, (user, verb))
        say(f"systemctl {verb} as root: {refused.err.strip()}")
        self.assertLess(float(boot.split()[0]), float(self.pc.run("cat", "/proc/uptime").out.split()[0]))
        self.assertEqual(self.pc.state(), "ready")


if __name__ == "__main__":
    # Each test needs the machine as the one before left it.
    unittest.main(verbosity=2, failfast=True)
