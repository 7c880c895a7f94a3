"""Dated parameters of the instruments: what was in force where and when, with range and source."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

from sim.table_form import Table
from sim.tables import read_tables

DATA: Final = Path(__file__).parent / "data"
"""Folder of the instruments' tables."""

HOME: Final = "CN-ZJ"
"""The place whose rules hold unless another is asked for."""

MIDYEAR: Final = "-07-01"
"""A year takes what is in force on 1 July: the rule of most of its months."""

NEAREST: Final = 3

PHYSICAL: Final[Mapping[str, tuple[float, float]]] = {
    "fraction": (0.0, 1.0),
    "rate": (0.0, 1.0),
    "flag": (0.0, 1.0),
    "percent": (0.0, 100.0),
    "percentage": (-20.0, 20.0),
    "CNY/kWh": (0.0, 5.0),
    "CNY/m3": (0.0, 50.0),
    "ratio": (0.0, 10.0),
    "year": (1990.0, 2060.0),
}
"""What a value may be at all, by the first word of its unit; others: from 0 up."""


@dataclass(frozen=True)
class Parameter:
    """One row: a value (or a text) in a place from a date on, with its range and source.

    `low` and `high` bound what the source allows (None where it gives no range). `series` names
    the steps a row belongs to; a row without one is a series of its own.
    """

    name: str
    label: str
    label_zh: str
    """Empty where nothing shows it."""
    group: str
    value: float
    text: str
    low: float | None
    high: float | None
    unit: str
    kind: str
    series: str
    valid_from: str
    valid_to: str
    place: str
    applies_to: str
    source: str
    confidence: str
    basis: str

    @property
    def physical(self) -> tuple[float, float]:
        """What the value may be at all, by its unit."""
        return PHYSICAL.get(self.unit.split(" ")[0], (0.0, float("inf")))

    def holds(self, day: str, place: str) -> bool:
        """Say whether the row is in force on a day (YYYY-MM-DD) in a place."""
        return (
            _first_day(self.valid_from) <= day <= _last_day(self.valid_to)
            and (place == self.place or place.startswith((f"{self.place}-", f"{self.place} (")))
        )  # fmt: skip


class Parameters:
    """Every dated parameter by name and by series, with what a package sets in its own way.

    Overriding keeps the day from which a row holds and drops the day on which it ends: a value
    that a scenario states is prolonged until a later step of its series replaces it.

    >>> table = load_parameters()
    >>> [table.at("alu_threshold", year) for year in (2021, 2022, 2023, 2025, 2030)]
    [13700.0, 13650.0, 13450.0, 13300.0, 13300.0]
    >>> table.at("hpm_lut_relief_B", 2022, otherwise=0.0)
    0.0
    >>> table.changed({"hpm_lut_relief_B": 0.7}).at("hpm_lut_relief_B", 2022, otherwise=0.0)
    0.7
    """

    def __init__(
        self, rows: Iterable[Parameter], changes: Mapping[str, float] | None = None
    ) -> None:
        self._rows = {row.name: row for row in rows}
        self.changes: dict[str, float] = dict(sorted((changes or {}).items()))
        self._steps: dict[str, list[Parameter]] = {}
        self._held: dict[tuple[str, int, str], Parameter | None] = {}
        self._values: dict[tuple[str, int, str], float] = {}
        for row in self._rows.values():
            self._steps.setdefault(row.series or row.name, []).append(row)
            if row.series:
                self._steps.setdefault(row.name, []).append(row)

    def __contains__(self, name: str) -> bool:
        return name in self._steps

    def __iter__(self) -> Iterator[str]:
        return iter(self._steps)

    def steps(self, name: str) -> list[Parameter]:
        """Return the rows of a parameter or series. Errors: `KeyError` with the nearest names."""
        if name not in self._steps:
            near = difflib.get_close_matches(name, self._steps, NEAREST)
            raise KeyError(f"no parameter {name!r}; nearest: {', '.join(near) or 'none'}")
        return self._steps[name]

    def row(self, name: str, year: int, place: str = HOME) -> Parameter | None:
        """Return the row in force in a year (on 1 July) and place, or None.

        The latest step holds; of two from the same day, that of the narrower place.
        """
        if (name, year, place) not in self._held:
            day = f"{year}{MIDYEAR}"
            held = [row for row in self.steps(name) if row.holds(day, place)]
            self._held[name, year, place] = max(held, key=_latest, default=None)
        return self._held[name, year, place]

    def at(self, name: str, year: int, place: str = HOME, otherwise: float | None = None) -> float:
        """Return the value in force in a year and place, or `otherwise` where none is.

        Errors: `LookupError` where none is in force and `otherwise` is not given; `KeyError` for
        an unknown name or a parameter that is a text.
        """
        if (name, year, place) in self._values:
            return self._values[name, year, place]
        row = self.row(name, year, place)
        if row is None and otherwise is None:
            dates = ", ".join(f"{r.valid_from} to {r.valid_to or 'now'}" for r in self.steps(name))
            raise LookupError(f"{name} is not in force in {place} in {year}; it holds {dates}")
        if row is None:
            assert otherwise is not None
            return otherwise
        if row.kind in ("text", "date"):
            raise KeyError(f"{name} is a text: {row.text}")
        self._values[name, year, place] = row.value
        return row.value

    def central(self, name: str) -> float:
        """Return the value of a parameter that a model uses in every year, whatever its date."""
        return self.steps(name)[-1].value

    def changed(self, changes: Mapping[str, float]) -> Parameters:
        """Return the parameters with some set anew, by name or by series."""
        rows = dict(self._rows)
        for name, value in changes.items():
            for row in self.steps(name):
                rows[row.name] = replace(row, value=float(value), valid_to="")
        return Parameters(rows.values(), {**self.changes, **changes})

    def moved(self, values: Mapping[str, float]) -> Parameters:
        """Return the parameters with rows set to other numbers, in force as long as before."""
        rows = dict(self._rows)
        for name, value in values.items():
            rows[name] = replace(rows[name], value=float(value))
        return Parameters(rows.values(), self.changes)


def _latest(row: Parameter) -> tuple[str, int]:
    return _first_day(row.valid_from), len(row.place)


def _first_day(date: str) -> str:
    return date + "-01-01"[len(date) - 4 :] if len(date) < 10 else date


def _last_day(date: str) -> str:
    return date + "-12-31"[len(date) - 4 :] if date else "9999"


@cache
def policy_tables() -> dict[str, Table]:
    """Read the packaged tables of the instruments."""
    return read_tables(DATA)


@cache
def load_parameters() -> Parameters:
    """Return the packaged parameters."""
    table = policy_tables()["parameters"]
    return Parameters(_parameter(table.row_at(place)) for place in range(len(table)))


def _parameter(row: Mapping[str, object]) -> Parameter:
    def number(name: str) -> float | None:
        value = row[name]
        return value if isinstance(value, float) and value == value else None

    def text(name: str) -> str:
        return str(row[name])

    value = number("value")
    return Parameter(
        name=text("parameter"),
        label=text("name"),
        label_zh=text("name_zh"),
        group=text("group"),
        value=float("nan") if value is None else value,
        text=text("text"),
        low=number("low"),
        high=number("high"),
        unit=text("unit"),
        kind=text("value_type"),
        series=text("series"),
        valid_from=text("valid_from"),
        valid_to=text("valid_to"),
        place=text("place"),
        applies_to=text("applies_to"),
        source=text("source"),
        confidence=text("confidence"),
        basis=text("basis"),
    )
