"""Rows: frozen sets of equally long columns, of which some rows can be picked."""

from __future__ import annotations

from typing import Any, Self

from numpy.typing import NDArray


class Rows:
    """Base of a dataclass whose fields are arrays, or other `Rows`, of one length."""

    def pick(self, rows: NDArray[Any]) -> Self:
        """Return some of the rows, by number or flag."""
        columns, picked = vars(self), {}
        for name in self.__dataclass_fields__:  # type: ignore[attr-defined]
            column = columns[name]
            picked[name] = column.pick(rows) if isinstance(column, Rows) else column[rows]
        some = object.__new__(type(self))
        vars(some).update(picked)
        return some
