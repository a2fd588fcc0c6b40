"""A real vcd with real vcctl, on a root of its own, for the end-to-end tests."""

import json
import os
import pty
import select
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

BIN = Path(os.environ.get("VCD_BIN_DIR", ".build/release")).resolve()
FOREVER = '["sleep", "1000"]'


class Answer:
    """What vcctl printed and left with."""

    def __init__(self, done):
        self.code = done.returncode
        self.out = done.stdout
        self.err = done.stderr
        self.objects = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]

    @property
    def last(self):
        return self.objects[-1] if self.objects else {}

    @property
    def error(self):
        return self.last.get("error", "").rsplit(".", 1)[-1]


class StationTest(unittest.TestCase):
    """Makes a folder for each test, and ends what the test started, also when it fails."""

    around = []
    """What vcd is started by: a command that becomes it."""

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="vcd-test-", dir="/tmp"))
        self.folder.chmod(0o755)
        self.root = self.folder / "root"
        self.config = self.folder / "vcd.toml"
        self.started = []
        # Not tearDown: that is left out where a test's own setUp fails.
        self.addCleanup(self.clean_up)

    def clean_up(self):
        for process in self.started:
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(timeout=15)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def configure(self, command=FOREVER, client="", rest='[shutdown]\ndelay = "0s"\n', length="60s"):
        self.config.write_text(
            f'[client]\ncommand = {command}\nclose_grace = "1s"\n{client}\n'
            f'[visit]\nlength = "{length}"\nwarn_at = []\n{rest}\n'
        )

    def script(self, text):
        """A client that is a shell script, as the configuration's command."""
        path = self.folder / f"client-{len(list(self.folder.iterdir()))}.sh"
        path.write_text("#!/bin/sh\n" + text)
        path.chmod(0o755)
        # The sandbox has its own /tmp: the script goes in by argument.
        return json.dumps(["/bin/sh", "-c", text])

    def start(self, wait=True, root=None):
        with open(self.folder / f"vcd-{len(self.started)}.log", "wb") as log:
            vcd = subprocess.Popen(
                [*self.around, BIN / "vcd", "--local", "--root", root or self.root, "--config", self.config],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                # A drill searches the home of vcd's account; the tests' own machine may keep gigabytes there.
                env={**os.environ, "HOME": str(self.folder)},
            )
        self.started.append(vcd)
        if wait:
            self.wait_for(lambda: self.state() in ("ready", "blocked"), "the station is up")
        return vcd

    def log(self):
        return "".join(path.read_text() for path in sorted(self.folder.glob("vcd-*.log")))

    def vcctl(self, *words, **environment):
        return Answer(
            subprocess.run(
                [BIN / "vcctl", *words, "--socket", self.root / "control"],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=60,
                env={**os.environ, **environment},
            )
        )

    def json(self, *words):
        return self.vcctl(*words, "--json")

    def in_background(self, *words):
        process = subprocess.Popen(
            [BIN / "vcctl", *words, "--json", "--socket", self.root / "control"],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        self.started.append(process)
        return process

    def listen(self):
        """Events as they come; started when the first line is there."""
        events = self.in_background("events")
        self.assertIn("status", json.loads(events.stdout.readline()))
        return events

    @staticmethod
    def answer_of(process):
        out, err = process.communicate(timeout=60)
        return Answer(subprocess.CompletedProcess([], process.returncode, out, err))

    def answer_on_a_terminal(self, answer, *words, question=b"[y/N]"):
        """What vcctl shows on a terminal where its question is answered so."""
        pid, terminal = pty.fork()
        if pid == 0:
            os.execv(BIN / "vcctl", ["vcctl", *words, "--socket", str(self.root / "control")])
        shown = b""
        end = time.monotonic() + 20
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

    def status(self):
        return self.json("status").last.get("status", {})

    def state(self):
        return self.status().get("state")

    def wait_for(self, condition, what, seconds=20):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if condition():
                return
            time.sleep(0.05)
        self.fail(f"not within {seconds} s: {what}\n{self.log()}")

    def send(self, data):
        """Sends raw bytes on a connection of its own and gives back what comes until the end."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(10)
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

    def mark(self):
        value = 2166136261
        for byte in str(self.root.resolve()).encode():
            value = ((value ^ byte) * 16777619) & 0xFFFFFFFF
        return f"{value:08x}"


kill = signal.SIGKILL
