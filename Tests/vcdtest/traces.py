"""Looks for a token in files and processes, in UTF-8 and UTF-16, wherever this account can read."""

import mmap
import os
from pathlib import Path


def needles(token):
    return [token.encode(), token.encode("utf-16-le")]


def in_file(path, wanted, since):
    """A file that was not changed since the token was made cannot hold it."""
    try:
        with open(path, "rb") as file:
            status = os.fstat(file.fileno())
            if status.st_size == 0 or status.st_ctime < since:
                return False
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
                return any(content.find(needle) >= 0 for needle in wanted)
    except (OSError, ValueError):
        return False


def in_tree(root, token, since=0):
    """The files below `root` that hold the token or are named by it. Other file systems below are searched too."""
    wanted = needles(token)
    found = []
    for folder, folders, files in os.walk(root, onerror=lambda _: None):
        folders[:] = [name for name in folders if not os.path.islink(os.path.join(folder, name))]
        for name in files + folders:
            path = os.path.join(folder, name)
            if token in name:
                found.append(path)
            elif name in files and not os.path.islink(path) and os.path.isfile(path) and in_file(path, wanted, since):
                found.append(path)
    return found


def in_processes(token, leave_out=()):
    """Processes that name the token in their arguments, environment, open files or mounts."""
    found = []
    wanted = needles(token)
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) in leave_out:
            continue
        for part in ("cmdline", "environ", "mountinfo"):
            try:
                content = (entry / part).read_bytes()
            except OSError:
                continue
            if any(needle in content for needle in wanted):
                found.append(f"{entry}/{part}")
        try:
            links = list((entry / "fd").iterdir())
        except OSError:
            continue
        for link in links:
            try:
                if token in os.readlink(link):
                    found.append(str(link))
            except OSError:
                continue
    return found


def everywhere(token, places, since, leave_out=()):
    found = [hit for place in places for hit in in_tree(place, token, since)]
    return found + in_processes(token, leave_out)
