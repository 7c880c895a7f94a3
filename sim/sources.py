"""Look up where a number comes from: one name gives value, range, unit, source and basis."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from sim.faults import Fault, InputError
from sim.table_form import plain
from sim.tables import DATA, Column, Spec, Table, read_dictionary, read_tables

NEAREST: Final = 5
"""How many near names an unknown name is answered with."""

_HOLDER = re.compile(r"\{(\w+)(?:\.(\w+))?\}")


@dataclass(frozen=True)
class Number:
    """One sourced number. `value` is text only where an instrument's value is; nan has no range."""

    id: str
    value: float | str
    low: float | None
    high: float | None
    unit: str
    date: str
    place: str
    source: str
    confidence: str
    basis: str
    table: str
    used_by: str


@dataclass(frozen=True, eq=False)
class _Shelf:
    """The tables of one folder and what its dictionary says of them."""

    tables: Mapping[str, Table]
    specs: Mapping[str, Spec]


@dataclass(frozen=True)
class _Entry:
    """Where a name leads: a table, a row of it and the column of the value."""

    id: str
    shelf: _Shelf
    table: str
    row: int
    column: str
    series: str = ""

    @property
    def full(self) -> str:
        """The name with its table in front."""
        return f"{self.table}.{self.id}"


def find(name: str, folders: Sequence[Path] | None = None) -> list[Number]:
    """Return the numbers a name stands for, in table order; the packaged tables by default.

    A name is the id or series of dated rows (`hurdle_rate.state_owned.CN`), `table.row.column`
    (`sectors.dyeing.value_added_cny_per_unit`), the first parts of one (`raw_coal.lhv`), parts of
    one in their order (`recipes.dyeing.steam_lp`) or any piece of one (`awareness`). Errors: an
    `InputError` with the nearest names where nothing answers to it.

    >>> [number.value for number in find("exchanges.X003.ratio")]
    [1.0]
    """
    entries = [entry for folder in folders or (DATA,) for entry in _entries(folder)]
    matches = _matches(name, entries)
    if not matches:
        raise InputError([_unknown(name, entries)])
    return [_number(entry) for entry in matches]


def _matches(name: str, entries: Sequence[_Entry]) -> list[_Entry]:
    """Return the entries of the first way in which any entry fits the name."""
    parts = name.split(".")

    def in_order(entry: _Entry) -> bool:
        rest = iter(entry.full.split("."))
        return all(part in rest for part in parts)

    ways: tuple[Callable[[_Entry], bool], ...] = (
        lambda entry: name in (entry.id, entry.full, entry.series),
        lambda entry: entry.id.startswith(f"{name}.") or entry.full.startswith(f"{name}."),
        in_order,
        lambda entry: name.lower() in entry.id.lower(),
    )
    found = (list(filter(way, entries)) for way in ways if name)
    return next(filter(None, found), [])


def _unknown(name: str, entries: Sequence[_Entry]) -> Fault:
    """Answer an unknown name with the nearest beginnings of as many parts."""
    count = len(name.split("."))
    known = {".".join(entry.id.split(".")[:count]) for entry in entries}
    near = difflib.get_close_matches(name, sorted(known), NEAREST)
    mend = f"write {' or '.join(near)}" if near else "write table.row.column or a part of an id"
    return Fault(f"source {name!r}", "no number has this name", mend)


def _entries(folder: Path) -> Iterator[_Entry]:
    """Yield an entry for each number of a folder; an empty cell is no number."""
    tables = read_tables(None if folder == DATA else folder)
    shelf = _Shelf(tables, read_dictionary(folder))
    for name, table in tables.items():
        columns = _value_columns(shelf.specs[name])
        rows = [".".join(map(str, key)) for key in table.row_keys()]
        series = plain(table["series"]) if "series" in table.columns else [""] * len(table)
        for column in columns:
            filled = ~np.isnan(table[column])
            if "text" in table.columns:
                filled |= table["text"] != ""
            for i in np.flatnonzero(filled).tolist():
                own = rows[i] if column == "value" else f"{name}.{rows[i]}.{column}"
                yield _Entry(own, shelf, name, i, column, series[i])


def _value_columns(spec: Spec) -> list[str]:
    """Return `value` for a table of dated values, else the columns with numbers of their own."""
    names = [column.name for column in spec if column.kind == "number" and not column.key]
    if "value" in names:
        return ["value"]
    bounds = {column.name for column in spec if _bounded(column)}
    return [name for name in names if name not in bounds and not name.endswith("year")]


def _bounded(column: Column) -> str:
    """Return the column that this one is the low or high end of."""
    return next((bound for bound in (column.high, column.low) if isinstance(bound, str)), "")


def _number(entry: _Entry) -> Number:
    tables, spec = entry.shelf.tables, entry.shelf.specs[entry.table]
    row = tables[entry.table].row_at(entry.row)
    column = next(column for column in spec if column.name == entry.column)
    ends = {_end(c): row[c.name] for c in spec if _bounded(c) == entry.column}
    return Number(
        id=entry.id,
        value=row.get("text", "") or row[entry.column],
        low=_known(ends.get("low")),
        high=_known(ends.get("high")),
        unit=_unit(column, row, tables, spec),
        date=_date(row),
        place=row.get("place", ""),
        source=_source(column, row),
        confidence=row.get(column.confidence or "confidence", column.confidence),
        basis=row["basis"],
        table=entry.table,
        used_by=column.used_by,
    )


def _source(column: Column, row: Mapping[str, Any]) -> str:
    """Return the row's source, unless the dictionary calls the column an estimate of its own."""
    source = str(row["source"])
    own = column.confidence and column.confidence not in row and "estimate" not in source
    return f"estimate; other columns of the row: {source}" if own else source


def _end(column: Column) -> str:
    return "low" if isinstance(column.high, str) else "high"


def _known(value: float | None) -> float | None:
    return None if value is None or math.isnan(value) else value


def _date(row: Mapping[str, Any]) -> str:
    for name in ("date", "from_date", "valid_from", "target_year", "year", "value_year"):
        if name in row and row[name] == row[name]:
            until = row.get("valid_to", "")
            text = f"{row[name]:g}" if isinstance(row[name], float) else str(row[name])
            return f"{text} to {until}" if until else text
    return ""


def _unit(column: Column, row: Mapping[str, Any], tables: Mapping[str, Table], spec: Spec) -> str:
    """Fill the holders of a unit: `CNY/{unit}` reads `CNY/kg` for a stream in kg."""
    refers = {c.name: c.refers_to for c in spec}

    def fill(holder: re.Match[str]) -> str:
        name, other = holder[1], holder[2]
        target = refers[name]
        if other is None or target is None:
            return str(row[name])
        rows = tables[target[0]].rows(**{target[1]: row[name]})
        return str(rows[other][0])

    return _HOLDER.sub(fill, column.unit)
