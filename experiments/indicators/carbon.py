"""CO2: scope 1, location-based scope 2 where trade inside the park cancels, and what is beside."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from experiments.indicators.energy import (
    comprehensive,
    heat_imported,
    power_imported,
)
from experiments.indicators.factors import CALORIFIC, EQUAL_VALUE
from experiments.indicators.money import constant_value_added
from experiments.indicators.panel import Panel, kept, sum_months
from experiments.indicators.registry import change_percent, monthly, over, yearly

Floats = NDArray[np.float64]


@monthly(
    "co2",
    "Emissions|CO2",
    "t CO2",
    "CO2 emissions, scopes 1 and 2",
    "二氧化碳排放量（范围一和二）",
    "-",
)
@kept
def co2(panel: Panel) -> Floats:
    """Scope 1 + location-based scope 2; avoided emissions are never subtracted."""
    return co2_scope_1(panel) + co2_scope_2(panel)


@monthly(
    "co2_scope_1",
    "Emissions|CO2|Scope 1",
    "t CO2",
    "CO2 emissions, scope 1",
    "二氧化碳排放量（范围一）",
    "-",
)
@kept
def co2_scope_1(panel: Panel) -> Floats:
    """Fuels bought and burnt in the park, process CO2 and the fossil carbon of wastes burnt."""
    return panel.park_months("scope_1_tco2e")


@monthly(
    "co2_scope_2",
    "Emissions|CO2|Scope 2",
    "t CO2",
    "CO2 emissions, scope 2",
    "二氧化碳排放量（范围二）",
    "-",
)
@kept
def co2_scope_2(panel: Panel) -> Floats:
    """Scope 2 of power + scope 2 of heat, location-based; trade inside the park cancels."""
    return co2_power(panel) + co2_heat(panel)


@monthly(
    "co2_power",
    "Emissions|CO2|Scope 2|Electricity",
    "t CO2",
    "Scope 2 of electricity",
    "外购电力间接排放",
    "-",
)
@kept
def co2_power(panel: Panel) -> Floats:
    """Net import of power x grid factor of the year and province."""
    return power_imported(panel) * 1000.0 * np.repeat(panel.grid, 12, axis=1)


@monthly(
    "co2_heat", "Emissions|CO2|Scope 2|Heat", "t CO2", "Scope 2 of heat", "外购热力间接排放", "-"
)
@kept
def co2_heat(panel: Panel) -> Floats:
    """Net import of steam x factor of purchased heat (table `carriers`)."""
    return heat_imported(panel) * 1000.0 * panel.catalogue.heat_tco2e_per_mj


@monthly(
    "co2_power_2020_grid",
    "Emissions at 2020 Grid Factor|CO2|Scope 2|Electricity",
    "t CO2",
    "Scope 2 of electricity at the grid factor of 2020",
    "外购电力间接排放（2020年电网因子）",
    "-",
)
@kept
def co2_power_2020_grid(panel: Panel) -> Floats:
    """Net import of power x grid factor of 2020: without the grid's own decarbonisation."""
    return power_imported(panel) * 1000.0 * panel.grid[:, :1]


@monthly(
    "co2_2020_grid",
    "Emissions at 2020 Grid Factor|CO2",
    "t CO2",
    "CO2 emissions at the grid factor of 2020",
    "二氧化碳排放量（2020年电网因子）",
    "-",
)
def co2_2020_grid(panel: Panel) -> Floats:
    """Scope 1 + scope 2 of heat + scope 2 of power at the grid factor of 2020."""
    return co2_scope_1(panel) + co2_power_2020_grid(panel) + co2_heat(panel)


@monthly(
    "co2_avoided",
    "Avoided Emissions|CO2|Links",
    "t CO2",
    "CO2 avoided elsewhere by links",
    "链接避免的排放量（园外）",
    "+",
)
def co2_avoided(panel: Panel) -> Floats:
    """Units given x CO2 avoided elsewhere per unit; stands beside the inventory, never in it."""
    return panel.park_months("avoided_tco2e")


@monthly(
    "co2_transport",
    "Transport Emissions|CO2|Links",
    "t CO2",
    "CO2 of transport for links",
    "链接运输排放量",
    "-",
)
def co2_transport(panel: Panel) -> Floats:
    """Tonne-kilometres of links x factor of road freight; beside the inventory (scope 3)."""
    return panel.park_months("transport_tco2e")


@yearly(
    "co2_peak_year",
    "Emissions|CO2|Peak Year",
    "year",
    "Year of the highest CO2 emissions so far",
    "截至当年的碳达峰年份",
    "-",
)
def co2_peak_year(panel: Panel) -> Floats:
    """Year with the highest scope 1 + 2 CO2 up to this year, the first of equals."""
    values = co2_years(panel)
    best = np.maximum.accumulate(values, axis=1)
    risen = np.concatenate((np.ones((len(values), 1), bool), values[:, 1:] > best[:, :-1]), axis=1)
    return np.maximum.accumulate(np.where(risen, panel.years, 0), axis=1).astype(np.float64)


@yearly(
    "co2_intensity",
    "Emission Intensity|CO2",
    "t CO2/10^4 CNY",
    "CO2 per value added",
    "单位增加值二氧化碳排放",
    "-",
)
def co2_intensity(panel: Panel) -> Floats:
    """Scope 1 + 2 CO2 / value added at constant prices."""
    return over(co2_years(panel), constant_value_added(panel) / 1e4)


@yearly(
    "co2_intensity_change",
    "Emission Intensity|CO2|Change from 2020",
    "%",
    "Change of CO2 per value added since 2020",
    "单位增加值二氧化碳排放较2020年变化",
    "-",
)
def co2_intensity_change(panel: Panel) -> Floats:
    """(CO2 per value added / that of 2020 - 1) x 100."""
    return change_percent(co2_intensity(panel))


@yearly(
    "co2_change",
    "Emissions|CO2|Change from 2020",
    "%",
    "Change of CO2 emissions since 2020",
    "二氧化碳排放量较2020年变化",
    "-",
)
def co2_change(panel: Panel) -> Floats:
    """(Scope 1 + 2 CO2 / that of 2020 - 1) x 100."""
    return change_percent(co2_years(panel))


@yearly(
    "co2_per_tce_calorific",
    "Emissions per Energy|CO2|Calorific",
    "t CO2/tce",
    "CO2 per energy, calorific value",
    "单位能耗碳排放（当量值）",
    "-",
)
def co2_per_tce_calorific(panel: Panel) -> Floats:
    """Scope 1 + 2 CO2 / comprehensive energy at calorific value: the zero-carbon park's core."""
    return over(co2_years(panel), sum_months(comprehensive(panel, CALORIFIC).T).T)


@yearly(
    "co2_per_tce_equal_value",
    "Emissions per Energy|CO2|Equal Value",
    "t CO2/tce",
    "CO2 per energy, equal value",
    "单位能耗碳排放（等价值）",
    "-",
)
def co2_per_tce_equal_value(panel: Panel) -> Floats:
    """Scope 1 + 2 CO2 / comprehensive energy at equal value: the zero-carbon park's core."""
    return over(co2_years(panel), sum_months(comprehensive(panel, EQUAL_VALUE).T).T)


@kept
def co2_years(panel: Panel) -> Floats:
    """Return scope 1 + 2 CO2 by (park, year), t."""
    return sum_months(co2(panel).T).T
