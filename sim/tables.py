"""The one reader of the sourced tables, steered by the `dictionary.csv` beside them.

The dictionary has one row a column: `table`, `column`, `key` (1 = part of the row's key), `type`
(id, text, number, flag, date, choice, reference), `list` (1 = several values split by `;`), `unit`,
`min` and `max` (a number, or the column of the same row that bounds it), `required`, `refers_to`
(`table.column`), `choices`, `description`, `used_by` and `confidence` (the column or the word that
speaks for this column; empty = the row's own). In a unit `{column}` stands for that cell of the row
and `{column.other}` for cell `other` of the row that it refers to.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from sim.faults import Fault, raise_faults
from sim.table_checks import check_tables
from sim.table_form import Column, Spec, Table, plain
from sim.table_reader import read_cells, read_table

__all__ = ["DATA", "Column", "Spec", "Table", "read_dictionary", "read_table", "read_tables"]

DATA: Final = Path(__file__).parent / "data"
"""Folder of the packaged tables of the physical and economic world."""

DICTIONARY: Final = "dictionary"


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
    specs = read_dictionary(folder)
    faults: list[Fault] = []
    read = {name: read_cells(folder / f"{name}.csv", spec, faults) for name, spec in specs.items()}
    tables = {name: table for name, table in read.items() if table is not None}
    faults += check_tables(tables, specs)
    raise_faults(faults)
    return tables


@cache
def _dictionary(path: Path, _stamp: int) -> dict[str, Spec]:
    table = read_table(path, _DICTIONARY_SPEC)
    specs: dict[str, list[Column]] = {}
    columns = {name: plain(table[name]) for name in table.columns}
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
                confidence=columns["confidence"][i],
            )
        )
    raise_faults(_dictionary_faults(table, specs))
    return {name: tuple(spec) for name, spec in specs.items()}


def _dictionary_faults(table: Table, specs: dict[str, list[Column]]) -> list[Fault]:
    """Return the faults of bounds and references that name no column."""
    known = {(name, column.name) for name, spec in specs.items() for column in spec}
    faults = []
    for name, column in ((n, c) for n, spec in specs.items() for c in spec):
        i = table.position(name, column.name)
        for where, bound in (("min", column.low), ("max", column.high)):
            if isinstance(bound, str) and (name, bound) not in known:
                wrong = f"is {bound!r}, neither a number nor a column of {name}"
                faults.append(Fault(table.where(i, where), wrong, "write one or leave it empty"))
        if column.refers_to is not None and column.refers_to not in known:
            wrong = f"is {'.'.join(column.refers_to)!r}, which the dictionary does not have"
            faults.append(Fault(table.where(i, "refers_to"), wrong, "write table.column"))
    return faults


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
    Column("confidence", "text"),
)
