#!/usr/bin/python3
"""In the machine: a call program that fills the screen with colours of its own, and writes down the keys that it gets.

The colours are made from the image's seed and the visit's id, so that a picture of the screen, or a copy of one in
memory, tells whose it is. It speaks Wayland by itself: nothing else is installed for it.
"""

import array
import hashlib
import os
import pathlib
import socket
import struct
import sys

SEED = pathlib.Path("/etc/test-seed")
PIXELS = 16


def colours(seed, name):
    """The pixels that its rows repeat, as in memory: blue, green, red, and a byte that says nothing. All are of one
    shade."""
    noise = hashlib.sha512(f"{seed} {name}".encode()).digest()
    shade = [noise[63] & 0xc0 | 0x20, noise[62] & 0xc0 | 0x20, noise[61] & 0xc0 | 0x20]
    return b"".join(bytes([shade[channel] | noise[pixel * 3 + channel] & 0x1f for channel in range(3)]) + b"\xff"
                    for pixel in range(PIXELS))


def shade(seed, name):
    """Red, green, blue, without what differs from pixel to pixel."""
    blue, green, red, _ = colours(seed, name)[:4]
    return tuple(value & 0xe0 for value in (red, green, blue))


class Wayland:
    """The wire of wayland.freedesktop.org: requests are numbered as in wayland.xml and xdg-shell.xml."""

    def __init__(self):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(os.path.join(os.environ["XDG_RUNTIME_DIR"], os.environ["WAYLAND_DISPLAY"]))
        self.last = 1
        self.pending = b""
        self.handlers = {}

    def new(self, handler=None):
        self.last += 1
        self.handlers[self.last] = handler
        return self.last

    @staticmethod
    def text(value):
        data = value.encode() + b"\0"
        return struct.pack("I", len(data)) + data + b"\0" * (-len(data) % 4)

    def send(self, target, request, *values, fd=None):
        body = b"".join(value if isinstance(value, bytes) else struct.pack("i", value) for value in values)
        message = struct.pack("II", target, (len(body) + 8) << 16 | request) + body
        rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [fd]))] if fd is not None else []
        self.socket.sendmsg([message], rights)

    def dispatch(self):
        data, rights, _, _ = self.socket.recvmsg(65536, socket.CMSG_SPACE(64))
        if not data:
            sys.exit(1)
        for _, _, descriptors in rights:
            for descriptor in array.array("i", descriptors):
                os.close(descriptor)
        self.pending += data
        while len(self.pending) >= 8:
            target, word = struct.unpack_from("II", self.pending)
            if len(self.pending) < word >> 16:
                break
            body, self.pending = self.pending[8:word >> 16], self.pending[word >> 16:]
            if target == 1 and word & 0xffff == 0:
                sys.exit(f"error: {body[12:]}")
            if self.handlers.get(target):
                self.handlers[target](word & 0xffff, body)


class Window:
    def __init__(self, name, log):
        self.row = colours(SEED.read_text(), name)
        self.log = log
        self.wire = Wayland()
        self.globals = {}
        self.size = (0, 0)
        registry = self.wire.new(self.register)
        self.wire.send(1, 1, registry)
        self.synchronise()
        self.compositor, self.shm, self.base, self.seat = (
            self.bind(registry, *interface) for interface in
            [("wl_compositor", 4, None), ("wl_shm", 1, None), ("xdg_wm_base", 1, self.ping),
             ("wl_seat", 1, self.seated)]
        )
        self.surface, self.shell, self.top = self.wire.new(), self.wire.new(self.configure), self.wire.new(self.sized)
        self.wire.send(self.compositor, 0, self.surface)
        self.wire.send(self.base, 2, self.shell, self.surface)
        self.wire.send(self.shell, 1, self.top)
        self.wire.send(self.top, 2, Wayland.text("call"))
        self.wire.send(self.surface, 6)
        while True:
            self.wire.dispatch()

    def synchronise(self):
        answered = []
        self.wire.send(1, 0, self.wire.new(lambda event, body: answered.append(event)))
        while not answered:
            self.wire.dispatch()

    def register(self, event, body):
        if event == 0:
            number, length = struct.unpack_from("II", body)
            self.globals[body[8:8 + length - 1].decode()] = number

    def bind(self, registry, interface, version, handler):
        if interface not in self.globals:
            return None
        number = self.wire.new(handler)
        self.wire.send(registry, 0, self.globals[interface], Wayland.text(interface), version, number)
        return number

    def ping(self, event, body):
        self.wire.send(self.base, 3, body)

    def seated(self, event, body):
        # The second bit is a keyboard's.
        if event == 0 and struct.unpack("I", body)[0] & 2:
            self.wire.send(self.seat, 1, self.wire.new(self.key))

    def key(self, event, body):
        if event == 3:
            _, _, code, pressed = struct.unpack("IIII", body)
            if pressed:
                self.log.write(f"{code}\n")
                self.log.flush()

    def sized(self, event, body):
        if event == 0:
            self.size = struct.unpack_from("ii", body)
        else:
            sys.exit(0)

    def configure(self, event, body):
        self.wire.send(self.shell, 4, body)
        if 0 in self.size:
            self.size = (640, 480)
        width, height = self.size
        line = (self.row * (width // PIXELS + 1))[:width * 4]
        memory = os.memfd_create("window")
        os.write(memory, line * height)
        pool, buffer = self.wire.new(), self.wire.new()
        self.wire.send(self.shm, 0, pool, len(line) * height, fd=memory)
        # 1 is XRGB8888.
        self.wire.send(pool, 0, buffer, 0, width, height, width * 4, 1)
        self.wire.send(self.surface, 1, buffer, 0, 0)
        self.wire.send(self.surface, 2, 0, 0, width, height)
        self.wire.send(self.surface, 6)
        os.close(memory)
        (pathlib.Path(os.environ["HOME"]) / "drawn").write_text(f"{width}x{height}")


if __name__ == "__main__":
    with open(pathlib.Path(os.environ["HOME"]) / "keys", "w", encoding="ascii") as keys:
        Window(os.environ.get("VCD_VISIT", "waiting"), keys)
