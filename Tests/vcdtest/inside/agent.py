#!/usr/bin/python3
"""In the machine: runs the commands that come in on a virtio port, a JSON object a line each way."""

import json
import subprocess
import sys
import time


def run(request):
    try:
        done = subprocess.run(
            request["command"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, errors="replace",
            stdin=subprocess.DEVNULL if request["input"] is None else None, input=request["input"],
            timeout=request["timeout"],
        )
        return {"code": done.returncode, "out": done.stdout, "err": done.stderr}
    except (OSError, subprocess.TimeoutExpired) as error:
        return {"code": 255, "out": "", "err": f"{error}\n"}


with open(sys.argv[1], "r+b", buffering=0) as port:
    pending = b""
    while True:
        chunk = port.read(65536)
        if not chunk:
            # Nobody listens at the other end.
            time.sleep(0.1)
            continue
        *lines, pending = (pending + chunk).split(b"\n")
        for line in lines:
            request = json.loads(line)
            reply = memoryview(json.dumps({"id": request["id"], **run(request)}).encode() + b"\n")
            while reply:
                reply = reply[port.write(reply):]
