"""What a packed park file (.xlsx, .zip) must not be or hold; looked at before it is unpacked."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from sim.faults import Fault
from sim.parkfile.limits import Limits
from sim.parkfile.markup import markup_faults

Source = Path | BinaryIO

UNSOUND = (zipfile.BadZipFile, RuntimeError, EOFError, OSError, zlib.error)
"""What reading a damaged, locked or oddly packed zip raises."""

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_MACROS = (b"macroenabled", b"vbaproject", b"macrosheet")
_ACTIVE = (
    ("xl/macrosheets/", "macros", "save it as .xlsx, which has none"),
    ("xl/externallinks/", "links to other workbooks", "break the links (Data, Edit Links)"),
    ("xl/embeddings/", "embedded files", "copy the park's sheets into a new workbook"),
    ("xl/activex/", "ActiveX controls", "copy the park's sheets into a new workbook"),
    ("xl/connections", "connections to data outside it", "remove them (Data, Connections)"),
)
"""Start of a part's name, what it is, and how to be rid of it."""


def package_faults(source: Source, name: str, limits: Limits, workbook: bool) -> Iterator[Fault]:
    """Yield why a packed file is refused; sizes are what the package says, and reading stops there.

    Python's zipfile gives no more of a part than the size that was summed here, so that a package
    which understates its sizes unpacks to no more than them.
    """
    try:
        with zipfile.ZipFile(source) as package:
            yield from _faults(package, name, limits, workbook)
    except UNSOUND:
        if workbook:
            wrong = "the file is not an .xlsx workbook (an old .xls, or locked by a password?)"
            yield Fault(name, wrong, "open it and save it as .xlsx without a password")
        else:
            wrong = "the file is not a sound .zip (damaged, or locked by a password?)"
            yield Fault(name, wrong, "pack the CSV files again, without a password")


def _faults(package: zipfile.ZipFile, name: str, limits: Limits, workbook: bool) -> Iterator[Fault]:
    parts = package.infolist()
    again = "copy the park's sheets into a new workbook" if workbook else "pack the CSV files alone"
    if len(parts) > limits.parts:
        yield Fault(name, f"it holds more than {limits.parts} parts", again)
        return
    if sum(part.file_size for part in parts) > limits.unpacked_mb * 1_000_000:
        what = "the workbook" if workbook else "the file"
        yield Fault(name, f"{what} unpacks to more than {limits.unpacked_mb} MB", again)
        return
    astray = next((part.filename for part in parts if _leads_out(part.orig_filename)), None)
    if astray is not None:
        yield Fault(name, f"it holds a part that leads out of it, {astray[:60]!r}", again)
        return
    if any(part.compress_type not in _METHODS for part in parts):
        yield Fault(name, "its parts are packed in a way that spreadsheets do not use", again)
        return
    if workbook:
        yield from _active_faults(package, name)
        yield from markup_faults(package, name, limits)


def _leads_out(part: str) -> bool:
    """Say whether a part's name is no plain path below the package's root."""
    steps = part.replace("\\", "/").split("/")
    return ".." in steps or steps[0] == "" or ":" in steps[0] or "\0" in part


def _active_faults(package: zipfile.ZipFile, name: str) -> Iterator[Fault]:
    parts = [part.filename.casefold() for part in package.infolist()]
    kinds = b""
    if "[Content_Types].xml" in package.namelist():
        kinds = package.read("[Content_Types].xml").lower()
    macros = any(part.endswith("vbaproject.bin") for part in parts)
    if macros or any(kind in kinds for kind in _MACROS):
        yield Fault(name, "the workbook holds macros", "save it as .xlsx, which has none")
    for start, what, mend in _ACTIVE:
        if any(part.startswith(start) for part in parts):
            yield Fault(name, f"the workbook holds {what}", mend)
