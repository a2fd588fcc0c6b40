#!/usr/bin/python3
"""What a program gets of the kernel that no call program needs: `surface FILE` tries each way and writes down the kernel's
answer, by name. With `wait` behind it stays."""

import ctypes
import errno
import json
import os
import pathlib
import signal
import socket
import sys

libc = ctypes.CDLL(None, use_errno=True)
# Numbers that all architectures share, and those of x86-64.
CALLS = {
    "io_uring": (425, 1, 0), "key": (248, 0, 0, 0, 0, 0), "bpf": (321, 0, 0, 0), "perf": (298, 0, 0, -1, -1, 0),
    "userfaultfd": (323, 0), "ptrace": (101, 0x4206, 1 << 22, 0, 0), "kcmp": (312, 0, 0, 99, 0, 0),
    "file handles": (303, -100, b"/", 0, 0, 0), "aio": (206, 1, 0), "fsopen": (430, b"tmpfs", 0),
    "open_tree": (428, -100, b"/", 1), "move_mount": (429, -1, b"", -1, b"", 0), "mount_setattr": (442, -1, b"", 0, 0, 0),
    "fanotify": (300, 0x200, 0), "setns": (308, -1, 0), "a newer call": (600,), "clone3": (435, 0, 0),
    "memfd_secret": (447, 0), "statmount": (457, 0, 0, 0, 0), "modify_ldt": (154, 0, 0, 0),
}
SOCKETS = {
    "MPTCP": (2, 1, 262), "SCTP": (2, 1, 132), "UDP-Lite": (2, 2, 136), "ICMP": (2, 2, 1), "raw": (2, 3, 1),
    "DCCP": (2, 6, 33), "SMC": (43, 1, 0), "packets": (17, 3, 3), "vsock": (40, 1, 0), "kernel cryptography": (38, 5, 0),
    "Bluetooth": (31, 3, 1), "TIPC": (30, 2, 0), "CAN": (29, 3, 1), "nf_tables": (16, 3, 12), "generic netlink": (16, 3, 16),
    "sockets' diagnosis": (16, 3, 4), "XFRM": (16, 3, 6), "audit": (16, 3, 9), "connector": (16, 3, 11),
}
# On /dev/null, which knows none of them: the kernel's own answer is ENOTTY.
REQUESTS = {
    "sound: add an element": 0xC1105517, "sound: replace one": 0xC1105518, "sound: remove one": 0xC0405519,
    "sound: lock one": 0x40405514, "sound: set one": 0xC4C85513, "sound: write its text": 0xC008551B,
    "sound: command by text": 0xC008551C, "sound: the same past 32 bits": 1 << 40 | 0xC1105517,
    "camera: set a control": 0xC008561C, "camera: set many": 0xC0205648, "camera: set EDID": 0xC0285629,
    "camera: debugging": 0x4038564F, "camera: to the kernel's log": 0x5646, "camera: map a control": 0xC0607520,
    "camera: extension unit": 0xC0107521, "camera: private": 0xC00456C0,
    "keyboard: a key's code": 0x40084504, "keyboard: the same, long": 0x40284504, "keyboard: repeat": 0x40084503,
    "keyboard: grab": 0x40044590, "keyboard: the console's keys": 0x4B47, "console: switch": 0x5606,
    "terminal: type": 0x5412, "terminal: the console's own": 0x541C, "terminal: discipline": 0x5423,
    "disk: trim": 0xC0185879, "network: a tunnel": 0x400454CA, "HID feature": 0xC0104806, "MIDI": 0xC0305710,
}
# What a browser's own sandbox needs is among them.
NAMESPACES = {
    "user": 0x10000000, "user, pid and net": 0x70000000, "user and IPC": 0x18000000, "user and mounts": 0x10020000,
    "user and host name": 0x14000000, "user and cgroup": 0x12000000,
}


def said(result):
    return "done" if result >= 0 else errno.errorcode.get(ctypes.get_errno(), "?")


def call(number, *arguments):
    ctypes.set_errno(0)
    words = [ctypes.c_long(word) if isinstance(word, int) else word for word in arguments]
    return said(libc.syscall(ctypes.c_long(number), *words))


def make(family, kind, protocol):
    try:
        socket.socket(family, kind, protocol).close()
        return "done"
    except OSError as error:
        return errno.errorcode.get(error.errno, "?")


def request(number):
    null = os.open("/dev/null", os.O_RDWR)
    ctypes.set_errno(0)
    answer = said(libc.ioctl(null, ctypes.c_ulong(number), None))
    os.close(null)
    return answer


def namespace(flags):
    ends = os.pipe()
    child = os.fork()
    if child == 0:
        ctypes.set_errno(0)
        os.write(ends[1], said(libc.unshare(ctypes.c_int(flags))).encode())
        os._exit(0)
    os.close(ends[1])
    answer = os.read(ends[0], 99).decode()
    os.close(ends[0])
    os.waitpid(child, 0)
    return answer


def main(file, *words):
    answers = {f"call: {name}": call(*numbers) for name, numbers in CALLS.items()}
    answers |= {f"socket: {name}": make(*numbers) for name, numbers in SOCKETS.items()}
    answers |= {f"request: {name}": request(number) for name, number in REQUESTS.items()}
    answers |= {f"namespaces: {name}": namespace(flags) for name, flags in NAMESPACES.items()}
    fresh = pathlib.Path(file + ".new")
    fresh.write_text(json.dumps(answers))
    fresh.rename(file)
    if words:
        signal.pause()


main(*sys.argv[1:])
