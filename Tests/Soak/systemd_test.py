"""Hundreds of visits of the installed package on a real systemd: vcd, the PC and its units hold what they held.
Figures are printed.

VCD_VISITS says how many; `make soak` has 500.
"""

import os
import unittest

from vcdtest.installed import InstalledTest
from vcdtest.series import Series, held_by, size

VISITS = int(os.environ.get("VCD_VISITS", "50"))
# The parts of the PC that a visit goes through; what they hold on to for each would be gone with a restart only.
DAEMONS = {"systemd": 1, "dbus": "dbus.service", "polkit": "polkit.service", "logind": "systemd-logind.service"}


class SystemdSoak(InstalledTest):

    def test_visits_leave_nothing_behind(self):
        client = (
            'for place in "$HOME" /tmp /var/tmp /dev/shm; do head -c 200000 /dev/urandom > "$place/left"; done; '
            "exec sleep 1000"
        )
        self.configure(client=(["/bin/sh", "-c", client], "none"))
        self.fresh()
        series = Series()
        vcd = self.main_pid()
        first = None
        for done in range(VISITS + 1):
            if done % max(1, VISITS // 25) == 0:
                self.take(series, vcd, done)
            for verb in {3: ("end", "next"), 7: ("wipe", "next")}.get(done % 10, ("next",)):
                answer = self.pc.must(verb).last
            first = first or answer["visit"]["id"]
            self.assertEqual(answer["visit"]["id"], first + done)
        self.pc.must("wipe")
        print(f"\n{VISITS} visits under systemd\n{series.table()}", flush=True)
        self.assertEqual(self.main_pid(), vcd, "vcd was never started anew")
        self.assertEqual(self.pc.json("receipts", "--verify").code, 0)
        self.assertEqual(self.pc.run("systemctl", "--failed", "--no-legend").out.strip(), "")
        for name in ("descriptors", "threads", "mounts", "units", "processes", "IPC objects", "keys"):
            self.assertLess(abs(series.slope(name)), 1 + 1000 / VISITS, name)

    def take(self, series, vcd, done):
        pc = self.pc
        series.take(
            done,
            **held_by(
                pc.run("cat", f"/proc/{vcd}/status").out, len(pc.run("ls", f"/proc/{vcd}/fd").out.split())
            ),
            **{
                f"{name} KiB": held_by(pc.run("cat", f"/proc/{self.pid(unit)}/status").out, 0)["memory KiB"]
                for name, unit in DAEMONS.items()
            },
            **{
                "ledger KiB": size(*(pc.root / "var/lib/vcd").glob("ledger.db*")),
                "mounts": len(pc.run("cat", "/proc/1/mountinfo").out.splitlines()),
                "units": len(pc.run("systemctl", "list-units", "--all", "--no-legend").out.splitlines()),
                "processes": len(pc.run("ps", "-e", "-o", "pid=").out.splitlines()),
                "IPC objects": len(pc.run("ipcs", "-a").out.splitlines()),
                "keys": len(pc.run("cat", "/proc/key-users").out.splitlines()),
                "files in /run": len(pc.run("find", "/run", "-xdev").out.splitlines()),
            },
        )

    def pid(self, unit):
        return unit if isinstance(unit, int) else int(self.pc.property(unit, "MainPID"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
