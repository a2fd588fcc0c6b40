"""What a crash, a signal or a second instance does."""

import datetime
import hashlib
import json
import signal
import sqlite3
import unittest

from vcdtest import embedded


class Survival(embedded.StationTest):
    def test_killed_in_mid_visit_it_closes_and_wipes_before_it_takes_the_next(self):
        self.configure()
        vcd = self.start()
        visit = self.json("next").last["visit"]["id"]
        self.crash(vcd)
        self.start()
        receipts = self.json("receipts").last["receipts"]
        self.assertEqual(receipts[0]["visit"], visit)
        self.assertTrue(receipts[0]["clean"])
        self.assertEqual(self.visit_processes(), [])
        self.assertEqual(self.json("next").last["visit"]["id"], visit + 1)

    def test_sigterm_in_mid_visit_closes_and_wipes_before_it_leaves(self):
        self.configure()
        vcd = self.start()
        visit = self.json("next").last["visit"]["id"]
        self.assertNotEqual(self.visit_processes(), [])
        self.assertEqual(self.stop(vcd), 0, self.log())
        self.assertEqual(self.visit_processes(), [])
        self.assertIn(f"Visit {visit} ended", self.log())
        self.assertIn("the scan found nothing (receipt 2)", self.log())
        self.assertFalse((self.root / "control").exists())

    def test_a_clean_stop_leaves_the_whole_record_in_one_file(self):
        self.configure()
        vcd = self.start()
        visit = self.json("next").last["visit"]["id"]
        self.assertEqual(self.stop(vcd), 0, self.log())
        self.assertEqual([path.name for path in self.root.glob("ledger.db*")], ["ledger.db"])
        with sqlite3.connect(self.root / "ledger.db") as copy:
            newest = copy.execute("SELECT id, clean FROM visit WHERE decoy = 0 ORDER BY id").fetchall()
        self.assertEqual(newest[-1], (visit, 1))

    def test_a_second_instance_says_who_holds_the_station(self):
        self.configure()
        vcd = self.start()
        second = self.run(*self.command_of_vcd(), check=False)
        self.assertEqual(second.code, 69)
        self.assertIn(f"process {vcd.pid}", second.err)
        self.assertEqual(self.state(), "ready")

    def test_a_reload_takes_the_good_and_refuses_the_bad_whole(self):
        self.configure(length="60s")
        vcd = self.start()
        self.configure(length="90s")
        vcd.send_signal(signal.SIGHUP)
        self.wait_until("the reload", lambda: "reloaded" in self.log())
        self.config.write_text('[client]\ncommand = ["sleep", "1"]\n[visit]\nlenght = "10s"\n')
        vcd.send_signal(signal.SIGHUP)
        self.wait_until("the refusal", lambda: "refused" in self.log())
        self.assertIn("vcd.toml:4: [visit] lenght: unknown key", self.log())
        visit = self.json("next").last["visit"]
        self.assertGreater(visit["remainingSeconds"], 80)

    def test_an_auditor_can_check_the_receipts(self):
        self.configure()
        self.start()
        for _ in range(3):
            self.json("next")
        previous = ""
        receipts = self.json("receipts").last["receipts"]
        self.assertEqual([receipt["id"] for receipt in receipts], [3, 2, 1])
        for receipt in reversed(receipts):
            self.assertEqual(receipt["previous"], previous)
            previous = receipt.pop("digest")
            for time in ("startedAt", "finishedAt"):
                receipt[time] = round(datetime.datetime.fromisoformat(receipt[time]).timestamp() * 1000)
            text = json.dumps(receipt, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            self.assertEqual(hashlib.sha256(text.encode()).hexdigest(), previous)

    def test_time_is_up(self):
        self.configure(length="1s")
        self.start()
        visit = self.json("next").last["visit"]["id"]
        self.wait_until("the visit's end by itself", lambda: self.status().get("clean"))
        self.assertIn(f"Visit {visit} ended: time is up", self.log())
        self.assertEqual(self.json("receipts").last["receipts"][0]["visit"], visit)

    def test_shutdown_ends_the_visit_and_leaves(self):
        self.configure()
        vcd = self.start()
        self.json("next")
        answer = self.json("shutdown")
        self.assertEqual(answer.code, 0)
        self.assertIn("offAt", answer.last)
        self.assertEqual(vcd.wait(timeout=self.patience), 0)
        self.assertIn("would be switched off", self.log())

    def test_a_shutdown_can_be_cancelled(self):
        self.configure(rest='[shutdown]\ndelay = "60s"\n')
        self.start()
        self.assertEqual(self.json("shutdown").code, 0)
        self.assertEqual(self.state(), "ending")
        self.assertEqual(self.json("next").code, 75)
        self.assertEqual(self.json("shutdown", "--cancel").last["status"]["state"], "ready")
        self.assertEqual(self.json("shutdown", "--cancel").error, "NotShuttingDown")


if __name__ == "__main__":
    unittest.main()
