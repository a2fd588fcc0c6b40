"""What each unit's lines do to what others see of it. A systemd may change the meaning of a line (257 mounts a /sys of its
own for PrivateNetwork=), and what a unit mounts in a mount namespace of its own is seen by nobody else."""

import re
import unittest

from vcdtest import ROOT
from vcdtest.debian import core
from vcdtest.installed import InstalledTest

# Those that mount what others are to see.
SHARED = {"vcd-home.service"}
# Those that run while the station waits.
RUNNING = {"vcd-network.service", "vcd-uplink.service"}
# What a copy that only looks at itself leaves out: what it runs, and what goes with that.
LEFT_OUT = re.compile(
    r"(Exec\w+|Type|RemainAfterExit|NotifyAccess|Restart\w*|WatchdogSec|RuntimeMaxSec|Timeout\w+|LogNamespace|Standard\w+"
    r"|TTY\w+|UtmpIdentifier|BindsTo|PAMName)="
)


@core
class Namespaces(InstalledTest):
    name = "namespaces"

    def write(self, unit):
        """A unit with the same sandbox that writes down its mount namespace."""
        lines = [
            line for line in (ROOT / "systemd" / unit).read_text().replace("\\\n", " ").splitlines()
            if not LEFT_OUT.match(line)
            # A copy would take the folder of the one that runs away with it.
            and not (unit in RUNNING and line.startswith("RuntimeDirectory"))
        ]
        service = "\n".join(lines).split("[Service]")[1].split("[Install]")[0]
        place = f"/run/look-{unit}"
        self.pc.run("sh", "-c", f"cat > /run/systemd/system/look-{unit}", input=(
            f"[Service]\nType=oneshot\nExecStart=/usr/bin/readlink /proc/self/ns/mnt\nStandardOutput=truncate:{place}\n{service}"
        ))

    def seen_by(self, unit):
        self.pc.run("systemctl", "start", f"look-{unit}")
        return self.pc.wait_until("it has written", lambda: self.pc.run("cat", f"/run/look-{unit}").out.strip())

    def test_1_only_what_mounts_for_others_is_in_the_pcs_own_mount_namespace(self):
        pcs = self.pc.run("readlink", "/proc/1/ns/mnt").out.strip()
        # A template unit needs a name for its instance, and its scans have their sandbox in a file that they share.
        units = sorted(path.name for path in (ROOT / "systemd").glob("*.service") if "@" not in path.name)
        # A visit works in the home, which is there once the station is ready.
        self.pc.wait_for_state("ready")
        for unit in units:
            self.write(unit)
        self.pc.run("systemctl", "daemon-reload")
        alike = {unit for unit in units if self.seen_by(unit) == pcs}
        bare = {"vcd-scan.service", "vcd-scan-everything.service", "vcd-search.service", "vcd-search-raw.service",
                "vcd-screen.service", "vcd-screen-waiting.service"}
        self.assertEqual(alike - bare, SHARED)

    def test_2_ready_is_said_of_a_home_that_others_see(self):
        self.pc.must("wipe")
        self.assertEqual(self.pc.state(), "ready")
        self.assertEqual(self.pc.run("findmnt", "-no", "FSTYPE,SOURCE", "/run/vcd/home").out.split(), ["overlay", "vcd-home"])

    def test_3_a_home_that_nobody_else_sees_is_none(self):
        """As PrivateNetwork= made it on systemd 257: the unit itself is content."""
        self.pc.run("systemctl", "stop", "vcd.socket", "vcd.service", "vcd-home.service")
        with self.drop_in("vcd-home.service", "PrivateMounts=yes"):
            self.pc.run("systemctl", "start", "vcd.socket", "vcd.service")
            self.pc.wait_for_state("blocked")
            self.assertEqual(self.pc.property("vcd-home.service", "ActiveState"), "active")
            self.assertIn("none is to be seen at /run/vcd/home: nothing is mounted there", self.pc.vcctl("status").out)
            self.assertEqual(self.pc.vcctl("next").code, 74)
        # Nobody can look into memory that nobody else saw: that it is gone is only sure when the PC has been off.
        self.assertIn("was not destroyed", self.pc.json("wipe").out)
        self.pc.boot()
        self.pc.wait_for_state("ready")

    def test_4_a_visit_shares_neither_files_nor_ipc_with_the_pc(self):
        self.next()
        pid = self.pc.pids("vcd-visit.service")[0]
        keeper = self.pc.property("vcd-network.service", "MainPID")
        for kind in ("ipc", "mnt", "net"):
            own, pcs, kept = (self.pc.run("readlink", f"/proc/{one}/ns/{kind}").out for one in (pid, 1, keeper))
            self.assertNotEqual(own, pcs, kind)
            if kind == "net":
                self.assertEqual(own, kept, kind)
        self.pc.must("end")


if __name__ == "__main__":
    unittest.main(verbosity=2)
