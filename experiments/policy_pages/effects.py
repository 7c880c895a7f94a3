"""What each policy does to the example parks: paired runs with and without it, as rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields
from functools import cache
from pathlib import Path

import numpy as np

from experiments.indicators import INDICATORS
from experiments.scenario import Scenario
from sim.park import Park
from sim.synth import synth

STORED = Path(__file__).resolve().parents[2] / "docs" / "policies" / "effects.csv"
"""The rows that the pages show."""

OUTCOMES = (
    "co2", "co2_avoided", "energy_calorific", "water_fresh", "wastewater", "solid_disposed",
    "reused", "links_active", "technologies_installed", "power_own_renewable", "air_pollutants",
    "value_added_constant", "profit", "public_cost", "public_revenue",
)  # fmt: skip
"""Indicators that are compared, summed over the years (links: their yearly numbers)."""


@dataclass(frozen=True)
class Sample:
    """Parks, seeds 1 to `seeds` and the horizon. A park is an example or `mix firms seed`."""

    parks: tuple[str, ...]
    seeds: int
    until: int


FULL = Sample(("zhejiang_dyeing_60", "zhejiang_mixed_120"), 4, 2030)
"""What is stored."""

QUICK = Sample(("zhejiang_dyeing_60",), 1, 2021)
"""A short pair, to try the command."""


@dataclass(frozen=True)
class Row:
    """The effect of one policy at strength 1 on one outcome of one park.

    `without` is the mean over the seeds without any policy, `change` the mean of the paired
    differences, `low` and `high` the least and the largest of them.
    """

    policy: str
    park: str
    outcome: str
    unit: str
    without: float
    change: float
    low: float
    high: float
    seeds: int
    until: int


HEADER = tuple(field.name for field in fields(Row))


@cache
def _park(name: str) -> Park | str:
    if " " not in name:
        return name
    mix, firms, seed = name.split()
    return synth(int(firms), int(seed), mix)


@cache
def _run(park: str, policy: str, seed: int, until: int) -> dict[str, float]:
    """Return the outcomes of one run, summed over its years."""
    levers = {policy: 1.0} if policy else {}
    found = Scenario(_park(park), "none", seed=seed, until=until, strength=levers).run()
    return {name: float(np.nansum(found.series(name))) for name in OUTCOMES}


def rows_of(policies: Iterable[str], sample: Sample) -> list[Row]:
    """Run every policy alone at strength 1, and no policy, on the same draws."""
    seeds, rows = range(1, sample.seeds + 1), []
    for policy in policies:
        for park in sample.parks:
            base = [_run(park, "", seed, sample.until) for seed in seeds]
            with_it = [_run(park, policy, seed, sample.until) for seed in seeds]
            for name in OUTCOMES:
                before = np.array([one[name] for one in base])
                gaps = np.array([one[name] for one in with_it]) - before
                rows.append(
                    Row(
                        policy=policy,
                        park=park,
                        outcome=name,
                        unit=INDICATORS[name].unit,
                        without=rounded(float(before.mean())),
                        change=rounded(float(gaps.mean())),
                        low=rounded(float(gaps.min())),
                        high=rounded(float(gaps.max())),
                        seeds=sample.seeds,
                        until=sample.until,
                    )
                )
    return rows


def rounded(value: float, digits: int = 4) -> float:
    """Return a value to some significant digits.

    >>> rounded(123456.0), rounded(-0.00012345678), rounded(0.0)
    (123500.0, -0.0001235, 0.0)
    """
    return float(f"{value:.{digits}g}") + 0.0


def merged(old: Iterable[Row], new: Sequence[Row]) -> list[Row]:
    """Return the new rows and those of the old whose policy was not measured anew, by policy."""
    again = {row.policy for row in new}
    kept = [row for row in old if row.policy not in again]
    return sorted([*kept, *new], key=lambda row: row.policy)


def text_of(rows: Iterable[Row]) -> str:
    """Return rows as CSV with a header."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(astuple(row) for row in rows)
    return text.getvalue()


def write_stored(rows: Iterable[Row]) -> None:
    """Keep rows in `STORED`."""
    STORED.parent.mkdir(parents=True, exist_ok=True)
    STORED.write_text(text_of(rows), encoding="utf-8")


def stored() -> list[Row]:
    """Return the rows that are kept; none where there is no file."""
    if not STORED.exists():
        return []
    with STORED.open(encoding="utf-8", newline="") as file:
        return [_row(line) for line in csv.DictReader(file)]


def _row(line: dict[str, str]) -> Row:
    return Row(
        policy=line["policy"],
        park=line["park"],
        outcome=line["outcome"],
        unit=line["unit"],
        without=float(line["without"]),
        change=float(line["change"]),
        low=float(line["low"]),
        high=float(line["high"]),
        seeds=int(line["seeds"]),
        until=int(line["until"]),
    )
