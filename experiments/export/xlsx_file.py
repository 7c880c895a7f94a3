"""A study as a workbook: the rows, what each column is, and what the study was."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from experiments.export.safe import is_odd, rows_of
from sim.faults import Fault, InputError

if TYPE_CHECKING:
    import pandas

    from experiments.export.source import Source

MOST_ROWS = 1_048_575
"""Rows that a sheet of a workbook holds below its head."""


def xlsx_bytes(study: Source, frame: pandas.DataFrame) -> bytes:
    """Return rows of a study as a workbook with the sheets results, columns and study.

    Errors: `InputError` where there are more rows than a sheet holds.
    """
    from openpyxl import Workbook

    if len(frame) > MOST_ROWS:
        wrong = f"{len(frame):,} rows are more than a sheet holds ({MOST_ROWS:,})"
        mend = "choose rows by --where or --year, or export to .csv or .parquet"
        raise InputError([Fault(f"study {study.study_id}", wrong, mend)])
    book = Workbook(write_only=True)
    write_sheet(book, "results", [list(frame.columns)], rows_of(frame))
    write_sheet(
        book, "columns", [["column", "unit", "variable", "label_en", "label_zh"]], _columns(study)
    )
    write_sheet(book, "study", [["what", "value"]], _study(study))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _columns(study: Source) -> list[list[str]]:
    found = study.manifest["columns"]
    keys = ("unit", "variable", "en", "zh")
    return [[name, *(str(found[name][key]) for key in keys)] for name in study.outputs]


def _study(study: Source) -> list[list[str]]:
    keys = ("name", "description", "model", "code", "tables", "begun")
    return [["study", study.study_id], *([key, str(study.manifest[key])] for key in keys)]


def write_sheet(book: Any, name: str, heads: Sequence[Any], rows: Iterable[Sequence[Any]]) -> None:
    """Add a sheet to a write-only workbook: rows of heads, then rows; no text is a formula."""
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for row in (*heads, *rows):
        sheet.append([_cell(sheet, cell) for cell in row])


def _cell(sheet: Any, value: Any) -> Any:
    """Return a cell; text stays text, whatever it begins with."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if not isinstance(value, str):
        return str(value) if value in (float("inf"), float("-inf")) else value
    text = ILLEGAL_CHARACTERS_RE.sub(" ", value)
    if not is_odd(text):
        return text
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell
