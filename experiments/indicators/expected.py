"""The nine expected results of the 2021 notice on circular transformation, N1 to N9.

Saved or reduced = intensity of each enterprise in its first full year x its output of this year -
actual, summed over the enterprises inside. Energy (N1) and CO2 (N3) of an enterprise are net of
the power and steam it sells or gives, so that its sum is the park's own. N7 stands with energy,
N8 with water, N9 with materials.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from experiments.indicators.energy import fuels_bought, month_factors, steam_in, steam_out
from experiments.indicators.factors import CALORIFIC, EQUAL_VALUE
from experiments.indicators.panel import Panel, kept, sum_months
from experiments.indicators.registry import FLOW, yearly
from sim.fit import pollutant_factors
from sim.prices import POLLUTANTS
from sim.recipes import STEAMS

Floats = NDArray[np.float64]

COMBUSTION = ("so2", "nox", "pm")
_NOT_BURNT = ("electricity", "hot_water", *STEAMS)
_ROUNDING = 1e-9


@yearly(
    "energy_saved_calorific",
    "Expected Results|Energy Saved|Calorific",
    "tce",
    "Energy saved (N1), calorific value",
    "节能量（N1，当量值）",
    "+",
    FLOW,
)
def energy_saved_calorific(panel: Panel) -> Floats:
    """Base intensity x output - actual net energy at calorific value; expected result 1."""
    return reduced(panel, net_energy(panel, CALORIFIC))


@yearly(
    "energy_saved_equal_value",
    "Expected Results|Energy Saved|Equal Value",
    "tce",
    "Energy saved (N1), equal value",
    "节能量（N1，等价值）",
    "+",
    FLOW,
)
def energy_saved_equal_value(panel: Panel) -> Floats:
    """Base intensity x output - actual net energy at equal value; expected result 1."""
    return reduced(panel, net_energy(panel, EQUAL_VALUE))


@yearly(
    "water_saved",
    "Expected Results|Water Saved",
    "m3",
    "Water saved (N2)",
    "节水量（N2）",
    "+",
    FLOW,
)
def water_saved(panel: Panel) -> Floats:
    """Base intensity x output - actual fresh water; expected result 2."""
    return reduced(panel, panel.year("fresh_water_m3"))


@yearly(
    "co2_reduced",
    "Expected Results|CO2 Reduced",
    "t CO2",
    "CO2 reduced (N3)",
    "二氧化碳减排量（N3）",
    "+",
    FLOW,
)
def co2_reduced(panel: Panel) -> Floats:
    """Base intensity x output - actual net CO2, scopes 1 and 2; expected result 3.

    Each year has its own grid factor, so the grid's decarbonisation is in it.
    """
    return reduced(panel, net_co2(panel, False))


@yearly(
    "co2_reduced_2020_grid",
    "Expected Results|CO2 Reduced at 2020 Grid Factor",
    "t CO2",
    "CO2 reduced (N3) at the grid factor of 2020",
    "二氧化碳减排量（N3，2020年电网因子）",
    "+",
    FLOW,
)
def co2_reduced_2020_grid(panel: Panel) -> Floats:
    """Base intensity x output - actual net CO2 at the grid factor of 2020: the park's own part."""
    return reduced(panel, net_co2(panel, True))


@yearly(
    "solid_waste_reduced",
    "Expected Results|Solid Waste Reduced",
    "t",
    "Solid waste reduced (N4)",
    "固体废物减排量（N4）",
    "+",
    FLOW,
)
def solid_waste_reduced(panel: Panel) -> Floats:
    """Base intensity x output - actual solid waste disposed of; expected result 4."""
    return reduced(panel, panel.year("solid_disposed_t"))


@yearly(
    "wastewater_reduced",
    "Expected Results|Wastewater Reduced",
    "m3",
    "Waste water reduced (N5)",
    "废水减排量（N5）",
    "+",
    FLOW,
)
def wastewater_reduced(panel: Panel) -> Floats:
    """Base intensity x output - actual waste water sent to the sewer; expected result 5."""
    return reduced(panel, panel.year("wastewater_m3"))


@yearly(
    "air_pollutants_reduced",
    "Expected Results|Air Pollutants Reduced",
    "t",
    "Main air pollutants reduced (N6)",
    "主要大气污染物减排量（N6）",
    "+",
    FLOW,
)
def air_pollutants_reduced(panel: Panel) -> Floats:
    """Base intensity x output - actual SO2, NOx, dust and VOC; expected result 6."""
    return reduced(panel, air_pollutants_by_enterprise(panel))


@yearly(
    "air_pollutants",
    "Emissions|Air Pollutants",
    "t",
    "Main air pollutants (SO2, NOx, dust, VOC)",
    "主要大气污染物排放量（二氧化硫、氮氧化物、颗粒物、VOC）",
    "-",
    FLOW,
)
def air_pollutants(panel: Panel) -> Floats:
    """Output x the sector's factors, less what technologies hold back; smoke moves with fuel."""
    return panel.sum_parks(air_pollutants_by_enterprise(panel))


def reduced(panel: Panel, actual: Floats) -> Floats:
    """Return base intensity x output - actual, from (year, enterprise) to (park, year).

    The base year of an enterprise is the first calendar year that it is there from January and
    has output in; up to it the result is 0.
    """
    output = panel.year("output")
    base = base_year(panel)
    who = np.arange(output.shape[1])
    exists = base < len(output)
    at = np.where(exists, base, 0)
    made = output[at, who]
    intensity = np.divide(actual[at, who], made, out=np.zeros_like(made), where=exists & (made > 0))
    later = np.arange(len(output))[:, None] > base
    return panel.sum_parks(np.where(later, intensity * output - actual, 0.0))


@kept
def base_year(panel: Panel) -> NDArray[np.int64]:
    """Return the index of each enterprise's base year, or the number of years where it has none."""
    output = panel.year("output")
    january = np.arange(len(output))[:, None] * 12
    full = (output > 0) & (january >= panel.world.columns.enterprises.start_month)
    return np.where(full.any(axis=0), full.argmax(axis=0), len(output))


@kept
def net_energy(panel: Panel, switch: str) -> Floats:
    """Return fuels + power + steam in, less power and steam out, by (year, enterprise), tce."""
    power, heat = (factor[:, None] for factor in month_factors(panel, switch))
    kwh = panel.month("power_bought_kwh") - panel.month("power_sold_kwh")
    steam = steam_in(panel) - steam_out(panel)
    return sum_months(fuels_bought(panel) + kwh / 1000.0 * power + steam * heat)


@kept
def net_co2(panel: Panel, grid_of_2020: bool) -> Floats:
    """Return scope 1 + scope 2 of net power and net steam, by (year, enterprise), t CO2."""
    park = panel.world.columns.enterprises.park
    grid = panel.grid[:, :1] if grid_of_2020 else panel.grid
    by_year = np.broadcast_to(grid, panel.grid.shape).T[:, park]
    kwh = panel.year("power_bought_kwh") - panel.year("power_sold_kwh")
    steam = sum_months(steam_in(panel) - steam_out(panel))
    heat = steam * 1000.0 * panel.catalogue.heat_tco2e_per_mj
    return panel.year("scope_1_tco2e") + kwh * by_year + heat


@kept
def air_pollutants_by_enterprise(panel: Panel) -> Floats:
    """Return SO2, NOx, dust and VOC by (year, enterprise), t.

    Output x the sector's factor x what technologies leave of it. SO2, NOx and dust are multiplied
    by the fuel burnt per unit over that of the base year (assumption: the flue gas keeps its
    concentrations, but for what technologies change).
    """
    smoke = sum(made_by_enterprise(panel, name) for name in COMBUSTION)
    return smoke * fuel_ratio(panel) + made_by_enterprise(panel, "voc")


@kept
def made_by_enterprise(panel: Panel, pollutant: str) -> Floats:
    """Return output x a sector's factor x what technologies leave of it, (year, enterprise), t."""
    sectors, sector = panel.catalogue.tables["sectors"], panel.world.columns.enterprises.sector
    left = _left(panel)[:, POLLUTANTS.index(pollutant)]
    per_unit = sectors[f"{pollutant}_kg_per_unit"][sector] / 1000.0
    made: Floats = panel.year("output") * left * per_unit
    return made


@kept
def _left(panel: Panel) -> Floats:
    """Return what technologies leave of pollutants, by (year, `POLLUTANTS`, enterprise)."""
    return np.array([pollutant_factors(panel.world, 12 * k) for k in range(len(panel.years))])


@kept
def fuel_ratio(panel: Panel) -> Floats:
    """Return fuel burnt per unit over that of the base year, by (year, enterprise); 1 without."""
    output, energy = panel.year("output"), panel.year("energy_tce")
    burnt = energy - _power_and_heat_used(panel)
    burnt = np.where(burnt > _ROUNDING * energy, burnt, 0.0)
    per_unit = np.divide(burnt, output, out=np.zeros_like(output), where=output > 0)
    base = base_year(panel)
    at = np.where(base < len(output), base, 0)
    first = per_unit[at, np.arange(output.shape[1])]
    known = (first > 0) & (base < len(output))
    return np.divide(per_unit, first, out=np.ones_like(per_unit), where=known)


def _power_and_heat_used(panel: Panel) -> Floats:
    """Return power, steam and hot water bought or received by contract, (year, enterprise), tce."""
    catalogue, links = panel.catalogue, panel.links
    stream, tce = catalogue.stream, catalogue.tce_calorific
    used: Floats = panel.year("power_bought_kwh") * tce[stream["electricity"]]
    used += panel.year("heat_bought_mj") * tce[stream["steam_lp"]]
    into = catalogue.to_stream[links.exchange]
    ratio = panel.world.columns.contracts.ratio
    rows = np.flatnonzero(np.isin(into, [stream[name] for name in _NOT_BURNT]))
    received = links.delivered[:, rows] * (ratio[rows] * tce[into[rows]])
    np.add.at(used.T, links.taker[rows], received.T)
    return used
