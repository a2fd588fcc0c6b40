"""A visit as the inmate has it: a real call in a real compositor, under the whole of the visit's sandbox, with the time on
the screen. The pictures are kept in .build/system/pictures-12, or 13.

The container has a network of its own; the call server is a neighbour on it.
"""

import json
import pathlib
import shutil
import tomllib
import unittest

from vcdtest.call_server import CallServer
from vcdtest.container import WORK
from vcdtest.debian import DEBIAN, core
from vcdtest.installed import InstalledTest
from vcdtest.neighbour import PLACE, Neighbour, in_network
from vcdtest.pc import finished

PICTURES = WORK / f"pictures-{DEBIAN}"
# What a container has not: a camera, a microphone, and hands that allow them.
MADE_UP = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", "--allow-loopback-in-peer-connection"]
ROOM = "room-of-one-family"


@core
class VisitTest(InstalledTest):
    has_link = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The trial that each start of the PC brings is over.
        cls.pc.wait_for_state("ready")
        cls.neighbour = Neighbour(cls.pc)
        cls.addClassCleanup(cls.neighbour.stop)
        cls.server = in_network(f"/run/netns/{cls.neighbour.name}", lambda: CallServer(PLACE["near"]))
        cls.addClassCleanup(cls.server.close)
        shutil.rmtree(PICTURES, ignore_errors=True)
        PICTURES.mkdir(parents=True)

    def begin(self, length, display="sway", size="1366x768", warn_at="[]", last="0s"):
        """Starts a visit that calls at an address of its own, and waits for the call."""
        origin = f"http://{PLACE['near']}:{self.server.port}"
        text = (
            f'[client]\nuse = "chromium-call"\ncommand = {json.dumps(self.shipped_command() + MADE_UP)}\n'
            f'display = "{display}"\nenvironment = {{ VCD_SCREEN = "{size}" }}\n'
            f'addresses = ["{origin}"]\njoin = "required"\nclose_grace = "3s"\n'
            f'[visit]\nlength = "{length}"\nwarn_at = {warn_at}\nmax_extension = "10m"\n'
            f'[notices]\nshow = true\nlast = "{last}"\n'
            # The two ends of the call are both on this PC, and find each other by its address.
            f'[firewall]\nenforce = true\nlocal = ["{PLACE["near"]}:{self.server.port}", "{PLACE["own"]}"]\n'
            '[shutdown]\ndelay = "0s"\n'
        )
        (self.pc.root / "etc/vcd/vcd.toml.d/50-test.toml").write_text(text)
        self.pc.run("systemctl", "reload", "vcd")
        self.pc.must("wipe")
        self.assertEqual(self.pc.state(), "ready", self.pc.vcctl("status").out)
        number = len(self.server.tokens) + 1
        visit = self.pc.must("next", "--join", "-", input=f"{origin}/?{ROOM}\n").last["visit"]
        report = self.server.wait_for_call(number)
        self.assertIn(report.get("ice"), ("connected", "completed"), report)
        self.assertGreater(report["frames"], 0, report)
        print(f"\n  {display}: ICE {report['ice']}, {report['frames']} frames decoded")
        return visit

    def shipped_command(self):
        """The launch line of config/clients.d/chromium-call.toml."""
        text = (self.pc.root / "usr/share/vcd/clients.d/chromium-call.toml").read_text()
        return tomllib.loads(text)["client"]["command"]

    def picture(self, name):
        """What is on the visit's screen: of two pictures the second, since a headless screen can be one behind."""
        place = pathlib.Path(f"/proc/{self.pc.init}/root/run/vcd-screen/picture.png")
        for _ in range(2):
            self.screens("grim", "/run/vcd-screen/picture.png")
        target = PICTURES / f"{name}.png"
        target.write_bytes(place.read_bytes())
        place.unlink()
        return target

    def notice(self, name):
        """Takes a picture as soon as a notice is on the screen: black, where the page is blue."""
        def is_there():
            picture = self.picture(name)
            crop = ["-gravity", "north", "-crop", "30%x7%+0+20", "+repage", "-fill", "white", "+opaque", "black"]
            done = finished(["convert", picture, *crop, "-format", "%[fx:1-mean]", "info:"], timeout=60)
            return float(done.out) > 0.3

        self.pc.wait_until(f"the notice {name}", is_there)

    def screens(self, *command):
        """Runs something in the view of the screen's unit, as its account."""
        return self.inside("vcd-screen", "XDG_RUNTIME_DIR=/run/vcd-screen", "WAYLAND_DISPLAY=compositor", *command)

    def inside(self, account, *command, check=True):
        """Runs something in the view of the unit whose account it is, as that account."""
        unit = {"vcd-screen": "vcd-screen.service", "vcd-visitor": "vcd-visit.service"}[account]
        return self.pc.run(
            "nsenter", "-t", self.pc.property(unit, "MainPID"), "-m", "-i", "--", "setpriv", "--reuid", account, "--regid",
            account, "--init-groups", "env", *command, check=check,
        )

    def test_01_a_real_call_under_cage_and_the_whole_sandbox_that_leaves_nothing(self):
        self.begin("5m", display="cage")
        # The address of the call is the browser's start page, and stands nowhere else.
        for command in ("cat /proc/[0-9]*/cmdline", "journalctl --no-pager -o export", "cat /var/lib/vcd/ledger.db*"):
            found = self.pc.run("sh", "-c", f"{command} 2>/dev/null | grep -ac '{ROOM[:-1]}[{ROOM[-1]}]'", check=False)
            self.assertEqual(found.out.strip(), "0", command)
        self.assertTrue(self.pc.must("wipe").last["receipt"]["clean"])

    def test_02_welcome_and_a_minute_left(self):
        self.begin("66s", warn_at='["1m"]')
        self.notice("welcome")
        self.pc.wait_until("a minute is left", lambda: self.pc.status()["visit"]["remainingSeconds"] <= 59)
        self.notice("one-minute")
        self.assertTrue(self.pc.must("wipe").last["receipt"]["clean"])

    def test_03_the_last_seconds_more_time_and_the_end(self):
        visit = self.begin("30s", size="1920x1080", last="15s")
        self.pc.wait_until("ten seconds are left", lambda: self.pc.status()["visit"]["remainingSeconds"] <= 10)
        self.notice("last-ten-seconds")
        self.pc.must("extend", "5m")
        self.notice("extended")
        receipt = self.pc.must("wipe").last["receipt"]
        self.assertEqual((receipt["visit"], receipt["clean"], receipt["closed"]), (visit["id"], True, "exit status 0"))

    def test_04_the_call_begins_anew_on_the_same_home_with_the_same_clock(self):
        visit = self.begin("5m")
        self.pc.wait_until("the page is seen", lambda: self.pc.status()["visit"].get("page") == "shown")
        home = self.pc.run("stat", "-c", "%d", "/run/vcd/home").out
        seat = self.pc.property("vcd-visit.service", "MainPID")
        number = len(self.server.tokens) + 1
        self.pc.must("restart-call")
        report = self.server.wait_for_call(number)
        self.assertIn(report.get("ice"), ("connected", "completed"), report)
        self.pc.wait_until("the page is seen", lambda: self.pc.status()["visit"].get("page") == "shown")
        now = self.pc.status()["visit"]
        self.assertEqual((now["id"], now["deadline"]), (visit["id"], visit["deadline"]))
        self.assertEqual(self.pc.run("stat", "-c", "%d", "/run/vcd/home").out, home)
        self.assertEqual(self.pc.property("vcd-visit.service", "MainPID"), seat)
        self.assertTrue(self.pc.must("wipe").last["receipt"]["clean"])
        self.assertEqual(self.pc.json("restart-call").code, 75)


if __name__ == "__main__":
    unittest.main()
