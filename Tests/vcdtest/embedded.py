"""A real vcd with real vcctl on the embedded host: a station on this machine, with all that it keeps in one folder."""

import contextlib
import json
import os
import pty
import select
import shutil
import socket
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

from vcdtest import programs
from vcdtest.pc import PC, Hopeless, finished

BIN = Path(os.environ.get("VCD_BIN_DIR", ".build/release")).resolve()
FOREVER = '["sleep", "1000"]'


class EmbeddedPC(PC):
    """What is started here is ended by `end_all`, in whatever state it is."""

    around = []
    """What vcd is started by: a command that becomes it."""
    programs = BIN
    program = "vcd"
    needs = ()
    """What its visits start, beside what is started here: without it nothing begins."""

    def move_in(self, folder):
        """The station's own folder and its configuration are in this one."""
        for name in self.needs:
            programs.program(name)
        self.folder = folder
        self.root = folder / "root"
        self.config = folder / "vcd.toml"
        self.started = []

    def run(self, *command, check=True, input=None, env=None, timeout=120):
        result = finished(command, input=input, env={**os.environ, **(env or {})}, timeout=timeout)
        if check and result.code != 0:
            raise AssertionError(f"{command}: {result!r}")
        return result

    def start_command(self, *command, **options):
        options = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True,
                   **options}
        process = programs.start(command, **options)
        self.started.append(process)
        return process

    def officer(self, *words):
        return [self.programs / "vcctl", *words, "--socket", self.root / "control"]

    def command_of_vcd(self, root=None):
        vcd = self.programs / self.program
        return [*self.around, vcd, "--local", "--root", root or self.root, "--config", self.config]

    def start(self, wait=True, root=None, **environment):
        with open(self.folder / f"vcd-{len(self.started)}.log", "ab") as log:
            vcd = self.start_command(
                *self.command_of_vcd(root), stdout=log, stderr=log,
                # A drill searches the home of vcd's account; the tests' own machine may keep gigabytes there.
                env={**os.environ, "HOME": str(self.folder), **environment},
            )
        if wait:
            self.wait_until("the station is up", lambda: self.is_up(vcd))
        return vcd

    def is_up(self, vcd):
        if vcd.poll() is not None:
            raise Hopeless(f"vcd left with {vcd.returncode}\n{self.log()}")
        return self.state() in ("ready", "blocked")

    def stop(self, vcd):
        """Ends it as a service manager would; gives what it left with."""
        vcd.terminate()
        return vcd.wait(timeout=self.patience)

    def crash(self, vcd):
        vcd.kill()
        vcd.wait()

    def log(self):
        return "".join(path.read_text() for path in sorted(self.folder.glob("vcd*.log")))

    def end_all(self):
        for process in reversed(self.started):
            end(process)
        shutil.rmtree(self.folder, ignore_errors=True)

    def send(self, data):
        """Sends raw bytes on a connection of its own and gives back what comes until the end."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(self.patience)
            connection.connect(str(self.root / "control"))
            answer = b""
            try:
                connection.sendall(data)
                connection.shutdown(socket.SHUT_WR)
                while chunk := connection.recv(65536):
                    answer += chunk
            except (BrokenPipeError, ConnectionResetError):
                pass
            return answer

    def visit_processes(self):
        """Processes of this station's visits that are alive."""
        found = []
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                environment = (entry / "environ").read_bytes()
                alive = ") Z" not in (entry / "stat").read_text()
            except OSError:
                continue
            if b"VCD_STATION=" + self.mark().encode() in environment and alive:
                found.append(int(entry.name))
        return found

    def visit_programs(self, name):
        """Those of them that run this program."""
        return [pid for pid in self.visit_processes() if name_of(pid) == name]

    def visit_homes(self):
        """The home of the running visit, through each of its processes that can see it."""
        found = []
        for pid in self.visit_processes():
            # One that ends while it is looked at has none.
            with contextlib.suppress(OSError):
                found += Path(f"/proc/{pid}/root/home").glob(f"vcd-{self.mark()}-*")
        return found

    def visit_home(self, holding=""):
        """The home of the running visit, as soon as that is in it."""

        def homes():
            return [home for home in self.visit_homes() if (home / holding).exists()]

        return self.wait_until(f"the visit's home, and in it {holding or 'anything'}", homes)[0]

    def mark(self):
        value = 2166136261
        for byte in str(self.root.resolve()).encode():
            value = ((value ^ byte) * 16777619) & 0xFFFFFFFF
        return f"{value:08x}"


class StationTest(EmbeddedPC, unittest.TestCase):
    """Makes a folder for each test, and ends what the test started, also when it fails."""

    def __call__(self, result=None):
        # The name `run` is the PC's.
        return unittest.TestCase.run(self, result)

    def setUp(self):
        self.move_in(Path(tempfile.mkdtemp(prefix="vcd-test-", dir="/tmp")))
        self.folder.chmod(0o755)
        # Not tearDown: that is left out where a test's own setUp fails.
        self.addCleanup(self.end_all)

    def configure(self, command=FOREVER, client="", rest='[shutdown]\ndelay = "0s"\n', length="60s"):
        self.config.write_text(
            f'[client]\ncommand = {command}\nclose_grace = "1s"\n{client}\n'
            f'[visit]\nlength = "{length}"\nwarn_at = []\n{rest}\n'
        )

    def script(self, text):
        """A client that is a shell script, as the configuration's command. The sandbox has its own /tmp: it goes in by
        argument."""
        return json.dumps(["/bin/sh", "-c", text])

    def listen(self):
        """Events as they come; started when the first line is there."""
        events = self.in_background("events")
        self.assertIn("status", json.loads(events.stdout.readline()))
        return events

    def told(self, events):
        """What came, and ends the listening."""
        events.terminate()
        return [line["event"] for line in self.answer_of(events).objects if "event" in line]

    def check_config(self, config=None):
        """What vcd says of a configuration."""
        return finished([BIN / "vcd", "--check-config", config or self.config], timeout=self.patience)

    def answer_on_a_terminal(self, answer, *words, question=b"[y/N]"):
        """What vcctl shows on a terminal where its question is answered so."""
        pid, terminal = pty.fork()
        if pid == 0:
            os.execv(self.programs / "vcctl", [str(word) for word in self.officer(*words)])
        shown = b""
        end = time.monotonic() + self.patience
        answered = False
        while time.monotonic() < end:
            if not select.select([terminal], [], [], 0.2)[0]:
                continue
            try:
                shown += os.read(terminal, 4096)
            except OSError:
                break
            if question in shown and not answered:
                os.write(terminal, answer.encode() + b"\n")
                answered = True
        os.waitpid(pid, 0)
        os.close(terminal)
        self.assertTrue(answered, shown)
        return shown.decode()


def name_of(pid):
    """What the kernel calls a process; nothing once it is gone."""
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return None


def end(process, limit=60):
    """Ends one that was started here: by the end of its input where it has one, by a signal, or by force."""
    try:
        if process.stdin and not process.stdin.closed:
            process.stdin.close()
            process.wait(timeout=5)
    except (subprocess.TimeoutExpired, BrokenPipeError):
        pass
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(timeout=limit)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    for stream in (process.stdout, process.stderr):
        if stream:
            stream.close()
