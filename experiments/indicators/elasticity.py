"""Elasticities: growth of energy, water or pollutants over growth of value added since 2020."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from experiments.indicators.energy import comprehensive
from experiments.indicators.factors import CALORIFIC
from experiments.indicators.money import constant_value_added
from experiments.indicators.panel import Panel, sum_months
from experiments.indicators.pollutants import air_pollutants_by_name, water_pollutants_by_name
from experiments.indicators.registry import over, yearly

Floats = NDArray[np.float64]

_ROUNDING = 1e-12


@yearly(
    "energy_elasticity",
    "Elasticity|Energy",
    "ratio",
    "Energy elasticity since 2020",
    "综合能耗弹性系数（2020年以来）",
    "-",
)
def energy_elasticity(panel: Panel) -> Floats:
    """Mean yearly growth of comprehensive energy (calorific) / that of value added, since 2020."""
    used = sum_months(comprehensive(panel, CALORIFIC).T).T
    return elasticity(used, constant_value_added(panel))


@yearly(
    "water_elasticity",
    "Elasticity|Fresh Water",
    "ratio",
    "Fresh-water elasticity since 2020",
    "新鲜水耗弹性系数（2020年以来）",
    "-",
)
def water_elasticity(panel: Panel) -> Floats:
    """Mean yearly growth of fresh water / that of value added at constant prices, since 2020."""
    return elasticity(panel.park_years("fresh_water_m3"), constant_value_added(panel))


@yearly(
    "pollutant_elasticity",
    "Elasticity|Pollutants",
    "ratio",
    "Main-pollutant elasticity since 2020",
    "主要污染物排放弹性系数（2020年以来）",
    "-",
)
def pollutant_elasticity(panel: Panel) -> Floats:
    """Mean of the elasticities of SO2, NOx, COD and ammonia nitrogen, of those emitted in 2020."""
    made = constant_value_added(panel)
    return mean_known([elasticity(one, made) for one in four_pollutants(panel)])


def four_pollutants(panel: Panel) -> list[Floats]:
    """Return SO2, NOx, COD and ammonia nitrogen by (park, year), t."""
    air, water = air_pollutants_by_name(panel), water_pollutants_by_name(panel)
    return [air["so2"], air["nox"], water["cod"], water["nh3n"]]


def elasticity(used: Floats, made: Floats) -> Floats:
    """Return growth of `used` over growth of `made`, each the yearly mean since the first year.

    By (park, year); nan in the first year, and where a first value is 0 or `made` stands still.

    >>> elasticity(np.array([[100.0, 102.0, 104.04]]), np.array([[1.0, 1.1, 1.21]])).round(9)
    array([[nan, 0.2, 0.2]])
    """
    years = np.maximum(np.arange(used.shape[1]), 1)
    rates = [
        np.maximum(over(one, np.broadcast_to(one[:, :1], one.shape)), 0.0) ** (1.0 / years) - 1.0
        for one in (used, made)
    ]
    moved = np.abs(rates[1]) > _ROUNDING
    return np.divide(rates[0], rates[1], out=np.full_like(used, np.nan), where=moved)


def mean_known(parts: Sequence[Floats]) -> Floats:
    """Return the mean of the parts that are known; nan where none is."""
    stacked = np.array(parts)
    known = ~np.isnan(stacked)
    whole = np.where(known, stacked, 0.0).sum(axis=0)
    return over(whole, known.sum(axis=0).astype(np.float64))
