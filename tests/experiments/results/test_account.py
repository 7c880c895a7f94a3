"""The account of a run, told apart: processes, market, grid, biogenic, avoided, zero-carbon."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.indicators import BREAKDOWNS
from experiments.indicators.panel import Panel
from experiments.labels import part_label, variable_label
from experiments.result_frames import link_frame
from sim.world import World
from tests.experiments.results.handmade import add_link, blank_world, measured, put, row

COMBUSTION = ("so2", "nox", "pm")


def install(world: World, name: str, technology: str, month: int) -> int:
    """Say that an enterprise installed a technology; return the row of the technology table."""
    retrofits, catalogue = world.columns.retrofits, world.catalogue
    mine = retrofits.enterprise == row(world, name)
    kind = catalogue.technologies.index(technology)
    found = np.flatnonzero(mine & (catalogue.tech_row_technology[retrofits.tech_row] == kind))[0]
    retrofits.installed_month[found] = month
    return int(retrofits.tech_row[found])


def power_tce(world: World, kwh: float) -> float:
    """Return power as it stands in the record of energy bought, tce."""
    return kwh * float(world.catalogue.tce_calorific[world.catalogue.stream["electricity"]])


def test_market_based_power_is_at_the_residual_mix() -> None:
    world = blank_world(years=4)
    put(world, "power_bought_kwh", mill=1000.0)
    market = measured(world, "co2_power_market")
    average = {2020: 0.58, 2021: 0.5568}
    assert market[12::12] == pytest.approx([0.5942, 0.5856, 0.6096])
    assert market[0] == pytest.approx(0.5942 * average[2020] / average[2021])
    put(world, "scope_1_tco2e", mill=2.0)
    assert measured(world, "co2_market") == pytest.approx(market + 2.0)


def test_the_change_of_the_park_and_of_the_grid_sum_to_the_whole() -> None:
    world = blank_world(years=3)
    put(world, "scope_1_tco2e", mill=[5.0, 4.0, 4.0])
    put(world, "power_bought_kwh", mill=[1000.0, 2000.0, 3000.0])
    park, grid = measured(world, "co2_park_effect"), measured(world, "co2_grid_effect")
    factors = world.catalogue.grid_tco2e_per_kwh["CN-ZJ"]
    assert park == pytest.approx([0.0, 12 * (1000 * factors[0] - 1), 12 * (2000 * factors[0] - 1)])
    assert grid == pytest.approx([0.0, *(12e3 * k * (factors[k - 1] - factors[0]) for k in (2, 3))])
    whole = measured(world, "co2").reshape(3, 12).sum(axis=1)
    assert park + grid == pytest.approx(whole - whole[0])


def test_processes_and_fuels_are_scope_1() -> None:
    world = blank_world()
    put(world, "output", plant=100.0)
    put(world, "scope_1_tco2e", plant=90.0)
    per_unit = world.catalogue.tables["sectors"].row("coal_chp")["process_co2_kg_per_unit"] / 1000
    assert per_unit == 0.005
    assert measured(world, "co2_process") == pytest.approx(np.full(24, 0.5))
    assert measured(world, "co2_fuels") == pytest.approx(np.full(24, 89.5))


def test_capture_lowers_process_co2_from_the_month_it_stands() -> None:
    world = blank_world()
    put(world, "output", plant=100.0)
    tech = install(world, "plant", "ccus_power", 12)
    change = world.catalogue.tables["technology_sectors"]["d_process_co2_kg"][tech] / 1000.0
    assert change < 0
    world.columns.enterprises.process_tco2e_per_unit[row(world, "plant")] += change
    process = measured(world, "co2_process")
    assert process[[0, 11]] == pytest.approx([0.5, 0.5])
    assert process[12] == pytest.approx(0.5 + 100 * change)


def test_biogenic_co2_of_biomass_fired_in_the_place_of_coal() -> None:
    world = blank_world()
    put(world, "output", mill=10.0, plant=100.0)
    first = measured(world, "co2")
    assert (measured(world, "co2_biogenic") == 0).all()
    saved = install(world, "plant", "biomass_cofire", 12)
    coal_gj = -world.catalogue.tables["technology_sectors"]["d_coal_gj"][saved]
    assert coal_gj == pytest.approx(2.0521)
    assert measured(world, "co2_biogenic") == pytest.approx([0.0, 1200 * coal_gj * 0.112])
    assert (measured(world, "co2") == first).all()


def test_wood_given_in_the_place_of_coal_emits_biogenic_co2_only() -> None:
    world = blank_world()
    link = add_link(world, "plant", "mill", "X134", [5e5, 1e6])
    world.columns.contracts.exchange[link] = world.catalogue.exchange["X150"]
    assert measured(world, "co2_biogenic") == pytest.approx([7000 * 0.112, 14000 * 0.112])
    world.columns.contracts.exchange[link] = world.catalogue.exchange["X097"]
    assert (measured(world, "co2_biogenic") == 0).all(), "bagasse for pulp is not burnt"


def test_avoided_emissions_name_what_is_replaced() -> None:
    world = blank_world()
    add_link(world, "plant", "farm", "X003", [1e6, 2e6])
    parts = BREAKDOWNS["avoided_by_option"].measure(Panel(world))
    assert list(parts) == ["X003"]
    assert parts["X003"][0] == pytest.approx([1e6 * 0.02 / 1000, 2e6 * 0.02 / 1000])
    assert variable_label("Avoided Emissions|CO2|Links|X003", "en").endswith(
        "; replaces market fly ash (transport)"
    )
    assert part_label("exchange", "X003", "zh") == "粉煤灰替代粉煤灰"
    frame = link_frame(Panel(world))
    assert frame["replaces"].tolist() == ["market fly ash (transport)"]
    tonnes = frame["avoided_tco2e_per_unit"] * frame["2021"]
    assert tonnes.tolist() == pytest.approx([parts["X003"][0][1]])


def test_clean_power_is_told_with_and_without_the_grid() -> None:
    world = blank_world()
    put(world, "output", mill=50.0)
    put(world, "power_bought_kwh", mill=90_000.0)
    put(world, "own_power_kwh", mill=[0.0, 5_000.0])
    kwh = 5_000.0 * 12
    assert measured(world, "power_own_renewable") == pytest.approx([0.0, kwh / 1000])
    used = 12 * 90_000 + kwh
    assert measured(world, "clean_power_own") == pytest.approx([0.0, 100 * kwh / used])
    grid = np.array([0.38, 0.39])
    with_grid = (
        100 * (np.array([0.0, kwh]) + grid * 12 * 90_000) / (12 * 90_000 + np.array([0.0, kwh]))
    )
    assert measured(world, "clean_power") == pytest.approx(with_grid)
    put(world, "fuel_tce", mill=power_tce(world, 90_000.0))
    assert measured(world, "clean_energy") == pytest.approx(with_grid), "power is all the energy"


def test_waste_heat_used_over_waste_heat_made() -> None:
    world = blank_world()
    put(world, "output", plant=100.0)
    assert measured(world, "waste_heat_made") == pytest.approx([1800.0, 1800.0])
    assert measured(world, "waste_heat_utilisation").tolist() == [0.0, 0.0]
    add_link(world, "plant", "mill", "X134", [450_000.0, 900_000.0])
    assert measured(world, "waste_heat_utilisation") == pytest.approx([25.0, 50.0])


def test_water_reused_on_site_and_by_links_counts() -> None:
    world = blank_world()
    put(world, "fresh_water_m3", mill=600.0, shop=300.0)
    add_link(world, "mill", "mill", "X140", [1200.0, 0.0], on_site=True)
    assert measured(world, "water_reuse_rate") == pytest.approx([10.0, 0.0])


def test_market_based_co2_per_energy() -> None:
    world = blank_world()
    put(world, "power_bought_kwh", mill=[0.0, 1000.0])
    put(world, "fuel_tce", mill=[0.0, power_tce(world, 1000.0)])
    assert np.isnan(measured(world, "co2_market_per_tce_calorific")[0])
    assert measured(world, "co2_market_per_tce_calorific")[1] == pytest.approx(0.5942 / 0.1229)
    assert measured(world, "co2_market_per_tce_equal_value")[1] == pytest.approx(0.5942 / 0.3015)


def test_pollutants_one_by_one_sum_to_the_whole_and_weigh_by_the_law() -> None:
    world = blank_world()
    put(world, "output", mill=10.0, plant=500.0)
    panel = Panel(world)
    air = BREAKDOWNS["air_pollutants_by_name"].measure(panel)
    assert sum(air.values())[0] == pytest.approx(measured(world, "air_pollutants"))
    sectors = world.catalogue.tables["sectors"]
    made = {
        name: 12 * (10 * sectors.row("dyeing")[f"{name}_kg_per_unit"]
                    + 500 * sectors.row("coal_chp")[f"{name}_kg_per_unit"])
        for name in (*COMBUSTION, "cod", "nh3n")
    }  # fmt: skip
    assert air["so2"][0] == pytest.approx([made["so2"] / 1000] * 2)
    equal = made["so2"] / 0.95 + made["nox"] / 0.95 + made["pm"] / 4
    assert measured(world, "air_equivalents") == pytest.approx([equal] * 2)
    water = made["cod"] / 1.0 + made["nh3n"] / 0.8
    assert measured(world, "water_equivalents") == pytest.approx([water] * 2)
    assert part_label("pollutant", "nh3n", "zh") == "氨氮"
