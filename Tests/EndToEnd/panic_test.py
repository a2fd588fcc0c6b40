"""Panic: the call is gone at once, and the station is locked until a supervisor opens it."""

import socket
import time
import unittest

from vcdtest import day, embedded

DEAF = "trap '' TERM INT HUP; touch \"$HOME/deaf\"; while :; do sleep 1; done"


class PanicTest(day.DayTest):
    def test_during_a_visit_the_client_is_gone_at_once(self):
        self.configure(command=self.script(DEAF))
        self.config.write_text(self.config.read_text().replace('close_grace = "1s"', 'close_grace = "60s"'))
        self.start()
        visit = self.json("next").last["visit"]["id"]
        self.visit_home("deaf")
        began = time.monotonic()
        panic = self.in_background("panic")
        while self.visit_processes():
            self.assertLess(time.monotonic() - began, 30, self.log())
        gone = time.monotonic() - began
        answer = self.answer_of(panic)
        print(f"from 'vcctl panic' to no process of the visit: {gone * 1000:.0f} ms")
        self.assertEqual(answer.code, 0, answer.out)
        self.assertLess(gone, 30, "a client that is deaf to SIGTERM is not waited for")
        receipt = answer.last["receipt"]
        self.assertEqual((receipt["visit"], receipt["clean"]), (visit, True))
        self.assertEqual(self.state(), "locked")
        self.assertIn("lockedAt", self.status())
        self.assertEqual(self.report()["visits"][0]["cause"], "panic")

    def test_while_a_visit_is_closed_politely_nobody_waits_any_more(self):
        self.configure(command=self.script(DEAF))
        self.config.write_text(self.config.read_text().replace('close_grace = "1s"', 'close_grace = "60s"'))
        self.start()
        self.json("next")
        self.visit_home("deaf")
        end = self.in_background("end")
        self.wait_for_state("closing")
        began = time.monotonic()
        self.assertEqual(self.json("panic").code, 0)
        self.assertEqual(self.visit_processes(), [])
        self.assertLess(time.monotonic() - began, 40, "far from the grace")
        self.assertEqual(self.answer_of(end).error, "Locked")
        self.assertEqual(self.state(), "locked")

    def test_it_is_said_again_where_vcd_dies_of_it(self):
        """To the next vcd, whose socket is the same: systemd holds it in between."""
        path = self.folder / "fleeting"
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(path))
            listener.listen()
            listener.settimeout(self.patience)
            vcctl = self.start_command(embedded.BIN / "vcctl", "panic", "--json", "--socket", path)
            for reply in (b"", b'{"parameters":{}}\0'):
                connection, _ = listener.accept()
                with connection:
                    self.assertIn(b"org.vcctl.Station.Panic", connection.recv(4096))
                    connection.sendall(reply)
            self.assertEqual((vcctl.communicate(timeout=self.patience)[0].strip(), vcctl.returncode), ("{}", 0))

    def test_locked_it_refuses_until_a_supervisor_opens_it(self):
        self.configure()
        self.start()
        self.json("next")
        self.json("panic")
        for verb in ("next", "wipe", "end", "drill"):
            answer = self.json(verb)
            self.assertEqual((answer.code, answer.error), (74, "Locked"), verb)
            self.both(verb, code=74, english=["locked", "vcctl unlock"], indonesian=["terkunci", "vcctl unlock --reason"])
        self.assertEqual(self.json("panic").code, 0, "once more does no harm")
        self.assertEqual(self.vcctl("unlock").code, 64, "a reason is needed")
        for nothing in ("", "   "):
            self.assertEqual(self.json("unlock", "--reason", nothing).code, 65)
        self.assertEqual(self.state(), "locked")
        opened = self.typed("a false alarm", "unlock", "--reason", "-", "--json")
        self.assertEqual(opened.code, 0, opened.out)
        self.assertEqual(opened.last["status"]["state"], "ready")
        self.assertTrue(opened.last["status"]["clean"])
        self.assertNotIn("lockedAt", self.status())
        self.assertEqual(self.json("next").code, 0)

    def test_the_lock_outlives_a_crash(self):
        self.configure()
        vcd = self.start()
        self.json("next")
        self.json("panic")
        since = self.status()["lockedAt"]
        self.crash(vcd)
        self.start(wait=False)
        self.wait_for_state("locked")
        self.assertEqual(self.status()["lockedAt"], since)
        self.assertEqual(self.json("next").error, "Locked")
        self.json("unlock", "--reason", "over")
        self.crash(self.started[-1])
        self.start()
        self.assertEqual(self.state(), "ready", "opened is opened, after a crash too")

    def test_killed_in_the_panic_it_wipes_and_stays_locked(self):
        self.configure(command=self.script(DEAF))
        vcd = self.start()
        visit = self.json("next").last["visit"]["id"]
        self.visit_home("deaf")
        panic = self.in_background("panic")
        self.wait_until("the client is gone", lambda: self.visit_processes() == [])
        self.crash(vcd)
        self.answer_of(panic)
        self.start(wait=False)
        self.wait_for_state("locked", "ready")
        self.assertEqual(self.state(), "locked")
        self.assertIn(visit, [receipt.get("visit") for receipt in self.json("receipts").last["receipts"]])
        self.assertEqual(self.visit_processes(), [])

    def test_at_whatever_moment_of_a_start(self):
        self.configure()
        self.start()
        for delay in (0, 0.06, 0.12, 0.2, 0.3):
            starting = self.in_background("next")
            time.sleep(delay)
            self.assertEqual(self.json("panic").code, 0)
            self.assertEqual((self.state(), self.visit_processes()), ("locked", []), delay)
            self.assertIn(self.answer_of(starting).code, (0, 74))
            self.assertEqual(self.json("unlock", "--reason", "over").last["status"]["state"], "ready")

    def test_the_lock_outlives_a_shutdown(self):
        self.configure()
        vcd = self.start()
        self.json("panic")
        self.assertEqual(self.json("shutdown").code, 0)
        self.assertEqual(vcd.wait(timeout=self.patience), 0)
        self.start(wait=False)
        self.wait_for_state("locked", "ready")
        self.assertEqual(self.state(), "locked")

    def test_panic_while_ready(self):
        self.configure()
        self.start()
        answer = self.json("panic")
        self.assertEqual(answer.code, 0)
        self.assertEqual(self.state(), "locked")
        self.assertIn("terkunci", self.vcctl("status", "--lang", "id").out)
        self.assertEqual(self.json("unlock", "--reason", "a drill").last["status"]["state"], "ready")

    def test_panic_needs_no_terminal_and_says_what_to_do(self):
        self.configure()
        self.start()
        for language, said in (("en", "A supervisor opens it: vcctl unlock"), ("id", "Penyelia membukanya: vcctl unlock")):
            self.assertIn(said, self.vcctl("panic", "--lang", language).out)


if __name__ == "__main__":
    unittest.main()
