"""What a call program can do wrong, and what the sandbox keeps from it."""

import os
import shutil
import sqlite3
import unittest
from pathlib import Path

from vcdtest import embedded


class Client(embedded.StationTest):
    needs = ("python3", "ps")

    def test_a_program_that_does_not_exist(self):
        self.configure(command='["/nowhere/program"]')
        self.start()
        answer = self.json("next")
        self.assertEqual((answer.code, answer.error), (70, "ClientFailed"))
        self.assertIn("/nowhere/program", answer.last["parameters"]["message"])
        self.assertEqual(self.state(), "ready")

    def test_a_program_that_ends_by_itself(self):
        self.configure(command=self.script("sleep 1; exit 3"))
        self.start()
        visit = self.json("next").last["visit"]["id"]
        self.wait_until("the status of the program", lambda: "exit status 3" in self.log())
        self.wait_for_state("ready")
        self.assertEqual(self.json("receipts").last["receipts"][0]["visit"], visit)

    def test_a_program_that_ends_at_once_leaves_a_ready_station(self):
        self.configure(command='["false"]')
        self.start()
        self.assertIn(self.json("next").code, (0, 70))
        self.wait_for_state("ready")

    def test_a_program_that_will_not_close_is_killed_after_the_grace(self):
        self.configure(command=self.script("trap '' TERM; touch \"$HOME/deaf\"; while :; do sleep 1; done"))
        self.start()
        self.json("next")
        self.visit_home("deaf")
        self.assertTrue(self.json("wipe").last["receipt"]["clean"])
        self.assertEqual(self.visit_processes(), [])

    def test_daemons_of_the_program_die_with_the_visit(self):
        self.configure(command=self.script("setsid sh -c 'setsid sleep 900 & sleep 901' & sleep 902"))
        self.start()
        self.json("next")
        self.wait_until("the program's daemons", lambda: len(self.visit_processes()) >= 6)
        self.json("wipe")
        self.assertEqual(self.visit_processes(), [])

    def test_a_template_that_is_missing_blocks_until_it_is_there(self):
        template = self.folder / "template"
        self.configure(client=f'template = "{template}"')
        self.start()
        self.assertEqual(self.state(), "blocked")
        answer = self.vcctl("next")
        self.assertEqual(answer.code, 74)
        self.assertIn(str(template), answer.err)
        self.assertEqual(self.vcctl("wipe").code, 74)
        template.mkdir()
        self.assertEqual(self.vcctl("wipe").code, 0)
        self.assertEqual(self.vcctl("next").code, 0)

    def test_each_visit_begins_with_the_template_and_nothing_else(self):
        template = self.folder / "template"
        (template / "sub").mkdir(parents=True)
        (template / "sub" / "file").write_text("pristine")
        (template / "link").symlink_to("sub/file")
        self.configure(
            client=f'template = "{template}"',
            command=self.script('cat "$HOME/link" > "$HOME/seen"; echo >> "$HOME/seen"; ls -A "$HOME" >> "$HOME/seen"; '
                                'echo changed > "$HOME/sub/file"; echo secret > "$HOME/trace"; sleep 900'),
        )
        self.start()
        for number in (1, 2):
            self.json("next")
            home = self.visit_home("trace")
            self.assertEqual((home / "seen").read_text().split()[0], "pristine", number)
            self.assertNotIn("trace", (home / "seen").read_text())
        self.assertEqual((template / "sub" / "file").read_text(), "pristine")

    def test_what_the_sandbox_shows_and_denies(self):
        self.root.mkdir(mode=0o755)
        probe = (
            'cd "$HOME"; { '
            f'ls -d {self.root}/ledger.db {self.root}/control {self.root} 2>/dev/null; echo "--"; '
            "ls /run /home; echo '--'; "
            "touch /etc/x /usr/x /var/x /root/x 2>/dev/null; ls /etc/x /usr/x /var/x /root/x 2>/dev/null; echo '--'; "
            'env | cut -d= -f1 | sort | tr "\\n" " "; echo; echo "$TMPDIR $XDG_RUNTIME_DIR"; '
            "id -u; python3 -c 'import ctypes; c=ctypes.CDLL(None, use_errno=True); "
            "print(c.syscall(250, 0, -3, 1), ctypes.get_errno(), c.syscall(248, 0, 0, 0, 0, 0), ctypes.get_errno())'; "
            "ps ax 2>/dev/null | wc -l; "
            '} > out; mv out probed; sleep 900'
        )
        self.configure(command=self.script(probe))
        self.start()
        self.json("next")
        home = self.visit_home("probed")
        hidden, shown, written, rest = (home / "probed").read_text().split("--\n")
        self.assertEqual(hidden, "", "the socket and the ledger are out of sight")
        self.assertNotIn("dbus", shown)
        self.assertNotIn("systemd/private", shown)
        self.assertEqual(written, "", "the rest of the file system is read-only")
        lines = rest.splitlines()
        for name in ("HOME", "TMPDIR", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "VCD_VISIT"):
            self.assertIn(name, lines[0].split())
        self.assertEqual(os.path.commonpath(lines[1].split()), f"/home/{home.name}")
        if os.geteuid() == 0:
            self.assertEqual(lines[2], "65534")
        self.assertEqual(lines[3].split(), ["-1", "1", "-1", "1"], "keyctl and add_key fail with EPERM")

    def test_a_second_next_in_mid_next_never_makes_a_second_visit(self):
        self.configure()
        self.start()
        answers = [self.answer_of(process) for process in [self.in_background("next") for _ in range(6)]]
        self.assertTrue(all(answer.code in (0, 75) for answer in answers), [answer.out for answer in answers])
        visits = {answer.last["visit"]["id"] for answer in answers if answer.code == 0}
        rows = sqlite3.connect(f"file:{self.root}/ledger.db?mode=ro", uri=True).execute("SELECT id FROM visit").fetchall()
        self.assertEqual(len(rows), max(visits))
        self.assertEqual(self.status()["visit"]["id"], max(visits))

    def test_a_visit_that_is_over_is_not_ended_twice(self):
        self.configure()
        self.start()
        first = self.json("next").last["visit"]["id"]
        self.json("next")
        stale = self.send(
            b'{"method":"org.vcctl.Station.Next","parameters":{"visit":%d}}\0' % first
        )
        self.assertIn(b"Station.Stale", stale)
        self.assertEqual(self.status()["visit"]["id"], first + 1)

    @unittest.skipUnless(os.geteuid() == 0, "another account's files take root")
    def test_a_scan_that_finds_something_blocks_until_it_is_gone(self):
        self.configure()
        self.start()
        self.json("next")
        left = Path("/var/tmp") / f"vcd-test-{os.getpid()}"
        left.write_text("left")
        try:
            shutil.chown(left, "nobody")
            answer = self.vcctl("wipe")
            self.assertEqual(answer.code, 74)
            self.assertIn("/var/tmp", answer.err)
            self.assertEqual(self.vcctl("next").code, 74)
            blocked = self.vcctl("status")
            self.assertIn("vcctl wipe", blocked.out)
            self.assertIn("Restart the PC", self.vcctl("wipe").err)
            self.assertIn("Hidupkan ulang", self.vcctl("wipe", env={"LC_ALL": "id_ID.UTF-8"}).err)
        finally:
            left.unlink()
        self.assertEqual(self.vcctl("wipe").code, 0)
        self.assertEqual(self.vcctl("next").code, 0)

    @unittest.skipUnless(os.geteuid() == 0, "root drops to the call program's account")
    def test_the_call_program_has_an_account_without_access(self):
        self.configure()
        self.start()
        done = self.run(
            "setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", *self.officer("status"), check=False
        )
        self.assertNotEqual(done.code, 0)


if __name__ == "__main__":
    unittest.main()
