"""What takes long to make and is the same for all tests: made by the first who needs it, then kept."""

import fcntl
import hashlib
import shutil

HELD = []
"""Open files, each with a lock on something in use until this process ends."""


def once(folder, makers, make):
    """Has `make` fill `folder`, unless the same was made before of the same `makers`, which are files and words. While
    one makes it the others wait; while somebody uses it nobody makes it anew."""
    parts = [maker.encode() if isinstance(maker, str) else maker.read_bytes() for maker in makers]
    stamp = " ".join(hashlib.sha256(part).hexdigest() for part in parts)
    made = folder.with_name(f"{folder.name}.stamp")
    folder.parent.mkdir(parents=True, exist_ok=True)
    lock = open(folder.with_name(f"{folder.name}.lock"), "w")
    HELD.append(lock)

    def is_made():
        return made.exists() and made.read_text() == stamp and folder.exists()

    fcntl.flock(lock, fcntl.LOCK_SH)
    if not is_made():
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not is_made():
            made.unlink(missing_ok=True)
            shutil.rmtree(folder, ignore_errors=True)
            make()
            made.write_text(stamp)
        fcntl.flock(lock, fcntl.LOCK_SH)
