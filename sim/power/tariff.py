"""The price of purchased power by hour: valley, flat and peak periods of Zhejiang, by year."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.catalogue import Catalogue, per_catalogue
from sim.power.seasons import HOURS, MONTH_DAYS, SEASON_DAYS, season_mean, share_since

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

DAYS: Floats = np.repeat(SEASON_DAYS[:, None], HOURS, axis=1)
"""Days a year that an hour of a season's typical day stands for, by (season, hour)."""

PERIODS = ("valley", "flat", "peak")
"""Valley lies below the flat price, peak above it; the sharp peak counts as peak."""
MONTHS_OF = {
    "all": tuple(range(12)),
    "summer_winter": (0, 6, 7, 11),
    "spring_autumn": (1, 2, 3, 4, 5, 8, 9, 10),
}
"""Months (January = 0) of the seasons that the tariff regimes name."""


@dataclass(frozen=True)
class Tariff:
    """Prices of a year's typical days, over the mean price of a flat load.

    The price series of the carriers table is what a flat load pays, so a flat load has a mean
    ratio of 1. A season's price is the mean over its days where regimes or months differ. The deep
    valley on public holidays is left out.
    """

    ratio: Floats
    """Price over that of a flat load, by (season, hour)."""
    share: Floats
    """Share of a season's days when an hour lies in each of `PERIODS`: (period, season, hour)."""

    @cached_property
    def order(self) -> Ints:
        """Hours of each season's day by rising price, the earlier of two equal ones first."""
        return np.argsort(self.ratio, axis=1, kind="stable")

    @cached_property
    def off(self) -> Floats:
        """What each hour stands off the price of a flat load, by days a year: (season, hour)."""
        return DAYS * (self.ratio - 1.0)


@per_catalogue
def tariff(catalogue: Catalogue, year: int) -> Tariff:
    """Return the tariff of a year from the `tou_ratio` rows of the hours table."""
    months = month_ratios(catalogue, year)
    ratio, share = np.zeros((12, HOURS)), np.zeros((len(PERIODS), 12, HOURS))
    for weight, regime in months:
        ratio += weight[:, None] * regime
        for k, within in enumerate((regime < 1.0, regime == 1.0, regime > 1.0)):
            share[k] += weight[:, None] * within
    flat = float((ratio.mean(axis=1) * MONTH_DAYS).sum() / MONTH_DAYS.sum())
    found = Tariff(season_mean(ratio) / flat, np.array([season_mean(part) for part in share]))
    found.ratio.setflags(write=False)
    found.share.setflags(write=False)
    return found


def month_ratios(catalogue: Catalogue, year: int) -> list[tuple[Floats, Floats]]:
    """Return (share of each month in force, price over the flat period by (month, hour)) by regime.

    The shares of a month sum to 1. Before the first regime's date the first one holds.
    """
    table = catalogue.tables["hours"].rows(series="tou_ratio")
    regimes = sorted(
        {
            (str(day), str(name))
            for day, name in zip(table["from_date"], table["scope"], strict=True)
        }
    )
    since = [np.ones(12), *(share_since(day, year) for day, _ in regimes[1:]), np.zeros(12)]
    found = []
    for k, (_, regime) in enumerate(regimes):
        rows = table.rows(scope=regime)
        ratio = np.zeros((12, HOURS))
        for season, hour, value in zip(rows["season"], rows["hour"], rows["value"], strict=True):
            ratio[list(MONTHS_OF[season]), int(hour)] = value
        found.append((since[k] - since[k + 1], ratio))
    return found
