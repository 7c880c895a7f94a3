"""Rows for the page's tables: plain data with a key, texts, and numbers beside their texts."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from dashboards.numbers import digits
from dashboards.toolkit import packed

Cell = str | tuple[float | None, str]


def number(value: float, written: str = "") -> Cell:
    """Return a number as a cell: sorted and saved by its value, shown as `written`.

    >>> number(1234.5), number(float("nan"))
    ((1234.5, '1,230'), (None, '–'))
    """
    known = math.isfinite(value)
    return (value if known else None), written or digits(value)


def table(columns: Sequence[str], rows: Iterable[tuple[str, Sequence[Cell]]]) -> str:
    """Return a table as `dashboards.components.Table` takes it; a row is its key and its cells."""
    content: dict[str, Any] = {
        "columns": list(columns),
        "rows": [{"key": key, "cells": list(cells)} for key, cells in rows],
    }
    return packed(content)
