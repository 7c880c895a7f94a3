"""The main indicators of a run by year, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from experiments.results import Results

MAIN: Final = (
    "co2", "co2_intensity", "energy_calorific", "energy_intensity_calorific", "water_fresh",
    "wastewater", "solid_disposed", "solid_utilisation", "reused", "heat_reused", "links_active",
    "air_pollutants", "technologies_installed", "value_added_constant", "profit", "jobs",
    "public_cost", "public_revenue",
)  # fmt: skip
"""Indicators of the table, in its order."""

DRAWN: Final = (
    "co2", "energy_intensity_calorific", "water_fresh", "solid_utilisation", "reused",
    "public_cost",
)  # fmt: skip
"""Those of them drawn over the years."""

SUMMED: Final = ("technologies_installed", "public_cost", "public_revenue")
"""Those that count by all years together; the others by the last."""


@dataclass(frozen=True)
class Measured:
    """The values of `MAIN` by year."""

    years: tuple[int, ...]
    series: Mapping[str, tuple[float, ...]]

    def figure(self, name: str) -> float:
        """Return the number that counts: of the last year, or of all years together."""
        values = self.series[name]
        if name not in SUMMED:
            return values[-1]
        total = 0.0
        for value in values:
            total += value
        return total


@dataclass(frozen=True)
class Known:
    """An indicator: its labels by language, `+` or `-` for the better, units of year and figure."""

    label: tuple[str, str]
    better: str
    unit: str
    figure_unit: str


def measured_of(results: Results) -> Measured:
    """Return the main indicators of a run's results."""
    return Measured(
        years=tuple(results.years.tolist()),
        series={name: tuple(results.series(name).tolist()) for name in MAIN},
    )


@cache
def known(name: str) -> Known:
    """Return what there is to know of an indicator."""
    from experiments.indicators import INDICATORS

    found = INDICATORS[name]
    unit = found.unit_of("year")
    summed = unit.removesuffix("/yr") if name in SUMMED else unit
    return Known((found.en, found.zh), found.better, unit, summed)
