"""The factors of the tables: names, labels and what each moves.

A factor is one or more rows of `data/factors.csv`: adding a row adds a factor. Every parameter of
an instrument that has a range is a factor of its own, `parameter.<name>` or, where it is dated,
`parameter.<series>`.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

import numpy as np

from experiments.uncertainty.moves import Move, cells, moves_of
from policies.contradictions import ORDERED, WHOLES
from policies.parameters import Parameter, Parameters, load_parameters
from sim.faults import Fault
from sim.tables import Table, read_tables

DATA = Path(__file__).parent / "data"
"""Folder of the tables `factors` and `settled`."""

PARAMETER = "parameter."
"""How the name of a factor starts that moves a parameter of an instrument."""

CHOICES = ("flag", "year", "count")
"""Units of parameters that no position lies between."""

WHOLE = ("years", "months")
"""Units of parameters that stay whole where all their numbers are."""


@dataclass(frozen=True)
class Factor:
    """One factor: 0 puts all its rows at their low end, 0.5 at the value, 1 at the high end."""

    name: str
    label_en: str
    label_zh: str
    moves: tuple[Move, ...]
    """Cells of the tables of the world; empty for a parameter of an instrument."""
    parameters: tuple[str, ...] = ()
    """Rows of the parameters of instruments."""
    note: str = ""
    """What moves and what stays, and on what the range rests."""

    def label(self, lang: str = "en") -> str:
        """Return the name in English or Chinese."""
        return self.label_zh if lang == "zh" else self.label_en

    @property
    def drawn(self) -> bool:
        """Whether a draw of the tables moves any of its rows."""
        return bool(self.parameters) or any(move.ids is not None for move in self.moves)

    @property
    def rows(self) -> int:
        """How many cells it moves."""
        return len(self.parameters) + sum(1 for move in self.moves for _ in cells(move))


def factors() -> dict[str, Factor]:
    """Return all factors by name: those of the tables in table order, then the parameters.

    >>> found = factors()
    >>> found["coal_price"].label("zh"), len(found["coal_price"].moves)
    ('煤炭和焦炭价格', 1)
    >>> found["parameter.cea_projection"].parameters[0]
    'cea_proj_2026'
    """
    return {**table_factors(), **parameter_factors()}


@cache
def tables() -> dict[str, Table]:
    """Return the tables `factors` and `settled`."""
    return read_tables(DATA)


@cache
def table_factors() -> dict[str, Factor]:
    """Return the factors of the tables of the world, in the order of the table `factors`."""
    written, packaged = tables()["factors"], read_tables()
    rows: dict[str, list[int]] = {}
    for i, name in enumerate(written["factor"].tolist()):
        rows.setdefault(name, []).append(i)
    found = {}
    for name, places in rows.items():
        listed = [written.row_at(i) for i in places]
        found[name] = Factor(
            name=name,
            label_en=listed[0]["label_en"],
            label_zh=listed[0]["label_zh"],
            moves=tuple(moves_of(row, packaged[row["table"]]) for row in listed),
            note="; ".join(
                dict.fromkeys(chain.from_iterable((row["basis"], row["source"]) for row in listed))
            ),
        )
    return found


@cache
def parameter_factors() -> dict[str, Factor]:
    """Return the parameters of instruments that have a range, each a factor of its own."""
    fixed = {
        name for table in (ORDERED, WHOLES) for group in table.values() for name in chain(*group)
    }
    found: dict[str, Factor] = {}
    for series in _series(load_parameters()):
        rows = [row for row in load_parameters().steps(series) if _movable(row, fixed)]
        if rows:
            found[PARAMETER + series] = Factor(
                name=PARAMETER + series,
                label_en=rows[-1].label,
                label_zh=rows[-1].label_zh,
                moves=(),
                parameters=tuple(row.name for row in rows),
                note=rows[-1].basis,
            )
    return found


def _series(parameters: Parameters) -> list[str]:
    """Return the names under which parameters move: the series of those that have one."""
    rows = (row for name in parameters for row in parameters.steps(name))
    return list(dict.fromkeys(row.series or row.name for row in rows))


def _movable(row: Parameter, fixed: set[str]) -> bool:
    if row.kind != "number" or row.unit.split(" ")[0] in CHOICES or row.name in fixed:
        return False
    return row.low is not None and row.high is not None and row.low <= row.value <= row.high


def position_faults(uncertainty: Mapping[str, float], draw: int) -> list[Fault]:
    """Return what is wrong with positions and a draw: names, ranges, with the nearest names."""
    known, found = factors(), []
    for name, position in uncertainty.items():
        place = f"uncertainty {name}"
        if name not in known:
            near = difflib.get_close_matches(name, known, 3) or list(known)[:3]
            mend = f"write one of {', '.join(near)}"
            found.append(Fault(place, "there is no such factor", mend))
        elif not 0.0 <= position <= 1.0:
            mend = "write 0 (low) to 1 (high); 0.5 is the table's value"
            found.append(Fault(place, f"{position:g} is no position", mend))
    if draw < 0:
        found.append(Fault("draw", f"{draw} is no draw", "write 0 (the tables) or a number above"))
    return found


def whole(values: np.ndarray, row: Parameter) -> float:
    """Return a moved parameter; whole where it counts years or months and all its ends do."""
    value = float(values)
    counted = row.unit.split(" ")[0] in WHOLE
    ends = (row.value, row.low or 0.0, row.high or 0.0)
    return float(round(value)) if counted and all(end == round(end) for end in ends) else value
