#!/usr/bin/python3
"""An honest caller under an account of its own: asks for the status again and again, over one connection that it keeps
and over a fresh one each time, until FILE is there. Prints how long the answers took, and how often it was sent away.
Usage: honest.py SOCKET FILE UID."""

import json
import os
import socket
import sys
import time

from asker import ask

PAUSE = 0.01


def connect(path):
    connection = socket.socket(socket.AF_UNIX)
    # It waits where the queue of the socket is full.
    connection.connect(path)
    connection.settimeout(30)
    return connection


def summary(times):
    times.sort()
    if not times:
        return {"answers": 0}
    return {"answers": len(times), "p50": times[len(times) // 2], "p99": times[int(len(times) * 0.99)],
            "max": times[-1]}


def main(path, stop, uid):
    # It measures vcd, not how it is itself served.
    os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(10))
    os.setgroups([])
    os.setgid(uid)
    os.setuid(uid)
    kept = None
    times = {"kept": [], "fresh": []}
    sent_away = {"kept": 0, "fresh": 0}
    while not os.path.exists(stop):
        for kind in times:
            begin = time.perf_counter()
            try:
                if kind == "kept":
                    kept = kept or connect(path)
                    begin = time.perf_counter()
                    ask(kept)
                else:
                    with connect(path) as fresh:
                        ask(fresh)
                times[kind].append((time.perf_counter() - begin) * 1000)
            except OSError:
                sent_away[kind] += 1
                if kind == "kept":
                    kept = None
            time.sleep(PAUSE)
    print(json.dumps({kind: {**summary(times[kind]), "sent away": sent_away[kind]} for kind in times}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
