"""A bare Debian that gets the Makefile's packages and nothing else: whether each program of the table is found there."""

import pathlib

from vcdtest import programs
from vcdtest.pc import finished

STAMP = "packages"
SETTINGS = ("etc/apt/auth.conf.d", "etc/apt/apt.conf.d", "etc/apt/sources.list", "etc/apt/sources.list.d", "etc/resolv.conf")
# Each is looked for where it is looked for here; what is no program has a way of its own.
LOOK = """
for name in "$@"; do
    case $name in
        /*) [ -e "$name" ] || echo "$name" ;;
        venv) python3 -c 'import ensurepip' 2>/dev/null || echo "$name" ;;
        *.so.*) ldconfig -p | grep -qF "$name" || echo "$name" ;;
        *) command -v "$name" >/dev/null || echo "$name" ;;
    esac
done
"""
ENTER = """
root=$1 tools=$2
shift 2
mount --bind "$tools" "$root$tools"
mount -o remount,bind,ro "$root$tools"
mount -t proc proc "$root/proc"
exec chroot "$root" env -i "$@"
"""


def check(folder, packages):
    """The names that are not found. The root is kept: it gets what the lists have in addition, and is made anew where they
    have something no more."""
    root = pathlib.Path(folder).resolve()
    stamp = root / STAMP
    has = stamp.read_text().split() if stamp.exists() else []
    if not has or set(has) - set(packages):
        make(root)
    if set(packages) - set(has):
        install(root, packages)
        stamp.write_text(" ".join(packages))
    toolchain = pathlib.Path(programs.program("swift")).resolve().parents[1]
    names = [*programs.packages(), *programs.TOOLCHAIN]
    done = inside(root, toolchain, "sh", "-c", LOOK, "sh", *names)
    missing = done.out.split()
    for name in missing:
        print(f"the lists bring no {name}, which is to come with {programs.packages().get(name, 'the toolchain')}")
    version = inside(root, toolchain, "swift", "--version")
    print(f"{root}: {len(names) - len(missing)} of {len(names)} found; swift: {version.out.splitlines()[:1] or version.err}")
    return missing


def make(root):
    codename = programs.run(
        ["sh", "-c", ". /etc/os-release; echo $VERSION_CODENAME"], capture_output=True, text=True, check=True
    ).stdout.strip()
    find = ["apt-get", "indextargets", "--format", "$(SITE)", "Created-By: Packages", "Origin: Debian"]
    mirror = sorted(programs.run(find, capture_output=True, text=True, check=True).stdout.split())[0]
    programs.run(["rm", "-rf", "--one-file-system", root], check=True)
    root.parent.mkdir(parents=True, exist_ok=True)
    print(f"making a bare {codename} at {root}", flush=True)
    # How this machine reaches the mirror.
    words = programs.run(["apt-config", "dump"], capture_output=True, text=True, check=True).stdout.splitlines()
    options = [f"--aptopt={word}" for word in words if word.startswith("Acquire::")]
    # Its mounts end with it, however it ends.
    programs.run(
        ["unshare", "--mount", "--propagation", "private", "mmdebstrap", "--mode=root", "--variant=minbase",
         "--dpkgopt=force-unsafe-io", *options, codename, root, mirror],
        check=True, capture_output=True,
    )
    for place in SETTINGS:
        if pathlib.Path("/", place).exists():
            programs.run(["cp", "-aT", f"/{place}", root / place], check=True)
    # What is installed in a chroot must start nothing.
    policy = root / "usr/sbin/policy-rc.d"
    policy.write_text("#!/bin/sh\nexit 101\n")
    policy.chmod(0o755)


def install(root, packages):
    for words in (["update", "-q"], ["install", "-y", "-q", "--no-install-recommends", *packages]):
        done = finished(["chroot", root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "Dpkg::Options::=--force-unsafe-io", *words])
        if done.code != 0:
            raise RuntimeError(f"apt-get {words[0]}: {done.out[-2000:]}{done.err[-2000:]}")


def inside(root, toolchain, *command):
    """Runs a command there, with the toolchain at its own place, to be read only, and with the kernel's folders. All of
    that is gone again with the command."""
    place = root / str(toolchain).lstrip("/")
    place.mkdir(parents=True, exist_ok=True)
    path = f"PATH={toolchain}/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    return finished(["unshare", "--mount", "sh", "-c", ENTER, "sh", root, toolchain, path, "LANG=C.UTF-8", *command])
