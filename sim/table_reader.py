"""Reading one CSV file against its columns: header, types, ranges, choices and keys."""

from __future__ import annotations

import csv
import difflib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.faults import Fault, InputError
from sim.table_form import Column, Spec, Table

_DATE = re.compile(r"(19|20)\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_ID = re.compile(r"[\w.+\-/]+")

Cells = Sequence[str]


def read_table(path: Path, spec: Spec) -> Table:
    """Read and validate one CSV file; references between tables are checked by `read_tables`.

    Errors: one `InputError` with every fault of the file.
    """
    faults: list[Fault] = []
    table = read_cells(path, spec, faults)
    if table is None or faults:
        raise InputError(faults)
    return table


def read_cells(path: Path, spec: Spec, faults: list[Fault]) -> Table | None:
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
        odd = (i for i, row in enumerate(text.split("\n"), 1) if row.count('"') % 2)
        line = next(odd, reader.line_num)
        faults.append(Fault(f"{path.name} line {line}", f"is not CSV ({error})", mend))
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
    if not table.key or len(set(table.row_keys())) == len(table):
        return
    first: dict[tuple[Any, ...], int] = {}
    for i, key in enumerate(table.row_keys()):
        if key in first:
            name = ".".join(map(str, key))
            wrong = f"repeats {name} of line {table.lines[first[key]]}"
            yield Fault(table.where(i, table.key[-1]), wrong, "remove one row or rename it")
        first.setdefault(key, i)
