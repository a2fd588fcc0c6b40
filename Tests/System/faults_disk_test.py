"""The disk is full, can only be read, or does not hold the station's record any more; and a visit fills all it can.

The record is on a small file system of its own. The tests share one container and run in the order of their names. They
print what they measured.
"""

import contextlib
import time
import unittest

from vcdtest.faults import FaultTest

STATE = "/var/lib/vcd"


class DiskFaults(FaultTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pc.run("systemctl", "stop", "vcd.socket", "vcd.service")
        cls.pc.run("mount", "-t", "tmpfs", "-o", "size=16m,mode=0700", "record", STATE)
        cls.pc.run("chown", "vcd:vcd", STATE)
        cls.pc.run("systemctl", "start", "vcd.socket", "vcd.service")
        cls.pc.wait_for_state("ready")

    @contextlib.contextmanager
    def full(self):
        """To the last byte."""
        self.pc.run("sh", "-c", f"cat /dev/zero > {STATE}/filler", check=False)
        try:
            yield
        finally:
            self.pc.run("rm", f"{STATE}/filler")

    @contextlib.contextmanager
    def read_only(self):
        """From vcd's next start on, as where the PC has found its disk damaged. While vcd writes there the kernel would
        not have it; and vcd's own view of the disk stays as it was when vcd was started."""
        self.pc.run("systemctl", "stop", "vcd.socket", "vcd.service")
        self.pc.run("mount", "-o", "remount,ro", STATE)
        self.pc.run("systemctl", "start", "vcd.socket", "vcd.service")
        try:
            yield
        finally:
            self.pc.run("systemctl", "stop", "vcd.socket", "vcd.service")
            self.pc.run("mount", "-o", "remount,rw", STATE)
            self.pc.run("systemctl", "start", "vcd.socket", "vcd.service")

    def expect_ready_by_itself(self, fault, limit=60):
        begin = time.monotonic()
        self.pc.wait_for_state("ready", limit=limit)
        self.expect_clean()
        print(f"    ready by itself {time.monotonic() - begin:.2f} s after the cause was gone")

    def test_4_full_at_rest(self):
        with self.full():
            self.expect_blocked("the disk is full, at the start of a visit", "disk is full", verb="next")
            self.expect_blocked("the disk is full, at rest", "disk is full")
        self.expect_recovery("full disk")

    def test_4_full_in_mid_visit(self):
        visit = self.next()
        with self.full():
            self.assertEqual(self.pc.status()["visit"]["id"], visit["id"])
            self.expect_blocked("the disk is full, in mid-visit", "disk is full", verb="end")
            self.expect_no_home()
        self.expect_recovery("full disk", visit)

    def expect_no_home(self):
        """What the visit could write to is gone, though no receipt says so."""
        self.assertNotIn("vcd-home", self.pc.run("cat", "/proc/self/mountinfo").out)

    def test_4_full_when_vcd_starts(self):
        self.pc.run("systemctl", "stop", "vcd.socket", "vcd.service")
        with self.full():
            self.pc.run("systemctl", "start", "vcd.socket", "vcd.service")
            self.pc.wait_for_state("blocked")
            self.expect_blocked("the disk is full, as vcd starts", "disk is full")
        self.expect_ready_by_itself("full disk")
        self.expect_recovery("full disk")

    def test_4_full_and_vcd_restarted_in_mid_visit(self):
        """The call goes on without its clock; once there is room again vcd takes it over where it is."""
        visit = self.next()
        processes = self.pc.pids("vcd-visit.service")
        with self.full():
            self.pc.run("systemctl", "restart", "vcd")
            self.pc.wait_for_state("blocked", "visiting")
            print(f"  the disk is full and vcd restarted, in mid-visit: {self.told()[0].splitlines()[0]}")
            self.assertEqual(self.pc.pids("vcd-visit.service"), processes, "the call goes on")
        begin = time.monotonic()
        self.expect_adopted(visit, processes)
        print(f"    the visit is vcd's again {time.monotonic() - begin:.2f} s after there was room")
        self.pc.must("end")
        self.expect_clean(visit)

    def test_5_read_only_at_rest(self):
        with self.read_only():
            self.pc.wait_for_state("blocked")
            self.expect_blocked("the disk can only be read, at rest", "can only be read")
        self.expect_ready_by_itself("read-only disk")
        self.expect_recovery("read-only disk")

    def test_5_read_only_in_mid_visit(self):
        visit = self.next()
        processes = self.pc.pids("vcd-visit.service")
        with self.read_only():
            self.pc.wait_for_state("blocked")
            self.assertEqual(self.pc.pids("vcd-visit.service"), processes, "the call goes on")
            print(f"  the disk can only be read, in mid-visit: {self.told()[0].splitlines()[0]}")
            # The officer ends it all the same: closed and destroyed, though nothing can be written down.
            self.expect_blocked("the disk can only be read, in mid-visit", "can only be read")
            self.expect_no_home()
        self.expect_ready_by_itself("read-only disk")
        self.expect_recovery("read-only disk", visit)

    def test_6_a_visit_that_fills_all(self):
        """Its memory, and its number of files; then the wipe is as quick as ever and the next visit has room."""
        places = ["/tmp", "/var/tmp", "/dev/shm"]
        # As many files as there can be at one place; at the others one that takes all room.
        fill = ("i=0; while [ $i -lt 3000 ] && true > /var/tmp/$i; do i=$((i+1)); done; "
                "for d in $HOME /tmp /dev/shm; do cat /dev/zero > $d/full; done; exec sleep 1000")
        lines = "".join(f"ExecStartPost=mount -o remount,size=8m,nr_inodes=2000 /run/vcd/memory/{name}\n"
                        for name in ("tmp", "var-tmp", "shm"))
        with self.drop_in("vcd-home.service", lines):
            self.configure(client=(["/bin/sh", "-c", fill], "none"), day='[home]\nsize = "16M"\n')
            visit = self.next()
            self.pc.wait_until("it is full", lambda: self.pc.run("pgrep", "-u", "vcd-visitor", "-x", "sleep",
                                                               check=False).out)
            full = self.room(places)
            print("  " + full.strip().replace("\n", "\n  "))
            for line in full.splitlines()[1:]:
                place, room, files = line.split()
                self.assertEqual(files if place == "/var/tmp" else room, "0", full)
            self.assertEqual(self.pc.status()["visit"]["id"], visit["id"])
            begin = time.monotonic()
            self.pc.must("end")
            print(f"  a visit that filled all: closed, wiped and clean in {time.monotonic() - begin:.2f} s")
            self.expect_clean(visit)
            self.configure(client=(["sleep", "1000"], "none"), day='[home]\nsize = "16M"\n')
            self.next()
            report = self.room(places)
            self.pc.must("end")
        for line in report.splitlines()[1:]:
            _, room, files = line.split()
            self.assertGreater(int(room), 7000, report)
            self.assertGreater(int(files), 1900, report)

    def room(self, places):
        """What is left for the running visit: in kB, and in files."""
        return self.pc.run("nsenter", "-t", self.pc.property("vcd-visit.service", "MainPID"), "-m", "df", "-k",
                           "--output=target,avail,iavail", "/home/visit", *places).out

    def test_8_a_file_of_the_home_held_open(self):
        """By a shell of root's, in mid-visit. Other ways to hold something are memory_test.py's."""
        visit = self.next()
        self.pc.run("sh", "-c", "exec 9>/run/vcd/home/held; sleep 903 >/dev/null 2>&1 </dev/null &")
        holder = self.pc.wait_until("it holds it", lambda: self.pc.run("pgrep", "-f", "sleep 903", check=False).out)
        self.expect_blocked("a file of the home is held open, in mid-wipe", f"process {holder.strip()} of uid 0", verb="end")
        self.pc.run("kill", holder.strip())
        self.expect_recovery("held file", visit)

    def test_9_a_template_that_vanishes(self):
        template = self.pc.root / "var/lib/vcd-template"
        template.mkdir(exist_ok=True)
        (template / "file").write_text("pristine")
        away = template.with_name("vcd-template.away")

        def vanish():
            template.rename(away)

        def replace():
            template.rename(away)
            template.mkdir()
            (template / "file").write_text("another")

        def back():
            if template.exists():
                (template / "file").unlink()
                template.rmdir()
            away.rename(template)

        self.configure(extra='template = "/var/lib/vcd-template"\n')
        self.pc.must("template", "set", "--yes")
        try:
            for name, sabotage in (("vanishes", vanish), ("is replaced", replace)):
                with self.subTest(name):
                    self.fresh()
                    sabotage()
                    self.expect_template_told(f"the template {name}, while ready", "next")
                    back()
                    self.expect_recovery(name)
                    visit = self.next()
                    sabotage()
                    self.assertEqual(self.pc.status()["visit"]["id"], visit["id"])
                    self.expect_template_told(f"the template {name}, in mid-visit", "end")
                    self.expect_no_home()
                    back()
                    self.expect_recovery(name, visit)
        finally:
            self.configure()

    def expect_template_told(self, fault, verb):
        begin = time.monotonic()
        refused = self.pc.vcctl(verb)
        took = time.monotonic() - begin
        english, indonesian = self.told()
        print(f"  {fault}: exit {refused.code}\n    told after {took:.2f} s: {english.splitlines()[0]}\n"
              f"    {indonesian.splitlines()[0]}")
        self.assertEqual(refused.code, 74, refused)
        self.assertEqual(self.pc.state(), "blocked")
        self.assertEqual(self.pc.vcctl("next").code, 74)
        self.sandboxed_out()

    def ledger(self, command):
        self.pc.run("sh", "-c", f"cd {STATE} && {command}")

    def test_10_a_record_that_is_damaged_while_vcd_runs(self):
        """Removed, cut off, written over; at rest and in mid-visit. What was set aside while vcd was down is the
        end-to-end tests'."""
        for command, what, words in [
            ("rm ledger.db", "removed", "removed"),
            ("mv ledger.db away.db && cp away.db ledger.db && chown vcd: ledger.db", "replaced by a copy", "replaced"),
            ("truncate -s 0 ledger.db", "cut off", "cut off"),
            ("head -c 65536 /dev/urandom | dd of=ledger.db conv=notrunc status=none", "written over", "damaged"),
        ]:
            for phase in ("at rest", "in mid-visit"):
                with self.subTest(what=what, phase=phase):
                    self.fresh()
                    visit = self.pc.must("next").last["visit"] if phase == "in mid-visit" else None
                    self.ledger(command)
                    refused = self.pc.vcctl("end" if visit else "next")
                    print(f"  the record is {what}, {phase}: exit {refused.code}: {self.told()[0].splitlines()[0]}")
                    if refused.code != 0:
                        self.expect_told("", 0, words)
                    begin = time.monotonic()
                    self.pc.vcctl("wipe")
                    if self.pc.state() != "ready":
                        self.pc.vcctl("wipe")
                    print(f"    recovered in {time.monotonic() - begin:.2f} s: {self.told()[0].splitlines()[0]}")
                    self.expect_clean()
                    self.pc.run("sh", "-c", f"rm -f {STATE}/away.db* {STATE}/*.corrupt-*")

    def test_10_a_record_that_cannot_be_read(self):
        visit = self.next()
        processes = self.pc.pids("vcd-visit.service")
        self.ledger("chmod 000 ledger.db")
        try:
            self.pc.run("systemctl", "restart", "vcd")
            self.pc.wait_for_state("blocked")
            print(f"  the record cannot be read, in mid-visit: {self.told()[0].splitlines()[0]}")
            self.assertIn("ledger.db belongs to vcd and has the mode 0", self.told()[0])
            self.assertEqual(self.pc.pids("vcd-visit.service"), processes)
        finally:
            self.ledger("chmod 600 ledger.db")
        self.expect_adopted(visit, processes)
        self.pc.must("end")
        self.expect_clean(visit)


if __name__ == "__main__":
    unittest.main(verbosity=2)
