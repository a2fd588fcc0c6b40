"""The one door through which tests, demo and benchmarks start programs of this machine, and the Debian package of each.

`Tests/check-programs` holds against the Makefile's lists what goes through it. Programs of a container or of a virtual
machine are those of its root, which make-root says.
"""

import functools
import shutil
import subprocess

# By the package to ask for; one that comes with another is under that one.
PROGRAMS = {
    "bubblewrap": "bwrap",
    # With gcc, binutils and dpkg-dev.
    "build-essential": "cc dpkg-buildpackage ld make nm",
    "busybox-static": "busybox",
    "cage": "cage",
    "chromium": "chromium",
    "curl": "curl",
    # With dbus-bin.
    "dbus": "dbus-monitor dbus-send",
    "dbus-daemon": "dbus-daemon dbus-run-session",
    "debhelper": "dh",
    "dunst": "dunst",
    "e2fsprogs": "mkfs.ext4",
    "fakeroot": "fakeroot",
    "firefox-esr": "firefox-esr",
    "git": "git",
    "grim": "grim",
    "imagemagick": "convert identify import",
    "iproute2": "ip",
    "lintian": "lintian",
    "mmdebstrap": "mmdebstrap",
    "nftables": "nft",
    "openssl": "openssl",
    "pipewire": "pipewire",
    "pipewire-pulse": "pipewire-pulse",
    "procps": "free kill pgrep pkill ps",
    "python3": "python3",
    "qemu-system-x86": "qemu-system-x86_64",
    "rsync": "rsync",
    "supervisor": "supervisorctl supervisord",
    "sway": "sway",
    "systemd": "journalctl systemctl timedatectl",
    "systemd-container": "systemd-nspawn",
    "tmux": "tmux",
    "wireplumber": "wireplumber wpctl",
    "wtype": "wtype",
    "x11-utils": "xwininfo",
    "x11-xkb-utils": "setxkbmap xkbcomp",
    "xdotool": "xdotool",
    "xvfb": "Xvfb",
    "xwayland": "Xwayland",
    "xz-utils": "unxz",
}
# Debian's smallest system has them.
EVERYWHERE = {
    "apt": "apt-cache apt-config apt-get",
    "bash": "bash",
    "coreutils": "cat chmod chown chroot cp cut date dd df echo env head id install ln ls mkdir mkfifo mktemp mv nice nproc"
                 " printf realpath rm rmdir seq sleep sort stat sync tail tee test timeout touch tr true uniq wc",
    "dash": "sh",
    "diffutils": "diff",
    "dpkg": "dpkg dpkg-deb dpkg-query",
    "findutils": "find xargs",
    "grep": "grep",
    "gzip": "gzip",
    "libc-bin": "getent ldd",
    "mawk": "awk",
    "mount": "mount umount",
    "sed": "sed",
    "util-linux": "findmnt ipcmk mkswap nsenter setarch setpriv unshare",
}
# What is no program, and is needed like one: by what asks for it.
OTHERS = {
    "venv": "python3-venv",
    "libncurses.so.6": "libncurses6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "/etc/ssl/certs/ca-certificates.crt": "ca-certificates",
}
# Not from Debian; each with what it can't do without. Swift fetches packages, and has gcc's linker make programs.
TOOLCHAIN = {"swift": ("cc", "git", "ld", "libncurses.so.6", "/etc/ssl/certs/ca-certificates.crt")}
# Debian keeps some of root's where other accounts don't look.
PLACES = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


@functools.cache
def packages():
    """The package of each program and the like."""
    table = {name: package for package, names in {**PROGRAMS, **EVERYWHERE}.items() for name in names.split()}
    return {**table, **OTHERS}


class MissingProgram(Exception):
    """Nothing here runs without it, and what is left out isn't tested."""


@functools.cache
def program(name):
    """Its path."""
    package = packages().get(name)
    if not package and name not in TOOLCHAIN:
        raise MissingProgram(f"{name} is not in the table of vcdtest/programs.py: which package has it?")
    found = shutil.which(name) or shutil.which(name, path=PLACES)
    if not found:
        raise MissingProgram(f"{name} is not installed; it comes with {package or 'the toolchain'}")
    return found


def words(command):
    """The same with the program's path; one that is a path already is of the project."""
    first, *rest = map(str, command)
    return [first if "/" in first else program(first), *rest]


def run(command, **options):
    return subprocess.run(words(command), **options)


def start(command, **options):
    return subprocess.Popen(words(command), **options)
