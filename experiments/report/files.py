"""One view - a scenario beside its baseline - as the bytes of a file."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from experiments.report.tables import Table, tables
from experiments.report.view import View

if TYPE_CHECKING:
    from experiments.results import Results

FORMATS = ("html", "xlsx", "csv", "json")
"""Formats by name; `csv` is a zip archive with one CSV file a table."""

MEDIA = {
    "html": ("html", "text/html"),
    "xlsx": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": ("zip", "application/zip"),
    "json": ("json", "application/json"),
}
"""Ending and media type by format."""


def write_view(view: View, kind: str) -> bytes:
    """Run a view's two scenarios and return them as a file of a kind of `FORMATS`.

    Errors: `KeyError` for another kind; `InputError` where no Chinese font is installed for a
    Chinese report.
    """
    write = _WRITERS[kind]
    return write(view, view.scenario.run(), view.baseline.run())


def _json(view: View, results: Results, baseline: Results) -> bytes:
    found = tables(results, baseline, view.command, view.changed)
    content = {
        "kind": "parkloop view",
        "format_version": 1,
        "about": dict(found["about"].rows),
        "scenario": _finite(results.as_json()),
        "baseline": _finite(baseline.as_json()),
        "levers": _records(found["levers"]),
        "links": _records(found["links"]),
    }
    text = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)
    return f"{text}\n".encode()


def _xlsx(view: View, results: Results, baseline: Results) -> bytes:
    from openpyxl import Workbook

    from experiments.export.xlsx_file import write_sheet

    book = Workbook(write_only=True)
    for name, table in tables(results, baseline, view.command, view.changed).items():
        write_sheet(book, name, [table.columns], table.rows)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _csv(view: View, results: Results, baseline: Results) -> bytes:
    import pandas

    from experiments.export.csv_file import table_bytes

    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, table in tables(results, baseline, view.command, view.changed).items():
            heads = list(table.columns)
            frame = pandas.DataFrame(list(table.rows), columns=heads, dtype=object)
            archive.writestr(f"{name}.csv", table_bytes(frame, heads))
    return stream.getvalue()


def _html(view: View, results: Results, baseline: Results) -> bytes:
    from experiments.report.html import page

    return page(view, results, baseline).encode("utf-8")


_WRITERS: dict[str, Callable[[View, Results, Results], bytes]] = {
    "html": _html, "xlsx": _xlsx, "csv": _csv, "json": _json,
}  # fmt: skip


def _records(table: Table) -> list[dict[str, Any]]:
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def _finite(value: Any) -> Any:
    """Return nested plain data with None for numbers that are none."""
    from experiments.report.tables import plain

    if isinstance(value, Mapping):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return plain(value)
