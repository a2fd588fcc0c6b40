"""The disks of virtual machines: each kind made once of the root with the package installed, then copied for each."""

import contextlib
import hashlib
import pathlib
import shutil

from vcdtest import HERE, ROOT, programs
from vcdtest.debian import DEBIAN
from vcdtest.layers import own_mounts, unmount
from vcdtest.once import once
from vcdtest.roots import installed, package

WORK = ROOT / ".build" / "machine"
MIB = 1 << 20


def make_disk(place, mib, unused):
    """A disk of some size, without what is `unused` of the root: paths, with * and ?."""
    kind = [str(mib), *sorted(unused)]
    folder = WORK / "disks" / f"{DEBIAN}-{hashlib.sha256(' '.join(kind).encode()).hexdigest()[:8]}"
    base = installed()
    makers = [HERE / "make-root", HERE / "roots.py", pathlib.Path(__file__), package(), *kind]
    once(folder, makers, lambda: fill(folder, base, mib, unused))
    copy(folder / "disk", place)


def fill(folder, base, mib, unused):
    print(f"making a disk of Debian {DEBIAN} for the tests (once)", flush=True)
    root = base.lay(folder)
    found = [place for pattern in unused for place in root.glob(pattern)]
    programs.run(["rm", "-rf", "--", *found], check=True)
    with open(folder / "disk", "wb") as disk:
        disk.truncate(mib * MIB)
    programs.run(["mkfs.ext4", "-q", "-F", "-d", root, folder / "disk"], check=True)
    unmount(root)
    for name in ("root", "usr", "work"):
        shutil.rmtree(folder / name)


def copy(disk, place):
    """Its holes stay holes."""
    programs.run(["cp", "--reflink=auto", "--sparse=always", disk, place], check=True)


@contextlib.contextmanager
def mounted(disk):
    own_mounts()
    root = disk.with_name("root")
    root.mkdir()
    programs.run(["mount", "-o", "loop", disk, root], check=True)
    try:
        yield root
    finally:
        programs.run(["umount", root], check=True)
        root.rmdir()
