"""The checks of an installed station: who looks, what hangs, and what keeps the station from being ready.

The tests share one container and run in the order of their names.
"""

import json
import re
import time
import unittest

from vcdtest.installed import InstalledTest

CAGE = (
    ["chromium", "--kiosk", "--no-first-run", "--no-default-browser-check", "--password-store=basic", "--disable-gpu",
     "--ozone-platform=wayland", "data:text/html,<body style='background:teal'>call"],
    "cage",
)
UNIT = "vcd-check.service"
HANGS = 'version = ["sleep", "infinity"]\n[checks.limits]\nclient = "2s"\n'


class CheckTest(InstalledTest):
    def setUp(self):
        self.configure()
        self.fresh()

    def check(self, *names, code=0):
        result = self.pc.json("check", *names)
        self.assertEqual(result.code, code, result)
        return {check["name"]: check for check in result.last["checks"]}

    def require(self, names):
        """Checks that have to pass; looked at at once."""
        self.configure(extra=f"[checks]\nrequired = {json.dumps(names)}\n")
        self.pc.json("wipe")

    def test_1_every_part_is_looked_at_by_an_account_of_its_own(self):
        checks = self.check()
        for name in ["sandbox", "account", "memory", "disk", "network", "units"]:
            self.assertEqual(checks[name]["verdict"], "pass", checks[name])
        self.assertEqual(checks["camera"]["verdict"], "fail")
        self.assertEqual(checks["camera"]["severity"], "advisory")
        for check in checks.values():
            if check["verdict"] in ("warn", "fail"):
                self.assertTrue(check["remedy"] and check["remedyIndonesian"], check)
        self.assertEqual(self.pc.property(UNIT, "User"), "vcd-check")
        owner = self.pc.run("stat", "-c", "%U %G %a", "/run/vcd/checks/report").out.strip()
        self.assertEqual(owner, "vcd-check vcd 640")
        print(f"  {len(checks)} parts; slowest {max(check['milliseconds'] for check in checks.values())} ms")

    def test_1_the_unit_is_locked_up(self):
        text = self.pc.run("systemd-analyze", "security", "--no-pager", UNIT).out
        exposure = float(re.search(r"exposure level for \S+: ([\d.]+)", text).group(1))
        print(f"  {UNIT}: exposure {exposure}")
        self.assertLess(exposure, 2)

    def test_1_the_listener_has_no_device_open(self):
        self.check()
        links = self.pc.run("sh", "-c", f"readlink /proc/{self.main_pid()}/fd/*").out.split()
        self.assertEqual([link for link in links if link.startswith("/dev/") and link != "/dev/null"], [])

    def test_1_the_sandbox_that_is_tried_is_the_visits_own(self):
        self.assertEqual(self.check("sandbox")["sandbox"]["verdict"], "pass")
        for name in ("TemporaryFileSystem", "RestrictNamespaces", "SystemCallFilter", "InaccessiblePaths"):
            tried, visits = (self.pc.property(f"vcd-{unit}.service", name) for unit in ("sandbox", "visit"))
            if name == "TemporaryFileSystem":
                # A visit has memories of its home's there.
                tried = [line for line in tried.split() if not re.match("/(tmp|var/tmp|dev/shm):", line)]
                visits = visits.split()
            self.assertEqual(tried, visits, name)
        with self.drop_in("vcd-sandbox.service", "RestrictNamespaces=yes"):
            found = self.check("sandbox")["sandbox"]
            self.assertEqual(found["verdict"], "fail", found)
            self.assertIn("user namespaces are refused", found["detail"])
        with self.drop_in("vcd-sandbox.service", "TemporaryFileSystem="):
            found = self.check("sandbox")["sandbox"]
            self.assertEqual(found["verdict"], "fail", found)
            self.assertIn("is no memory of a visit's own", found["detail"])
        self.assertEqual(self.check("sandbox")["sandbox"]["verdict"], "pass")

    def test_1_the_sandbox_is_tried_beside_wipes_and_visits(self):
        """No scan may take it for a trace."""
        for _ in range(3):
            asked = [self.pc.in_background("check", "sandbox") for _ in range(3)]
            self.next()
            self.assertTrue(self.pc.must("wipe").last["receipt"]["clean"])
            for each in asked:
                found = self.pc.answer_of(each).last["checks"][0]
                self.assertEqual(found["verdict"], "pass", found)
        self.assertEqual(self.pc.state(), "ready")

    def test_1_places_that_are_links_or_missing(self):
        """Each with a whole visit and a scan that sees."""
        for place, make in [
            ("/var/tmp", "mkdir -m 1777 /var/elsewhere && ln -s /var/elsewhere /var/tmp"), ("/var/tmp", "ln -s /tmp /var/tmp"),
            ("/var/tmp", "true"), ("/var/tmp", "ln -s /nowhere /var/tmp"),
        ]:
            with self.subTest(place=place, make=make):
                self.pc.run("mv", place, f"{place}.kept")
                try:
                    self.pc.run("sh", "-c", make)
                    self.assertEqual(self.check("sandbox")["sandbox"]["verdict"], "pass")
                    self.next()
                    self.assertTrue(self.pc.must("wipe").last["receipt"]["clean"])
                    self.assertEqual(self.pc.state(), "ready")
                finally:
                    self.pc.run("rm", "-rf", place, "/var/elsewhere")
                    self.pc.run("mv", f"{place}.kept", place)

    def test_2_one_that_hangs_holds_nobody(self):
        self.configure(extra=HANGS)
        begin = time.monotonic()
        checking = self.pc.in_background("check")
        slowest = 0
        while checking.poll() is None and time.monotonic() - begin < self.pc.patience:
            asked = time.monotonic()
            self.assertEqual(self.pc.state(), "ready")
            slowest = max(slowest, time.monotonic() - asked)
        took = time.monotonic() - begin
        checks = {check["name"]: check for check in self.pc.answer_of(checking).last["checks"]}
        self.assertEqual(checks["client"]["verdict"], "fail")
        self.assertEqual(checks["disk"]["verdict"], "pass")
        print(f"  one hangs for 2 s: check took {took:.2f} s; 'vcctl status' meanwhile at most {slowest * 1000:.0f} ms")
        self.assertEqual(self.pc.pids(UNIT), [])

    def test_2_a_look_that_is_killed_says_so(self):
        self.configure(extra=HANGS)
        checking = self.pc.in_background("check", "client", "disk")
        self.pc.wait_until("the probe runs", lambda: len(self.pc.pids(UNIT)) > 1)
        self.pc.run("systemctl", "kill", "--signal", "KILL", UNIT)
        checks = {check["name"]: check for check in self.pc.answer_of(checking).last["checks"]}
        self.assertEqual(checks["client"]["verdict"], "fail", checks)
        self.assertIn(UNIT, checks["client"]["detail"])

    def test_2_a_report_of_another_run_does_not_count(self):
        """Whoever has taken over the account that looks can't say anything for a later run."""
        self.check("disk")
        self.pc.run("sed", "-i", "s/pass/fail/", "/run/vcd/checks/report", user="vcd-check")
        self.assertEqual(self.check("disk")["disk"]["verdict"], "pass")
        # Nor can it have vcd read what isn't its own.
        self.pc.run("ln", "-sf", "/etc/hostname", "/run/vcd/checks/report", user="vcd-check")
        self.assertEqual(self.check("disk")["disk"]["verdict"], "pass")

    def test_3_a_required_failure_blocks_and_mends_itself(self):
        self.require(["units"])
        self.assertEqual(self.pc.state(), "ready")
        unit = self.pc.root / "etc/systemd/system/systemd-networkd.service"
        unit.unlink(missing_ok=True)
        unit.write_text("[Service]\nType=oneshot\nExecStart=/bin/false\n")
        self.addCleanup(self.pc.run, "systemctl", "daemon-reload")
        self.addCleanup(unit.unlink, missing_ok=True)
        self.pc.run("systemctl", "daemon-reload")
        self.pc.run("systemctl", "start", "systemd-networkd.service", check=False)
        units = self.check("units")["units"]
        self.assertIn("systemd-networkd", units["detail"], units)

    def test_3_an_account_that_can_log_in_blocks(self):
        self.pc.run("sh", "-c", "echo vcd-visitor:open | chpasswd")
        self.addCleanup(self.pc.run, "usermod", "--lock", "vcd-visitor")
        self.require(["account"])
        status = self.pc.status()
        self.assertEqual((status["state"], status["blockedCode"], status["clean"]), ("blocked", "checksFailed", True))
        self.assertEqual(self.pc.json("next").code, 74)
        self.assertIn("usermod --lock", status["blockedRemedy"])
        # An officer can't accept it, a supervisor can.
        words = ("check", "account", "--accept", "the administrator is on the way")
        self.assertEqual(self.pc.json(*words, user="officer").code, 77)
        accepted = self.pc.must(*words, user="supervisor").last["status"]
        self.assertEqual(accepted["state"], "ready")
        self.assertEqual(self.pc.status()["checks"]["concerns"][0]["accepted"], True)
        journal = self.pc.journal("-u", "vcd", "-o", "json", "MESSAGE_ID=96a55ad30ee04d8eb027023e276e21ac")
        self.assertTrue(any(json.loads(line).get("CHECK") == "account" for line in journal.splitlines()))
        journal = self.pc.journal("-u", "vcd", "-o", "json", "MESSAGE_ID=bf67303560ae44aa869f616792024561")
        self.assertNotIn("on the way", journal, "a reason is the ledger's alone")
        reported = {check["name"]: check for check in self.pc.must("report").last["report"]["checks"]}
        self.assertEqual(reported["account"].get("accepted"), words[-1])

    def test_3_between_two_visits_it_is_a_moment(self):
        def next_takes():
            self.pc.must("wipe")
            times = []
            for _ in range(6):
                begin = time.monotonic()
                self.pc.must("next")
                times.append(time.monotonic() - begin)
            # The first one ends no visit.
            return sorted(times[1:])[2] * 1000

        without = next_takes()
        self.require(["client", "display", "memory", "disk", "network", "units"])
        with_checks = next_takes()
        print(f"  'vcctl next' from visit to visit: {without:.0f} ms; with five parts looked at: {with_checks:.0f} ms")
        self.pc.must("end")

    def test_3_panic_does_not_wait_for_a_look(self):
        self.configure(extra=HANGS.replace("2s", "60s") + '[checks]\nrequired = ["client"]\n')
        self.addCleanup(self.pc.must, "unlock", "--reason", "test")
        self.addCleanup(self.configure)
        preparing = self.pc.in_background("wipe")
        self.pc.wait_until("the probe runs", lambda: len(self.pc.pids(UNIT)) > 1)
        begin = time.monotonic()
        self.pc.must("panic")
        print(f"  'vcctl panic' during a look of 60 s: {time.monotonic() - begin:.2f} s")
        self.pc.answer_of(preparing)
        self.assertEqual(self.pc.state(), "locked")

    def test_4_the_call_program_is_tried_in_the_visits_own_sandbox(self):
        self.configure(client=CAGE)
        start = self.check("start")["start"]
        self.assertEqual(start["verdict"], "pass", start)
        print(f"  trial: {start['detail']}")
        receipt = self.pc.must("receipts").last["receipts"][0]
        self.assertTrue(receipt["clean"] and receipt["visit"], receipt)
        self.assertEqual(self.pc.state(), "ready")

    def test_4_one_that_draws_nothing_fails(self):
        self.configure(client=(["sleep", "1000"], "cage"), extra='[checks.limits]\nstart = "3s"\n')
        start = self.check("start")["start"]
        self.assertEqual(start["verdict"], "fail", start)
        self.assertIn("drawn nothing", start["detail"])

    def test_4_a_visit_comes_before_a_look(self):
        self.configure(extra=HANGS.replace("2s", "60s"))
        checking = self.pc.in_background("check", "client")
        self.pc.wait_until("the probe runs", lambda: len(self.pc.pids(UNIT)) > 1)
        begin = time.monotonic()
        visit = self.pc.must("next").last["visit"]
        print(f"  'vcctl next' during a look of 60 s: {time.monotonic() - begin:.2f} s")
        self.assertTrue(visit)
        self.assertEqual(self.pc.answer_of(checking).last["checks"][0]["verdict"], "skipped")
        self.assertEqual(self.pc.pids(UNIT), [])
        camera = self.check("camera")["camera"]
        self.assertEqual((camera["verdict"], camera["detail"]), ("skipped", "the running visit uses it"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
