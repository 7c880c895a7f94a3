"""Shapes of typical days: load by sector, and what a kW of photovoltaics or wind makes by hour."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.catalogue import Catalogue, per_catalogue
from sim.power.seasons import (
    HOURS,
    MONTH_DAYS,
    SEASON_DAYS,
    SEASON_OF_MONTH,
    SEASONS,
    season_mean,
    share_since,
)

Floats = NDArray[np.float64]

FOLLOWER = "valley_follower"
"""Sectors that run in the valley: their shape is that of the tariff periods in force."""
FOLLOWS = ("valley_follower_2021", "valley_follower_2026")
NEW_PERIODS = "2026-07-01"


@per_catalogue
def hour_shapes(catalogue: Catalogue, series: str) -> dict[str, Floats]:
    """Return the shapes of a series of the hours table: scope to (season, hour), mean 1 a day."""
    table = catalogue.tables["hours"].rows(series=series)
    shapes: dict[str, Floats] = {}
    for scope, season, hour, value in zip(
        table["scope"], table["season"], table["hour"], table["value"], strict=True
    ):
        shape = shapes.setdefault(str(scope), np.zeros((len(SEASONS), HOURS)))
        rows = slice(None) if season == "all" else SEASONS.index(season)
        shape[rows, int(hour)] = value
    return {scope: shape / shape.mean(axis=1, keepdims=True) for scope, shape in shapes.items()}


@per_catalogue
def load_shapes(catalogue: Catalogue, year: int) -> Floats:
    """Return each sector's hourly load over its mean of the year: (sector, season, hour).

    The day's shape comes from the sector's shift type, the season's level from its output by month.
    """
    shapes = dict(hour_shapes(catalogue, "load_shape"))
    new = season_mean(share_since(NEW_PERIODS, year))[:, None]
    old_shape, new_shape = (shapes[name] for name in FOLLOWS)
    shapes[FOLLOWER] = (1.0 - new) * old_shape + new * new_shape
    by_sector = np.array([shapes[name] for name in catalogue.tables["sectors"]["load_shape"]])
    loads: Floats = by_sector * season_levels(catalogue)[:, :, None]
    loads.setflags(write=False)
    return loads


@per_catalogue
def load_tops(catalogue: Catalogue, year: int) -> Floats:
    """Return each sector's load in its highest hour over its mean of the year."""
    tops: Floats = load_shapes(catalogue, year).max(axis=(1, 2))
    return tops


@per_catalogue
def season_levels(catalogue: Catalogue) -> Floats:
    """Return a sector's daily output in each season over its mean day of the year.

    A month's factor holds for its sum, whatever its number of days.
    """
    levels = np.zeros((len(catalogue.sectors), len(SEASONS)))
    for season in range(len(SEASONS)):
        months = catalogue.season[:, season == SEASON_OF_MONTH].sum(axis=1)
        levels[:, season] = months / 12.0 * MONTH_DAYS.sum() / SEASON_DAYS[season]
    return levels


@per_catalogue
def pv_kwh_per_kwp(catalogue: Catalogue) -> Floats:
    """Return what a kWp of rooftop photovoltaics makes in each hour of a season's day, kWh.

    Capacity factor of the season's months (context `pv_capacity_factor`) x hourly shape.
    """
    context = catalogue.tables["context"].rows(series="pv_capacity_factor", scope="rooftop")
    factor = np.zeros(12)
    for name, value in zip(context["id"], context["value"], strict=True):
        factor[int(str(name).rpartition(".m")[2]) - 1] = value
    made: Floats = season_mean(factor)[:, None] * hour_shapes(catalogue, "pv_shape")["rooftop"]
    return made


@per_catalogue
def wind_kwh_per_kw(catalogue: Catalogue, capacity_factor: float) -> Floats:
    """Return what a kW of small wind makes in each hour of a season's day, kWh; an estimate."""
    made: Floats = capacity_factor * hour_shapes(catalogue, "wind_shape")["small"]
    return made


def year_kwh(by_hour: Floats) -> Floats:
    """Sum (..., season, hour) over the days of a year.

    >>> float(year_kwh(np.ones((4, 24))))
    8760.0
    """
    total: Floats = by_hour.sum(axis=-1) @ SEASON_DAYS
    return total
