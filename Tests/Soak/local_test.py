"""Thousands of visits on the embedded host: what vcd holds stays what it was. Figures are printed.

VCD_VISITS says how many; `make soak` has 5,000.
"""

import os
import pathlib
import unittest

from vcdtest import embedded
from vcdtest.series import Series, held_by, size

VISITS = int(os.environ.get("VCD_VISITS", "200"))
# A call program that leaves something wherever it can, and stays.
CLIENT = (
    'for place in "$HOME" /tmp /var/tmp /dev/shm; do head -c 200000 /dev/urandom > "$place/left"; done; '
    'touch "$HOME/done"; exec sleep 1000'
)


class LocalSoak(embedded.StationTest):
    def test_visits_leave_nothing_behind_in_vcd_either(self):
        # An account that nothing else on this machine uses: a scan takes its processes for a visit's.
        self.configure(command=self.script(CLIENT), client='user = "games"\n')
        vcd = self.start()
        series = Series()
        for done in range(VISITS + 1):
            if done % max(1, VISITS // 40) == 0:
                self.take(series, vcd, done)
            # Each way in which visits follow each other.
            verbs = {3: ("end", "next"), 7: ("wipe", "next")}.get(done % 10, ("next",))
            for verb in verbs:
                answer = self.json(verb)
                self.assertEqual(answer.code, 0, (done, verb, answer.out, self.log()[-2000:]))
            self.assertEqual(answer.last["visit"]["id"], done + 1)
        self.json("wipe")
        print(f"\n{VISITS} visits on the embedded host\n{series.table()}", flush=True)
        receipts = self.json("receipts", "--verify")
        self.assertEqual(receipts.code, 0, receipts.out[-500:])
        self.assertEqual(self.visit_processes(), [])
        for name in ("descriptors", "threads", "mounts", "processes", "root's files"):
            self.assertLess(abs(series.slope(name)), 1 + 1000 / VISITS, name)
        if VISITS >= 1000:
            # Once SQLite's log has its size. A visit's record is kept for the inspector until its retention ends, so the
            # ledger grows by it, and by no more.
            self.assertLess(series.slope("ledger KiB"), 4 * 1024)
            self.assertLess(series.slope("memory KiB"), 2 * 1024)

    def take(self, series, vcd, done):
        place = pathlib.Path(f"/proc/{vcd.pid}")
        series.take(
            done,
            **held_by((place / "status").read_text(), len(list((place / "fd").iterdir()))),
            **{
                "ledger KiB": size(*self.root.rglob("ledger.db*")),
                "mounts": len((place / "mountinfo").read_text().splitlines()),
                "processes": self.children(vcd.pid),
                "root's files": sum(1 for _ in self.root.rglob("*")),
            },
        )

    @staticmethod
    def children(pid):
        """All that descend from it."""
        parents = {}
        for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
            try:
                parents[int(stat.parent.name)] = int(stat.read_text().rsplit(")", 1)[1].split()[1])
            except (OSError, ValueError):
                continue
        family = {pid}
        while more := {child for child, parent in parents.items() if parent in family} - family:
            family |= more
        return len(family) - 1


if __name__ == "__main__":
    unittest.main(verbosity=2)
