"""An X server of the same number as a visit's, in the abstract namespace that the whole PC shares: the visit is not its client."""

import json
import socket
import threading
import unittest

from vcdtest import embedded


class OtherScreen(embedded.StationTest):
    needs = ("Xvfb", "xdotool", "bwrap")

    def setUp(self):
        super().setUp()
        self.asked = []
        for number in range(3):
            line = socket.socket(socket.AF_UNIX)
            line.bind(f"\0/tmp/.X11-unix/X{number}")
            line.listen()
            self.addCleanup(line.close)
            threading.Thread(target=self.refuse, args=(line,), daemon=True).start()

    def refuse(self, line):
        """As an X server of another account does."""
        while True:
            try:
                client, _ = line.accept()
            except OSError:
                return
            self.asked.append(client)
            client.close()

    def test_a_visit_draws_on_its_own_screen(self):
        program = "xdotool getdisplaygeometry > $HOME/size && exec sleep 1000"
        self.configure(command=json.dumps(["sh", "-c", program]), client='display = "xvfb"\nuser = "games"')
        self.start()
        self.must("next")
        home = self.visit_home("size")
        self.wait_until("it has asked", lambda: (home / "size").read_text())
        self.assertEqual((home / "size").read_text().split(), ["1280", "720"])
        self.assertEqual(self.asked, [], "nobody asked the others")
        self.assertEqual(self.state(), "visiting")


if __name__ == "__main__":
    unittest.main()
