"""A station with a visiting day: its schedule is open or closed now, whatever the time of day is."""

import datetime
import zoneinfo

from vcdtest import embedded

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAYS = str(list(DAYS)).replace("'", '"')
NUMBERS = ("B.I.0017/2031", "B.I.0029/2031", "B.I.0031/2031", "B.I.0047/2031", "B.I.0058/2031")
"""Register numbers that are made up."""


def zone():
    """A time zone whose midnight is hours away, so that no test runs over it."""
    for name in ("Asia/Jakarta", "Etc/UTC"):
        if 2 <= datetime.datetime.now(zoneinfo.ZoneInfo(name)).hour < 22:
            return name
    return "Etc/GMT+10"


def table(name, *lines):
    return "\n".join([f"[{name}]", *lines, ""])


class DayTest(embedded.StationTest):
    """Its roster is kept by day, so each test has a root of its own as ever."""

    def setUp(self):
        super().setUp()
        self.zone = zone()
        self.now = datetime.datetime.now(zoneinfo.ZoneInfo(self.zone))

    def schedule(self, open="00:00", close="24:00", enforce=True, trust=True, more="", categories=None):
        """The [schedule] tables: two categories every day, unless `categories` are others."""
        categories = categories or table(
            "schedule.categories.narcotics", 'name = "narcotics"', 'name_id = "narkotika"', f"days = {WEEKDAYS}"
        ) + table("schedule.categories.general", 'name = "general"', 'name_id = "umum"', f"days = {WEEKDAYS}")
        return table(
            "schedule", f"enforce = {str(enforce).lower()}", f'zone = "{self.zone}"',
            f"trust_clock = {str(trust).lower()}", f'open = "{open}"', f'close = "{close}"', more,
        ) + categories

    def opening(self, hours_from_now, hours=1, **others):
        """A schedule whose only session of the day begins in some hours; before now where negative."""
        opens = (self.now.hour + hours_from_now) % 24
        return self.schedule(open=f"{opens:02}:00", close=f"{(opens + hours) % 24:02}:00", **others)

    def configure_day(self, *tables, schedule=None, visit="", **others):
        rest = "\n".join([visit, schedule or self.schedule(), table("shutdown", 'delay = "0s"'), *tables])
        self.configure(rest=rest, **others)

    def typed(self, text, *words):
        """What vcctl answers to whom types a line on its standard input."""
        return self.vcctl(*words, input=text + "\n")

    def add(self, number, category="general", *more):
        answer = self.typed(number, "roster", "add", "-", "--category", category, "--json", *more)
        self.assertEqual(answer.code, 0, answer.out)
        return answer.last["entry"]["ticket"]

    def register(self, count=3):
        return [self.add(number) for number in NUMBERS[:count]]

    def entries(self):
        """Ticket, state and place of all on the roster."""
        entries = self.json("roster", "list").last["entries"]
        return {entry["ticket"]: (entry["state"], entry.get("position")) for entry in entries}

    def turns(self):
        return [ticket for ticket, (_, place) in sorted(self.entries().items(), key=lambda at: at[1][1] or 99) if place]

    def report(self, *words):
        return self.json("report", *words).last["report"]

    def today(self):
        return self.status()["today"]

    def both(self, *words, code, english, indonesian):
        """The same refusal in both languages: each text that is named is in it."""
        for language, expected in (("en", english), ("id", indonesian)):
            answer = self.vcctl(*words, "--lang", language)
            self.assertEqual(answer.code, code, answer.out + answer.err)
            for text in [expected] if isinstance(expected, str) else expected:
                self.assertIn(text, answer.err)
