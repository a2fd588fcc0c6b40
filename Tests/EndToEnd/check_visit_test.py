"""Checks beside visits: neither takes from the other, and a trial of the call program is wiped as a visit is."""

import signal
import time
import unittest

from vcdtest import checks

DRAWS = (
    '["chromium", "--kiosk", "--no-first-run", "--no-default-browser-check", "--password-store=basic", "--disable-gpu",'
    ' "--ozone-platform=x11", "data:text/html,<body style=background:teal><h1>Made up</h1>"]'
)
ON_A_SCREEN = 'display = "xvfb"'


class Visits(checks.CheckTest):
    def test_what_a_visit_uses_is_left_alone(self):
        self.configure_checks()
        self.start()
        self.assertEqual(self.json("next").code, 0)
        answer, found = self.check()
        self.assertEqual(answer.code, 0, answer.out)
        for name in ("camera", "microphone", "loudspeaker"):
            self.assertEqual((found[name]["verdict"], found[name]["detail"]), ("skipped", "the running visit uses it"))
        self.assertEqual(found["memory"]["verdict"], "pass")
        self.assertEqual(self.state(), "visiting")

    def expect_visit_first(self, before, most):
        """`next` while a check waits for a probe that hangs."""
        check = self.in_background("check", "memory", "servers")
        self.wait_until("the other probe's answer", self.only_hung_probe)
        began = time.monotonic()
        answer = self.json("next")
        self.assertEqual(answer.code, 0, answer.out)
        self.assertEqual(answer.last["visit"]["id"], before + 1)
        self.assertLess(time.monotonic() - began, most, "the visit comes first")
        ended = self.answer_of(check)
        self.assertEqual(ended.code, 0, ended.out)
        found = {each["name"]: (each["verdict"], each["detail"]) for each in ended.last["checks"]}
        self.assertEqual(found["servers"], ("skipped", "not finished: the next visit came first"))
        self.assertEqual(found["memory"][0], "pass")
        self.wait_until("no probe is left", lambda: not self.probes())
        self.assertEqual(self.state(), "visiting")

    def test_next_does_not_wait_for_a_check(self):
        # Off: the station would look at it by itself, and the officer's check would come after that.
        self.configure_checks(
            self.hanging() + '[checks]\nrequired = ["memory"]\noff = ["servers"]\n[checks.limits]\nservers = "50s"\n'
        )
        self.start()
        self.expect_visit_first(before=0, most=20)
        # The second one also wipes a visit, and looks at what is required in between.
        self.expect_visit_first(before=1, most=25)
        self.assertNotIn("servers", [concern["name"] for concern in self.status()["checks"]["concerns"]])
        self.assertTrue(self.json("wipe").last["receipt"]["clean"])
        self.assertEqual(self.visit_processes(), [])


class Trials(checks.CheckTest):
    needs = ("Xvfb", "chromium")

    def receipts(self):
        return self.json("receipts").last["receipts"]

    def expect_wiped(self, count):
        receipts = self.receipts()
        self.assertEqual(len(receipts), count)
        self.assertTrue(receipts[0]["clean"], receipts[0])
        self.assertEqual(self.visit_processes(), [])

    def test_a_program_that_draws_passes_and_is_wiped(self):
        self.configure_checks(command=DRAWS, client=ON_A_SCREEN)
        self.start()
        before = len(self.receipts())
        answer, found = self.check("start")
        self.assertEqual(answer.code, 0, answer.out)
        self.assertEqual(found["start"]["verdict"], "pass", found)
        self.assertIn("the first picture came after", found["start"]["detail"])
        self.assertGreater(found["start"]["milliseconds"], 0)
        self.assertEqual(self.state(), "ready")
        self.expect_wiped(before + 1)
        self.assertEqual(self.json("report").last["report"]["visits"], [], "a trial is no visit")

    def test_one_that_draws_nothing_fails(self):
        self.configure_checks('[checks.limits]\nstart = "2s"\n', client=ON_A_SCREEN)
        self.start()
        before = len(self.receipts())
        answer, found = self.check("start")
        self.assertEqual(answer.code, 0, "it is not required")
        self.assertEqual(found["start"]["verdict"], "fail", found)
        self.assertIn("has drawn nothing within 2 s", found["start"]["detail"])
        self.assertTrue(found["start"]["remedy"])
        self.assertEqual(self.state(), "ready")
        self.expect_wiped(before + 1)

    def test_at_the_start_of_the_pc(self):
        secret = "written-by-a-trial"
        leaves = self.script(f'echo {secret} > "$HOME/{secret}"; echo {secret} > /tmp/{secret}; exec sleep 1000')
        self.configure_checks('[checks]\nstart = true\nrequired = ["start"]\n', command=leaves)
        vcd = self.start()
        self.assertEqual(self.state(), "ready")
        self.assertIn("start", [stage["name"] for stage in self.status()["preparation"]["stages"]])
        self.assertEqual(self.found("start")[0], "pass")
        self.assertTrue(self.receipts()[0]["clean"])
        self.assertEqual([path for path in self.root.rglob("*") if path.name == secret], [])
        receipts = len(self.receipts())
        self.stop(vcd)
        self.start()
        self.assertNotIn("start", [stage["name"] for stage in self.status()["preparation"]["stages"]])
        self.assertLessEqual(len(self.receipts()), receipts + 2)

    def test_one_that_ends_at_once_blocks_where_it_is_required(self):
        self.configure_checks('[checks]\nstart = true\nrequired = ["start"]\n', command='["false"]')
        self.start()
        status = self.status()
        self.assertEqual((status["state"], status["clean"]), ("blocked", True))
        self.assertIn("It ended before it had drawn anything", status["blockedReason"])
        refused = self.json("next")
        self.assertEqual((refused.code, self.parameters(refused)["code"]), (74, "checksFailed"), refused.out)
        self.configure_checks('[checks]\nstart = true\nrequired = ["start"]\n')
        self.started[0].send_signal(signal.SIGHUP)
        self.wait_until("the new configuration", lambda: "configuration" in self.log().lower())
        answer, found = self.check("start")
        self.assertEqual((answer.code, found["start"]["verdict"]), (0, "pass"), answer.out)
        self.assertEqual(self.state(), "ready")


if __name__ == "__main__":
    unittest.main()
