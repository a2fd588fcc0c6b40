"""Two languages: chosen by the locale, and by --lang over it."""

import unittest

from vcdtest import day

INDONESIAN = "Siap untuk kunjungan berikutnya"
ENGLISH = "Ready for the next visit"


class LanguageTest(day.DayTest):
    def setUp(self):
        super().setUp()
        self.configure_day()
        self.start()

    def test_the_locale_chooses(self):
        plain = {"LC_ALL": "", "LC_MESSAGES": "", "LANG": ""}
        for environment, expected in (
            ({"LANG": "id_ID.UTF-8"}, INDONESIAN), ({"LANG": "id"}, INDONESIAN), ({"LANG": "en_GB.UTF-8"}, ENGLISH),
            ({"LANG": "C"}, ENGLISH), ({}, ENGLISH), ({"LANG": "de_DE.UTF-8"}, ENGLISH), ({"LANG": "idontexist"}, ENGLISH),
            ({"LANG": "en_US", "LC_ALL": "id_ID"}, INDONESIAN), ({"LANG": "id_ID", "LC_MESSAGES": "C"}, ENGLISH),
            ({"LANG": "id_ID.UTF-8", "LC_ALL": "C.UTF-8"}, ENGLISH),
        ):
            self.assertIn(expected, self.vcctl("status", env={**plain, **environment}).out, environment)

    def test_lang_wins_wherever_it_stands(self):
        for words in (("status", "--lang", "id"), ("status", "--lang=id"), ("--lang", "id", "status"), ("--lang=id",)):
            self.assertIn(INDONESIAN, self.vcctl(*words, env={"LANG": "en_US.UTF-8", "LC_ALL": ""}).out, words)
        indonesian = {"LANG": "id_ID.UTF-8", "LC_ALL": "id_ID.UTF-8"}
        self.assertIn(ENGLISH, self.vcctl("status", "--lang", "en", env=indonesian).out)
        self.assertEqual(self.vcctl("status", "--lang", "jv").code, 64)

    def test_usage_errors_have_an_indonesian_line(self):
        for words in (("nextt",), ("extend",), ("extend", "5"), ("roster", "ad"), ("unlock",), ("report", "--format", "x")):
            answer = self.vcctl(*words, "--lang", "id")
            self.assertEqual(answer.code, 64, words)
            self.assertIn("Perintah tidak dimengerti. Bantuan: 'vcctl help'", answer.err, words)
            answer = self.vcctl(*words, env={"LC_ALL": "id_ID.UTF-8"})
            self.assertIn("Perintah tidak dimengerti", answer.err, words)
            answer = self.vcctl(*words, "--lang", "en", env={"LC_ALL": "id_ID.UTF-8"})
            self.assertNotIn("Perintah", answer.err, words)

    def test_json_and_error_names_stay_english(self):
        self.assertEqual(self.vcctl("status", "--json", "--lang", "id").last["status"]["state"], "ready")
        self.assertEqual(self.vcctl("extend", "1m", "--json", "--lang", "id").error, "NoVisit")

    def test_every_verb_speaks_both(self):
        for words in (
            ("status",), ("schedule",), ("schedule", "--week"), ("roster",), ("slot",), ("report",), ("receipts",),
            ("next",), ("extend", "30s"), ("hold",), ("resume",), ("end",), ("wipe",), ("panic",),
            ("unlock", "--reason", "x"), ("call",), ("connected",), ("roster", "remove", "9"),
        ):
            english = self.vcctl(*words, "--lang", "en")
            if words[0] in ("hold", "resume", "end"):
                self.vcctl("next", "--lang", "en")
                if words[0] == "resume":
                    self.vcctl("hold")
            if words[0] == "extend":
                self.vcctl("end")
                self.vcctl("next")
            indonesian = self.vcctl(*words, "--lang", "id")
            self.assertNotEqual(english.out + english.err, indonesian.out + indonesian.err, words)
            said = f" {indonesian.out} {indonesian.err} ".lower().replace("'vcctl", " ")
            for word in (" the ", " is ", " and ", " visit "):
                self.assertNotIn(word, said, words)


if __name__ == "__main__":
    unittest.main()
