"""Cells that a spreadsheet must not take for formulas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""The wide signs too: spreadsheets under Chinese and Japanese systems take them for the narrow."""


def is_odd(cell: Any) -> bool:
    """Say whether a cell is text that a spreadsheet would calculate.

    >>> is_odd("=1+1"), is_odd("-5"), is_odd("＝1"), is_odd(-5.0), is_odd("baseline")
    (True, True, True, False, False)
    """
    return isinstance(cell, str) and cell.startswith(_STARTS)


def quoted(cell: Any) -> Any:
    """Return a cell as CSV may hold it: an apostrophe before text that would be calculated.

    >>> quoted("@cmd"), quoted("none"), quoted(-1.5)
    ("'@cmd", 'none', -1.5)
    """
    return f"'{cell}" if is_odd(cell) else cell


def headed(columns: Iterable[str], units: Mapping[str, str]) -> list[str]:
    """Return column heads with their units.

    >>> headed(["year", "co2"], {"co2": "t CO2/yr"})
    ['year', 'co2 [t CO2/yr]']
    """
    return [f"{name} [{units[name]}]" if units.get(name) else name for name in columns]


def rows_of(table: Any) -> Iterable[Sequence[Any]]:
    """Yield the rows of a DataFrame as Python values; a number that does not exist is None."""
    columns = [table[name].tolist() for name in table.columns]
    for cells in zip(*columns, strict=True):
        yield [None if cell != cell else cell for cell in cells]
