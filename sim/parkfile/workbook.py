"""A park file as an Excel workbook: one sheet each, values only."""

from __future__ import annotations

import datetime
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sim.faults import Fault
from sim.park import SHEETS
from sim.parkfile.limits import Limits
from sim.parkfile.package import UNSOUND, Source, package_faults
from sim.parkfile.raw import (
    MAX_COLUMNS,
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


def take_workbook(source: Source, name: str, raw: RawPark, limits: Limits) -> None:
    """Read a workbook's sheets into `raw`; formulas, dates and error values become faults later.

    One that unpacks to too much, with macros or with links to elsewhere, and a file that is none
    are refused before they are unpacked.
    """
    raw.faults.extend(package_faults(source, name, limits, workbook=True))
    if raw.faults:
        return
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # drop-downs and styles that only matter on screen
        try:
            book = openpyxl.load_workbook(source, read_only=True, data_only=False)
            try:
                left = [limits.cells]
                for sheet in book.worksheets:
                    _take_sheet(sheet, raw, left)
            finally:
                book.close()
        except TooMany:
            wrong = f"the workbook has more than {limits.cells:,} cells in use"
            mend = "clear what stands beside and below the rows, or copy them into a new template"
            raw.faults.append(Fault(name, wrong, mend))
        except _BROKEN as error:
            wrong = f"the workbook cannot be read ({type(error).__name__}: {error})"
            raw.faults.append(Fault(name, wrong, "save it again as .xlsx"))


class TooMany(Exception):
    """The cells of a workbook are more than allowed."""


_BROKEN = (
    *UNSOUND, KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError,
)  # fmt: skip


def _take_sheet(sheet: Worksheet, raw: RawPark, left: list[int]) -> None:
    title = str(sheet.title)
    name = title.strip().casefold()
    if name.startswith("_") or name in OTHER_SHEETS:
        return
    if name not in SHEETS:
        close = nearest(name, SHEETS)
        mend = f"rename it to {close[0]}" if close else f"use one of {', '.join(SHEETS)}"
        mend += ", or start its name with _ to have it left out"
        raw.faults.append(Fault(f"sheet {title}", "there is no sheet of this name", mend))
    elif sheet.sheet_state != "visible":
        mend = "show it (right click on a sheet's name, Unhide) or delete it"
        raw.faults.append(Fault(f"sheet {title}", "the sheet is hidden", mend))
    elif name in raw.sheets:
        raw.faults.append(Fault(f"sheet {title}", "the sheet stands twice", "keep one of the two"))
    else:
        raw.sheets[name] = RawSheet(name)
        fill_sheet(raw.sheets[name], _rows(sheet, left), raw.faults)


def _rows(sheet: Any, left: list[int]) -> Iterator[tuple[int, list[Cell]]]:
    sheet.reset_dimensions()  # what the file says of its size may be wrong
    for number, cells in enumerate(sheet.iter_rows(max_col=None), start=1):
        if number > _LAST_ROW:
            return
        left[0] -= len(cells)
        if left[0] < 0:
            raise TooMany
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
