"""A park back to raw sheets: what writing and checking a park in memory start from."""

from __future__ import annotations

from sim.park import SHEETS, Park, Sheet
from sim.parkfile.raw import Cell, RawPark, RawSheet


def raw_of(park: Park) -> RawPark:
    """Return the sheets of `park` as they stand in a workbook, the header in row 1."""
    raw = RawPark(park.park_id)
    for name, columns in SHEETS.items():
        sheet = raw.sheets[name] = RawSheet(name, header=[column.name for column in columns])
        if name == "park":
            sheet.rows.append((2, [_cell(park.info.get(title)) for title in sheet.header]))
        else:
            sheet.rows.extend(_rows(name, getattr(park, name)))
    return raw


def _rows(name: str, sheet: Sheet) -> list[tuple[int, list[Cell]]]:
    length = max((len(column) for column in sheet.values()), default=0)
    columns = []
    for column in SHEETS[name]:
        values = sheet.get(column.name)
        columns.append([None] * length if values is None else [_cell(value) for value in values])
    return [(entry + 2, list(cells)) for entry, cells in enumerate(zip(*columns, strict=True))]


def _cell(value: object) -> Cell:
    if value is None or isinstance(value, str):
        return value or None
    number = float(value)  # type: ignore[arg-type]
    return None if number != number else number
