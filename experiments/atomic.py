"""Files that are there whole or not at all, also after a crash."""

from __future__ import annotations

import os
from pathlib import Path

TEMPORARY = ".tmp"


def write_whole(path: Path, content: bytes) -> None:
    """Write `content` to `path`: to a temporary file beside it, to the disk, then renamed.

    Errors: `OSError`; then `path` is as it was before, and no temporary file is left.
    """
    spare = spare_beside(path)
    try:
        with spare.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(spare, path)
    except BaseException:
        spare.unlink(missing_ok=True)
        raise
    flush_folder(path.parent)


def spare_beside(path: Path) -> Path:
    """Return the temporary file beside `path` into which this process writes."""
    return path.with_name(f".{path.name}.{os.getpid()}{TEMPORARY}")


def sweep_temporary(folder: Path) -> None:
    """Remove what a killed writer left half-written."""
    for spare in folder.glob(f".*{TEMPORARY}"):
        spare.unlink(missing_ok=True)


def flush_folder(folder: Path) -> None:
    """See that the new name itself is on the disk; Windows does so by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
