"""The probes of network, servers and STUN on a network of the test's own, where anything can be missing."""

import json
import os
import subprocess
import time
import unittest

from vcdtest import ROOT, embedded, inside

RESOLVER = "127.0.0.53"
# Seconds; vcd kills a probe that takes half a second more.
LOOK = 4.5

# Ends with its standard input.
HOLDER = """
set -e
ip link set lo up
mount -t sysfs none /sys
mount --bind "$1/resolv.conf" "$(realpath /etc/resolv.conf)"
mount --bind "$1/nsswitch.conf" /etc/nsswitch.conf
echo ready
exec cat
"""


@unittest.skipUnless(os.geteuid() == 0, "a network of its own takes root")
class NetworkTest(embedded.StationTest):
    needs = ("ip", "openssl")

    def setUp(self):
        super().setUp()
        (self.folder / "resolv.conf").write_text(f"nameserver {RESOLVER}\n")
        # Not the machine's own, which may ask a resolver outside of this network.
        (self.folder / "nsswitch.conf").write_text("hosts: files dns\n")
        self.holder = self.start_and_greet(
            "unshare", "--net", "--mount", "--propagation", "private", "sh", "-c", HOLDER, "sh", str(self.folder)
        )
        self.inside = ["nsenter", "--target", str(self.holder.pid), "--net", "--mount"]

    def start_and_greet(self, *command):
        """Starts what says when it is ready, and ends with its standard input or by a signal."""
        process = self.start_command(*command, stdin=subprocess.PIPE)
        process.hello = process.stdout.readline()
        self.assertTrue(process.hello, f"{command} did not start")
        return process

    def ip(self, *words):
        return self.run(*self.inside, "ip", *words)

    def plug_in(self):
        """A card whose cable ends at a second one, which takes nothing."""
        self.ip("link", "add", "eth7", "type", "veth", "peer", "name", "eth8")
        self.ip("link", "set", "eth7", "up")

    def connect(self):
        self.plug_in()
        self.ip("link", "set", "eth8", "up")
        self.ip("address", "add", "192.0.2.2/24", "dev", "eth7")
        # Known, or the kernel itself would soon say that there is no such neighbour.
        self.ip("neighbour", "add", "192.0.2.9", "lladdr", "02:00:00:00:00:09", "dev", "eth7", "nud", "permanent")

    def name_server(self, mode):
        self.start_and_greet(*self.inside, "python3", inside.FOLDER / "name_server.py", RESOLVER, mode)

    def servers(self):
        servers = ROOT / "Tests/ProbesTests/servers.py"
        return json.loads(self.start_and_greet(*self.inside, "python3", servers).hello)

    def probe(self, name, network=""):
        self.config.write_text(f'[client]\ncommand = ["true"]\n[network]\nslow = "10s"\n{network}\n')
        started = time.monotonic()
        done = self.run(*self.inside, embedded.BIN / "vcd-helper", "probe", name, self.config)
        self.seconds = time.monotonic() - started
        result = done.last
        return result["verdict"], result["detail"]["english"]

    def expect(self, found, verdict, words):
        self.assertEqual(found[0], verdict, found)
        self.assertIn(words, found[1])


class NetworkProbes(NetworkTest):
    def test_the_first_thing_missing_is_named(self):
        self.expect(self.probe("network"), "fail", "no network card")
        self.plug_in()
        self.expect(self.probe("network"), "fail", "no connection at eth7")
        self.ip("link", "set", "eth8", "up")
        # The kernel says it a moment later.
        self.wait_until("a carrier", lambda: " UP " in self.ip("-br", "link", "show", "eth7").out)
        self.expect(self.probe("network"), "fail", "DHCP")
        self.ip("address", "add", "192.0.2.2/24", "dev", "eth7")
        self.expect(self.probe("network"), "fail", "default route")
        self.ip("route", "add", "default", "via", "192.0.2.1")
        self.expect(self.probe("network"), "pass", "IPv4/24 address, gateway 192.0.2.1")
        # One of another table counts as soon as a rule leads to it.
        self.ip("route", "del", "default")
        self.ip("route", "add", "default", "via", "192.0.2.9", "table", "100")
        self.expect(self.probe("network"), "fail", "default route")
        self.ip("rule", "add", "from", "all", "lookup", "100")
        self.expect(self.probe("network"), "pass", "IPv4/24 address, gateway 192.0.2.9")
        for text in ("# none\n", "nameserver 192.0.2.l\n"):
            (self.folder / "resolv.conf").write_text(text)
            self.expect(self.probe("network"), "fail", "no name server")

    def test_servers_behind_a_name_server_that_answers(self):
        self.name_server("up")
        started = self.servers()
        ports, trust = started["ports"], f'authorities = "{started["authorities"]}"\n'
        self.expect(
            self.probe("servers", f'{trust}servers = ["call.example:{ports["good"]}"]'), "pass", "certificate good for"
        )
        self.expect(
            self.probe("servers", f'{trust}servers = ["call.example:{ports["expired"]}"]'), "fail", "ended 3 days ago"
        )
        self.expect(self.probe("servers", 'servers = ["other.example:443"]'), "fail", "no such name")
        self.expect(self.probe("servers", 'servers = ["bare.example:443"]'), "fail", "no such name")
        self.expect(self.probe("stun", f'stun = ["call.example:{ports["stun"]}"]'), "pass", "5 of 5 answers")
        self.expect(self.probe("stun", 'stun = ["other.example:3478"]'), "fail", "no such name")

    def test_a_name_server_that_is_down(self):
        self.expect(self.probe("servers", 'servers = ["call.example:443"]'), "fail", "name server does not answer")

    def test_no_way_to_a_server(self):
        self.expect(self.probe("servers", 'servers = ["198.51.100.1:443"]'), "fail", "there is no way to it")
        self.expect(self.probe("stun", 'stun = ["198.51.100.1:3478"]'), "fail", "there is no way to it")


class Patience(NetworkTest):
    # That a probe ends before its time is up can be seen only where nothing else runs.
    runs_alone = True

    def test_a_name_server_that_is_silent(self):
        self.name_server("silent")
        self.expect(self.probe("servers", 'servers = ["call.example:443"]'), "fail", "name server does not answer")
        self.expect(self.probe("stun", 'stun = ["call.example:443"]'), "fail", "name server does not answer")
        self.assertLess(self.seconds, LOOK)

    def test_a_name_server_that_is_slower_than_a_look(self):
        self.name_server("slow")
        self.expect(self.probe("servers", 'servers = ["call.example:443"]'), "fail", "name server does not answer")
        self.assertLess(self.seconds, LOOK)

    def test_a_network_that_swallows_everything(self):
        self.connect()
        self.name_server("up")
        self.expect(self.probe("servers", 'servers = ["hole.example:443"]'), "fail", "no answer to a connection")
        self.assertLess(self.seconds, LOOK)
        self.expect(self.probe("stun", 'stun = ["hole.example:3478"]'), "fail", "UDP is blocked")
        self.expect(self.probe("servers", 'portal = "http://hole.example/check"'), "warn", "does not answer")


if __name__ == "__main__":
    unittest.main()
