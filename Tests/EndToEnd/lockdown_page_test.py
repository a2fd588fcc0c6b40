"""A call page that tries to get out of the real browser."""

import unittest

from vcdtest.lockdown import LockdownTest
from vcdtest.pc import comes

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


class Page(LockdownTest):
    def test_what_a_page_tries(self):
        self.open_page()
        bad = []
        for name, code in PAGE:
            with self.site.lock:
                self.site.task = {"name": name, "code": code.replace("{foreign}", self.site.foreign)}
            self.wait_until(name, lambda: name in self.site.armed)
            self.hands.click()
            said = comes(lambda: self.site.reports.get(name), 4) or "no answer"
            comes(self.has_happened, 1)
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


if __name__ == "__main__":
    unittest.main()
