"""A park file as a folder of CSV: one file a sheet, UTF-8, commas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from sim.faults import Fault
from sim.park import SHEETS
from sim.parkfile.raw import MAX_FILE_MB, OTHER_SHEETS, Cell, RawPark, RawSheet, fill_sheet
from sim.parkfile.words import nearest


def read_folder(folder: Path) -> RawPark:
    """Read every CSV file of `folder`; other kinds of file are left alone."""
    raw = RawPark(str(folder))
    for path in sorted(folder.iterdir()):
        if path.suffix.casefold() == ".csv" and path.is_file():
            _take_file(path, raw)
    if not raw.sheets and not raw.faults:
        wrong = "the folder holds no CSV file of a park"
        mend = "give a folder with park.csv and enterprises.csv, or a workbook"
        raw.faults.append(Fault(str(folder), wrong, mend))
    return raw


def _take_file(path: Path, raw: RawPark) -> None:
    name = path.stem.strip().casefold()
    if name.startswith("_") or name in OTHER_SHEETS:
        return
    if name not in SHEETS:
        close = nearest(name, SHEETS)
        mend = f"rename it to {close[0]}.csv" if close else f"use one of {', '.join(SHEETS)}"
        mend += ", or start its name with _ to have it left out"
        raw.faults.append(Fault(path.name, f"there is no sheet {name!r}", mend))
    elif name in raw.sheets:
        wrong = f"{raw.sheets[name].file} holds the same sheet"
        raw.faults.append(Fault(path.name, wrong, "keep one of the two"))
    else:
        sheet = RawSheet(name, path.name)
        faults = list(_fill(sheet, path))
        raw.faults.extend(faults)
        if faults:
            raw.unread.add(name)
        else:
            raw.sheets[name] = sheet


def _fill(sheet: RawSheet, path: Path) -> Iterator[Fault]:
    """Fill a sheet from its file; yield what keeps the file as a whole from being read."""
    faults: list[Fault] = []
    text = _read_text(path, faults)
    try:
        fill_sheet(sheet, _rows(text), faults)
    except csv.Error as error:
        wrong = f"the file is not sound CSV ({error})"
        faults.append(Fault(path.name, wrong, "save it again as 'CSV UTF-8'"))
    yield from faults
    yield from _comma_faults(sheet)


def _read_text(path: Path, faults: list[Fault]) -> str:
    if path.stat().st_size > MAX_FILE_MB * 1_000_000:
        wrong = f"the file is larger than {MAX_FILE_MB} MB"
        faults.append(Fault(path.name, wrong, "keep only the park's own rows"))
        return ""
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        wrong = "the text is not UTF-8" + _likely_encoding(content)
        mend = "in the spreadsheet save as 'CSV UTF-8 (comma delimited)'"
        faults.append(Fault(f"{path.name} line {line}", wrong, mend))
        return ""


def _likely_encoding(content: bytes) -> str:
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return " (it may be GBK)"


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
