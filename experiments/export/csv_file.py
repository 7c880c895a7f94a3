"""A study as CSV: one row a run and year, units in the head."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from experiments.export.safe import headed, quoted, rows_of

if TYPE_CHECKING:
    import pandas

    from experiments.export.source import Source


def csv_bytes(study: Source, frame: pandas.DataFrame) -> bytes:
    """Return rows of a study as CSV in UTF-8, numbers with all their digits.

    Text that a spreadsheet would calculate begins with an apostrophe.
    """
    units = {name: study.unit(name) for name in study.outputs}
    return table_bytes(frame, headed(frame.columns, units))


def table_bytes(table: pandas.DataFrame, heads: list[str]) -> bytes:
    """Return a table as CSV in UTF-8 with a byte order mark, by which Excel knows it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([quoted(head) for head in heads])
    writer.writerows([_cell(cell) for cell in row] for row in rows_of(table))
    return text.getvalue().encode("utf-8-sig")


def _cell(cell: Any) -> Any:
    """Return a cell as text; a carriage return, which `csv` leaves bare, is a line break."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return quoted(cell).replace("\r\n", "\n").replace("\r", "\n")
    return repr(cell) if isinstance(cell, float) else cell
