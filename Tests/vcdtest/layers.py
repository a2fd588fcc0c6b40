"""A root that many tests share and each may write to.

/usr, nearly all of it, is an overlay over what they share, and only read there. The rest is small and copied, for on it
a station is to find what it finds on a PC: no overlay below the one of a visit's home, and files that an account can be
mapped on (mount_setattr(2)).
"""

import ctypes
import dataclasses
import fcntl
import functools
import os
import pathlib

from vcdtest import programs

CLONE_NEWNS = 0x00020000
LAID = {}
"""By folder, an open file with a lock."""


@dataclasses.dataclass(frozen=True)
class Root:
    """`rest` holds all but /usr; of the folders of `usr` the first one lies on top."""

    rest: pathlib.Path
    usr: tuple

    def lay(self, folder):
        """Makes `folder`/root of it anew. What is written to its /usr lands in `folder`/usr. The mount ends with this
        process at the latest, however that ends."""
        own_mounts()
        hold(folder)
        root, upper, work = (folder / name for name in ("root", "usr", "work"))
        # One of this process's; those of others have gone with them.
        unmount(root)
        # However deep a test has made it.
        programs.run(["rm", "-rf", "--one-file-system", folder], check=True)
        for place in (root, upper, work):
            place.mkdir(parents=True)
        programs.run(
            ["sh", "-c", 'tar -C "$0" --exclude=./usr -cf - . | tar -C "$1" -xf -', self.rest, root], check=True
        )
        upper.chmod(0o755)
        (root / "usr").mkdir()
        lower = ":".join(map(str, self.usr))
        options = f"lowerdir={lower},upperdir={upper},workdir={work}"
        programs.run(["mount", "-t", "overlay", "vcd-test", "-o", options, root / "usr"], check=True)
        return root


def hold(folder):
    """Nobody else lays one there until this process has ended."""
    if folder not in LAID:
        folder.parent.mkdir(parents=True, exist_ok=True)
        LAID[folder] = open(folder.with_name(f"{folder.name}.laid"), "w")
        try:
            fcntl.flock(LAID[folder], fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RuntimeError(f"{folder} is in use by another run") from None


def unmount(root):
    if os.path.ismount(root / "usr"):
        programs.run(["umount", root / "usr"], check=True)


@functools.cache
def own_mounts():
    """From here on this process's mounts are its own, and nobody has to take them down."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWNS) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    programs.run(["mount", "--make-rslave", "/"], check=True)
