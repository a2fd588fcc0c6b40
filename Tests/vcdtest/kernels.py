"""Debian's kernels for virtual machines. make-kernel says what each kind has."""

from vcdtest import HERE, ROOT, programs
from vcdtest.debian import DEBIAN, RELEASES
from vcdtest.once import once


def kernel(kind, debian=DEBIAN):
    """Its folder."""
    folder, maker = ROOT / ".build" / "machine" / f"kernel-{kind}-{debian}", HERE / "make-kernel"
    once(folder, [maker], lambda: programs.run([maker, folder, kind, RELEASES[debian]], check=True))
    return folder
