"""Growth: of value added, of what land yields, and the yearly cut of CO2 per value added."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from experiments.indicators.carbon import co2_intensity
from experiments.indicators.links import land_held
from experiments.indicators.money import constant_value_added
from experiments.indicators.panel import Panel, kept
from experiments.indicators.registry import over, yearly

Floats = NDArray[np.float64]

MU_PER_KM2 = 1500.0
SPAN_YEARS = 3


@yearly(
    "value_added_growth_3y",
    "Value Added|Growth over Three Years",
    "%",
    "Yearly growth of value added over three years",
    "工业增加值三年年均增长率",
    "+",
)
def value_added_growth_3y(panel: Panel) -> Floats:
    """(Value added at constant prices / that of three years before) ^ (1/3) - 1, x 100."""
    return growth(constant_value_added(panel), SPAN_YEARS)


@yearly(
    "land_productivity",
    "Value Added per Land|Constant Prices",
    "10^8 CNY/km2",
    "Value added per industrial land, constant prices",
    "单位工业用地面积工业增加值（不变价）",
    "+",
)
@kept
def land_productivity(panel: Panel) -> Floats:
    """Value added at constant prices / land held by enterprises of the park (1 km2 = 1500 mu)."""
    return over(constant_value_added(panel) / 1e8, land_held(panel) / MU_PER_KM2)


@yearly(
    "land_productivity_growth_3y",
    "Value Added per Land|Growth over Three Years",
    "%",
    "Yearly growth of value added per land over three years",
    "单位工业用地面积工业增加值三年年均增长率",
    "+",
)
def land_productivity_growth_3y(panel: Panel) -> Floats:
    """(Value added per land / that of three years before) ^ (1/3) - 1, x 100."""
    return growth(land_productivity(panel), SPAN_YEARS)


@yearly(
    "co2_intensity_cut",
    "Emission Intensity|CO2|Yearly Cut",
    "%",
    "Yearly cut of CO2 per value added",
    "单位增加值二氧化碳排放量年均削减率",
    "+",
)
def co2_intensity_cut(panel: Panel) -> Floats:
    """(1 - CO2 per value added / that of the year before) x 100."""
    cut: Floats = -growth(co2_intensity(panel), 1)
    return cut


def growth(values: Floats, years: int) -> Floats:
    """Return the mean yearly growth over `years` in percent by (park, year).

    Nan in the first years and where the earlier value is not positive or the later is negative.

    >>> growth(np.array([[100.0, 110.0, 121.0, 133.1]]), 3).round(6).tolist()
    [[nan, nan, nan, 10.0]]
    """
    found = np.full_like(values, np.nan)
    if values.shape[1] > years:
        ratio = over(values[:, years:], values[:, :-years])
        known = np.where(ratio >= 0, ratio, np.nan)
        found[:, years:] = (known ** (1.0 / years) - 1.0) * 100.0
    return found
