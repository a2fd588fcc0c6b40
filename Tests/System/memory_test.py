"""The memories of a visit: their content is destroyed whoever holds a reference, the kernel's own account of them is the
proof, and what somebody still holds of them is found, with who. A foreign account's copy of empty mounts blocks nothing."""

import json
import re
import time
import unittest

from vcdtest.debian import core
from vcdtest.inside import source
from vcdtest.installed import InstalledTest

KEEPER, TANGLE = "/usr/local/bin/keeper.py", "/usr/local/bin/tangle.py"
PLACES = ["/home/visit", "/tmp", "/var/tmp", "/dev/shm"]
LETTER = "the letter of the last visit"


@core
class MemoryTest(InstalledTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for path in (KEEPER, TANGLE):
            program = cls.pc.root / path[1:]
            program.write_text(source(program.name))
            program.chmod(0o755)
        cls.pc.run("mkdir", "-p", "/run/kept")

    def keep(self, *words, account=None, visit=False):
        """A process that holds something, once it does, as the container numbers it."""
        enter = ["nsenter", "-t", self.pc.property("vcd-visit.service", "MainPID"), "-m"] if visit else []
        become = ["setpriv", "--reuid", account, "--regid", account, "--init-groups"] if account else []
        self.pc.run("sh", "-c", '"$@" >/run/kept/said 2>&1 </dev/null & echo $! >/run/kept/pid', "sh", *enter, *become,
                    KEEPER, *words)
        self.pc.wait_until("it holds", lambda: "holds" in self.pc.run("cat", "/run/kept/said").out)
        pid = self.pc.run("cat", "/run/kept/pid").out.strip()
        self.addCleanup(self.pc.run, "kill", "-KILL", pid, check=False)
        return pid

    def into(self, keeper):
        """How root comes into the namespace that a keeper holds, and no process is in."""
        own = self.pc.run("sh", "-c", f"ls -l /proc/{keeper}/fd").out
        number = re.search(r"(\d+) -> mnt:\[(\d+)\]", own)
        self.assertNotIn(number[2], self.pc.run("sh", "-c", "readlink /proc/[0-9]*/ns/mnt", check=False).out)
        return ["nsenter", f"--mount=/proc/{keeper}/fd/{number[1]}"]

    def inside(self, script):
        return self.pc.run("nsenter", "-t", self.pc.property("vcd-visit.service", "MainPID"), "-m", "setpriv", "--reuid",
                           "vcd-visitor", "--clear-groups", "sh", "-c", script)

    def write_letters(self):
        self.inside("".join(f"echo '{LETTER}' > {place}/letter; head -c 10000000 /dev/zero > {place}/large; "
                            for place in PLACES))

    def left(self):
        report = json.loads(self.pc.run("cat", "/run/vcd/results/memory.json").out)
        return {memory["name"]: memory["left"] for memory in report["memories"]}

    def expect_nothing_left(self):
        left = self.left()
        self.assertEqual(set(left), {"home", "tmp", "var-tmp", "shm"})
        self.assertEqual({(each["bytes"], each["files"]) for each in left.values()}, {(0, 0)}, left)

    def expect_findings(self, *patterns, verb="end"):
        """The receipt says what is held, and no visit starts."""
        result = self.pc.json(verb)
        self.assertEqual(result.code, 74, result)
        found = [f"{finding['place']}: {finding['detail']}" for finding in
                 self.pc.must("receipts").last["receipts"][0]["findings"]]
        for line in found:
            print(f"  {line}")
        for pattern in patterns:
            self.assertTrue([line for line in found if re.search(pattern, line)], (pattern, found))
        self.assertEqual(self.pc.json("next").code, 74)

    def test_1_a_copy_of_the_mounts_holds_nothing_and_blocks_nothing(self):
        """By an account without any group: in a process, by a descriptor alone, and from outside."""
        visit = self.next()
        self.write_letters()
        keeper = self.keep("namespace", account="outsider")
        self.keep("copy", account="outsider")
        self.keep("outside", account="outsider")
        # One of root's that sits in the home's topmost folder has nothing but that.
        self.pc.run("sh", "-c", "cd /run/vcd/home; exec sleep 902 >/dev/null 2>&1 </dev/null &")
        self.addCleanup(self.pc.run, "pkill", "-f", "sleep 902", check=False)
        held = [*self.into(keeper), "sh", "-c"]
        # The test's own test: this is how root reads in it.
        look = "cat $(find /run/vcd/home /run/vcd/memory -name letter); du -ks /run/vcd/memory | cut -f1"
        before = self.pc.run(*held, look).out
        self.assertEqual(before.count(LETTER), 5, before)
        receipt = self.pc.must("end").last["receipt"]
        self.assertTrue(receipt["clean"], receipt)
        self.assertEqual((receipt["visit"], self.pc.state()), (visit["id"], "ready"))
        self.expect_nothing_left()
        found = self.pc.run(*held, "find /run/vcd/home /run/vcd/memory ! -type d ! -type c; du -ks /run/vcd/memory | cut -f1").out
        self.assertEqual(found.split(), ["0"])
        by = {place["place"]: place.get("bytes") for place in receipt["destroyed"]}
        for place in ("/tmp", "/var/tmp", "/dev/shm"):
            self.assertGreater(by[place], 10_000_000, by)
        # Nor does it at the next visit.
        self.next()
        self.assertTrue(self.pc.must("end").last["receipt"]["clean"])

    def test_2_what_is_held_without_a_name_is_found(self):
        """By root, in each memory; the station is ready once it is gone."""
        for place in PLACES:
            with self.subTest(place):
                self.next()
                pid = self.keep("unlinked", f"{place}/unlinked", visit=True)
                seen = {"/home/visit": "home"}.get(place, place)
                self.expect_findings(rf"memory: 28672 bytes in 1 files of {seen},", rf"open-file: .*process {pid} of uid 0$")
                again = self.pc.json("wipe")
                self.assertEqual(again.code, 74, "as long as it is held")
                self.pc.run("kill", "-KILL", pid)
                self.fresh()
                self.expect_nothing_left()

    def test_3_other_ways_to_hold(self):
        for way, words, pattern in [
            ("mapped", ["/run/vcd/memory/tmp/files/x"], "open-file: in a home, by process {pid} of uid 0"),
            ("sent", ["/run/vcd/memory/shm/files/x"], "open-file: 1 under way in sockets of process {pid} of uid 0"),
            ("nameless", [self.pc.run("id", "-u", "vcd-visitor").out.strip()],
             "open-file: of a visit's account, by process {pid} of uid 0"),
        ]:
            with self.subTest(way):
                self.next()
                pid = self.keep(way, *words)
                self.expect_findings(pattern.format(pid=pid))
                self.pc.run("kill", "-KILL", pid)
                self.fresh()
        # One that nobody has open: the file is under way, and the namespace it can be reached in has no process.
        self.next()
        namespace = self.keep("namespace", account="outsider")
        pid = self.keep("sent", "/run/vcd/memory/tmp/files/x")
        uid = self.pc.run("id", "-u", "outsider").out.strip()
        self.expect_findings(rf"memory: .* of /tmp,", rf"namespace: .*kept by process {namespace} of uid {uid}")
        self.pc.run("kill", "-KILL", pid)
        self.fresh()

    def test_4_a_tangle(self):
        """Names of any bytes, folders nested deeper than a path is long, closed ones, all kinds of files."""
        self.configure(client=([TANGLE, *PLACES], "none"))
        self.next()
        self.pc.wait_until("it is tangled", lambda: self.pc.run("ls", "/run/vcd/home/tangled", check=False).code == 0)
        held = self.into(self.keep("namespace", account="outsider"))
        look = ("import os; place = '/run/vcd/memory/home/files'; status = os.stat(place); print(os.listdir(place), "
                "[name for name in os.listxattr(place) if 'overlay' not in name], oct(status.st_mode), status.st_mtime)")
        print(f"  the topmost folder before: {self.pc.run(*held, 'python3', '-c', look).out[-150:].strip()}")
        begin = time.monotonic()
        receipt = self.pc.must("end").last["receipt"]
        print(f"  tangled, then clean in {time.monotonic() - begin:.2f} s")
        self.assertTrue(receipt["clean"], receipt)
        self.expect_nothing_left()
        self.assertEqual(self.pc.run(*held, "python3", "-c", look).out.strip(), "[] [] 0o40700 0.0")
        self.configure()

    def test_5_how_long_it_takes(self):
        """To make a home and to destroy 20,000 files of 200 MB in it, without vcd."""
        self.fresh()
        self.pc.run("systemctl", "stop", "vcd.socket", "vcd.service", "vcd-home.service")
        script = ("import os\nos.chdir('/run/vcd/home')\n"
                  "for folder in range(200):\n os.mkdir(f'{folder}')\n"
                  " for file in range(100):\n  open(f'{folder}/{file}', 'wb').write(b'x' * 10000)\n")
        times = {"up": [], "down, full": [], "down, empty": []}
        try:
            for fill in (True, False) * 3:
                times["up"].append(self.timed("start"))
                if fill:
                    self.pc.run("python3", "-c", script)
                times["down, full" if fill else "down, empty"].append(self.timed("stop"))
        finally:
            self.pc.run("systemctl", "start", "vcd.socket", "vcd.service")
        for what, taken in times.items():
            print(f"  home {what}: {sorted(taken)[len(taken) // 2] * 1000:.0f} ms (median of {len(taken)})")
        self.assertLess(min(times["down, full"]), 2)
        self.pc.wait_for_state("ready")

    def timed(self, verb):
        begin = time.monotonic()
        self.pc.run("systemctl", verb, "vcd-home.service")
        return time.monotonic() - begin


if __name__ == "__main__":
    unittest.main(verbosity=2)
