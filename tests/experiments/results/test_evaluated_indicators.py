"""Indicators of the evaluation systems, worked out on paper on the hand-made park."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.indicators.circular_economy import RECYCLABLES, RECYCLERS
from experiments.indicators.standing_firms import STRATEGIC
from policies.quotas import quotas
from sim.assess import recipe_tce
from sim.catalogue import load_catalogue
from sim.ledger import LEDGER
from sim.world import World
from tests.experiments.results.handmade import add_link, blank_world, measured, put, row


def per_unit(world: World, name: str) -> float:
    return float(world.columns.enterprises.value_added_cny_per_unit[row(world, name)])


def book(world: World, year: int, name: str, stream: str, out: bool, **moved: float) -> None:
    """Put amounts on the ledger of a year for one slot of an enterprise."""
    slots, ledger = world.columns.slots, world.slot_ledger
    while len(ledger.years) <= year:
        ledger.years.append(np.zeros((len(LEDGER), len(slots))))
    mine = (slots.enterprise == row(world, name)) & (slots.out == out)
    slot = np.flatnonzero(mine & (slots.stream == world.catalogue.stream[stream]))[0]
    for kind, amount in moved.items():
        ledger.years[year][LEDGER.index(kind), slot] = amount


def test_growth_over_three_years_and_the_yearly_cut() -> None:
    world = blank_world(years=4)
    put(world, "output", mill=[100.0, 110.0, 120.0, 133.1])
    put(world, "scope_1_tco2e", mill=[50.0, 44.0, 48.0, 53.24])
    found = measured(world, "value_added_growth_3y")
    assert np.isnan(found[:3]).all() and found[3] == pytest.approx(10.0)
    assert measured(world, "land_productivity_growth_3y")[3] == pytest.approx(10.0)
    assert measured(world, "co2_intensity_cut")[1:] == pytest.approx([20.0, 0.0, 0.0])


def test_land_and_people_yield_value_added() -> None:
    world = blank_world(years=1)
    put(world, "output", mill=10.0)
    made = 120.0 * per_unit(world, "mill")
    # mill and shop hold 30 mu each, the plant 50: 110 mu are 0.0733 km2
    assert measured(world, "land_productivity") == pytest.approx([made / 1e8 / (110.0 / 1500.0)])
    # enterprises at rest still employ their people: those of mill, shop and plant
    people = world.columns.enterprises.jobs[[row(world, n) for n in ("mill", "shop", "plant")]]
    assert measured(world, "value_added_per_job") == pytest.approx([made / 1e4 / people.sum()])


def test_elasticity_is_growth_over_growth_since_the_start() -> None:
    world = blank_world(years=3)
    put(world, "output", mill=[100.0, 110.0, 121.0])
    put(world, "fresh_water_m3", mill=[100.0, 102.0, 104.04])
    put(world, "fuel_tce", mill=[10.0, 11.0, 12.1])
    assert measured(world, "water_elasticity")[1:] == pytest.approx([0.2, 0.2])
    assert measured(world, "energy_elasticity")[1:] == pytest.approx([1.0, 1.0])
    assert measured(world, "pollutant_elasticity")[1:] == pytest.approx([1.0, 1.0])
    assert np.isnan(measured(world, "water_elasticity")[0])


def test_elasticity_has_no_value_where_value_added_stands_still() -> None:
    world = blank_world(years=2)
    put(world, "output", mill=[100.0, 100.0])
    put(world, "fresh_water_m3", mill=[100.0, 102.0])
    assert np.isnan(measured(world, "water_elasticity")).all()


def test_what_leaves_the_park_is_per_value_added() -> None:
    world = blank_world(years=1)
    put(world, "output", mill=10.0)
    put(world, "wastewater_m3", mill=7.0)
    put(world, "solid_disposed_t", mill=3.0)
    made = 10.0 * per_unit(world, "mill") / 1e4
    assert measured(world, "wastewater_intensity") == pytest.approx([7.0 / made])
    assert measured(world, "solid_disposed_intensity") == pytest.approx([3.0 / made])
    sector = world.catalogue.tables["sectors"].row("dyeing")
    kg = sum(sector[f"{name}_kg_per_unit"] for name in ("so2", "nox", "cod", "nh3n"))
    assert measured(world, "pollutant_intensity") == pytest.approx([10.0 * kg / made])


def test_the_audit_share_counts_the_firms_in_the_park() -> None:
    world = blank_world(years=2)
    put(world, "output", mill=1.0, shop=1.0, farm=1.0)
    retrofits, catalogue = world.columns.retrofits, world.catalogue
    audit = catalogue.technologies.index("cp_audit")
    mine = retrofits.enterprise == row(world, "mill")
    mine &= catalogue.tech_row_technology[retrofits.tech_row] == audit
    assert mine.sum() == 1
    retrofits.installed_month[mine] = 12
    assert measured(world, "cleaner_production_share") == pytest.approx([0.0, 50.0])


def test_firms_are_judged_by_the_level_of_their_quota() -> None:
    world = blank_world(years=3)
    catalogue = world.catalogue
    glass = catalogue.sector["flat_glass"]
    world.columns.enterprises.sector[row(world, "shop")] = glass
    norm = catalogue.tables["sectors"].row("flat_glass")
    position = quotas(catalogue).position[glass] * quotas(catalogue).limit[glass]
    levels = [norm["ee_baseline"], norm["ee_access"], norm["ee_benchmark"]]
    used = [recipe_tce(catalogue)[glass] * level / position for level in levels]
    put(world, "output", mill=1.0, shop=1.0)  # the dyer's cloth has no quota
    put(world, "energy_tce", mill=5.0, shop=used)
    assert measured(world, "efficiency_access_share").tolist() == [0.0, 100.0, 100.0]
    assert measured(world, "efficiency_benchmark_share").tolist() == [0.0, 0.0, 100.0]
    assert measured(world, "benchmark_capacity_share").tolist() == [0.0, 0.0, 100.0]


def test_final_energy_is_what_firms_use() -> None:
    world = blank_world(years=1)
    power = world.catalogue.tce_calorific[world.catalogue.stream["electricity"]]
    put(world, "output", mill=1.0, plant=1.0)
    put(world, "power_bought_kwh", mill=1000.0, plant=500.0)
    put(world, "energy_tce", mill=1000.0 * power * 4.0, plant=99.0)
    assert measured(world, "electrification") == pytest.approx([25.0])
    assert measured(world, "clean_final_energy") == pytest.approx([25.0])
    assert measured(world, "renewable_energy_share") == pytest.approx([0.0])


def test_renewable_power_is_own_and_green() -> None:
    world = blank_world(years=1)
    put(world, "power_bought_kwh", mill=900.0)
    put(world, "own_power_kwh", mill=100.0)
    put(world, "green_power_kwh", mill=200.0)
    assert measured(world, "renewable_power_share") == pytest.approx([30.0])


def test_new_chains_are_kinds_of_exchange_that_were_not_there() -> None:
    world = blank_world(years=3)
    add_link(world, "plant", "mill", "X128", [1.0, 1.0, 1.0], end_month=30)
    assert measured(world, "new_chains").tolist() == [0.0, 0.0, 0.0]
    add_link(world, "plant", "farm", "X003", [0.0, 1.0, 1.0], start_month=14, signed_month=10)
    assert measured(world, "new_chains").tolist() == [0.0, 1.0, 1.0]


def test_recycled_inputs_are_those_by_contract_or_bought_as_waste() -> None:
    world = blank_world(years=1)
    slots = world.columns.slots
    mill = row(world, "mill")
    names = {
        world.catalogue.streams[s]
        for s in slots.stream[(slots.enterprise == mill) & ~slots.out & ~slots.fuel]
    }
    assert "fabric_grey" in names and "dye_chem" in names
    book(world, 0, "mill", "fabric_grey", False, amount=90.0, market=90.0)
    book(world, 0, "mill", "dye_chem", False, amount=10.0, contracts=10.0)
    assert measured(world, "recycled_input_share") == pytest.approx([10.0])
    put(world, "output", mill=10.0)
    made = 120.0 * per_unit(world, "mill") / 1e4
    assert measured(world, "resource_productivity") == pytest.approx([made / 0.09])


def test_named_streams_and_sectors_exist() -> None:
    catalogue = load_catalogue()
    assert set(RECYCLABLES) <= set(catalogue.streams)
    assert set(RECYCLERS) | set(STRATEGIC) <= set(catalogue.sectors)


def test_what_recyclers_and_new_industries_add_and_recycle() -> None:
    world = blank_world(years=1)
    shop = row(world, "shop")
    put(world, "output", mill=1.0, shop=1.0)
    both = per_unit(world, "mill") + per_unit(world, "shop")
    world.columns.enterprises.sector[shop] = world.catalogue.sector["battery_recycling"]
    share = per_unit(world, "shop") / both * 100.0
    assert measured(world, "recycling_industry_share") == pytest.approx([share])
    assert measured(world, "strategic_share") == pytest.approx([share])
    assert measured(world, "sewage_plants").tolist() == [0.0]


def test_recyclables_sold_or_given_are_recycled_those_sent_to_a_plant_are_not() -> None:
    world = blank_world(years=1)
    book(world, 0, "shop", "scrap_steel", True, amount=10.0, market=6.0, contracts=1.0, plants=3.0)
    assert measured(world, "recyclables_rate") == pytest.approx([70.0])
    # textile waste let go is burnt, not recycled
    book(world, 0, "mill", "waste_textile", True, amount=10.0, market=10.0)
    assert measured(world, "recyclables_rate") == pytest.approx([35.0])
