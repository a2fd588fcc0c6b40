"""What is on a machine's screen, as QEMU shows it."""

import collections
import struct
import zlib

from vcdtest import machine

PICTURES = machine.WORK / "pictures"
SIZE = (1280, 720)
HARDWARE = [
    "-device", "virtio-vga,xres={},yres={}".format(*SIZE), "-device", "virtio-keyboard-pci",
    "-device", "virtio-tablet-pci",
]


class Picture:
    def __init__(self, pc):
        place = pc.folder / "screen.ppm"
        pc.monitor("screendump", filename=str(place))
        header, size, _, self.data = place.read_bytes().split(b"\n", 3)
        assert header == b"P6", header
        self.size = tuple(map(int, size.split()))

    def shares(self, step=97):
        """How much of it has each shade, a colour's three highest bits; by every `step`th pixel."""
        pixels = zip(*(self.data[channel::3 * step] for channel in range(3)))
        counts = collections.Counter(tuple(value & 0xe0 for value in pixel) for pixel in pixels)
        return {shade: count / counts.total() for shade, count in counts.items()}

    def share(self, shade):
        return self.shares().get(shade, 0)

    def save(self, name):
        """As a PNG (w3.org/TR/png), for whoever wants to see it."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        width, height = self.size
        rows = b"".join(b"\0" + self.data[row * width * 3:(row + 1) * width * 3] for row in range(height))
        chunks = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(rows, 1)),
                  (b"IEND", b"")]
        with open(PICTURES / f"{name}.png", "wb") as file:
            file.write(b"\x89PNG\r\n\x1a\n")
            for kind, body in chunks:
                file.write(struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)))


def press(pc, *names):
    """Keys that go down together and up again, by QEMU's names for them."""
    pc.monitor("send-key", keys=[{"type": "qcode", "data": name} for name in names])
