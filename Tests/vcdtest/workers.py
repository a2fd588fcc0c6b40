"""Runs the modules of a test folder side by side, each in a den of its own, and prints what each says once it is over.

Usage: python3 -m vcdtest.workers [--workers N] [--folder FOLDER] [--containers] [--debian N] [--core] [MODULE...]

  --containers  the tests boot containers (root): these are what a den is to others
  --debian N    on which Debian: 12, or 13
  --core        only what is run on every Debian each time

The longest come first, as they took the last time. Tests that must run alone (`runs_alone = True` of their class or
module) follow when all others are over. Leaves with 1 when any test failed. Where no den is to be had, they run one
after the other, in this machine's own /tmp and network.
"""

import argparse
import concurrent.futures
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time

from vcdtest import ROOT, den, programs
from vcdtest.debian import DEBIAN

KEPT = ROOT / ".build" / "workers"
# Until it has been measured, in seconds: those that take longest.
GUESSES = {
    "lockdown_test": 200, "lockdown_page_test": 150, "lockdown_keys_test": 100, "load_test": 90, "waiting_test": 60,
    "session_test": 50, "deaths_test": 35, "check_test": 30,
    # Of the package.
    "system_test": 165, "faults_disk_test": 160, "faults_units_test": 125, "faults_services_test": 95, "package_test": 70,
}


class Run:
    """One module's, or the part of it that runs alone."""

    def __init__(self, place, folder, module, options, alone=False):
        self.place = place
        self.folder = folder
        self.options = options
        self.module = module
        self.alone = alone
        self.name = f"{module} alone" if alone else module
        self.result = {"run": 0, "failed": 0, "skipped": 0, "left": 0}
        self.code = None
        self.seconds = 0.0
        self.text = b""

    def go(self, wrapped):
        result = self.place / f"{self.name.replace(' ', '-')}.json"
        result.unlink(missing_ok=True)
        words = [sys.executable, "-m", "vcdtest.lane", self.folder, self.module, result, *self.options,
                 *["--alone"] * self.alone]
        begin = time.monotonic()
        process = programs.start(
            wrapped(words), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self.text, _ = process.communicate()
        self.code = process.returncode
        self.seconds = time.monotonic() - begin
        if result.exists():
            self.result = json.loads(result.read_text())

    @property
    def is_good(self):
        return self.code == 0

    def tell(self):
        """All that it said, and a line on it."""
        sys.stdout.buffer.write(f"== {self.name}\n".encode() + self.text)
        verdict = "ok" if self.is_good else f"FAILED ({self.result['failed']} tests, left with {self.code})"
        print(f"-- {self.name}: {verdict}, {self.result['run']} tests in {self.seconds:.1f} s", flush=True)


class Workers:
    def __init__(self, folder, names, number, debian, has_containers, options):
        self.folder = folder
        self.options = options
        self.place = KEPT / f"{folder.replace('/', '-')}-{debian}"
        self.times_file = self.place / "times.json"
        modules = sorted(path.stem for path in (ROOT / folder).glob("*_test.py"))
        unknown = set(names) - set(modules)
        if unknown:
            sys.exit(f"no such module in {folder}: {', '.join(sorted(unknown))}")
        self.place.mkdir(parents=True, exist_ok=True)
        self.times = {**GUESSES, **(json.loads(self.times_file.read_text()) if self.times_file.exists() else {})}
        self.modules = sorted(names or modules, key=lambda name: -self.times.get(name, 0))
        self.has_den = has_containers or den.is_to_be_had()
        self.wrapped = den.command_of_root if has_containers else den.command if self.has_den else list
        self.number = number if self.has_den else 1
        self.over = []
        self.printing = threading.Lock()

    def work(self, waiting):
        while True:
            try:
                run = waiting.get_nowait()
            except queue.Empty:
                return
            run.go(self.wrapped)
            with self.printing:
                run.tell()
                self.over.append(run)

    def go(self, runs, number):
        waiting = queue.SimpleQueue()
        for run in runs:
            waiting.put(run)
        # Who has started a process stays: the process ends with the thread.
        with concurrent.futures.ThreadPoolExecutor(number) as pool:
            for worker in [pool.submit(self.work, waiting) for _ in range(number)]:
                worker.result()

    def run(self):
        begin = time.monotonic()
        if not self.has_den:
            print("no namespaces are to be had: one module after the other, in this machine's own /tmp", flush=True)
        self.go([self.one(name) for name in self.modules], self.number)
        alone = sorted(run.module for run in self.over if run.result["left"])
        self.go([self.one(name, alone=True) for name in alone], 1)
        self.keep_times()
        return self.tell(time.monotonic() - begin)

    def one(self, name, alone=False):
        return Run(self.place, self.folder, name, self.options, alone)

    def keep_times(self):
        """Of those that run beside others: the order is theirs."""
        taken = {run.module: round(run.seconds, 1) for run in self.over if run.is_good and not run.alone}
        self.times_file.write_text(json.dumps({**self.times, **taken}, indent=1))

    def tell(self, seconds):
        sums = {what: sum(run.result[what] for run in self.over) for what in ("run", "failed", "skipped")}
        bad = [run for run in self.over if not run.is_good]
        for run in sorted(self.over, key=lambda run: -run.seconds):
            print(f"  {run.seconds:7.1f} s  {run.name}{'' if run.is_good else '  FAILED'}")
        together = sum(run.seconds for run in self.over)
        print(f"{sums['run']} tests of {len(self.modules)} modules in {seconds:.0f} s by {self.number} workers, "
              f"{together:.0f} s one after the other: {sums['failed']} failed, {sums['skipped']} skipped")
        return bool(bad) or sums["run"] == 0


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("modules", nargs="*")
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--folder", default="Tests/EndToEnd")
    parser.add_argument("--containers", action="store_true")
    parser.add_argument("--debian", default=str(DEBIAN))
    parser.add_argument("--core", action="store_true")
    given = parser.parse_args()
    os.environ["VCD_DEBIAN"] = given.debian
    # Threads that wait for their modules would have it wait, too; the modules end with them.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: os._exit(130))
    options = ["--core"] * given.core
    return Workers(given.folder, given.modules, given.workers, given.debian, given.containers, options).run()


if __name__ == "__main__":
    sys.exit(main())
