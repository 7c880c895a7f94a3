"""A park file that is one file: a workbook or packed CSV, on disk or in memory."""

from __future__ import annotations

import io
from pathlib import Path, PurePath

from sim.faults import Fault
from sim.park import Park
from sim.parkfile.check import park_of
from sim.parkfile.csvfolder import take_archive
from sim.parkfile.limits import FILE, UPLOAD, Limits
from sim.parkfile.package import Source
from sim.parkfile.raw import RawPark

_LONGEST_NAME = 80


def read_file(path: Path) -> RawPark:
    """Read the sheets of a workbook or a .zip of CSV on disk."""
    raw = RawPark(str(path))
    _take(path, path.name, path.stat().st_size, raw, FILE)
    return raw


def read_content(name: str, content: bytes, limits: Limits = UPLOAD) -> Park:
    """Read a park from the content of a workbook or a .zip of CSV that its sender calls `name`.

    Nothing is written to disk. Raises `InputError` listing every fault.
    """
    called = PurePath(name.replace("\\", "/")).name
    shown = "".join(sign if sign.isprintable() else "?" for sign in called)[-_LONGEST_NAME:]
    raw = RawPark(shown)
    _take(io.BytesIO(content), shown, len(content), raw, limits)
    return park_of(raw)


def _take(source: Source, name: str, size: int, raw: RawPark, limits: Limits) -> None:
    suffix = PurePath(name).suffix.casefold()
    if suffix not in (".xlsx", ".zip"):
        raw.faults.append(_kind_fault(name, suffix))
    elif size > limits.file_mb * 1_000_000:
        what = "workbook" if suffix == ".xlsx" else "file"
        wrong = f"the {what} is larger than {limits.file_mb} MB"
        raw.faults.append(Fault(name, wrong, "keep only the park's own sheets, without pictures"))
    elif suffix == ".zip":
        take_archive(source, name, raw, limits)
    else:
        from sim.parkfile.workbook import take_workbook

        take_workbook(source, name, raw, limits)


def _kind_fault(name: str, suffix: str) -> Fault:
    if suffix == ".xlsm":
        return Fault(name, "an .xlsm workbook may hold macros", "save it as .xlsx")
    return Fault(name, "the file is not an .xlsx workbook", "save it as .xlsx")
