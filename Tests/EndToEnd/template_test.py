"""No visit begins with a template that isn't the accepted one."""

import json
import unittest

from vcdtest import embedded


class Template(embedded.StationTest):
    def setUp(self):
        super().setUp()
        self.template = self.folder / "template"
        self.template.mkdir()
        (self.template / "file").write_text("pristine")
        self.configure(client=f'template = "{self.template}"')
        self.start()

    def seen(self):
        return self.json("template").last["template"]

    def expect_blocked(self, what):
        """The template is changed: nothing but its acceptance leads out."""
        answer = self.json("next")
        self.assertEqual((answer.code, answer.error), (74, "Blocked"), answer.out)
        self.assertEqual(answer.last["parameters"]["code"], "templateChanged")
        status = self.status()
        self.assertEqual((status["state"], status["blockedCode"]), ("blocked", "templateChanged"))
        self.assertIn(what, status["blockedReason"])
        self.assertIn("vcctl template set", status["blockedRemedy"])
        self.assertNotIn("estart the PC", status["blockedRemedy"])
        self.assertIn("vcctl template set", self.vcctl("next", env={"LANG": "id_ID.UTF-8"}).err)
        self.assertEqual(self.vcctl("wipe").code, 74)
        self.assertEqual(self.vcctl("template", "verify").code, 74)
        self.assertEqual(self.visit_processes(), [])

    def test_one_byte_changed_refuses_the_visit_that_was_ready_to_start(self):
        self.assertEqual(self.state(), "ready")
        (self.template / "file").write_text("pristinE")
        self.expect_blocked("file (content)")
        (self.template / "file").write_text("pristine")
        self.assertEqual(self.vcctl("wipe").code, 0)
        self.assertEqual(self.vcctl("next").code, 0)

    def test_a_template_changed_during_a_visit_refuses_the_next(self):
        self.json("next")
        (self.template / "more").write_text("")
        self.expect_blocked("more (added)")

    def test_a_template_changed_while_vcd_was_away_is_noticed(self):
        vcd = self.started[-1]
        self.stop(vcd)
        (self.template / "file").write_text("other")
        self.start()
        self.expect_blocked("file (content)")

    def test_an_accepted_template_leads_out(self):
        first = self.seen()
        self.assertEqual((first["digest"], first["files"], first["bytes"]), (first["accepted"], 1, 8))
        (self.template / "file").write_text("pristinE")
        (self.template / "sub").mkdir()
        self.expect_blocked("file (content), sub (added)")
        seen = self.seen()
        self.assertEqual(seen["accepted"], first["digest"])
        self.assertNotEqual(seen["digest"], first["digest"])
        self.assertEqual(seen["changes"], [{"path": "file", "change": "content"}, {"path": "sub", "change": "added"}])
        text = self.vcctl("template").out
        self.assertIn("It is NOT the accepted one.", text)
        self.assertIn("sub: added", text)
        self.assertIn("TIDAK sama", self.vcctl("template", env={"LANG": "id_ID.UTF-8"}).out)

        accepted = self.vcctl("template", "set", "--yes")
        self.assertEqual(accepted.code, 0, accepted.err)
        self.assertIn("The template is accepted", accepted.out)
        self.assertIn("Ready for the next visit.", accepted.out)
        self.assertEqual(self.vcctl("template", "verify").code, 0)
        self.assertEqual(self.vcctl("next").code, 0)
        self.json("end")
        receipts = self.json("receipts").last["receipts"]
        self.assertEqual(receipts[0]["template"], seen["digest"], "a receipt names the template")

    def test_what_is_accepted_is_what_was_looked_at(self):
        digest = self.seen()["digest"]
        (self.template / "file").write_text("other")
        call = {"method": "org.vcctl.Station.AcceptTemplate", "parameters": {"digest": digest}}
        reply = json.loads(self.send(json.dumps(call).encode() + b"\0").rstrip(b"\0"))
        self.assertEqual(reply["error"], "org.vcctl.Station.TemplateChanged")
        self.assertEqual(self.seen()["accepted"], digest)
        self.assertNotEqual(self.seen()["digest"], digest)

    def test_a_visit_keeps_the_template_it_has(self):
        self.json("next")
        answer = self.json("template", "set", "--yes")
        self.assertEqual((answer.code, answer.error), (75, "Busy"))

    def test_setuid_is_not_accepted(self):
        (self.template / "file").chmod(0o4755)
        self.expect_blocked("file (is setuid)")
        answer = self.json("template", "set", "--yes")
        self.assertEqual((answer.code, answer.error), (65, "TemplateUnfit"))
        self.assertIn("file (is setuid)", answer.last["parameters"]["message"])
        self.assertIn("file: is setuid", self.vcctl("template").out)


if __name__ == "__main__":
    unittest.main()
