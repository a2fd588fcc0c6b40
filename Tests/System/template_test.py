"""The template that each visit's home begins with: no visit starts from one that a supervisor has not accepted.

The tests share one container and run in the order of their names.
"""

import os
import shutil
import statistics
import time
import unittest

from vcdtest.installed import InstalledTest


class TemplateTest(InstalledTest):
    def test_1_only_an_accepted_one(self):
        """One byte changed, and no visit starts until a supervisor has accepted it."""
        template = self.pc.root / "var/lib/vcd-template"
        shutil.rmtree(template)
        template.mkdir()
        (self.pc.root / "var/lib/vcd-template.manifest").unlink(missing_ok=True)
        self.configure(extra='template = "/var/lib/vcd-template"\n')
        try:
            self.fresh()
            self.assertEqual(self.pc.json("template", "verify").code, 0, "an empty one needs nobody's consent")
            (template / "file").write_text("pristine")
            self.expect_blocked_template("file (added)")
            self.pc.must("template", "set", "--yes", user="supervisor")
            self.assertEqual(self.pc.state(), "ready", "the acceptance leads out")
            first = self.pc.must("template").last["template"]
            self.pc.must("next")
            self.assertEqual(self.pc.run("cat", "/run/vcd/home/file").out, "pristine")
            self.assertEqual(self.pc.must("wipe").last["receipt"]["template"], first["digest"])

            (template / "file").write_text("pristinE")
            self.expect_blocked_template("file (content)")
            self.assertEqual(self.pc.must("template").last["template"]["changes"],
                             [{"path": "file", "change": "content"}])
            self.pc.run("systemctl", "restart", "vcd")
            self.pc.wait_for_state("blocked")
            self.expect_blocked_template("file (content)")
            (template / "file").write_text("pristine")
            self.fresh()

            for sabotage, what in [
                (("chmod", "4755", "/var/lib/vcd-template/file"), "file (is setuid)"),
                (("mknod", "/var/lib/vcd-template/node", "p"), "node (is a pipe)"),
                (("chown", "officer", "/var/lib/vcd-template/file"), "file (belongs to uid"),
            ]:
                self.pc.run(*sabotage)
                self.expect_blocked_template(what)
                refused = self.pc.json("template", "set", "--yes", user="supervisor")
                self.assertEqual(refused.code, 65, refused)
                self.assertIn(what, refused.out)
                self.pc.run("sh", "-c", "cd /var/lib/vcd-template; rm -f node; chown root file; chmod 644 file")
                self.fresh()
            self.expect_staged_template(template, first)
        finally:
            self.configure()
            self.fresh()

    def expect_staged_template(self, template, first):
        staged = template.with_name("vcd-template.new")
        staged.mkdir()
        (staged / "file").write_text("staged")
        seen = self.pc.must("template").last
        self.assertEqual((seen["template"]["digest"], seen["staged"]["path"]),
                         (first["digest"], "/var/lib/vcd-template.new"))
        visit = self.next()
        refused = self.pc.json("template", "set", "--yes")
        self.assertEqual(refused.code, 75, refused)
        self.pc.must("end")
        self.pc.must("template", "set", "--yes", user="supervisor")
        self.assertFalse(staged.exists())
        self.assertEqual((template / "file").read_text(), "staged")
        old = list(template.parent.glob("vcd-template.old-*"))
        self.assertEqual([(folder / "file").read_text() for folder in old], ["pristine"])
        self.pc.must("next")
        self.assertEqual(self.pc.run("cat", "/run/vcd/home/file").out, "staged")
        receipt = self.pc.must("wipe").last["receipt"]
        self.assertEqual(receipt["template"], seen["staged"]["digest"])
        self.assertGreater(receipt["visit"], visit["id"])

    def expect_blocked_template(self, what):
        refused = self.pc.json("next")
        self.assertEqual(refused.code, 74, refused)
        status = self.pc.status()
        self.assertEqual((status["state"], status["blockedCode"]), ("blocked", "templateChanged"), status)
        self.assertIn(what, status["blockedReason"])
        self.assertIn("vcctl template set", status["blockedRemedy"])
        self.assertEqual(self.pc.json("wipe").code, 74)
        self.assertEqual(self.pc.json("template", "verify").code, 74)
        self.assertEqual(self.pc.pids("vcd-visit.service"), [])

    def test_2_how_long_a_big_one_takes(self):
        """200 MB in 20,000 files. Prints figures."""
        template = self.pc.root / "var/lib/vcd-template"
        shutil.rmtree(template)
        for folder in range(200):
            (template / str(folder)).mkdir(parents=True)
            for file in range(100):
                (template / str(folder) / str(file)).write_bytes(os.urandom(16) * 640)
        self.fresh()
        without = self.median_of_next()
        self.fresh()
        self.configure(extra='template = "/var/lib/vcd-template"\n')
        try:
            self.pc.must("template", "set", "--yes")
            time.sleep(2)
            self.fresh()
            self.pc.must("next")
            whole = self.seconds_of("vcd-template@show.service")
            quick = self.seconds_of("vcd-template@check.service")
            print(f"\n  template of 200 MB, 20,000 files: read whole {whole * 1000:.0f} ms, between two visits "
                  f"{quick * 1000:.0f} ms; next {self.median_of_next() * 1000:.0f} ms, without a template "
                  f"{without * 1000:.0f} ms")
            self.assertLess(quick, whole / 2)
            self.fresh()
            (template / "7/7").write_bytes(b"x")
            self.expect_blocked_template("7/7 (content)")
        finally:
            self.configure()
            self.fresh()

    def median_of_next(self):
        taken = []
        for _ in range(6):
            begin = time.perf_counter()
            self.pc.must("next")
            taken.append(time.perf_counter() - begin)
        return statistics.median(taken[1:])

    def seconds_of(self, unit):
        taken = []
        for _ in range(5):
            begin = time.perf_counter()
            self.pc.run("systemctl", "restart", unit)
            taken.append(time.perf_counter() - begin)
        return statistics.median(taken)


if __name__ == "__main__":
    unittest.main(verbosity=2)
