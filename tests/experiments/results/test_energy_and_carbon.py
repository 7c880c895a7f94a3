"""Energy and CO2 over the fence, in closed form."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.indicators.panel import Panel
from sim.world import World
from tests.experiments.results.handmade import add_link, blank_world, measured, put

TCE_PER_MWH, TCE_PER_GJ = 0.1229, 0.03412


def grid(world: World, year: int) -> float:
    """Return the factor of a year, t/kWh."""
    return float(world.catalogue.grid_tco2e_per_kwh["CN-ZJ"][year])


def test_scope_2_is_net_import_times_the_factor_of_the_year() -> None:
    world = blank_world()
    put(world, "power_bought_kwh", mill=5000.0, shop=3000.0)
    put(world, "power_sold_kwh", plant=2000.0)
    assert measured(world, "power_imported") == pytest.approx(np.full(24, 6.0))
    scope_2 = measured(world, "co2_power")
    assert scope_2[0] == pytest.approx(6000.0 * grid(world, 0))
    assert scope_2[12] == pytest.approx(6000.0 * grid(world, 1))
    assert scope_2[12] != scope_2[0]
    fixed = measured(world, "co2_power_2020_grid")
    assert fixed[12] == fixed[0] == scope_2[0]


def test_power_sold_beyond_what_the_park_buys_earns_no_negative_emissions() -> None:
    world = blank_world()
    put(world, "power_bought_kwh", mill=[1000.0, 9000.0])
    put(world, "power_sold_kwh", plant=4000.0)
    assert measured(world, "power_imported")[[0, 12]] == pytest.approx([0.0, 5.0])
    assert measured(world, "co2_scope_2")[0] == 0.0


def test_a_partner_outside_is_not_counted() -> None:
    world = blank_world()
    put(world, "scope_1_tco2e", mill=2.0, plant=10.0, farm=1000.0)
    put(world, "power_bought_kwh", farm=1e6)
    assert measured(world, "co2") == pytest.approx(np.full(24, 12.0))


def test_heat_sold_inside_cancels_and_heat_from_outside_counts() -> None:
    world = blank_world()
    put(world, "output", mill=100.0, plant=50.0)
    put(world, "heat_bought_mj", mill=3000.0)
    add_link(world, "plant", "mill", "X128", [120_000.0, 240_000.0])
    assert measured(world, "heat_imported") == pytest.approx(np.full(24, 3.0))
    factor = world.catalogue.heat_tco2e_per_mj
    assert measured(world, "co2_heat") == pytest.approx(np.full(24, 3000.0 * factor))
    world.columns.enterprises.inside[world.columns.enterprises.name == "plant"] = False
    imported = measured(world, "heat_imported")
    assert imported[[0, 12]] == pytest.approx([3.0 + 10.0, 3.0 + 20.0])


def test_comprehensive_energy_is_fuel_and_net_power_at_either_value() -> None:
    world = blank_world()
    tce = world.catalogue.tce_calorific
    kwh, mj = tce[world.catalogue.stream["electricity"]], tce[world.catalogue.stream["steam_lp"]]
    put(world, "power_bought_kwh", mill=10_000.0)
    put(world, "power_sold_kwh", plant=4000.0)
    put(world, "heat_bought_mj", mill=5000.0)
    put(world, "fuel_tce", mill=7.0 + 10_000 * kwh + 5000 * mj, plant=2.0)
    calorific = 9.0 + 6.0 * TCE_PER_MWH + 5.0 * TCE_PER_GJ
    assert measured(world, "energy_calorific") == pytest.approx(np.full(24, calorific), rel=1e-12)
    equal = measured(world, "energy_equal_value")
    assert equal[[0, 12]] == pytest.approx(
        [9.0 + 6.0 * 0.3055 + 5.0 * 0.04, 9.0 + 6.0 * 0.3015 + 5.0 * 0.04]
    )


def test_energy_of_the_enterprises_sums_to_that_of_the_park() -> None:
    from experiments.indicators.expected import net_energy

    world = blank_world()
    put(world, "output", mill=100.0, plant=50.0)
    put(world, "power_bought_kwh", mill=900.0, shop=50.0)
    put(world, "power_sold_kwh", plant=300.0)
    put(world, "fuel_tce", mill=1.0, plant=8.0)
    add_link(world, "plant", "mill", "X128", [50_000.0, 70_000.0])
    panel = Panel(world)
    whole = measured(world, "energy_calorific").reshape(2, 12).sum(axis=1)
    assert panel.sum_parks(net_energy(panel, "calorific"))[0] == pytest.approx(whole, rel=1e-12)


def test_intensities_stand_at_constant_prices() -> None:
    world = blank_world()
    per_unit = world.catalogue.tables["sectors"].row("dyeing")["value_added_cny_per_unit"]
    put(world, "output", mill=[10.0, 20.0])
    put(world, "scope_1_tco2e", mill=[3.0, 3.0])
    put(world, "value_added_cny", mill=[1.0, 1e9])
    assert measured(world, "co2_intensity") == pytest.approx(
        [3.0 / (10 * per_unit / 1e4), 3.0 / (20 * per_unit / 1e4)]
    )
    assert measured(world, "co2_intensity_change") == pytest.approx([0.0, -50.0])


def test_a_ratio_without_its_denominator_is_no_number() -> None:
    assert np.isnan(measured(blank_world(), "co2_intensity")).all()
    assert np.isnan(measured(blank_world(), "solid_utilisation")).all()


@pytest.mark.parametrize(
    ("path", "peaks"),
    [
        ([5.0, 7.0, 6.0, 7.0], [2020, 2021, 2021, 2021]),
        ([5.0, 4.0, 6.0, 9.0], [2020, 2020, 2022, 2023]),
        ([5.0, 5.0, 5.0, 5.0], [2020, 2020, 2020, 2020]),
    ],
)
def test_the_peak_so_far_is_the_first_highest_year(path: list[float], peaks: list[int]) -> None:
    world = blank_world(years=4)
    put(world, "scope_1_tco2e", mill=path)
    assert measured(world, "co2_peak_year").tolist() == peaks


def test_avoided_co2_is_beside_the_inventory() -> None:
    world = blank_world()
    put(world, "scope_1_tco2e", mill=3.0)
    before = measured(world, "co2")
    put(world, "avoided_tco2e", mill=50.0)
    assert (measured(world, "co2") == before).all()
    assert measured(world, "co2_avoided")[0] == 50.0


def test_a_total_is_summed_in_id_order() -> None:
    world = blank_world()
    values = {"mill": 0.1, "shop": 1e16, "plant": 0.3}
    put(world, "tax_cny", **values)
    order = world.columns.enterprises.name.tolist()
    expected = 0.0
    for name in (name for name in order if name in values):
        expected += values[name]
    assert measured(world, "tax")[0] == expected
