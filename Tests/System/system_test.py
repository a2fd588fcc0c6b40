"""The station from its package, on a real systemd: run, restarted, killed, switched off.

The tests of a class share one container and run in the order of their names; each begins on a ready station.
"""

import json
import re
import socket
import sqlite3
import statistics
import time
import unittest

from vcdtest.call_server import KINDS, CallServer
from vcdtest.container import WORK
from vcdtest.debian import core
from vcdtest.installed import InstalledTest
from vcdtest.neighbour import in_network


class SystemTest(InstalledTest):
    @core
    def test_01_boots_into_a_ready_station(self):
        self.pc.run("systemctl", "reboot", check=False)
        self.pc.wait_until_gone()
        self.pc.boot()
        self.pc.wait_for_state("ready")
        self.assertEqual(self.pc.run("systemctl", "--failed", "--no-legend").out.strip(), "")
        self.assertIn("Ready for the next visit.", self.pc.vcctl("status").out)
        self.assertIn("Siap", self.pc.vcctl("status", env={"LANG": "id_ID.UTF-8"}).out)

    def test_02_the_units_are_sound(self):
        units = [
            "vcd.service", "vcd.socket", "vcd-config.service", "vcd-home.service", "vcd-visit.service", "vcd-scan.service",
            "vcd-scan-everything.service", "vcd-search.service", "vcd-search-raw.service",
            "vcd-template@check.service", "vcd-template@show.service", "vcd-template@set.service",
            "vcd-announce.service", "vcd-wake.service", "vcd-network.service", "vcd-uplink.service", "vcd-board.service",
            "vcd-waiting.service", "vcd-sandbox.service", "vcd-screen.service", "vcd-screen-waiting.service",
        ]
        verify = self.pc.run("systemd-analyze", "verify", "--man=no", *units)
        self.assertEqual((verify.out + verify.err).strip(), "")
        most = {"vcd.service": 2.0, "vcd-config.service": 1.5, "vcd-home.service": 4.4, "vcd-visit.service": 3.3, "vcd-scan.service": 3.5,
                "vcd-scan-everything.service": 3.5, "vcd-search.service": 3.5, "vcd-search-raw.service": 3.6,
                "vcd-template@check.service": 2.0, "vcd-template@show.service": 2.0,
                "vcd-template@set.service": 2.0, "vcd-announce.service": 2.0, "vcd-wake.service": 2.0,
                "vcd-network.service": 2.0, "vcd-uplink.service": 2.3, "vcd-board.service": 2.0, "vcd-waiting.service": 3.2,
                "vcd-sandbox.service": 3.3, "vcd-screen.service": 2.5, "vcd-screen-waiting.service": 2.5}
        for unit, limit in most.items():
            text = self.pc.run("systemd-analyze", "security", "--no-pager", unit, check=False).out
            exposure = float(re.search(r"exposure level for \S+: ([0-9.]+)", text).group(1))
            print(f"  {unit}: exposure {exposure}")
            self.assertLessEqual(exposure, limit, unit)
        self.assertEqual(self.pc.property("ctrl-alt-del.target", "LoadState"), "masked")

    def test_02b_there_is_no_login_at_the_screen(self):
        """As screen_test.py of the virtual machine shows, which has a screen."""
        self.assertIn("50-vcd.conf", self.pc.property("getty@tty1.service", "DropInPaths"))
        manager = ["org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager"]
        self.assertEqual(self.pc.run("busctl", "get-property", *manager, "NAutoVTs").out.split(), ["u", "0"])

    @core
    def test_03_a_real_call_survives_a_restart_of_vcd_and_leaves_nothing(self):
        server = in_network(f"/proc/{self.pc.init}/ns/net", CallServer)
        self.addCleanup(server.close)
        template = self.pc.root / "var/lib/vcd-template"
        (template / ".config").mkdir(exist_ok=True)
        (template / "Downloads").mkdir(exist_ok=True)
        (template / ".config/user-dirs.dirs").write_text('XDG_DOWNLOAD_DIR="$HOME/Downloads"\n')
        command = [
            "chromium", "--kiosk", "--no-first-run", "--no-default-browser-check", "--password-store=basic",
            "--disable-gpu", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
            "--autoplay-policy=no-user-gesture-required", "--allow-loopback-in-peer-connection",
            "--ozone-platform=x11", "--window-size=1280,720", f"http://127.0.0.1:{server.port}/",
        ]
        self.configure(client=(command, "xvfb"), extra='template = "/var/lib/vcd-template"\n')
        try:
            self.pc.must("template", "set", "--yes")
            self.fresh()
            # The page plants the tokens that a drill on this home would, so that the drill's search knows them.
            seed = self.pc.run("cat", "/run/vcd/results/seed.json").out
            token = "".join(f"{15 - int(digit, 16):x}" for digit in json.loads(seed)["masked"])
            server.make_token = lambda: token
            visit = self.pc.must("next").last["visit"]
            number = len(server.tokens) + 1
            report = server.wait_for_call(number)
            self.assertNotIn("error", report)
            stored = {"localStorage", "sessionStorage", "indexedDB", "cacheStorage", "history", "download"}
            self.pc.wait_until("the browser has written it all", lambda: stored <= self.kinds_found("a file", "a name"))
            in_memory = self.kinds_found("the memory")
            print(f"\n  before the wipe, in files: {sorted(self.kinds_found('a file', 'a name'))}; "
                  f"in memory: {sorted(in_memory)}")
            self.assertLessEqual(set(report["planted"]), in_memory | self.kinds_found("a file", "a name"))
            processes = self.pc.pids("vcd-visit.service")
            self.assertGreater(len(processes), 5)
            frames = report["frames"]

            self.pc.run("systemctl", "restart", "vcd")
            self.pc.wait_for_state("visiting")
            now = self.pc.status()["visit"]
            self.assertEqual((now["id"], now["startedAt"]), (visit["id"], visit["startedAt"]))
            self.assertTrue(set(processes[:3]) <= set(self.pc.pids("vcd-visit.service")))
            self.pc.wait_until("the call goes on", lambda: server.reports[number]["frames"] > frames)

            reply = self.pc.must("wipe").last["receipt"]
            self.assertTrue(reply["clean"], reply)
            self.assertEqual(reply["visit"], visit["id"])
            self.assertEqual(self.pc.state(), "ready")
            (self.pc.root / "seed.json").write_text(seed)
            self.pc.run("cp", "/seed.json", "/run/vcd/results/seed.json")
            self.assertEqual(self.searched(), [])
            (self.pc.root / "seed.json").unlink()
            self.assertNotIn(token, self.pc.journal("-o", "export"))
            self.assertEqual(list((self.pc.root / "var/log/journal").glob("*.vcd-visit")), [])
            self.assertEqual(sorted(path.name for path in template.iterdir()), [".config", "Downloads"])
        finally:
            self.configure()

    def kinds_found(self, *where):
        """The kinds of places whose tokens the drill's search finds by now, in files or in memory."""
        names = ["home", "homeName", "homeUTF16", "unlinkedFile", "config", "cache", "data", "temporary"]
        return {KINDS[names.index(place)] for place, at in self.searched()
                if place in names and at.startswith(where)}

    @core
    def test_04_a_killed_vcd_adopts_the_visit(self):
        visit = self.next()
        processes = self.pc.pids("vcd-visit.service")
        before = self.main_pid()
        self.pc.run("kill", "-KILL", before)
        self.wait_for_restart(before)
        self.expect_adopted(visit, processes)
        self.pc.must("end")
        self.expect_ready_with_clean_receipt(visit)

    def test_05_a_hung_vcd_is_replaced_by_the_watchdog(self):
        self.pc.run("mkdir", "-p", "/run/systemd/system/vcd.service.d")
        drop_in = "/run/systemd/system/vcd.service.d/test.conf"
        self.pc.run("sh", "-c", f"printf '[Service]\\nWatchdogSec=2s\\n' > {drop_in}; systemctl daemon-reload")
        self.pc.run("systemctl", "restart", "vcd")
        try:
            visit = self.next()
            processes = self.pc.pids("vcd-visit.service")
            before = self.main_pid()
            self.pc.run("kill", "-STOP", before)
            self.wait_for_restart(before)
            self.expect_adopted(visit, processes)
        finally:
            self.pc.run("sh", "-c", f"rm {drop_in}; systemctl daemon-reload; systemctl restart vcd")

    def test_06_a_restarted_bus_loses_nothing(self):
        visit = self.next()
        processes = self.pc.pids("vcd-visit.service")
        self.pc.run("systemctl", "restart", "dbus")
        self.expect_adopted(visit, processes)
        self.pc.must("end")
        self.expect_ready_with_clean_receipt(visit)
        self.wait_for_delay_lock()

    def end_client(self):
        """The client may have come no farther than its shell."""
        self.pc.wait_until("it sleeps", lambda: self.pc.run("pkill", "-u", "vcd-visitor", "sleep", check=False).code == 0)

    def test_07_a_visit_that_ends_by_itself_is_wiped(self):
        visit = self.next()
        self.end_client()
        self.expect_ready_with_clean_receipt(visit)
        visit = self.next()
        self.pc.run("systemctl", "stop", "vcd-visit")
        self.expect_ready_with_clean_receipt(visit)
        self.assertIn("Visit", self.pc.journal("-u", "vcd", "-n", "30"))

    def test_07b_nothing_outlives_a_visit(self):
        """Processes that do all they can to live on, or to be many, die with the visit; and the home with them."""
        clients = {
            "double fork": "(setsid sh -c 'sleep 1011 & exec sleep 1012' &) & exec sleep 1013",
            "ignores SIGTERM": "trap '' TERM HUP INT; while :; do sleep 1014 & wait; done",
            "stopped": "sleep 1015 & kill -STOP $!; exec sleep 1016",
            "holds files open": "exec 9>$HOME/held 8>/dev/shm/held 7>/tmp/held; rm $HOME/held; cd $HOME; exec sleep 1017",
            "daemon": "setsid nohup sh -c 'cd /; exec sleep 1018 <&- >&- 2>&-' & exec sleep 1019",
            "fork bomb": "f() { f | f & }; f; exec sleep 1020",
        }
        for name, script in clients.items():
            with self.subTest(name):
                self.configure(client=(["/bin/sh", "-c", script], "none"))
                self.pc.run("systemctl", "reload", "vcd")
                visit = self.next()
                time.sleep(0.5)
                begin = time.perf_counter()
                self.assertEqual(self.pc.must("status").last["status"]["state"], "visiting")
                answered = time.perf_counter() - begin
                reply = self.pc.must("wipe").last["receipt"]
                self.assertEqual((reply["visit"], reply["clean"]), (visit["id"], True), reply)
                self.assertEqual(self.pc.run("pgrep", "-u", "vcd-visitor", check=False).out, "")
                # A shell that finds no room for one more process ends by itself: then there is nothing to close.
                closed = reply.get("closed", "nothing") if name == "fork bomb" else reply["closed"]
                self.assertRegex(closed, "signal|status [0-9]|nothing")
                print(f"  {name}: status answered in {answered * 1000:.0f} ms, "
                      f"closed with {closed}, wiped in {reply['milliseconds']} ms")
        self.configure()

    def test_08_without_vcd_the_unit_ends_the_visit(self):
        drop_in = "/run/systemd/system/vcd-visit.service.d"
        self.pc.run("sh", "-c", f"mkdir -p {drop_in}; printf '[Service]\\nRuntimeMaxSec=14s\\n' > {drop_in}/test.conf")
        self.pc.run("systemctl", "daemon-reload")
        # systemd has to kill it, and would tell of it by the name that it has given itself.
        named = "printf visitors-name >/proc/self/comm; trap '' TERM; while :; do sleep 1; done"
        try:
            self.configure(client=(["/bin/sh", "-c", named], "none"), length="2s", hold="0s")
            visit = self.next()
            self.pc.run("systemctl", "stop", "vcd.service", "vcd.socket")
            self.assertNotEqual(self.pc.pids("vcd-visit.service"), [])
            self.pc.wait_until("RuntimeMaxSec= ends it", lambda: not self.pc.pids("vcd-visit.service"))
            self.assertNotIn("visitors-name", self.pc.journal("-o", "export"))
            self.pc.run("systemctl", "start", "vcd.socket", "vcd.service")
            self.expect_ready_with_clean_receipt(visit)
        finally:
            self.pc.run("sh", "-c", f"rm -r {drop_in}; systemctl daemon-reload")
            self.pc.run("systemctl", "start", "vcd.socket", "vcd.service")
            self.configure()

    def test_09_who_may(self):
        self.fresh()
        verbs = [
            ("status",), ("next",), ("end",), ("wipe",), ("extend", "1m"), ("check",), ("shutdown",), ("receipts",),
            ("template",), ("template", "set", "--yes"), ("call",), ("hold",), ("roster", "list"), ("report",),
            ("panic",), ("unlock", "--reason", "none"), ("slot", "--accept"), ("schedule",),
        ]
        for verb in verbs:
            self.assertIn(self.pc.json(*verb, user="vcd-visitor").code, (69, 77), verb)
            refused = self.pc.json(*verb, user="outsider")
            self.assertEqual(refused.code, 77, (verb, refused))
        text = self.pc.vcctl("next", user="outsider").err
        self.assertIn("vcd-officer", text)
        self.assertIn("adduser", text)
        self.assertEqual(self.pc.json("status", user="observer").code, 0)
        self.assertEqual(self.pc.json("next", user="observer").code, 77)
        self.assertEqual(self.pc.state(), "ready")
        self.pc.must("next", user="officer")
        inside = ["nsenter", "-t", self.pc.property("vcd-visit.service", "MainPID"), "-m"]
        self.assertNotEqual(self.pc.run(*inside, "ls", "/run/vcd/control", check=False).code, 0)
        for place in ("/run/dbus", "/run/systemd/private", "/var/lib/vcd", "/run/vcd/own", "/run/vcd/results"):
            self.assertNotEqual(self.pc.run(*inside, "ls", place, check=False).code, 0, place)
        self.pc.must("end", user="officer")
        uid = int(self.pc.run("id", "-u", "officer").out)
        asked = self.pc.journal("-o", "json", f"OFFICER_UID={uid}").splitlines()
        fields = [json.loads(line) for line in asked]
        self.assertEqual({(entry["VERB"], entry["OFFICER_LOGIN"]) for entry in fields},
                         {("Next", "officer"), ("End", "officer")})
        ledger = sqlite3.connect(f"file:{self.pc.root}/var/lib/vcd/ledger.db?mode=ro", uri=True)
        rows = ledger.execute("SELECT verb, login, allowed FROM request WHERE uid = ?", (uid,)).fetchall()
        self.assertIn(("Next", "officer", 1), rows)
        ledger.close()
        for user in ("observer", "officer"):
            for words in (("template",), ("template", "verify"), ("template", "set", "--yes")):
                self.assertEqual(self.pc.json(*words, user=user).code, 77, (user, words))

    def test_10_polkit_lets_vcd_ask_for_its_own_units_only(self):
        self.fresh()

        def ask(method, *arguments):
            return self.pc.run(
                "busctl", "call", "org.freedesktop.systemd1", "/org/freedesktop/systemd1",
                "org.freedesktop.systemd1.Manager", method, *arguments, user="vcd", check=False,
            )

        self.assertEqual(ask("RestartUnit", "ss", "vcd-scan.service", "replace").code, 0)
        for unit in ("rescue.target", "systemd-logind.service", "vcd.service", "vcd-wake.service", "seatd.service"):
            refused = ask("StartUnit", "ss", unit, "replace")
            self.assertNotEqual(refused.code, 0, unit)
            self.assertRegex(refused.err, "(?i)denied|authoriz|authentication")
        self.assertNotEqual(ask("Reload").code, 0)
        self.assertNotEqual(ask("MaskUnitFiles", "asbb", "1", "ssh.service", "true", "true").code, 0)

    def test_12_a_visit_longer_than_the_units_limit_is_refused(self):
        self.fresh()
        before = self.pc.cursor()
        self.configure(length="2h")
        try:
            self.pc.wait_until("it is said", lambda: "RuntimeMaxSec" in self.pc.journal("-u", "vcd", since=before))
            visit = self.pc.must("next").last["visit"]
            self.assertLess(visit["remainingSeconds"], 700)
        finally:
            self.configure()

    def test_13_a_broken_client_is_said_so(self):
        self.fresh()
        self.configure(client=(["/no/such/client"], "none"))
        try:
            result = self.pc.json("next")
            self.assertEqual(result.code, 70, result)
            self.assertIn("/no/such/client", result.out)
            self.pc.wait_for_state("ready")
        finally:
            self.configure()

    def test_14_the_journal_explains_itself(self):
        visit = self.next()
        self.pc.must("end")
        text = self.pc.journal("-x", f"VISIT_ID={visit['id']}")
        self.assertIn("proven clean", text)
        self.assertIn("Nothing needs to be done.", text)
        indonesian = self.pc.journal("-x", f"VISIT_ID={visit['id']}", env={"LANG": "id_ID.UTF-8"})
        self.assertIn("terbukti bersih", indonesian)
        self.assertIn("Tidak ada yang perlu dilakukan.", indonesian)
        (WORK / "journal.txt").write_text(text + indonesian)
        entries = [json.loads(line) for line in
                   self.pc.journal("-o", "json", f"VISIT_ID={visit['id']}").splitlines()]
        self.assertTrue(all("MESSAGE_ID" in entry and "STATION_STATE" in entry for entry in entries))
        written = next(entry for entry in entries if "RECEIPT" in entry)
        receipt = self.pc.must("receipts", "--limit", "1").last["receipts"][0]
        self.assertEqual((written["RECEIPT"], written["RECEIPT_DIGEST"]), (str(receipt["id"]), receipt["digest"]))
        verdict = self.pc.must("receipts", "--verify", "--head", written["RECEIPT_DIGEST"]).last["verdict"]
        self.assertEqual((verdict["holds"], verdict["witnessed"]), (True, receipt["id"]))

    def test_15_from_another_pc(self):
        """Over a real sshd on loopback."""
        self.fresh()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.pc.run("sh", "-c", "mkdir -p /run/sshd /root/.ssh ~officer/.ssh; ssh-keygen -q -t ed25519 -N '' -f /root/.ssh/id_ed25519;"
                    "cp /root/.ssh/id_ed25519.pub ~officer/.ssh/authorized_keys; chown -R officer: ~officer/.ssh;"
                    "printf 'StrictHostKeyChecking accept-new\\n' > /root/.ssh/config")
        self.pc.run("/usr/sbin/sshd", "-p", port, "-o", "ListenAddress=127.0.0.1", "-o", "PidFile=/run/test-sshd.pid")
        try:
            there = f"ssh://officer@127.0.0.1:{port}"
            visit = self.pc.must("next", "--host", there).last["visit"]
            self.assertEqual(self.pc.status()["visit"]["id"], visit["id"])
            asked = self.pc.journal("-u", "vcd", "-n", "20", "-o", "json", "VERB=Next")
            self.assertEqual(json.loads(asked.splitlines()[-1])["OFFICER_LOGIN"], "officer")
            spoken = self.pc.vcctl("--host", there, "status", env={"LANG": "id_ID.UTF-8"})
            self.assertIn("berlangsung", spoken.out)
            self.assertEqual(self.pc.json("extend", "1m", "--host", there).code, 65)
            self.pc.must("end", f"--host={there}")
            unreachable = self.pc.json("status", "--host", f"ssh://officer@127.0.0.1:{port + 1}")
            self.assertEqual(unreachable.code, 69, unreachable)
            self.assertIn("takes no ssh connection", unreachable.err)
        finally:
            self.pc.run("sh", "-c", "kill $(cat /run/test-sshd.pid)")

    def test_16_how_long_it_takes(self):
        """Prints figures; `make bench` sets them against peers."""
        self.fresh()
        taken = []
        for _ in range(21):
            begin = time.perf_counter()
            self.pc.must("next")
            taken.append((time.perf_counter() - begin) * 1000)
        receipts = self.pc.must("receipts", "--limit", "20").last["receipts"]
        wiped = statistics.median(receipt["milliseconds"] for receipt in receipts)
        print(f"\n  next, of a client that ends when asked: median of 20 {statistics.median(taken[1:]):.0f} ms, "
              f"of these wipe and scan {wiped:.0f} ms")
        blame = self.pc.run("systemd-analyze", "blame", "--no-pager").out
        for line in blame.splitlines():
            if "vcd" in line:
                print(f"  boot: {line.strip()}")
        self.pc.must("end")

    @core
    def test_21_a_power_off_waits_for_the_wipe(self):
        visit = self.next()
        self.pc.run("systemctl", "poweroff", check=False)
        self.pc.wait_until_gone()
        self.expect_receipt_on_disk(visit)
        self.assertIn("The PC is going down", self.pc.journal_from_outside("-u", "vcd", "-n", "40"))
        self.pc.boot()
        self.pc.wait_for_state("ready")
        visit = self.pc.must("next").last["visit"]
        self.pc.must("shutdown")
        self.pc.wait_until_gone()
        self.expect_receipt_on_disk(visit)

    def expect_receipt_on_disk(self, visit):
        ledger = sqlite3.connect(f"file:{self.pc.root}/var/lib/vcd/ledger.db?mode=ro", uri=True)
        text = ledger.execute("SELECT text FROM receipt ORDER BY id DESC LIMIT 1").fetchone()[0]
        newest = json.loads(text)
        dirty = ledger.execute("SELECT dirty FROM station").fetchone()[0]
        ledger.close()
        self.assertEqual((newest["visit"], newest["findings"]), (visit["id"], []))
        self.assertEqual(dirty, 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
