"""The one place that turns the results of a run into the plain, immutable data pages draw."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboards.lines import LINES

if TYPE_CHECKING:
    from experiments.results import Results
    from experiments.targets import TargetResult

TRAJECTORIES = (
    "co2", "co2_intensity", "energy_intensity_calorific", "solid_utilisation", "reused",
    "links_active",
)  # fmt: skip
"""Indicators drawn over the years unless others are chosen, in the order of the page."""


@dataclass(frozen=True)
class Line:
    """An indicator by year, its unit a year, labels by language and `+` or `-` for the better.

    `fixed` is the same at the grid factor of 2020, where the grid's own change moves it.
    """

    values: tuple[float, ...]
    unit: str
    label: tuple[str, str]
    better: str
    fixed: tuple[float, ...] = ()


@dataclass(frozen=True)
class Goal:
    """A target of a document that this run measures, in the unit of its indicator's line.

    `level` is the line's value that meets it at `due`, `amount` and `value` what the document
    counts (a fall in percent, a level); `rule` is fall, rise, level, improve or peak.
    """

    target: str
    indicator: str
    label: tuple[str, str]
    document: tuple[str, str]
    rule: str
    sign: str
    unit: str
    base: int
    due: int
    level: float
    amount: float
    value: float
    met: bool
    since: int | None


@dataclass(frozen=True)
class Board:
    """What the page shows of one run; labels are pairs (English, Chinese)."""

    years: tuple[int, ...]
    lines: dict[str, Line]
    public_cost_cny: float
    """Summed over the years of the run."""
    goals: tuple[Goal, ...]
    seconds: float = 0.0
    """What the run took."""

    @property
    def goals_met(self) -> int:
        """The number of targets met in their year."""
        return sum(goal.met for goal in self.goals)


def board_of(results: Results) -> Board:
    """Return what the page shows of the results of one park."""
    return Board(
        years=tuple(results.years.tolist()),
        lines={name: _line(results, name) for name in LINES},
        public_cost_cny=float(results.series("public_cost").sum()),
        goals=tuple(_goals(results)),
    )


def _line(results: Results, name: str) -> Line:
    from experiments.indicators import INDICATORS

    known = INDICATORS[name]
    return Line(
        values=tuple(results.series(name).tolist()),
        unit=known.unit_of("year"),
        label=(known.en, known.zh),
        better=known.better,
        fixed=_fixed(results, name),
    )


def _fixed(results: Results, name: str) -> tuple[float, ...]:
    """Return an indicator of CO2 at the grid factor of 2020; empty where the grid moves nothing."""
    if name not in ("co2", "co2_intensity"):
        return ()
    co2 = results.series("co2_2020_grid")
    if name == "co2":
        return tuple(co2.tolist())
    earned = results.series("value_added_constant") / 1e4
    return tuple((co2[k] / earned[k] if earned[k] > 0 else math.nan) for k in range(len(co2)))


def _goals(results: Results) -> list[Goal]:
    """Return the targets that the run says something of, in the order of the table."""
    return [_goal(results, found) for found in results.targets() if found.met is not None]


def _goal(results: Results, found: TargetResult) -> Goal:
    from experiments.indicators import INDICATORS
    from experiments.labels import document_label

    known = INDICATORS[found.indicator]
    assert found.threshold is not None and found.value is not None and found.target_year is not None
    first = int(results.years[0])
    base = found.base_year or first
    sides = {"fall": -1.0, "rise": 1.0}
    if found.rule in sides:
        at_base = float(results.series(found.indicator)[base - first])
        level = at_base * (1.0 + sides[found.rule] * found.threshold / 100.0)
    else:
        level = math.nan if found.rule == "peak" else found.threshold
    return Goal(
        target=found.target,
        indicator=found.indicator,
        label=(known.en, known.zh),
        document=(document_label(found.document, "en"), document_label(found.document, "zh")),
        rule=found.rule,
        sign=found.sign,
        unit=found.unit,
        base=base,
        due=found.target_year,
        level=level,
        amount=found.threshold,
        value=found.value,
        met=bool(found.met),
        since=found.first_year_met,
    )
