"""What a visit could leave: whatever is found blocks the station, a scan that can't see blocks it, and the drill proves both.

The tests share one container and run in the order of their names.
"""

import json
import unittest

from vcdtest.container import WORK
from vcdtest.installed import InstalledTest


class ScanTest(InstalledTest):
    def test_1_what_is_left_blocks(self):
        self.fresh()

        def expect_finding(place):
            result = self.pc.json("wipe")
            self.assertEqual(result.code, 74, (place, result))
            found = self.pc.must("receipts").last["receipts"][0]["findings"]
            self.assertIn(place, {finding["place"] for finding in found})
            self.assertEqual(self.pc.json("next").code, 74)

        self.pc.run("install", "-o", "vcd-visitor", "/dev/null", "/var/tmp/planted")
        expect_finding("file")
        self.fresh()
        self.pc.run("sh", "-c", "setpriv --reuid vcd-visitor --clear-groups sleep 900 >/dev/null 2>&1 &")
        expect_finding("process")
        self.pc.run("pkill", "-f", "sleep 900")
        self.fresh()
        made = self.pc.run("setpriv", "--reuid", "vcd-visitor", "--clear-groups", "ipcmk", "-M", "4096").out
        expect_finding("sysv-ipc")
        self.pc.run("ipcrm", "-m", made.split()[-1])

    def test_2_a_blind_scan_blocks(self):
        """Whatever keeps the scan from seeing what is there, no visit starts."""
        self.fresh()
        for sabotage, why in [
            ("TemporaryFileSystem=/home", "/home is not the PC's"),
            ("PrivateIPC=yes", "ipc namespace"),
            ("ProcSubset=pid", "cannot be read"),
            ("RestrictNamespaces=yes", "decoy could not be planted"),
            ("ExecStart=\nExecStart=/bin/sh -c 'kill -KILL $$$$'", ""),
            # The report of an earlier run is left in place.
            ("ExecStart=\nExecStart=/bin/true", "left no report of this run"),
        ]:
            with self.subTest(sabotage), self.drop_in("vcd-scan-everything.service", sabotage):
                result = self.pc.json("wipe")
                self.assertEqual(result.code, 74, result)
                self.assertIn(why, result.out)
                self.assertEqual(self.pc.json("next").code, 74)
            self.fresh()

    def test_3_the_drill(self):
        """A decoy plants tokens in every place; the search sees them while it runs, and none after the wipe."""
        self.fresh()
        reply = self.pc.must("drill").last
        self.assertTrue(reply["clean"], reply)
        planted = {place["name"]: place["planted"] for place in reply["places"]}
        self.assertEqual(len(planted), 34)
        denied = {name for name, count in planted.items() if count == 0}
        # No card is in a container; where one is, the visit's filter denies it (devices_test of the machine).
        # Whether there is a name server is the machine's.
        self.assertEqual(denied - {"nameServer"},
                         {"journal", "keyring", "printSpool", "kernelLog", "terminal", "soundControl"}, planted)
        self.assertTrue(all(place["found"] == 0 for place in reply["places"]), reply)
        searched = {area["name"]: area for area in reply["searched"]}
        self.assertGreater(searched["files"]["bytes"], 100_000_000)
        self.assertGreater(searched["process memory"]["bytes"], 1_000_000)
        self.assertGreater(searched["journal"]["items"], 10)
        self.assertGreater(searched["network"]["items"], 4)
        for area in reply["searched"]:
            print(f"  drill: {area}")
        text = self.pc.vcctl("drill").out
        self.assertIn("The drill is passed", text)
        (WORK / "drill.txt").write_text(text)
        receipt = self.pc.must("receipts").last["receipts"][0]
        self.assertEqual((receipt["depth"], receipt["clean"]), ("everything", True))
        self.assertIn("found none", self.pc.journal("-u", "vcd", "-n", "20"))
        # What a visit leaves is seen by the same search while it is there.
        self.next()
        seed = json.loads(self.pc.run("cat", "/run/vcd/results/seed.json").out)["masked"]
        secret = "".join(f"{15 - int(digit, 16):x}" for digit in seed)
        inside = ["nsenter", "-t", self.pc.property("vcd-visit.service", "MainPID"), "-m",
                  "setpriv", "--reuid", "vcd-visitor", "--clear-groups", "sh", "-c"]
        self.pc.run(*inside, f"printf {secret}00 > /home/visit/text; printf {secret}01 | iconv -t UTF-16LE > /tmp/wide;"
                    f": > /var/tmp/{secret}09")
        found = self.searched()
        self.assertEqual({place for place, _ in found}, {"home", "homeName", "tmp"}, found)
        self.pc.must("wipe")


if __name__ == "__main__":
    unittest.main(verbosity=2)
