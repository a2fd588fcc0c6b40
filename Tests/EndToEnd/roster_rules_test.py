"""The roster and the call from outside, and where register numbers are to be seen: nowhere but on the roster."""

import datetime
import json
import os
import subprocess
import time
import unittest
import zoneinfo
from pathlib import Path

from vcdtest import day

REQUIRED = day.table("roster", "required = true")


class RosterTest(day.DayTest):
    def test_added_listed_moved_and_removed(self):
        self.configure_day(REQUIRED)
        self.start()
        self.assertIn("Nobody is registered", self.vcctl("roster", "--lang", "en").out)
        self.assertIn("Belum ada yang terdaftar", self.vcctl("roster", "list", "--lang", "id").out)
        self.register(3)
        self.assertEqual(self.turns(), ["1", "2", "3"])
        answer = self.vcctl("roster", "move", "3", "1", "--lang", "en")
        self.assertIn("ticket 3, place 1", answer.out)
        self.assertEqual(self.turns(), ["3", "1", "2"])
        self.assertIn("2", self.vcctl("roster", "remove", "2", "--lang", "id").out)
        self.assertEqual(self.turns(), ["3", "1"])
        self.assertEqual(self.entries()["2"][0], "removed")
        listed = self.vcctl("roster", "list", "--lang", "id").out
        for word in ("antrean", "menunggu", "dihapus", day.NUMBERS[0]):
            self.assertIn(word, listed)
        self.add(day.NUMBERS[1])
        self.assertEqual(self.turns(), ["3", "1", "4"], "who was taken off may come again")

    def test_a_number_on_standard_input_stands_in_no_process(self):
        self.configure_day(REQUIRED)
        self.start()
        process = self.start_command(
            *self.officer("roster", "add", "-", "--category", "general"), stdin=subprocess.PIPE,
        )
        seen = Path(f"/proc/{process.pid}/cmdline").read_bytes() + Path(f"/proc/{process.pid}/environ").read_bytes()
        process.communicate(day.NUMBERS[0] + "\n", timeout=30)
        self.assertEqual(process.returncode, 0)
        self.assertNotIn(day.NUMBERS[0].encode(), seen)
        self.assertEqual(self.json("roster", "list").last["entries"][0]["number"], day.NUMBERS[0])
        self.assertEqual(self.typed("", "roster", "add", "-", "--category", "general").code, 65, "an empty line")
        self.assertEqual(self.typed("x", "roster", "add", "-", "--category", "general", "--note", "-").code, 64)

    def test_refused_with_field_value_and_what_to_do(self):
        self.configure_day(REQUIRED)
        self.start()
        self.register(1)

        def refused(number, category, english, indonesian):
            self.both("roster", "add", number, "--category", category, code=65, english=english, indonesian=indonesian)

        number = day.NUMBERS[0]
        refused(
            number, "general", ["number", number, "already", "vcctl roster list"],
            ["nomor register", number, "sudah terdaftar", "vcctl roster list"],
        )
        refused("B_17", "general", ["number", "B_17", "letters, digits"], ["nomor register", "B_17", "huruf, angka"])
        refused(
            "B.I.0099/2031", "women", ["category", "women", "narcotics, general"],
            ["kelompok", "women", "narcotics, general"],
        )
        for words, english, indonesian in (
            (("move", "1", "2"), ["place '2'", "from 1 to 1"], ["urutan '2'", "vcctl roster list"]),
            (("move", "1", "0"), ["place '0'", "from 1 to 1"], ["urutan '0'", "vcctl roster list"]),
            (("move", "7", "1"), "vcctl roster list", ["Nomor antrean 7", "vcctl roster list"]),
            (("remove", "7"), "vcctl roster list", ["Nomor antrean 7", "vcctl roster list"]),
            (("absent", "seven"), ["'seven'", "ticket"], ["'seven'", "nomor antrean"]),
        ):
            self.both("roster", *words, code=65, english=english, indonesian=indonesian)
        self.assertEqual(self.vcctl("roster", "move", "1", "first").code, 64)
        self.assertEqual(self.vcctl("roster", "add", number).code, 64, "no category")
        self.assertEqual(len(self.entries()), 1)

    def test_a_supervisor_passes_rules_but_not_sense(self):
        yesterday = day.DAYS[(self.now.weekday() - 1) % 7]
        categories = day.table("schedule.categories.narcotics", f'days = ["{yesterday}"]') + day.table(
            "schedule.categories.general", f"days = {day.WEEKDAYS}"
        )
        self.configure_day(REQUIRED, schedule=self.schedule(categories=categories))
        self.start()
        self.both(
            "roster", "add", day.NUMBERS[0], "--category", "narcotics", code=65,
            english=["category 'narcotics'", "no session on this day", "override"],
            indonesian=["kelompok 'narcotics'", "bukan kelompok hari ini", "--override"],
        )
        self.add(day.NUMBERS[0], "narcotics", "--override", "transferred yesterday")
        self.assertEqual(self.json("roster", "list").last["entries"][0]["override"], "transferred yesterday")
        again = self.json("roster", "add", day.NUMBERS[0], "--category", "general", "--override", "x")
        self.assertEqual((again.code, again.last["parameters"]["code"]), (65, "duplicate"))
        self.assertNotIn("--override", self.vcctl("roster", "add", day.NUMBERS[0], "--category", "general", "--lang", "id").err)

    def test_outside_the_time_for_registering(self):
        until = (self.now - datetime.timedelta(hours=1)).strftime("%H:00")
        self.configure_day(
            REQUIRED, schedule=self.schedule(more=f'register_from = "00:00"\nregister_until = "{until}"')
        )
        self.start()
        self.both(
            "roster", "add", day.NUMBERS[0], "--category", "general", code=65,
            english=["category 'general'", "not the time to register", "vcctl schedule"],
            indonesian=["kelompok 'general'", "pendataan sedang ditutup", "vcctl schedule", "--override"],
        )
        self.add(day.NUMBERS[0], "general", "--override", "a late bus")

    def test_a_full_day(self):
        self.configure_day(day.table("roster", "capacity = 2"))
        self.start()
        self.register(2)
        self.both(
            "roster", "add", day.NUMBERS[2], "--category", "general", code=65,
            english=["All 2 places", "supervisor"], indonesian=["sudah penuh", "--override"],
        )
        self.add(day.NUMBERS[2], "general", "--override", "one more")
        for _ in range(2):
            self.json("roster", "remove", self.turns()[0])
        self.add(day.NUMBERS[3])

    def test_a_quota_for_each_month(self):
        # Two zones whose calendars never show the same day: so the day after comes without waiting for it.
        zones = ["Etc/GMT+12", "Etc/GMT-14"]
        first, later = (datetime.datetime.now(zoneinfo.ZoneInfo(name)) for name in zones)
        if first.month != later.month:
            self.skipTest("these two days are of two months")
        self.zone = zones[0]
        self.configure_day(day.table("roster", "quota = 1"))
        vcd = self.start()
        self.register(2)
        self.json("next")
        self.json("end")
        self.assertEqual(self.entries()["1"][0], "served")
        self.stop(vcd)
        self.zone = zones[1]
        self.configure_day(day.table("roster", "quota = 1"))
        self.start()
        self.assertEqual(self.entries(), {}, "another day")
        self.both(
            "roster", "add", day.NUMBERS[0], "--category", "general", code=65,
            english=["number", day.NUMBERS[0], "all 1 visits of the month", "supervisor"],
            indonesian=["nomor register", day.NUMBERS[0], "jatah 1 kunjungan bulan ini", "--override"],
        )
        self.add(day.NUMBERS[1])
        self.add(day.NUMBERS[0], "general", "--override", "a death in the family")

    def test_absent_goes_to_the_end_or_off(self):
        self.configure_day(REQUIRED)
        vcd = self.start()
        self.register(3)
        self.both("roster", "absent", "1", code=65, english=["'1'", "not called yet", "vcctl call"],
                  indonesian=["nomor antrean", "belum dipanggil", "vcctl call"])
        self.json("call")
        self.assertIn("place 3", self.vcctl("roster", "absent", "1", "--lang", "en").out)
        self.assertEqual(self.turns(), ["2", "3", "1"])
        self.stop(vcd)
        self.configure_day(day.table("roster", "required = true", 'absent = "off"'))
        self.start()
        self.json("call", "2")
        self.assertIn("tidak hadir", self.vcctl("roster", "absent", "2", "--lang", "id").out)
        self.assertEqual((self.turns(), self.entries()["2"][0]), (["3", "1"], "absent"))
        self.assertEqual(self.today()["absent"], 1)
        self.assertEqual(self.json("next", "--ticket", "2").error, "NoSuchTicket")

    def test_next_takes_the_first_who_waits_or_a_ticket(self):
        self.configure_day(REQUIRED)
        self.start()
        self.both("next", code=75, english=["Nobody", "vcctl roster add"], indonesian=["Tidak ada yang menunggu", "vcctl roster add"])
        self.assertEqual(self.json("next").error, "NobodyWaiting")
        self.register(3)
        self.assertEqual(self.json("next").last["visit"]["ticket"], "1")
        self.assertEqual(self.entries()["1"][0], "visiting")
        self.assertEqual(self.json("next", "--ticket", "3").last["visit"]["ticket"], "3")
        self.assertEqual(self.entries()["1"][0], "served")
        self.both("next", "--ticket", "9", code=65, english=["ticket 9", "vcctl roster list"], indonesian=["antrean 9", "roster list"])
        self.assertEqual(self.status()["visit"]["ticket"], "3", "the running visit is left alone")
        self.assertEqual(self.json("next").last["visit"]["ticket"], "2")
        self.assertEqual(self.json("next").code, 75)
        self.assertEqual(self.status()["visit"]["ticket"], "2", "nobody waits: the last visit goes on")

    def test_without_a_roster_visits_are_anonymous_where_that_is_allowed(self):
        self.configure_day(day.table("roster", "required = false"))
        self.start()
        self.assertNotIn("ticket", self.json("next").last["visit"])
        self.register(1)
        self.assertEqual(self.json("next").last["visit"]["ticket"], "1", "but whoever is registered comes first")

    def test_with_a_roster_needed_a_supervisor_may_start_one(self):
        self.configure_day(REQUIRED)
        self.start()
        self.assertEqual(self.json("next", "--override", "an inspection").code, 0)

    def test_the_roster_outlives_a_crash(self):
        self.configure_day(REQUIRED)
        vcd = self.start()
        self.register(3)
        self.json("roster", "move", "3", "1")
        self.json("next")
        self.crash(vcd)
        self.start()
        self.assertEqual(self.entries()["3"][0], "served")
        self.assertEqual(self.json("next").last["visit"]["ticket"], "1")


class ImportTest(day.DayTest):
    def file(self, text):
        path = self.folder / "roster.csv"
        path.write_text(text)
        return path

    def setUp(self):
        super().setUp()
        self.configure_day(REQUIRED)
        self.start()

    def test_all_of_a_good_file(self):
        path = self.file(
            "number,category,class,note\r\n"
            + f'{day.NUMBERS[0]},general,lawyer,"says ""early"", please"\r\n{day.NUMBERS[1]},narcotics,,\r\n'
        )
        looked = self.vcctl("roster", "import", path, "--dry-run", "--lang", "en")
        self.assertEqual((looked.code, self.entries()), (0, {}))
        self.assertIn("2 would be registered", looked.out)
        self.assertIn("2 terdaftar", self.vcctl("roster", "import", path, "--lang", "id").out)
        self.assertEqual(self.turns(), ["1", "2"])
        first = self.json("roster", "list").last["entries"][0]
        self.assertEqual((first["note"], first["class"]), ('says "early", please', "lawyer"))
        self.assertEqual(self.vcctl("roster", "import", path).code, 65, "a second time all are there already")

    def test_one_mistake_and_nobody_is_registered(self):
        path = self.file(f"number,category\n{day.NUMBERS[0]},general\n{day.NUMBERS[1]},women\n{day.NUMBERS[0]},general\n")
        answer = self.vcctl("roster", "import", path, "--lang", "en")
        self.assertEqual(answer.code, 65)
        for text in ("Line 3, column 2, category 'women'", "Line 4, column 1, number", "on line 2 already", "Nothing was imported: 2"):
            self.assertIn(text, answer.err)
        answer = self.vcctl("roster", "import", path, "--lang", "id")
        for text in ("Baris 3, kolom 2, kelompok 'women'", "Baris 4, kolom 1, nomor register", "Tidak ada yang diimpor: 2"):
            self.assertIn(text, answer.err)
        self.assertEqual(self.entries(), {})
        self.assertEqual(self.vcctl("roster", "import", self.folder / "nowhere.csv").code, 65)

    def test_five_thousand_malformed_lines(self):
        kinds = ["two?words,general", f"{day.NUMBERS[0]},women", "B.I.{0}/2031", ",general", 'B.I.{0}/2031,"general', "\x01,general"]
        # The quote that is never closed would take the rest of the file into its line.
        kinds[4] = "B.I.{0}/2031,general,too,many"
        text = "number,category\n" + "".join(kinds[at % 6].format(at) + "\n" for at in range(5000))
        path = self.file(text)
        began = time.monotonic()
        answer = self.json("roster", "import", path)
        took = time.monotonic() - began
        self.assertEqual(answer.code, 65)
        problems = answer.last["problems"]
        print(f"5,000 malformed lines: {len(problems)} problems in {took * 1000:.0f} ms")
        self.assertEqual({problem["line"] for problem in problems}, set(range(2, 5002)))
        self.assertEqual(answer.last["added"], 0)
        for language in ("en", "id"):
            said = self.vcctl("roster", "import", path, "--lang", language).err
            for line in (2, 3, 2501, 5001):
                self.assertIn((f"Line {line}," if language == "en" else f"Baris {line},"), said)
        self.assertEqual(self.entries(), {})
        self.assertEqual(self.state(), "ready")
        self.assertLess(took, 30)

    def test_what_is_exported_is_imported_again(self):
        self.add(day.NUMBERS[0], "general", "--note", 'a "quiet", long one')
        self.add(day.NUMBERS[1], "narcotics", "--class", "lawyer")
        self.add(day.NUMBERS[2], "general")
        self.json("roster", "move", "3", "1")
        exported = self.vcctl("roster", "export").out
        for ticket in ("1", "2", "3"):
            self.json("roster", "remove", ticket)
        again = self.typed(exported, "roster", "import", "-")
        self.assertEqual(again.code, 0, again.err)
        self.assertEqual(self.vcctl("roster", "export").out, exported)

    def test_odd_files(self):
        for text in ("", "\n", "\ufeffnumber,category\n", "a,b\n1,2\n", '"', "number\n1\n", "\n" * 5000):
            answer = self.typed(text, "roster", "import", "-", "--json")
            self.assertIn(answer.code, (0, 65), repr(text[:20]))
            self.assertEqual(self.entries(), {})
        self.folder.joinpath("bytes.csv").write_bytes(b"number,category\n\xff\xfe,general\n")
        answer = self.vcctl("roster", "import", self.folder / "bytes.csv", "--lang", "en")
        self.assertEqual(answer.code, 65)
        self.assertIn("UTF-8", answer.err)
        self.folder.joinpath("long.csv").write_bytes(b"x" * (8 << 20))
        self.assertEqual(self.vcctl("roster", "import", self.folder / "long.csv").code, 65)
        self.assertEqual(self.state(), "ready")


class CallTest(day.DayTest):
    def test_a_call_is_announced_and_its_limit_watched(self):
        spoken = self.folder / "spoken"
        spoken.mkdir()
        spoken.chmod(0o777)
        command = json.dumps(["/bin/sh", "-c", f"echo nomor {{ticket}} >> {spoken}/said", "--"])
        self.configure_day(REQUIRED, day.table("call", 'limit = "2s"', f"command = {command}"))
        self.start()
        self.both("call", code=75, english="Nobody", indonesian="Tidak ada yang menunggu")
        self.register(3)
        events = self.listen()
        self.assertEqual(self.json("call", "2").code, 0)
        self.assertEqual(self.today()["called"]["ticket"], "2")
        self.assertEqual(self.entries()["2"][0], "called")
        self.wait_until("the announcement", lambda: (spoken / "said").exists())
        self.assertEqual((spoken / "said").read_text(), "nomor 2\n")
        if os.geteuid() == 0:
            self.assertEqual((spoken / "said").stat().st_uid, 65534, "by the call program's account, not by root")
        self.assertIn("Ticket 2 was called", self.vcctl("status", "--lang", "en").out)
        self.wait_until("the limit", lambda: self.today()["called"]["overdue"])
        self.assertIn("vcctl roster absent 2", self.vcctl("status", "--lang", "en").out)
        self.assertIn("vcctl roster absent 2", self.vcctl("status", "--lang", "id").out)
        self.assertEqual(self.json("roster", "absent", "2").code, 0)
        self.assertNotIn("called", self.today())
        self.json("call")
        self.assertEqual(self.json("next").last["visit"]["ticket"], "1", "the called one's turn it is")
        self.both("call", "1", code=65, english="ticket '1'", indonesian="nomor antrean '1'")
        self.json("end")
        self.assertIn("calledAt", self.report()["visits"][0])
        told = [(event["kind"], event.get("ticket")) for event in self.told(events)]
        self.assertIn(("called", "2"), told)
        self.assertIn(("callUnanswered", "2"), told)

    def test_a_command_that_fails_stops_nothing(self):
        self.configure_day(REQUIRED, day.table("call", 'command = ["/nowhere/speak", "{ticket}"]'))
        self.start()
        self.register(1)
        self.assertEqual(self.json("call").code, 0)
        self.wait_until("the log says so", lambda: "did not announce the ticket" in self.log())
        self.assertEqual(self.json("next").code, 0)


class PrivacyTest(day.DayTest):
    def test_register_numbers_are_on_the_roster_alone(self):
        self.configure_day(REQUIRED, day.table("call", 'limit = "1s"'), length="2s")
        vcd = self.start()
        events = self.listen()
        numbers = ["ZZQ.0001/2031", "ZZQ.0002/2031", "ZZQ.0003/2031"]
        for number in numbers:
            self.add(number, "general", "--note", "ZZQ-note")
        seen = []
        for words in (("add", numbers[0], "--category", "general"), ("add", "ZZQ 4", "--category", "general")):
            self.json("roster", *words)
        self.typed(f"number,category\n{numbers[0]},nix\nZZQ 5,general\n", "roster", "import", "-")
        for words in (("call",), ("next",), ("extend", "1s"), ("next",), ("panic",)):
            self.json(*words)
            seen.append(self.vcctl("status").out)
            seen.append(self.vcctl("status", "--json").out)
        self.json("unlock", "--reason", "over")
        for format in ("table", "csv", "json", "html"):
            seen.append(self.vcctl("report", "--format", format).out)
        self.assertEqual(self.json("shutdown").code, 0)
        vcd.wait(timeout=self.patience)
        out, err = events.communicate(timeout=self.patience)
        self.assertIn("rosterChanged", out)
        texts = {"events": out + err, "the log": self.log(), "status and report": "\n".join(seen)}
        for place, text in texts.items():
            self.assertNotIn("ZZQ", text, place)
        files = [path for path in self.root.rglob("*") if path.is_file() and not path.name.startswith("ledger.db")]
        self.assertIn(f"{self.now.date()}.json", [path.name for path in files])
        for path in files:
            self.assertNotIn(b"ZZQ", path.read_bytes(), path)
        self.assertEqual((self.root / "ledger.db").stat().st_mode & 0o077, 0, "the ledger is its owner's alone")


if __name__ == "__main__":
    unittest.main()
