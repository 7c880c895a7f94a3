"""How a park scores: last year's closed books over the leading values of an evaluation list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from policies.park_books import ParkBooks, ratio

Floats = NDArray[np.float64]

LEADING = (
    "title_energy_productivity", "title_co2_intensity", "title_co2_cut",
    "title_water_productivity", "title_tax_per_mu", "title_solid_use",
)  # fmt: skip
"""Parameters with the leading values of the indicators that a park is scored on."""


@dataclass(frozen=True)
class Trend:
    """CO2 per value added (t/10^4 CNY) in the first year known of each park, and that year."""

    intensity: Floats
    year: Floats

    def known(self, intensity: Floats, year: int) -> Trend:
        """Return the trend with a first year for the parks that had none."""
        anew = np.isnan(self.intensity) & ~np.isnan(intensity)
        return Trend(
            np.where(anew, intensity, self.intensity), np.where(anew, float(year), self.year)
        )

    def yearly_cut(self, intensity: Floats, year: int) -> Floats:
        """Return the mean yearly fall since the first year; nan in it.

        >>> Trend(np.array([2.0, 2.0]), np.array([2020.0, 2022.0])).yearly_cut(
        ...     np.array([1.62, 2.0]), 2022).round(3).tolist()
        [0.1, nan]
        """
        years = year - self.year
        left = ratio(intensity, self.intensity)
        past = np.where(years > 0, years, 1.0)
        cut: Floats = np.where(years > 0, 1.0 - left ** (1.0 / past), np.nan)
        return cut


def score(books: ParkBooks, cut: Floats, leading: Mapping[str, float]) -> Floats:
    """Return the mean of what each indicator reaches of its leading value, 1 at most each.

    Energy productivity (10^4 CNY/tce), CO2 per value added (t/10^4 CNY, leading over own), its mean
    yearly cut, water productivity (CNY/m3), tax per mu (10^4 CNY) and use of solid waste. An
    indicator without a value counts as 0; nan for a park without value added.
    """
    value = books.value_added_wan
    reached = (
        ratio(value, books.energy_tce) / leading["title_energy_productivity"],
        leading["title_co2_intensity"] * ratio(value, books.tco2e),
        cut / leading["title_co2_cut"],
        ratio(value * 1e4, books.fresh_water_m3) / leading["title_water_productivity"],
        books.tax_wan_per_mu / leading["title_tax_per_mu"],
        books.solid_use / leading["title_solid_use"],
    )
    parts = np.clip(np.nan_to_num(np.array(reached)), 0.0, 1.0)
    mean = np.asarray(np.mean(parts, axis=0), dtype=np.float64)
    return np.where(np.isnan(value), np.nan, mean)


def nearness(score: Floats, asked: float, reach: float) -> Floats:
    """Return how near a score is to what is asked: 1 at it, 0 a share `reach` away either way.

    >>> nearness(np.array([0.5, 0.4, 0.6, 0.1, np.nan]), 0.5, 0.4).round(3).tolist()
    [1.0, 0.5, 0.5, 0.0, 0.0]
    """
    if not (asked < np.inf and reach > 0):
        return np.zeros(len(score))
    return np.nan_to_num(np.clip(1.0 - np.abs(score / asked - 1.0) / reach, 0.0, 1.0))
