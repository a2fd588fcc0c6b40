"""What bad input gets: a clear answer, and a daemon that keeps serving."""

import json
import os
import socket
import unittest

from vcdtest import embedded


class BadInput(embedded.StationTest):
    def test_an_unknown_verb(self):
        self.configure()
        self.start()
        answer = self.vcctl("nextt")
        self.assertEqual(answer.code, 64)
        self.assertIn("nextt", answer.err)

    def test_no_daemon(self):
        answer = self.vcctl("status")
        self.assertEqual(answer.code, 69)
        self.assertIn("does not answer", answer.err)
        self.assertEqual(self.json("status").error, "NoDaemon")

    def test_a_bad_duration(self):
        self.configure()
        self.start()
        for wrong in ("5", "-5s", "abc", "99h", "0s"):
            self.assertEqual(self.vcctl("extend", "--", wrong).code, 64, wrong)

    def test_more_time_than_allowed(self):
        self.configure(rest='max_extension = "60s"\n')
        self.start()
        self.assertEqual(self.json("extend", "30s").error, "NoVisit")
        self.json("next")
        self.assertEqual(self.json("extend", "61s").code, 65)
        self.assertGreater(self.json("extend", "60s").last["visit"]["remainingSeconds"], 110)
        self.assertEqual(self.json("extend", "1s").last["parameters"]["allowedSeconds"], 0)

    def test_garbage_on_the_socket(self):
        self.configure()
        self.start()
        for garbage in (b"\0", b"hello\0", b"[]\0", b'{"method": 5}\0', b'{"method":"x\xff"}\0', b"{" * 5000 + b"\0"):
            self.assertEqual(self.send(garbage), b"", garbage[:20])
            self.assertEqual(self.state(), "ready")

    def test_a_frame_without_end(self):
        self.configure()
        self.start()
        self.assertEqual(self.send(b"x" * (3 << 20)), b"")
        self.assertEqual(self.state(), "ready")

    def test_declared_errors_for_wrong_calls(self):
        self.configure()
        self.start()

        def error(call):
            return json.loads(self.send(json.dumps(call).encode() + b"\0").rstrip(b"\0"))

        name = "org.vcctl.Station"
        self.assertEqual(error({"method": "nothing"})["error"], "org.varlink.service.MethodNotFound")
        self.assertEqual(error({"method": "a.b.C"})["error"], "org.varlink.service.InterfaceNotFound")
        self.assertEqual(error({"method": f"{name}.Nix"})["error"], "org.varlink.service.MethodNotFound")
        wrong = error({"method": f"{name}.Extend", "parameters": {"seconds": "x"}})
        self.assertEqual(wrong["parameters"], {"parameter": "seconds"})
        unknown = error({"method": f"{name}.Next", "parameters": {"vsit": 1}})
        self.assertEqual(unknown["parameters"], {"parameter": "vsit"})
        self.assertEqual(error({"method": f"{name}.GetStatus", "upgrade": True})["parameters"], {"parameter": "upgrade"})

    def test_a_client_that_never_reads(self):
        self.configure()
        self.start()
        call = b'{"method":"org.vcctl.Station.GetReceipts"}\0' * 500
        with socket.socket(socket.AF_UNIX) as lazy:
            lazy.connect(str(self.root / "control"))
            lazy.settimeout(2)
            try:
                for _ in range(200):
                    lazy.sendall(call)
            except TimeoutError:
                pass
            self.assertEqual(self.state(), "ready")
            with open(f"/proc/{self.started[0].pid}/status") as file:
                resident = next(int(line.split()[1]) for line in file if line.startswith("VmRSS"))
            self.assertLess(resident, 200_000)

    def test_a_bad_configuration_is_refused_with_its_place(self):
        self.config.write_text(
            "[client]\ncommand = []\nclose_grace = 5\n[visit]\nlength = \"10\"\nwarn = []\n[hom]\nsize = \"1G\"\n"
        )
        done = self.check_config()
        self.assertEqual(done.code, 78)
        for expected in (
            "vcd.toml:2: [client] command",
            "vcd.toml:3: [client] close_grace: 5 is not allowed (integer)",
            "vcd.toml:5: [visit] length",
            "vcd.toml:6: [visit] warn: unknown key; allowed are length, warn_at, max_extension",
            "vcd.toml:7: [hom]: unknown table",
        ):
            self.assertIn(expected, done.err)

    def test_the_shipped_configuration_is_good(self):
        done = self.check_config("config/vcd.toml")
        self.assertEqual(done.code, 0, done)

    @unittest.skipUnless(os.geteuid() == 0, "a full disk takes a small file system of its own")
    def test_a_full_disk(self):
        self.configure()
        self.root.mkdir()
        self.run("mount", "-t", "tmpfs", "-o", "size=1m,mode=755", "none", self.root)
        try:
            vcd = self.start()
            self.assertEqual(self.state(), "ready")
            with open(self.root / "filler", "wb", buffering=0) as filler:
                try:
                    while True:
                        filler.write(b"x" * 4096)
                except OSError:
                    pass
            codes = {self.json("next").code for _ in range(30)}
            self.assertIn(74, codes)
            self.assertEqual(self.state(), "blocked")
            self.assertIn("disk is full", self.status()["blockedReason"])
            (self.root / "filler").unlink()
            self.assertEqual(self.json("wipe").code, 0)
            self.assertEqual(self.json("next").code, 0)
            self.stop(vcd)
        finally:
            self.run("umount", "-l", self.root)


if __name__ == "__main__":
    unittest.main()
