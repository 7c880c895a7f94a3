"""One sheet from raw cells to columns, with every fault in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.faults import Fault
from sim.park import SHEETS, Column, Sheet, is_number
from sim.parkfile.cells import Value, empty_value, read_cell
from sim.parkfile.raw import Odd, RawSheet, is_empty
from sim.parkfile.words import Words, nearest


@dataclass
class ReadSheet:
    """A sheet's columns as read, with the rows its entries come from.

    A faulty cell stands as an empty one.
    """

    raw: RawSheet
    columns: Sheet

    def __len__(self) -> int:
        return len(self.raw.rows)

    def place(self, entry: int, column: str) -> str:
        """Return where the cell of an entry stands."""
        return self.raw.place(self.row(entry), column)

    def row(self, entry: int) -> int:
        """Return the row or line of an entry."""
        return self.raw.rows[entry][0]


def read_sheet(raw: RawSheet, words: Words, faults: list[Fault]) -> ReadSheet:
    """Turn the cells of a sheet into columns; what is wrong is added to `faults`, row by row."""
    position = _positions(raw, faults)
    values: dict[str, list[Value]] = {column.name: [] for column in SHEETS[raw.name]}
    for number, cells in raw.rows:
        for column in SHEETS[raw.name]:
            value: Value | Odd = empty_value(column)
            if column.name in position:
                at = position[column.name]
                value = read_cell(column, cells[at] if at < len(cells) else None, words)
            if isinstance(value, Odd):
                faults.append(Fault(raw.place(number, column.name), value.wrong, value.mend))
                value = empty_value(column)
            values[column.name].append(value)
    columns = {column.name: _array(column, values[column.name]) for column in SHEETS[raw.name]}
    return ReadSheet(raw, columns)


def _array(column: Column, values: list[Value]) -> np.ndarray:
    if is_number(column):
        return np.array(values, dtype=np.float64)
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def _positions(raw: RawSheet, faults: list[Fault]) -> dict[str, int]:
    """Return where each known column stands; report unknown, doubled, nameless and missing ones."""
    known = {column.name.casefold(): column.name for column in SHEETS[raw.name]}
    position: dict[str, int] = {}
    for at, title in enumerate(raw.header):
        name = known.get(title.casefold())
        if name in position:
            faults.append(Fault(raw.place(1, title), "the column stands twice", "keep one of them"))
        elif name:
            position[name] = at
        elif title and not title.startswith("_"):
            faults.append(_unknown_column(raw, title, known))
    faults.extend(_nameless_columns(raw))
    faults.extend(_missing_columns(raw, position))
    return position


def _unknown_column(raw: RawSheet, title: str, known: dict[str, str]) -> Fault:
    close = nearest(title, known.values(), count=1)
    mend = f"did you mean {close[0]}?" if close else "start its name with _ to have it left out"
    return Fault(raw.place(1, title[:60]), "unknown column", mend)


def _nameless_columns(raw: RawSheet) -> Iterator[Fault]:
    named = {at for at, title in enumerate(raw.header) if title}
    seen: set[int] = set()
    for number, cells in raw.rows:
        for at, cell in enumerate(cells):
            if at not in named and at not in seen and not is_empty(cell):
                seen.add(at)
                wrong = "a value stands under no column name"
                mend = "name the column in row 1 or clear the cell"
                yield Fault(raw.place(number, str(at + 1)), wrong, mend)


def _missing_columns(raw: RawSheet, position: dict[str, int]) -> Iterator[Fault]:
    if not raw.header and raw.name not in ("park", "enterprises"):
        return
    for column in SHEETS[raw.name]:
        if column.required and column.name not in position:
            mend = f"add it: {column.note_en}"
            yield Fault(raw.place(1, column.name), "the column is missing", mend)
