"""The nine expected results of the 2021 notice, in closed form."""

from __future__ import annotations

import pytest

from tests.experiments.results.handmade import add_link, blank_world, measured, put, row


def test_saved_is_base_intensity_times_output_less_actual() -> None:
    world = blank_world(years=3)
    put(world, "output", mill=[10.0, 20.0, 10.0])
    put(world, "fresh_water_m3", mill=[100.0, 150.0, 120.0])
    assert measured(world, "water_saved") == pytest.approx([0, 12 * 50.0, -12 * 20.0])


def test_savings_of_enterprises_add_up_each_against_its_own_base() -> None:
    world = blank_world()
    put(world, "output", mill=[10.0, 20.0], shop=[5.0, 5.0], farm=[1.0, 1.0])
    put(world, "wastewater_m3", mill=[10.0, 15.0], shop=[50.0, 40.0], farm=[9.0, 0.0])
    assert measured(world, "wastewater_reduced") == pytest.approx([0, 12 * (5.0 + 10.0)])


def test_an_entrant_counts_against_its_own_first_full_year() -> None:
    world = blank_world(years=3)
    shop = row(world, "shop")
    world.columns.enterprises.start_month[shop] = 12
    put(world, "output", shop=[0.0, 4.0, 4.0])
    put(world, "solid_disposed_t", shop=[0.0, 2.0, 1.5])
    assert measured(world, "solid_waste_reduced") == pytest.approx([0, 0, 12 * 0.5])


def test_an_enterprise_that_has_left_saves_nothing() -> None:
    world = blank_world()
    put(world, "output", mill=[10.0, 0.0])
    put(world, "fresh_water_m3", mill=[100.0, 0.0])
    assert measured(world, "water_saved").tolist() == [0.0, 0.0]


def test_the_grids_own_fall_shows_only_at_the_factor_of_the_year() -> None:
    world = blank_world(years=6)
    put(world, "output", mill=10.0)
    put(world, "power_bought_kwh", mill=1e6)
    factors = world.catalogue.grid_tco2e_per_kwh["CN-ZJ"]
    gap = 12e6 * (factors[0] - factors[5])
    assert measured(world, "co2_reduced")[5] == pytest.approx(gap) and gap > 0
    assert measured(world, "co2_reduced_2020_grid") == pytest.approx([0.0] * 6, abs=1e-6)


def test_steam_from_a_plant_inside_saves_no_energy_by_itself() -> None:
    world = blank_world()
    steam = world.catalogue.tce_calorific[world.catalogue.stream["steam_lp"]]
    put(world, "output", mill=100.0, plant=50.0)
    put(world, "heat_bought_mj", mill=[10_000.0, 0.0])
    put(world, "fuel_tce", mill=[10_000 * steam, 0.0], plant=[1.0, 1.0])
    add_link(world, "plant", "mill", "X128", [0.0, 120_000.0])
    # the mill draws as much heat as before; the plant's fuel now also makes steam
    assert measured(world, "energy_saved_calorific")[1] == pytest.approx(12 * 10 * 0.03412)


def test_dust_and_gases_fall_with_the_fuel_burnt_and_voc_with_output() -> None:
    world = blank_world()
    sector = world.catalogue.tables["sectors"].row("dyeing")
    put(world, "output", mill=[10.0, 10.0])
    put(world, "energy_tce", mill=[4.0, 1.0])
    smoke = sum(sector[f"{name}_kg_per_unit"] for name in ("so2", "nox", "pm"))
    saved = 0.75 * smoke * 120.0 / 1000.0
    assert saved > 0
    assert measured(world, "air_pollutants_reduced") == pytest.approx([0.0, saved])
    voc = sector["voc_kg_per_unit"] * 120.0 / 1000.0
    assert measured(world, "air_pollutants")[1] == pytest.approx(saved / 3.0 + voc)


def test_utilisation_is_what_was_not_disposed_of() -> None:
    world = blank_world()
    put(world, "solid_generated_t", mill=[8.0, 8.0], shop=[2.0, 2.0], farm=[99.0, 99.0])
    put(world, "solid_disposed_t", mill=[4.0, 1.0], shop=[2.0, 0.0])
    assert measured(world, "solid_utilisation") == pytest.approx([40.0, 90.0])
