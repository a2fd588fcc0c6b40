"""The session around the call program: screen, services, start page; with real browsers."""

import http.server
import json
import os
import pathlib
import queue
import shutil
import signal
import subprocess
import threading
import time
import unittest
import urllib.parse

from vcdtest import embedded
from vcdtest.pc import wait_until

PAGE = b"""<!doctype html><title>call</title><body style="background:#063;color:#fff"><h1>the call page</h1><script>
(async () => {
  const devices = await navigator.mediaDevices.enumerateDevices();
  const kinds = devices.map(device => device.kind).join(" ");
  fetch("/listed?" + encodeURIComponent(kinds));
  const tracks = await navigator.mediaDevices.getUserMedia({video: true, audio: true}).then(
    stream => stream.getTracks().length, () => 0);
  requestAnimationFrame(() => setTimeout(() => fetch(
    "/seen?" + encodeURIComponent(kinds + " " + tracks + " " + innerWidth + "x" + innerHeight)), 500));
})();
</script>"""
TOKEN = "a-room-that-nobody-else-may-know"
CHROMIUM = [
    "chromium", "--kiosk", "--no-first-run", "--no-default-browser-check", "--password-store=basic", "--disable-gpu",
    "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", "--disable-features=WebRtcPipeWireCamera",
]
X11 = ["--ozone-platform=x11", "--window-position=0,0", "--window-size=1280,720"]


class Page:
    """A call page on loopback, which tells what was asked for."""

    def __init__(self):
        page = self
        self.asked = queue.Queue()

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                page.asked.put(urllib.parse.unquote(self.path))
                self.send_response(200 if "favicon" not in self.path else 404)
                self.send_header("Content-Type", "text/html")
                self.end_headers()
                self.wfile.write(PAGE if TOKEN in self.path or self.path == "/" else b"")

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def port(self):
        return self.server.server_port

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}/{TOKEN}"

    def wait_for(self, path, limit=120):
        """The requests up to the one for this."""
        paths = []

        def came():
            while not self.asked.empty():
                paths.append(self.asked.get())
                if paths[-1].partition("?")[0] == path:
                    return paths
            return None

        return wait_until(path, came, limit, lambda: f"asked for: {paths}")

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class Session(embedded.StationTest):
    needs = ("Xvfb", "Xwayland", "cage", "sway", "chromium", "firefox-esr", "dbus-daemon", "dbus-send", "pipewire",
             "pipewire-pulse", "wireplumber", "wpctl")

    def setUp(self):
        super().setUp()
        self.page = Page()
        self.addCleanup(self.page.close)

    def screen(self):
        """The environment of who draws on the visit's Wayland screen, seen from outside; None where it has none."""
        for run in [home / ".run" for home in self.visit_homes()]:
            for socket in run.glob("wayland-*"):
                if socket.suffix != ".lock":
                    return {**os.environ, "XDG_RUNTIME_DIR": str(run), "WAYLAND_DISPLAY": str(socket)}
        return None

    def plug_in_a_keyboard(self):
        """A virtual one, for half a minute."""
        self.start_command("wtype", "-s", "30000", "x", env=self.screen())

    def picture(self, name):
        """The visit's screen, for people to look at."""
        file = f"{self.pictures()}/{name}.png"
        screen = self.screen()
        if screen:
            return self.run("grim", file, env=screen, check=False)
        for home in self.visit_homes()[:1]:
            return self.run("convert", f"xwd:{home / '.run/Xvfb_screen0'}", file, check=False)

    @staticmethod
    def pictures():
        folder = embedded.BIN.parent / "pictures"
        folder.mkdir(exist_ok=True)
        return folder

    def call(self, display, command, client):
        self.configure(
            command=json.dumps(command),
            client=f'display = "{display}"\nservices = ["bus"]\naddress = "{self.page.address}"\n{client}',
        )
        self.start()
        self.assertEqual(self.json("next").code, 0, self.log())

    def expect_call(self, display, command, screen, client='browser = "chromium"', cameras="videoinput", tracks=2,
                    has_keyboard=False):
        self.call(display, command, client)
        if has_keyboard:
            self.plug_in_a_keyboard()
        paths = self.page.wait_for("/seen")
        others = [path for path in paths if not path.startswith(("/listed", "/seen", "/favicon"))]
        self.assertEqual(others, [f"/{TOKEN}"])
        self.assertIn(cameras, paths[-1])
        *_, given, size = paths[-1].split()
        self.assertEqual(int(given.removeprefix("/seen?")), tracks)
        # Without a window manager Chromium keeps a pixel for a border.
        for seen, wanted in zip(size.split("x"), screen.split("x")):
            self.assertLessEqual(abs(int(seen) - int(wanted)), 1, size)
        self.picture(f"session-{display}-{command[0]}")
        self.expect_no_trace_of_the_address(command[0])
        answer = self.json("wipe")
        self.assertTrue(answer.last.get("receipt", {}).get("clean"), answer.out)
        self.assertEqual(self.visit_processes(), [])
        self.assertNotIn(TOKEN, self.log())

    def expect_no_trace_of_the_address(self, program):
        """In no argument and no environment on the PC."""
        seen = []
        for entry in pathlib.Path("/proc").iterdir():
            for name in ("cmdline", "environ"):
                try:
                    seen.append((name, entry / name, (entry / name).read_bytes()))
                except OSError:
                    pass
        self.assertIn(program.encode(), b"".join(text for *_, text in seen), "the look sees the browser")
        self.assertEqual([str(path) for name, path, text in seen if TOKEN.encode() in text], [])

    def test_chromium_in_cage(self):
        self.expect_call("cage", [*CHROMIUM, "--ozone-platform=wayland"], "1280x720")

    def test_chromium_in_sway_at_a_size_of_its_own(self):
        client = 'browser = "chromium"\nenvironment = { VCD_SCREEN = "1366x768" }'
        self.expect_call("sway", [*CHROMIUM, "--ozone-platform=wayland"], "1366x768", client=client)

    def test_chromium_on_an_x_server(self):
        self.expect_call("xvfb", [*CHROMIUM, *X11], "1280x720")

    def test_firefox_in_sway(self):
        client = (
            'browser = "firefox"\nfolders = [".mozilla/visit"]\n'
            'environment = { MOZ_ENABLE_WAYLAND = "1", MOZ_CRASHREPORTER_DISABLE = "1" }'
        )
        command = ["firefox-esr", "--kiosk", "--no-remote", "--profile", "{home}/.mozilla/visit"]
        # It has no made-up camera, and lists devices only when its window has the keyboard.
        self.expect_call("sway", command, "1280x720", client, cameras="", tracks=0, has_keyboard=True)

    def test_a_profile_of_the_template_keeps_what_it_says(self):
        template = self.folder / "template"
        preferences = template / ".config" / "chromium" / "Default" / "Preferences"
        preferences.parent.mkdir(parents=True)
        preferences.write_text(json.dumps({"session": {"other": 1.5}, "intl": {"list": ["id", None, True]}}))
        self.call("none", ["sh", "-c", "sleep 900"], f'browser = "chromium"\ntemplate = "{template}"')
        home = self.visit_home()
        laid = json.loads((home / ".config/chromium/Default/Preferences").read_text())
        self.assertEqual(laid["intl"], {"list": ["id", None, True]})
        self.assertEqual(laid["session"], {"other": 1.5, "restore_on_startup": 4, "startup_urls": [self.page.address]})

    def test_environment_folders_and_close_signal(self):
        self.configure(
            command=json.dumps([
                "bash", "-c",
                f"trap 'printf \"GET /closed HTTP/1.0\\r\\n\\r\\n\" >/dev/tcp/127.0.0.1/{self.page.port}; exit' INT; "
                "trap '' TERM; "
                'echo "$GREETING" > "$HOME/Documents/calls/seen"; while :; do sleep 0.1; done',
            ]),
            client='environment = { GREETING = "from {home}" }\nfolders = ["Documents/calls"]\nclose_signal = "INT"',
        )
        self.start()
        self.json("next")
        home = self.visit_home()
        seen = home / "Documents" / "calls" / "seen"
        self.wait_until("what the program saw", lambda: seen.exists() and seen.read_text())
        self.assertEqual(seen.read_text().strip(), f"from /home/{home.name}")
        self.assertEqual(seen.parent.stat().st_mode & 0o777, 0o700)
        self.assertTrue(self.json("wipe").last["receipt"]["clean"])
        self.page.wait_for("/closed")

    def test_bus_and_pipewire_are_there_and_end_with_the_visit(self):
        probe = (
            'dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.ListActivatableNames '
            '> "$HOME/bus"; for try in $(seq 100); do wpctl status > "$HOME/pipewire"; '
            'grep -q WirePlumber "$HOME/pipewire" && break; sleep 0.1; done; '
            'ls "$XDG_RUNTIME_DIR/pulse/native" > "$HOME/pulse"; '
            'env > "$HOME/env"; touch "$HOME/done"; exec sleep 900'
        )
        self.configure(command=self.script(probe), client='services = ["pipewire"]')
        self.start()
        self.assertEqual(self.json("next").code, 0, self.log())
        home = self.visit_home("done")
        names = [line.split('"')[1] for line in (home / "bus").read_text().splitlines() if '"' in line]
        self.assertEqual(names, ["org.freedesktop.DBus"], "nothing is started by being asked for")
        self.assertIn("WirePlumber", (home / "pipewire").read_text())
        self.assertIn("native", (home / "pulse").read_text())
        self.assertIn("DBUS_SYSTEM_BUS_ADDRESS=unix:path=/dev/null", (home / "env").read_text())
        self.assertTrue(self.json("wipe").last["receipt"]["clean"])
        self.assertEqual(self.visit_processes(), [])

    def test_a_service_that_is_missing_is_named(self):
        self.configure(client='services = ["bus"]\nenvironment = { PATH = "/nowhere" }')
        self.start()
        answer = self.json("next")
        self.assertEqual((answer.code, answer.error), (70, "ClientFailed"), answer.out)
        self.assertIn("Debian's package dbus-daemon", answer.last["parameters"]["message"])
        self.assertEqual(self.state(), "ready")

    def test_without_a_screen_the_call_ends(self):
        self.configure(client='display = "xvfb"')
        self.start()
        self.json("next")
        screen, = self.wait_until("the screen", lambda: self.visit_programs("Xvfb"))
        os.kill(screen, signal.SIGKILL)
        self.wait_for_state("ready")
        self.assertEqual(self.visit_processes(), [])


class Waiting(embedded.StationTest):
    # One of them ends in its first second, and that it does so at once can be seen only where nothing else runs.
    runs_alone = True
    needs = ("Xvfb", "chromium")

    def setUp(self):
        super().setUp()
        self.page = Page()
        self.addCleanup(self.page.close)

    def start_screen(self):
        self.config.write_text(f'[client]\ncommand = ["true"]\ndisplay = "xvfb"\n[waiting]\nport = {self.page.port}\n')
        run = self.folder / "run"
        run.mkdir(mode=0o700)
        words = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"] if os.geteuid() == 0 else []
        if words:
            shutil.chown(run, "nobody")
        return self.start_command(
            *words, embedded.BIN / "vcd-seat", "waiting", self.config, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, env={"PATH": os.environ["PATH"], "XDG_RUNTIME_DIR": str(run), "LANG": "C.UTF-8"},
        )

    def browser(self, process):
        """The browser's main process, once it is there."""
        children = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        return next(int(pid) for pid in children if b"chromium" in pathlib.Path(f"/proc/{pid}/cmdline").read_bytes())

    @staticmethod
    def blocks_termination(pid):
        """Whether it has begun: it waits for the signal."""
        lines = pathlib.Path(f"/proc/{pid}/status").read_text().splitlines()
        blocked = next(line.split()[1] for line in lines if line.startswith("SigBlk"))
        return int(blocked, 16) >> (signal.SIGTERM - 1) & 1

    def test_the_page_comes_comes_again_and_goes(self):
        process = self.start_screen()
        self.page.wait_for("/")
        first = self.wait_until("the browser", lambda: self.browser(process))
        os.kill(first, signal.SIGKILL)
        self.page.wait_for("/")
        self.assertNotEqual(self.browser(process), first)
        self.assertEqual(self.stop(process), 0)

    def test_in_its_first_second_it_ends_at_once(self):
        process = self.start_screen()
        self.wait_until("it has begun", lambda: self.blocks_termination(process.pid))
        begin = time.monotonic()
        self.assertEqual(self.stop(process), 0)
        # It would begin after a second.
        self.assertLess(time.monotonic() - begin, 0.9)
        self.assertTrue(self.page.asked.empty())


if __name__ == "__main__":
    unittest.main()
