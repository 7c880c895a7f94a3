"""Tables of rows written as CSV into a folder that must not hold anything yet."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from experiments.atomic import write_whole
from experiments.export.safe import quoted
from experiments.results_io import refuse_existing

Rows = Sequence[Mapping[str, Any]]


def write_tables(folder: Path, tables: Mapping[str, Rows], overwrite: bool = False) -> None:
    """Write each table as `<name>.csv`, a column for every key of its rows; lists are left out.

    Text that a spreadsheet would calculate begins with an apostrophe.

    Errors: `InputError` where the folder holds anything, unless `overwrite` is given.
    """
    if not overwrite:
        refuse_existing(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        write_whole(folder / f"{name}.csv", _csv(rows).encode("utf-8-sig"))


def _csv(rows: Rows) -> str:
    columns = list(dict.fromkeys(key for row in rows for key, cell in row.items() if _plain(cell)))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows({key: quoted(cell) for key, cell in row.items()} for row in rows)
    return text.getvalue()


def _plain(cell: Any) -> bool:
    return not isinstance(cell, list | dict)
