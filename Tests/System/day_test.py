"""The visiting day under a real systemd: who is called, whose clock is held, panic, what wakes the PC, and whose name
stands nowhere.

The tests of a class share one container and run in the order of their names.
"""

import json
import time
import unittest

from vcdtest.installed import InstalledTest

NUMBER = "B-7731/MADE-UP"
NOTE = "sister-has-moved"
# What the sandbox lets a call command do, in its own words.
CALL_OUT = """#!/bin/sh
echo "nomor $1 by uid $(id -u)"
for place in /etc/vcd/quota.key /var/lib/vcd/ledger.db /run/vcd/control /run/vcd/results/scan.json /home/officer/.profile
do [ -r "$place" ] && echo "reads $place"; done
for place in /etc/vcd /var/lib/vcd /run/vcd/public; do (: > "$place/x") 2>/dev/null && echo "writes $place"; done
echo "has $(sed -n 's/^ *\\([^ ]*\\):.*/\\1/p' /proc/self/net/dev)"
"""


class DayTest(InstalledTest):
    def add(self, number, *words):
        entry = self.pc.must("roster", "add", "-", "--category", "convicted-general", *words, input=f"{number}\n")
        return entry.last["entry"]["ticket"]

    def messages(self, unit, since):
        """What a unit has written since a cursor of the journal, oldest first."""
        out = self.pc.journal("-o", "json", f"_SYSTEMD_UNIT={unit}", since=since)
        return [json.loads(line) for line in out.splitlines()]

    def test_2_a_ticket_is_called_out_without_privilege(self):
        script = self.pc.root / "usr/local/bin/call-out"
        script.write_text(CALL_OUT)
        script.chmod(0o755)
        self.configure(day='[call]\ncommand = ["/usr/local/bin/call-out", "{ticket}"]\n')
        try:
            self.fresh()
            ticket = self.add("B-1/MADE-UP")
            before = self.pc.cursor()
            self.pc.must("call", user="officer")

            def called():
                entries = [entry for entry in self.messages("vcd-announce.service", before)
                           if entry["MESSAGE"].startswith(("nomor", "reads", "writes", "has"))]
                # journald may write a line down after the one that followed it.
                starts = {entry["MESSAGE"].split()[0] for entry in entries}
                return {"nomor", "has"} <= starts and entries

            entries = self.pc.wait_until("it is called out", called)
            said = [entry["MESSAGE"] for entry in entries]
            # The account is made for the unit (DynamicUser=).
            uid = int(entries[0]["_UID"])
            self.assertIn(uid, range(61184, 65520))
            self.assertCountEqual(said, [f"nomor {ticket} by uid {uid}", "has lo"])
            self.assertEqual(self.pc.property("vcd-announce.service", "Result"), "success")
            print(f"\n  called out: {said}")
            # One that fails is said, and holds nothing up.
            self.configure(day='[call]\ncommand = ["/no/such/program", "{ticket}"]\n')
            self.pc.must("call", ticket)
            self.pc.wait_until("it is said", lambda: "/no/such/program" in self.pc.journal("-u", "vcd", since=before))
            self.pc.must("next")
            self.pc.must("end")
        finally:
            self.configure()
            self.pc.run("systemctl", "reset-failed", "vcd-announce.service", check=False)

    def test_3_without_a_real_time_clock_nothing_fails(self):
        self.configure(day="wake = true\n")
        try:
            before = self.pc.cursor()
            self.pc.run("systemctl", "restart", "vcd-wake.service")
            self.assertEqual(self.pc.property("vcd-wake.service", "ActiveState"), "active")
            said = [entry["MESSAGE"] for entry in self.messages("vcd-wake.service", before)]
            self.assertEqual([text for text in said if "no real-time clock" in text], said[-1:], said)
            self.assertEqual(self.pc.run("cat", "/run/vcd/results/wake.json").out.strip(), "{}")
            self.pc.run("systemctl", "stop", "vcd-wake.service")
            self.assertEqual(self.pc.property("vcd-wake.service", "ActiveState"), "inactive")
            self.assertEqual(self.pc.property("vcd-wake.service", "Result"), "success")
        finally:
            self.pc.run("systemctl", "start", "vcd-wake.service")
            self.configure()

    def test_4_a_held_clock_stays_held_through_a_restart(self):
        visit = self.next()
        processes = self.pc.pids("vcd-visit.service")
        self.pc.must("hold")
        held = self.pc.status()["visit"]
        self.assertEqual(held["clock"], "held")
        time.sleep(2)
        self.pc.run("systemctl", "restart", "vcd")
        self.pc.wait_for_state("visiting")
        time.sleep(2)
        now = self.pc.status()["visit"]
        self.assertEqual({key: now[key] for key in ("id", "clock", "startedAt")},
                         {"id": visit["id"], "clock": "held", "startedAt": visit["startedAt"]})
        self.assertLessEqual(abs(now["remainingSeconds"] - held["remainingSeconds"]), 1)
        self.assertEqual(self.pc.pids("vcd-visit.service"), processes)
        self.pc.must("resume")
        time.sleep(2)
        now = self.pc.status()["visit"]
        self.assertEqual(now["clock"], "running")
        self.assertLess(now["remainingSeconds"], held["remainingSeconds"])
        self.pc.must("end")
        self.expect_ready_with_clean_receipt(visit)
        row = next(row for row in self.pc.must("report").last["report"]["visits"] if row["visit"] == visit["id"])
        self.assertIn(row["heldSeconds"], range(4, 30))

    def test_5_panic_kills_at_once_and_stays_locked_through_a_reboot(self):
        stubborn = "trap '' TERM HUP INT; while :; do sleep 1021 & wait; done"
        self.configure(client=(["/bin/sh", "-c", stubborn], "none"), grace="60s")
        visit = self.next()
        self.assertNotEqual(self.pc.pids("vcd-visit.service"), [])
        begin = time.perf_counter()
        self.pc.must("panic", user="officer")
        taken = time.perf_counter() - begin
        print(f"\n  panic, of a client that ignores SIGTERM: locked and wiped after {taken * 1000:.0f} ms")
        # No patience of close_grace with it.
        self.assertLess(taken, 30)
        self.assertEqual(self.pc.pids("vcd-visit.service"), [])
        self.assertEqual(self.pc.state(), "locked")
        receipt = self.pc.must("receipts").last["receipts"][0]
        self.assertEqual((receipt["visit"], receipt["clean"]), (visit["id"], True))
        self.assertEqual(self.pc.json("next").code, 74)
        self.pc.run("systemctl", "reboot", check=False)
        self.pc.wait_until_gone()
        self.pc.boot()
        self.pc.wait_for_state("locked")
        self.assertEqual(self.pc.json("next").code, 74)
        self.assertEqual(self.pc.json("unlock", "--reason", "tried", user="officer").code, 77)
        self.assertEqual(self.pc.state(), "locked")
        self.pc.must("unlock", "--reason", "looked after", user="supervisor")
        self.configure()
        self.pc.wait_for_state("ready")
        self.pc.must("next")
        self.pc.must("end")

    def test_6_nobody_is_named_in_the_journal(self):
        self.fresh()
        ticket = self.add(NUMBER.lower(), "--note", NOTE)
        self.pc.must("call")
        self.pc.must("roster", "list")
        visit = self.pc.must("next").last["visit"]
        self.assertEqual(visit["ticket"], ticket)
        self.pc.must("end")
        # What is refused, too.
        self.assertNotEqual(self.pc.json("roster", "add", "-", "--category", "none", input=f"{NUMBER}\n").code, 0)
        self.assertNotEqual(
            self.pc.json("roster", "import", "-", input=f"number,category\n{NUMBER},none\n").code, 0)
        journal = self.pc.journal("-o", "export")
        self.assertIn(f"VISIT_ID={visit['id']}\n", journal)
        for secret in (NUMBER, NUMBER.lower(), NOTE):
            self.assertNotIn(secret, journal)
        # The test's own test: the ledger has it.
        ledger = b"".join(path.read_bytes() for path in (self.pc.root / "var/lib/vcd").glob("ledger.db*"))
        self.assertIn(NUMBER.encode(), ledger)


if __name__ == "__main__":
    unittest.main(verbosity=2)
