"""A park file as an Excel workbook: one sheet each, values only."""

from __future__ import annotations

import datetime
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.faults import Fault
from sim.park import SHEETS
from sim.parkfile.raw import (
    MAX_COLUMNS,
    MAX_FILE_MB,
    MAX_UNPACKED_MB,
    OTHER_SHEETS,
    Cell,
    Odd,
    RawPark,
    RawSheet,
    fill_sheet,
)
from sim.parkfile.words import nearest

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

FORMULA = Odd("is a formula", "paste its value instead (values only)")
_DATE = Odd("is a date", "write a number, e.g. the year 2015")
_TRUTH = Odd("is TRUE or FALSE", "write a number or a word")
_LAST_ROW = 1_048_576
"""A workbook has no row beyond; formatted empty rows may reach so far."""


def read_workbook(path: Path) -> RawPark:
    """Read the sheets of an .xlsx workbook; formulas, dates and error values become faults later.

    A workbook too large, or one that is none, is refused before it is unpacked.
    """
    raw = RawPark(str(path))
    raw.faults.extend(_refusals(path))
    if raw.faults:
        return raw
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # drop-downs and styles that only matter on screen
        try:
            book = openpyxl.load_workbook(path, read_only=True, data_only=False)
            try:
                for sheet in book.worksheets:
                    _take_sheet(sheet, raw)
            finally:
                book.close()
        except _BROKEN as error:
            wrong = f"the workbook cannot be read ({type(error).__name__}: {error})"
            raw.faults.append(Fault(path.name, wrong, "save it again as .xlsx"))
    return raw


_BROKEN = (
    KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError, EOFError,
    zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError,
)  # fmt: skip


def _refusals(path: Path) -> Iterator[Fault]:
    if path.suffix.casefold() not in (".xlsx", ".xlsm"):
        yield Fault(path.name, "the file is not an .xlsx workbook", "save it as .xlsx")
    elif path.stat().st_size > MAX_FILE_MB * 1_000_000:
        wrong = f"the workbook is larger than {MAX_FILE_MB} MB"
        yield Fault(path.name, wrong, "keep only the park's own sheets, without pictures")
    else:
        yield from _package_refusals(path)


def _package_refusals(path: Path) -> Iterator[Fault]:
    try:
        with zipfile.ZipFile(path) as package:
            unpacked = sum(part.file_size for part in package.infolist())
    except (zipfile.BadZipFile, NotImplementedError):
        wrong = "the file is not an .xlsx workbook (an old .xls, or locked by a password?)"
        yield Fault(path.name, wrong, "open it and save it as .xlsx without a password")
        return
    if unpacked > MAX_UNPACKED_MB * 1_000_000:
        wrong = f"the workbook unpacks to more than {MAX_UNPACKED_MB} MB"
        yield Fault(path.name, wrong, "copy the park's sheets into a new workbook")


def _take_sheet(sheet: Worksheet, raw: RawPark) -> None:
    title = str(sheet.title)
    name = title.strip().casefold()
    if name.startswith("_") or name in OTHER_SHEETS:
        return
    if name not in SHEETS:
        close = nearest(name, SHEETS)
        mend = f"rename it to {close[0]}" if close else f"use one of {', '.join(SHEETS)}"
        mend += ", or start its name with _ to have it left out"
        raw.faults.append(Fault(f"sheet {title}", "there is no sheet of this name", mend))
    elif name in raw.sheets:
        raw.faults.append(Fault(f"sheet {title}", "the sheet stands twice", "keep one of the two"))
    else:
        raw.sheets[name] = RawSheet(name)
        fill_sheet(raw.sheets[name], _rows(sheet), raw.faults)


def _rows(sheet: Any) -> Iterator[tuple[int, list[Cell]]]:
    sheet.reset_dimensions()  # what the file says of its size may be wrong
    for number, cells in enumerate(sheet.iter_rows(max_col=None), start=1):
        if number > _LAST_ROW:
            return
        yield number, [_cell(cell) for cell in cells[: MAX_COLUMNS + 1]]


def _cell(cell: Any) -> Cell:
    value, kind = cell.value, cell.data_type
    if value is None or (isinstance(value, str) and kind == "s"):
        return value
    if kind == "f":
        return FORMULA
    if kind == "e":
        return Odd(f"holds the error {value}", "write the value itself")
    if isinstance(value, bool):
        return _TRUTH
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        return _DATE
    return str(value)
