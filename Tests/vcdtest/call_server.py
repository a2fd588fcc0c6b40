"""The server behind the demo's call page, on loopback: gives each visit its token, and takes the page's reports."""

import json
import secrets
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from vcdtest import ROOT

PAGE = ROOT / "demo" / "page"
# The places that the page plants a token in, in the order of their numbers.
KINDS = [
    "cookie", "localStorage", "sessionStorage", "indexedDB", "cacheStorage", "history", "download", "clipboard",
]
TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8"}


class CallServer:
    """Serves the page on a port of its own; what it is told is kept in memory alone."""

    def __init__(self, address="127.0.0.1"):
        self.changed = threading.Condition()
        self.tokens = {}
        self.reports = {}
        self.make_token = lambda: "trace-" + secrets.token_hex(12)
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def answer(self, body, kind, headers=()):
                self.send_response(200)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                for name, value in headers:
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def do_GET(self):
                path = self.path.split("?")[0]
                if path == "/visit":
                    self.answer(json.dumps(outer.next_visit()).encode(), "application/json")
                elif path.startswith("/download/"):
                    token = path.rsplit("/", 1)[1]
                    self.answer(
                        f"{token}\n".encode() * 64,
                        "application/octet-stream",
                        [("Content-Disposition", f'attachment; filename="{token}.txt"')],
                    )
                else:
                    file = PAGE / ("index.html" if path == "/" else path.lstrip("/"))
                    if file.parent == PAGE and file.is_file():
                        self.answer(file.read_bytes(), TYPES.get(file.suffix, "application/octet-stream"))
                    else:
                        self.send_error(404)

            def do_POST(self):
                size = int(self.headers.get("Content-Length", "0"))
                report = json.loads(self.rfile.read(min(size, 1 << 16)))
                with outer.changed:
                    outer.reports[report["visit"]] = report
                    outer.changed.notify_all()
                self.answer(b"{}", "application/json")

        self.http = ThreadingHTTPServer((address, 0), Handler)
        self.http.daemon_threads = True
        self.port = self.http.server_address[1]
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def next_visit(self):
        with self.changed:
            number = len(self.tokens) + 1
            self.tokens[number] = self.make_token()
            return {"visit": number, "token": self.tokens[number]}

    def wait_for_call(self, number, limit=120):
        """The page's report once the call of a visit is connected and its traces planted, or the last one before."""

        def is_there():
            report = self.reports.get(number, {})
            connected = report.get("ice") in ("connected", "completed") and report.get("frames", 0) > 0
            return "error" in report or connected and report.get("echoed") and report.get("planted")

        with self.changed:
            self.changed.wait_for(is_there, timeout=limit)
            return self.reports.get(number, {})

    def close(self):
        self.http.shutdown()
        self.http.server_close()
