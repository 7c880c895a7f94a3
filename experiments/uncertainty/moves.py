"""What a factor moves: cells of a table with the low and high end of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.draws import Draws, keys_of
from sim.table_form import Table
from sim.tables import read_tables

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

CENTRE = 0.5
"""The position at which every row has the table's value."""


@dataclass(frozen=True, eq=False)
class Move:
    """Cells that move together: rows of a table, in one or more columns with ends of the same kind.

    `low` and `high` are shaped (column, row) as `value` is; `keys` tell rows apart for a draw (None
    where none moves them).
    """

    table: str
    columns: tuple[str, ...]
    rows: Ints
    value: Floats
    low: Floats
    high: Floats
    ids: tuple[str, ...] | None
    band: tuple[str, str] | None = None
    """Columns of low and high that keep their ratio to the value, where the table holds them."""

    def placed(self, position: float) -> Floats:
        """Return the cells with every row at a position in [0, 1], by (column, row)."""
        return place(self.value, self.low, self.high, position)

    def drawn(self, draw: int) -> Floats:
        """Return the cells with every row drawn from its triangle, by (column, row)."""
        if self.ids is None:
            return self.value
        name = f"uncertainty {self.table} {';'.join(self.columns)}"
        u = Draws(draw).uniform(name, keys_of(list(self.ids)))
        return triangular(self.value, self.low, self.high, u)


def place(value: Floats, low: Floats, high: Floats, position: float) -> Floats:
    """Return low at 0, value at 0.5, high at 1, linear between; at 0.5 the very same bits."""
    way = 2.0 * position - 1.0
    moved: Floats = value + ((high - value) * way if way > 0 else (value - low) * way)
    return value if position == CENTRE else moved


def triangular(value: Floats, low: Floats, high: Floats, u: Floats) -> Floats:
    """Return the quantile `u` of the triangle of each cell; the value where it has no width.

    F^-1(u) = low + sqrt(u (high - low) (value - low)) below the mode, mirrored above it. Low may
    stand above high, as where less of a negative number is the low end.
    """
    width, rise = high - low, value - low
    share = np.divide(rise, width, out=np.full_like(width, CENTRE), where=width != 0.0)
    left = low + np.sign(width) * np.sqrt(u * width * rise)
    right = high - np.sign(width) * np.sqrt((1.0 - u) * width * (high - value))
    found: Floats = np.where(u < share, left, right)
    return np.where(width == 0.0, value, found)


def moves_of(row: dict[str, Any], table: Table) -> Move:
    """Return what one row of the table `factors` moves.

    Rows without a number or without a range stay. Errors: `ValueError` where no row is left, or a
    value lies outside its range.
    """
    columns = tuple(row["column"].split(";"))
    chosen = np.flatnonzero(_chosen(row["rows"], table))
    values = np.array([table[column][chosen] for column in columns])
    low, high = (_end(row[end], table, chosen, values) for end in ("low", "high"))
    moves = np.isfinite(values) & np.isfinite(low) & np.isfinite(high)
    kept = moves.any(axis=0)
    values, low, high, rows = values[:, kept], low[:, kept], high[:, kept], chosen[kept]
    still = ~moves[:, kept]
    low[still], high[still] = values[still], values[still]
    name = f"factor {row['factor']}, {row['table']}.{row['column']}"
    if len(rows) == 0:
        raise ValueError(f"{name}: no row has a range")
    if (((values - low) * (high - values)) < 0.0).any():
        raise ValueError(f"{name}: a value lies outside its range")
    by = row["drawn_by"].split(";") if row["drawn_by"] else []
    ids = tuple(".".join(str(table[name][i]) for name in by) for i in rows) if by else None
    banded = row["table"] == "demand"
    return Move(
        row["table"], columns, rows, values, low, high, ids,
        (row["low"], row["high"]) if banded else None,
    )  # fmt: skip


def ranged(table: Table, ids: NDArray[Any]) -> Move:
    """Return all rows of a table of values that have a low and a high end."""
    rows = np.flatnonzero(np.isfinite(table["low"]) & np.isfinite(table["high"]))
    value, low, high = (table[column][rows][None, :] for column in ("value", "low", "high"))
    return Move(table.name, ("value",), rows, value, low, high, tuple(map(str, ids[rows])))


def cells(move: Move) -> Iterator[tuple[str, str, int]]:
    """Yield table, column and row of each cell that has a width."""
    for column, low, high in zip(move.columns, move.low, move.high, strict=True):
        for row in move.rows[low != high].tolist():
            yield move.table, column, row


def _chosen(rows: str, table: Table) -> NDArray[np.bool_]:
    """Return which rows of a table `column=cell|cell;column=cell` names; empty names all."""
    chosen = np.ones(len(table), dtype=bool)
    for condition in filter(None, rows.split(";")):
        column, _, wanted = condition.partition("=")
        chosen &= np.isin(table[column].astype(str), wanted.split("|"))
    return chosen


def _end(end: str, table: Table, rows: Ints, values: Floats) -> Floats:
    """Return one end of the range by (column, row): a column's cells, or a multiple of the value.

    A stream whose price is written as its lowest keeps it: the end never passes the value.
    """
    if end in table.columns:
        return np.array([table[end][rows]] * len(values))
    return values * float(end)


def packaged() -> dict[str, Table]:
    """Return the packaged tables of the world."""
    return read_tables()
