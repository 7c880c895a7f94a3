"""Energy: what the park draws over its fence, in tce, and per value added."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from experiments.indicators.factors import (
    CALORIFIC,
    EQUAL_VALUE,
    tce_per_gj_heat,
    tce_per_mwh,
)
from experiments.indicators.money import constant_value_added
from experiments.indicators.panel import Panel, kept, spread_over_months, sum_months
from experiments.indicators.registry import change_percent, monthly, over, yearly
from sim.columns import BY_HEAT
from sim.recipes import STEAMS

Floats = NDArray[np.float64]


@monthly(
    "power_bought",
    "Energy|Electricity|Bought",
    "MWh",
    "Electricity bought by enterprises",
    "企业购电量",
    "-",
)
def power_bought(panel: Panel) -> Floats:
    """Power bought by enterprises of the park, from the grid or from plants of the park."""
    return panel.park_months("power_bought_kwh") / 1000.0


@monthly(
    "power_sold", "Energy|Electricity|Sold", "MWh", "Electricity sold by plants", "园区电厂售电量"
)
def power_sold(panel: Panel) -> Floats:
    """Power put out by plants of the park."""
    return panel.park_months("power_sold_kwh") / 1000.0


@monthly(
    "power_imported",
    "Energy|Electricity|Net Import",
    "MWh",
    "Net electricity import",
    "净外购电量",
    "-",
)
def power_imported(panel: Panel) -> Floats:
    """Net import of power: max(0, bought - sold), month by month."""
    return np.maximum(power_bought(panel) - power_sold(panel), 0.0)


@monthly("heat_imported", "Energy|Heat|Net Import", "GJ", "Net heat import", "净外购热力", "-")
def heat_imported(panel: Panel) -> Floats:
    """Net import of steam: max(0, bought + received over the fence - sold or given over it)."""
    drawn: Floats = np.maximum(heat_balance(panel), 0.0)
    return drawn


@monthly(
    "energy_calorific",
    "Energy|Comprehensive|Calorific",
    "tce",
    "Comprehensive energy, calorific value",
    "综合能源消费量（当量值）",
    "-",
)
def energy_calorific(panel: Panel) -> Floats:
    """Fuels + net power + net heat over the fence, power and heat at calorific value.

    What is sold or given over the fence is taken off, by-product fuels and waste heat count
    nothing, own renewables neither (GB/T 2589-2020).
    """
    return comprehensive(panel, CALORIFIC)


@monthly(
    "energy_equal_value",
    "Energy|Comprehensive|Equal Value",
    "tce",
    "Comprehensive energy, equal value",
    "综合能源消费量（等价值）",
    "-",
)
def energy_equal_value(panel: Panel) -> Floats:
    """Fuels + net power + net heat over the fence, power and heat at equal value of the year."""
    return comprehensive(panel, EQUAL_VALUE)


@yearly(
    "energy_intensity_calorific",
    "Energy Intensity|Calorific",
    "tce/10^4 CNY",
    "Energy per value added, calorific value",
    "单位增加值能耗（当量值）",
    "-",
)
def energy_intensity_calorific(panel: Panel) -> Floats:
    """Comprehensive energy (calorific) / value added at constant prices; expected result 7."""
    return _intensity(panel, CALORIFIC)


@yearly(
    "energy_intensity_equal_value",
    "Energy Intensity|Equal Value",
    "tce/10^4 CNY",
    "Energy per value added, equal value",
    "单位增加值能耗（等价值）",
    "-",
)
def energy_intensity_equal_value(panel: Panel) -> Floats:
    """Comprehensive energy (equal value) / value added at constant prices; expected result 7."""
    return _intensity(panel, EQUAL_VALUE)


@yearly(
    "energy_intensity_calorific_change",
    "Energy Intensity|Calorific|Change from 2020",
    "%",
    "Change of energy per value added since 2020, calorific value",
    "单位增加值能耗较2020年变化（当量值）",
    "-",
)
def energy_intensity_calorific_change(panel: Panel) -> Floats:
    """(Energy per value added / that of 2020 - 1) x 100, at calorific value."""
    return change_percent(_intensity(panel, CALORIFIC))


@yearly(
    "energy_intensity_equal_value_change",
    "Energy Intensity|Equal Value|Change from 2020",
    "%",
    "Change of energy per value added since 2020, equal value",
    "单位增加值能耗较2020年变化（等价值）",
    "-",
)
def energy_intensity_equal_value_change(panel: Panel) -> Floats:
    """(Energy per value added / that of 2020 - 1) x 100, at equal value."""
    return change_percent(_intensity(panel, EQUAL_VALUE))


@kept
def comprehensive(panel: Panel, switch: str) -> Floats:
    """Return comprehensive energy by (park, month), tce."""
    power, heat = month_factors(panel, switch)
    kwh = panel.park_months("power_bought_kwh") - panel.park_months("power_sold_kwh")
    return panel.sum_parks(fuels_bought(panel)) + kwh / 1000.0 * power + heat_balance(panel) * heat


@kept
def fuels_bought(panel: Panel) -> Floats:
    """Return the fuels bought by (month, enterprise), tce: `fuel_tce` less its power and steam."""
    stream, tce = panel.catalogue.stream, panel.catalogue.tce_calorific
    power, steam = tce[stream["electricity"]], tce[stream["steam_lp"]]
    bought = panel.month("power_bought_kwh") * power + panel.month("heat_bought_mj") * steam
    fuels: Floats = np.maximum(panel.month("fuel_tce") - bought, 0.0)
    return fuels


@kept
def heat_balance(panel: Panel) -> Floats:
    """Return steam drawn over the fence less steam put out over it, by (park, month), GJ."""
    return panel.sum_parks(steam_in(panel) - steam_out(panel))


def steam_in(panel: Panel) -> Floats:
    """Return steam bought, from the park's mains too, or received by contract, GJ.

    By (month, enterprise).
    """
    return panel.month("heat_bought_mj") / 1000.0 + steam_by_contract(panel)[1]


@kept
def steam_out(panel: Panel) -> Floats:
    """Return steam sold or given by contract, by (month, enterprise), GJ.

    Into the park's mains counts what arrives, so that it cancels with what users buy there. What a
    plant makes beyond that and gives to nobody is sold, except by a heat-led plant that runs for
    its power alone.
    """
    slots, enterprises = panel.world.columns.slots, panel.world.columns.enterprises
    steams = [panel.catalogue.stream[name] for name in STEAMS]
    rows = np.flatnonzero(np.isin(slots.stream, steams) & slots.out)
    rows = rows[enterprises.dispatch[slots.enterprise[rows]] != BY_HEAT]
    made = np.zeros((panel.months, len(enterprises)))
    owner = slots.enterprise[rows]
    for row, who in zip(rows.tolist(), owner.tolist(), strict=True):
        made[:, who] += panel.month("output")[:, who] * (slots.coefficient[row] / 1000.0)
    given = steam_by_contract(panel)[0] + panel.month("heat_sold_mj") / 1000.0
    out: Floats = np.maximum(made, given)
    return out


@kept
def steam_by_contract(panel: Panel) -> tuple[Floats, Floats]:
    """Return steam (given, received) by contract, by (month, enterprise), GJ.

    Yearly deliveries stand in the months in proportion to the giver's output. Both sides book the
    amount given, so that trade inside the park cancels.
    """
    links, shape = panel.links, (panel.months, len(panel.world.columns.enterprises))
    given, received = np.zeros(shape), np.zeros(shape)
    rows = np.flatnonzero(links.steam & links.between)
    amount = spread_over_months(
        links.delivered[:, rows] / 1000.0, panel.month("output")[:, links.giver[rows]]
    )
    np.add.at(given.T, links.giver[rows], amount.T)
    np.add.at(received.T, links.taker[rows], amount.T)
    return given, received


def month_factors(panel: Panel, switch: str) -> tuple[Floats, Floats]:
    """Return the coal equivalents of power (tce/MWh) and heat (tce/GJ) by month."""
    span = int(panel.years[0]), len(panel.years)
    power = tce_per_mwh(panel.catalogue, switch, *span)
    heat = tce_per_gj_heat(panel.catalogue, switch, *span)
    return np.repeat(power, 12), np.repeat(heat, 12)


def _intensity(panel: Panel, switch: str) -> Floats:
    tce = sum_months(comprehensive(panel, switch).T).T
    return over(tce, constant_value_added(panel) / 1e4)
