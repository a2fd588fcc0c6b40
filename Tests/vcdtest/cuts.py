"""Cuts a station's power at random instants of each phase, and holds what is there afterwards against the promises."""

import collections
import json
import random
import time

from vcdtest.blocklog import MODES
from vcdtest.power import FACTS, Cut

# Where a cut is aimed at. `ready`: nothing goes on, and the next cut comes while it starts.
PHASES = ("preparation", "start", "started", "visit", "close", "wipe", "fresh home", "wiped", "shutdown", "ready")
# How long each takes, in seconds, until it has been measured.
GUESSES = {"boot": 60.0, "starting": 2.0, "wiping": 8.0, "preparing": 5.0, "start": 6.0, "closing": 3.0,
           "shutdown": 15.0}
PLANTED = "/run/vcd/home/planted"


class Known:
    """What has come out of the machine, or was read from its ledger: it must be there after every cut."""

    def __init__(self):
        self.visits = {}
        self.receipts = {}
        self.told = set()
        self.digests = {}
        self.lost = 0

    def hear(self, name, said):
        """Takes what vcd told, as an event or in vcctl's answer."""
        replies = [said]
        if name == "agent":
            replies = [json.loads(line) for line in said["out"].splitlines() if line.startswith("{")]
        for reply in replies:
            event, visit, receipt = (reply.get(key) or {} for key in ("event", "visit", "receipt"))
            visits = [visit.get("id"), event.get("visit") if event.get("kind") == "visitStarted" else None]
            self.told.update(number for number in visits if number)
            if event.get("kind") == "wiped" and event.get("receipt"):
                self.digests.setdefault(event["receipt"], None)
            if receipt:
                self.digests[receipt["id"]] = receipt["digest"]

    def compare(self, facts):
        """What the ledger should say and does not."""
        problems = list(self.differences(facts))
        self.lost += len(problems)
        self.visits = {row["id"]: row for row in facts["visits"]}
        self.receipts = {row["id"]: row for row in facts["receipts"]}
        return problems

    def differences(self, facts):
        visits = {row["id"]: row for row in facts["visits"]}
        receipts = {row["id"]: row for row in facts["receipts"]}
        for number in self.told - visits.keys():
            yield f"visit {number} was told, and is not in the ledger"
        for number, digest in self.digests.items():
            if number not in receipts:
                yield f"receipt {number} was told, and is not in the ledger"
            elif digest and receipts[number]["digest"] != digest:
                yield f"receipt {number} is not the one that was told"
        for number, row in self.visits.items():
            now = visits.get(number)
            if now is None or (now["marked_at"], now["boot"]) != (row["marked_at"], row["boot"]):
                yield f"visit {number} is not what it was: {row}, {now}"
        for number, row in self.receipts.items():
            if receipts.get(number) != row:
                yield f"receipt {number} is not what it was: {row}, {receipts.get(number)}"


def faults(facts):
    """What of a station that is ready again breaks a promise."""
    if facts["integrity"] != ["ok"]:
        yield f"the ledger is damaged: {facts['integrity']}"
    if facts["disk_errors"]:
        yield f"the file system has {facts['disk_errors']} errors"
    if facts["verify"]["code"] != 0 or not json.loads(facts["verify"]["out"])["verdict"]["holds"]:
        yield f"receipts --verify: {facts['verify']}"
    if facts["station"] != [{"dirty": 0, "visit": None, "refusal": None}]:
        yield f"ready, and the ledger says {facts['station']}"
    clean = collections.defaultdict(list)
    for receipt in facts["receipts"]:
        if receipt["clean"]:
            clean[receipt["visit"]].append(receipt["finished_at"])
    later = [visit["marked_at"] for visit in facts["visits"][1:]] + [float("inf")]
    for visit, next_began in zip(facts["visits"], later):
        if not any(visit["marked_at"] <= finished <= next_began for finished in clean[visit["id"]]):
            yield f"no clean receipt of visit {visit['id']} before the next began: {visit}"
        if visit["ended_at"] is None:
            yield f"visit {visit['id']} has no end: {visit}"
    last = facts["receipts"][-1]
    # The newest wipe is of this run of the machine: it did not trust the one before.
    if not last["clean"] or last["finished_at"] / 1000 < facts["now"] - facts["up"]:
        yield f"ready without a clean wipe since power-on: {last}"


class Trials:
    """One machine, cut off again and again. `number` 1 is the first cut."""

    def __init__(self, pc, seed):
        self.pc = pc
        self.chance = random.Random(seed)
        self.known = Known()
        self.typical = dict(GUESSES)
        self.state = None
        self.since = time.monotonic()
        self.cuts = []
        self.recoveries = 0

    def listen(self, seconds, until=None):
        """Takes in what the machine says for some time; gives the message that `until` picks, or nothing."""
        for name, said in self.pc.heard(seconds):
            self.known.hear(name, said)
            state = said.get("event", {}).get("state") or said.get("status", {}).get("state")
            if state and state != self.state:
                now = time.monotonic()
                if self.state in self.typical:
                    self.typical[self.state] = (self.typical[self.state] + now - self.since) / 2
                self.state, self.since = state, now
            if until and until(name, said):
                return said
        return None

    def wait_for_state(self, state, limit=900):
        if self.state == state:
            return
        said = self.listen(limit, lambda name, said: self.state == state or self.is_refusal(name, said))
        if self.state == state:
            return
        if said is not None:
            raise AssertionError(f"waited for {state}, and the order failed: {said}")
        gone = self.pc.process.poll() is not None
        raise AssertionError(("the machine has gone off" if gone else f"waited {limit} s in vain for {state}")
                             + f"; it said last that it is {self.state or 'nothing'}\n{self.pc.last_words()}")

    def is_refusal(self, name, said):
        """Whether the last command was not carried out: then nobody needs to wait for what it should have brought."""
        return name == "agent" and said["id"] == self.pc.requests and said["code"] != 0

    def answer(self, limit=900):
        """The answer to the last command."""
        said = self.listen(limit, lambda name, said: name == "agent" and said["id"] == self.pc.requests)
        if said is None or said["code"] != 0:
            raise AssertionError(f"the command failed: {said}")
        return said

    def ask(self, *command):
        self.pc.send(*command)
        return self.answer()

    def order(self, verb):
        self.pc.send(*self.pc.officer(verb), "--json")

    def start_visit(self):
        begin = time.monotonic()
        self.order("next")
        visit = json.loads(self.answer()["out"].splitlines()[-1])["visit"]["id"]
        self.typical["start"] = (self.typical["start"] + time.monotonic() - begin) / 2
        return visit

    def planted_visit(self):
        """A visit that has left its token wherever it could."""
        visit = self.start_visit()
        self.ask("sh", "-c", f"for i in $(seq 600); do [ -s {PLANTED} ] && exit; sleep 0.1; done; exit 1")
        return visit

    def some(self, what):
        """A random part of the time that something takes, and a little past its end."""
        return self.chance.uniform(0, 1.1 * self.typical[what])

    def power_on(self):
        self.state, self.since = None, time.monotonic()
        # Without the last, a kernel that gets too little of a busy host's time takes its timer for broken, and gives up.
        self.pc.power_on(512, "mitigations=off audit=0 cryptomgr.notests no_timer_check")

    def until_ready(self, limit=1500):
        """Boots, and waits for nobody's help; gives the seconds until the station was ready by itself."""
        begin = time.monotonic()
        self.power_on()
        self.wait_for_state("ready", limit)
        seconds = time.monotonic() - begin
        self.typical["boot"] = (self.typical["boot"] + seconds) / 2
        return seconds

    def go_to(self, cut):
        """Brings the machine to the instant of a cut; before, it is ready, or for `preparation` off."""
        wait = 0.0
        if cut.phase == "preparation":
            self.power_on()
            if self.chance.random() < 0.6:
                # From when vcd has begun; before that there is only systemd to disturb.
                self.listen(900, lambda name, said: name == "events")
                wait = self.chance.uniform(0, self.typical["boot"] / 2)
            else:
                wait = self.some("boot")
        elif cut.phase == "start":
            self.order("next")
            wait = self.some("start")
        elif cut.phase == "started":
            # At once when it is said.
            cut.visit = self.start_visit()
        elif cut.phase == "visit":
            cut.visit = self.start_visit()
            wait = self.chance.uniform(0, 6)
            if self.chance.random() < 0.3:
                self.ask("sh", "-c", "swapon /dev/vdb; echo 200M >/sys/fs/cgroup/memory.reclaim || true")
        elif cut.phase in ("close", "wipe", "fresh home", "wiped"):
            cut.visit = self.planted_visit()
            # The officer's next one follows at once, or the station stays empty.
            self.order(self.chance.choice(["wipe", "next"]))
            if cut.phase == "wiped":
                self.answer()
            else:
                state = {"close": "closing", "wipe": "wiping", "fresh home": "preparing"}[cut.phase]
                self.wait_for_state(state)
                wait = self.some(state)
        elif cut.phase == "shutdown":
            if self.chance.random() < 0.7:
                cut.visit = self.planted_visit()
            self.order("shutdown")
            wait = self.some("shutdown")
        cut.wait = round(wait, 2)
        self.listen(wait)

    def cut(self, phase, mode):
        """One cut, and what is found outside; the machine is off afterwards."""
        cut = Cut(len(self.cuts) + 1, phase, mode)
        self.cuts.append(cut)
        try:
            self.go_to(cut)
        except (AssertionError, OSError) as error:
            cut.problems.append(f"on the way to the cut: {error}")
        cut.state = self.state or "no word yet"
        for name, said in self.pc.pull_the_plug():
            self.known.hear(name, said)
        self.pc.settle(cut, self.chance)
        if any(cut.found.values()):
            cut.problems.append(f"traces of a visit: {cut.found}; {list(self.pc.where(cut))}")
        return cut

    def recover(self, cut):
        """Boots after a cut, and checks what the ledger says."""
        self.recoveries += 1
        try:
            cut.ready = round(self.until_ready(), 1)
            facts = json.loads(self.ask("python3", "-I", "-S", FACTS)["out"])
        except (AssertionError, OSError, ValueError) as error:
            cut.problems.append(f"not ready again: {error}")
            return
        cut.problems += [*faults(facts), *self.known.compare(facts)]
        cut.visits, cut.receipts = len(facts["visits"]), len(facts["receipts"])

    def is_stuck(self):
        """Three boots one after the other have not made the station ready."""
        last = [cut.ready for cut in self.cuts if cut.phase != "ready"][-3:]
        return len(last) == 3 and not any(last)

    def all(self, phases):
        """A cut for each of the phases, which ends with the machine ready; gives them as they come."""
        for phase in phases:
            if phase == "preparation":
                yield self.cut("ready", self.chance.choice(MODES))
            cut = self.cut(phase, self.chance.choice(MODES))
            self.recover(cut)
            yield cut


def row(cut):
    """A line of the table."""
    ready = f"{cut.ready:6.1f}" if cut.ready else "     -"
    return (
        f"{cut.number:4} {cut.phase:12}{cut.wait:6.2f} s later, {cut.state:11} {cut.mode:8}"
        f"{cut.written / 1e3:6.0f} kB, {cut.lost / 1e3:4.0f} lost {sum(cut.found.values()):3} traces, "
        f"ready{ready} s  {'; '.join(cut.problems) or 'ok'}"
    )


def totals(trials):
    """What came of all of them, as lines."""
    cuts, known = trials.cuts, trials.known
    traces = sum(sum(cut.found.values()) for cut in cuts)
    written, lost = (sum(getattr(cut, name) for cut in cuts) / 1e3 for name in ("written", "lost"))
    ready = sorted(cut.ready for cut in cuts if cut.ready) or [0]
    yield (
        f"{len(cuts)} power cuts, {sum(bool(cut.problems) for cut in cuts)} with a problem; {traces} traces found; "
        f"{len(ready)} of {trials.recoveries} boots came to ready by themselves"
    )
    yield (
        f"{len(known.visits)} visits begun and {len(known.receipts)} receipts; {known.lost} that were acknowledged are "
        "lost or changed"
    )
    yield (
        f"the disk's cache lost {lost:.0f} of {written:.0f} kB that were written, in "
        f"{sum(cut.lost > 0 for cut in cuts)} of the cuts"
    )
    yield f"power-on to ready: median {ready[len(ready) // 2]} s, longest {ready[-1]} s"
    number = collections.Counter((cut.phase, cut.mode) for cut in cuts)
    for phase in sorted({cut.phase for cut in cuts}, key=PHASES.index):
        yield f"  {phase:12}" + "".join(f"  {mode} {number[phase, mode]:3}" for mode in MODES)
    states = collections.Counter(cut.state for cut in cuts)
    yield "what the station had said last: " + ", ".join(f"{state} {states[state]}" for state in sorted(states))
