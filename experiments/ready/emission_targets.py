"""Targets of the table over a sample: which apply to a park, how probable each is, and when."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.indicators import INDICATORS
from experiments.labels import variable_label
from experiments.ready.sample import Sample
from experiments.statistics.targets import Probability, YearMet, probability, year_met
from experiments.summary import target_text
from experiments.targets import TargetResult, as_listed, judged_by, met_by_year, target_rows
from sim.park import Park

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

SIZE = "energy_calorific"
"""Indicator by which some targets say to which parks they apply, tce a year."""

EMISSIONS = ("co2", "energy", "clean")
"""How indicators of emissions and energy begin."""


@dataclass(frozen=True)
class Judged:
    """A target and, by package, the probability of meeting it when due and the year first met."""

    target: TargetResult
    same: tuple[str, ...]
    """Names of the targets that ask the same, itself first."""
    probability: tuple[Probability, ...]
    year: tuple[YearMet, ...]

    @property
    def of_emissions(self) -> bool:
        """Whether it is a target of CO2, energy or clean power."""
        return self.target.indicator.startswith(EMISSIONS)

    def label(self, lang: str) -> str:
        """Return indicator, goal and place in words."""
        name = variable_label(INDICATORS[self.target.indicator].variable, lang)
        where = {"CN": ("nation", "全国"), "CN-ZJ": ("Zhejiang", "浙江")}.get(
            self.target.place, (self.target.place, self.target.place)
        )[lang == "zh"]
        goal = target_text(self.target, lang)
        if self.target.rule == "rise" and self.target.threshold == 0.0:
            due = self.target.target_year
            goal = f"{due}年不上升" if lang == "zh" else f"no rise by {due}"
        return f"{name}：{goal}（{where}）" if lang == "zh" else f"{name}: {goal} ({where})"


def target_outputs() -> tuple[str, ...]:
    """Return the indicators that targets are judged by, and the one of size."""
    names = [judged_by(row["target"]) for row in target_rows() if row["measured_by"]]
    return tuple(dict.fromkeys((*names, SIZE)))


def judge(park: Park, sample: Sample, cases: Sequence[int]) -> list[Judged]:
    """Judge every target that applies to the park within the run's years, those alike once.

    A run without a value in the year due leaves the target out. Size is that of the median run.
    """
    found: dict[tuple[object, ...], Judged] = {}
    for row in target_rows():
        if not _applies(row, park, sample):
            continue
        target = as_listed(row, park.park_id, sample.years[-1])
        same = (
            target.indicator, target.rule, target.sign, target.threshold, target.base_year,
            target.target_year, target.place,
        )  # fmt: skip
        if same in found:
            one = found[same]
            found[same] = Judged(one.target, (*one.same, target.target), one.probability, one.year)
            continue
        judged = _judged(target, sample, cases)
        if judged is not None:
            found[same] = judged
    return list(found.values())


def _applies(row: dict[str, object], park: Park, sample: Sample) -> bool:
    """Say whether a target is measured, asks this park, and lies within the years of the runs."""
    if not row["measured_by"] or row["place"] not in ("CN", park.info["province"]):
        return False
    first, last = sample.years[0], sample.years[-1]
    due, base = (_year(row[name]) for name in ("target_year", "base_year"))
    if (due is not None and due > last) or not first <= (base or first) <= last:
        return False
    at = -1 if due is None else due - first
    used = float(np.median(sample.of(0, SIZE)[:, at]))
    low, high = float(str(row["size_from_tce"])), float(str(row["size_below_tce"]))
    return not (used < low or used >= high)


def _judged(target: TargetResult, sample: Sample, cases: Sequence[int]) -> Judged | None:
    due = (target.target_year or sample.years[-1]) - sample.years[0]
    odds, years = [], []
    for case in cases:
        series = sample.of(case, target.indicator)
        if np.isnan(series[:, due]).any():
            return None
        flags = _flags(target, series, sample.years)
        at = flags[:, -1] if target.rule == "peak" else flags[:, due]
        odds.append(probability(sample.crossed(at)))
        years.append(year_met(sample.crossed(flags), sample.years))
    return Judged(target, (target.target,), tuple(odds), tuple(years))


def _flags(target: TargetResult, series: Floats, years: tuple[int, ...]) -> Flags:
    """Return whether a target is met, (pair, year); a peak from the year after it on."""
    flags = met_by_year(target.target, series, years, due=False)
    if target.rule == "peak":
        flags = flags & (np.array(years) > series[:, -1:])
    return np.asarray(flags & ~np.isnan(series), dtype=bool)


def _year(value: object) -> int | None:
    number = float(str(value))
    return None if math.isnan(number) else int(number)
