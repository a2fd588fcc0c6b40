#!/usr/bin/python3
"""In the machine: a call program that leaves its token wherever it can write, over and over, and says how far it came.

The token is of the image's seed turned round, and the visit's id. That is nowhere else, so whatever holds it was
written by this program. It has to begin fast, hence no module that it can do without.
"""

import os
import signal
import sys
import time

SEED = "/etc/test-seed"
# What the page and the programs of an inmate could reach, and some that they should not.
FOLDERS = [
    "$HOME", "$HOME/.config", "$XDG_RUNTIME_DIR", "$TMPDIR", "/tmp", "/var/tmp", "/dev/shm",
    "/run", "/run/vcd/visit", "/run/vcd/public", "/var/lib", "/var/log", "/var/log/journal", "/var/spool", "/var/mail",
    "/var/crash", "/mnt", "/srv", "/root", "/etc", "/usr/local", "/dev/mqueue", "/sys/fs/cgroup", "/sys/fs/pstore",
    "/proc/self/root/var/lib/vcd",
]
LOGS = ["/dev/log", "/run/systemd/journal/dev-log", "/run/systemd/journal/socket", "/run/systemd/journal/stdout",
        "/run/systemd/notify"]


def mark(seed):
    """What the tokens of all visits begin with; the kernel keeps no more than 15 letters of a process's name."""
    return f"trace-{seed[::-1][:9]}"


def token(seed, visit):
    return f"{mark(seed)}-visit-{visit}"


def write(place, data, flags=os.O_WRONLY | os.O_CREAT | os.O_APPEND):
    try:
        file = os.open(place, flags, 0o600)
    except OSError:
        return 0
    try:
        os.write(file, data)
        os.fsync(file)
    except OSError:
        pass
    finally:
        os.close(file)
    return 1


def talk(place, data):
    """To whoever keeps a log."""
    import socket
    for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
        with socket.socket(socket.AF_UNIX, kind) as line:
            try:
                line.connect(place)
                line.sendall(data)
                return 1
            except OSError:
                pass
    return 0


def share(data):
    """In memory that the kernel keeps for whoever asks: System V's and POSIX's."""
    import ctypes
    libc = ctypes.CDLL(None, use_errno=True)
    libc.shmat.restype = ctypes.c_void_p
    done = 0
    segment = libc.shmget(0, 65536, 0o1600)
    if segment >= 0:
        place = libc.shmat(segment, None, 0)
        if place not in (None, ctypes.c_void_p(-1).value):
            ctypes.memmove(place, data[:65536], min(len(data), 65536))
            done += 1
    queue = libc.msgget(0, 0o1600)
    if queue >= 0:
        message = (1).to_bytes(8, "little") + data[:4096]
        done += libc.msgsnd(queue, message, len(message) - 8, 0o4000) == 0
    name = data.split()[0].decode()
    queue = libc.mq_open(f"/{name}".encode(), os.O_CREAT | os.O_RDWR, 0o600, None) if hasattr(libc, "mq_open") else -1
    if queue >= 0:
        done += libc.mq_send(queue, data[:1024], 1024, 0) == 0
    libc.syslog(5, b"%s", data[:200])
    return done


def crash():
    """The kernel tells of a process that reads where nothing is, by its name. That is the token's beginning here."""
    import ctypes
    child = os.fork()
    if child == 0:
        ctypes.string_at(0)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def main():
    visit = os.environ["VCD_VISIT"]
    with open(SEED) as file:
        seed = file.read().strip()
    text = token(seed, visit)
    line = text.encode() + b"\n" + text.encode("utf-16-le") + b"\n"
    data = line * (65536 // len(line))
    held = [data * 16]
    signal.signal(signal.SIGTERM, signal.SIG_IGN if int(visit) % 2 else signal.SIG_DFL)
    done = 0
    for folder in FOLDERS:
        folder = os.path.expandvars(folder)
        # In the file's name as well as in the file.
        done += write(f"{folder}/{text}", data)
    for stream in (1, 2):
        try:
            os.write(stream, line)
        except OSError:
            pass
    for place in ("/dev/kmsg", "/dev/tty", "/dev/console", "/dev/vport0p1", "/dev/vda"):
        done += write(place, line, os.O_WRONLY | os.O_NOCTTY)
    # The name of this process, which the kernel and systemd give when they tell of it.
    done += write("/proc/self/comm", mark(seed).encode(), os.O_WRONLY)
    done += sum(talk(place, line) for place in LOGS)
    done += share(data)
    done += crash()
    write(os.path.expandvars("$HOME/planted"), str(done).encode())
    while True:
        for folder in ("$HOME", "/tmp", "/var/tmp", "/dev/shm"):
            write(f"{os.path.expandvars(folder)}/{text}", data)
        held.append(data[:])
        if len(held) > 200:
            del held[1:]
        time.sleep(0.3)


if __name__ == "__main__":
    sys.exit(main())
