"""One indicator of a system on one run: value, threshold and verdict by year, or why none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from experiments.evaluation.rows import ELASTICITY, IMPROVE, INDEX, NONE, Row
from experiments.targets import meets

if TYPE_CHECKING:
    from experiments.run_data import RunData

Floats = NDArray[np.float64]

NO_VALUE = "the indicator has no value in this run"
WITHOUT = {
    "reclaimed_water_rate": "no waste-water plant of the park makes effluent in this run",
    "recyclables_rate": "no enterprise of the park makes recyclables in this run",
    "waste_heat_utilisation": "no enterprise of the park makes recoverable waste heat in this run",
    "efficiency_access_share": "no enterprise of the park has an energy quota in this run",
    "efficiency_benchmark_share": "no enterprise of the park has an energy quota in this run",
    "value_added_growth_3y": "the run is shorter than four years",
    "land_productivity_growth_3y": "the run is shorter than four years",
    "energy_elasticity": "value added has no growth to compare in this run",
    "water_elasticity": "value added has no growth to compare in this run",
    "pollutant_elasticity": "value added or pollutants have no growth to compare in this run",
    "co2_intensity_cut": "the run has one year",
}
"""Why an indicator may have no value in any year of a run, by name."""


@dataclass(frozen=True, eq=False)
class Judged:
    """An indicator of one run by year: nan where it has no value, threshold or verdict.

    `met` is 1 or 0; `fulfilled` is value over threshold (or its inverse where less is better), 0
    to 1; `ratio` the same against the first year, without bounds; `reason` says why nothing stands.
    """

    value: Floats
    threshold: Floats
    met: Floats
    distance: Floats
    fulfilled: Floats
    ratio: Floats
    reason: str = ""


@dataclass(frozen=True)
class Question:
    """How a run is read: park, switches, and what the park gives that no account carries."""

    region: str
    tce: str = "calorific"
    market: bool = False
    given: Mapping[str, float] | None = None

    def name(self, row: Row) -> str:
        """Return the indicator of a row under the switches."""
        return row.measured_by.format(tce=self.tce, market="_market" if self.market else "")


def judge(row: Row, results: RunData, question: Question) -> Judged:
    """Return an indicator's values and verdicts by year."""
    years = len(results.years)
    value = _value(row, results, question)
    if value is None:
        return _nothing(row, years, row.why_not or NO_VALUE)
    used = results.series("energy_calorific", question.region)
    applies = ~((used < row.size_from_tce) | (used >= row.size_below_tce))
    if not applies.any():
        span = f"{used.min():,.0f} to {used.max():,.0f}"
        reason = f"applies to parks of another size: this one uses {span} tce a year"
        return _nothing(row, years, reason)
    if np.isnan(value).all():
        return _nothing(row, years, WITHOUT.get(row.measured_by, NO_VALUE))
    if row.rule == NONE:
        return _nothing(row, years, row.why_not or "shown, not judged", value)
    threshold = np.where(applies, _threshold(row, value), np.nan)
    falls = _falls(results, question.region) if row.rule == ELASTICITY else np.zeros(years, bool)
    return _compared(value, threshold, row.sign, falls, row.rule in (IMPROVE, INDEX))


def _value(row: Row, results: RunData, question: Question) -> Floats | None:
    """Return the values in the unit of the system: given by the park, or measured."""
    given = question.given or {}
    if row.indicator in given:
        return np.full(len(results.years), float(given[row.indicator]))
    if not row.measured_by:
        return None
    try:
        series = results.series(question.name(row), question.region)
    except KeyError:
        return None
    if not row.inverse:
        return series * row.factor
    return np.divide(row.factor, series, out=np.full_like(series, np.nan), where=series > 0)


def _threshold(row: Row, value: Floats) -> Floats:
    """Return the level, or the first year's value."""
    if row.rule in (IMPROVE, INDEX):
        return np.full_like(value, value[0])
    return np.full_like(value, row.level)


def _falls(results: RunData, region: str) -> NDArray[np.bool_]:
    """Say in which years value added is below that of the first year."""
    made = results.series("value_added_constant", region)
    falls: NDArray[np.bool_] = made < made[0]
    return falls


def _compared(
    value: Floats, threshold: Floats, sign: str, falls: NDArray[np.bool_], from_base: bool
) -> Judged:
    """Judge by year; where value added falls an elasticity must be at least the level.

    The first year is the base of `improve` and `index` and is not judged.
    """
    turned = {"<=": ">=", "<": ">"}.get(sign, sign)
    met = np.where(falls, meets(value, threshold, turned), meets(value, threshold, sign))
    unknown = np.isnan(value) | np.isnan(threshold)
    if from_base:
        unknown[0] = True
    more = (sign in (">", ">=")) | falls
    distance = np.where(more, value - threshold, threshold - value)
    ratio = _ratio(value, np.full_like(value, value[0]), sign in (">", ">="))
    part = np.clip(_ratio(value, threshold, sign in (">", ">=")), 0.0, 1.0)
    return Judged(
        value=value,
        threshold=threshold,
        met=np.where(unknown, np.nan, met),
        distance=np.where(unknown, np.nan, distance),
        fulfilled=np.where(unknown, np.nan, np.where(met, 1.0, np.nan_to_num(part))),
        ratio=ratio,
    )


def _ratio(value: Floats, base: Floats, more_is_better: bool) -> Floats:
    """Return value over base, or base over value where less is better; nan without a ratio."""
    part, whole = (value, base) if more_is_better else (base, value)
    return np.divide(part, whole, out=np.full_like(value, np.nan), where=whole > 0)


def _nothing(row: Row, years: int, reason: str, value: Floats | None = None) -> Judged:
    none, level = np.full(years, np.nan), np.full(years, row.level)
    return Judged(none if value is None else value, level, none, none, none, none, reason)
