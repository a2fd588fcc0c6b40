"""Calls of every method with parameters that fit the description and mean no good: the least and the greatest numbers,
the ends of the calendar, texts that are empty, very long or of odd signs. Each gets a reply or a declared error, and
vcd lives on."""

import json
import os
import random
import re
import socket
import unittest

from vcdtest import embedded

NAME = "org.vcctl.Station"
CALLS = 20_000 if os.environ.get("VCD_LONG") else 1_500
INTEGERS = [-2**63, -2**31, -1, 0, 1, 2, 59, 366, 1_000, 86_400, 86_401, 2**31, 2**53 + 1, 2**63 - 1]
TEXTS = [
    "", " ", "0", "1", "2", "-1", "+1", "01", "9223372036854775807", "9223372036854775808", "9" * 400, "x",
    "a" * 70_000, "0001-01-01", "9999-12-31", "2024-02-29", "2026-02-29", "1969-12-31", "today", "../../etc/passwd",
    "/dev/sda", "a\0b", "a\nb", "\u202e", "\ufeff", "é\u0301", "😀" * 60, "\ufffd", "'; DROP TABLE visit; --",
    "%n%s%x", "family", "lawyer", "camera", "network", "A1", "elderly", "https://call.example/",
    "number,category\nA1,x\n", "number,category\n\"", ",;" * 500, "f" * 64, "0" * 64, "g" * 64,
]


def types(name):
    """Values of a declared type."""
    if name.startswith("?"):
        return [None, *types(name[1:])]
    if name.startswith("[]"):
        values = types(name[2:])
        return [[], values[:1], random.sample(values, min(3, len(values))), values * 3]
    return {"int": INTEGERS, "bool": [True, False], "string": TEXTS, "VisitClass": ["family", "lawyer"]}[name]


class HostileCalls(embedded.StationTest):
    # They end the daemon, or leave it locked.
    last = ["Panic", "Shutdown"]

    def call(self, connection, method, parameters):
        """All replies to one call, up to the last."""
        more = random.random() < 0.3 and method != "Monitor"
        message = {"method": f"{NAME}.{method}", "parameters": parameters, "more": more}
        connection.sendall(json.dumps(message).encode() + b"\0")
        while True:
            answer = b""
            while not answer.endswith(b"\0"):
                chunk = connection.recv(1 << 20)
                self.assertTrue(chunk, f"vcd has hung up on {method} {parameters}\n{self.log()[-3000:]}")
                answer += chunk
            reply = json.loads(answer.split(b"\0")[-2])
            if not reply.get("continues"):
                return reply

    def description(self, connection):
        question = {"method": "org.varlink.service.GetInterfaceDescription", "parameters": {"interface": NAME}}
        connection.sendall(json.dumps(question).encode() + b"\0")
        answer = b""
        while not answer.endswith(b"\0"):
            answer += connection.recv(1 << 20)
        return json.loads(answer[:-1])["parameters"]["description"]

    def test_every_method_with_parameters_that_mean_no_good(self):
        seed = int(os.environ.get("VCD_SEED", random.SystemRandom().randrange(1 << 32)))
        random.seed(seed)
        self.configure(command='["true"]')
        vcd = self.start()
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(self.root / "control"))
            connection.settimeout(60)
            text = self.description(connection)
            methods = {
                method: [field.split(": ") for field in re.split(r",\s*", " ".join(fields.split())) if field]
                for method, fields in re.findall(r"^method (\w+)\(([^)]*)\)", text, re.MULTILINE)
            }
            errors = {f"{NAME}.{name}" for name in re.findall(r"^error (\w+)", text, re.MULTILINE)}
            self.assertGreater(len(methods), 25)
            self.assertGreater(len(errors), 10)
            names = [name for name in methods if name not in self.last]
            seen = {}
            for number in range(CALLS):
                # What starts a visit or cleans takes its time: seldom.
                method = random.choice(names)
                if method in ("Next", "Wipe", "Prepare", "Drill", "Check", "End") and number % 8:
                    continue
                parameters = {name: random.choice(types(kind)) for name, kind in methods[method]}
                reply = self.call(connection, method, parameters)
                error = reply.get("error")
                if error:
                    is_declared = error in errors or error.startswith("org.varlink.service.")
                    self.assertTrue(is_declared, f"seed {seed}: {method} {parameters}: {reply}")
                seen[method, error] = seen.get((method, error), 0) + 1
            for method in self.last[:1]:
                self.call(connection, method, {})
            self.call(connection, "Unlock", {"reason": "the test's end"})
        print(f"\nseed {seed}: {sum(seen.values())} calls of {len({method for method, _ in seen})} methods, "
              f"{sum(number for (_, error), number in seen.items() if error)} refused")
        self.assertIsNone(vcd.poll())
        self.assertIn(self.state(), ("ready", "wiping", "preparing"))
        self.assertNotIn("Fatal", self.log())


if __name__ == "__main__":
    unittest.main()
