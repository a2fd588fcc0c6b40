"""What containers and machines are made of, for each Debian: a bare root, and one with the package installed."""

import functools
import pathlib
import shutil
import subprocess

from vcdtest import HERE, ROOT, programs
from vcdtest.debian import DEBIAN, RELEASES
from vcdtest.layers import Root, unmount
from vcdtest.once import once

WORK = ROOT / ".build" / "roots"
ACCOUNTS = {"officer": "vcd-officer", "observer": "vcd-observer", "supervisor": "vcd-supervisor", "outsider": None}


def package():
    found = sorted((ROOT / ".build" / "deb").glob("vcd_*.deb"))
    if not found:
        raise FileNotFoundError("there is no package in .build/deb: 'make deb' builds it")
    return found[-1]


@functools.cache
def bare(debian=DEBIAN):
    """One without the package."""
    folder, maker = WORK / str(debian) / "bare", HERE / "make-root"
    once(folder, [maker], lambda: programs.run([maker, folder, RELEASES[debian]], check=True))
    return Root(folder, (folder / "usr",))


@functools.cache
def installed(debian=DEBIAN, of=None):
    """One with the package and four accounts, that has never run. The real installation is package_test.py's. `of`:
    another package than the present one."""
    below = bare(debian)
    folder = WORK / str(debian) / ("installed-other" if of else "installed")
    makers = [HERE / "make-root", pathlib.Path(__file__), of or package()]
    once(folder, makers, lambda: install(below.lay(folder), of or package()))
    return Root(folder / "root", (folder / "usr", *below.usr))


def install(root, package):
    """As an administrator does while the PC's disk is mounted somewhere: nothing is started."""
    print("installing the package for the tests (once)", flush=True)
    shutil.copy(package, root / "vcd.deb")
    in_root(root, "dpkg", "--force-unsafe-io", "-i", "/vcd.deb")
    (root / "vcd.deb").unlink()
    for name, group in ACCOUNTS.items():
        in_root(root, "useradd", "-m", *(["-G", group] if group else []), name)
    unmount(root)


def in_root(root, *command):
    done = programs.run(
        ["chroot", root, *command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300,
        stdin=subprocess.DEVNULL,
        env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"},
    )
    if done.returncode != 0:
        raise RuntimeError(f"{command}: {done.stdout}")
