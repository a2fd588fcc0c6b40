"""A browser without a window, asked over a pipe (the Chrome DevTools protocol)."""

import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
import time

from vcdtest import programs
from vcdtest.pc import wait_until


class Browser:
    """One page in headless Chromium. `requests` has the addresses of all that it asked for."""

    def __init__(self, width, height, reduced_motion=True):
        self.profile = tempfile.mkdtemp(prefix="vcd-browser-")
        ours, self.writes = os.pipe()
        self.reads, theirs = os.pipe()
        command = (
            f"exec {programs.program('chromium')} --headless=new --remote-debugging-pipe --no-sandbox --no-first-run "
            "--disable-gpu "
            f"--hide-scrollbars --disable-background-networking --disable-component-update --disable-sync "
            f"--user-data-dir={self.profile} --window-size={width},{height} "
            f"{'--force-prefers-reduced-motion ' if reduced_motion else ''}about:blank 3<&{ours} 4>&{theirs}"
        )
        self.process = programs.start(
            ["bash", "-c", command], pass_fds=(ours, theirs), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True,
        )
        os.close(ours)
        os.close(theirs)
        self.text = b""
        self.number = 0
        self.requests = []
        self.complaints = []
        self.session = None
        page = next(t for t in self.call("Target.getTargets")["targetInfos"] if t["type"] == "page")
        self.session = self.call("Target.attachToTarget", targetId=page["targetId"], flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.call(f"{domain}.enable")
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def call(self, method, limit=60, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.writes, json.dumps(message).encode() + b"\0")
        end = time.monotonic() + limit
        while time.monotonic() < end:
            answer = self.message(end)
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise AssertionError(f"{method}: {answer['error']}")
                return answer["result"]
        raise AssertionError(f"no answer to {method} within {limit} s")

    def message(self, end):
        while b"\0" not in self.text:
            if not select.select([self.reads], [], [], max(0, end - time.monotonic()))[0]:
                return {}
            chunk = os.read(self.reads, 1 << 20)
            if not chunk:
                raise AssertionError("the browser is gone")
            self.text += chunk
        text, self.text = self.text.split(b"\0", 1)
        message = json.loads(text)
        if message.get("method") == "Network.requestWillBeSent":
            self.requests.append(message["params"]["request"]["url"])
        elif message.get("method") in ("Runtime.exceptionThrown", "Log.entryAdded"):
            self.complaints.append(json.dumps(message["params"]))
        return message

    def open(self, address):
        self.call("Page.navigate", url=address)

    def run(self, script):
        """The value of an expression in the page; a promise is waited for."""
        result = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            raise AssertionError(json.dumps(result["exceptionDetails"]))
        return result["result"].get("value")

    def wait_until(self, script, limit=120):
        # A page that has just begun to load has no body yet.
        wait_until(
            script, lambda: self.run(f"Boolean(document.body && ({script}))"), limit,
            lambda: f"the page says {self.run('document.body.innerText')!r}",
        )

    def screenshot(self, path):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"]))

    def stop(self):
        os.close(self.writes)
        os.close(self.reads)
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, 9)
            self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)
