#!/usr/bin/python3
"""In the machine: a call server's page, which fills the screen with one colour and keeps its token wherever a page can.

The token is the image's seed turned round, as the planter's. It is made in the page and never comes back here: what holds
it on the disk or on swap was written by the browser. The page tells only how many ways of keeping it there were.
"""

import http.server
import pathlib
import sys

SEED, KEPT = pathlib.Path("/etc/test-seed"), pathlib.Path("/run/test-kept")
COLOUR = (0xb0, 0x50, 0xd0)
PORT = 8000
PAGE = """<!doctype html><meta charset="utf-8">
<body style="margin: 0; background: rgb%s"><script>
async function main() {
    const seed = (await (await fetch("/seed")).text()).trim();
    const token = "trace-" + [...seed].reverse().join("").slice(0, 9);
    const text = (token + " ").repeat(4000);
    const settled = request => new Promise((done, failed) => { request.onsuccess = done; request.onerror = failed; });
    const ways = {
        title: () => document.title = token,
        history: () => history.pushState(null, "", "/#" + token),
        cookie: () => document.cookie = `${token}=${token}; path=/never; max-age=86400`,
        localStorage: () => localStorage.setItem(token, text),
        sessionStorage: () => sessionStorage.setItem(token, text),
        console: () => console.log(token),
        cache: async () => (await caches.open(token)).put("/" + token, new Response(text)),
        database: async () => {
            const request = indexedDB.open(token);
            request.onupgradeneeded = () => request.result.createObjectStore(token);
            await settled(request);
            const change = request.result.transaction(token, "readwrite", {durability: "strict"});
            await settled(change.objectStore(token).put(text, token));
        },
        file: async () => {
            const file = await (await navigator.storage.getDirectory()).getFileHandle(token, {create: true});
            const stream = await file.createWritable();
            await stream.write(text);
            await stream.close();
        },
    };
    const kept = [];
    for (const way in ways) {
        try {
            await ways[way]();
            kept.push(way);
        } catch {}
    }
    window.held = text;
    await fetch("/kept?" + kept);
}
main();
</script>
""" % (COLOUR,)


class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        place, _, words = self.path.partition("?")
        if place == "/kept":
            KEPT.write_text(words)
        answers = {"/": PAGE, "/seed": SEED.read_text(), "/kept": ""}
        body = answers.get(place, "").encode()
        self.send_response(200 if place in answers else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    sys.exit(http.server.ThreadingHTTPServer(("127.0.0.1", PORT), Page).serve_forever())
