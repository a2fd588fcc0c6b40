"""Copies of the ledger: whole whether vcd runs or not, never half, and good enough to go on with. And a vcd that may open
too few files."""

import os
import resource
import sqlite3
import stat
import unittest
from pathlib import Path

from vcdtest import embedded


class LedgerTest(embedded.StationTest):
    def setUp(self):
        super().setUp()
        self.copy = self.folder / "copy.db"
        self.ledger = self.root / "ledger.db"

    def visits(self, count):
        for _ in range(count):
            self.must("next")
        return self.must("wipe").last["receipt"]["digest"]

    def back_up(self, file=None):
        return self.vcctl("ledger", "backup", file or self.copy)

    def digests(self, database):
        with sqlite3.connect(f"file:{database}?mode=ro&immutable=1", uri=True) as connection:
            return [digest for digest, in connection.execute("SELECT digest FROM receipt ORDER BY id")]

    def expect_nothing_left(self):
        self.assertEqual([path.name for path in self.folder.glob("*.part-*")], [])


class Backup(LedgerTest):
    def test_of_a_running_station_it_holds_what_is_in_the_log_alone(self):
        self.configure()
        self.start()
        newest = self.visits(2)
        self.must("next")
        # What counts is in the log still; the file alone would be an older state.
        self.assertGreater((self.root / "ledger.db-wal").stat().st_size, 0)
        answer = self.back_up()
        self.assertEqual(answer.code, 0, answer)
        self.assertIn(f"{self.copy.stat().st_size} bytes", answer.out)
        self.assertEqual(self.digests(self.copy)[-1], newest)
        self.assertEqual(stat.S_IMODE(self.copy.stat().st_mode), 0o600)
        # The visit went on, and vcd is the ledger's only user again.
        self.assertEqual(self.state(), "visiting")
        self.must("wipe")
        self.expect_nothing_left()

    def test_of_a_station_that_was_stopped_or_killed(self):
        self.configure()
        vcd = self.start()
        newest = self.visits(1)
        self.stop(vcd)
        before = sorted(path.name for path in self.root.iterdir())
        self.assertEqual(self.back_up().code, 0)
        self.assertEqual(self.digests(self.copy)[-1], newest)
        self.assertEqual(sorted(path.name for path in self.root.iterdir()), before)
        vcd = self.start()
        newest = self.visits(1)
        self.crash(vcd)
        second = self.folder / "second.db"
        self.assertEqual(self.back_up(second).code, 0)
        self.assertEqual(self.digests(second)[-1], newest)
        self.start()
        self.assertEqual(self.vcctl("receipts", "--verify", "--head", newest).code, 0)

    def test_what_is_there_stays(self):
        self.configure()
        self.start()
        for make in (lambda: self.copy.write_text("mine"), lambda: self.copy.symlink_to(self.folder / "nowhere")):
            make()
            answer = self.back_up()
            self.assertEqual(answer.code, 73, answer)
            self.assertIn(f"{self.copy} is there already", answer.err)
            self.assertFalse((self.folder / "nowhere").exists())
            self.copy.unlink()
        self.expect_nothing_left()

    def test_a_full_disk_leaves_no_half_copy(self):
        self.configure()
        self.start()
        self.visits(1)
        small = self.folder / "small"
        small.mkdir()
        script = 'mount -t tmpfs -o size=16k small "$0" && shift && "$@"; code=$?; ls -A "$0"; exit $code'
        answer = self.run(
            "unshare", "--mount", "--propagation", "private", "sh", "-c", script, small, "x",
            *self.officer("ledger", "backup", small / "copy.db"), check=False,
        )
        self.assertEqual(answer.code, 73, answer)
        self.assertIn("No space left on device", answer.err)
        self.assertEqual(answer.out, "")

    def test_what_cannot_be_copied_is_said(self):
        self.configure()
        answer = self.back_up()
        self.assertEqual(answer.code, 66, answer)
        self.assertIn(f"There is no record {self.ledger}", answer.err)
        self.root.mkdir()
        self.ledger.write_bytes(b"no database at all, and not empty" * 100)
        answer = self.json("ledger", "backup", self.copy)
        self.assertEqual((answer.code, answer.error), (74, "LedgerNotCopied"), answer)
        self.assertIn(str(self.ledger), answer.out + answer.err + self.back_up().err)
        answer = self.back_up(self.folder / "no-such-folder" / "copy.db")
        self.assertEqual(answer.code, 73, answer)
        self.assertFalse(self.copy.exists())
        self.expect_nothing_left()

    @unittest.skipUnless(os.geteuid() == 0, "root alone can be somebody else")
    def test_another_account_is_told_who_may(self):
        self.configure()
        self.start()
        self.folder.chmod(0o777)
        answer = self.run(
            "setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups",
            *self.officer("ledger", "backup", self.copy), check=False,
        )
        self.assertEqual(answer.code, 77, answer)
        self.assertIn("sudo vcctl ledger backup", answer.err)
        self.expect_nothing_left()

    @unittest.skipUnless(os.geteuid() == 0, "root alone can be somebody else")
    def test_root_leaves_nothing_of_its_own_beside_the_ledger(self):
        self.configure()
        self.stop(self.start())
        for path in [self.root, *self.root.iterdir()]:
            os.chown(path, 65534, 65534)
        self.folder.chmod(0o777)
        self.assertEqual(self.back_up().code, 0)
        self.assertEqual({path.stat().st_uid for path in self.root.iterdir()}, {65534})
        self.assertEqual(self.copy.stat().st_uid, 0)
        # A link in that folder leads root nowhere.
        self.ledger.rename(self.root / "away")
        self.ledger.symlink_to("/etc/shadow")
        answer = self.back_up(self.folder / "shadow.db")
        self.assertEqual(answer.code, 74, answer)


class Restored(LedgerTest):
    def restore(self):
        """As the manual says: put in place, the log of the other one taken away, owner and mode as they were."""
        for name in ("ledger.db-wal", "ledger.db-shm"):
            (self.root / name).unlink(missing_ok=True)
        self.ledger.write_bytes(self.copy.read_bytes())
        self.ledger.chmod(0o600)

    def test_a_station_goes_on_with_a_copy(self):
        self.configure()
        vcd = self.start()
        newest = self.visits(2)
        self.assertEqual(self.back_up().code, 0)
        self.visits(2)
        self.crash(vcd)
        self.restore()
        self.start()
        self.assertEqual(self.state(), "ready", self.status())
        verified = self.vcctl("receipts", "--verify", "--head", newest)
        self.assertEqual(verified.code, 0, verified)
        first = self.must("receipts").last["receipts"][0]["id"]
        self.must("next")
        self.assertGreater(self.must("wipe").last["receipt"]["id"], first)
        self.assertEqual(self.vcctl("receipts", "--verify").code, 0)

    @unittest.skipUnless(os.geteuid() == 0, "root alone can be somebody else")
    def test_one_that_root_put_there_is_named_with_its_owner_and_what_mends_it(self):
        """vcd as an ordinary account, and its files restored as root."""
        account = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"]
        self.configure()
        self.root.mkdir()
        os.chown(self.root, 65534, 65534)
        self.around = account
        vcd = self.start()
        self.visits(1)
        self.stop(vcd)
        for names, mode in [(["ledger.db"], 0o600), (["ledger.db"], 0o644), (["ledger.db-wal", "ledger.db-shm"], 0o600)]:
            with self.subTest(names=names, mode=mode):
                for name in names:
                    (self.root / name).touch()
                    os.chown(self.root / name, 0, 0)
                    (self.root / name).chmod(mode)
                vcd = self.start()
                self.assertEqual(self.state(), "blocked")
                reason = self.status()["blockedReason"]
                self.assertIn(f"{self.root / names[0]} belongs to root and has the mode {mode:o}", reason)
                self.assertIn(f"'chown nobody: {self.root / names[0]}'", self.vcctl("next").err)
                # What it says mends it, without a restart.
                for path in self.root.glob("ledger.db*"):
                    self.run("chown", "nobody:", path)
                    path.chmod(0o600)
                self.must("wipe")
                self.assertEqual(self.state(), "ready", self.status())
                self.stop(vcd)


class OpenFiles(embedded.StationTest):
    def limited(self, soft, hard):
        self.around = ["sh", "-c", f'ulimit -Sn {soft}; ulimit -Hn {hard}; exec "$@"', "sh"]

    def test_too_few_are_refused_before_anything_is_opened(self):
        self.configure()
        for count in (32, 383):
            self.limited(count, count)
            vcd = self.start(wait=False)
            self.assertEqual(vcd.wait(timeout=self.patience), 78)
            said = self.log()
            self.assertIn(f"vcd may have {count} files open at a time", said)
            for words in ("needs 384", "LimitNOFILE=", "ulimit -n 384"):
                self.assertIn(words, said)
            self.assertFalse(self.root.exists())

    def test_a_limit_that_vcd_may_raise_is_raised(self):
        self.configure()
        self.limited(32, 1024)
        vcd = self.start()
        self.assertEqual(self.state(), "ready")
        limits = Path(f"/proc/{vcd.pid}/limits").read_text()
        soft, hard = next(line.split()[3:5] for line in limits.splitlines() if line.startswith("Max open files"))
        self.assertEqual((soft, hard), ("384", "1024"))
        self.must("next")

    def test_one_that_is_enough_is_left(self):
        self.configure()
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        vcd = self.start()
        self.assertIn(f"{soft}", Path(f"/proc/{vcd.pid}/limits").read_text())


if __name__ == "__main__":
    unittest.main()
