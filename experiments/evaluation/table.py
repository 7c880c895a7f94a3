"""Evaluation of one or several runs as tidy tables: a row an indicator and year, or a verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from experiments.evaluation.judge import Judged, Question
from experiments.evaluation.rows import Row, rows_of, systems
from experiments.evaluation.score import judge_all, verdict
from experiments.frame import Frame
from experiments.indicators.factors import SWITCHES
from sim.faults import Fault, InputError, raise_faults

if TYPE_CHECKING:
    from experiments.run_data import RunData

Floats = NDArray[np.float64]

COLUMNS = (
    "system", "indicator", "label", "unit", "standing", "region", "year", "value", "sign",
    "threshold", "met", "distance", "first_year_met", "probability", "runs", "reason",
)  # fmt: skip
"""Columns of the table of indicators."""

VERDICTS = (
    "system", "label", "region", "year", "passed", "probability", "score", "judged", "met",
    "indicators", "runs",
)  # fmt: skip
"""Columns of the table of verdicts."""


def evaluate(
    results: RunData | Sequence[RunData],
    system: str | None = None,
    tce: str = "calorific",
    market: bool = False,
    given: Mapping[str, float] | None = None,
    lang: str = "en",
) -> Frame:
    """Return every indicator of a system, or of all, year by year; columns as `COLUMNS`.

    Over several runs (seeds of one scenario) value, threshold and distance are medians,
    `probability` is the share of the runs that meet the threshold, of those with a verdict, and
    `met` is 1 where more than half do. A distance is positive where the threshold is surpassed;
    `first_year_met` is the first year with `met`, nan where there is none; what has no value says
    why in `reason`. `tce` counts power and heat at calorific or equal value, `market` takes
    market-based CO2, `given` holds values of indicators that only the park knows, by their id.

    Errors: `InputError` for an unknown system, switch or indicator given, or runs that differ in
    park or years.
    """
    runs = _runs(results)
    _check(system, tce, given or {})
    rows: list[dict[str, Any]] = []
    for region in runs[0].regions:
        question = Question(region, tce, market, given)
        for key in _keys(system):
            by_run = [judge_all(rows_of(key), run, question) for run in runs]
            for row, found in zip(rows_of(key), zip(*by_run, strict=True), strict=True):
                rows += _tidy(row, found, runs[0].years.tolist(), region, lang)
    return Frame.of_rows(rows, COLUMNS)


def verdicts(
    results: RunData | Sequence[RunData],
    system: str | None = None,
    tce: str = "calorific",
    market: bool = False,
    given: Mapping[str, float] | None = None,
    lang: str = "en",
) -> Frame:
    """Return score and verdict of each system by year; columns as `VERDICTS`.

    `passed` is 1, 0, or nan where the system judges nobody or what decides has no value.
    """
    runs = _runs(results)
    _check(system, tce, given or {})
    rows: list[dict[str, Any]] = []
    for region in runs[0].regions:
        question = Question(region, tce, market, given)
        for key in _keys(system):
            rows += _verdict_rows(key, runs, question, lang)
    return Frame.of_rows(rows, VERDICTS)


def _tidy(
    row: Row, found: Sequence[Judged], years: Sequence[int], region: str, lang: str
) -> Iterator[dict[str, Any]]:
    """Yield the rows of one indicator over its runs."""
    value, threshold, distance = (
        _median([getattr(one, name) for one in found])
        for name in ("value", "threshold", "distance")
    )
    probability = _share([one.met for one in found])
    met = np.where(np.isnan(probability), np.nan, (probability > 0.5).astype(np.float64))
    first = next((float(y) for y, m in zip(years, met.tolist(), strict=True) if m == 1.0), np.nan)
    for k, year in enumerate(years):
        yield {
            "system": row.system, "indicator": row.indicator, "label": row.label(lang),
            "unit": row.unit, "standing": row.standing, "region": region, "year": year,
            "value": float(value[k]), "sign": row.sign, "threshold": float(threshold[k]),
            "met": float(met[k]), "distance": float(distance[k]), "first_year_met": first,
            "probability": float(probability[k]), "runs": len(found), "reason": _reason(found),
        }  # fmt: skip


def _verdict_rows(
    key: str, runs: Sequence[RunData], question: Question, lang: str
) -> Iterator[dict[str, Any]]:
    system, rows = systems()[key], rows_of(key)
    found = [verdict(system, rows, judge_all(rows, run, question)) for run in runs]
    probability = _share([one.passed for one in found])
    passed = np.where(np.isnan(probability), np.nan, (probability > 0.5).astype(np.float64))
    score, judged, met = (
        _median([getattr(one, name) for one in found]) for name in ("score", "judged", "met")
    )
    for k, year in enumerate(runs[0].years.tolist()):
        yield {
            "system": key, "label": system.label(lang), "region": question.region, "year": year,
            "passed": float(passed[k]), "probability": float(probability[k]),
            "score": float(score[k]), "judged": float(judged[k]), "met": float(met[k]),
            "indicators": len(rows), "runs": len(runs),
        }  # fmt: skip


def _reason(found: Sequence[Judged]) -> str:
    """Return why nothing stands, where it stands in no run."""
    return found[0].reason if all(one.reason for one in found) else ""


def _median(parts: Sequence[Floats]) -> Floats:
    """Return the median over the runs that have a value, by year."""
    stacked = np.array(parts)
    none = np.isnan(stacked).all(axis=0)
    middle: Floats = np.nanmedian(np.where(none, 0.0, stacked), axis=0)
    return np.where(none, np.nan, middle)


def _share(parts: Sequence[Floats]) -> Floats:
    """Return the mean of 1 and 0 over the runs that have a verdict, by year."""
    stacked = np.array(parts)
    known = ~np.isnan(stacked)
    count = known.sum(axis=0)
    whole = np.where(known, stacked, 0.0).sum(axis=0)
    mean: Floats = np.divide(whole, count, out=np.full(stacked.shape[1], np.nan), where=count > 0)
    return mean


def _keys(system: str | None) -> list[str]:
    return list(systems()) if system is None else [system]


def _runs(results: RunData | Sequence[RunData]) -> list[RunData]:
    runs = list(results) if isinstance(results, Sequence) else [results]
    if not runs:
        raise InputError([Fault("results", "there are none", "give one run or more")])
    first = runs[0]
    alike = all(
        r.regions == first.regions and r.years.tolist() == first.years.tolist() for r in runs
    )
    if not alike:
        wrong, mend = "runs differ in park or years", "evaluate runs of one park to one year"
        raise InputError([Fault("results", wrong, mend)])
    return runs


def _check(system: str | None, tce: str, given: Mapping[str, float]) -> None:
    faults = []
    if tce not in SWITCHES:
        faults.append(Fault("tce", f"is {tce!r}", f"write one of {', '.join(SWITCHES)}"))
    known = {row.indicator for key in _keys(system) for row in rows_of(key)}
    for name in sorted(set(given) - known):
        mend = "write the id of an indicator of the system"
        faults.append(Fault(f"given {name}", "no such indicator", mend))
    raise_faults(faults)
