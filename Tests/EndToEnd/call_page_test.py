"""What stands on the screen of a visit in place of the call: it is seen, told, and mended, with a real Chromium in sway."""

import http.server
import json
import socket
import ssl
import threading
import unittest
from urllib.parse import urlsplit

from vcdtest import embedded, programs

CHROMIUM = [
    "chromium", "--kiosk", "--no-first-run", "--no-default-browser-check", "--password-store=basic", "--disable-gpu",
    "--ozone-platform=wayland",
]
FIREFOX = ["firefox-esr", "--kiosk", "--no-remote", "--profile", "{home}/.mozilla/visit"]
IN_FIREFOX = (
    'browser = "firefox"\nservices = ["bus"]\nfolders = [".mozilla/visit"]\n'
    'environment = { MOZ_ENABLE_WAYLAND = "1", MOZ_CRASHREPORTER_DISABLE = "1" }'
)
CALL = """<!doctype html><title>The call</title><body style="background:teal"><h1>The call</h1>
<script>addEventListener("pagehide", () => navigator.sendBeacon("/unloaded"));%s</script>"""
# What the page does a while after it came.
LATER = {
    "/tel": 'setTimeout(() => { location.href = "tel:0211" }, 2500)',
    "/away": 'setTimeout(() => { location.href = "http://127.0.0.2/" }, 2500)',
    "/closes": "setTimeout(() => { window.close() }, 2500)",
    "/holds": 'addEventListener("beforeunload", event => { event.preventDefault(); while (true) {} })',
}


class Pages:
    """A call's server. A page whose path ends with `-once` does what it does the first time only."""

    def __init__(self, certificate=None):
        self.asked = []
        self.told = []
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        self.server.daemon_threads = True
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server.server_port}"

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def body(self, path):
        kind, _, once = path.partition("-")
        if once and self.asked.count(path) > 1:
            kind = "/call"
        if kind == "/white":
            return 200, "<!doctype html><title>The call</title><body style='background:white'>"
        if kind == "/500":
            return 500, ""
        return 200, CALL % LATER.get(kind, "")

    def handler(self):
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(handler):
                path = urlsplit(handler.path).path
                if path == "/favicon.ico":
                    return handler.send_error(404)
                self.asked.append(path)
                if path == "/elsewhere":
                    handler.send_response(302)
                    handler.send_header("Location", "http://127.0.0.2/call")
                    handler.send_header("Content-Length", "0")
                    return handler.end_headers()
                handler.answer(*self.body(path))

            def do_POST(handler):
                self.told.append(handler.path)
                handler.answer(200, "")

            def answer(handler, code, text):
                data = text.encode()
                handler.send_response(code)
                handler.send_header("Content-Type", "text/html; charset=utf-8")
                handler.send_header("Content-Length", str(len(data)))
                handler.send_header("Cache-Control", "no-store")
                handler.end_headers()
                handler.wfile.write(data)

            def log_message(handler, *_):
                pass

        return Handler


class CallPage(embedded.StationTest):
    needs = ("sway", "chromium", "firefox-esr", "dbus-daemon", "grim")

    def setUp(self):
        super().setUp()
        self.pages = Pages()
        self.addCleanup(self.pages.close)

    def begin(self, address, *also, join="", visit=True, rest='[shutdown]\ndelay = "0s"\n', words=("next",), command=CHROMIUM,
              browser='browser = "chromium"', **options):
        origins = [self.pages.address, *also]
        own = f'join = "{join}"' if join else f'address = "{address}"'
        self.configure(
            command=json.dumps(command), length="10m", rest=rest,
            client=f'display = "sway"\naddresses = {json.dumps(origins)}\n{own}\n{browser}',
        )
        self.start()
        if visit:
            answer = self.json(*words, **options)
            self.assertEqual(answer.code, 0, answer.out + self.log())
            return answer.last["visit"]
        return None

    def page(self):
        return (self.status()["visit"] or {}).get("page")

    def until(self, page):
        return self.wait_until(f"the page is {page}", lambda: self.page() == page)

    def expect_failure(self, address, *also):
        self.begin(address, *also)
        self.until("failed")
        text = self.vcctl("status").out
        self.assertIn("in place of the call", text)
        self.assertIn("vcctl restart-call", text)
        self.assertIn("halaman galat", self.vcctl("status", "--lang", "id").out)
        self.assertIn("in place of the call", self.log(), "the journal has it")
        self.assertEqual(self.state(), "visiting")

    def test_a_refused_connection_is_told(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            nobody = f"http://127.0.0.1:{taken.getsockname()[1]}"
            self.expect_failure(f"{nobody}/call", nobody)

    def test_a_name_that_is_not_found_is_told(self):
        self.expect_failure("http://no.such.name.invalid/call", "http://no.such.name.invalid")

    def test_an_error_of_the_server_is_told(self):
        self.expect_failure(f"{self.pages.address}/500")

    def test_an_address_that_is_not_allowed_is_told(self):
        self.expect_failure(f"{self.pages.address}/elsewhere")

    def test_a_certificate_that_nobody_knows_is_told(self):
        pages = Pages(self.certificate())
        self.addCleanup(pages.close)
        address = f"https://127.0.0.1:{pages.server.server_port}"
        self.expect_failure(f"{address}/call", address)

    def expect_trust(self, **browser):
        both = self.certificate()
        pages = Pages(both)
        self.addCleanup(pages.close)
        address = f"https://127.0.0.1:{pages.server.server_port}"
        rest = f'[network]\nauthorities = "{self.folder / "authority.pem"}"\n[shutdown]\ndelay = "0s"\n'
        self.begin(f"{address}/call", address, rest=rest, **browser)
        self.until("shown")
        self.assertEqual(pages.asked, ["/call"])

    def test_a_certificate_of_an_authority_of_the_station_is_good(self):
        self.expect_trust()

    def test_and_so_it_is_in_firefox(self):
        self.expect_trust(command=FIREFOX, browser=IN_FIREFOX)

    def test_firefox_shows_a_page_on_a_port_and_leaves_one_that_is_not_allowed(self):
        self.begin(f"{self.pages.address}/away-once", command=FIREFOX, browser=IN_FIREFOX)
        self.until("shown")
        self.wait_until("the call was begun anew", lambda: self.pages.asked == ["/away-once", "/away-once"])
        self.until("shown")

    def certificate(self):
        """One for loopback with its key, of an authority in `authority.pem`."""
        folder = self.folder
        (folder / "names").write_text(
            "subjectAltName=IP:127.0.0.1\nbasicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\n"
        )
        new = ("-newkey", "rsa:2048", "-nodes")
        for words in (
            ("req", "-x509", *new, "-keyout", "authority.key", "-out", "authority.pem", "-days", "30", "-subj", "/CN=ca"),
            ("req", *new, "-keyout", "key.pem", "-out", "request", "-subj", "/CN=call"),
            ("x509", "-req", "-in", "request", "-CA", "authority.pem", "-CAkey", "authority.key", "-CAcreateserial",
             "-days", "30", "-extfile", "names", "-out", "call.pem"),
        ):
            programs.run(["openssl", *words], check=True, capture_output=True, cwd=folder)
        both = folder / "both.pem"
        both.write_bytes((folder / "key.pem").read_bytes() + (folder / "call.pem").read_bytes())
        return both

    def expect_the_call_comes_back(self, path):
        visit = self.begin(f"{self.pages.address}{path}")
        self.until("shown")
        self.wait_until("the call was begun anew", lambda: self.pages.asked == [path, path])
        self.until("shown")
        now = self.status()["visit"]
        self.assertEqual((now["id"], now["deadline"]), (visit["id"], visit["deadline"]), "the clock goes on")
        self.assertIn("lay over the call", self.log())

    def test_a_telephone_number_does_not_cover_the_call_for_good(self):
        self.expect_the_call_comes_back("/tel-once")

    def test_nor_does_a_page_that_is_not_allowed(self):
        self.expect_the_call_comes_back("/away-once")

    def test_the_officer_begins_the_call_anew(self):
        secret = f"{self.pages.address}/room-4711"
        visit = self.begin("", join="required", words=("next", "--join", "-"), input=secret + "\n")
        self.until("shown")
        home = self.visit_home().stat().st_dev
        answer = self.vcctl("restart-call")
        self.assertEqual(answer.code, 0, answer.out)
        self.assertIn("begins anew; the clock goes on", answer.out)
        self.wait_until("the same address", lambda: self.pages.asked == ["/room-4711", "/room-4711"])
        self.until("shown")
        now = self.status()["visit"]
        self.assertEqual((now["id"], now["deadline"]), (visit["id"], visit["deadline"]))
        self.assertEqual(self.visit_home().stat().st_dev, home, "the same memory")
        self.assertEqual(len(self.visit_programs("sway")), 1)
        self.assertNotIn("4711", self.log())
        answer = self.json("end")
        self.assertTrue(answer.last["receipt"]["clean"], answer.out)
        refused = self.vcctl("restart-call")
        self.assertEqual(refused.code, 75, refused.out)

    def test_a_white_first_page_is_tried_once_more(self):
        self.begin(f"{self.pages.address}/white-once")
        self.wait_until("it was asked for again", lambda: self.pages.asked == ["/white-once", "/white-once"])
        self.until("shown")
        self.assertIn("did not come; the call program begins anew by itself", self.log())

    def test_a_page_that_closes_itself_is_told(self):
        visit = self.begin(f"{self.pages.address}/closes")
        self.wait_until("it has ended", lambda: self.state() == "ready")
        end = self.status()["lastEnd"]
        self.assertEqual((end["visit"], end["cause"]), (visit["id"], "client"))
        self.assertIn(f"Visit {visit['id']} ended at", self.vcctl("status").out)
        self.assertIn("the call program ended by itself", self.vcctl("report").out)

    def test_the_page_hears_that_it_is_over(self):
        self.begin(f"{self.pages.address}/call")
        self.until("shown")
        self.assertEqual(self.json("end").code, 0)
        self.assertEqual(self.pages.told, ["/unloaded"])

    def test_a_page_that_holds_on_holds_up_nothing(self):
        self.begin(f"{self.pages.address}/holds")
        self.until("shown")
        answer = self.json("end", timeout=20)
        self.assertTrue(answer.last["receipt"]["clean"], answer.out)
        self.assertEqual(self.visit_processes(), [])

    def tried(self):
        """What a trial of the call program came to; the station may still be busy with its own first look."""
        return self.wait_until("a trial", lambda: self.json("check", "start").last.get("checks"))[0]

    def test_a_trial_wants_the_page(self):
        self.begin(f"{self.pages.address}/call", visit=False)
        found = self.tried()
        self.assertEqual(found["verdict"], "pass", found)
        self.assertEqual(self.pages.asked, ["/call"])

    def test_a_trial_with_an_error_in_its_place_fails(self):
        self.begin(f"{self.pages.address}/500", visit=False)
        found = self.tried()
        self.assertEqual(found["verdict"], "fail", found)
        self.assertIn("in place of the call's page", found["detail"])


if __name__ == "__main__":
    unittest.main()
