"""What hostile load does to honest callers: each kind of abuse that a local account can make of the socket, while honest
callers of other accounts ask for the status. They are answered soon, vcd's memory is bounded, and all descriptors come
back. VCD_LONG=1: a minute each instead of a few seconds."""

import json
import os
import sys
import time
import unittest

from vcdtest import embedded
from vcdtest.inside import source

# What it measures is the station's, and not what other tests leave it of the machine.
runs_alone = True
SECONDS = 60 if os.environ.get("VCD_LONG") else 5
HOSTILE, ALSO_HOSTILE, HONEST = 61_001, 61_002, 61_003
# What is measured is printed. A machine that is busy with other things takes its time, so only the long run, which has it for
# itself, holds the figure against the 50 ms that are promised.
LIMIT_MS = 50 if os.environ.get("VCD_LONG") else 5_000
MEMORY_MB = 160
"""Above what vcd has before: the answers that wait for 100 callers, and what 8 long messages take while they are read."""


@unittest.skipUnless(os.geteuid() == 0, "other accounts take root")
class LoadTest(embedded.StationTest):
    rest = '[shutdown]\ndelay = "0s"\n'

    def setUp(self):
        super().setUp()
        self.configure(rest=self.rest)
        self.vcd = self.start()
        self.enough = self.folder / "stop"
        for program in ("honest.py", "attacker.py", "asker.py"):
            (self.folder / program).write_text(source(program))
        # What stays after the first calls is not what an attack leaves.
        for _ in range(20):
            self.send(b'{"method":"org.vcctl.Station.GetStatus"}\0{"method":"org.vcctl.Station.GetSchedule"}\0')

    def resident(self):
        with open(f"/proc/{self.vcd.pid}/status", encoding="ascii") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("VmRSS")) / 1024

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.vcd.pid}/fd"))

    def run_program(self, name, *words):
        return self.start_command(sys.executable, self.folder / name, self.root / "control", self.enough, *words)

    def result(self, program):
        out, err = program.communicate(timeout=self.patience)
        self.assertEqual(program.returncode, 0, err)
        return json.loads(out)

    def attack(self, kind, uids=(HOSTILE,), honest=HONEST, meanwhile=lambda: None, hows=("kept", "fresh")):
        """Has honest callers ask while the station is abused, and gives back what they and the attackers saw."""
        before = self.resident(), self.descriptors()
        # The attackers first: the honest caller comes to a station that is under attack.
        attackers = [self.run_program("attacker.py", uid, kind) for uid in uids]
        time.sleep(0.5)
        caller = self.run_program("honest.py", honest)
        most = before
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            most = max(most[0], self.resident()), max(most[1], self.descriptors())
            meanwhile()
            time.sleep(0.1)
        self.enough.touch()
        seen = self.result(caller)
        done = [self.result(attacker) for attacker in attackers]
        self.wait_until("all descriptors are back", lambda: self.descriptors() <= before[1])
        after = self.resident(), self.descriptors()
        self.assertEqual(self.state(), "ready")
        print(f"\n{kind} by {len(uids)} for {SECONDS} s: {done}")
        for how, times in seen.items():
            print(f"  {how:5} p50 {times.get('p50', 0):6.2f} p99 {times.get('p99', 0):6.2f} max {times.get('max', 0):6.2f} ms, "
                  f"{times['answers']} answers, {times['sent away']} times sent away")
        print(f"  resident {before[0]:.1f} / {most[0]:.1f} / {after[0]:.1f} MB, "
              f"descriptors {before[1]} / {most[1]} / {after[1]} (before / most / after)", flush=True)
        for how in hows:
            self.assertGreater(seen[how]["answers"], 20, how)
            self.assertEqual(seen[how]["sent away"], 0, how)
            self.assertLess(seen[how]["p99"], LIMIT_MS, how)
        self.assertLess(most[0], before[0] + MEMORY_MB)
        return seen, done


class Load(LoadTest):
    def test_a_thousand_idle_connections(self):
        _, (done,) = self.attack("idle")
        self.assertGreater(done["connections"], 1_000)
        self.assertLessEqual(done["kept open"], 128, "no more than the limit of one account")

    def test_two_accounts_that_fill_the_house(self):
        _, done = self.attack("idle", uids=(HOSTILE, ALSO_HOSTILE))
        self.assertLessEqual(sum(one["kept open"] for one in done), 256)

    def test_an_account_is_served_beside_its_own_idle_connections(self):
        # While it opens hundreds of them it is itself turned away in part, and gets in between.
        seen, _ = self.attack("idle", honest=HOSTILE, hows=())
        self.assertGreater(seen["kept"]["answers"], 20)
        self.assertGreater(seen["fresh"]["answers"], 0)

    def test_slow_senders(self):
        self.attack("slow")

    def test_answers_that_are_never_read(self):
        self.attack("unread")

    def test_events_that_are_never_read(self):
        self.attack("monitors", meanwhile=lambda: self.send(b'{"method":"org.vcctl.Station.Wipe"}\0'))

    def test_long_messages_behind_a_call_without_end(self):
        self.attack("behind_a_monitor")

    def test_long_messages_that_cost_most(self):
        _, (done,) = self.attack("long")
        self.assertGreater(done["answered"], 4, "vcd reads them")

    def test_ten_thousand_calls_on_one_connection(self):
        _, (done,) = self.attack("pipelined")
        self.assertGreater(done["answers"], 1_000)

    def test_connections_that_come_and_go(self):
        _, (done,) = self.attack("churn")
        self.assertGreater(done["connections"], 500)

    def test_answers_that_cost_most(self):
        self.attack("heavy")


class Refused(LoadTest):
    """An account that may nothing."""

    rest = '[access]\nobserve = ["games"]\n'

    def test_what_is_refused_does_not_fill_the_ledger(self):
        size = lambda: sum(file.stat().st_size for file in self.root.glob("ledger*"))
        before = size()
        _, (done,) = self.attack("refused", honest=0)
        self.assertGreater(done["answers"], 100)
        print(f"  ledger {before} / {size()} bytes")
        self.assertLess(size() - before, 200_000)


if __name__ == "__main__":
    unittest.main()
