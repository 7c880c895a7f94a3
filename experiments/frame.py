"""A table as columns: what results are handed out in, without pandas."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Late = Callable[[], Array]

_SHOWN = 8


class Frame:
    """Columns of equal length: float64 (nan where empty), int64, bool, or object for text.

    A column may be given as a function, which is called when somebody first asks for it.

    >>> links = Frame.of_rows([{"giver": "mill", "t": 2.0}, {"giver": "kiln", "t": 5.0}])
    >>> links.where(giver="kiln")["t"].tolist()
    [5.0]
    """

    def __init__(self, columns: Mapping[str, Array | Late]) -> None:
        self._columns = dict(columns)
        lengths = {len(column) for column in self._columns.values() if not callable(column)}
        if len(lengths) > 1:
            raise ValueError(f"columns of a frame differ in length: {sorted(lengths)}")

    @property
    def columns(self) -> dict[str, Array]:
        """All columns by name, in order."""
        return {name: self[name] for name in self._columns}

    @classmethod
    def of_rows(cls, rows: Sequence[Mapping[str, Any]], names: Sequence[str] = ()) -> Frame:
        """Return the frame of one mapping a row; `names` gives the columns where no row does."""
        heads = list(rows[0]) if rows else list(names)
        return cls({head: _column([row[head] for row in rows]) for head in heads})

    def __len__(self) -> int:
        known = (column for column in self._columns.values() if not callable(column))
        found = next(known, None)
        return len(next(iter(self.columns.values()), ()) if found is None else found)

    def __getitem__(self, name: str) -> Array:
        column = self._columns[name]
        if callable(column):
            column = self._columns[name] = column()
        return column

    def __getstate__(self) -> dict[str, Any]:
        return {"_columns": self.columns}

    def take(self, rows: Array) -> Frame:
        """Return some rows: row numbers, or one flag a row."""
        known = {name: column for name, column in self._columns.items() if not callable(column)}
        first = next(iter(known or self._columns), None)
        if first is None:
            return Frame({})
        chosen = np.array(rows)
        late = {name: partial(self._taken, name, chosen) for name in self._columns}
        return Frame({**late, first: self[first][rows]})

    def _taken(self, name: str, rows: Array) -> Array:
        return self[name][rows]

    def where(self, **equal: Any) -> Frame:
        """Return the rows whose columns equal the given values."""
        keep = np.ones(len(self), dtype=bool)
        for name, value in equal.items():
            keep &= self[name] == value
        return self.take(keep)

    def rows(self, *names: str) -> Iterator[dict[str, Any]]:
        """Yield each row as column -> str, float, int or bool; all columns, or those named."""
        heads = names or tuple(self._columns)
        for cells in zip(*(self[name].tolist() for name in heads), strict=True):
            yield dict(zip(heads, cells, strict=True))

    def same_as(self, other: Frame) -> bool:
        """Say whether another frame has the same columns, in order, with the same bits."""
        if list(self.columns) != list(other.columns):
            return False
        return all(_same(mine, other[name]) for name, mine in self.columns.items())

    def to_pandas(self) -> Any:
        """Return a pandas DataFrame of the same columns."""
        import pandas

        return pandas.DataFrame(dict(self.columns))

    def to_arrow(self) -> Any:
        """Return a pyarrow Table of the same columns; text as string, numbers bit by bit."""
        import pyarrow

        arrays = {
            name: pyarrow.array(column.tolist(), pyarrow.string())
            if column.dtype == object
            else pyarrow.array(column)
            for name, column in self.columns.items()
        }
        return pyarrow.table(arrays)

    @classmethod
    def from_arrow(cls, table: Any) -> Frame:
        """Return the frame of a pyarrow Table."""
        columns = {}
        for name in table.column_names:
            column = table.column(name)
            is_text = str(column.type) in ("string", "large_string")
            columns[name] = _text(column.to_pylist()) if is_text else column.to_numpy()
        return cls(columns)

    def __repr__(self) -> str:
        lines = [", ".join(self.columns)]
        shown = self.take(np.arange(min(len(self), _SHOWN)))
        lines += [", ".join(f"{cell}" for cell in row.values()) for row in shown.rows()]
        if len(self) > _SHOWN:
            lines.append(f"... {len(self)} rows; .to_pandas() gives a DataFrame")
        return "\n".join(lines)


def text_column(words: Sequence[str]) -> Array:
    """Return a text column."""
    return _text(words)


def chosen_text(words: Iterable[Any], rows: Array) -> Array:
    """Return a text column of some of the words, by their places.

    >>> chosen_text(["mill", "kiln"], np.array([1, 1, 0])).tolist()
    ['kiln', 'kiln', 'mill']
    """
    return _text([str(word) for word in words])[rows]


def _text(words: Sequence[str]) -> Array:
    column = np.empty(len(words), dtype=object)
    column[:] = words
    return column


def _column(cells: Sequence[Any]) -> Array:
    if all(isinstance(cell, str) for cell in cells):
        return _text(cells)
    return np.array(cells)


def _same(mine: Array, other: Array) -> bool:
    if mine.dtype != other.dtype or len(mine) != len(other):
        return False
    if mine.dtype == np.float64:
        return bool((mine.view(np.int64) == other.view(np.int64)).all())
    return bool((mine == other).all())
