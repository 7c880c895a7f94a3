"""A lock on a folder that the system lets go of when its holder ends, however it ends."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

NAME = ".lock"


class Locked(RuntimeError):
    """Another process holds the lock."""


class FolderLock:
    """Holds a folder from `FolderLock(folder)` to `release`.

    Where the file system knows no locks (some network disks) nothing is held.

    Errors: `Locked` where another process holds it, `OSError` where the folder takes no file.
    """

    def __init__(self, folder: Path) -> None:
        self._handle = os.open(folder / NAME, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _hold(self._handle)
        except OSError as error:
            if error.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
                os.close(self._handle)
                raise Locked(str(folder)) from error

    def release(self) -> None:
        """Let go."""
        os.close(self._handle)


if sys.platform == "win32":
    import msvcrt

    def _hold(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _hold(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
