"""A visit whose call program means no good: what it reaches, and what happens when its network is not limited. It prints
what it measured. What such a program eats is Tests/Machine/hostile_test.py's.

The container has a network of its own, with a neighbour on it who plays the prison's network and the internet.
"""

import json
import unittest

from vcdtest.inside import source
from vcdtest.installed import InstalledTest
from vcdtest.neighbour import ALLOWED, PLACE, PORT, SERVER, Neighbour

HOSTILE = "/usr/local/bin/hostile.py"
FIREWALL = (
    "[firewall]\nenforce = true\n"
    f'local = ["{PLACE["near"]}:{ALLOWED}", "127.0.0.1:{ALLOWED}"]\n'
)


class HostileTest(InstalledTest):
    has_link = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        program = cls.pc.root / HOSTILE[1:]
        program.write_text(source(program.name))
        program.chmod(0o755)
        cls.neighbour = Neighbour(cls.pc)
        cls.addClassCleanup(cls.neighbour.stop)
        (cls.pc.root / "server.py").write_text(SERVER)
        cls.pc.run("systemd-run", "-q", "--unit=test-server", "python3", "/server.py", PORT, ALLOWED)
        cls.pc.wait_until("the PC's own server", lambda: cls.neighbour.connect(PLACE["own"], ALLOWED) == "hello")
        # The network comes with its name server after the home has been made.
        cls.pc.wait_for_state("ready")
        cls.pc.run("tee", "/etc/resolv.conf", input=f"nameserver {PLACE['near']}\n")
        for place in ("/root", "/home/officer", "/var/log/journal"):
            cls.pc.run("touch", f"{place}/secret")

    def hostile(self, *words, extra=FIREWALL):
        self.configure(client=([HOSTILE, *map(str, words)], "none"), day=extra)
        return self.next()

    def rules(self):
        return self.pc.run("nft", "list", "ruleset").out

    def test_1_what_a_visit_reaches(self):
        place = {**PLACE, "vcd": self.main_pid()}
        (self.pc.root / "usr/local/share/hostile.json").write_text(json.dumps(place))
        # All of it is there, for others.
        self.assertEqual(self.neighbour.connect(PLACE["own"], PORT), "hello")
        self.hostile("probe", "/home/visit/report.json")
        place = "/run/vcd/home/report.json"
        report = self.pc.wait_until("the report", lambda: self.pc.run("cat", place, check=False).out)
        report = json.loads(report)
        for result in report["results"]:
            verdict = "reached" if result["reached"] else "refused"
            print(f"  {verdict}{'' if result['meant'] else ' '} {result['name']}: {result['detail']}"
                  + ("  (as it is meant to be)" if result["meant"] else ""))
        for name, outcome in report["abstract"].items():
            print(f"  abstract socket {name}: {outcome}")
        wrong = [result for result in report["results"] if result["reached"] != result["meant"]]
        self.assertEqual(wrong, [])
        slow = [result for result in report["results"] if result["milliseconds"] > 1000]
        self.assertEqual(slow, [], "a program should not have to wait for a refusal")
        reply = self.pc.must("wipe").last["receipt"]
        self.assertTrue(reply["clean"], reply)

    def test_2_what_a_visit_listens_on_is_reached_by_nobody(self):
        self.hostile("listen", 7003)
        self.pc.wait_until("it listens", lambda: self.pc.run("ls", "/run/vcd/home").out.strip() == "listening")
        self.assertEqual(self.neighbour.connect(PLACE["own"], 7003), "")
        script = "import socket; socket.create_connection(('127.0.0.1', 7003), 2)"
        self.assertIn("timed out", self.pc.run("python3", "-c", script, check=False).err)
        self.pc.must("wipe")
        # The test's own test: without the rules the same listener answers.
        self.hostile("listen", 7003, extra="[firewall]\nenforce = false\n")
        self.pc.wait_until("it listens", lambda: self.pc.run("ls", "/run/vcd/home").out.strip() == "listening")
        self.assertEqual(self.neighbour.connect(PLACE["own"], 7003), "hello")
        self.assertNotIn("inet vcd", self.rules())
        self.pc.must("wipe")

    def test_3_rules_that_are_gone_are_missed(self):
        self.configure(day=FIREWALL)
        self.next()
        self.fresh()
        self.assertIn("skuid", self.rules())
        self.pc.run("nft", "flush", "ruleset")
        self.expect_blocked()
        # The home that is made then has them laid again.
        self.fresh()
        self.assertIn("skuid", self.rules())
        self.next()
        self.fresh()

    def test_3b_rules_that_do_not_hold_let_no_visit_start(self):
        self.configure(day=FIREWALL)
        self.fresh()
        self.pc.run("mv", "/usr/sbin/nft", "/usr/sbin/nft.away")
        self.pc.run("tee", "/usr/sbin/nft", input="#!/bin/sh\n# Takes the rules and does nothing.\ncat >/dev/null\n")
        self.pc.run("chmod", "755", "/usr/sbin/nft")
        try:
            self.pc.run("nft.away", "flush", "ruleset")
            for _ in range(2):
                self.expect_blocked()
                self.fresh()
        finally:
            self.pc.run("mv", "/usr/sbin/nft.away", "/usr/sbin/nft")
        self.fresh()
        self.next()
        self.fresh()

    def expect_blocked(self):
        refused = self.pc.json("next")
        self.assertNotEqual(refused.code, 0)
        status = self.pc.status()
        print(f"  exit {refused.code}, {status['state']}: {status.get('blockedReason')}")
        self.assertEqual(status["state"], "blocked")
        self.assertIn("the visit's network is not limited (TCP to 127.0.0.1 was let through)", status["blockedReason"])
        self.assertEqual(self.pc.run("pgrep", "-u", "vcd-visitor", check=False).out, "")
        self.assertNotEqual(self.pc.json("next").code, 0)

    def test_4_without_nftables_there_is_no_home(self):
        self.configure(day=FIREWALL)
        self.fresh()
        self.pc.run("mv", "/usr/sbin/nft", "/usr/sbin/nft.away")
        try:
            self.assertEqual(self.pc.json("wipe").code, 74)
            status = self.pc.status()
            print(f"  {status['blockedReason']}")
            self.assertEqual(status["state"], "blocked")
            self.assertIn("nftables", status["blockedReason"])
            self.assertEqual(self.pc.json("next").code, 74)
        finally:
            self.pc.run("mv", "/usr/sbin/nft.away", "/usr/sbin/nft")
        self.fresh()

    def test_5_new_name_servers_are_allowed_at_once(self):
        self.configure(day=FIREWALL)
        visit = self.next()
        self.pc.run("tee", "/etc/resolv.conf", input="nameserver 10.77.0.9\n")
        self.pc.wait_until("the rules name it", lambda: "10.77.0.9" in self.rules())
        self.assertEqual(self.pc.status()["visit"]["id"], visit["id"])
        self.pc.run("tee", "/etc/resolv.conf", input=f"nameserver {PLACE['near']}\n")
        self.pc.wait_until("the rules name the old one", lambda: "10.77.0.9" not in self.rules())
        refused = self.pc.run("systemctl", "restart", "vcd-firewall", check=False)
        self.assertNotEqual(refused.code, 0, "it would end the visit")
        self.assertEqual(self.pc.status()["visit"]["id"], visit["id"])
        self.pc.must("wipe")


if __name__ == "__main__":
    unittest.main(verbosity=2)
