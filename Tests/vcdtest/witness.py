"""What a station has promised to its officer, and whether it has kept it when vcd has died.

Knows no host: a station is driven by its `vcctl`, and looked at from outside.
"""

import contextlib
import datetime
import json
import sqlite3
import time

from vcdtest.pc import wait_until

ENDS_A_VISIT = {"next", "end", "wipe", "panic", "shutdown", "drill", "check"}
REST = {"ready", "locked", "visiting", "blocked", "ending"}
"""The states that do not pass by themselves."""
PATIENCE = 120


class Broken(AssertionError):
    """A promise that was not kept."""


class Witness:
    """Asks for things one after the other, remembers what was acknowledged, and judges after each death.

    A station here has `json(*words)`, `in_background(*words)` with `answer_of(process)`, `has_died()`, `processes()`,
    `traces()`, `log()`, `ledger` (a path) and `survives` (whether a visit outlives vcd).
    """

    def __init__(self, station):
        self.station = station
        self.visit = None
        self.locked = False
        self.leaving = False
        """A shutdown was acknowledged, and lies ahead."""
        self.flight = None
        """The verb whose reply has not come."""
        self.newest = 0
        """The highest number of a visit that anybody has heard of."""
        self.receipts = {}
        self.figures = {"acknowledged": 0, "traces": 0, "lost": 0, "adopted": 0}

    def ask(self, *words):
        self.flight = "cancel" if "--cancel" in words else words[0]
        answer = self.station.json(*words)
        if answer.code == 0:
            self.acknowledge(self.flight, answer.last)
            self.flight = None
        return answer

    def acknowledge(self, verb, reply):
        self.figures["acknowledged"] += 1
        receipt = reply.get("receipt")
        if receipt:
            self.receipts[receipt["id"]] = receipt["digest"]
        if verb in ("next", "extend", "hold", "resume"):
            self.visit = reply["visit"]
            self.newest = max(self.newest, self.visit["id"])
        if verb in ("end", "wipe", "panic", "drill", "shutdown"):
            self.visit = None
        if verb in ("panic", "unlock"):
            self.locked = verb == "panic"
        if verb in ("shutdown", "cancel", "panic"):
            self.leaving = verb == "shutdown"

    def do(self, *words):
        """Asks for something that has to be done.

        Returns whether vcd has died of it; under systemd the next vcd may have given the reply.
        """
        answer = self.ask(*words)
        if answer.code == 0:
            return self.station.has_died()
        lives = f"{words} was refused by a vcd that lives: {answer!r}"
        return wait_until(f"vcd dies; {lives}", self.station.has_died, PATIENCE)

    def judge(self):
        """All the promises, once a vcd runs again. Leaves a station that is ready."""
        state = self.wait_for_rest()
        if state == "visiting":
            self.judge_adoption()
            state = self.wait_for_rest()
        if self.flight not in ("shutdown", "cancel", "panic"):
            promised = self.leaving and self.station.survives
            self.expect((state == "ending") == promised, f"{state}, and a shutdown was told: {self.leaving}")
        if state == "ending":
            flight = self.flight
            self.must("shutdown", "--cancel")
            self.flight = flight
            state = self.wait_for_rest()
        self.leaving = False
        if self.flight in ("panic", "unlock"):
            self.expect(state in ("ready", "locked"), f"{state} after {self.flight}")
        else:
            self.expect(state == ("locked" if self.locked else "ready"), f"{state}, and locked was {self.locked}")
        self.judge_traces()
        self.judge_ledger()
        self.locked = state == "locked"
        self.visit = None
        self.flight = None
        if self.locked:
            self.must("unlock", "--reason", "the test goes on")
        self.expect(self.status()["state"] == "ready", self.status())
        before = self.newest
        visit = self.must("next").last["visit"]
        self.expect(visit["id"] > before, f"visit {visit['id']} was given before, up to {before}")
        receipt = self.must("wipe").last["receipt"]
        self.expect((receipt["visit"], receipt["clean"]) == (visit["id"], True), receipt)

    def judge_adoption(self):
        """A visit goes on only where it is the one that ran, with its clock; and ends like any other."""
        self.expect(self.station.survives, "a visit outlived its vcd")
        found = self.status()["visit"]
        promised = self.visit and self.flight not in ENDS_A_VISIT
        if promised:
            self.expect((found["id"], found["startedAt"]) == (self.visit["id"], self.visit["startedAt"]), found)
            if self.flight is None:
                self.expect(found["clock"] == self.visit["clock"], f"{found}, promised was {self.visit}")
                self.expect(found["extendedSeconds"] == self.visit["extendedSeconds"], f"{found}, not {self.visit}")
                if found["clock"] == "running":
                    self.expect(abs(moment(found) - moment(self.visit)) < 1.5, f"{found}, not {self.visit}")
        else:
            last = self.rows("SELECT max(id) FROM visit")[0][0]
            self.expect(found["id"] == last, f"visit {found['id']} goes on, and {last} was begun")
        self.figures["adopted"] += 1
        self.visit = found
        flight = self.flight
        receipt = self.must("end").last["receipt"]
        self.flight = flight
        self.expect((receipt["visit"], receipt["clean"]) == (found["id"], True), receipt)

    def wait_for_rest(self):
        """Where the station comes to by itself."""

        def rest():
            status = self.status()
            return status.get("state") in REST and status

        status = wait_until("the station comes to rest", rest, PATIENCE, self.station.log)
        promised = self.visit and self.flight not in ENDS_A_VISIT and self.station.survives
        state = status["state"]
        self.expect(state != "blocked", f"it is blocked: {status}")
        self.expect(not promised or state == "visiting", f"the visit is gone: {status}")
        return state

    def comes_up(self):
        """Returns whether an armed vcd has come to rest before it died."""

        def outcome():
            if self.station.has_died():
                return "died"
            return self.status().get("state") in REST and "at rest"

        return wait_until("vcd dies or comes to rest", outcome, PATIENCE, self.station.log) == "at rest"

    def judge_traces(self):
        found = self.station.traces() + [f"process {pid}" for pid in self.station.processes()]
        self.figures["traces"] += len(found)
        self.expect(not found, f"left of a visit: {found}")

    def judge_ledger(self):
        self.expect(self.rows("PRAGMA integrity_check") == [("ok",)], "the ledger is damaged")
        verdict = self.station.json("receipts", "--verify")
        self.expect(verdict.code == 0, f"the chain does not hold: {verdict.out}")
        kept = dict(self.rows("SELECT id, digest FROM receipt"))
        lost = [number for number, digest in self.receipts.items() if kept.get(number) != digest]
        visits = self.rows("SELECT id, marked_at, clean FROM visit ORDER BY id")
        lost += [self.newest] if self.newest > max((row[0] for row in visits), default=0) else []
        self.figures["lost"] += len(lost)
        self.expect(not lost, f"acknowledged and lost: {lost}")
        proofs = {}
        for visit, finished, text in self.rows("SELECT visit, finished_at, text FROM receipt WHERE visit IS NOT NULL"):
            if json.loads(text)["findings"] == []:
                proofs[visit] = min(finished, proofs.get(visit, finished))
        for (visit, _, clean), (_, following, _) in zip(visits, visits[1:] + [(0, float("inf"), 0)]):
            self.expect(clean and visit in proofs, f"visit {visit} has no clean receipt")
            self.expect(proofs[visit] <= following, f"the visit after {visit} began before its receipt")
        self.newest = max((row[0] for row in visits), default=0)

    def rows(self, query):
        with contextlib.closing(sqlite3.connect(f"file:{self.station.ledger}?mode=ro", uri=True, timeout=10)) as ledger:
            return ledger.execute(query).fetchall()

    def status(self):
        return self.station.json("status").last.get("status", {})

    def must(self, *words):
        answer = self.ask(*words)
        self.expect(answer.code == 0, f"{words}: {answer.code} {answer.out}{answer.err}")
        return answer

    def expect(self, holds, what):
        if not holds:
            raise Broken(f"{what}\nin flight: {self.flight}; promised: {self.visit}, locked {self.locked}")


def moment(visit):
    return datetime.datetime.fromisoformat(visit["deadline"]).timestamp()


UNLOCK = ("unlock", "--reason", "a test")
SCENARIO = [
    ("next",), ("extend", "1m"), ("hold",), ("resume",), ("next",), ("end",), ("check", "client"),
    ("next",), ("panic",), UNLOCK, ("next", "&"), ("panic",), UNLOCK,
    ("shutdown",), ("shutdown", "--cancel"), ("drill",), ("next",), ("wipe",),
]
"""Verbs in the order in which they are asked for; one with "&" is not waited for."""
PLANTED = ("planted",)


def play(witness, steps):
    """Asks for all of them; `PLANTED` waits for what the client of the visit does first.

    Returns whether vcd has died on the way.
    """
    started = []
    try:
        for step in steps:
            if step == PLANTED:
                wait_until("the client has planted", witness.station.planted, PATIENCE, witness.station.log)
            elif step[-1] == "&":
                started.append(witness.station.in_background(*step[:-1]))
                time.sleep(0.08)
            elif witness.do(*step):
                return True
        return False
    finally:
        for process in started:
            reply = witness.station.answer_of(process)
            if reply.code == 0:
                witness.newest = max(witness.newest, reply.last["visit"]["id"])


def wander(witness, random):
    """Asks for what an officer may ask for now, in an order that chance gives, until vcd has died."""
    while True:
        if witness.locked:
            steps = [UNLOCK]
        elif witness.visit:
            clock = ("resume",) if witness.visit["clock"] == "held" else ("hold",)
            steps = [("next",), ("end",), ("wipe",), ("panic",), ("extend", "1s"), clock]
        else:
            steps = [("next",)] * 3 + [("wipe",), ("panic",), ("check", "client")]
        if play(witness, [random.choice(steps)]):
            return
