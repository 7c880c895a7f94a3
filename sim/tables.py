"""The one reader of the sourced tables, steered by the `dictionary.csv` beside them.

The dictionary has one row a column: `table`, `column`, `key` (1 = part of the row's key), `type`
(id, text, number, flag, date, choice, reference), `list` (1 = several values split by `;`), `unit`,
`min` and `max` (a number, or the column of the same row that bounds it), `required`, `refers_to`
(`table.column`), `choices`, `description` and `used_by`. In a unit `{column}` stands for that
cell of the row and `{column.other}` for cell `other` of the row that it refers to.
"""

from __future__ import annotations

import csv
import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.faults import Fault, InputError, raise_faults

DATA: Final = Path(__file__).parent / "data"
"""Folder of the packaged tables of the physical and economic world."""

DICTIONARY: Final = "dictionary"
_DATE = re.compile(r"(19|20)\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_ID = re.compile(r"[\w.+\-/]+")

Cells = Sequence[str]


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


Spec = tuple[Column, ...]


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
        self.columns = dict(columns)
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

    def keys(self) -> Iterator[tuple[Any, ...]]:
        """Yield the key of each row as a tuple, numbers as int where whole."""
        return zip(*(_plain(self.columns[name]) for name in self.key), strict=True)

    def position(self, *key: Any) -> int:
        """Return the place of the row with this key; `KeyError` where there is none."""
        if self._place is None:
            self._place = {k: i for i, k in enumerate(self.keys())}
        return self._place[key]

    def row(self, *key: Any) -> dict[str, Any]:
        """Return the row with this key as column -> str, float or bool."""
        i = self.position(*key)
        return {name: array[i : i + 1].tolist()[0] for name, array in self.columns.items()}

    def rows(self, **equal: Any) -> Table:
        """Return the rows whose columns equal the given values.

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


def _plain(column: NDArray[Any]) -> list[Any]:
    if column.dtype != np.float64:
        return list(column.tolist())
    return [int(v) if v.is_integer() else v for v in column.tolist()]


def read_tables(folder: Path | None = None) -> dict[str, Table]:
    """Read every table that the `dictionary.csv` of a folder names; the packaged ones by default.

    Validates header, type, range, choice, key, reference, source, units and the mass balance of
    recipes. Errors: one `InputError` with every fault of every table.
    """
    return dict(_packaged()) if folder is None else _read_folder(folder)


@cache
def _packaged() -> dict[str, Table]:
    return _read_folder(DATA)


def _read_folder(folder: Path) -> dict[str, Table]:
    from sim.table_checks import check_tables

    specs = read_dictionary(folder)
    faults: list[Fault] = []
    read = {name: _read(folder / f"{name}.csv", spec, faults) for name, spec in specs.items()}
    tables = {name: table for name, table in read.items() if table is not None}
    faults += check_tables(tables, specs)
    raise_faults(faults)
    return tables


def read_table(path: Path, spec: Spec) -> Table:
    """Read and validate one CSV file; references to other tables are `read_tables`' to check.

    Errors: one `InputError` with every fault of the file.
    """
    faults: list[Fault] = []
    table = _read(path, spec, faults)
    if table is None or faults:
        raise InputError(faults)
    return table


@cache
def _dictionary(path: Path, _stamp: int) -> dict[str, Spec]:
    table = read_table(path, _DICTIONARY_SPEC)
    specs: dict[str, list[Column]] = {}
    columns = {name: _plain(table[name]) for name in table.columns}
    for i, name in enumerate(columns["table"]):
        table_of, _, column_of = columns["refers_to"][i].partition(".")
        specs.setdefault(name, []).append(
            Column(
                name=columns["column"][i],
                kind=columns["type"][i],
                key=columns["key"][i],
                is_list=columns["list"][i],
                unit=columns["unit"][i],
                low=_bound(columns["min"][i]),
                high=_bound(columns["max"][i]),
                required=columns["required"][i],
                refers_to=(table_of, column_of) if column_of else None,
                choices=tuple(filter(None, columns["choices"][i].split(";"))),
                description=columns["description"][i],
                used_by=columns["used_by"][i],
            )
        )
    return {name: tuple(spec) for name, spec in specs.items()}


def read_dictionary(folder: Path | None = None) -> dict[str, Spec]:
    """Read `dictionary.csv` of a folder: table -> its columns in order."""
    path = (folder or DATA) / f"{DICTIONARY}.csv"
    return _dictionary(path, path.stat().st_mtime_ns if path.exists() else 0)


def _bound(text: str) -> float | str | None:
    try:
        return float(text) if text else None
    except ValueError:
        return text


_KINDS = ("id", "text", "number", "flag", "date", "choice", "reference")
_DICTIONARY_SPEC: Final[Spec] = (
    Column("table", "id", key=True, required=True, description="table"),
    Column("column", "id", key=True, required=True, description="column"),
    Column("key", "flag", required=True),
    Column("type", "choice", required=True, choices=_KINDS),
    Column("list", "flag", required=True),
    Column("unit", "text"),
    Column("min", "text"),
    Column("max", "text"),
    Column("required", "flag", required=True),
    Column("refers_to", "text"),
    Column("choices", "text"),
    Column("description", "text", required=True, description="what the column holds"),
    Column("used_by", "text"),
)


def _read(path: Path, spec: Spec, faults: list[Fault]) -> Table | None:
    """Read one file, appending faults; None where the columns cannot be told apart."""
    rows = _rows(path, faults)
    if rows is None:
        return None
    header = rows[0][1]
    known = len(faults)
    _check_header(path.name, header, [column.name for column in spec], faults)
    if len(faults) > known:
        return None
    whole = []
    for line, row in rows[1:]:
        if len(row) == len(header):
            whole.append((line, row))
        elif row:
            wrong = f"has {len(row)} cells, the header {len(header)}"
            mend = "write one cell a column; put quotes around text with a comma"
            faults.append(Fault(f"{path.name} line {line}", wrong, mend))
    lines = np.array([line for line, _ in whole], dtype=np.int64)
    cells = dict(zip(header, zip(*(row for _, row in whole), strict=True), strict=False))
    for name in header:
        cells.setdefault(name, ())
    parsed = {c.name: _parse(c, cells[c.name]) for c in spec}
    table = Table(path.stem, parsed, [c.name for c in spec if c.key], lines)
    for column in spec:
        faults += _column_faults(table, column, cells[column.name])
    faults += _key_faults(table)
    return table


def _rows(path: Path, faults: list[Fault]) -> list[tuple[int, list[str]]] | None:
    """Return (line, cells) of each row; text without any quote is split at its commas."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        faults.append(Fault(path.name, "is missing", "add it with the columns of the dictionary"))
        return None
    except UnicodeDecodeError:
        faults.append(Fault(path.name, "is not UTF-8 text", "save it as CSV in UTF-8"))
        return None
    if not text.partition("\n")[0].strip():
        faults.append(Fault(f"{path.name} line 1", "has no header", "write the column names"))
        return None
    if '"' not in text:
        return [(i, row.split(",") if row else []) for i, row in enumerate(text.split("\n"), 1)]
    reader = csv.reader(text.split("\n"), strict=True)
    try:
        return [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        mend = "close every quote and double those inside"
        line = f"{path.name} line {reader.line_num}"
        faults.append(Fault(line, f"is not CSV ({error})", mend))
        return None


def _check_header(file: str, header: list[str], names: list[str], faults: list[Fault]) -> None:
    def add(name: str, wrong: str, mend: str) -> None:
        faults.append(Fault(f"{file} line 1, column {name}", wrong, mend))

    missing = [name for name in names if name not in header]
    for name in missing:
        add(name, "is missing", "add the column")
    for name in dict.fromkeys(header):
        if name not in names:
            near = difflib.get_close_matches(name, missing or names, 1)
            add(name or "''", "is not known", f"write {near[0]}" if near else "remove the column")
        elif header.count(name) > 1:
            add(name, "stands twice", "keep one")


def _parse(column: Column, cells: Cells) -> NDArray[Any]:
    if column.kind == "number":
        return np.array(_numbers(cells), dtype=np.float64)
    if column.kind == "flag":
        return np.array([cell == "1" for cell in cells], dtype=np.bool_)
    return np.fromiter(cells, dtype=object, count=len(cells))


def _numbers(cells: Cells) -> list[float]:
    try:
        return [float(cell) if cell else np.nan for cell in cells]
    except ValueError:
        return [_number(cell) for cell in cells]


def _number(cell: str) -> float:
    try:
        return float(cell) if cell else np.nan
    except ValueError:
        return np.nan


def _column_faults(table: Table, column: Column, cells: Cells) -> Iterator[Fault]:
    """Yield the faults of one column: the cells that are empty, mistyped or out of range."""
    if column.required and "" in cells:
        for i, cell in enumerate(cells):
            if not cell:
                mend = f"write {column.description or 'a value'}"
                yield Fault(table.where(i, column.name), "is empty", mend)
    if column.kind == "number":
        yield from _number_faults(table, column, cells)
        return
    if column.kind == "text" and not _padded(cells):
        return
    bad = {cell for cell in set(cells) if cell and not _fits(column, cell)}
    if bad:
        for i, cell in enumerate(cells):
            if cell in bad:
                yield Fault(table.where(i, column.name), f"is {cell!r}", _mend(column))


def _padded(cells: Cells) -> bool:
    text = "\n".join(("", *cells, ""))
    return "\n " in text or " \n" in text or "\t" in text


def _fits(column: Column, cell: str) -> bool:
    if column.kind == "id":
        return _ID.fullmatch(cell) is not None
    if column.kind == "flag":
        return cell in ("0", "1")
    if column.kind == "date":
        return _DATE.fullmatch(cell) is not None
    if column.kind == "choice":
        return all(part in column.choices for part in _parts(column, cell))
    return cell == cell.strip()


def _mend(column: Column) -> str:
    if column.kind == "id":
        return "write letters, digits and . _ + - / without spaces"
    if column.kind == "flag":
        return "write 0 or 1"
    if column.kind == "date":
        return "write YYYY, YYYY-MM or YYYY-MM-DD"
    if column.kind == "choice":
        some = " or several split by ;" if column.is_list else ""
        return f"write one of {', '.join(column.choices)}{some}"
    return "remove the spaces around it"


def _parts(column: Column, cell: str) -> list[str]:
    return cell.split(";") if column.is_list else [cell]


def _number_faults(table: Table, column: Column, cells: Cells) -> Iterator[Fault]:
    values = table[column.name]
    unread = ~np.isfinite(values)
    if np.count_nonzero(unread) > cells.count(""):
        for i in np.flatnonzero(unread).tolist():
            if cells[i]:
                mend = "write a plain number such as 12.5"
                yield Fault(table.where(i, column.name), f"is {cells[i]!r}, not a number", mend)
    if column.low is not None:
        yield from _bound_faults(table, column, column.low, "below", "at least")
    if column.high is not None:
        yield from _bound_faults(table, column, column.high, "above", "at most")


def _bound_faults(
    table: Table, column: Column, bound: float | str, side: str, ask: str
) -> Iterator[Fault]:
    values = table[column.name]
    limits = table[bound] if isinstance(bound, str) else np.full(len(values), bound)
    for i in np.flatnonzero(values < limits if side == "below" else values > limits).tolist():
        limit = f"{limits[i]:g}"
        name = f"{bound} {limit}" if isinstance(bound, str) else limit
        wrong = f"is {values[i]:g}, {side} {name}"
        yield Fault(table.where(i, column.name), wrong, f"write {ask} {limit}")


def _key_faults(table: Table) -> Iterator[Fault]:
    if not table.key or len(set(table.keys())) == len(table):
        return
    first: dict[tuple[Any, ...], int] = {}
    for i, key in enumerate(table.keys()):
        if key in first:
            name = ".".join(map(str, key))
            wrong = f"repeats {name} of line {table.lines[first[key]]}"
            yield Fault(table.where(i, table.key[-1]), wrong, "remove one row or rename it")
        first.setdefault(key, i)
