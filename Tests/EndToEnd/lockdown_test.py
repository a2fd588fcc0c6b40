"""All keys and the mouse against the policies of the real browser."""

import unittest

from vcdtest.lockdown import LockdownTest
from vcdtest.pc import comes


class Policies(LockdownTest):
    def test_keys_against_the_policies_alone(self):
        bad = self.try_keys("keys", 1)
        # Their windows and pages show nothing: the policies see to that. What opens them is the keyboard's to keep.
        self.assertEqual(self.reached(), [])
        self.assertEqual([name for name, found in bad if "files" in str(found)], [])

    def test_the_mouse(self):
        """Button 3 opens the context menu, button 2 a link in a tab of its own."""
        self.open_page()
        for name, place, button in [("right button", (640, 600), 3), ("right button on a link", (110, 328), 3),
                                    ("right button in a field", (300, 328), 3), ("middle button on a link", (110, 328), 2)]:
            self.hands.click(*place, button)
            comes(self.has_happened, 1.2)
            if self.result("mouse", name):
                self.again()
        self.assertEqual(self.reached(), [])


if __name__ == "__main__":
    unittest.main()
