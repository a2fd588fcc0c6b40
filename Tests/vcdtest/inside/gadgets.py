#!/usr/bin/python3
"""In the machine: what a visitor, or another program, does to a camera and to sound cards.

Usage: gadgets WHAT [...]; each function below that is named so in ACTIONS says what its words mean.
"""

import array
import ctypes
import fcntl
import json
import math
import os
import pathlib
import signal
import socket
import struct
import subprocess
import sys
import time

# linux/videodev2.h; the sizes are those of 64 bits.
QUERYCTRL, G_CTRL, S_CTRL, REQBUFS = 0xC0445624, 0xC008561B, 0xC008561C, 0xC0145608
NEXT_CTRL = 0x80000000
CAPTURE, MMAP = 1, 1
# alsa/pcm.h and alsa/mixer.h
PLAYBACK_STREAM, CAPTURE_STREAM = 0, 1
S16_LE, INTERLEAVED = 2, 3
RATE = 48_000


def ready():
    """Tells systemd, for those that run as units of Type=notify."""
    if place := os.environ.get("NOTIFY_SOCKET"):
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
            line.sendto(b"READY=1", place.replace("@", "\0", 1) if place[0] == "@" else place)


def controls(node):
    """Each control of a camera that holds a number: its name as v4l2-ctl has it, and its id."""
    found = {}
    number = 0
    while True:
        query = bytearray(struct.pack("II32s4iI2I", number | NEXT_CTRL, 0, b"", 0, 0, 0, 0, 0, 0, 0))
        try:
            fcntl.ioctl(node, QUERYCTRL, query)
        except OSError:
            return found
        number, kind, name = struct.unpack_from("II32s", query)
        # Integer, boolean, menu.
        if kind in (1, 2, 3):
            words = name.rstrip(b"\0").decode().lower()
            found["_".join("".join(c if c.isalnum() else " " for c in words).split())] = number


def camera(path, *settings):
    """camera NODE [NAME=VALUE ...]: sets controls, and gives what all are at then."""
    node = os.open(path, os.O_RDWR)
    known = controls(node)
    for name, value in (item.split("=") for item in settings):
        fcntl.ioctl(node, S_CTRL, struct.pack("Ii", known[name], int(value)))
    values = {}
    for name, number in known.items():
        try:
            values[name] = struct.unpack("Ii", fcntl.ioctl(node, G_CTRL, struct.pack("Ii", number, 0)))[1]
        except OSError:
            # One that can only be written.
            continue
    os.close(node)
    return values


def hold_camera(path):
    """hold-camera NODE: has it as a program has that takes its pictures."""
    node = os.open(path, os.O_RDWR)
    fcntl.ioctl(node, REQBUFS, struct.pack("5I", 2, CAPTURE, MMAP, 0, 0))
    ready()
    signal.pause()


class Sound:
    """libasound, of which each call may fail."""

    def __init__(self):
        self.library = ctypes.CDLL("libasound.so.2")
        self.library.snd_strerror.restype = ctypes.c_char_p
        for name in ("first_elem", "elem_next"):
            getattr(self.library, f"snd_mixer_{name}").restype = ctypes.c_void_p
        self.library.snd_mixer_selem_get_name.restype = ctypes.c_char_p

    def call(self, name, *arguments):
        result = getattr(self.library, f"snd_{name}")(*arguments)
        if result < 0:
            raise OSError(-result, f"{name}: {self.library.snd_strerror(result).decode()}")
        return result


def mixer(card, *settings):
    """mixer CARD [NAME=VALUE ...]: sets volumes, in the card's own steps, and gives what all are at then."""
    sound = Sound()
    handle = ctypes.c_void_p()
    sound.call("mixer_open", ctypes.byref(handle), 0)
    sound.call("mixer_attach", handle, f"hw:{card}".encode())
    sound.call("mixer_selem_register", handle, None, None)
    sound.call("mixer_load", handle)
    wanted = dict(item.split("=") for item in settings)
    values = {}
    element = sound.library.snd_mixer_first_elem(handle)
    while element:
        part = ctypes.c_void_p(element)
        name = sound.library.snd_mixer_selem_get_name(part).decode()
        for way in ("playback", "capture"):
            if not sound.call(f"mixer_selem_has_{way}_volume", part):
                continue
            if name in wanted:
                sound.call(f"mixer_selem_set_{way}_volume_all", part, ctypes.c_long(int(wanted[name])))
            value = ctypes.c_long()
            sound.call(f"mixer_selem_get_{way}_volume", part, 0, ctypes.byref(value))
            values[f"{name} {way}"] = value.value
        element = sound.library.snd_mixer_elem_next(part)
    sound.call("mixer_close", handle)
    return values


def sound_device(sound, name, stream):
    handle = ctypes.c_void_p()
    sound.call("pcm_open", ctypes.byref(handle), name.encode(), stream, 0)
    sound.call("pcm_set_params", handle, S16_LE, INTERLEAVED, 2, RATE, 1, 200_000)
    return handle


def tone(device):
    """tone DEVICE: plays 500 Hz, until it is killed."""
    sound = Sound()
    handle = sound_device(sound, device, PLAYBACK_STREAM)
    wave = array.array("h")
    for frame in range(RATE // 10):
        wave.extend([round(8_000 * math.sin(math.tau * 500 * frame / RATE))] * 2)
    begun = False
    while True:
        address, _ = wave.buffer_info()
        try:
            sound.call("pcm_writei", handle, ctypes.c_void_p(address), ctypes.c_ulong(len(wave) // 2))
        except OSError as error:
            sound.call("pcm_recover", handle, -error.errno, 1)
        if not begun:
            begun = True
            ready()


def hold_sound(device):
    """hold-sound DEVICE: has it as a program has that records from it."""
    handle = sound_device(Sound(), device, CAPTURE_STREAM)
    ready()
    signal.pause()
    return handle


def hang(name):
    """hang NAME: stops the next probe of that name, as the kernel would that waits for a device; gives its id."""
    ready()
    end = time.monotonic() + 60
    while time.monotonic() < end:
        for folder in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                words = (folder / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if words[:3] == [b"vcd-helper", b"probe", name.encode()]:
                os.kill(int(folder.name), signal.SIGSTOP)
                return {"stopped": int(folder.name)}
    raise SystemExit(f"no probe of {name} came")


def timed(*command):
    """timed COMMAND ...: runs it; gives what it wrote and how many seconds it took."""
    begin = time.monotonic()
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    return {"seconds": time.monotonic() - begin, "code": done.returncode, "out": done.stdout, "err": done.stderr}


def visit(node, card):
    """visit NODE CARD: a visitor who would leave the camera dark and the sound off; keeps what they were at before, and what
    was refused."""
    home = pathlib.Path(os.environ["HOME"])
    before = {"camera": camera(node), "mixer": mixer(card)}
    refused = []
    for what, name, setting in [(camera, node, "brightness=0"), (camera, node, "contrast=0"), (mixer, card, "Master=-50"),
                                (mixer, card, "Mic=-50")]:
        try:
            what(name, setting)
        except OSError as error:
            refused.append([setting, error.errno])
    after = {"camera": camera(node), "mixer": mixer(card)}
    (home / "seen.part").write_text(json.dumps({"visit": os.environ["VCD_VISIT"], "before": before, "after": after, "refused": refused}))
    (home / "seen.part").rename(home / "seen")
    signal.pause()


ACTIONS = {
    "camera": camera, "hold-camera": hold_camera, "mixer": mixer, "tone": tone, "hold-sound": hold_sound,
    "hang": hang, "timed": timed, "visit": visit,
}

if __name__ == "__main__":
    print(json.dumps(ACTIONS[sys.argv[1]](*sys.argv[2:])))
