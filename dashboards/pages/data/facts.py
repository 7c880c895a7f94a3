"""What a run and a park rest on, as rows of tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from dashboards.tables import Cell, number
from sim.park import SHEETS, Park, is_number
from sim.parkfile import basis_of

if TYPE_CHECKING:
    from experiments.results import Results

Rows = list[tuple[str, list[Cell]]]


@dataclass(frozen=True)
class Facts:
    """What determined a run, and the hash of what it gave."""

    run_id: str
    result_hash: str
    park_digest: str
    package_digest: str
    tables_digest: str
    code_digest: str
    seed: int
    versions: tuple[tuple[str, str], ...]


def facts_of(results: Results) -> Facts:
    """Return what determined a run; the hash of its results takes a tenth of a second."""
    from experiments.version import code_digest

    info = results.info
    return Facts(
        run_id=results.run_id,
        result_hash=results.result_hash,
        park_digest=info["parks"][0]["digest"],
        package_digest=info["package"]["digest"],
        tables_digest=info["tables_digest"],
        code_digest=code_digest(),
        seed=info["seed"],
        versions=tuple((name, str(value)) for name, value in info["versions"].items()),
    )


@cache
def assumption_rows() -> Rows:
    """Return a row an assumption: name, meaning, value, low, high, unit, confidence, source."""
    from sim.catalogue import load_catalogue

    table = load_catalogue().tables["assumptions"]
    rows: Rows = []
    for k in range(len(table)):
        row = table.row_at(k)
        numbers = [number(row[name], f"{row[name]:g}") for name in ("value", "low", "high")]
        texts = [str(row[name]) for name in ("unit", "confidence", "source")]
        name = str(row["assumption"])
        rows.append((name, [name, str(row["basis"]), *numbers, *texts]))
    return rows


@cache
def factor_rows(lang: str) -> Rows:
    """Return a row a factor of uncertainty: name, label, cells it moves, and its note."""
    from experiments.uncertainty import factors

    return [
        (name, [name, factor.label(lang), number(factor.rows, str(factor.rows)), factor.note])
        for name, factor in factors().items()
    ]


def source_rows(park: Park) -> list[tuple[str, Mapping[str, int]]]:
    """Return, by sheet, rows by what their source says (`BASES`), and cells given and filled.

    `filled` counts empty cells of numbers, which the model fills from the tables.
    """
    found: list[tuple[str, Mapping[str, int]]] = []
    for name in ("enterprises", "links", "facilities"):
        sheet = getattr(park, name)
        counts = Counter(basis_of(str(source)) for source in sheet["source"])
        numbers = [sheet[column.name] for column in SHEETS[name] if is_number(column)]
        empty = sum(int(np.isnan(column).sum()) for column in numbers)
        cells = sum(len(column) for column in numbers)
        counts |= Counter(rows=len(sheet["source"]), given=cells - empty, filled=empty)
        found.append((name, counts))
    return found
