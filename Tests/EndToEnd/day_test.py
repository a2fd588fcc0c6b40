"""The schedule from outside: what it shows, what it refuses, and how the day ends by itself."""

import ctypes
import datetime
import json
import re
import unittest

from vcdtest import day


def clock_is_synchronised():
    """What the kernel says of its clock (adjtimex(2))."""
    timex = (ctypes.c_long * 64)()
    answer = ctypes.CDLL(None).adjtimex(ctypes.byref(timex))
    status = ctypes.cast(ctypes.byref(timex, 5 * ctypes.sizeof(ctypes.c_long)), ctypes.POINTER(ctypes.c_int))[0]
    return answer >= 0 and answer != 5 and not status & 0x40


class ScheduleTest(day.DayTest):
    def test_it_is_shown_for_a_day_and_a_week(self):
        exception = '[[schedule.exceptions]]\ndate = "2031-12-25"\nclosed = true\nreason = "Christmas"\nreason_id = "Natal"\n'
        schedule = self.schedule(open="09:00", close="11:30", more='register_from = "08:30"\nregister_until = "09:00"')
        self.configure_day(schedule=schedule + exception)
        self.start()
        english = self.vcctl("schedule", "--lang", "en").out
        self.assertIn("09:00-11:30  narcotics  narcotics, registration 08:30-09:00", english)
        self.assertIn(f" {self.now.year}\n", english)
        indonesian = self.vcctl("schedule", "--lang", "id").out
        self.assertIn("09:00-11:30  narcotics  narkotika, pendataan 08:30-09:00", indonesian)
        week = self.json("schedule", "--week").last
        dates = [(self.now + datetime.timedelta(days=ahead)).date().isoformat() for ahead in range(7)]
        self.assertEqual([entry["date"] for entry in week["days"]], dates)
        self.assertEqual(week["zone"], self.zone)
        holiday = self.vcctl("schedule", "--date", "2031-12-25", "--lang", "en").out
        self.assertIn("Thursday 25 December 2031 (Christmas)\n  no visits", holiday)
        holiday = self.vcctl("schedule", "--date", "2031-12-25", "--lang", "id").out
        self.assertIn("Kamis, 25 Desember 2031 (Natal)\n  tidak ada kunjungan", holiday)
        self.both(
            "schedule", "--date", "2031-02-30", code=65,
            english=["2031-02-30", "date", "YYYY-MM-DD"], indonesian=["2031-02-30", "tanggal", "TTTT-BB-HH"],
        )

    def test_outside_it_no_visit_starts_without_a_supervisor(self):
        self.configure_day(schedule=self.opening(+2))
        self.start()
        opens = self.now.replace(minute=0, second=0, microsecond=0) + datetime.timedelta(hours=2)
        refused = self.json("next")
        self.assertEqual((refused.code, refused.error), (75, "OutsideSchedule"))
        self.assertEqual(datetime.datetime.fromisoformat(refused.last["parameters"]["opens"]), opens)
        self.both(
            "next", code=75, english=["no visits now", opens.strftime("%A"), opens.strftime("at %H:00"), "--override"],
            indonesian=["Di luar jadwal", opens.strftime("pukul %H:00"), "--override ALASAN"],
        )
        self.assertIn(opens.strftime("at %H:00"), self.vcctl("status", "--lang", "en").out)
        self.assertEqual(self.state(), "ready", "nothing was begun")
        self.assertEqual(self.json("next", "--override", "").code, 65)
        allowed = self.typed("a visitor from far away", "next", "--override", "-", "--json")
        self.assertEqual(allowed.code, 0, allowed.out)
        self.json("end")
        self.assertEqual(self.report()["visits"][0]["override"], "a visitor from far away")
        self.assertIn("override: a visitor from far away", self.vcctl("report", "--lang", "en").out)

    def test_within_it_visits_start(self):
        self.configure_day(schedule=self.opening(0, hours=2))
        self.start()
        self.assertEqual(self.json("next").code, 0)
        self.assertEqual(self.today()["enforced"], True)

    def test_a_day_without_sessions_refuses(self):
        tomorrow = day.DAYS[(self.now.weekday() + 1) % 7]
        only = day.table("schedule.categories.narcotics", f'days = ["{tomorrow}"]')
        self.configure_day(schedule=self.schedule(categories=only))
        self.start()
        self.assertEqual(self.json("next").error, "OutsideSchedule")
        self.both(
            "roster", "add", day.NUMBERS[0], "--category", "narcotics", code=65,
            english=["narcotics", "no session on this day", "schedule --week"],
            indonesian=["kelompok 'narcotics'", "bukan kelompok hari ini", "vcctl schedule"],
        )

    def test_a_clock_that_nothing_keeps_right_is_confirmed_first(self):
        self.configure_day(schedule=self.schedule(trust=False))
        self.start()
        self.assertEqual(self.today()["clockTrusted"], clock_is_synchronised())
        if clock_is_synchronised():
            self.assertEqual(self.json("next").code, 0)
            return
        self.assertIn("not synchronised", self.vcctl("status", "--lang", "en").out)
        self.assertIn("belum disetel otomatis", self.vcctl("status", "--lang", "id").out)
        self.assertEqual(self.json("next").error, "ClockUnsure")
        self.both("next", code=75, english="--clock-is-right", indonesian=["belum disetel", "--clock-is-right"])
        self.assertEqual(self.json("next", "--clock-is-right").code, 0)
        self.assertEqual(self.json("next").code, 0, "it is confirmed once")
        self.assertTrue(self.today()["clockTrusted"])

    def test_a_wrong_time_zone_is_refused_with_its_place(self):
        self.zone = "Asia/Semarang"
        self.configure_day()
        done = self.check_config()
        self.assertEqual(done.code, 78)
        self.assertRegex(done.err, r"vcd\.toml:\d+: \[schedule\] zone: \"Asia/Semarang\"")


class EndOfDayTest(day.DayTest):
    def test_after_the_last_inmate_the_pc_switches_itself_off(self):
        until = (self.now - datetime.timedelta(hours=1)).strftime("%H:00")
        schedule = self.schedule(more=f'register_from = "00:00"\nregister_until = "{until}"')
        self.configure_day(schedule=schedule, length="1s")
        text = self.config.read_text()
        self.config.write_text(text.replace('delay = "0s"', 'delay = "0s"\nwhen_done = true\ngrace = "1s"'))
        vcd = self.start()
        self.add(day.NUMBERS[0], "general", "--override", "came late")
        self.assertEqual(self.json("next").code, 0)
        self.assertEqual(vcd.wait(timeout=self.patience), 0, self.log())
        self.assertIn("would be switched off", self.log())
        written = json.loads((self.root / "reports" / f"{self.now.date()}.json").read_text())["report"]
        self.assertEqual([visit["cause"] for visit in written["visits"]], ["time"])

    def test_it_can_be_stopped_and_then_the_pc_stays_on(self):
        until = (self.now - datetime.timedelta(hours=1)).strftime("%H:00")
        schedule = self.schedule(more=f'register_from = "00:00"\nregister_until = "{until}"')
        self.configure_day(schedule=schedule)
        text = self.config.read_text()
        self.config.write_text(text.replace('delay = "0s"', 'delay = "0s"\nwhen_done = true\ngrace = "60s"'))
        self.start()
        self.add(day.NUMBERS[0], "general", "--override", "came late")
        self.json("next")
        self.json("end")
        self.wait_for_state("ending")
        self.assertTrue(re.search(r"switches off at \d\d:", self.vcctl("status", "--lang", "en").out))
        self.assertEqual(self.json("shutdown", "--cancel").code, 0)
        self.assertEqual(self.state(), "ready")
        self.add(day.NUMBERS[1], "general", "--override", "came very late")
        self.assertEqual(self.json("next").code, 0)


if __name__ == "__main__":
    unittest.main()
