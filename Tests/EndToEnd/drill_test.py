"""The drill on the embedded host, and what no wipe here reaches."""

import os
import sys

from vcdtest.embedded import BIN, StationTest
from vcdtest.mortal import EMPTY_TMP

REMOTE = 'remote_traces = ["the linked device"]\nconfirm_remote = true\n'


class Drill(StationTest):
    def setUp(self):
        super().setUp()
        # A drill reads all of /tmp and /var/tmp, whatever a machine keeps there: here they hold this test alone. It takes
        # root; elsewhere the time is the machine's.
        if os.geteuid() == 0:
            self.around = ["unshare", "--mount", "sh", "-c", EMPTY_TMP, "sh", self.folder, BIN, "--"]

    def test_a_drill_plants_everywhere_and_finds_nothing(self):
        self.configure()
        self.start()
        answer = self.json("drill")
        self.assertEqual(answer.code, 0, answer.out)
        self.assertTrue(answer.last["clean"])
        planted = {place["name"] for place in answer.last["places"] if place["planted"]}
        for place in ("home", "homeName", "homeUTF16", "tmp", "varTmp", "sharedMemory", "systemVMemory", "heap",
                      "folderName", "linkTarget", "deepFile", "oddName", "closedFile", "socketName", "semaphoreName",
                      "memoryFile", "commandLine", "abstractName"):
            self.assertIn(place, planted)
        self.assertNotIn("keyring", planted)
        self.assertTrue(all(place["found"] == 0 for place in answer.last["places"]))
        searched = {area["name"]: area for area in answer.last["searched"]}
        self.assertGreater(searched["process memory"]["bytes"], 1_000_000)
        self.assertGreater(searched["files"]["items"], 10)
        self.assertEqual(self.state(), "ready")
        receipt = self.json("receipts").last["receipts"][0]
        self.assertEqual((receipt["depth"], receipt["clean"]), ("everything", True))
        text = self.vcctl("drill").out
        self.assertIn("The drill is passed", text)
        self.assertIn("denied to a visit", text)
        self.assertIn("Uji pembersihan lulus", self.vcctl("drill", env={"LANG": "id_ID.UTF-8"}).out)

    def test_a_token_that_is_left_blocks_the_station(self):
        self.configure(rest='[shutdown]\ndelay = "0s"\n[drill]\nat_start = false\n')
        self.start()
        # A hand that copies the decoy's memory out of its sandbox while it runs, as a leak would.
        thief = self.steal()
        answer = self.json("drill")
        self.assertEqual(answer.code, 74, answer.out)
        self.assertEqual(thief.wait(timeout=self.patience), 0)
        self.assertEqual(answer.error, "Blocked")
        self.assertEqual(answer.last["parameters"]["code"], "drillFailed")
        self.assertEqual(self.json("next").code, 74)
        (self.root / "stolen").unlink()
        self.assertEqual(self.json("wipe").code, 0)
        self.assertEqual(self.json("drill").code, 0)

    def steal(self):
        """Copies the first file that the decoy plants in its /tmp to where the search looks: vcd's own folder."""
        script = (
            "import os, sys, time\n"
            "old = set(os.listdir('/proc'))\n"
            "end = time.monotonic() + 120\n"
            "print('watching', flush=True)\n"
            "while time.monotonic() < end:\n"
            "    for pid in set(os.listdir('/proc')) - old:\n"
            "        try:\n"
            "            for name in os.listdir(f'/proc/{pid}/root/tmp'):\n"
            "                data = open(f'/proc/{pid}/root/tmp/{name}', 'rb').read()\n"
            "                if name.startswith('vcd-drill-') and len(data) > 30:\n"
            "                    open(sys.argv[1], 'wb').write(data)\n"
            "                    sys.exit(0)\n"
            "        except OSError:\n"
            "            continue\n"
            "sys.exit(1)\n"
        )
        process = self.start_command(sys.executable, "-c", script, self.root / "stolen")
        self.assertEqual(process.stdout.readline(), "watching\n")
        return process

    def test_a_disk_that_is_not_configured_is_not_read(self):
        self.configure()
        self.start()
        answer = self.json("drill", "--raw", "/dev/sda")
        self.assertEqual((answer.code, answer.error), (65, "DeviceNotConfigured"))
        self.assertIn("[drill] raw", answer.last["parameters"]["remedy"])
        self.assertEqual(self.state(), "ready")

    def test_a_drill_at_each_start_of_the_pc(self):
        self.configure(rest='[shutdown]\ndelay = "0s"\n[drill]\nat_start = true\n')
        vcd = self.start()
        self.assertIn("found none of them after the wipe", self.log())
        self.stop(vcd)
        self.start()
        self.assertEqual(self.log().count("found none of them after the wipe"), 1, "once while the PC is on")


class RemoteTraces(StationTest):
    def test_next_waits_for_the_officers_word(self):
        self.configure(client=REMOTE)
        vcd = self.start()
        self.assertEqual(self.json("next").code, 0)
        refused = self.json("next")
        self.assertEqual((refused.code, refused.error), (75, "RemoteTraces"))
        self.assertEqual(refused.last["parameters"]["traces"], ["the linked device"])
        self.assertEqual(self.state(), "visiting", "the running visit goes on")
        self.assertIn("the linked device", self.vcctl("end").out)
        self.crash(vcd)
        self.start()
        self.assertEqual(self.json("next").code, 75, "also after a restart")
        self.assertEqual(self.status()["unconfirmedTraces"], ["the linked device"])
        self.assertIn("vcctl wipe --confirm-remote", self.vcctl("next").err)
        self.assertIn("vcctl wipe --confirm-remote", self.vcctl("status").out)
        self.assertEqual(self.json("wipe").code, 0)
        self.assertEqual(self.json("next").code, 75, "a wipe alone confirms nothing")
        receipt = self.json("wipe", "--confirm-remote").last["receipt"]
        self.assertTrue(receipt["remoteConfirmed"])
        self.assertEqual(receipt["remoteTraces"], ["the linked device"])
        self.assertEqual(self.json("next").code, 0)

    def test_without_confirmation_one_line_reminds(self):
        self.configure(client='remote_traces = ["the linked device"]\n')
        self.start()
        self.assertEqual(self.json("next").code, 0)
        self.assertIn("the linked device", self.vcctl("next").out)
        self.assertEqual(self.json("wipe").last["receipt"]["remoteConfirmed"], False)
