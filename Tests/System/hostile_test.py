"""A visit whose call program means no good: what it reaches, and what happens when its network is not limited. It prints
what it measured. What such a program eats is Tests/Machine/hostile_test.py's.

The container has a network of its own, with a neighbour on it who plays the prison's network and the internet.
"""

import fcntl
import json
import socket
import struct
import termios
import unittest

from vcdtest.debian import core
from vcdtest.inside import source
from vcdtest.installed import InstalledTest
from vcdtest.neighbour import ALLOWED, PLACE, PORT, SERVER, Neighbour, in_network

# What a visit has on its link.
VISIT = "198.18.118.6"
HOSTILE = "/usr/local/bin/hostile.py"
FIREWALL = (
    "[firewall]\nenforce = true\n"
    f'local = ["{PLACE["near"]}:{ALLOWED}", "127.0.0.1:{ALLOWED}"]\n'
)


@core
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
        self.assertNotIn("hello", self.from_the_pc())
        self.pc.must("wipe")
        # The test's own test: without the limits the same listener answers the PC.
        self.hostile("listen", 7003, extra="[firewall]\nenforce = false\n")
        self.pc.wait_until("it listens", lambda: self.pc.run("ls", "/run/vcd/home").out.strip() == "listening")
        self.assertIn("hello", self.from_the_pc())
        # Its neighbours never do.
        self.assertEqual(self.neighbour.connect(PLACE["own"], 7003), "")
        self.pc.must("wipe")

    def from_the_pc(self):
        script = f"import socket; print(socket.create_connection(('{VISIT}', 7003), 2).recv(5))"
        return self.pc.run("python3", "-c", script, check=False).out

    def test_3_rules_that_are_gone_are_laid_again_and_the_visit_keeps_its_own(self):
        self.configure(day=FIREWALL)
        visit = self.next()
        self.assertIn("masquerade", self.rules())
        self.pc.run("nft", "flush", "ruleset")
        self.pc.wait_until("they are laid again", lambda: "masquerade" in self.rules())
        inside = self.pc.run("nsenter", "-t", self.pc.property("vcd-visit.service", "MainPID"), "-n", "nft", "list", "ruleset").out
        self.assertIn("chain visitor", inside)
        self.assertEqual(self.pc.status()["visit"]["id"], visit["id"])
        self.pc.must("wipe")

    def test_3a_the_pc_s_side_is_killed_and_the_call_goes_on(self):
        self.configure(day=FIREWALL)
        visit = self.next()
        before = self.pc.property("vcd-uplink.service", "MainPID")
        self.pc.run("kill", "-KILL", before)
        self.pc.wait_until("it is there again", lambda: (
            self.pc.property("vcd-uplink.service", "ActiveState") == "active"
            and self.pc.property("vcd-uplink.service", "MainPID") not in ("0", before)))
        self.assertIn("masquerade", self.rules())
        self.assertEqual(self.pc.status()["visit"]["id"], visit["id"])
        self.assertTrue(self.pc.must("wipe").last["receipt"]["clean"])
        settings = [f"/proc/sys/net/{name}/forwarding" for name in ("ipv4/conf/v0", "ipv6/conf/all")]
        self.assertEqual(self.pc.run("cat", *settings).out.split(), ["1", "1"])
        # Without a visit's network the PC's settings are as they were.
        self.pc.run("systemctl", "stop", "vcd-network")
        self.assertEqual(self.pc.run("cat", *settings).out.split(), ["0", "0"])
        self.fresh()

    def test_3b_rules_that_do_not_hold_let_no_visit_start(self):
        self.configure(day=FIREWALL)
        self.fresh()
        # Nobody looks after them now.
        uplink = self.pc.property("vcd-uplink.service", "MainPID")
        self.pc.run("kill", "-STOP", uplink)
        self.pc.run("nft", "flush", "ruleset")
        self.expect_blocked("the visit's network is not limited (TCP to 198.18.118.1 was let through by the PC's rules)")
        self.pc.run("kill", "-CONT", uplink, check=False)
        self.fresh()
        self.pc.run("mv", "/usr/sbin/nft", "/usr/sbin/nft.away")
        self.pc.run("tee", "/usr/sbin/nft", input="#!/bin/sh\n# Takes the rules and does nothing.\ncat >/dev/null\n")
        self.pc.run("chmod", "755", "/usr/sbin/nft")
        try:
            for _ in range(2):
                self.fresh()
                self.expect_blocked("the visit's network is not limited (TCP to 198.18.118.1 was let through by the visit's rules)")
        finally:
            self.pc.run("mv", "/usr/sbin/nft.away", "/usr/sbin/nft")
        self.fresh()
        self.next()
        self.fresh()

    def expect_blocked(self, why):
        refused = self.pc.json("next")
        self.assertNotEqual(refused.code, 0)
        status = self.pc.status()
        print(f"  exit {refused.code}, {status['state']}: {status.get('blockedReason')}")
        self.assertEqual(status["state"], "blocked")
        self.assertIn(why, status["blockedReason"])
        self.assertEqual(self.pc.run("pgrep", "-u", "vcd-visitor", check=False).out, "")
        self.assertNotEqual(self.pc.json("next").code, 0)

    def test_4_without_its_tools_there_is_no_network_and_no_home(self):
        self.configure(day=FIREWALL)
        self.fresh()
        for tool, package in (("/usr/sbin/nft", "nftables"), ("/usr/sbin/ip", "iproute2")):
            self.pc.run("mv", tool, f"{tool}.away")
            try:
                self.assertEqual(self.pc.json("wipe").code, 74)
                status = self.pc.status()
                print(f"  {status['blockedReason']}")
                self.assertEqual(status["state"], "blocked")
                self.assertIn(package, status["blockedReason"])
                self.assertEqual(self.pc.json("next").code, 74)
            finally:
                self.pc.run("mv", f"{tool}.away", tool)
            self.fresh()

    def test_5_new_name_servers_are_asked_at_once(self):
        self.configure(day=FIREWALL)
        visit = self.next()
        self.pc.run("tee", "/etc/resolv.conf", input="nameserver 10.77.0.9\n")
        self.pc.wait_until("the rules name it", lambda: "10.77.0.9" in self.rules())
        self.assertEqual(self.pc.status()["visit"]["id"], visit["id"])
        self.pc.run("tee", "/etc/resolv.conf", input=f"nameserver {PLACE['near']}\n")
        self.pc.wait_until("the rules name the old one", lambda: "10.77.0.9" not in self.rules())
        self.pc.must("wipe")

    def test_6_what_is_queued_is_never_sent(self):
        """By a program that is killed with more to send than the other side takes."""
        listener = in_network(f"/run/netns/{self.neighbour.name}", lambda: socket.create_server((PLACE["near"], 7010)))
        self.addCleanup(listener.close)
        self.hostile("queue", PLACE["near"], 7010, extra=FIREWALL.replace("local = [", f'local = ["{PLACE["near"]}:7010", '))
        peer, _ = listener.accept()
        self.addCleanup(peer.close)
        self.pc.wait_until("it is queued", lambda: "queued" in self.pc.run("ls", "/run/vcd/home").out)
        receipt = self.pc.must("wipe").last["receipt"]
        self.assertTrue(receipt["clean"], receipt)
        there = struct.unpack("i", fcntl.ioctl(peer, termios.FIONREAD, b"\0" * 4))[0]
        peer.settimeout(3)
        came = 0
        try:
            while part := peer.recv(1 << 20):
                came += len(part)
        except (TimeoutError, ConnectionResetError):
            pass
        print(f"  {there} bytes were there at the receipt, and {came} came in all")
        self.assertGreater(there, 0)
        self.assertLessEqual(came, there)

    def test_7_the_next_visit_learns_nothing_of_the_last_ones_peers(self):
        self.hostile("probe", "/home/visit/report.json")
        self.pc.wait_until("the report", lambda: self.pc.run("ls", "/run/vcd/home/report.json", check=False).out)
        self.hostile("peers", "/home/visit/peers")
        text = self.pc.wait_until("the list", lambda: self.pc.run("cat", "/run/vcd/home/peers", check=False).out)
        # 10.77.0.1 and 11.77.0.1, as the kernel writes them.
        for address in ("01004D0A", "01004D0B"):
            self.assertNotIn(address, text)
        # The PC's own table of connections has none of it either.
        self.pc.must("wipe")
        left = self.pc.run("conntrack", "-L", "--mark", "0x766364", check=False).out
        self.assertEqual(left, "")

    def test_8_a_network_that_somebody_holds_is_not_wiped(self):
        self.configure(day=FIREWALL)
        self.next()
        pid = self.pc.property("vcd-visit.service", "MainPID")
        self.pc.run("systemd-run", "-q", "--unit=holder", "sh", "-c", f"exec 3</proc/{pid}/ns/net; exec sleep 600")
        self.pc.wait_until("it is held", lambda: "net:" in self.pc.run(
            "sh", "-c", "readlink /proc/$(systemctl show --value -p MainPID holder)/fd/3", check=False).out)
        refused = self.pc.json("wipe")
        print(f"  {self.pc.status().get('blockedReason')}")
        self.assertEqual(refused.code, 74)
        self.assertIn("network of the visit is not gone", self.pc.status()["blockedReason"])
        self.pc.run("systemctl", "stop", "holder")
        self.fresh()


if __name__ == "__main__":
    unittest.main(verbosity=2)
