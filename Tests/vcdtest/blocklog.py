"""What a disk holds after a power cut: QEMU's log of every write to it, and the choice of those that it keeps.

A disk has a cache of its own, which loses its content with the power. A write is safe once a flush that began after it
has ended; of what came later any part may be there, and in any order. The log is of QEMU's filter blklogwrites, in the
form of the kernel's dm-log-writes: a sector for the super block, then for each request a sector that describes it,
followed by its data.
"""

import dataclasses
import os
import struct

SECTOR = 512
MAGIC = 0x6A736677736872
SUPER = struct.Struct("<QQQI")
ENTRY = struct.Struct("<QQQQ")
FLUSH = 1
MODES = ("all", "flushed", "torn")


@dataclasses.dataclass
class Write:
    """One request: what it wrote, and where on the disk; `flush` for one that only empties the disk's cache."""

    sector: int
    data: bytes
    flush: bool = False


def read(place):
    """The requests in the order in which they came. One whose data is not all there was never acknowledged, and neither
    was any after it. The super block's count is written now and then only: the end is where no entry is."""
    size = os.path.getsize(place)
    with open(place, "rb") as file:
        head = file.read(SUPER.size)
        magic, _, _, sector_size = SUPER.unpack(head) if len(head) == SUPER.size else (0, 0, 0, 0)
        # A machine that was cut off early has not written one yet.
        if any(head) and (magic, sector_size) != (MAGIC, SECTOR):
            raise ValueError(f"{place} is no log of writes: {head.hex()}")
        at = SECTOR
        while at + SECTOR <= size:
            file.seek(at)
            sector, sectors, flags, _ = ENTRY.unpack(file.read(ENTRY.size))
            at += SECTOR
            if not sectors and not flags:
                return
            # A virtual machine's disk has no others: it neither writes around its cache nor discards.
            if flags not in (0, FLUSH):
                raise ValueError(f"{place}: at {at - SECTOR} a request with the flags {flags}")
            if at + sectors * SECTOR > size:
                return
            file.seek(at)
            data = file.read(sectors * SECTOR)
            at += len(data)
            if flags & FLUSH:
                yield Write(0, b"", flush=True)
            if data:
                yield Write(sector, data)


def survivors(writes, mode, chance):
    """What of them is on the platter, in their order: `all`; what was `flushed`; or that and a part of the later ones,
    `torn` by sectors. `chance` is a random.Random."""
    writes = list(writes)
    last = max((at for at, write in enumerate(writes) if write.flush), default=-1)
    for at, write in enumerate(writes):
        if write.flush:
            continue
        if at < last or mode == "all":
            yield write
        elif mode == "torn":
            fate = chance.choice(["there", "lost", "in part"])
            if fate == "there":
                yield write
            elif fate == "in part":
                for offset in range(0, len(write.data), SECTOR):
                    if chance.random() < 0.5:
                        yield Write(write.sector + offset // SECTOR, write.data[offset:offset + SECTOR])


def apply(writes, place):
    """Brings them onto a disk; gives how many bytes that were."""
    length = 0
    with open(place, "r+b", buffering=0) as disk:
        for write in writes:
            os.pwrite(disk.fileno(), write.data, write.sector * SECTOR)
            length += len(write.data)
    return length


def restore(writes, platter, copy):
    """Makes a copy that had all of the writes the same as the platter again."""
    with open(platter, "rb", buffering=0) as source, open(copy, "r+b", buffering=0) as target:
        for write in writes:
            at, length = write.sector * SECTOR, len(write.data)
            if length:
                os.pwrite(target.fileno(), os.pread(source.fileno(), length, at), at)
