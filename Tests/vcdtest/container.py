"""A Debian with a real systemd, booted in a container of its own."""

import subprocess

from vcdtest import ROOT, programs, visitors
from vcdtest.debian import DEBIAN
from vcdtest.nspawn import Nspawn
from vcdtest.pc import PC, Hopeless, finished

WORK = ROOT / ".build" / "system"

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
    """Boots a system on a root of its own, with a network of its own. `stop` takes down whatever is left, however it
    went."""

    patience = 120

    def __init__(self, name, binds=(), has_link=True):
        """`has_link`: one that leads to nobody, as a PC's does whose cable is in; else there is loopback only."""
        self.name = name
        self.folder = WORK / f"{name}-{DEBIAN}"
        self.root = self.folder / "root"
        self.options = [f"--bind-ro={place}" for place in binds]
        self.has_link = has_link
        self.nspawn = None
        self.console = WORK / f"{self.folder.name}.console"

    @property
    def init(self):
        """Its first process, as this machine numbers it."""
        return self.nspawn and self.nspawn.init

    def make(self, base):
        """Its root, over one that many share."""
        base.lay(self.folder)
        visitors.separate(self.root)

    def boot(self):
        # One that a failed test left running.
        self.stop()
        self.nspawn = Nspawn(self.root, self.name, self.options, self.console)
        self.wait_until(f"the container is up; its console is {self.console}", self.is_up)

    def is_up(self):
        code = self.nspawn.process.poll()
        if code is not None:
            raise Hopeless(f"systemd-nspawn left with {code}; its console is {self.console}")
        if not self.init and self.nspawn.find_init() and self.has_link:
            self.link()
        state = self.init and self.run("systemctl", "is-system-running", check=False).out.strip()
        return state in ("running", "degraded")

    def link(self):
        for words in (["add", "call0", "type", "veth", "peer", "name", "call1"], ["set", "call1", "up"],
                      ["set", "call0", "up"]):
            self.ip("link", *words)
        self.ip("addr", "add", "10.76.0.2/24", "dev", "call0")
        self.ip("route", "add", "default", "via", "10.76.0.1")

    def ip(self, *words):
        """This machine's, in the container's network."""
        programs.run(["nsenter", "-t", str(self.init), "-n", "--", "ip", *words], check=True)

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
        self.nspawn.wait_until_gone(self.patience)

    def journal_from_outside(self, *options):
        """Also after the power-off."""
        return finished(["journalctl", "--no-pager", "-D", self.root / "var/log/journal", *options], timeout=120).out

    def log(self):
        return self.journal_from_outside("-u", "vcd", "-n", "40")

    def stop(self):
        if self.nspawn:
            self.nspawn.stop()
        self.nspawn = None
