"""The checks against real devices, on a whole virtual machine with Debian's generic kernel: a camera (vivid), a sound
card that hears itself (snd-aloop), one with a mixer (snd-dummy), a battery clock and a swap disk.

Each is seen in both verdicts by the installed vcctl, through vcd and vcd-check.service. The tests share one machine and
run in the order of their names; what they measure they print.
"""

import errno
import json
import statistics
import time
import unittest

from vcdtest.container import ANY_DAY, ANY_DAY_FILE
from vcdtest.inside import source
from vcdtest.machine import Machine

GADGETS = "/usr/local/bin/gadgets.py"
NODE, CARD, EAR = "/dev/video0", "Dummy", "plughw:Loopback,1,0"
PART = "/etc/vcd/vcd.toml.d/60-part.toml"
# Emulated, a dozen programs that start at once take their time.
SLOW = ("client", "privacy", "display", "memory", "disk", "temperature", "camera", "microphone", "loudspeaker",
        "network", "servers", "stun", "clock", "rtc", "power", "units")
CONFIGURATION = (
    f'[client]\nuse = "command"\ncommand = ["{GADGETS}", "visit", "{NODE}", "{CARD}"]\ndisplay = "none"\nclose_grace = "2s"\n'
    '[visit]\nlength = "20m"\nwarn_at = []\nmax_extension = "0s"\n[shutdown]\ndelay = "0s"\n'
    '[drill]\nat_start = false\n[home]\nsize = "256M"\n'
    # An emulated camera is as slow as the machine is busy.
    f'[camera]\ndevice = "{NODE}"\nframe_rate = 2\ncontrols = {{ brightness = 140 }}\n'
    f'[sound]\nmicrophone = "{EAR}"\nloudspeaker = "plughw:{CARD}"\nplayback_level = 80\n'
    '[checks]\nrequired = ["camera", "memory"]\n[checks.limits]\n'
) + "".join(f'{name} = "30s"\n' for name in SLOW)


def say(text):
    print(f"  {text}", flush=True)


class DevicesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.pc = Machine("devices", "devices")
        cls.addClassCleanup(cls.pc.remove)
        cls.pc.make([
            (GADGETS[1:], source("gadgets.py"), 0o755),
            (ANY_DAY_FILE, ANY_DAY, 0o644),
            ("etc/vcd/vcd.toml.d/50-test.toml", CONFIGURATION, 0o644),
        ])

    def look(self, *names, options=()):
        """By name, what 'vcctl check' found; and its exit status."""
        begin = time.monotonic()
        result = self.pc.json("check", *names, *options)
        seconds = time.monotonic() - begin
        for check in result.last["checks"]:
            say(f"{check['name']}: {check['verdict']}: {check['detail']} ({check['milliseconds']} ms)")
        say(f"the check took {seconds:.1f} s in all, exit status {result.code}")
        return {check["name"]: check for check in result.last["checks"]}, result.code

    def expect(self, name, verdict, words, options=()):
        found, code = self.look(name, options=options)
        self.assertEqual(found[name]["verdict"], verdict, found)
        self.assertIn(words.lower(), found[name]["detail"].lower())
        if verdict in ("warn", "fail"):
            self.assertTrue(found[name]["remedy"] and found[name]["remedyIndonesian"], found)
        # sysexits.h's EX_IOERR is for a required part.
        self.assertEqual(code, 74 if (name, verdict) == ("camera", "fail") else 0)
        return found[name]

    def configure(self, text):
        """Until the test ends."""
        self.pc.run("tee", PART, input=text)
        self.addCleanup(self.forget)
        self.pc.run("systemctl", "reload", "vcd")

    def forget(self):
        self.pc.run("rm", "-f", PART)
        self.pc.run("systemctl", "reload", "vcd")

    def gadget(self, *words):
        return json.loads(self.pc.run(GADGETS, *words).out)

    def levels(self, names):
        """What controls of the camera and volumes of the card are at."""
        now = {**self.gadget("camera", NODE), **self.gadget("mixer", CARD)}
        return {name: now[name] for name in names}

    def background(self, name, *words, user="nobody"):
        """A gadget that goes on, as another account's program; it has what it wants when this returns."""
        self.pc.run(
            "systemd-run", "-q", f"--unit={name}", "--service-type=notify", "--collect", f"--uid={user}",
            "-p", "SupplementaryGroups=video audio", "-p", f"StandardOutput=file:/run/{name}", GADGETS, *words,
        )
        self.addCleanup(self.pc.run, "systemctl", "stop", name, check=False)

    def plug(self, driver, way):
        """Way is `unbind` or `bind`: the driver loses its device, or gets it back."""
        self.pc.run("sh", "-c", f"echo {driver}.0 >/sys/bus/platform/drivers/{driver}/{way}")

    def unplug(self, driver):
        self.plug(driver, "unbind")
        self.addCleanup(self.plug_in, driver)

    def plug_in(self, driver):
        if self.pc.run("test", "-e", f"/sys/bus/platform/drivers/{driver}/{driver}.0", check=False).code != 0:
            self.plug(driver, "bind")
            self.pc.run("udevadm", "settle")

    def test_1_boots_into_a_ready_station(self):
        # Without init_on_free=1 there would be something to say of privacy.
        seconds = self.pc.boot(memory_mib=1536, parameters="init_on_free=1")
        self.pc.wait_for_state("ready")
        say(f"up {seconds:.0f} s after power-on")
        for place, group in [(NODE, "video"), ("/dev/snd/controlC0", "audio")]:
            self.assertEqual(self.pc.run("stat", "-c", "%G %a", place).out.split(), [group, "660"])
        who = self.pc.property("vcd-check.service", "User")
        self.assertEqual(who, "vcd-check")

    def test_2_all_parts_side_by_side(self):
        found, code = self.look()
        self.assertEqual(code, 0)
        verdicts = {name: check["verdict"] for name, check in found.items()}
        for name in ("camera", "loudspeaker", "memory", "disk", "privacy", "rtc", "units", "client"):
            self.assertEqual(verdicts[name], "pass", found[name])
        # QEMU has neither a battery nor a sensor.
        for name in ("power", "temperature", "display"):
            self.assertEqual(verdicts[name], "skipped", found[name])

    def test_3_pictures(self):
        self.expect("camera", "pass", "640x480")
        # Its test patterns are controls: what is configured is what it shows. 5 is black, 6 is white.
        no_text = "osd_text_mode = 2"
        for settings, verdict, words in [
            (f"controls = {{ test_pattern = 5, {no_text} }}", "fail", "the picture is black"),
            (f"controls = {{ test_pattern = 6, {no_text} }}", "fail", "the picture shows nothing"),
            (f"controls = {{ {no_text} }}", "fail", "the picture stands still"),
            ("controls = { percentage_of_dropped_buffers = 100 }", "fail", "gives no picture"),
            # It gives 25, and under emulation some less.
            ("frame_rate = 30", "warn", "second, 30 needed"),
            ("frame_rate = 120", "fail", "pictures a second, 120 needed"),
            ("width = 8000", "fail", "8000x480 needed"),
            ("controls = { brightness = 999 }", "warn", "brightness = 999, allowed 0 to 255"),
            ('device = "/dev/video9"', "fail", "/dev/video9 is not there"),
            # vivid's second node is a screen.
            ('device = "/dev/video1"', "fail", "takes no pictures"),
        ]:
            with self.subTest(settings):
                self.configure(f"[camera]\n{settings}\n")
                self.expect("camera", verdict, words)
        self.forget()
        self.expect("camera", "pass", "640x480")
        self.pc.wait_for_state("ready")

    def test_3_a_camera_that_another_program_has(self):
        self.background("holder", "hold-camera", NODE)
        self.expect("camera", "fail", "in use by a program of another account")
        self.pc.run("systemctl", "stop", "holder")
        self.expect("camera", "pass", "640x480")

    def test_3_controls_are_set_back(self):
        # A look that the station makes by itself may come first.
        for _ in range(3):
            self.assertEqual(self.gadget("camera", NODE, "contrast=7", "hue=99")["contrast"], 7)
            found, _ = self.look("camera")
            self.assertEqual(found["camera"]["verdict"], "pass", found)
            self.assertEqual(self.levels(["brightness", "contrast", "hue"]),
                             {"brightness": 140, "contrast": 128, "hue": 0})
            if "2 settings set back" in found["camera"]["detail"]:
                return
        self.fail("no check said that it set anything back")

    def test_4_the_microphone(self):
        self.expect("microphone", "fail", "records nothing at all")
        self.background("singer", "tone", "hw:Loopback,0,0")
        self.expect("microphone", "pass", "dBFS")
        self.pc.run("systemctl", "stop", "singer")
        self.expect("microphone", "fail", "records nothing at all")
        self.background("recorder", "hold-sound", "hw:Loopback,1,0")
        self.expect("microphone", "fail", "in use by a program of another account")
        self.pc.run("systemctl", "stop", "recorder")
        self.unplug("snd_aloop")
        self.expect("microphone", "fail", "is not there")

    def test_4_the_loudspeaker(self):
        self.expect("loudspeaker", "pass", "ready")
        self.expect("loudspeaker", "pass", "a test tone of 1 s was played", options=["--sound"])
        self.gadget("mixer", CARD, "Master=-50")
        self.expect("loudspeaker", "pass", "set back")
        self.assertEqual(self.gadget("mixer", CARD)["Master playback"], 70)
        self.configure('[sound]\nloudspeaker = "plughw:Headset"\n')
        self.expect("loudspeaker", "fail", "is not there")
        self.unplug("snd_aloop")
        self.unplug("snd_dummy")
        self.expect("loudspeaker", "fail", "no sound card found")

    def test_5_no_visit_finds_what_the_one_before_has_changed(self):
        """The most that a visitor could do to the next one: the picture dark, the sound off, the microphone deaf."""
        self.configure(f'[sound]\nmicrophone = "plughw:{CARD}"\ncapture_level = 50\nplayback_level = 80\n')
        configured = {"brightness": 140, "contrast": 128, "Master playback": 70, "Mic capture": 25}
        # This card has one volume for both ways; the two probes do not take it from each other.
        for _ in range(3):
            self.look("camera", "microphone", "loudspeaker")
            self.assertEqual(self.levels(configured), configured)
        for number in (1, 2):
            begin = time.monotonic()
            reply = self.pc.must("next").last
            say(f"visit {number} began {time.monotonic() - begin:.1f} s after it was asked for")
            place = "/run/vcd/home/seen"
            self.pc.wait_until(place, lambda: self.pc.run("test", "-e", place, check=False).code == 0)
            seen = json.loads(self.pc.run("cat", place).out)
            self.assertEqual(seen["visit"], str(reply["visit"]["id"]))
            before, after = ({**seen[when]["camera"], **seen[when]["mixer"]} for when in ("before", "after"))
            say(f"visit {number} found {({name: before[name] for name in configured})}"
                f" and left {({name: after[name] for name in configured})}")
            self.assertEqual({name: before[name] for name in configured}, configured)
            # Nothing of it is let through; what is set past that dies with the visit (hostile_visit_test.py).
            self.assertEqual({name: after[name] for name in configured}, configured)
            self.assertEqual([error for _, error in seen["refused"]], [errno.EPERM] * 4, seen["refused"])
        for name in ("camera", "microphone", "loudspeaker"):
            self.expect(name, "skipped", "the running visit uses it")
        receipt = self.pc.must("wipe").last["receipt"]
        self.assertTrue(receipt["clean"], receipt)
        self.assertEqual(self.levels(configured), configured)

    def test_6_swap(self):
        self.expect("privacy", "pass", "nothing keeps")
        self.pc.swap_on()
        self.addCleanup(self.pc.run, "swapoff", "-a")
        self.expect("privacy", "fail", "swap without encryption on /dev/vdb")
        self.pc.run("swapoff", "/dev/vdb")
        self.expect("privacy", "pass", "nothing keeps")

    def test_6_the_battery_clock(self):
        self.expect("rtc", "pass", "from the system's clock")
        self.addCleanup(self.pc.run, "hwclock", "--systohc", "--utc")
        self.pc.run("hwclock", "--set", "--date", "2010-01-01 00:00:00", "--utc")
        self.expect("rtc", "warn", "went back to 2010")
        self.pc.run("hwclock", "--systohc", "--utc")
        self.expect("rtc", "pass", "from the system's clock")

    def test_7_a_probe_that_hangs(self):
        """Its process is stopped, which looks the same from outside as a kernel that doesn't answer it."""
        self.configure('[checks.limits]\ncamera = "5s"\n')
        self.background("hanger", "hang", "camera", user="root")
        command = ["timed", "vcctl", "check", "camera", "--json"]
        self.pc.run("systemd-run", "-q", "--unit=asked", "--collect", "-p", "StandardOutput=file:/run/asked",
                    GADGETS, *command)
        stopped = self.pc.wait_until("a probe", lambda: self.pc.run("cat", "/run/hanger", check=False).out)
        say(f"the process {json.loads(stopped)['stopped']} is stopped while it probes")
        answers = []
        while not (asked := self.pc.run("cat", "/run/asked").out):
            answer = self.gadget("timed", "vcctl", "status", "--json")
            self.assertEqual(answer["code"], 0, answer)
            answers.append(answer["seconds"])
            self.assertLess(sum(answers), 30)
        asked = json.loads(asked)
        camera = json.loads(asked["out"].splitlines()[-1])["checks"][0]
        say(f"camera: {camera['verdict']}: {camera['detail']} ({camera['milliseconds']} ms); 'vcctl check' returned"
            f" after {asked['seconds']:.1f} s; 'vcctl status' answered {len(answers)} times meanwhile, in"
            f" {statistics.median(answers):.2f} s, {max(answers):.2f} s at most")
        self.assertEqual((camera["verdict"], asked["code"]), ("fail", 74))
        self.assertIn("no answer within 5", camera["detail"])
        self.assertLess(asked["seconds"], 15)
        self.assertGreater(len(answers), 1)
        self.assertLess(statistics.median(answers), 1)
        self.expect("camera", "pass", "640x480")
        self.pc.wait_for_state("ready")

    def test_8_a_required_part_that_goes_and_comes_back(self):
        self.unplug("vivid")
        self.expect("camera", "fail", f"{NODE} is not there")
        status = self.pc.status()
        self.assertEqual(status["state"], "blocked")
        self.assertIn("camera", status["blockedReason"])
        self.assertEqual(self.pc.json("next").code, 74)
        self.plug_in("vivid")
        begin = time.monotonic()
        self.pc.wait_for_state("ready")
        say(f"ready by itself {time.monotonic() - begin:.1f} s after the camera was plugged in again")

    def test_9_the_journal_knows_it(self):
        said = self.pc.journal("-u", "vcd", "-o", "cat")
        self.assertIn(f"The check camera fails: the camera {NODE} is not there".lower(), said.lower())
        self.assertIn("The check camera is well again", said)
        self.assertEqual(self.pc.run("systemctl", "--failed", "--no-legend").out.strip(), "")


if __name__ == "__main__":
    # Each test needs the machine as the one before left it.
    unittest.main(verbosity=2, failfast=True)
