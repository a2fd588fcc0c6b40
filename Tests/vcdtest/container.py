"""A Debian 12 with a real systemd, booted in a container of its own."""

import os
import pathlib
import shutil
import signal
import subprocess

from vcdtest import ROOT, programs
from vcdtest.pc import PC, Hopeless, finished

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


class Container(PC):
    """Boots a copy of the base system. `stop` takes down whatever is left, however it went."""

    patience = 120

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
        programs.run(["cp", "-a", "--reflink=auto", BASE, self.root], check=True)

    def boot(self):
        # One that a failed test left running.
        self.stop()
        environment = dict(os.environ, SYSTEMD_NSPAWN_UNIFIED_HIERARCHY="1")
        with open(self.console, "ab") as console:
            self.process = programs.start(
                ["systemd-nspawn", "-q", "-D", self.root, "--register=no", "--keep-unit", "--console=passive",
                 *self.options, "-b"],
                env=environment, stdin=subprocess.DEVNULL, stdout=console, stderr=console,
            )
        self.wait_until(f"the container is up; its console is {self.console}", self.is_up)

    def is_up(self):
        if self.process.poll() is not None:
            raise Hopeless(f"systemd-nspawn left with {self.process.returncode}; its console is {self.console}")
        self.init = self.init or self.find_init()
        state = self.init and self.run("systemctl", "is-system-running", check=False).out.strip()
        return state in ("running", "degraded")

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

    def run(self, *command, check=True, user=None, timeout=240, input=None, env=None):
        """Runs a command in the container, as root or as another account."""
        result = finished(self.words(command, user, env), timeout=timeout, input=input)
        if check and result.code != 0:
            raise AssertionError(f"{command}: {result!r}")
        return result

    def start_command(self, *command):
        return programs.start(
            self.words(command), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def words(self, command, user=None, env=None):
        enter = ["nsenter", "-t", str(self.init), "-m", "-u", "-i", "-n", "-p", "-C", "-r", "-w", "--"]
        variables = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "HOME": "/root"}
        variables.update(env or {})
        enter += ["env", "-i"] + [f"{name}={value}" for name, value in variables.items()]
        if user:
            enter += ["setpriv", "--reuid", user, "--regid", user, "--init-groups"]
        return enter + [str(part) for part in command]

    def property(self, unit, name):
        return self.run("systemctl", "show", "--value", "-p", name, unit).out.strip()

    def pids(self, unit):
        """The processes of a unit, by its cgroup."""
        group = f"/sys/fs/cgroup/system.slice/{unit}/cgroup.procs"
        return sorted(int(pid) for pid in self.run("cat", group, check=False).out.split())

    def wait_until_gone(self):
        """Until the container has powered itself off."""
        self.process.wait(timeout=self.patience)
        self.init = None

    def journal_from_outside(self, *options):
        """Also after the power-off."""
        return finished(["journalctl", "--no-pager", "-D", self.root / "var/log/journal", *options], timeout=120).out

    def log(self):
        return self.journal_from_outside("-u", "vcd", "-n", "40")

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
        self.process = self.init = None
