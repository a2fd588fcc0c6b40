"""When the station refuses visits, it says why and what to do, and only a wipe that passes leads out."""

import sqlite3
import unittest

from vcdtest import embedded


class Refusal(embedded.StationTest):
    def test_a_damaged_ledger_refuses_until_an_officer_wipes(self):
        self.configure()
        self.root.mkdir(mode=0o755)
        (self.root / "ledger.db").write_bytes(b"no database " * 100)
        self.start()
        self.assertEqual(self.state(), "blocked")
        answer = self.vcctl("next")
        self.assertEqual(answer.code, 74)
        self.assertIn("vcctl wipe", answer.err)
        kept = list(self.root.glob("ledger.db.corrupt-*"))
        self.assertEqual([path.read_bytes() for path in kept], [b"no database " * 100])
        self.assertIn(kept[0].name, answer.err)
        self.assertEqual(self.vcctl("wipe").code, 0)
        self.assertEqual(self.vcctl("next").code, 0)

    def test_a_ledger_that_cannot_be_opened_is_opened_once_it_can(self):
        self.configure()
        (self.root / "ledger.db").mkdir(mode=0o755, parents=True)
        self.start()
        self.assertEqual(self.state(), "blocked")
        for verb in ("next", "wipe", "next"):
            self.assertEqual(self.vcctl(verb).code, 74, verb)
        (self.root / "ledger.db").rmdir()
        # An officer need not wait until the station looks again.
        self.assertEqual(self.vcctl("wipe").code, 0)
        self.assertEqual(self.vcctl("next").code, 0)

    def test_a_ledger_that_cannot_be_opened_is_looked_for_again(self):
        self.configure()
        (self.root / "ledger.db").mkdir(mode=0o755, parents=True)
        self.start()
        self.assertEqual(self.state(), "blocked")
        (self.root / "ledger.db").rmdir()
        self.wait_for_state("ready")

    def test_a_ledger_that_is_removed_under_a_running_station(self):
        self.configure()
        self.start()
        self.assertEqual(self.vcctl("next").code, 0)
        (self.root / "ledger.db").unlink()
        ended = self.vcctl("end")
        self.assertEqual(ended.code, 74)
        self.assertIn("record was removed", ended.err)
        self.assertEqual(self.vcctl("next").code, 74)
        self.assertEqual(self.vcctl("wipe").code, 0)
        self.assertEqual(self.vcctl("next").code, 0)
        self.assertTrue((self.root / "ledger.db").exists())

    def test_a_newer_ledger_is_not_touched(self):
        self.configure()
        vcd = self.start()
        self.stop(vcd)
        database = sqlite3.connect(self.root / "ledger.db")
        database.execute("INSERT INTO grdb_migrations (identifier) VALUES ('99')")
        database.commit()
        database.close()
        before = (self.root / "ledger.db").read_bytes()
        self.start()
        for verb in ("next", "wipe", "next"):
            answer = self.vcctl(verb)
            self.assertEqual(answer.code, 74, verb)
            self.assertIn("newer vcd", answer.err)
        self.assertEqual((self.root / "ledger.db").read_bytes(), before)

    def test_without_namespaces_no_visit_starts(self):
        self.configure()
        exhausted = 'echo 0 > /proc/sys/user/max_user_namespaces && exec "$@"'
        self.around = ["unshare", "--user", "--map-root-user", "sh", "-c", exhausted, "sh"]
        self.start(wait=False)
        self.wait_for_state("blocked")
        answer = self.vcctl("next")
        self.assertEqual(answer.code, 74)
        self.assertIn("Visits cannot be kept apart on this PC", answer.err)

    def test_a_required_check_that_fails_blocks(self):
        self.configure(rest='[checks]\nrequired = ["client"]\n', command='["no-such-program"]')
        self.start()
        self.assertEqual(self.state(), "blocked")
        self.assertIn("no-such-program", self.status()["blockedReason"])

    def test_next_asks_before_it_cuts_a_visit_that_has_just_begun(self):
        self.configure()
        self.start()
        first = self.json("next").last["visit"]["id"]
        self.assertIn("Nothing was changed", self.answer_on_a_terminal("n", "next"))
        self.assertEqual(self.status()["visit"]["id"], first)
        self.assertIn(f"Visit {first + 1} has started", self.answer_on_a_terminal("y", "next"))


if __name__ == "__main__":
    unittest.main()
