"""CO2 told apart: fuels and processes, market-based, the grid's own change, biogenic, avoided."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from experiments.indicators.carbon import (
    co2_2020_grid,
    co2_heat,
    co2_scope_1,
    co2_years,
)
from experiments.indicators.energy import power_imported
from experiments.indicators.factors import carriers_of, residual_mix
from experiments.indicators.panel import Panel, kept, sum_months
from experiments.indicators.registry import FLOW, breakdown, monthly, yearly
from experiments.indicators.stream_class import BIOFUELS
from sim.catalogue import EXCHANGE_WEIGHTS
from sim.fit import fit, standing, stints, vintage_energy

Floats = NDArray[np.float64]

BURNT = ("coal", "coke", "natural_gas", "diesel")
"""Streams that a taker would have burnt where a biofuel replaces them."""


@monthly(
    "co2_process",
    "Emissions|CO2|Scope 1|Process",
    "t CO2",
    "CO2 of processes and own by-product fuels",
    "工业过程及自产副产燃料排放",
    "-",
)
@kept
def co2_process(panel: Panel) -> Floats:
    """Output x process CO2 per unit, own by-product fuels included, less what is captured."""
    return panel.sum_parks(panel.month("output") * _process_per_unit(panel))


@monthly(
    "co2_fuels",
    "Emissions|CO2|Scope 1|Fuels",
    "t CO2",
    "CO2 of fuels and wastes burnt",
    "燃料及废物燃烧排放",
    "-",
)
def co2_fuels(panel: Panel) -> Floats:
    """Scope 1 - processes: fuels bought, and the fossil carbon of wastes burnt at their taker.

    By-product gases count nothing here: their carbon stands once, in the process that makes them.
    """
    return co2_scope_1(panel) - co2_process(panel)


@monthly(
    "co2_power_market",
    "Emissions Market-Based|CO2|Scope 2|Electricity",
    "t CO2",
    "Scope 2 of electricity, market-based",
    "外购电力间接排放（基于市场）",
    "-",
)
@kept
def co2_power_market(panel: Panel) -> Floats:
    """(Net import of power - green power and certificates, at 0) x residual mix of the nation."""
    mix = residual_mix(panel.catalogue, int(panel.years[0]), len(panel.years))
    green = panel.park_months("green_power_kwh") / 1000.0
    return np.maximum(power_imported(panel) - green, 0.0) * np.repeat(mix, 12)


@monthly(
    "co2_market",
    "Emissions Market-Based|CO2",
    "t CO2",
    "CO2 emissions, scopes 1 and 2, market-based",
    "二氧化碳排放量（范围一和二，基于市场）",
    "-",
)
@kept
def co2_market(panel: Panel) -> Floats:
    """Scope 1 + scope 2 of heat + market-based scope 2 of power."""
    return co2_scope_1(panel) + co2_heat(panel) + co2_power_market(panel)


@yearly(
    "co2_park_effect",
    "Emissions|CO2|Change from 2020|Park",
    "t CO2",
    "CO2 change since 2020 by the park itself",
    "园区自身引起的二氧化碳排放变化（较2020年）",
    "-",
    FLOW,
)
def co2_park_effect(panel: Panel) -> Floats:
    """CO2 at the grid factor of 2020 - CO2 of 2020: what the park did, whatever the grid did."""
    own = sum_months(co2_2020_grid(panel).T).T
    change: Floats = own - own[:, :1]
    return change


@yearly(
    "co2_grid_effect",
    "Emissions|CO2|Change from 2020|Grid",
    "t CO2",
    "CO2 change since 2020 by the grid's own decarbonisation",
    "电网自身脱碳引起的二氧化碳排放变化（较2020年）",
    "-",
    FLOW,
)
def co2_grid_effect(panel: Panel) -> Floats:
    """CO2 - CO2 at the grid factor of 2020: the part of the change that the park did not do."""
    return co2_years(panel) - sum_months(co2_2020_grid(panel).T).T


@yearly(
    "co2_biogenic",
    "Emissions Biogenic|CO2",
    "t CO2",
    "Biogenic CO2 of biofuels, apart",
    "生物质燃料的生物源二氧化碳（单列）",
    "",
    FLOW,
)
def co2_biogenic(panel: Panel) -> Floats:
    """Energy of biofuels burnt in the place of fossil fuels x factor; never in a total.

    Biofuels come by links, or with a technology that fires them; what mills burn of their own and
    the biogenic part of mixed waste are left out.
    """
    wood = carriers_of(panel.catalogue).latest("biomass", "co2_biogenic_per_gj")
    gas = carriers_of(panel.catalogue).latest("biogas", "co2_biogenic_per_gj")
    solid, biogas = biofuel_gj(panel)
    return panel.sum_parks(solid * wood + biogas * gas)


@breakdown(
    "avoided_by_option",
    "Avoided Emissions|CO2|Links|{}",
    "t CO2",
    "CO2 avoided elsewhere, by what links replace",
    "按替代对象的避免排放量（园外）",
    "exchange",
)
def avoided_by_option(panel: Panel) -> dict[str, Floats]:
    """Units given x CO2 avoided per unit against what is replaced, by exchange option.

    The counterfactual is the good of column `replaces` of the exchanges table.
    """
    links, catalogue = panel.links, panel.catalogue
    weight = catalogue.exchange_weights[EXCHANGE_WEIGHTS.index("avoided_tco2e")]
    rows = np.flatnonzero(links.between & links.giver_inside & (weight[links.exchange] != 0))
    options, place = np.unique(links.exchange[rows], return_inverse=True)
    total = np.zeros((len(options), panel.parks, len(panel.years)))
    amount = links.delivered[:, rows] * weight[links.exchange[rows]]
    np.add.at(total, (place, links.park[rows]), amount.T)
    names = [catalogue.exchanges[option] for option in options]
    return {name: part for name, part in zip(names, total, strict=True) if part.any()}


@kept
def biofuel_gj(panel: Panel) -> tuple[Floats, Floats]:
    """Return the energy of (solid, gaseous) biofuels burnt, by (year, enterprise), GJ.

    Of a technology that fires biomass: the coal, gas and steam that it saves.
    """
    links, catalogue = panel.links, panel.catalogue
    streams = catalogue.tables["streams"]
    lhv_mj = np.nan_to_num(streams["lhv_mj_per_kg"]) * streams["mass_kg_per_unit"]
    replaced = np.isin(
        catalogue.to_stream[links.exchange], [catalogue.stream[name] for name in BURNT]
    )
    solid, gas = np.zeros((2, len(panel.years), len(panel.world.columns.enterprises)))
    for name in BIOFUELS:
        rows = np.flatnonzero(replaced & (links.stream == catalogue.stream[name]))
        energy = links.delivered[:, rows] * lhv_mj[links.stream[rows]] / 1000.0
        np.add.at((gas if name == "biogas" else solid).T, links.taker[rows], energy.T)
    table = catalogue.tables["technology_sectors"]
    saved = -(table["d_coal_gj"] + table["d_natural_gas_gj"] + table["d_steam_gj"])
    return solid + by_technology(panel, saved, ("biomass_boiler", "biomass_cofire")), gas


def by_technology(panel: Panel, per_unit: Floats, technologies: tuple[str, ...]) -> Floats:
    """Return output x an effect per unit of some technologies once installed, (year, enterprise).

    `per_unit` is by row of the technology table.
    """
    retrofits, catalogue = panel.world.columns.retrofits, panel.catalogue
    wanted = [catalogue.technologies.index(name) for name in technologies]
    row, first, end = stints(panel.world)
    mine = np.isin(catalogue.tech_row_technology[retrofits.tech_row[row]], wanted)
    row, first, end = row[mine], first[mine], np.minimum(end[mine], panel.months)
    effect = np.zeros((panel.months + 1, len(panel.world.columns.enterprises)))
    who, per_unit = retrofits.enterprise[row], per_unit[retrofits.tech_row[row]]
    np.add.at(effect, (first, who), per_unit)
    np.subtract.at(effect, (end, who), per_unit)
    return sum_months(np.cumsum(effect, axis=0)[:-1] * panel.month("output"))


def _process_per_unit(panel: Panel) -> Floats:
    """Return process CO2 per product unit by (month, enterprise), t, with what stood then."""
    world = panel.world
    everyone = np.arange(len(world.columns.enterprises))
    years = []
    for month in range(0, panel.months, 12):
        stands, energy = standing(world, month), vintage_energy(world, month)
        years.append(fit(panel.catalogue, world.columns, everyone, stands, energy=energy))
    return np.repeat([year.process_tco2e_per_unit for year in years], 12, axis=0)
