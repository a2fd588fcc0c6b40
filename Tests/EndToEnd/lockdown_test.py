"""A visitor and a call page try to get out of the real browser, with all keys and without a window manager.

Prints a table of what was tried and what came of it, and leaves a picture of each in .build/lockdown.
"""

import json
import os
import unittest
from pathlib import Path

from vcdtest import breakout, embedded
from vcdtest.pc import comes

PICTURES = Path(".build/lockdown").resolve()
KEYMAP = Path("systemd/xkb").resolve()

# Name, keys for a keyboard that has all, and the numbers of the same keys.
KEYS = [
    ("new window", "ctrl+n", "37+57"), ("new tab", "ctrl+t", "37+28"), ("address line", "ctrl+l", "37+46"),
    ("open a file", "ctrl+o", "37+32"), ("save the page", "ctrl+s", "37+39"), ("print", "ctrl+p", "37+33"),
    ("source text", "ctrl+u", "37+30"), ("developer tools", "ctrl+shift+i", "37+50+31"), ("F12", "F12", "96"),
    ("F11", "F11", "95"), ("F6", "F6", "72"), ("history", "ctrl+h", "37+43"), ("downloads", "ctrl+j", "37+44"),
    ("bookmark", "ctrl+d", "37+40"), ("incognito", "ctrl+shift+n", "37+50+57"), ("task manager", "shift+Escape", "50+9"),
    ("profile menu", "ctrl+shift+m", "37+50+58"), ("browser menu", "alt+f", "64+41"), ("home", "alt+Home", "64+110"),
    ("clear data", "ctrl+shift+Delete", "37+50+119"), ("help", "F1", "67"), ("caret browsing", "F7", "73"),
    ("menu key", "Menu", "135"), ("context menu by keys", "shift+F10", "50+76"),
    ("system menu", "alt+space", "64+65"), ("search", "ctrl+f", "37+41"), ("reopen tab", "ctrl+shift+t", "37+50+28"),
    ("close", "ctrl+w", "37+25"), ("close the window", "alt+F4", "64+70"), ("quit", "ctrl+shift+q", "37+50+24"),
]

# Name, and what the page runs when it is clicked on. {foreign} is an address that is not allowed.
PAGE = [
    ("file:", 'location = "file:///etc/passwd"; return "asked"'),
    ("chrome:", 'location = "chrome://settings"; return "asked"'),
    ("view-source:", 'location = "view-source:" + location; return "asked"'),
    ("data: page", 'location = "data:text/html,<h1>out"; return "asked"'),
    ("javascript: window", 'return open("javascript:1") ? "a window" : "no window"'),
    ("window.open, same address", 'return open("/second", "", "width=400,height=300") ? "a window" : "no window"'),
    ("window.open, other address", 'return open("{foreign}/window") ? "a window" : "no window"'),
    ("window.open, about:blank",
     'const w = open("about:blank"); if (!w) return "no window"; w.document.write("<h1>written"); return "written"'),
    ("download link",
     'const a = document.createElement("a"); a.href = "/file"; a.download = "got.bin"; a.click(); return "clicked"'),
    ("download of a blob",
     'const a = document.createElement("a"); a.href = URL.createObjectURL(new Blob(["x"])); a.download = "got.txt"; '
     'a.click(); return "clicked"'),
    ("window.print", 'print(); return "asked"'),
    ("mailto:", 'location = "mailto:a@b.example"; return "asked"'),
    ("tel:", 'location = "tel:+1"; return "asked"'),
    ("zoommtg:", 'location = "zoommtg://x"; return "asked"'),
    ("file input",
     'const i = document.createElement("input"); i.type = "file"; return await new Promise(r => { i.oncancel = () => '
     'r("cancelled"); i.onchange = () => r("a file"); i.click() })'),
    ("showOpenFilePicker", 'await showOpenFilePicker(); return "a file"'),
    ("showSaveFilePicker", 'await showSaveFilePicker(); return "a file"'),
    ("camera in a foreign frame",
     'const f = document.createElement("iframe"); f.allow = "camera"; f.src = "{foreign}/frame"; '
     'document.body.append(f); return await new Promise(r => { f.onload = () => { try { f.contentDocument; } catch {} '
     'r("loaded") } })'),
    ("getDisplayMedia", 'await navigator.mediaDevices.getDisplayMedia(); return "the screen"'),
    ("WebUSB", 'return await navigator.usb.requestDevice({filters: []})'),
    ("WebHID", 'return (await navigator.hid.requestDevice({filters: []})).length + " devices"'),
    ("Web Serial", 'return await navigator.serial.requestPort()'),
    ("Bluetooth", 'return await navigator.bluetooth.requestDevice({acceptAllDevices: true})'),
    ("clipboard", 'return "read " + await navigator.clipboard.readText()'),
    ("notification", 'return await Notification.requestPermission()'),
    ("location", 'return await new Promise(r => navigator.geolocation.getCurrentPosition(() => r("a place"), e => r(e.message)))'),
    ("other address", 'location = "{foreign}/page"; return "asked"'),
]

# A window that a click opens is not to be had from Chromium's policies; what is in it is an allowed address or empty.
NOTHING = ("a window", "denied", "NotAllowed", "SecurityError", "NotFound", "AbortError", "TypeError", "no window", "asked",
           "clicked", "no answer", "cancelled", "0 devices", "loaded", "written", "NotSupported", "User denied", "InvalidState")


class Lockdown(embedded.StationTest):
    needs = ("Xvfb", "chromium", "xdotool", "xwininfo", "import", "setxkbmap", "xkbcomp")

    def setUp(self):
        super().setUp()
        self.site = breakout.Site()
        self.addCleanup(self.site.close)
        self.table = []
        self.addCleanup(self.show)
        # Other programs' protocols are opened by it.
        self.template = self.folder / "template"
        (self.template / "bin").mkdir(parents=True)
        opener = self.template / "bin" / "xdg-open"
        opener.write_text('#!/bin/sh\necho "$@" >> "$HOME/opened"\n')
        opener.chmod(0o755)
        self.configure(
            command=json.dumps([
                "sh", "-c", 'PATH="$HOME/bin:$PATH" exec chromium --kiosk --no-first-run --no-default-browser-check '
                "--password-store=basic --disable-gpu --ozone-platform=x11 --window-size=1280,720 --window-position=0,0 "
                "--autoplay-policy=no-user-gesture-required --use-fake-device-for-media-stream "
                f"{self.site.address}/",
            ]),
            client=f'display = "xvfb"\nbrowser = "chromium"\naddresses = ["{self.site.address}"]\n'
                   # Not nobody: what another program of that account leaves would block the station.
                   f'template = "{self.template}"\nuser = "games"',
            length="10m", rest='[shutdown]\ndelay = "0s"\n[home]\nsize = "500M"\n',
        )
        self.start()

    def open_page(self):
        """Starts a visit, and waits until the page is there."""
        before = self.site.living()
        answer = self.json("next")
        self.assertEqual(answer.code, 0, answer.out + self.log())
        self.me = self.wait_until("the page is there", lambda: next(iter(self.site.living() - before), None))
        # bubblewrap's own process is still on this side.
        here = os.stat("/proc/self/ns/mnt").st_ino
        self.pid = next(pid for pid in self.visit_processes() if os.stat(f"/proc/{pid}/ns/mnt").st_ino != here)
        self.hands = breakout.Hands(self.pid, PICTURES)
        self.addCleanup(self.hands.close)
        self.keymap()
        self.hands.click(1000, 650)
        self.windows = self.hands.windows()
        self.full = self.size()

    def keymap(self):
        """All keys of the layout."""

    def is_as_before(self):
        return self.me in self.site.living() and not self.site.state_of(self.me)["hidden"]

    def size(self):
        state = self.site.state_of(self.me)
        return state["width"], state["height"]

    def home_files(self):
        homes = self.visit_homes()
        self.assertTrue(homes, f"the visit goes on\n{self.log()}")
        home = homes[0]
        return {str(path.relative_to(home)) for path in home.glob("Downloads/*")} | {
            name for name in ("opened", "Desktop") if (home / name).exists()
        }

    def result(self, kind, name, said=""):
        """What can be told from outside: is the page still there, is anything more on the screen, did a file or
        another address come to be."""
        if not Path(f"/proc/{self.pid}/root/home").exists():
            self.table.append((kind, name, said, "the program has ended", ""))
            return ["the program has ended"]
        file = self.hands.picture(f"{kind}-{name}".replace(" ", "-").replace(":", "").replace(",", ""))
        more = len(self.hands.windows() - self.windows)
        found = []
        if more:
            found.append(f"{more} more on the screen")
        if not self.site.answers_from_now(self.me):
            found.append("page gone")
        # Without a window manager it comes to its last size, a pixel more, in its own time.
        elif max(abs(now - then) for now, then in zip(self.size(), self.full)) > 2:
            found.append("page of {}x{}".format(*self.size()))
        if self.site.elsewhere:
            found.append(f"other address reached: {self.site.elsewhere}")
        if files := self.home_files():
            found.append(f"files: {sorted(files)}")
        self.table.append((kind, name, said, ", ".join(found) or "nothing", file.name))
        return found

    def again(self):
        self.site.elsewhere.clear()
        self.open_page()

    def show(self):
        if not self.table:
            return
        wide = [max(len(row[column]) for row in self.table) for column in range(4)]
        print()
        for row in self.table:
            print("  ".join(part.ljust(width) for part, width in zip(row, wide)).rstrip())

    def try_keys(self, kind, column):
        self.open_page()
        bad = []
        for row in KEYS:
            self.hands.key(row[column])
            # A window that comes, comes within this time; none coming can't be waited for.
            comes(lambda: self.hands.windows() - self.windows or not self.is_as_before(), 1.2)
            if found := self.result(kind, row[0]):
                bad.append((row[0], found))
                self.again()
        return bad

    def test_keys_against_the_policies_alone(self):
        bad = self.try_keys("keys", 1)
        # Their windows and pages show nothing: the policies see to that. What opens them is the keyboard's to keep.
        self.assertEqual(self.reached(), [])
        self.assertEqual([name for name, found in bad if "files" in str(found)], [])

    def test_the_mouse(self):
        """Button 3 opens the context menu, button 2 a link in a tab of its own."""
        self.open_page()
        for name, place, button in [("right button", (640, 600), 3), ("right button on a link", (110, 328), 3),
                                    ("right button in a field", (300, 328), 3), ("middle button on a link", (110, 328), 2)]:
            self.hands.click(*place, button)
            comes(lambda: self.hands.windows() - self.windows or not self.is_as_before(), 1.2)
            if self.result("mouse", name):
                self.again()
        self.assertEqual(self.reached(), [])

    def reached(self):
        return [row for row in self.table if "other address" in row[3] or "files:" in row[3]]

    def test_what_a_page_tries(self):
        self.open_page()
        bad = []
        for name, code in PAGE:
            with self.site.lock:
                self.site.task = {"name": name, "code": code.replace("{foreign}", self.site.foreign)}
            self.wait_until(name, lambda: name in self.site.armed)
            self.hands.click()
            said = comes(lambda: self.site.reports.get(name), 4) or "no answer"
            comes(lambda: self.hands.windows() - self.windows or not self.is_as_before(), 1)
            with self.site.lock:
                self.site.task = {}
            found = self.result("page", name, said[:60])
            if any(word in str(found) for word in ("other address", "files:")) or not any(
                word in said for word in NOTHING
            ):
                bad.append((name, said, found))
            if found:
                self.again()
        self.assertEqual(bad, [])


class LockdownKeys(Lockdown):
    test_keys_against_the_policies_alone = None
    test_what_a_page_tries = None
    test_the_mouse = None

    def keymap(self):
        """The keyboard of a visit, of the station's own file."""
        described = self.hands.x("setxkbmap", "-print", "-layout", "us", "-option", "")
        described = described.replace("+inet(evdev)", "+inet(evdev)+vcd(visit)")
        self.assertIn("vcd(visit)", described)
        self.hands.x("xkbcomp", f"-I{KEYMAP}", "-w", "0", "-", self.hands.environment["DISPLAY"], input=described)

    def test_keys_with_the_keyboard_of_a_visit(self):
        self.assertEqual(self.try_keys("keymap", 2), [])


if __name__ == "__main__":
    unittest.main()
