"""The real screen and keyboard, on a whole virtual machine with Debian's generic kernel, a graphics card and seatd:
what an inmate sees and reaches. QEMU shows what is on the screen and presses the keys.

The call program and the browser of the waiting screen are window.py here, which fills the screen with colours of the
visit's own. The tests share one machine and run in the order of their names; what they measure they print.
"""

import secrets
import time
import unittest

from vcdtest.container import ANY_DAY, ANY_DAY_FILE
from vcdtest.inside import source, window
from vcdtest.machine import MASKED, Machine, copies
from vcdtest.picture import HARDWARE, SIZE, Picture, press

PROGRAM = "/usr/local/bin/window.py"
SETTINGS = "/etc/vcd/vcd.toml.d/50-test.toml"
CONFIGURATION = (
    f'[client]\nuse = "command"\ncommand = ["{PROGRAM}"]\ndisplay = "sway"\nclose_grace = "2s"\n'
    '[visit]\nlength = "20m"\nwarn_at = []\nmax_extension = "0s"\n[shutdown]\ndelay = "0s"\n'
    '[drill]\nat_start = false\n[home]\nsize = "256M"\n[notices]\nshow = true\n[waiting]\nscreen = true\n'
)
BLACK = (0, 0, 0)
# Every way that leads out of a program or a compositor somewhere.
COMBINATIONS = [
    ("ctrl", "alt", "f2"), ("alt", "f2"), ("ctrl", "alt", "f1"), ("ctrl", "alt", "delete"),
    ("ctrl", "alt", "backspace"), ("alt", "f4"), ("alt", "tab"), ("meta_l",), ("meta_l", "shift", "e"),
    ("alt", "sysrq", "b"), ("alt", "sysrq", "k"),
    ("esc",), ("ctrl", "w"), ("ctrl", "q"),
]
# The kernel's numbers of keys, as a program gets them (input-event-codes.h).
KEY_A, KEY_B, KEY_C = "30", "48", "46"


def say(text):
    print(f"  {text}", flush=True)


class ScreenTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.seed = secrets.token_hex(16)
        cls.pc = Machine("screen", "devices")
        cls.addClassCleanup(cls.pc.remove)
        cls.pc.make([
            (PROGRAM[1:], source("window.py"), 0o755),
            # The waiting screen takes it for its browser.
            ("usr/local/bin/chromium", f"#!/bin/sh\nexec {PROGRAM}\n", 0o755),
            ("etc/test-seed", cls.seed, 0o644),
            (ANY_DAY_FILE, ANY_DAY.replace("[notices]\nshow = false\n[waiting]\nscreen = false\n", ""), 0o644),
            (SETTINGS[1:], CONFIGURATION, 0o644),
        ], masked=[unit for unit in MASKED if not unit.startswith("getty@")])

    def shade(self, name):
        return window.shade(self.seed, name)

    def wait_for_picture(self, what, is_seen):
        def seen():
            picture = Picture(self.pc)
            return picture if is_seen(picture) else None

        return self.pc.wait_until(what, seen)

    def wait_for_full(self, name):
        """Until a program of ours has the whole screen."""
        shade = self.shade(name)
        picture = self.wait_for_picture(f"the picture of {name}", lambda one: one.share(shade) > 0.999)
        self.assertEqual(picture.size, SIZE)
        return picture

    def visit(self, display):
        """Starts one; gives its name, once it has the whole screen."""
        self.pc.run("sed", "-i", f's/^display = .*/display = "{display}"/', SETTINGS)
        self.pc.run("systemctl", "reload", "vcd")
        begin = time.monotonic()
        name = str(self.pc.must("next").last["visit"]["id"])
        started = time.monotonic() - begin
        shades = {self.shade(str(other)) for other in range(int(name) + 1)} - {self.shade(name)}
        before = Picture(self.pc)
        self.assertEqual([shade for shade in shades if before.share(shade) > 0.01 and shade != BLACK], [])
        self.wait_for_full(name).save(f"visit-{name}-{display}")
        seen = time.monotonic() - begin
        say(f"visit {name} on {display}: began {started:.0f} s after it was asked for, and was seen after {seen:.0f} s")
        return name

    def watch(self, name, until):
        """Takes pictures until one is as it should be; gives the seconds at which that visit was last seen."""
        begin = time.monotonic()
        last = 0
        pictures = 0

        def is_over():
            nonlocal last, pictures
            picture = Picture(self.pc)
            pictures += 1
            if picture.share(self.shade(name)) > 0.001:
                last = time.monotonic() - begin
                return False
            return until(picture)

        self.pc.wait_until("the screen is as it should be", is_over)
        say(f"{pictures} pictures in {time.monotonic() - begin:.1f} s; the visit was last seen after {last:.1f} s")
        return last

    def background(self, *command):
        self.pc.run("systemd-run", "-q", "--collect", *command)

    def processes(self, user):
        return self.pc.run("ps", "-u", user, "-o", "pid=", check=False).out.split()

    def keys(self):
        return self.pc.run("cat", "/run/vcd/home/keys").out.split()

    def is_active(self, unit):
        return self.pc.property(unit, "ActiveState") == "active"

    def expect_no_login(self):
        for unit in ("getty@tty1", "getty@tty2"):
            self.assertFalse(self.is_active(f"{unit}.service"), unit)
        self.assertEqual(self.pc.run("cat", "/sys/class/tty/tty0/active").out.strip(), "tty1")
        self.assertEqual(self.processes_of("agetty"), [])

    def processes_of(self, program):
        return self.pc.run("pgrep", "-x", program, check=False).out.split()

    def test_1_the_waiting_screen_comes_with_the_pc(self):
        seconds = self.pc.boot(memory_mib=1280, parameters="init_on_free=1", hardware=HARDWARE)
        self.pc.wait_for_state("ready")
        self.assertEqual(self.pc.property("seatd.service", "ActiveState"), "active")
        say(f"up {seconds:.0f} s after power-on")
        self.wait_for_full("waiting").save("waiting")
        self.expect_no_login()

    def test_2_a_visit_has_the_whole_screen_and_the_keyboard(self):
        name = self.visit("sway")
        self.assertFalse(self.is_active("vcd-waiting.service"))
        self.assertEqual(self.processes("vcd-waiting"), [])
        # That the clock stands is said as long as it stands: in black, with white letters.
        self.pc.must("hold").last
        notice = self.wait_for_picture("the notice", lambda one: one.share(BLACK) > 0.03)
        notice.save("notice")
        self.assertGreater(notice.share(self.shade(name)), 0.3)
        self.pc.must("resume").last
        self.wait_for_full(name)
        group = self.pc.run("cat", "/sys/fs/cgroup/system.slice/vcd-visit.service/cgroup.procs").out.split()
        mine = self.processes("vcd-visitor")
        self.assertEqual(set(mine) - set(group), set())
        self.assertGreater(len(self.processes_of("sway")), 0)
        say(f"{len(mine)} processes of the visit, all in its cgroup")
        boot = self.pc.run("cat", "/proc/sys/kernel/random/boot_id").out
        press(self.pc, "a")
        press(self.pc, "b")
        for combination in COMBINATIONS:
            press(self.pc, *combination)
            time.sleep(0.2)
        press(self.pc, "c")
        self.pc.wait_until("the last key", lambda: self.keys()[-1:] == [KEY_C])
        self.assertEqual(self.keys()[:2], [KEY_A, KEY_B])
        self.wait_for_full(name)
        self.assertEqual(self.processes("vcd-visitor"), mine)
        self.assertEqual(self.pc.run("cat", "/proc/sys/kernel/random/boot_id").out, boot)
        self.expect_no_login()
        say(f"{len(COMBINATIONS)} combinations of keys did nothing")
        type(self).name = name

    def test_3_nothing_of_it_is_left_on_the_screen_nor_in_the_frame_buffer(self):
        pixels = window.colours(self.seed, self.name)
        during = copies(pixels, self.pc.dump())
        self.background("--unit=wipe", "vcctl", "wipe")
        # From here an inmate sits before it, and tries the keyboard of a console.
        seen = self.watch(self.name, lambda picture: picture.share(self.shade(self.name)) == 0)
        for combination in [("ctrl", "alt", "f2"), ("alt", "f2"), ("alt", "f3"), ("ctrl", "alt", "delete")]:
            press(self.pc, *combination)
        Picture(self.pc).save("between")
        self.pc.wait_until("the receipt", lambda: self.pc.status().get("lastReceipt") and not self.is_active("wipe"))
        after = copies(pixels, self.pc.dump())
        self.assertEqual(self.processes("vcd-visitor"), [])
        self.expect_no_login()
        receipt = self.pc.must("receipts").last["receipts"][0]
        self.assertEqual((str(receipt["visit"]), receipt["clean"]), (self.name, True))
        say(f"copies of its rows of pixels in memory: {during} during the visit, {after} after the wipe")
        self.assertGreater(during, 10_000)
        self.assertEqual(after, 0)
        self.assertLess(seen, 30)
        self.wait_for_full("waiting")

    def test_4_from_visit_to_visit_under_the_other_compositor(self):
        first = self.visit("sway")
        second = self.visit("cage")
        self.assertEqual(Picture(self.pc).share(self.shade(first)), 0)
        press(self.pc, "a")
        for combination in COMBINATIONS:
            press(self.pc, *combination)
        press(self.pc, "c")
        self.pc.wait_until("the last key", lambda: self.keys()[-1:] == [KEY_C])
        self.wait_for_full(second)
        self.expect_no_login()
        # Without vcd the visit goes on.
        self.pc.run("systemctl", "kill", "--signal", "KILL", "vcd.service")
        self.pc.wait_for_state("visiting")
        self.wait_for_full(second)
        self.background("--unit=panic", "vcctl", "panic")
        self.watch(second, lambda picture: True)
        self.pc.wait_for_state("locked")
        self.assertEqual(copies(window.colours(self.seed, second), self.pc.dump()), 0)
        self.pc.must("unlock", "--reason", "test").last
        self.pc.wait_for_state("ready")

    def test_5_a_compositor_that_is_killed_leaves_no_picture(self):
        name = self.visit("sway")
        self.background("--unit=shot", "pkill", "-KILL", "-x", "sway")
        self.watch(name, lambda picture: True)
        self.pc.wait_for_state("ready")
        self.assertEqual(copies(window.colours(self.seed, name), self.pc.dump()), 0)
        self.expect_no_login()

    def test_6_switched_off_in_mid_visit(self):
        name = self.visit("sway")
        self.background("--unit=off", "systemctl", "poweroff")
        self.watch(name, lambda picture: True)
        self.assertEqual(self.pc.wait_until_gone(), "guest-shutdown")


if __name__ == "__main__":
    # Each test needs the machine as the one before left it.
    unittest.main(verbosity=2, failfast=True)
