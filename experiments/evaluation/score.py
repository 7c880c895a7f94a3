"""Score and verdict of a park under a system, by year, from its judged indicators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from experiments.evaluation.judge import Judged, Question, judge
from experiments.evaluation.rows import ONE_OF, REQUIRED, VETO, Row, System

if TYPE_CHECKING:
    from experiments.run_data import RunData

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Verdict:
    """A run under a system by year.

    `passed` is 1 or 0, nan where indicators that decide have no value; `score` as the system
    scores (nan where it does not); `judged` counts the indicators with a verdict, `met` those met.
    """

    passed: Floats
    score: Floats
    judged: Floats
    met: Floats


def judge_all(rows: Sequence[Row], results: RunData, question: Question) -> list[Judged]:
    """Judge every row of a system; a row that stands for a bundle shows the bundle's score."""
    judged = [judge(row, results, question) for row in rows]
    groups = group_scores(rows, judged)
    return [
        replace(one, value=groups[row.indicator]) if row.indicator in groups else one
        for row, one in zip(rows, judged, strict=True)
    ]


def verdict(system: System, rows: Sequence[Row], judged: Sequence[Judged]) -> Verdict:
    """Return score and verdict by year."""
    met = np.array([one.met for one in judged])
    known = ~np.isnan(met)
    return Verdict(
        passed=_passed(system, rows, met),
        score=_score(system, rows, judged),
        judged=known.sum(axis=0).astype(np.float64),
        met=np.where(known, met, 0.0).sum(axis=0),
    )


def group_scores(rows: Sequence[Row], judged: Sequence[Judged]) -> dict[str, Floats]:
    """Return the mean fulfilment x 100 of each bundle by year."""
    groups = sorted({row.bundle for row in rows if row.bundle})
    return {
        group: _mean([j.fulfilled for r, j in zip(rows, judged, strict=True) if r.bundle == group])
        * 100.0
        for group in groups
    }


def _passed(system: System, rows: Sequence[Row], met: Floats) -> Floats:
    """Return 1 where all that must be met is, 0 where one is not, nan where it is not known.

    Of the vetoes by size only those that apply count, and one must apply.
    """
    years = met.shape[1]
    if not system.judged:
        return np.full(years, np.nan)
    vetoes = [k for k, row in enumerate(rows) if row.standing == VETO]
    must = [met[k] for k, row in enumerate(rows) if row.standing == REQUIRED]
    if vetoes:
        must.append(_one_that_applies(met[vetoes]))
    bundles: dict[str, list[Floats]] = {}
    for k, row in enumerate(rows):
        if row.standing == ONE_OF:
            bundles.setdefault(row.bundle, []).append(met[k])
    must += [_one_of(np.array(parts)) for parts in bundles.values()]
    whole = np.array(must)
    failed, unknown = (whole == 0).any(axis=0), np.isnan(whole).any(axis=0)
    return np.where(failed, 0.0, np.where(unknown, np.nan, 1.0))


def _one_that_applies(met: Floats) -> Floats:
    """Return the least of the verdicts that are known; nan where none is."""
    known = ~np.isnan(met)
    least = np.where(known, met, 1.0).min(axis=0)
    return np.where(known.any(axis=0), least, np.nan)


def _one_of(met: Floats) -> Floats:
    """Return 1 where one is met, 0 where all are known and none is, else nan."""
    any_met, unknown = (met == 1).any(axis=0), np.isnan(met).any(axis=0)
    return np.where(any_met, 1.0, np.where(unknown, np.nan, 0.0))


def _score(system: System, rows: Sequence[Row], judged: Sequence[Judged]) -> Floats:
    years = len(judged[0].met)
    if system.scoring == "index":
        return _mean([one.ratio for row, one in zip(rows, judged, strict=True) if row.rule]) * 100.0
    if system.scoring == "ratio":
        return _mean([one.fulfilled for one in judged]) * 100.0
    if system.scoring == "groups":
        return _mean(list(group_scores(rows, judged).values()))
    if system.scoring == "share":
        return _mean([one.met for one in judged]) * 100.0
    return np.full(years, np.nan)


def _mean(parts: Sequence[Floats]) -> Floats:
    """Return the mean of the parts that are known, by year."""
    stacked = np.array(parts)
    known = ~np.isnan(stacked)
    count = known.sum(axis=0)
    whole = np.where(known, stacked, 0.0).sum(axis=0)
    mean: Floats = np.divide(whole, count, out=np.full(stacked.shape[1], np.nan), where=count > 0)
    return mean
