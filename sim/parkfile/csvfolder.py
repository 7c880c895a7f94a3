"""A park file as a folder of CSV, packed or not: one file a sheet, UTF-8 or GBK, commas."""

from __future__ import annotations

import codecs
import csv
import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from sim.faults import Fault
from sim.park import SHEETS
from sim.parkfile.limits import FILE, Limits
from sim.parkfile.package import UNSOUND, Source, package_faults
from sim.parkfile.raw import OTHER_SHEETS, Cell, RawPark, RawSheet, fill_sheet
from sim.parkfile.words import nearest

_COMMON = 0.9
"""Share of the signs beyond ASCII that must be everyday Chinese for a text to be taken for GBK."""


def read_folder(folder: Path) -> RawPark:
    """Read every CSV file of `folder`; other kinds of file are left alone."""
    raw = RawPark(str(folder))
    for path in sorted(folder.iterdir()):
        if path.suffix.casefold() == ".csv" and path.is_file():
            _take_file(path.name, path.stat().st_size, path.read_bytes, raw)
    _none_found(raw, str(folder))
    return raw


def take_archive(source: Source, name: str, raw: RawPark, limits: Limits) -> None:
    """Read the CSV files of a .zip, in its root or in one folder, without unpacking it to disk."""
    raw.faults.extend(package_faults(source, name, limits, workbook=False))
    if raw.faults:
        return
    with zipfile.ZipFile(source) as package:
        parts = [part for part in package.infolist() if _is_sheet(part)]
        folders = {PurePosixPath(part.filename).parent for part in parts}
        if len(folders) > 1:
            wrong = "CSV files stand in more than one folder"
            raw.faults.append(Fault(name, wrong, "pack the files of one park alone"))
            return
        for part in sorted(parts, key=lambda one: one.filename):
            _take_part(package, part, name, raw)
    _none_found(raw, name)


def _is_sheet(part: zipfile.ZipInfo) -> bool:
    """Say whether a part is a CSV file of the user, not one that a system put beside it."""
    path = PurePosixPath(part.filename)
    kind = path.suffix.casefold() == ".csv" and not part.is_dir()
    return kind and "__MACOSX" not in path.parts and not path.name.startswith(".")


def _take_part(package: zipfile.ZipFile, part: zipfile.ZipInfo, name: str, raw: RawPark) -> None:
    try:
        called = PurePosixPath(part.filename).name
        _take_file(called, part.file_size, lambda: package.read(part), raw)
    except UNSOUND as error:
        wrong = f"{part.filename[:60]!r} cannot be unpacked ({error})"
        raw.faults.append(Fault(name, wrong, "pack the CSV files again, without a password"))


def _none_found(raw: RawPark, where: str) -> None:
    if not raw.sheets and not raw.faults:
        wrong = "the folder holds no CSV file of a park"
        mend = "give a folder with park.csv and enterprises.csv, or a workbook"
        raw.faults.append(Fault(where, wrong, mend))


def _take_file(called: str, size: int, read: Callable[[], bytes], raw: RawPark) -> None:
    name = Path(called).stem.strip().casefold()
    if name.startswith("_") or name in OTHER_SHEETS:
        return
    if name not in SHEETS:
        close = nearest(name, SHEETS)
        mend = f"rename it to {close[0]}.csv" if close else f"use one of {', '.join(SHEETS)}"
        mend += ", or start its name with _ to have it left out"
        raw.faults.append(Fault(called, f"there is no sheet {name!r}", mend))
    elif name in raw.sheets:
        wrong = f"{raw.sheets[name].file} holds the same sheet"
        raw.faults.append(Fault(called, wrong, "keep one of the two"))
    else:
        sheet = RawSheet(name, called)
        faults = list(_fill(sheet, size, read))
        raw.faults.extend(faults)
        if faults:
            raw.unread.add(name)
        else:
            raw.sheets[name] = sheet


def _fill(sheet: RawSheet, size: int, read: Callable[[], bytes]) -> Iterator[Fault]:
    """Fill a sheet from its file; yield what keeps the file as a whole from being read."""
    faults: list[Fault] = []
    text = _read_text(sheet.file, size, read, faults)
    try:
        fill_sheet(sheet, _rows(text), faults)
    except csv.Error as error:
        wrong = f"the file is not sound CSV ({error})"
        faults.append(Fault(sheet.file, wrong, "save it again as 'CSV UTF-8'"))
    yield from faults
    yield from _comma_faults(sheet)


def _read_text(name: str, size: int, read: Callable[[], bytes], faults: list[Fault]) -> str:
    if size > FILE.file_mb * 1_000_000:
        wrong = f"the file is larger than {FILE.file_mb} MB"
        faults.append(Fault(name, wrong, "keep only the park's own rows"))
        return ""
    content = read()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        other = _in_another_encoding(content)
        if other is not None:
            return other
        line = content.count(b"\n", 0, error.start) + 1
        wrong = "the text is neither UTF-8 nor Chinese in GBK"
        mend = "in the spreadsheet save as 'CSV UTF-8 (comma delimited)'"
        faults.append(Fault(f"{name} line {line}", wrong, mend))
        return ""


def _in_another_encoding(content: bytes) -> str | None:
    """Return text as a spreadsheet under Chinese Windows saves it: GBK, or UTF-16 with its mark.

    GBK takes almost any bytes: it is believed where nine tenths of the signs beyond ASCII are of
    GB 2312, the everyday part of it, to which accented letters of Western text hardly ever come.
    """
    try:
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return content.decode("utf-16")
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        return None
    beyond = [sign for sign in text if not sign.isascii()]
    common = len("".join(beyond).encode("gb2312", "ignore")) // 2
    return text if common >= _COMMON * len(beyond) else None


def _rows(text: str) -> Iterator[tuple[int, list[Cell]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    for cells in reader:
        yield line, list(cells)
        line = reader.line_num + 1


def _comma_faults(sheet: RawSheet) -> Iterator[Fault]:
    for mark, name in ((";", "semicolons"), ("\t", "tabs")):
        if len(sheet.header) == 1 and mark in sheet.header[0]:
            wrong = f"the columns are parted by {name}"
            yield Fault(sheet.place(1), wrong, "part them by commas")
