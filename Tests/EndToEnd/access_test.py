"""Who may do what, by the peer's credentials."""

import grp
import os
import unittest

from vcdtest import embedded

STRANGER = 54321


@unittest.skipUnless(os.geteuid() == 0, "other accounts take root")
class AccessTest(embedded.StationTest):
    def as_stranger(self, *words, group=None):
        groups = ["--clear-groups"] if group is None else ["--groups", str(grp.getgrnam(group).gr_gid)]
        return self.run(
            "setpriv", "--reuid", STRANGER, "--regid", STRANGER, *groups, self.vcctl_copy(), *words,
            "--socket", self.root / "control", check=False,
        )

    def vcctl_copy(self):
        """vcctl at a place that everybody can come to."""
        copy = self.folder / "vcctl"
        if not copy.exists():
            copy.write_bytes((embedded.BIN / "vcctl").read_bytes())
            copy.chmod(0o755)
        return copy

    def test_groups_give_classes_of_verbs(self):
        self.configure(rest='[access]\nobserve = ["games"]\noperate = ["audio"]\nsupervise = ["video"]\n')
        self.start()
        refused = self.as_stranger("status")
        self.assertEqual(refused.code, 77)
        for word in ("games", "audio", "video", "adduser"):
            self.assertIn(word, refused.err)
        self.assertEqual(self.as_stranger("status", group="games").code, 0)
        denied = self.as_stranger("next", group="games")
        self.assertEqual(denied.code, 77)
        self.assertNotIn("games", denied.err.split("groups")[1])
        self.assertEqual(self.state(), "ready", "nothing was begun")
        self.assertEqual(self.as_stranger("next", group="audio").code, 0)
        self.assertEqual(self.as_stranger("wipe", group="video").code, 0)
        self.assertEqual(self.vcctl("next").code, 0, "root may")

    def test_without_the_table_everybody_may(self):
        self.configure()
        self.start()
        self.assertEqual(self.as_stranger("next").code, 0)


if __name__ == "__main__":
    unittest.main()
