"""The calendar of typical days: twelve months, four seasons, and the share of each in force."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SEASONS = ("winter", "spring", "summer", "autumn")
HOURS = 24
SEASON_OF_MONTH = np.array([0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 0])
"""Winter is December to February: the seasons of the `hours` table."""
MONTH_DAYS = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], dtype=np.float64)
"""Days of a year of 365: a leap day changes no result by more than 0.3 percent."""
SEASON_DAYS: Floats = np.bincount(SEASON_OF_MONTH, MONTH_DAYS).astype(np.float64)


def season_mean(by_month: Floats) -> Floats:
    """Average rows by month over each season, weighted by days: (month, ...) to (season, ...).

    >>> season_mean(np.ones((12, 2))).shape
    (4, 2)
    """
    weighted = (by_month.T * MONTH_DAYS).T
    sums = np.array([weighted[s == SEASON_OF_MONTH].sum(axis=0) for s in range(len(SEASONS))])
    mean: Floats = (sums.T / SEASON_DAYS).T
    return mean


def share_since(day: str, year: int) -> Floats:
    """Return the share of each month of `year` that lies on or after an ISO date.

    >>> share_since("2021-10-15", 2021)[8:11].round(3).tolist()
    [0.0, 0.548, 1.0]
    """
    first = date.fromisoformat(day)
    share = np.zeros(12)
    for month in range(12):
        days = monthrange(year, month + 1)[1]
        before = (first - date(year, month + 1, 1)).days
        share[month] = 1.0 - min(max(before, 0), days) / days
    return share
