"""The form of a table: what the dictionary says of its columns, and its rows as arrays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Column:
    """What the dictionary says of one column; `low` and `high` are a number or a column name."""

    name: str
    kind: str
    key: bool = False
    is_list: bool = False
    unit: str = ""
    low: float | str | None = None
    high: float | str | None = None
    required: bool = False
    refers_to: tuple[str, str] | None = None
    choices: tuple[str, ...] = ()
    description: str = ""
    used_by: str = ""
    confidence: str = ""


Spec = tuple[Column, ...]
"""The columns of one table, in order."""


class Table:
    """Columns of one table: float64 (nan where empty), bool for flags, object str otherwise.

    `lines` holds the line of the file each row stands on, `key` the names of the key columns.
    Arrays are read-only, as the packaged tables are shared.
    """

    def __init__(
        self,
        name: str,
        columns: Mapping[str, NDArray[Any]],
        key: Sequence[str] = (),
        lines: NDArray[np.int64] | None = None,
    ) -> None:
        self.name = name
        self.columns = {column: array.view() for column, array in columns.items()}
        self.key = tuple(key)
        count = len(next(iter(self.columns.values()), ()))
        self.lines = np.arange(2, count + 2) if lines is None else lines
        for array in self.columns.values():
            array.setflags(write=False)
        self._place: dict[tuple[Any, ...], int] | None = None

    def __len__(self) -> int:
        return len(self.lines)

    def __getitem__(self, column: str) -> NDArray[Any]:
        return self.columns[column]

    def row_keys(self) -> Iterator[tuple[Any, ...]]:
        """Yield the key of each row as a tuple, numbers as int where whole."""
        return zip(*(plain(self.columns[name]) for name in self.key), strict=True)

    def position(self, *key: Any) -> int:
        """Return the place of the row with this key; `KeyError` where there is none."""
        if self._place is None:
            self._place = {k: i for i, k in enumerate(self.row_keys())}
        return self._place[key]

    def row(self, *key: Any) -> dict[str, Any]:
        """Return the row with this key as column -> str, float or bool."""
        return self.row_at(self.position(*key))

    def row_at(self, place: int) -> dict[str, Any]:
        """Return the row at a place as column -> str, float or bool."""
        return {name: plain_cell(array[place]) for name, array in self.columns.items()}

    def rows(self, **equal: Any) -> Table:
        """Return the rows whose columns equal the given values.

        >>> from sim.tables import read_tables
        >>> read_tables()["recipes"].rows(sector="dyeing", kind="product")["stream"].tolist()
        ['fabric_dyed']
        """
        keep = np.ones(len(self), dtype=bool)
        for name, value in equal.items():
            keep &= self.columns[name] == value
        columns = {name: array[keep] for name, array in self.columns.items()}
        return Table(self.name, columns, self.key, self.lines[keep])

    def replaced(self, **columns: NDArray[Any]) -> Table:
        """Return a table with some columns replaced, for drawn or edited numbers."""
        return Table(self.name, {**self.columns, **columns}, self.key, self.lines)

    def where(self, row: int, column: str = "") -> str:
        """Say where a row stands: `streams.csv line 4, column unit`."""
        place = f"{self.name}.csv line {self.lines[row]}"
        return f"{place}, column {column}" if column else place


def plain_cell(value: Any) -> Any:
    """Return a cell as str, bool or float."""
    return value.item() if isinstance(value, np.generic) else value


def plain(column: NDArray[Any]) -> list[Any]:
    """Return a column as str, bool, float, or int where a number is whole."""
    if column.dtype != np.float64:
        return list(column.tolist())
    return [int(v) if v.is_integer() else v for v in column.tolist()]
