#!/usr/bin/python3
"""Asks a station for its status again and again over one connection, until FILE is there; prints how long the answers
took. Usage: asker.py FILE [PAUSE]."""

import json
import os
import socket
import sys
import time

SOCKET = "/run/vcd/control"
REQUEST = json.dumps({"method": "org.vcctl.Station.GetStatus"}).encode() + b"\0"


def ask(connection):
    """The station's state, and the milliseconds that the answer took."""
    begin = time.perf_counter()
    connection.sendall(REQUEST)
    answer = b""
    while not answer.endswith(b"\0"):
        chunk = connection.recv(65536)
        if not chunk:
            raise ConnectionError("vcd has hung up")
        answer += chunk
    took = (time.perf_counter() - begin) * 1000
    return json.loads(answer[:-1])["parameters"]["status"]["state"], took


def main(stop, pause=0.02):
    # It measures vcd, not how it is itself served.
    os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(10))
    answers = []
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.connect(SOCKET)
        while not os.path.exists(stop):
            answers.append(ask(connection))
            time.sleep(pause)
    times = sorted(took for _, took in answers)
    states = [state for state, _ in answers]
    print(json.dumps({
        "answers": len(times), "p50": times[len(times) // 2], "p99": times[int(len(times) * 0.99)], "max": times[-1],
        "states": [state for at, state in enumerate(states) if at == 0 or states[at - 1] != state],
    }))


if __name__ == "__main__":
    main(sys.argv[1], *map(float, sys.argv[2:]))
