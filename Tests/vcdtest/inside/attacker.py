#!/usr/bin/python3
"""A local account that means no good to the station's socket: one KIND of abuse, until FILE is there. Prints what it
did. Usage: attacker.py SOCKET FILE UID KIND."""

import errno
import json
import os
import resource
import select
import socket
import sys
import time

NAME = "org.vcctl.Station"
LONGEST = (1 << 20) - 1_000


def call(method, parameters="{}", **flags):
    more = "".join(f',"{flag}":true' for flag in flags)
    return f'{{"method":"{NAME}.{method}","parameters":{parameters}{more}}}'.encode() + b"\0"


STATUS = call("GetStatus")


class Attack:
    def __init__(self, path, stop):
        self.path = path
        self.stop = stop
        self.done = {}

    def goes_on(self):
        return not os.path.exists(self.stop)

    def count(self, what, number=1):
        self.done[what] = self.done.get(what, 0) + number

    def connect(self):
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(self.path)
        connection.settimeout(10)
        self.count("connections")
        return connection

    def crowd(self, number, first=b""):
        """So many connections at once, each of which has sent something."""
        crowd = []
        while len(crowd) < number and self.goes_on():
            crowd.append(self.connect())
            self.send(crowd[-1], first)
        return crowd

    def send(self, connection, data):
        """Sends what is taken at once; gives back whether the connection is still there."""
        connection.setblocking(False)
        try:
            self.count("bytes", connection.send(data) if data else 0)
            return True
        except BlockingIOError:
            return True
        except OSError as error:
            if error.errno not in (errno.EPIPE, errno.ECONNRESET):
                raise
            return False

    def alive(self, crowd):
        """Those whose other end has not hung up."""
        poller = select.poll()
        for connection in crowd:
            poller.register(connection, 0)
        gone = {descriptor for descriptor, event in poller.poll(0) if event & (select.POLLHUP | select.POLLERR)}
        return [connection for connection in crowd if connection.fileno() not in gone]

    def keep(self, number, first, each=lambda connection: None, pause=1.0):
        """Keeps so many connections, a new one for each that is closed, and does something with all of them."""
        crowd = self.crowd(number, first)
        while self.goes_on():
            time.sleep(pause)
            alive = self.alive(crowd)
            self.done["kept open"] = len(alive)
            for connection in set(crowd) - set(alive):
                connection.close()
            crowd = alive + self.crowd(min(number - len(alive), 100), first)
            for connection in crowd:
                each(connection)

    def idle(self):
        """1,000 connections, each of which has had its answer once and asks no more."""
        self.keep(1_000, STATUS)

    def slow(self):
        """A byte a second on each of a hundred connections."""
        message = STATUS[:-1] + b" " * 4_000 + b"\0"
        sent = {}

        def send(connection):
            place = sent.get(connection, 0)
            self.send(connection, message[place:place + 1])
            sent[connection] = place + 1

        self.keep(100, b"", send)

    def unread(self):
        """Long answers asked for on a hundred connections, none of which is ever read."""
        question = call("GetSchedule", '{"days":366}') + call("GetReceipts", '{"limit":1000}')
        self.keep(100, question * 20, lambda connection: self.send(connection, question * 20), 0.5)

    def monitors(self):
        """Streams of events on a hundred connections, none of which is ever read."""
        self.keep(100, call("Monitor", more=True))

    def behind_a_monitor(self):
        """Long messages behind a call that never ends: they lie in vcd's memory, should it read them."""
        calls = call("Monitor", more=True) + b'{"method":"' + b"x" * LONGEST + b'"}\0' * 40

        def send(connection):
            for _ in range(20):
                if not self.send(connection, calls):
                    break

        self.keep(100, b"", send, 0.2)

    def long(self):
        """Messages of almost 1 MiB, made so that reading them costs most, one after another on four connections."""
        inner = {
            "ones": "[" + "1," * (LONGEST // 2) + "1]",
            "arrays": "[" + "[]," * (LONGEST // 3) + "1]",
            "towers": "[" + ("[" * 400 + "]" * 400 + ",") * (LONGEST // 801) + "1]",
            "low towers": "[" + ("[" * 50 + "]" * 50 + ",") * (LONGEST // 101) + "1]",
            "objects": "[" + '{"":0},' * (LONGEST // 7) + "1]",
            "keys": "{" + ",".join(f'"{number:x}":1' for number in range(LONGEST // 10)) + "}",
            "numbers": "[" + "-1.5e-30," * (LONGEST // 9) + "1]",
            "escapes": '"' + "\\ud83d\\ude00" * (LONGEST // 12) + '"',
            "names": "[" + '"",' * (LONGEST // 3) + '""]',
        }
        frames = [call("GetStatus", f'{{"a":{value}}}') for value in inner.values()]
        frames.append(call("Check", f'{{"names":{inner["names"]}}}'))
        roster = "".join(f"a{number},x\\n" for number in range(LONGEST // 11))
        for text in (roster, "?\\n" * (LONGEST // 3), "," * LONGEST, '\\"' * (LONGEST // 2)):
            frames.append(call("Import", f'{{"dryRun":true,"text":"number,category\\n{text}"}}'))
        turn = 0
        while self.goes_on():
            crowd = [self.connect() for _ in range(4)]
            for connection in crowd:
                try:
                    connection.sendall(frames[turn % len(frames)])
                    self.count("messages")
                    turn += 1
                except OSError:
                    self.count("cut off")
            for connection in crowd:
                try:
                    self.count("answered", 1 if connection.recv(1 << 16) else 0)
                except OSError:
                    self.count("cut off")
                connection.close()

    def pipelined(self):
        """10,000 calls sent at once on one connection, and their answers read."""
        while self.goes_on():
            with self.connect() as connection:
                rest, answers = STATUS * 10_000, 0
                connection.setblocking(False)
                while answers < 10_000 and self.goes_on():
                    ready = select.select([connection], [connection] if rest else [], [], 1)
                    if ready[1]:
                        rest = rest[connection.send(rest):]
                    if ready[0]:
                        answers += connection.recv(1 << 20).count(0)
                self.count("answers", answers)

    def refused(self):
        """Asks for what it may not do, again and again."""
        self.ask(call("Next") * 100, 100)

    def heavy(self):
        """Asks for what costs most to answer: years of schedule and report, all receipts."""
        self.ask(call("GetSchedule", '{"days":366}') + call("GetReport", '{"from":"2026-01-01","to":"2026-12-31"}')
                 + call("GetReceipts", '{"limit":1000}') + call("VerifyReceipts"), 4)

    def ask(self, calls, number):
        with self.connect() as connection:
            while self.goes_on():
                connection.sendall(calls)
                answers = 0
                while answers < number:
                    answers += connection.recv(1 << 20).count(0)
                self.count("answers", answers)

    def churn(self):
        """Connections that come and go as fast as they can: some say nothing, some ask, some leave in mid-word."""
        turn = 0
        while self.goes_on():
            connection = self.connect()
            self.send(connection, (b"", STATUS, STATUS[:20], STATUS * 3)[turn % 4])
            connection.close()
            turn += 1


def main(path, stop, uid, kind):
    resource.setrlimit(resource.RLIMIT_NOFILE, (4_096, 4_096))
    os.setgroups([])
    os.setgid(uid)
    os.setuid(uid)
    attack = Attack(path, stop)
    getattr(attack, kind)()
    print(json.dumps(attack.done))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4])
