"""A visitor and a call page who try to get out of the real browser, without a window manager.

Prints a table of what was tried and what came of it, and leaves a picture of each in .build/lockdown.
"""

import json
import os
from pathlib import Path

from vcdtest import ROOT, breakout, embedded
from vcdtest.pc import comes

PICTURES = ROOT / ".build" / "lockdown"

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


class LockdownTest(embedded.StationTest):
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

    def has_happened(self):
        """Something that can be seen: a window more, or the page is not as it was."""
        return self.hands.windows() - self.windows or not self.is_as_before()

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
            comes(self.has_happened, 1.2)
            if found := self.result(kind, row[0]):
                bad.append((row[0], found))
                self.again()
        return bad

    def reached(self):
        return [row for row in self.table if "other address" in row[3] or "files:" in row[3]]
