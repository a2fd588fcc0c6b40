"""A local account that means no good, without any right: nothing that it puts anywhere keeps the station from its work, and
no receipt says less than the truth for it."""

import subprocess
import time
import unittest

from vcdtest.installed import InstalledTest

DEEP = """
import os, sys
os.chdir(sys.argv[1])
for _ in range(int(sys.argv[2])):
    os.mkdir("d")
    os.chdir("d")
"""
MANY = """
import os, sys
for folder in range(100):
    place = f"{sys.argv[1]}/{folder}"
    os.mkdir(place)
    descriptor = os.open(place, os.O_RDONLY)
    for name in range(2000):
        os.close(os.open(str(name), os.O_CREAT | os.O_WRONLY, dir_fd=descriptor))
    os.close(descriptor)
"""
QUEUES = """
import ctypes, time
libc = ctypes.CDLL(None, use_errno=True)
made = 0
while libc.mq_open(b"/q%d" % made, 0o102, 0o600, (ctypes.c_long * 8)(0, 1, 1, 0)) >= 0:
    made += 1
print("queues", made, ctypes.get_errno(), flush=True)
segments = 0
while libc.shmget(0, 4096, 0o1600) >= 0:
    segments += 1
print("segments", segments, ctypes.get_errno(), flush=True)
time.sleep(600)
"""
COPIES = "unshare --user --map-root-user --mount --propagation private sleep 600"


class LocalAccountTest(InstalledTest):
    """Each attack stays while the next ones come."""

    def setUp(self):
        self.fresh()

    def outsider(self, *command):
        return self.pc.run(*command, user="outsider", check=False, timeout=240)

    def works(self, what):
        """A visit and its wipe, as ever."""
        began = time.monotonic()
        self.pc.must("next")
        receipt = self.pc.must("wipe").last["receipt"]
        self.assertTrue(receipt["clean"], receipt)
        self.assertEqual(self.pc.state(), "ready")
        print(f"  {what}: next and wipe in {time.monotonic() - began:.1f} s")

    def stays(self, *command):
        """What the outsider starts and leaves running."""
        process = self.pc.start_command("setpriv", "--reuid", "outsider", "--regid", "outsider", "--init-groups", *command)
        self.addClassCleanup(self.end, process)
        return process

    def end(self, process):
        process.kill()
        try:
            process.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            pass

    def test_0_as_it_is(self):
        self.works("nothing")

    def test_1_names_that_the_scan_might_use(self):
        for place in ("/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue"):
            self.outsider("touch", f"{place}/.vcd-decoy")
        self.outsider("mkdir", "/var/tmp/.vcd-decoy-0")
        self.outsider("ln", "-s", "/etc", "/tmp/.vcd-decoy-1")
        self.works("the scan's names")

    def test_2_folders_too_deep_for_anybody(self):
        self.pc.run("chmod", "755", "/home/outsider")
        for place, depth in (("/home/outsider", 20_000), ("/var/tmp", 300), ("/tmp", 5_000)):
            done = self.outsider("python3", "-c", DEEP, place, depth)
            self.assertEqual(done.code, 0, done.err[-300:])
        self.works("deep folders")

    def test_3_more_files_than_anybody_reads(self):
        done = self.outsider("python3", "-c", MANY, "/home/outsider")
        self.assertEqual(done.code, 0, done.err[-300:])
        self.works("200,000 files")

    def test_4_copies_of_the_mounts(self):
        for _ in range(3):
            self.stays("sh", "-c", COPIES)
        self.works("copies of the mounts")

    def test_5_all_queues_and_segments(self):
        process = self.stays("python3", "-c", QUEUES)
        for _ in range(2):
            print(f"  {process.stdout.readline().strip()}")
        self.works("no queue and no segment left")

    def test_6_and_the_next_start_of_the_pc(self):
        self.pc.run("systemctl", "restart", "vcd")
        self.pc.wait_for_state("ready")
        self.pc.boot()
        self.pc.wait_for_state("ready")
        self.works("after a start of the PC")

    def test_7_what_is_a_visits_is_found_among_all_that(self):
        self.pc.run("install", "-o", "vcd-visitor", "/dev/null", "/var/tmp/planted")
        self.assertFalse(self.pc.json("wipe").last.get("receipt", {}).get("clean", False))
        self.pc.run("rm", "/var/tmp/planted")
        self.fresh()


if __name__ == "__main__":
    unittest.main(verbosity=2)
