"""The parts of the station are looked at, and one that is required and fails keeps visits from starting."""

import time
import unittest

from vcdtest import checks

HUNG = "no answer within 5 s"


class Looks(checks.CheckTest):
    def test_every_part_has_a_verdict_and_what_is_not_well_a_remedy_in_both_languages(self):
        self.configure_checks('[checks]\noff = ["rtc", "power"]\n')
        self.start()
        answer, found = self.check()
        self.assertEqual(answer.code, 0, answer.out)
        self.assertEqual(list(found), [name for name in checks.NAMES if name not in ("start", "rtc", "power")])
        for name, check in found.items():
            self.assertIn(check["verdict"], ("pass", "warn", "fail", "skipped"), name)
            self.assertTrue(check["detail"] and check["detailIndonesian"], name)
            if check["verdict"] in ("warn", "fail"):
                self.assertTrue(check["remedy"] and check["remedyIndonesian"], name)
                self.assertNotEqual(check["remedy"], check["remedyIndonesian"], name)
            else:
                self.assertNotIn("remedy", check, name)
        self.assertEqual(found["client"]["verdict"], "pass")
        self.assertEqual(found["sandbox"]["verdict"], "pass")
        # Off means off until somebody asks for it by its name.
        self.assertEqual(list(self.check("rtc", "memory")[1]), ["rtc", "memory"])
        self.assertEqual(self.check("rtc")[1]["rtc"]["severity"], "off")
        brief = self.status()["checks"]
        self.assertEqual(
            {concern["name"] for concern in brief["concerns"]} - {"rtc"},
            {name for name, check in found.items() if check["verdict"] in ("warn", "fail")},
        )

    def test_a_name_that_is_no_part(self):
        self.configure_checks()
        self.start()
        answer = self.json("check", "memory", "flux")
        self.assertEqual((answer.code, answer.error), (65, "InvalidValue"), answer.out)
        parameters = self.parameters(answer)
        self.assertEqual((parameters["field"], parameters["value"]), ("names", "flux"))
        self.assertEqual(parameters["allowed"].split(", "), checks.NAMES)

    def test_a_probe_that_hangs_holds_up_nothing(self):
        self.configure_checks(self.hanging() + '[checks.limits]\nservers = "5s"\n')
        self.start()
        self.wait_until("the station's own first look", lambda: "checks" in self.status())
        began = time.monotonic()
        check = self.in_background("check")
        answered = 0
        while check.poll() is None and time.monotonic() - began < self.patience:
            asked = time.monotonic()
            self.assertEqual(self.state(), "ready")
            self.assertLess(time.monotonic() - asked, 4)
            answered += 1
        self.assertLess(time.monotonic() - began, 30, "soon after its limit")
        self.assertGreater(answered, 5)
        found = {each["name"]: each for each in self.answer_of(check).last["checks"]}
        self.assertEqual((found["servers"]["verdict"], found["servers"]["detail"]), ("fail", HUNG))
        self.assertEqual(len(found), len(checks.NAMES) - 1)
        hung = [name for name, each in found.items() if "no answer" in each["detail"]]
        self.assertEqual(hung, ["servers"])
        self.wait_until("no probe is left", lambda: not self.probes())

    def test_a_call_program_that_does_not_tell_its_version(self):
        self.configure_checks('[checks.limits]\nclient = "1s"\n', client='version = ["sleep", "infinity"]')
        self.start()
        verdict, detail = self.found("client")
        self.assertEqual(verdict, "fail")
        self.assertIn("no answer within", detail)
        self.assertNotIn("within 0 s", detail)

    def test_who_hangs_up_changes_nothing(self):
        self.configure_checks(self.hanging() + '[checks.limits]\nservers = "2s"\n[checks]\nrequired = ["memory"]\n')
        self.start()
        events = self.listen()
        for _ in range(3):
            check = self.in_background("check")
            self.wait_until("all other probes", self.only_hung_probe)
            check.kill()
            self.assertEqual(self.state(), "ready")
        answer, found = self.check()
        self.assertEqual(answer.code, 0, answer.out)
        self.assertEqual(found["memory"]["verdict"], "pass")
        self.assertEqual(self.state(), "ready")
        told = self.told(events)
        self.assertNotIn("blocked", [event["kind"] for event in told])
        wrong = [event for event in told if event["kind"] == "checkChanged" and event["check"] in ("memory", "sandbox")]
        self.assertEqual(wrong, [])


class Required(checks.CheckTest):
    def expect_refused(self, name, words):
        status = self.status()
        self.assertEqual((status["state"], status["clean"]), ("blocked", True), status)
        self.assertIn(words, status["blockedReason"])
        refused = self.json("next")
        self.assertEqual((refused.code, refused.error), (74, "Blocked"), refused.out)
        parameters = self.parameters(refused)
        self.assertEqual(parameters["code"], "checksFailed")
        self.assertIn(words, parameters["message"])
        answer, found = self.check(name)
        self.assertEqual(answer.code, 74)
        self.assertEqual((found[name]["verdict"], found[name]["severity"]), ("fail", "required"))

    def expect_ready_by_itself(self):
        self.wait_for_state("ready", limit=180)
        self.assertEqual(self.json("next").code, 0)

    def test_a_missing_program_blocks_until_it_is_there(self):
        program = self.folder / "program"
        self.configure_checks('[checks]\nrequired = ["client"]\n', command=f'["{program}"]')
        self.start()
        self.expect_refused("client", str(program))
        program.write_text("#!/bin/sh\nexec sleep 1000\n")
        program.chmod(0o755)
        self.wait_for_state("ready", limit=180)
        # The tests' /tmp is not the visit's: that the program starts there is not asked here.
        self.assertEqual(self.found("client"), ("pass", str(program)))

    def test_a_server_that_is_down_blocks_until_it_answers(self):
        port = checks.free_port()
        authority = checks.certificate(self.folder)
        self.configure_checks(
            f'[checks]\nrequired = ["servers"]\n[network]\nservers = ["127.0.0.1:{port}"]\n'
            f'authorities = "{authority}"\nslow = "5s"\n'
        )
        self.start()
        self.expect_refused("servers", f"127.0.0.1:{port}")
        checks.serve(self, port)
        self.expect_ready_by_itself()

    def test_accepted_for_today_with_a_reason(self):
        self.configure_checks(
            f'[checks]\nrequired = ["servers", "memory"]\n[network]\nservers = ["127.0.0.1:{checks.free_port()}"]\n'
        )
        vcd = self.start()
        events = self.listen()
        self.assertEqual(self.state(), "blocked")
        refused = self.json("check", "memory", "--accept", "why not")
        self.assertEqual((refused.code, refused.error), (65, "InvalidValue"), refused.out)
        self.assertEqual(self.parameters(refused)["allowed"], "servers")
        self.assertEqual(self.json("check", "servers", "--accept", "").code, 65)
        self.assertEqual(self.state(), "blocked")
        accepted = self.json("check", "servers", "--accept", "the line is mended at noon")
        self.assertEqual(accepted.code, 0, accepted.out)
        self.assertEqual(accepted.last["status"]["state"], "ready")
        answer, found = self.check("servers")
        self.assertEqual((answer.code, found["servers"]["accepted"]), (0, True), answer.out)
        noted = [check for check in self.json("report").last["report"]["checks"] if check["name"] == "servers"]
        self.assertEqual([check["accepted"] for check in noted], ["the line is mended at noon"])
        kinds = [(event["kind"], event.get("check")) for event in self.told(events)]
        self.assertIn(("checkAccepted", "servers"), kinds)
        self.assertIn("checked", [kind for kind, _ in kinds])
        self.crash(vcd)
        self.start()
        self.assertEqual(self.state(), "ready", "accepted for the day, not for one run of vcd")
        self.assertEqual(self.json("next").code, 0)

    def test_what_becomes_another_verdict_is_told(self):
        program = self.folder / "program"
        self.configure_checks('[checks]\nrequired = ["client"]\n', command=f'["{program}"]')
        program.write_text("#!/bin/sh\n")
        program.chmod(0o755)
        self.start()
        events = self.listen()
        program.unlink()
        self.assertEqual(self.json("check", "client").code, 74)
        self.wait_for_state("blocked")
        program.write_text("#!/bin/sh\n")
        program.chmod(0o755)
        self.assertEqual(self.json("check", "client").code, 0)
        self.assertEqual(self.state(), "ready")
        changes = [
            (event["check"], event["verdict"]) for event in self.told(events)
            if event["kind"] == "checkChanged" and event["check"] == "client"
        ]
        self.assertEqual(changes, [("client", "fail"), ("client", "pass")])


if __name__ == "__main__":
    unittest.main()
