"""The waiting screen: real vcd, real vcd-board, real Chromium."""

import http.client
import json
import os
import pathlib
import re
import socket
import time
import unittest

from vcdtest import ROOT, checks, day, devtools, embedded

PICTURES = ROOT / ".build" / "waiting"
SIZES = ((1920, 1080), (1366, 768))
LANGUAGES = ("id", "en")
STATES = ("closed", "preparing", "ready", "called", "visit", "blocked", "locked", "ending", "lost")
TEXTS = (
    '[waiting]\nplace = "Lembaga Pemasyarakatan Kelas IIA Contoh"\nturn = "3s"\n'
    'complaints = ["WhatsApp 0800-0000-0000", { id = "Kotak pengaduan di ruang tunggu", '
    'en = "Complaint box in the waiting room" }]\n'
)

# Every text that is seen: its colours' contrast (WCAG 2.1, 1.4.3), its size in hundredths of the screen's height, and
# whether it is within the screen and its box.
MEASURE = """(() => {
  const channel = value => (value /= 255) <= .04045 ? value / 12.92 : ((value + .055) / 1.055) ** 2.4;
  const light = color => { const [r, g, b] = color.match(/[\\d.]+/g).map(Number);
    return .2126 * channel(r) + .7152 * channel(g) + .0722 * channel(b); };
  const back = element => { for (; element; element = element.parentElement) {
    const color = getComputedStyle(element).backgroundColor;
    if (!/, 0\\)$/.test(color)) return color; } return "rgb(255,255,255)"; };
  const found = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
    const box = element.getBoundingClientRect();
    if (!own || !box.width || element.id === "said" || element.tagName === "SCRIPT") continue;
    const style = getComputedStyle(element), [a, b] = [light(style.color), light(back(element))];
    const parent = element.closest("main, aside, header").getBoundingClientRect();
    found.push({ text: element.textContent.trim(), size: parseFloat(style.fontSize) / innerHeight * 100,
      contrast: (Math.max(a, b) + .05) / (Math.min(a, b) + .05), isMain: Boolean(element.closest("main, #time")),
      isInside: box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight
        && box.bottom <= parent.bottom + 1 && box.right <= parent.right + 1 });
  }
  return JSON.stringify(found);
})()"""


class Board(embedded.StationTest):
    def start_board(self, *words):
        with open(self.folder / f"board-{len(self.started)}.log", "wb") as log:
            return self.start_command(embedded.BIN / "vcd-board", *words, stderr=log)

    def preview(self, state, more=TEXTS):
        self.configure(rest=more)
        board = self.start_board("--preview", "--state", state, "--config", self.config)
        return re.fullmatch(r"http://127\.0\.0\.1:(\d+)/\n", board.stdout.readline())[0].strip()

    def browser(self, width=1920, height=1080, **others):
        browser = devtools.Browser(width, height, **others)
        self.addCleanup(browser.stop)
        return browser

    def get(self, port, path="/state", method="GET", headers=()):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request(method, path, headers=dict(headers))
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read().decode()
        finally:
            connection.close()

    def model(self, port):
        return json.loads(self.get(port)[2])


class EachState(Board):
    def test_each_state_is_read_at_three_metres_in_both_languages(self):
        browsers = {size: self.browser(*size) for size in SIZES}
        axe = os.environ.get("AXE")
        for state in STATES:
            address = self.preview(state)
            # The two turn together.
            for browser in browsers.values():
                browser.open(address)
            for language in LANGUAGES:
                for size, browser in browsers.items():
                    with self.subTest(state=state, language=language, size=size):
                        self.look(browser, state, language, size)
            for browser in browsers.values() if axe else ():
                browser.run(pathlib.Path(axe).read_text() + ";1")
                violations = browser.run(
                    "axe.run().then(r => JSON.stringify(r.violations.map(v => [v.id, v.nodes.map(n => n.html)])))"
                )
                self.assertEqual(json.loads(violations), [], state)
            self.started[-1].terminate()
        for browser in browsers.values():
            self.assertEqual({url for url in browser.requests if not re.match(r"http://127\.0\.0\.1:|data:|about:", url)}, set())
            self.assertFalse([text for text in browser.complaints if "Content Security" in text or "exception" in text])

    def look(self, browser, state, language, size):
        width, height = size
        browser.wait_until(
            f"document.readyState === 'complete' && document.body.className === '{state}' && "
            f"document.documentElement.lang === '{language}'"
        )
        texts = json.loads(browser.run(MEASURE))
        self.assertGreater(len(texts), 7)
        for text in texts:
            self.assertGreaterEqual(text["contrast"], 7, text)
            self.assertGreaterEqual(text["size"], 7.4 if text["isMain"] else 4.9, text)
            self.assertTrue(text["isInside"], text)
        self.assertEqual(
            browser.run("[document.documentElement.scrollHeight, document.documentElement.scrollWidth]"), [height, width]
        )
        if state in ("called", "visit", "preparing", "ready"):
            self.assertTrue(any(re.match("Berikutnya nomor 9|Next is ticket 9", text["text"]) for text in texts))
        browser.screenshot(PICTURES / f"{state}-{language}-{width}.png")

    def test_long_texts_are_shown_one_after_the_other_and_never_cut(self):
        rules = [f"Aturan {number}: " + "kata " * 20 for number in range(8)]
        browser = self.browser(1366, 768)
        browser.open(self.preview("visit", f'[waiting]\nturn = "3s"\nlanguages = ["id"]\nrules = {json.dumps(rules)}\n'))
        browser.wait_until("document.readyState === 'complete'")
        # One language only: a turn is a page of the side.
        seen = set()

        def all_seen():
            texts = json.loads(browser.run(MEASURE))
            self.assertTrue(all(text["isInside"] for text in texts), texts)
            seen.update(text["text"][:8] for text in texts if text["text"].startswith("Aturan"))
            return len(seen) == len(rules)

        self.wait_until("each rule is shown", all_seen, limit=180)


class Served(Board):
    def test_what_is_not_the_page_is_refused(self):
        port = int(self.preview("ready").rsplit(":", 1)[1].strip("/"))
        status, headers, body = self.get(port, "/")
        self.assertEqual(status, 200)
        self.assertIn("default-src 'none'", headers["Content-Security-Policy"])
        self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
        self.assertIn("<noscript><meta http-equiv=\"refresh\"", body)
        self.assertEqual(self.get(port, "/etc/passwd")[0], 404)
        self.assertEqual(self.get(port, "/", method="POST")[0], 405)
        self.assertEqual(self.get(port, "/", headers={"Host": "evil.example"})[0], 421)
        with socket.create_connection(("127.0.0.1", port), timeout=10) as long:
            long.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 20000)
            self.assertEqual(self.rest(long), b"")

    @staticmethod
    def rest(connection):
        try:
            return connection.recv(100)
        except ConnectionResetError:
            return b""

    def test_only_so_many_at_once(self):
        port = int(self.preview("ready").rsplit(":", 1)[1].strip("/"))
        viewers = []
        try:
            for _ in range(40):
                viewer = socket.create_connection(("127.0.0.1", port), timeout=10)
                viewers.append(viewer)
                viewer.sendall(b"GET /events HTTP/1.1\r\nHost: localhost:%d\r\n\r\n" % port)
            answered = sum(self.rest(viewer).startswith(b"HTTP/1.1 200") for viewer in viewers)
            self.assertEqual(answered, 32)
        finally:
            for viewer in viewers:
                viewer.close()
        self.wait_until("a place is free again", lambda: self.answers(port))

    def answers(self, port):
        try:
            return self.get(port)[0] == 200
        except (OSError, http.client.HTTPException):
            return False


class WithTheStation(Board, day.DayTest):
    def test_the_page_follows_the_station_and_outlives_its_restart(self):
        self.configure_day(TEXTS)
        vcd = self.start()
        port = checks.free_port()
        board = self.start_board("--socket", self.root / "control", "--config", self.config, "--port", str(port))
        self.wait_until("the board", lambda: board.poll() is None and self.shows(port, "ready"))
        browser = self.browser()
        browser.open(f"http://127.0.0.1:{port}/")
        browser.wait_until("document.body.className === 'ready'")
        tickets = self.register(3)
        self.json("call")
        browser.wait_until(
            f"document.body.className === 'called' && document.getElementById('ticket').textContent === '{tickets[0]}'"
        )
        self.assertEqual(self.json("next").code, 0)
        browser.wait_until("document.body.className === 'visit'")
        self.assertEqual(self.model(port)["faces"][1]["queue"][0][:16], f"Next is ticket {tickets[1]}")
        for number in day.NUMBERS:
            self.assertNotIn(number, self.get(port, "/")[2] + self.get(port)[2])
        self.stop(vcd)
        browser.wait_until("document.body.className === 'lost'")
        before = time.monotonic()
        self.start()
        browser.wait_until("document.body.className === 'ready'")
        print(f"\nthe page is back {time.monotonic() - before:.1f} s after vcd's start")
        # And its own server's.
        board.terminate()
        board.wait(timeout=self.patience)
        browser.run("void (window.stayed = true)")
        browser.wait_until("isLost && document.body.className === 'lost'")
        self.start_board("--socket", self.root / "control", "--config", self.config, "--port", str(port))
        browser.wait_until("document.body.className === 'ready'")

    def shows(self, port, kind):
        try:
            return self.model(port)["kind"] == kind
        except (OSError, http.client.HTTPException):
            return False

    def test_whether_the_screen_is_wanted(self):
        for text, code in (("[waiting]\nscreen = true\n", 0), ("[waiting]\nscreen = false\n", 1), ("", 1), ("[x]", 78)):
            self.configure(rest=text)
            done = self.run(embedded.BIN / "vcd-board", "--screen-wanted", "--config", self.config, check=False)
            self.assertEqual(done.code, code, text)


if __name__ == "__main__":
    unittest.main()
