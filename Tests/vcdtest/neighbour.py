"""Another machine on the network of a container."""

import ctypes
import secrets
import subprocess
import sys
import threading

from vcdtest import programs

CLONE_NEWNET = 0x40000000

PORT, ALLOWED = 7001, 7002
# Addresses of documentation are refused, so the internet is played by some of nobody's here.
PLACE = {"port": PORT, "allowed": ALLOWED, "own": "10.77.0.2", "own6": "fd77::2", "near": "10.77.0.1",
         "near6": "fd77::1", "far": "11.77.0.1", "far6": "2a77::1"}
# Says hello to whoever connects or sends something.
SERVER = """
import selectors, socket, sys
chosen = selectors.DefaultSelector()
for port in map(int, sys.argv[1:]):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        server = socket.socket(socket.AF_INET6, kind)
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(("::", port))
        if kind == socket.SOCK_STREAM: server.listen()
        chosen.register(server, 1, kind)
    # What comes to one of these is answered from there: whoever translates addresses takes no answer of another.
    for address in ("::ffff:11.77.0.1", "2a77::1"):
        server = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try: server.bind((address, port))
        except OSError: continue
        chosen.register(server, 1, socket.SOCK_DGRAM)
if sys.argv[1] == "7001":
    unnamed = socket.socket(socket.AF_UNIX)
    unnamed.bind("\\0test-of-root")
    unnamed.listen()
print("up", flush=True)
while True:
    for key, _ in chosen.select():
        if key.data == socket.SOCK_STREAM:
            connection, _ = key.fileobj.accept()
            try: connection.sendall(b"hello")
            except OSError: pass
            connection.close()
        else:
            _, peer = key.fileobj.recvfrom(99)
            key.fileobj.sendto(b"hello", peer)
"""


class Neighbour:
    """Another machine on the container's network: a namespace of this machine's, with servers in it."""

    # Not by the process: each module has number 1 in a namespace of its own, and this folder is everybody's.
    name = f"vcd-test-{secrets.token_hex(4)}"

    def __init__(self, pc):
        self.inside = ["nsenter", "-t", str(pc.init), "-n", "--"]
        self.server = None
        self.ip("netns", "add", self.name)
        self.ip("link", "add", "v0", "type", "veth", "peer", "name", "v1", netns=self.name)
        self.ip("link", "set", "v0", "netns", str(pc.init), netns=self.name)
        for words in (
            ["link", "set", "lo", "up"], ["link", "set", "v1", "up"], ["addr", "add", "10.77.0.1/24", "dev", "v1"],
            ["addr", "add", "fd77::1/64", "dev", "v1", "nodad"], ["addr", "add", "11.77.0.1/32", "dev", "lo"],
            ["addr", "add", "2a77::1/128", "dev", "lo", "nodad"],
        ):
            self.ip(*words, netns=self.name)
        for words in (
            ["link", "set", "v0", "up"], ["addr", "add", "10.77.0.2/24", "dev", "v0"],
            ["addr", "add", "fd77::2/64", "dev", "v0", "nodad"], ["route", "add", "default", "via", "10.77.0.1"],
            ["-6", "route", "add", "default", "via", "fd77::1"],
        ):
            programs.run([*self.inside, "ip", *words], check=True)
        ports = [PORT, ALLOWED, 25, 53, 54, 443, 5353, 50_000]
        self.server = programs.start(
            ["ip", "netns", "exec", self.name, sys.executable, "-c", SERVER, *map(str, ports)], stdout=subprocess.PIPE
        )
        assert self.server.stdout.readline() == b"up\n"

    def ip(self, *words, netns=None):
        programs.run(["ip", *(["-n", netns] if netns else []), *words], check=True)

    def connect(self, host, port):
        """What comes of a caller on the container's network; nothing if nobody answers."""
        script = f"import socket; print(socket.create_connection(({host!r}, {port}), 2).recv(5).decode())"
        done = programs.run(["ip", "netns", "exec", self.name, sys.executable, "-c", script], capture_output=True,
                              text=True, timeout=30)
        return done.stdout.strip()

    def stop(self):
        if self.server:
            self.server.kill()
            self.server.communicate()
        programs.run(["ip", "netns", "del", self.name], check=False)


def in_network(namespace, make):
    """What `make` makes, its sockets in a network namespace."""
    made = []

    def enter():
        with open(namespace) as file:
            if ctypes.CDLL(None, use_errno=True).setns(file.fileno(), CLONE_NEWNET) != 0:
                raise OSError(ctypes.get_errno(), "setns")
        made.append(make())

    thread = threading.Thread(target=enter)
    thread.start()
    thread.join(timeout=30)
    return made[0]
