"""Runs the steps of `make test`: as many at a time as the machine has processors for, and says how long each took."""

import dataclasses
import os
import pathlib
import signal
import subprocess
import sys
import time

from vcdtest import ROOT, programs

LOGS = ROOT / ".build" / "steps"
TIMES = ROOT / ".build" / "times"
LAST_LINES = 60


@dataclasses.dataclass
class Step:
    name: str
    command: list
    # Names of the steps that must have passed before.
    after: tuple = ()
    # How many processors it keeps busy on the whole; what waits more than it works takes less than one.
    load: float = 1
    # Whether it takes the account of root.
    root: bool = False
    # Whether it only makes something ready: its log is shown where it fails.
    quiet: bool = False

    def words(self):
        needs_sudo = self.root and os.geteuid() != 0
        kept = [f"{name}={os.environ[name]}" for name in os.environ if name.startswith(("VCD_", "PYTHONPATH"))]
        return (["sudo", "env", *kept] if needs_sudo else []) + [str(word) for word in self.command]


@dataclasses.dataclass
class Running:
    process: subprocess.Popen
    log: pathlib.Path
    began: float


class Run:
    """Steps in the order in which they are begun. One that waits for another lets those behind it go before."""

    def __init__(self, steps, ends_early=False):
        """`ends_early`: ends with the first step that fails."""
        self.waiting = list(steps)
        self.order = [step.name for step in steps]
        self.ends_early = ends_early
        self.running = {}
        self.results = {}
        self.seconds = {}
        self.begins = {}
        self.began = time.monotonic()
        self.processors = max(2, os.cpu_count() or 2)

    def run(self):
        """Gives whether all have passed."""
        LOGS.mkdir(parents=True, exist_ok=True)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.interrupted)
        try:
            while self.waiting or self.running:
                self.begin_what_can()
                self.end_what_is_done()
                if self.ends_early and "failed" in self.results.values():
                    break
                time.sleep(0.2)
        finally:
            self.end_all()
        return self.report()

    def interrupted(self, number, _):
        sys.exit(128 + number)

    def begin_what_can(self):
        for step in list(self.waiting):
            if any(self.results.get(name) in ("failed", "left out") for name in step.after):
                self.waiting.remove(step)
                self.results[step.name] = "left out"
                print(f"LEFT OUT: {step.name}", flush=True)
                continue
            if any(self.results.get(name) != "passed" for name in step.after):
                continue
            busy = sum(other.load for other in self.running_steps())
            if self.running and busy + step.load > self.processors:
                # Lighter ones that went before it would have it wait for ever.
                return
            self.waiting.remove(step)
            self.begin(step)

    def running_steps(self):
        return [step for step, _ in self.running.values()]

    def begin(self, step):
        log = LOGS / f"{self.order.index(step.name) + 1:02}.log"
        with open(log, "wb") as file:
            # A group of its own, so that all of it can be ended.
            process = programs.start(
                step.words(), cwd=ROOT, stdin=subprocess.DEVNULL, stdout=file, stderr=file, process_group=0,
            )
        self.running[step.name] = (step, Running(process, log, time.monotonic()))
        self.begins[step.name] = time.monotonic() - self.began
        print(f"-- {clock(self.begins[step.name])} begins: {step.name}", flush=True)

    def end_what_is_done(self):
        for name, (step, running) in list(self.running.items()):
            code = running.process.poll()
            if code is None:
                continue
            del self.running[name]
            self.seconds[name] = time.monotonic() - running.began
            self.results[name] = "passed" if code == 0 else "failed"
            print(f"== {name}: {clock(self.seconds[name])}", flush=True)
            if not step.quiet or code != 0:
                sys.stdout.buffer.write(running.log.read_bytes())
                sys.stdout.flush()
            if code != 0:
                print(f"FAILED: {name} (exit {code})", flush=True)

    def end_all(self):
        """A step takes down what it brought up where it is asked to end; what does not end is killed."""
        for step, running in self.running.values():
            self.send(signal.SIGTERM, running)
            self.results[step.name] = "left out"
        limit = time.monotonic() + 60
        for _, running in self.running.values():
            try:
                running.process.wait(max(0.1, limit - time.monotonic()))
            except subprocess.TimeoutExpired:
                self.send(signal.SIGKILL, running)
                running.process.wait()
        self.running = {}
        for step in self.waiting:
            self.results[step.name] = "left out"

    @staticmethod
    def send(number, running):
        try:
            os.killpg(running.process.pid, number)
        except ProcessLookupError:
            pass

    def report(self):
        lines = [f"{'step':58} {'begins':>8} {'takes':>8}"]
        for name in self.order:
            begins, takes = (clock(table[name]) if name in table else "-" for table in (self.begins, self.seconds))
            lines.append(f"{name:58} {begins:>8} {takes:>8}  {self.results.get(name, 'left out')}")
        lines.append(f"{'all':58} {'':8} {clock(time.monotonic() - self.began):>8}")
        TIMES.write_text("\n".join(lines) + "\n")
        print("\n" + "\n".join(lines))
        for name in self.order:
            # Once more, and last: whoever keeps only the end of what is printed still has the reason.
            if self.results.get(name) == "failed":
                end = (LOGS / f"{self.order.index(name) + 1:02}.log").read_text(errors="replace").splitlines()
                print(f"\nthe end of {name}:\n" + "\n".join(end[-LAST_LINES:]) + "\n")
        counts = {result: list(self.results.values()).count(result) for result in ("passed", "failed", "left out")}
        if counts["left out"]:
            print(f"{counts['left out']} left out")
        print(f"{counts['passed']} passed, {counts['failed']} failed", flush=True)
        return counts["passed"] == len(self.order)


def clock(seconds):
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"
