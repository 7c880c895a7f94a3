"""Means and ratios over paired seeds, with the interval that the seeds alone explain."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from experiments.statistics.interval import CONFIDENCE, NAN, Band, mean_band, student

__all__ = ["CONFIDENCE", "Band", "mean_band", "ratio_band"]

Floats = NDArray[np.float64]


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
