"""What leaves the park per value added: waste water, solid waste disposed of, four pollutants."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from experiments.indicators.elasticity import four_pollutants
from experiments.indicators.money import constant_value_added
from experiments.indicators.panel import Panel
from experiments.indicators.registry import over, yearly

Floats = NDArray[np.float64]


@yearly(
    "wastewater_intensity",
    "Water|Waste Water per Value Added",
    "t/10^4 CNY",
    "Waste water per value added",
    "单位工业增加值废水排放量",
    "-",
)
def wastewater_intensity(panel: Panel) -> Floats:
    """Waste water to the sewer (1 m3 = 1 t) / value added at constant prices."""
    return over(panel.park_years("wastewater_m3"), constant_value_added(panel) / 1e4)


@yearly(
    "solid_disposed_intensity",
    "Material|Solid Waste|Disposed per Value Added",
    "t/10^4 CNY",
    "Solid waste disposed of per value added",
    "单位工业增加值固体废物处置量",
    "-",
)
def solid_disposed_intensity(panel: Panel) -> Floats:
    """Solid waste disposed of / value added at constant prices."""
    return over(panel.park_years("solid_disposed_t"), constant_value_added(panel) / 1e4)


@yearly(
    "pollutant_intensity",
    "Emission Intensity|Main Pollutants",
    "kg/10^4 CNY",
    "SO2, NOx, COD and ammonia nitrogen per value added",
    "单位工业增加值主要污染物排放量（二氧化硫、氮氧化物、化学需氧量、氨氮）",
    "-",
)
def pollutant_intensity(panel: Panel) -> Floats:
    """Mass of SO2, NOx, COD and ammonia nitrogen together / value added at constant prices."""
    tonnes = np.array(four_pollutants(panel)).sum(axis=0)
    return over(tonnes * 1000.0, constant_value_added(panel) / 1e4)
