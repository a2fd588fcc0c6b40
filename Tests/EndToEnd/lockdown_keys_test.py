"""All keys against the keyboard that a visit has."""

import unittest

from vcdtest import ROOT
from vcdtest.lockdown import LockdownTest

KEYMAP = ROOT / "systemd" / "xkb"


class Keyboard(LockdownTest):
    def keymap(self):
        """The keyboard of a visit, of the station's own file."""
        described = self.hands.x("setxkbmap", "-print", "-layout", "us", "-option", "")
        described = described.replace("+inet(evdev)", "+inet(evdev)+vcd(visit)")
        self.assertIn("vcd(visit)", described)
        self.hands.x("xkbcomp", f"-I{KEYMAP}", "-w", "0", "-", self.hands.environment["DISPLAY"], input=described)

    def test_keys_with_the_keyboard_of_a_visit(self):
        self.assertEqual(self.try_keys("keymap", 2), [])


if __name__ == "__main__":
    unittest.main()
