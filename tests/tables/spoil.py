"""Copy the packaged tables and spoil them one cell at a time."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from sim.faults import InputError
from sim.tables import DATA, read_tables


def copy_tables(to: Path) -> Path:
    """Copy the packaged tables into a new folder and return it."""
    folder = to / "data"
    shutil.copytree(DATA, folder)
    return folder


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def write_rows(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def line_of(path: Path, *key: str) -> int:
    """Return the line of the first row that starts with these cells."""
    starts = (row[: len(key)] == list(key) for row in rows_of(path))
    return next(line for line, found in enumerate(starts, 1) if found)


def spoil(folder: Path, table: str, key: tuple[str, ...], column: str, cell: str) -> int:
    """Write `cell` into one cell of a table and return the line it stands on."""
    path = folder / f"{table}.csv"
    rows, line = rows_of(path), line_of(path, *key)
    rows[line - 1][rows[0].index(column)] = cell
    write_rows(path, rows)
    return line


def faults_of(folder: Path) -> list[str]:
    """Return the faults that reading a folder raises."""
    with pytest.raises(InputError) as caught:
        read_tables(folder)
    return [str(fault) for fault in caught.value.faults]
