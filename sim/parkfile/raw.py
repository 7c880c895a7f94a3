"""A sheet as it stands in a file, before anything is checked: header, cells and where they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sim.faults import Fault

MAX_ROWS = 20_000
"""Rows a sheet may hold, header not counted."""
MAX_COLUMNS = 200

OTHER_SHEETS = ("instructions",)
"""Sheets that a park file may hold beside its own, apart from those whose name starts with _."""


@dataclass(frozen=True)
class Odd:
    """A cell that holds neither text nor a number: what it is and what to write instead."""

    wrong: str
    mend: str


Cell = str | float | Odd | None


@dataclass
class RawSheet:
    """A sheet's header and its rows that are not empty, each with its row or line number."""

    name: str
    file: str = ""
    """Name of the CSV file; empty in a workbook."""
    header: list[str] = field(default_factory=list)
    rows: list[tuple[int, list[Cell]]] = field(default_factory=list)

    def place(self, row: int, column: str = "") -> str:
        """Return where a cell stands, as faults name it.

        >>> RawSheet("links", "links.csv").place(4, "giver")
        'links.csv line 4, column giver'
        """
        start = f"{self.file} line {row}" if self.file else f"sheet {self.name}, row {row}"
        return f"{start}, column {column}" if column else start


@dataclass
class RawPark:
    """The sheets of one park file by name, and the faults met while reading the file itself."""

    where: str
    sheets: dict[str, RawSheet] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    """Sheets that are there but could not be read."""


def is_empty(cell: Cell) -> bool:
    """Say whether a cell holds nothing but white space."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def number_text(number: float) -> str:
    """Write a number with at most 15 significant digits, as spreadsheets keep it.

    >>> number_text(1200.0), number_text(0.1 + 0.2), number_text(1e21)
    ('1200', '0.3', '1e+21')
    """
    return f"{number:.15g}"


def fill_sheet(
    sheet: RawSheet, rows: Iterable[tuple[int, list[Cell]]], faults: list[Fault]
) -> None:
    """Take `rows` into `sheet`: the first is the header; empty rows are skipped.

    Stops with a fault where the sheet is longer or wider than the limits.
    """
    for number, cells in _within_limits(sheet, rows, faults):
        if not sheet.header:
            sheet.header = [_header_text(cell) for cell in cells]
        elif not all(is_empty(cell) for cell in cells):
            sheet.rows.append((number, cells))


def _header_text(cell: Cell) -> str:
    if isinstance(cell, float):
        return number_text(cell)
    return cell.strip() if isinstance(cell, str) else ""


def _within_limits(
    sheet: RawSheet, rows: Iterable[tuple[int, list[Cell]]], faults: list[Fault]
) -> Iterator[tuple[int, list[Cell]]]:
    for number, cells in rows:
        while cells and is_empty(cells[-1]):
            cells.pop()
        if len(cells) > MAX_COLUMNS:
            wrong = f"there are more than {MAX_COLUMNS} columns"
            faults.append(Fault(sheet.place(number), wrong, "clear the cells to the right"))
            return
        if len(sheet.rows) == MAX_ROWS and cells:
            wrong = f"there are more than {MAX_ROWS} rows"
            faults.append(Fault(sheet.place(number), wrong, "split the park or remove rows"))
            return
        if cells or number == 1:
            yield number, cells
