"""Means and ratios over paired seeds, with the interval that the seeds alone explain."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Band = tuple[float, float, float]
"""Value, low and high end."""

CONFIDENCE = 0.9
NAN = float("nan")


@cache
def student(count: int) -> float:
    """Return the quantile of Student's t that bounds `CONFIDENCE` for `count` seeds."""
    from scipy.stats import t

    return float(t.ppf(0.5 + CONFIDENCE / 2.0, count - 1))


def mean_band(values: Floats) -> Band:
    """Return mean and interval: mean -+ t s / sqrt(n); without a spread to see (n = 1) nan.

    >>> mean_band(np.array([2.0, 2.0]))
    (2.0, 2.0, 2.0)
    """
    mean, count = float(np.mean(values)), len(values)
    if count < 2:
        return mean, NAN, NAN
    half = student(count) * float(np.std(values, ddof=1)) / count**0.5
    return mean, mean - half, mean + half


def ratio_band(top: Floats, bottom: Floats, effect: bool = True) -> Band:
    """Return the ratio of the means of paired values with Fieller's interval (Fieller 1954).

    The ends r solve (mean top - r mean bottom)^2 = t^2 var(mean top - r mean bottom). Nothing is
    told (nan) where the bottom is an effect that is not above 0 beyond its own interval; where it
    is none (`effect` False), a share is told without interval there.

    >>> ratio_band(np.array([20.0, 22.0, 24.0]), np.array([10.0, 11.0, 12.0]))[0]
    2.0
    """
    x, y, count = float(np.mean(top)), float(np.mean(bottom)), len(top)
    if y <= 0.0:
        return NAN, NAN, NAN
    if count < 2:
        return x / y, NAN, NAN
    (vx, vxy), (_, vy) = np.cov(top, bottom, ddof=1) / count
    square = student(count) ** 2
    a, b, c = y * y - square * vy, x * y - square * vxy, x * x - square * vx
    if a <= 0.0:
        return NAN if effect else x / y, NAN, NAN
    half = float(np.sqrt(max(b * b - a * c, 0.0)))
    return x / y, float((b - half) / a), float((b + half) / a)
