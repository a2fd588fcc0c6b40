"""A visit's own address: what is taken, and who never learns it."""

import subprocess
import unittest
from pathlib import Path

from vcdtest import embedded

SECRET = "room-of-one-family-4711"
ADDRESS = f"https://call.example/{SECRET}"


class Join(embedded.StationTest):
    def say(self, address, *words):
        """`vcctl next --join -` with the address on the standard input."""
        return self.vcctl("next", "--join", "-", *words, input=address + "\n")

    def begin(self, join, command=embedded.FOREVER, rest='[shutdown]\ndelay = "0s"\n'):
        self.configure(
            command=command, client=f'join = "{join}"\naddresses = ["https://call.example", "https://*.meet.example"]',
            rest=rest,
        )
        self.start()

    def test_a_visit_that_needs_an_address_is_refused_without(self):
        self.begin("required")
        answer = self.json("next")
        self.assertEqual((answer.code, answer.error), (65, "InvalidValue"))
        self.assertEqual(answer.last["parameters"]["field"], "join")
        self.assertEqual(answer.last["parameters"]["allowed"], "https://call.example, https://*.meet.example")
        self.assertIn("vcctl next --join -", self.vcctl("next").err)
        self.assertIn("belum diisi", self.vcctl("next", "--lang", "id").err)
        self.assertEqual(self.state(), "ready")

    def test_an_address_that_is_not_allowed_is_refused_and_not_said_again(self):
        self.begin("allowed")
        for bad in (f"https://call.example.evil.example/{SECRET}", f"http://call.example/{SECRET}",
                    f"https://call.example@evil.example/{SECRET}", f"file:///{SECRET}", f"{SECRET}"):
            answer = self.say(bad, "--json")
            self.assertEqual((answer.code, answer.error), (65, "InvalidValue"), bad)
            self.assertNotIn(SECRET, answer.out + answer.err)
        self.assertEqual(self.say(f"https://evil.example/{SECRET}", "--json").last["parameters"]["value"],
                         "https://evil.example")
        self.assertEqual(self.state(), "ready")

    def test_where_all_call_at_one_place_none_is_taken(self):
        self.begin("never")
        self.assertEqual(self.say(ADDRESS, "--json").error, "InvalidValue")
        self.assertEqual(self.json("next").code, 0)

    def test_it_reaches_the_call_program_and_nobody_else(self):
        command = self.script('echo "$VCD_ADDRESS" > "$HOME/address"; exec sleep 1000')
        self.begin("required", command)
        answer = self.say(ADDRESS, "--json")
        self.assertEqual(answer.code, 0, answer.out + answer.err)
        self.wait_until("the program was told", lambda: self.inside("address"))
        self.assertEqual(self.inside("address"), ADDRESS)
        # Neither on the wire, nor in any process's arguments, nor in the log or the ledger.
        self.assertNotIn(SECRET, answer.out + self.json("status").out)
        self.assertFalse([path for path in Path("/proc").glob("[0-9]*/cmdline") if SECRET.encode() in self.read(path)])
        self.assertTrue(self.json("wipe").last["receipt"]["clean"])
        self.assertNotIn(SECRET, self.log())
        for path in self.root.rglob("*"):
            if path.is_file():
                self.assertNotIn(SECRET.encode(), path.read_bytes(), path)
        report = self.json("report", "--date", "today")
        self.assertEqual(report.code, 0)
        self.assertNotIn(SECRET, report.out)

    def test_two_officers_with_two_addresses_do_not_share_a_visit(self):
        slow = self.script('trap "sleep 2; exit 0" TERM; touch "$HOME/slow"; sleep 1000 & wait')
        self.begin("allowed", slow)
        self.assertEqual(self.say(ADDRESS, "--json").code, 0)
        self.visit_home("slow")
        first = self.start_command(*self.officer("next", "--join", "-", "--json"), stdin=subprocess.PIPE)
        first.stdin.write("https://one.meet.example/a\n")
        first.stdin.close()
        self.wait_for_state("closing")
        other = self.say("https://two.meet.example/b", "--json")
        same = self.say("https://one.meet.example/a", "--json")
        self.assertEqual((other.code, other.error), (75, "Busy"))
        self.assertEqual(same.code, 0)
        self.assertEqual(first.wait(timeout=self.patience), 0)

    def inside(self, name):
        texts = [(home / name).read_text().strip() for home in self.visit_homes() if (home / name).exists()]
        return texts[0] if texts else None

    @staticmethod
    def read(path):
        try:
            return path.read_bytes()
        except OSError:
            return b""


if __name__ == "__main__":
    unittest.main()
