"""Targets of the documents against a run: the value, met or not, by how far and since when."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from experiments.indicators import INDICATORS
from experiments.indicators.factors import SWITCHES
from sim.faults import Fault, InputError
from sim.tables import read_tables

if TYPE_CHECKING:
    from experiments.run_data import RunData

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

DATA = Path(__file__).parent / "data"

_ROUNDING = 1e-9
_FACTOR = {"fraction": 100.0}
"""Targets in a fraction are compared with indicators in percent."""


@dataclass(frozen=True)
class TargetResult:
    """A target and what a run says of it.

    `threshold`, `value` and `distance` are in `unit`; the distance is positive where the target is
    surpassed. Where the run says nothing, `met` is None and `reason` tells why.
    """

    region: str
    target: str
    document: str
    place: str
    text: str
    indicator: str
    rule: str
    sign: str
    unit: str
    base_year: int | None
    target_year: int | None
    threshold: float | None = None
    value: float | None = None
    met: bool | None = None
    distance: float | None = None
    first_year_met: int | None = None
    reason: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the fields as plain values."""
        return asdict(self)


def evaluate(results: RunData, region: str, tce: str = "calorific") -> list[TargetResult]:
    """Return every target of the table for one park of the results, in table order.

    A reduction is counted against its base year, at constant prices where it is per value added;
    a target without a year is due in the last one. Errors: `ValueError` for an unknown switch.
    """
    if tce not in SWITCHES:
        raise ValueError(f"tce is {tce!r}; write one of {', '.join(SWITCHES)}")
    return list(_evaluate(results, region, tce))


def evaluate_all(results: RunData, tce: str = "calorific") -> list[TargetResult]:
    """Return every target for each park of the results. Errors: as of `evaluate`."""
    return [found for region in results.regions for found in evaluate(results, region, tce)]


def _evaluate(results: RunData, region: str, tce: str) -> Iterator[TargetResult]:
    province = str(results.parks[results.regions.index(region)]["province"])
    span = int(results.years[0]), int(results.years[-1])
    for row, blank in zip(target_rows(), _blanks(region, tce, province, *span), strict=True):
        if blank.reason:
            yield blank
            continue
        reason = _other_size(row, blank, results)
        yield _with(blank, reason=reason) if reason else _judged(results, blank, row)


@lru_cache(64)
def _blanks(
    region: str, tce: str, province: str, first: int, last: int
) -> tuple[TargetResult, ...]:
    """Return every target without a value, with a reason where runs of these years have none."""
    return tuple(
        _with(_blank(row, region, tce, last), reason=_reason(row, province, first, last))
        for row in target_rows()
    )


@cache
def target_rows() -> tuple[dict[str, Any], ...]:
    """Return the rows of the table of targets."""
    table = read_tables(DATA)["targets"]
    return tuple(table.row_at(k) for k in range(len(table)))


def _blank(row: dict[str, Any], region: str, tce: str, last: int) -> TargetResult:
    """Return a target as it stands in the table, without a value."""
    name = row["measured_by"].format(tce=tce)
    due = _year(row["target_year"])
    return TargetResult(
        region=region,
        target=row["target"],
        document=row["document"],
        place=row["place"],
        text=row["indicator"],
        indicator=name,
        rule=row["rule"],
        sign=_sign(row, name),
        unit=_unit(row["rule"], name) if name else row["unit"],
        base_year=_year(row["base_year"]),
        target_year=last if due is None and name else due,
    )


def as_listed(row: dict[str, Any], region: str, last: int, tce: str = "calorific") -> TargetResult:
    """Return a measured target as the table lists it, its threshold in the unit of the result.

    A target without a year is due in the `last`; an improvement has no threshold of its own.
    """
    blank = _blank(row, region, tce, last)
    if blank.rule == "improve":
        return blank
    if blank.rule == "peak":
        return _with(blank, threshold=float(blank.target_year or last))
    factor = _FACTOR.get(row["unit"], 1.0) if blank.rule == "level" else 1.0
    return _with(blank, threshold=row["value"] * factor)


def _reason(row: dict[str, Any], province: str, first: int, last: int) -> str:
    """Return why a target is not measured in runs of these years, or nothing."""
    if not row["measured_by"]:
        return str(row["why_not"] or row["computable_from"])
    if row["place"] not in ("CN", province):
        return f"applies in {row['place']}"
    due = _year(row["target_year"])
    if due is not None and due > last:
        return f"due in {due}, the run ends in {last}"
    base = _year(row["base_year"]) or first
    if base < first:
        return f"its base year {base} lies before the run"
    if base > last:
        return f"its base year {base} lies after the run, which ends in {last}"
    return ""


def _other_size(row: dict[str, Any], blank: TargetResult, results: RunData) -> str:
    """Return that a target is for parks of another size, or nothing."""
    low, high = row["size_from_tce"], row["size_below_tce"]
    if math.isnan(low) and math.isnan(high):
        return ""
    due = _year(row["target_year"])
    year = -1 if due is None else due - int(results.years[0])
    used = float(results.series("energy_calorific", blank.region)[year])
    if (not math.isnan(low) and used < low) or (not math.isnan(high) and used >= high):
        return f"applies to parks of another size: this one uses {used:,.0f} tce a year"
    return ""


def _judged(results: RunData, blank: TargetResult, row: dict[str, Any]) -> TargetResult:
    """Return a target with its value and verdict."""
    first = int(results.years[0])
    series = results.series(blank.indicator, blank.region)
    base = (blank.base_year or first) - first
    assert blank.target_year is not None
    due = blank.target_year - first
    if blank.rule == "peak":
        return _peaked(blank, series, results.years)
    values = _changes(blank.rule, series, base)
    threshold = float(series[base]) if blank.rule == "improve" else row["value"]
    threshold *= _FACTOR.get(row["unit"], 1.0) if blank.rule == "level" else 1.0
    met = meets(values, threshold, blank.sign)
    met[:base] = False
    value = float(values[due])
    if math.isnan(value) or math.isnan(threshold):
        return _with(blank, reason="the indicator has no value in this run")
    reached = np.flatnonzero(met)
    gap = value - threshold
    return _with(
        blank,
        threshold=threshold,
        value=value,
        met=bool(met[due]),
        distance=gap if blank.sign in (">", ">=") else -gap,
        first_year_met=first + int(reached[0]) if len(reached) else None,
    )


def target_names() -> tuple[str, ...]:
    """Return the targets of the table that an indicator measures."""
    return tuple(str(row["target"]) for row in target_rows() if row["measured_by"])


def judged_by(target: str, tce: str = "calorific") -> str:
    """Return the indicator that a target is measured by."""
    return str(_row(target)["measured_by"].format(tce=tce))


def met_by_year(target: str, series: Floats, years: Sequence[int], due: bool = True) -> Flags:
    """Judge many runs by a target at once: (..., year) of its indicator -> (...).

    What counts is the year the target is due (or the last); with `due=False` every year is judged,
    (..., year). Base years, rules and rounding are those of `evaluate`, but place and size of the
    park are not asked. Errors: `InputError` for a base or due year that the runs do not have.
    """
    row = _row(target)
    first, last = int(years[0]), int(years[-1])
    if row["rule"] == "peak":
        peaks = series[..., -1]
        met: Flags = (peaks <= (_year(row["target_year"]) or last)) & (peaks < last)
        return met if due else np.repeat(met[..., None], len(years), axis=-1)
    base = _year(row["base_year"]) or first
    when = _year(row["target_year"]) or last
    for year, what in ((base, "base year"), (when if due else last, "year due")):
        if not first <= year <= last:
            wrong = f"its {what} {year} lies outside the run, {first} to {last}"
            raise InputError([Fault(f"target {target}", wrong, "run longer, or name another")])
    values = _changes(row["rule"], series, base - first)
    level = row["value"] * (_FACTOR.get(row["unit"], 1.0) if row["rule"] == "level" else 1.0)
    at_base = series[..., base - first, None]
    threshold = at_base if row["rule"] == "improve" else level
    flags = meets(values, threshold, _sign(row, judged_by(target)))
    flags[..., : base - first] = False
    found: Flags = flags[..., when - first] if due else flags
    return found


def _row(target: str) -> dict[str, Any]:
    return next(row for row in target_rows() if row["target"] == target)


def _peaked(blank: TargetResult, series: Floats, years: NDArray[np.int64]) -> TargetResult:
    """Judge a peak: the highest year of the run lies in time, and years after it are lower."""
    peak, last = int(series[-1]), int(years[-1])
    due = blank.target_year or last
    met = peak <= due and peak < last
    return _with(
        blank,
        threshold=float(due),
        value=float(peak),
        met=met,
        distance=float(due - peak),
        first_year_met=peak + 1 if met else None,
    )


def _changes(rule: str, series: Floats, base: int) -> Floats:
    """Return what the rule compares, by year (last axis): the series, its fall or rise in percent.

    Where the base is 0 or less there is no change: nan.
    """
    if rule in ("level", "improve"):
        return series
    start = np.where(series[..., base, None] > 0, series[..., base, None], np.nan)
    change: Floats = (series / start - 1.0) * 100.0
    return -change if rule == "fall" else change


def meets(values: Floats, threshold: Floats | float, sign: str) -> Flags:
    """Compare by year; a target met to within rounding is met.

    >>> meets(np.array([0.2, 0.21]), 0.2, "<=").tolist()
    [True, False]
    """
    slack = _ROUNDING * np.abs(threshold) * {">=": -1.0, "<=": 1.0}.get(sign, 0.0)
    compare = {
        ">": np.greater, ">=": np.greater_equal, "<": np.less, "<=": np.less_equal,
    }  # fmt: skip
    met: Flags = compare[sign](values, threshold + slack)
    return met


def _sign(row: dict[str, Any], name: str) -> str:
    """Return how value and threshold compare; `about` and `=` mean at least as good."""
    if row["direction"] in (">", "<"):
        return str(row["direction"])
    if row["rule"] == "fall":
        return ">="
    if row["rule"] == "improve":
        return ">" if INDICATORS[name].better == "+" else "<"
    if row["rule"] == "level":
        return ">=" if INDICATORS[name].better == "+" else "<="
    return "<="


def _unit(rule: str, name: str) -> str:
    return "%" if rule in ("fall", "rise") else INDICATORS[name].unit_of("year")


def _year(value: float) -> int | None:
    return None if math.isnan(value) else int(value)


def _with(blank: TargetResult, **found: Any) -> TargetResult:
    return replace(blank, **found)
