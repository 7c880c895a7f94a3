"""Intervals of a mean: over independent replicates, and over crossed seeds and table draws."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from sim.faults import Fault, InputError

Floats = NDArray[np.float64]
Band = tuple[float, float, float]
"""Value, low and high end."""

CONFIDENCE = 0.9
NAN = float("nan")


@cache
def student(count: int, confidence: float = CONFIDENCE) -> float:
    """Return the two-sided quantile of Student's t for the mean of `count` values."""
    from scipy.stats import t

    return float(t.ppf(0.5 + confidence / 2.0, count - 1))


def mean_band(values: Floats, confidence: float = CONFIDENCE) -> Band:
    """Return mean and interval: mean -+ t s / sqrt(n); without a spread to see (n = 1) nan.

    >>> mean_band(np.array([2.0, 2.0]))
    (2.0, 2.0, 2.0)
    """
    mean, count = float(np.mean(values)), len(values)
    if count < 2:
        return mean, NAN, NAN
    half = student(count, confidence) * float(np.std(values, ddof=1)) / count**0.5
    return mean, mean - half, mean + half


def crossed_band(values: Floats, confidence: float = CONFIDENCE) -> Band:
    """Return mean and interval of (seed, draw) values in which every seed met every draw.

    Values that share a seed or a draw move together, so they count for less than as many
    independent ones: the variance is that of the two-way random-effects model (see
    `crossed_variance`). With one draw or one seed this is `mean_band` of the other.
    """
    values = np.asarray(values, dtype=np.float64)
    if 1 in values.shape:
        return mean_band(values.ravel(), confidence)
    mean = float(np.mean(values))
    variance, freedom = crossed_variance(values)
    from scipy.stats import t

    half = float(t.ppf(0.5 + confidence / 2.0, freedom)) * variance**0.5
    return mean, mean - half, mean + half


def crossed_variance(values: Floats) -> tuple[float, float]:
    """Return the variance of the mean of crossed (seed, draw) values, and its degrees of freedom.

    With mean squares S of seeds (n), D of draws (m) and R of the rest: (S + D - R) / (n m), never
    below what S or D alone say; freedom after Satterthwaite (1946) as for S + D - R, at least
    min(n, m) - 1 (Searle, Casella and McCulloch 1992, Variance Components, ch. 4).
    """
    n, m = values.shape
    mean = values.mean()
    rows, columns = values.mean(axis=1), values.mean(axis=0)
    rest = values - rows[:, None] - columns[None, :] + mean
    squares = np.array(
        [
            m * np.sum((rows - mean) ** 2) / (n - 1),
            n * np.sum((columns - mean) ** 2) / (m - 1),
            np.sum(rest**2) / ((n - 1) * (m - 1)),
        ]
    )
    least, freedoms = min(n, m) - 1, np.array([n - 1, m - 1, (n - 1) * (m - 1)])
    total = max(float(squares[0] + squares[1] - squares[2]), float(squares[:2].max()))
    spread = float(np.sum(squares**2 / freedoms))
    freedom = total**2 / spread if spread > 0.0 else least
    return total / (n * m), max(freedom, least)


def whole(values: Floats, drop: bool = False, what: str = "values") -> Floats:
    """Return (seed,) or (seed, draw) values without failed ones.

    A failed run (nan) is refused unless `drop`: then the whole seed is left out, so that what is
    left stays crossed. Errors: `InputError` with the count, or where nothing is left.
    """
    table = np.asarray(values, dtype=np.float64)
    if table.ndim not in (1, 2):
        raise ValueError(f"{what} have {table.ndim} axes; (seed,) or (seed, draw) is needed")
    good = np.isfinite(table) if table.ndim == 1 else np.isfinite(table).all(axis=1)
    lost = int(np.sum(~np.isfinite(table)))
    if lost and not drop:
        mend = "repeat the runs that failed, or drop=True leaves their seeds out"
        raise InputError([Fault(what, f"{lost} of {table.size} are missing", mend)])
    if not good.any():
        raise InputError([Fault(what, "none is left", "repeat the runs that failed")])
    return table[good]
