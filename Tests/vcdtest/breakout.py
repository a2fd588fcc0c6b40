"""A call page that tries to get out of the browser, the servers that see what comes of it, and a visitor's hands."""

import http.server
import json
import os
import threading
import time
from pathlib import Path

from vcdtest.pc import comes, finished

PAGE = r"""<!doctype html><meta charset="utf-8"><title>call</title>
<style>body{font:40px sans-serif;margin:60px}input{font:30px sans-serif}</style>
<h1>The call</h1><p id="what">waiting</p><a id="link" href="/allowed-link">a link</a> <input id="text" value="typed">
<script>
const me = Math.random().toString(36).slice(2);
let task = null;
const report = (name, result) => fetch("/report", {method: "POST", body: JSON.stringify({name, result: String(result)})});
async function run() {
  if (!task) return;
  const now = task; task = null;
  let result;
  try {
    result = await Promise.race([
      new Function("return (async()=>{" + now.code + "})()")(), new Promise(r => setTimeout(r, 2500, "no answer")),
    ]);
  } catch (error) { result = error.name + ": " + error.message; }
  report(now.name, result);
}
addEventListener("click", event => { if (event.target.id != "link") run(); });
setInterval(async () => {
  const state = {me, hidden: document.hidden, width: innerWidth, height: innerHeight};
  const got = await (await fetch("/beat", {method: "POST", body: JSON.stringify(state)})).json();
  if (got.name && (!task || task.name != got.name) && document.getElementById("what").textContent != got.name) {
    task = got;
    document.getElementById("what").textContent = got.name;
    fetch("/armed", {method: "POST", body: got.name});
  }
}, 150);
</script>"""


class Site:
    """The page's server, and a second one that no address of the configuration covers."""

    def __init__(self):
        self.beats = {}
        self.reports = {}
        self.armed = set()
        self.task = {}
        self.asked = []
        self.elsewhere = []
        self.lock = threading.Lock()
        self.page = self.serve(self.page_handler())
        self.other = self.serve(self.other_handler())

    @staticmethod
    def serve(handler):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return server

    def close(self):
        for server in (self.page, self.other):
            server.shutdown()
            server.server_close()

    address = property(lambda self: f"http://127.0.0.1:{self.page.server_port}")
    foreign = property(lambda self: f"http://127.0.0.1:{self.other.server_port}")

    def page_handler(site):
        class Handler(http.server.BaseHTTPRequestHandler):
            def answer(self, body, kind="text/html", **headers):
                data = body.encode()
                self.send_response(200)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(data)))
                for name, value in headers.items():
                    self.send_header(name.replace("_", "-"), value)
                self.end_headers()
                self.wfile.write(data)

            def do_GET(self):
                with site.lock:
                    site.asked.append(self.path)
                if self.path.startswith("/file"):
                    self.answer("secret", "application/octet-stream", Content_Disposition="attachment; filename=got.bin")
                else:
                    self.answer(PAGE)

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                with site.lock:
                    if self.path == "/beat":
                        state = json.loads(body)
                        site.beats[state["me"]] = (time.monotonic(), state)
                        return self.answer(json.dumps(site.task), "application/json")
                    if self.path == "/armed":
                        site.armed.add(body)
                    elif self.path == "/report":
                        got = json.loads(body)
                        site.reports[got["name"]] = got["result"]
                self.answer("{}", "application/json")

            def log_message(self, *_):
                pass

        return Handler

    def other_handler(site):
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                with site.lock:
                    site.elsewhere.append(self.path)
                data = b"<title>elsewhere</title><h1>ELSEWHERE"
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_):
                pass

        return Handler

    def living(self, within=1.5):
        """The pages that answer, by their own marks."""
        now = time.monotonic()
        with self.lock:
            return {me for me, (seen, _) in self.beats.items() if now - seen < within}

    def answers_from_now(self, me, limit=10):
        """Whether the page is still shown: it says so twice more, and that it is not hidden."""
        now = time.monotonic()

        def said():
            last, state = self.beats.get(me, (0, {}))
            return last > now + 0.4 and state

        state = comes(said, limit)
        return bool(state) and not state["hidden"]

    def state_of(self, me):
        with self.lock:
            return self.beats.get(me, (0, {}))[1]


class Hands:
    """Keyboard, mouse and eyes on the visit's X server, whose socket is in the visit's own /tmp."""

    def __init__(self, pid, pictures):
        socket = next(Path(f"/proc/{pid}/root/tmp/.X11-unix").glob("X*"))
        folder = Path("/tmp/.X11-unix")
        if not folder.exists():
            folder.mkdir()
            # Whatever the umask: X servers of other accounts have their sockets there, too.
            folder.chmod(0o1777)
        # A name of the same form on this side: libX11 knows no other.
        self.link = folder / f"X{500 + os.getpid() % 400}"
        self.link.unlink(missing_ok=True)
        self.link.symlink_to(socket)
        self.environment = {**os.environ, "DISPLAY": f":{self.link.name[1:]}"}
        self.pictures = pictures
        pictures.mkdir(parents=True, exist_ok=True)

    def close(self):
        self.link.unlink(missing_ok=True)

    def x(self, *words, input=None, check=True):
        done = finished(words, env=self.environment, input=input, timeout=120)
        # A key that closes the browser ends the visit, and with it the screen that it was pressed on: the test sees that itself.
        if check and done.code and "fatal IO error" not in done.err:
            raise AssertionError(f"{words}: {done!r}")
        return done.out

    def key(self, keys):
        self.x("xdotool", "key", "--clearmodifiers", keys)

    def click(self, x=640, y=600, button=1):
        self.x("xdotool", "mousemove", str(x), str(y), "click", str(button))

    def windows(self):
        """What is shown on the screen, as the server tells it: a menu or a second window is one more."""
        out = self.x("xwininfo", "-root", "-children", check=False)
        found = set()
        for line in out.splitlines():
            part = line.split()
            if part and part[0].startswith("0x"):
                info = self.x("xwininfo", "-id", part[0], check=False)
                if "IsViewable" in info and "Width: 1\n" not in info:
                    found.add(part[0])
        return found

    def picture(self, name):
        file = self.pictures / f"{name}.png"
        self.x("import", "-window", "root", str(file), check=False)
        return file
