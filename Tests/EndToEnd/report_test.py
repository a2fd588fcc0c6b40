"""The report from outside: that it says what happened, in each of its forms."""

import csv
import datetime
import io
import json
import os
import re
import signal
import unittest
from html.parser import HTMLParser

from vcdtest import day


class ReportTest(day.DayTest):
    def morning(self):
        """Four visits with four ends; gives back the events of them."""
        self.configure_day()
        self.start()
        events = self.listen()
        self.register(4)
        self.json("call")
        self.json("next")
        self.json("extend", "5s", "--reason", "a <slow> line; \"quoted\", too")
        self.json("next")
        self.json("hold")
        self.json("end")
        self.json("next", "--ticket", "4")
        program, = self.wait_until("the call program", lambda: self.visit_programs("sleep"))
        os.kill(program, signal.SIGKILL)
        self.wait_for_state("ready")
        self.json("next")
        self.json("panic")
        self.json("unlock", "--reason", "over")
        return self.told(events)

    def test_it_agrees_with_the_events_in_every_form(self):
        events = self.morning()
        answer = self.json("report")
        report = answer.last["report"]
        self.assertEqual([visit["cause"] for visit in report["visits"]], ["officer", "network", "client", "panic"])
        self.assertEqual([visit["ticket"] for visit in report["visits"]], ["1", "2", "4", "3"])
        self.assertEqual((report["registered"], report["served"], report["absent"]), (4, 4, 0))
        self.assertEqual({entry["cause"]: entry["count"] for entry in report["causes"]},
                         {"officer": 1, "network": 1, "client": 1, "panic": 1})
        for visit in report["visits"]:
            self.assertTrue(visit["clean"])
            for kind, at in (("visitStarted", "startedAt"), ("visitEnded", "endedAt")):
                told = [event["at"] for event in events if event["kind"] == kind and event["visit"] == visit["visit"]]
                self.assertEqual(len(told), 1, kind)
                apart = datetime.datetime.fromisoformat(told[0]) - datetime.datetime.fromisoformat(visit[at])
                self.assertLess(abs(apart.total_seconds()), 1, kind)
            receipts = [event["receipt"] for event in events if event["kind"] == "wiped" and event.get("visit") == visit["visit"]]
            self.assertEqual(receipts, [visit["receipt"]])
        self.assertEqual({step["name"]: step["count"] for step in report["steps"] if step["name"] in ("visit", "wipe", "calling")},
                         {"visit": 4, "wipe": 4, "calling": 1})
        self.in_forms(report)

    def in_forms(self, report):
        self.assertEqual(json.loads(self.vcctl("report", "--format", "json").out)["report"], report)
        rows = list(csv.DictReader(io.StringIO(self.vcctl("report", "--format", "csv").out, newline="")))
        self.assertEqual([row["cause"] for row in rows], [visit["cause"] for visit in report["visits"]])
        self.assertEqual(rows[0]["extension_reasons"], 'a <slow> line; "quoted", too')
        self.assertEqual([row["started"] for row in rows], [visit["startedAt"] for visit in report["visits"]])
        english = self.vcctl("report", "--lang", "en").out
        self.assertIn("Visits ended by: officer 1, call program 1, network 1, panic 1.", english)
        self.assertIn("longer: a <slow> line", english)
        indonesian = self.vcctl("report", "--lang", "id").out
        for word in ("Laporan", "petugas", "jaringan", "darurat", "pemanggilan", "Terdaftar: 4, dilayani: 4"):
            self.assertIn(word, indonesian)
        self.assertLess(max(map(len, english.splitlines())), 101)

        for language, title in (("en", "Report"), ("id", "Laporan")):
            page = self.vcctl("report", "--format", "html", "--lang", language).out
            self.assertIn(f'<html lang="{language}">', page)
            self.assertIn(f"<title>{title}", page)
            self.assertNotIn("<slow>", page)
            self.assertNotIn("<script", page)
            self.assertIsNone(re.search(r"(src|href)=\"?https?:", page))
            self.assertEqual(Tags.unclosed(page), [])
            self.assertEqual(page.count('class="visit"'), 4)
        written = self.folder / "report.html"
        self.assertEqual(self.vcctl("report", "--page", written).code, 0)
        self.assertIn("<svg", written.read_text())

    def test_the_days_report_is_written_as_the_pc_goes_off(self):
        self.configure_day()
        vcd = self.start()
        self.register(1)
        self.json("next")
        self.json("shutdown")
        self.assertEqual(vcd.wait(timeout=self.patience), 0)
        files = list((self.root / "reports").iterdir())
        self.assertEqual([path.name for path in files], [f"{self.now.date()}.json"])
        report = json.loads(files[0].read_text())["report"]
        self.assertEqual([visit["cause"] for visit in report["visits"]], ["shutdown"])
        self.assertEqual(files[0].parent.stat().st_mode & 0o007, 0, "no other account reads it")
        self.start()
        self.assertEqual(self.report()["visits"], report["visits"], "the ledger says the same on the next start")

    def test_a_crash_of_vcd_is_a_fault_and_not_lost(self):
        self.configure_day()
        vcd = self.start()
        self.register(2)
        self.json("next")
        self.crash(vcd)
        self.start()
        visit = self.report()["visits"][0]
        self.assertEqual((visit["cause"], visit["clean"]), ("fault", True))

    def test_days_without_visits_and_days_that_are_none(self):
        self.configure_day()
        self.start()
        self.assertIn("No visit was made", self.vcctl("report", "--lang", "en").out)
        self.assertIn("Tidak ada kunjungan", self.vcctl("report", "--format", "html", "--lang", "id").out)
        month = self.json("report", "--from", "2031-01-01", "--to", "2031-01-31").last["report"]
        self.assertEqual(len(month["days"]), 31)
        for words in (("--date", "2031-13-01"), ("--from", "2031-02-01", "--to", "2031-01-01"), ("--from", "2031-01-01", "--to", "2099-01-01")):
            self.both("report", *words, code=65, english="allowed", indonesian="tanggal")
        self.assertEqual(self.vcctl("report", "--date", "today", "--from", "today").code, 64)
        self.assertEqual(self.vcctl("report", "--format", "pdf").code, 64)

    def test_today_is_the_stations(self):
        self.configure_day()
        self.start()
        self.json("next")
        self.json("end")
        for zone in ("Etc/GMT+12", "Etc/GMT-14"):
            for words in (("--date", "today"), ("--from", "today", "--to", "today"), ("--from", "2026-01-01", "--to", "today")):
                if words[1] < "today" and self.now.date() >= datetime.date(2027, 1, 1):
                    continue
                answer = self.vcctl("report", "--json", *words, env={"TZ": zone})
                self.assertEqual(len(answer.last["report"]["visits"]), 1, (zone, words))


class Tags(HTMLParser):
    """Finds what a page opens and does not close."""

    ALONE = {"meta", "br", "hr", "img", "link", "input", "col"}

    def __init__(self):
        super().__init__()
        self.open = []
        self.wrong = []

    def handle_starttag(self, tag, attributes):
        if tag not in self.ALONE:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        pass

    def handle_endtag(self, tag):
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.wrong.append(tag)

    @classmethod
    def unclosed(cls, page):
        parser = cls()
        parser.feed(page)
        return parser.open + parser.wrong


if __name__ == "__main__":
    unittest.main()
