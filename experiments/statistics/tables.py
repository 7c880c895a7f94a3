"""Rows of an analysis as a CSV file."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from experiments.atomic import write_whole


def write_rows(path: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows with the columns of all of them, in the order met; numbers in full.

    The file is there whole or not at all. Errors: `OSError`.
    """
    heads = list(dict.fromkeys(head for row in rows for head in row))
    text = io.StringIO()
    table = csv.DictWriter(text, heads, lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    write_whole(path, text.getvalue().encode())
