"""A Debian 12 with a real systemd, booted in a container of its own."""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import time

from vcdtest import ROOT

WORK = ROOT / ".build" / "system"
BASE = WORK / "base"

# The shipped configuration keeps to the standard's schedule; a test runs on any day and at any time.
ANY_DAY = (
    "[schedule]\nenforce = false\ntrust_clock = true\n[roster]\nrequired = false\n"
    "[shutdown]\nwhen_done = false\nwake = false\n"
    # A container has neither camera nor sound.
    "[checks]\nrequired = []\nstart = false\n"
    # Its call server is on loopback, and its call programs are stand-ins.
    "[firewall]\nenforce = false\n[notices]\nshow = false\n[waiting]\nscreen = false\n"
)
ANY_DAY_FILE = "etc/vcd/vcd.toml.d/40-any-day.toml"


class Result:
    def __init__(self, done):
        self.code = done.returncode
        self.out = done.stdout
        self.err = done.stderr

    def __repr__(self):
        return f"exit {self.code}\n{self.out}{self.err}"


class StationPC:
    """What has a station on it and runs commands, as a container and a virtual machine do."""

    # Seconds for what should come soon.
    patience = 60

    def wait_for_state(self, state, limit=None):
        last = None

        def reached():
            nonlocal last
            last = self.run("vcctl", "status", "--json", check=False)
            return last.code == 0 and json.loads(last.out)["status"]["state"] == state

        try:
            self.wait_for(f"state {state}", reached, limit or self.patience)
        except AssertionError as error:
            raise AssertionError(f"{error}; the last status: {last}") from None


class Container(StationPC):
    """Boots a copy of the base system. `stop` takes down whatever is left, however it went."""

    def __init__(self, name, binds=(), has_own_network=False):
        """`has_own_network`: with a network of its own, in which there is loopback only."""
        self.root = WORK / name
        self.options = [f"--bind-ro={place}" for place in binds] + ["--private-network"] * has_own_network
        self.process = None
        self.init = None
        self.console = WORK / f"{name}.console"

    def make(self):
        if self.root.exists():
            shutil.rmtree(self.root)
        subprocess.run(["cp", "-a", "--reflink=auto", BASE, self.root], check=True)

    def boot(self, limit=60):
        # One that a failed test left running.
        self.stop()
        environment = dict(os.environ, SYSTEMD_NSPAWN_UNIFIED_HIERARCHY="1")
        with open(self.console, "ab") as console:
            self.process = subprocess.Popen(
                ["systemd-nspawn", "-q", "-D", self.root, "--register=no", "--keep-unit", "--console=passive",
                 *self.options, "-b"],
                env=environment, stdin=subprocess.DEVNULL, stdout=console, stderr=console,
            )
        end = time.monotonic() + limit
        while time.monotonic() < end:
            self.init = self.init or self.find_init()
            if self.init:
                state = self.run("systemctl", "is-system-running", check=False).out.strip()
                if state in ("running", "degraded"):
                    return
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError(f"the container did not come up; its console is {self.console}")

    def find_init(self):
        """systemd-nspawn's child is the container's first process; as it starts there is a helper of its own name."""
        try:
            text = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
            for child in text.split():
                if pathlib.Path(f"/proc/{child}/comm").read_text().strip() == "systemd":
                    return int(child)
        except (OSError, ValueError):
            pass
        return None

    def run(self, *command, check=True, user=None, timeout=120, input=None, env=None):
        """Runs a command in the container, as root or as another account."""
        done = subprocess.run(
            self.words(command, user, env), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            timeout=timeout, input=input, stdin=None if input is not None else subprocess.DEVNULL,
        )
        result = Result(done)
        if check and result.code != 0:
            raise AssertionError(f"{command}: {result!r}")
        return result

    def start(self, *command, user=None):
        """Starts one and does not wait for it; who does gets its output from `communicate`."""
        return subprocess.Popen(
            self.words(command, user), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )

    def words(self, command, user=None, env=None):
        enter = ["nsenter", "-t", str(self.init), "-m", "-u", "-i", "-n", "-p", "-C", "-r", "-w", "--"]
        variables = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "HOME": "/root"}
        variables.update(env or {})
        enter += ["env", "-i"] + [f"{name}={value}" for name, value in variables.items()]
        if user:
            enter += ["setpriv", "--reuid", user, "--regid", user, "--init-groups"]
        return enter + [str(part) for part in command]

    def status(self):
        return json.loads(self.run("vcctl", "status", "--json").out)["status"]

    def wait_for(self, what, condition, limit=60):
        end = time.monotonic() + limit
        while time.monotonic() < end:
            value = condition()
            if value:
                return value
            time.sleep(0.05)
        raise AssertionError(f"waited {limit} s in vain: {what}")

    def property(self, unit, name):
        return self.run("systemctl", "show", "--value", "-p", name, unit).out.strip()

    def pids(self, unit):
        """The processes of a unit, by its cgroup."""
        group = f"/sys/fs/cgroup/system.slice/{unit}/cgroup.procs"
        return sorted(int(pid) for pid in self.run("cat", group, check=False).out.split())

    def wait_until_gone(self, limit=90):
        """Until the container has powered itself off."""
        self.process.wait(timeout=limit)
        self.init = None

    def journal(self, *options):
        """Reads the journal from outside, also after the power-off."""
        done = subprocess.run(
            ["journalctl", "--no-pager", "-D", self.root / "var/log/journal", *options],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=60,
        )
        return done.stdout

    def stop(self):
        if self.process is None:
            return
        if self.process.poll() is None:
            # KILL on systemd-nspawn would leave its init running.
            for number in (signal.SIGRTMIN + 4, signal.SIGKILL):
                if self.init and self.process.poll() is None:
                    try:
                        os.kill(self.init, number)
                    except ProcessLookupError:
                        pass
                    try:
                        self.process.wait(timeout=40)
                    except subprocess.TimeoutExpired:
                        pass
            if self.process.poll() is None:
                self.process.kill()
                self.process.wait()
        self.process = None
