"""Robustness of options over states of the world, as ordered by McPhail et al. 2018.

Earth's Future 6:169, "Robustness metrics: how are they calculated, when should they be used and why
do they give different results?". A state is one pair (seed, table draw), or one point of the
uncertain factors: every option is judged in the same states.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.faults import Fault, InputError

Floats = NDArray[np.float64]

PERCENTILE = 90.0
SIGNS = {"+": 1.0, "-": -1.0}


@dataclass(frozen=True)
class Robustness:
    """Metrics by option, (option,) each; `best` names the most robust option by each metric.

    Metrics in the unit of the values: `worst` (maximin), `best_case` (maximax), `hurwicz`, `mean`
    (Laplace), `percentile` (the value that `level` percent of the states reach or beat),
    `mean_deviation` (mean less one standard deviation), `shortfall` (mean distance of the states
    worse than the median from it), `regret` (largest), `regret_percentile`, `regret_mean`. Without
    unit: `satisfied` (share of states that meet the threshold), `skewness`, `peakedness`.
    """

    options: tuple[str, ...]
    better: str
    states: int
    level: float
    threshold: float | None
    metrics: Mapping[str, Floats]
    best: Mapping[str, str]

    def rows(self) -> list[dict[str, Any]]:
        """Return one row an option."""
        return [
            {"option": name, **{key: float(values[k]) for key, values in self.metrics.items()}}
            for k, name in enumerate(self.options)
        ]

    def as_json(self) -> dict[str, Any]:
        """Return the rows and what they rest on."""
        return {
            "better": self.better,
            "states": self.states,
            "level": self.level,
            "threshold": self.threshold,
            "options": self.rows(),
            "best": dict(self.best),
        }


def robustness(
    options: Sequence[str],
    values: Floats,
    better: str = "-",
    threshold: float | None = None,
    level: float = PERCENTILE,
    drop: bool = False,
) -> Robustness:
    """Return the metrics of values (option, state, ...); `better` is "+" or "-".

    With a `threshold` the domain criterion is counted too. States in which an option failed are
    refused unless `drop`, which leaves them out for all options.

    Errors: `InputError` for failed runs; `ValueError` for shapes that do not fit.
    """
    table = np.asarray(values, dtype=np.float64)
    table = table.reshape(len(table), -1)
    if len(table) != len(options) or better not in SIGNS:
        raise ValueError(f"{len(options)} options need as many rows (not {len(table)}) and + or -")
    table = _whole(table, drop)
    signed, sign = table * SIGNS[better], SIGNS[better]
    gaps = regret(table, better)
    metrics = {
        "worst": sign * signed.min(axis=1),
        "best_case": sign * signed.max(axis=1),
        "hurwicz": sign * (signed.min(axis=1) + signed.max(axis=1)) / 2.0,
        "mean": table.mean(axis=1),
        "percentile": sign * np.percentile(signed, 100.0 - level, axis=1),
        "mean_deviation": sign * (signed.mean(axis=1) - signed.std(axis=1)),
        "shortfall": shortfall(table, better),
        "regret": gaps.max(axis=1),
        "regret_percentile": np.percentile(gaps, level, axis=1),
        "regret_mean": gaps.mean(axis=1),
        "skewness": skewness(table, better),
        "peakedness": peakedness(table),
    }
    higher = {name: sign > 0.0 for name in list(metrics)[:6]} | {"skewness": True}
    if threshold is not None:
        metrics["satisfied"] = satisfied(table, threshold, better).mean(axis=1)
        higher["satisfied"] = True
    picks = {
        name: options[int((np.argmax if higher.get(name) else np.argmin)(column))]
        for name, column in metrics.items()
        if np.isfinite(column).all() and name != "peakedness"
    }
    return Robustness(
        options=tuple(options),
        better=better,
        states=table.shape[1],
        level=level,
        threshold=threshold,
        metrics=metrics,
        best=picks,
    )


def regret(values: Floats, better: str = "-") -> Floats:
    """Return the regret of each option in each state: its distance from the state's best.

    (option, state) in the unit of the values, never below 0 (Savage 1951).

    >>> regret(np.array([[3.0, 5.0], [4.0, 1.0]])).tolist()
    [[0.0, 4.0], [1.0, 0.0]]
    """
    signed = values * SIGNS[better]
    found: Floats = signed.max(axis=0) - signed
    return found


def satisfied(values: Floats, threshold: float, better: str = "-") -> NDArray[np.bool_]:
    """Return where the threshold is met: at most it for "-", at least it for "+" (Starr 1963)."""
    return np.asarray(values <= threshold if better == "-" else values >= threshold)


def shortfall(values: Floats, better: str = "-") -> Floats:
    """Return the mean distance from the median of states worse than it (Kwakkel et al. 2016)."""
    signed = values * SIGNS[better]
    below = np.median(signed, axis=1, keepdims=True) - signed
    count = np.maximum((below > 0.0).sum(axis=1), 1)
    found: Floats = np.maximum(below, 0.0).sum(axis=1) / count
    return found


def skewness(values: Floats, better: str = "-") -> Floats:
    """Return how far the middle of the 10th and 90th percentile lies to the good of the median.

    In half-widths of that range (Voudouris et al. 2014); 0 where it has no width.
    """
    low, middle, high = np.percentile(values * SIGNS[better], (10.0, 50.0, 90.0), axis=1)
    half = (high - low) / 2.0
    found: Floats = ((high + low) / 2.0 - middle) / np.where(half > 0.0, half, 1.0)
    return found


def peakedness(values: Floats) -> Floats:
    """Return the width of the 10th to 90th percentile over that of the quartiles.

    (Voudouris et al. 2014); NaN where the quartiles have no width.
    """
    low, first, third, high = np.percentile(values, (10.0, 25.0, 75.0, 90.0), axis=1)
    wide = third > first
    found: Floats = np.where(wide, (high - low) / np.where(wide, third - first, 1.0), np.nan)
    return found


def _whole(values: Floats, drop: bool) -> Floats:
    good = np.isfinite(values).all(axis=0)
    lost = int((~good).sum())
    if lost and not drop:
        wrong = f"an option failed in {lost} of {values.shape[1]} states"
        mend = "repeat those runs, or leave the states out for all options (drop)"
        raise InputError([Fault("options", wrong, mend)])
    if not good.any():
        raise InputError([Fault("options", "no state is left", "repeat the runs that failed")])
    return values[:, good]
