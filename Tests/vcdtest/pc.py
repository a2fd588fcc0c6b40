"""A PC with a station on it, wherever it is: this machine itself, a container, a virtual machine."""

import functools
import json
import subprocess
import time

from vcdtest import programs


class Result:
    """What a command printed and left with; of vcctl also the JSON objects, one a line."""

    def __init__(self, code, out="", err=""):
        self.code = code
        self.out = out
        self.err = err

    def __repr__(self):
        return f"exit {self.code}\n{self.out}{self.err}"

    @functools.cached_property
    def objects(self):
        return [json.loads(line) for line in self.out.splitlines() if line.startswith("{")]

    @property
    def last(self):
        return self.objects[-1] if self.objects else {}

    @property
    def error(self):
        """The name of a declared error, without its interface's."""
        return self.last.get("error", "").rsplit(".", 1)[-1]


class Hopeless(AssertionError):
    """Raised by a condition where what is waited for can't come any more."""


def wait_until(what, condition, limit, account=lambda: "", pause=0.05):
    """Gives what the condition gives, as soon as that is something. A condition that raises does not hold yet. In vain
    waited, it says what the condition gave or raised last, and what `account` tells."""
    end = time.monotonic() + limit
    while True:
        try:
            last = condition()
            if last:
                return last
        except Hopeless:
            raise
        except Exception as error:
            last = error
        if time.monotonic() > end:
            raise AssertionError(f"waited {limit} s in vain: {what}\nseen last: {last!r}\n{account()}")
        time.sleep(pause)


def comes(condition, seconds):
    """What the condition gives, if it does within this time; it may well never."""
    end = time.monotonic() + seconds
    while not (value := condition()) and time.monotonic() < end:
        time.sleep(0.05)
    return value


class PC:
    """Runs commands, vcctl above all, and is waited for. Each kind of PC says how by `run` and `start_command`."""

    patience = 60
    """The seconds after which what is waited for is not believed in any more. Far more than it takes: a machine may be
    busy, and how fast something is, is asserted by whoever measures it."""
    pause = 0.05

    def run(self, *command, check=True, input=None, env=None, timeout=None):
        """Runs a command and gives its result, which is to be success unless `check` is false."""
        raise NotImplementedError

    def start_command(self, *command):
        """Starts one, and gives a process whose output is text."""
        raise NotImplementedError

    def officer(self, *words):
        """The command line of vcctl."""
        return ["vcctl", *words]

    def vcctl(self, *words, **options):
        """What an officer types, and what comes of it."""
        return self.run(*self.officer(*words), check=False, **options)

    def json(self, *words, **options):
        return self.vcctl(*words, "--json", **options)

    def must(self, *words, **options):
        """The same of what has to be done."""
        result = self.json(*words, **options)
        if result.code != 0:
            raise AssertionError(f"vcctl {' '.join(map(str, words))}: {result!r}")
        return result

    def in_background(self, *words):
        return self.start_command(*self.officer(*words), "--json")

    def answer_of(self, process):
        out, err = process.communicate(timeout=self.patience)
        return Result(process.returncode, out, err)

    def status(self):
        """The station's; nothing where it does not answer."""
        return self.json("status").last.get("status", {})

    def state(self):
        return self.status().get("state")

    def wait_until(self, what, condition, limit=None):
        return wait_until(what, condition, limit or self.patience, self.account, self.pause)

    def wait_for_state(self, *states, limit=None):
        return self.wait_until(f"the state {' or '.join(states)}", lambda: self.state() in states, limit)

    def account(self):
        """What there is to say where one waits in vain."""
        try:
            return f"its status: {self.json('status')!r}\n{self.log()}"
        except (AssertionError, OSError, subprocess.SubprocessError) as error:
            return f"it does not answer: {error!r}"

    def journal(self, *options, since=None, env=None):
        """What its journal holds, with all that was sent to it by now; from a cursor on."""
        self.run("journalctl", "--sync", check=False)
        # With a match journalctl's --after-cursor (252) leaves out the first entry that matches; a mark of ours matches none.
        after = ["--cursor", since] if since else []
        return self.run("journalctl", "--no-pager", *after, *options, env=env).out

    def cursor(self):
        """Where its journal ends by now, at a mark that is no unit's."""
        self.run("systemd-cat", "-t", "vcd-test", "echo", "from here on")
        return self.journal("-n", "0", "--show-cursor").split("cursor: ")[1].strip()

    def log(self):
        """What vcd has said of late."""
        raise NotImplementedError


def finished(command, **options):
    """The result of a command on this machine."""
    done = programs.run(
        command, stdin=None if options.get("input") is not None else subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, **options,
    )
    return Result(done.returncode, done.stdout, done.stderr)
