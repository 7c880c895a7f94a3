"""Indicators of a zero-carbon park: clean power and energy, waste heat, water, CO2 per energy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from experiments.indicators.attribution import biofuel_gj, co2_market
from experiments.indicators.energy import comprehensive, fuels_bought, heat_imported, power_imported
from experiments.indicators.factors import (
    CALORIFIC,
    EQUAL_VALUE,
    clean_grid_share,
    tce_per_gj_heat,
    tce_per_mwh,
)
from experiments.indicators.panel import Panel, kept, sum_months
from experiments.indicators.registry import FLOW, over, yearly
from sim.catalogue import EXCHANGE_WEIGHTS, Catalogue, per_catalogue
from sim.fit import WASTE_HEAT, fit, standing
from sim.recipes import AMOUNT, technology_streams

Floats = NDArray[np.float64]


@yearly(
    "power_own_renewable",
    "Energy|Electricity|Own Renewable",
    "MWh",
    "Own renewable electricity",
    "自发自用可再生电力",
    "+",
    FLOW,
)
@kept
def power_own_renewable(panel: Panel) -> Floats:
    """Photovoltaic and wind power used by those who make it, as dispatched by the hour.

    What is fed into the grid or curtailed is left out.
    """
    return panel.park_years("own_power_kwh") / 1000.0


@yearly(
    "clean_power_own",
    "Energy|Electricity|Clean Share|Own",
    "%",
    "Own renewables in power use",
    "自有可再生电力占用电量比重",
    "+",
)
def clean_power_own(panel: Panel) -> Floats:
    """Own renewable power / (power bought + own renewable power) x 100; the grid's mix left out."""
    own = power_own_renewable(panel)
    return over(own, _power_used(panel)) * 100.0


@yearly(
    "clean_power",
    "Energy|Electricity|Clean Share",
    "%",
    "Clean share of power use",
    "清洁电力占用电量比重",
    "+",
)
def clean_power(panel: Panel) -> Floats:
    """(Own renewable + green + other import x non-fossil share of grid) / power used x 100."""
    return over(power_own_renewable(panel) + _clean_import(panel), _power_used(panel)) * 100.0


@yearly(
    "clean_energy",
    "Energy|Clean Share",
    "%",
    "Clean share of energy",
    "清洁能源消费占比",
    "+",
)
def clean_energy(panel: Panel) -> Floats:
    """(Own renewables + biofuels + clean part of net import) / energy that comes in x 100.

    At calorific value; natural gas is not counted as clean.
    """
    span = int(panel.years[0]), len(panel.years)
    power = tce_per_mwh(panel.catalogue, CALORIFIC, *span)
    heat = tce_per_gj_heat(panel.catalogue, CALORIFIC, *span)
    solid, gas = biofuel_gj(panel)
    own = power_own_renewable(panel) * power + panel.sum_parks(solid + gas) * heat
    bought = _years(panel.sum_parks(fuels_bought(panel))) + _years(heat_imported(panel)) * heat
    whole = own + bought + _years(power_imported(panel)) * power
    return over(own + _clean_import(panel) * power, whole) * 100.0


@yearly(
    "waste_heat_made",
    "Heat|Waste Heat|Made",
    "GJ",
    "Recoverable waste heat",
    "可回收余热",
    "",
    FLOW,
)
@kept
def waste_heat_made(panel: Panel) -> Floats:
    """Output x waste heat per unit, high, medium and low temperature, before plants recover any."""
    return panel.sum_parks(panel.year("output") * _waste_heat_per_unit(panel)[0])


@yearly(
    "waste_heat_recovered",
    "Heat|Waste Heat|Recovered on Site",
    "GJ",
    "Waste heat recovered on site",
    "厂内回收余热",
    "+",
    FLOW,
)
@kept
def waste_heat_recovered(panel: Panel) -> Floats:
    """Output x waste heat that power plants, heat pumps and dry quenching of the plant take up."""
    made, left = _waste_heat_per_unit(panel)
    return panel.sum_parks(panel.year("output") * (made - left))


@kept
def _waste_heat_per_unit(panel: Panel) -> tuple[Floats, Floats]:
    """Return waste heat a product unit, GJ, before and after recovery on site: (year, enterprise).

    Before recovery a plant stands with all its technologies but those that take up waste heat.
    """
    world, catalogue = panel.world, panel.catalogue
    slots, retrofits = world.columns.slots, world.columns.retrofits
    heat = slots.out & np.isin(slots.stream, [catalogue.stream[name] for name in WASTE_HEAT])
    hot = np.unique(slots.enterprise[heat])
    found = np.zeros((2, len(panel.years), len(world.columns.enterprises)))
    for year in range(len(panel.years)):
        stands = standing(world, 12 * year)
        others = stands[~_recovers(catalogue)[retrofits.tech_row[stands]]]
        for kind, rows in enumerate((others, stands)):
            if kind and len(others) == len(stands):
                found[1, year] = found[0, year]
                continue
            plant = fit(catalogue, world.columns, hot, rows)
            mine = heat[plant.slot]
            gj = plant.coefficient[mine] / 1000.0
            found[kind, year, hot] = np.bincount(plant.plant[mine], gj, minlength=len(hot))
    return found[0], found[1]


@per_catalogue
def _recovers(catalogue: Catalogue) -> NDArray[np.bool_]:
    """Say which rows of the technology table take up waste heat of their plant."""
    found = np.zeros(len(catalogue.tech_row_sector), dtype=bool)
    for change in technology_streams(catalogue.tables):
        found[change.tech_row] |= (
            change.stream in WASTE_HEAT and change.kind == AMOUNT and change.value < 0.0
        )
    return found


@yearly(
    "waste_heat_utilisation",
    "Heat|Waste Heat|Utilisation Rate",
    "%",
    "Waste-heat utilisation rate",
    "余热综合利用率",
    "+",
)
def waste_heat_utilisation(panel: Panel) -> Floats:
    """Waste heat (given by links + used or recovered on site) / waste heat made x 100."""
    streams = panel.catalogue.stream
    heat = np.isin(panel.links.stream, [streams[name] for name in WASTE_HEAT])
    used = _given(panel, np.where(heat, 1e-3, 0.0)) + waste_heat_recovered(panel)
    return over(used, waste_heat_made(panel)) * 100.0


@yearly(
    "water_reuse_rate",
    "Water|Reuse Rate",
    "%",
    "Water reuse rate, without cooling loops",
    "水重复利用率（不含循环冷却）",
    "+",
)
def water_reuse_rate(panel: Panel) -> Floats:
    """Water given by links or reused on site / (that + fresh water) x 100.

    Cooling loops inside a plant are no stream of the model: the rate of the standards is higher.
    """
    weight = panel.catalogue.exchange_weights[EXCHANGE_WEIGHTS.index("water_m3")]
    reused = _given(panel, weight[panel.links.exchange])
    return over(reused, reused + panel.park_years("fresh_water_m3")) * 100.0


@yearly(
    "co2_market_per_tce_calorific",
    "Emissions per Energy|CO2 Market-Based|Calorific",
    "t CO2/tce",
    "Market-based CO2 per energy, calorific value",
    "单位能耗碳排放（基于市场，当量值）",
    "-",
)
def co2_market_per_tce_calorific(panel: Panel) -> Floats:
    """Scope 1 + market-based scope 2 / comprehensive energy at calorific value."""
    return over(_years(co2_market(panel)), _years(comprehensive(panel, CALORIFIC)))


@yearly(
    "co2_market_per_tce_equal_value",
    "Emissions per Energy|CO2 Market-Based|Equal Value",
    "t CO2/tce",
    "Market-based CO2 per energy, equal value",
    "单位能耗碳排放（基于市场，等价值）",
    "-",
)
def co2_market_per_tce_equal_value(panel: Panel) -> Floats:
    """Scope 1 + market-based scope 2 / comprehensive energy at equal value."""
    return over(_years(co2_market(panel)), _years(comprehensive(panel, EQUAL_VALUE)))


def _years(months: Floats) -> Floats:
    """Sum (park, month) to (park, year)."""
    return sum_months(months.T).T


def _power_used(panel: Panel) -> Floats:
    return panel.park_years("power_bought_kwh") / 1000.0 + power_own_renewable(panel)


def _clean_import(panel: Panel) -> Floats:
    """Return the clean part of the net import of power by (park, year), MWh.

    Green power and certificates whole, of the rest the non-fossil share of the grid.
    """
    span = int(panel.years[0]), len(panel.years)
    places = panel.world.columns.provinces
    shares = np.array([clean_grid_share(panel.catalogue, place, *span) for place in places])
    drawn = power_imported(panel)
    green = np.minimum(panel.park_months("green_power_kwh") / 1000.0, drawn)
    clean: Floats = _years(green) + _years(drawn - green) * shares
    return clean


def _given(panel: Panel, weight: Floats) -> Floats:
    """Return units given x weight of each link, on site too, of givers inside, (park, year)."""
    links = panel.links
    rows = np.flatnonzero(links.giver_inside & (weight > 0))
    total = np.zeros((panel.parks, len(panel.years)))
    np.add.at(total, links.park[rows], (links.delivered[:, rows] * weight[rows]).T)
    return total
