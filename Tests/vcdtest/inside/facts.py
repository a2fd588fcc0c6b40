#!/usr/bin/python3
"""In the machine: what the ledger holds, read past vcd, and what vcd says of its receipts. One JSON object."""

import json
import sqlite3
import subprocess
import time


def rows(database, question):
    return [dict(row) for row in database.execute(question)]


database = sqlite3.connect("file:/var/lib/vcd/ledger.db?mode=ro", uri=True, timeout=10)
database.row_factory = sqlite3.Row
verdict = subprocess.run(["vcctl", "receipts", "--verify", "--json"], stdout=subprocess.PIPE, text=True, timeout=60)
print(json.dumps({
    "integrity": [row[0] for row in database.execute("PRAGMA integrity_check")],
    "visits": rows(database, "SELECT id, boot, marked_at, ended_at, cause FROM visit ORDER BY id"),
    "receipts": rows(database, """
        SELECT id, visit, finished_at, digest, json_extract(text, '$.clean') AS clean FROM receipt ORDER BY id
        """),
    "station": rows(database, "SELECT dirty, visit, refusal FROM station"),
    # What ext4 has found wrong with itself.
    "disk_errors": int(open("/sys/fs/ext4/vda/errors_count").read()),
    "verify": {"code": verdict.returncode, "out": verdict.stdout},
    "up": float(open("/proc/uptime").read().split()[0]),
    "now": time.time(),
}))
