"""The officer's side of a visiting day: the roster, what is read from the standard input, and both languages."""

import datetime
import unittest

from vcdtest import embedded

DAY = """
[schedule]
enforce = true
zone = "UTC"
trust_clock = {trust}
open = "00:00"
close = "00:00"
[schedule.categories.narcotics]
name = "narcotics"
name_id = "narkotika"
days = [{days}]
[roster]
required = true
[shutdown]
delay = "0s"
when_done = false
"""
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
EVERY_DAY = ", ".join(f'"{day}"' for day in WEEKDAYS)
INDONESIAN = ("--lang", "id")


class RosterTest(embedded.StationTest):
    def start_day(self, trust="true", days=EVERY_DAY):
        self.configure(rest=DAY.format(trust=trust, days=days))
        self.start()

    def numbers(self):
        return [entry["number"] for entry in self.json("roster", "list").last["entries"]]

    def test_a_number_from_the_standard_input(self):
        self.start_day()
        added = self.vcctl("roster", "add", "-", "--category", "narcotics", input="T-1\n")
        self.assertIn("Registered: ticket 1, place 1", added.out)
        self.assertEqual(self.numbers(), ["T-1"])
        self.assertNotIn("T-1", self.log())

        empty = self.vcctl("roster", "add", "-", "--category", "narcotics", *INDONESIAN, input="\n")
        self.assertEqual(empty.code, 65)
        self.assertIn("Nomor register", empty.err)

        two = self.vcctl("roster", "add", "-", "--category", "narcotics", "--note", "-", input="T-2\n")
        self.assertEqual(two.code, 64)
        self.assertIn("Only one '-'", two.err)

    def test_an_import_is_all_or_nothing_and_the_export_comes_back(self):
        self.start_day()
        good = self.folder / "good.csv"
        good.write_text('number,category,note\nT-1,narcotics,"a, ""b"""\nT-2,narcotics,\n')
        bad = self.folder / "bad.csv"
        bad.write_text("number,category\nT-3,narcotics\nT-4,unknown\n,narcotics\n")

        tried = self.vcctl("roster", "import", str(good), "--dry-run")
        self.assertIn("2 would be registered", tried.out)
        self.assertEqual(self.numbers(), [])

        refused = self.vcctl("roster", "import", str(bad))
        self.assertEqual(refused.code, 65)
        self.assertIn("Line 3, column 2, category 'unknown': ", refused.err)
        self.assertIn("Line 4, column 1, number", refused.err)
        self.assertIn("Nothing was imported: 2 problems", refused.err)
        self.assertIn("Baris 3, kolom 2, kelompok 'unknown': ", self.vcctl("roster", "import", str(bad), *INDONESIAN).err)
        self.assertEqual(len(self.json("roster", "import", str(bad)).last["problems"]), 2)
        self.assertEqual(self.numbers(), [])

        self.assertIn("2 registered", self.vcctl("roster", "import", str(good)).out)
        exported = self.vcctl("roster", "export").out
        for ticket in ("1", "2"):
            self.assertEqual(self.vcctl("roster", "remove", ticket).code, 0)
        self.assertEqual(self.vcctl("roster", "import", "-", input=exported).code, 0)
        self.assertEqual(self.vcctl("roster", "export").out, exported)

    def test_refusals_are_told_in_both_languages(self):
        later = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=3)
        self.start_day(days=f'"{WEEKDAYS[later.weekday()]}"')
        for words, code, english, indonesian in (
            (("next",), 75, "", "Di luar jadwal"),
            (("roster", "add", "T-1", "--category", "nothing"), 65, "no such category", "kelompok 'nothing': tidak ada dalam jadwal"),
            (("call",), 75, "", "Tidak ada yang menunggu"),
            (("roster", "absent", "99"), 65, "this ticket", "Nomor antrean 99"),
            (("slot", "--accept"), 75, "", "Tidak ada pembagian waktu"),
            (("hold",), 75, "", "Tidak ada kunjungan"),
            (("report", "--date", "x"), 65, "x", "'x' tidak boleh untuk tanggal"),
        ):
            with self.subTest(words=words):
                answer = self.vcctl(*words)
                self.assertEqual(answer.code, code, answer.err)
                self.assertIn(english, answer.err)
                self.assertIn(indonesian, self.vcctl(*INDONESIAN, *words).err)
                self.assertIn(indonesian, self.vcctl(*words, env={"LC_ALL": "id_ID.UTF-8"}).err)

    def test_a_mistake_in_the_command_is_told_in_indonesian_too(self):
        self.configure()
        mistaken = self.vcctl("--lang", "id", "nonsense")
        self.assertEqual(mistaken.code, 64)
        self.assertTrue(mistaken.err.startswith("Perintah tidak dimengerti."), mistaken.err)
        self.assertNotIn("Perintah", self.vcctl("--lang", "en", "nonsense").err)

    def test_panic_locks_and_a_reason_unlocks(self):
        self.start_day()
        self.vcctl("roster", "add", "T-1", "--category", "narcotics")
        self.assertEqual(self.vcctl("next").code, 0)
        self.assertIn("locked", self.vcctl("panic").out)
        self.assertEqual(self.visit_processes(), [])
        self.assertEqual(self.vcctl("next").code, 74)
        self.assertIn("vcctl unlock --reason ALASAN", self.vcctl("status", *INDONESIAN).out)
        self.assertIn("Ready", self.vcctl("unlock", "--reason", "-", input="all is well\n").out)
        self.assertEqual(self.state(), "ready")

    def test_the_report_in_every_form(self):
        self.start_day()
        self.vcctl("roster", "add", "T-1", "--category", "narcotics")
        self.vcctl("call")
        self.vcctl("next")
        self.vcctl("extend", "10s", "--reason", "the picture froze")
        self.vcctl("end")
        table = self.vcctl("report").out
        self.assertIn("longer: the picture froze", table)
        self.assertTrue(all(len(line) <= 100 for line in table.splitlines()))
        self.assertEqual(self.vcctl("report", "--format", "json").out, self.json("report").out)
        lines = self.vcctl("report", "--format", "csv").out.splitlines()
        self.assertEqual(len(lines), 2)
        self.assertIn("the picture froze", lines[1])
        page = self.folder / "report.html"
        self.assertEqual(self.vcctl("report", "--page", str(page), *INDONESIAN).code, 0)
        for expected in ("<svg", "narkotika", "the picture froze"):
            self.assertIn(expected, page.read_text())
        for text in (table, *lines, page.read_text()):
            self.assertNotIn("T-1", text)

    def test_next_asks_whether_the_clock_is_right(self):
        self.start_day(trust="false")
        if self.status()["today"]["clockTrusted"]:
            self.skipTest("this machine's clock is synchronised")
        self.vcctl("roster", "add", "T-1", "--category", "narcotics")
        self.assertEqual(self.vcctl("next").code, 75)
        self.assertIn("administrator", self.answer_on_a_terminal("n", "next", "--lang", "en", question=b"Is that right? [y/N]"))
        self.assertEqual(self.state(), "ready")
        self.assertIn("has started", self.answer_on_a_terminal("y", "next", "--lang", "en", question=b"Is that right? [y/N]"))


if __name__ == "__main__":
    unittest.main()
