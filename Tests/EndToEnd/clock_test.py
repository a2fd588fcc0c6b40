"""A visit's clock from outside: longer, held, connected, warned of, and shared out fairly."""

import datetime
import re
import unittest

from vcdtest import day

MINUTE = datetime.timedelta(minutes=1)


class ClockTest(day.DayTest):
    def visit(self):
        return self.status().get("visit")

    def test_extended_with_a_reason_up_to_the_cap(self):
        self.configure_day(visit='max_extension = "60s"\n')
        self.start()
        self.json("next")
        first = self.typed("jaringan lambat", "extend", "20s", "--reason", "-", "--json").last["visit"]
        self.assertEqual(first["extendedSeconds"], 20)
        self.assertEqual(self.json("extend", "40s", "--reason", "the camera was off").last["visit"]["extendedSeconds"], 60)
        self.both("extend", "1s", code=65, english="max_extension", indonesian="diperpanjang")
        self.assertEqual(self.json("extend", "1s").last["parameters"]["allowedSeconds"], 0)
        self.json("end")
        visit = self.report()["visits"][0]
        self.assertEqual((visit["lengthSeconds"], visit["extendedSeconds"]), (60, 60))
        self.assertEqual(visit["extensionReasons"], ["jaringan lambat", "the camera was off"])

    def test_not_past_the_session_without_a_supervisor(self):
        closes = (self.now + 15 * MINUTE).replace(second=0)
        self.configure_day(
            schedule=self.schedule(open="00:00", close=closes.strftime("%H:%M")), visit='max_extension = "1h"\n', length="10m"
        )
        self.start()
        self.json("next")
        refused = self.json("extend", "30m")
        self.assertEqual((refused.code, refused.error), (65, "ExtensionTooLong"))
        self.assertLess(refused.last["parameters"]["allowedSeconds"], 300)
        self.assertEqual(self.json("extend", "30m", "--override", "a lawyer's visit").code, 0)
        self.json("end")
        self.assertIn("a lawyer's visit", self.report()["visits"][0]["extensionReasons"])

    def test_held_and_resumed_the_deadline_moves(self):
        self.configure_day()
        self.start()
        before = self.json("next").last["visit"]
        held = self.json("hold").last["visit"]
        self.assertEqual(held["clock"], "held")
        self.both("hold", code=75, english="held already", indonesian="vcctl resume")
        later = datetime.datetime.fromisoformat(held["deadline"]) + datetime.timedelta(seconds=2)
        self.wait_until(
            "the deadline moves with the time",
            lambda: datetime.datetime.fromisoformat(self.visit()["deadline"]) >= later,
        )
        self.assertEqual(self.visit()["remainingSeconds"], held["remainingSeconds"], "and what is left stands")
        self.assertIn("vcctl resume", self.vcctl("status").out)
        resumed = self.json("resume").last["visit"]
        self.assertEqual(resumed["clock"], "running")
        self.assertGreater(resumed["deadline"], before["deadline"])
        self.both("resume", code=75, english="clock runs", indonesian="sudah berjalan")
        self.json("end")
        visit = self.report()["visits"][0]
        self.assertGreaterEqual(visit["heldSeconds"], 1)
        self.assertEqual(visit["cause"], "officer")

    def test_a_network_that_stays_away_ends_the_visit(self):
        self.configure_day(visit='max_hold = "1s"\n')
        self.start()
        self.json("next")
        self.json("hold")
        self.wait_until("the end of the hold", lambda: self.visit() is None and self.state() == "ready")
        self.assertEqual(self.report()["visits"][0]["cause"], "network")

    def test_ended_while_held_it_was_the_network(self):
        self.configure_day()
        self.start()
        self.json("next")
        self.json("hold")
        self.json("end")
        self.assertEqual(self.report()["visits"][0]["cause"], "network")

    def test_the_clock_begins_when_the_call_is_connected(self):
        self.configure_day(visit='clock = "connected"\nconnect_limit = "60s"\n', length="2s")
        self.start()
        self.assertEqual(self.json("next").last["visit"]["clock"], "waiting")
        self.assertIn("vcctl connected", self.vcctl("status", "--lang", "en").out)
        self.assertIn("vcctl connected", self.vcctl("status", "--lang", "id").out)
        first = self.visit()["deadline"]
        self.wait_until("the deadline moves while it waits", lambda: self.visit()["deadline"] > first)
        self.both("hold", code=75, english="vcctl connected", indonesian="vcctl connected")
        self.assertEqual(self.json("connected").last["visit"]["clock"], "running")
        self.assertEqual(self.json("connected").error, "WrongClock")
        self.wait_for_state("ready")
        self.assertEqual(self.report()["visits"][0]["cause"], "time")

    def test_nobody_says_connected_and_it_begins_by_itself(self):
        self.configure_day(visit='clock = "connected"\nconnect_limit = "1s"\n')
        self.start()
        self.json("next")
        self.wait_until("the clock begins", lambda: self.visit()["clock"] == "running")

    def test_without_a_visit_there_is_no_clock(self):
        self.configure_day()
        self.start()
        for verb in ("hold", "resume", "connected"):
            self.assertEqual((self.json(verb).code, self.json(verb).error), (75, "NoVisit"), verb)

    def test_lawyers_and_categories_have_lengths_of_their_own(self):
        categories = day.table("schedule.categories.general", f"days = {day.WEEKDAYS}", 'length = "40s"') + day.table(
            "schedule.categories.narcotics", f"days = {day.WEEKDAYS}"
        )
        self.configure_day(schedule=self.schedule(categories=categories), visit='lawyer_length = "90s"\n')
        self.start()
        self.add(day.NUMBERS[0], "general")
        self.add(day.NUMBERS[1], "narcotics")
        self.add(day.NUMBERS[2], "general", "--class", "lawyer")
        for seconds in (40, 60, 90):
            self.assertAlmostEqual(self.json("next").last["visit"]["remainingSeconds"], seconds, delta=9)
        self.assertEqual(self.status()["visit"]["class"], "lawyer")
        self.assertIn("penasihat hukum", self.vcctl("status", "--lang", "id").out)


class SlotTest(day.DayTest):
    """Ten minutes each for five who wait, and about half an hour left."""

    def setUp(self):
        super().setUp()
        closes = self.now + 32 * MINUTE
        self.configure_day(
            day.table("slot", 'accept = "ask"', 'minimum = "2m"', 'turnaround = "1m"'), length="10m",
            schedule=self.schedule(open="00:00", close=closes.strftime("%H:%M")),
        )
        self.start()

    def test_it_is_shown_accepted_and_taken_back(self):
        self.assertIn("no fair share is needed", self.vcctl("slot", "--lang", "en").out)
        self.both("slot", "--accept", code=75, english="all who wait have their turn", indonesian="pembagian waktu")
        self.register(5)
        slot = self.today()["slot"]
        self.assertEqual((slot["waiting"], slot["fits"], slot["normalSeconds"]), (5, 5, 600))
        used = 5 * slot["slotSeconds"] + 4 * slot["turnaroundSeconds"]
        self.assertLessEqual(used, slot["leftSeconds"] + 1)
        self.assertGreater(used + 5 * 30 + 1, slot["leftSeconds"], "nothing is given away")
        english = self.vcctl("slot", "--lang", "en").out
        left = re.search(r"5 wait, and (\d+):(\d\d) are left", english)
        share = re.search(r"5 × (\d+):(\d\d) \+ 4 × 1:00 = (\d+):(\d\d)\.\nIt is not", english)
        left, (length, total) = self.seconds(left)[0], self.seconds(share)
        self.assertEqual(5 * length + 4 * 60, total, "the arithmetic that is shown holds")
        self.assertLessEqual(total, left)
        self.assertIn("vcctl slot --accept", english)
        self.assertIn("5 menunggu", self.vcctl("slot", "--lang", "id").out)
        self.assertAlmostEqual(self.json("next").last["visit"]["remainingSeconds"], 600, delta=9, msg="not accepted, not applied")
        self.json("end")

        accepted = self.json("slot", "--accept").last["slot"]
        self.assertTrue(accepted["accepted"])
        self.assertAlmostEqual(self.json("next").last["visit"]["remainingSeconds"], accepted["slotSeconds"], delta=9)
        self.json("end")
        self.assertIn("vcctl slot --normal", self.vcctl("status").out)
        self.assertEqual(self.json("slot", "--normal").code, 0)
        self.assertAlmostEqual(self.json("next").last["visit"]["remainingSeconds"], 600, delta=9)

    @staticmethod
    def seconds(match):
        """The times in a text, minutes and seconds each."""
        numbers = [int(text) for text in match.groups()]
        return [minutes * 60 + seconds for minutes, seconds in zip(numbers[::2], numbers[1::2])]

    def test_what_was_accepted_survives_a_crash(self):
        self.register(5)
        slot = self.json("slot", "--accept").last["slot"]["slotSeconds"]
        self.crash(self.started[0])
        self.start()
        self.assertAlmostEqual(self.json("next").last["visit"]["remainingSeconds"], slot, delta=9)


if __name__ == "__main__":
    unittest.main()
