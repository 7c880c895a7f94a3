"""What a park file measures overrides the archetype; what it leaves empty does not."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.park import Park, sheet_of_rows
from sim.recipes import POWER, STEAM, WATER
from sim.world import World
from tests.engine.worlds import run, world_of
from tests.market.test_market import two_firms

YEARLY_OUTPUT = 10000.0


def dyer(**measured: Any) -> World:
    """Return the first month of a dyeing mill with measured figures."""
    park = two_firms()
    row = {"enterprise_id": "mill", "sector": "dyeing", "output": YEARLY_OUTPUT, **measured}
    return run(world_of(Park(info=park.info, enterprises=sheet_of_rows("enterprises", [row]))), 1)


@pytest.mark.parametrize(
    ("column", "amount", "carrier", "per_unit"),
    [
        ("electricity_mwh", 9000.0, POWER, 900.0),
        ("steam_gj", 150000.0, STEAM, 15000.0),
        ("fresh_water_m3", 600000.0, WATER, 60.0),
    ],
)
def test_a_measured_carrier_sets_its_coefficient(
    column: str, amount: float, carrier: int, per_unit: float
) -> None:
    world = dyer(**{column: amount})
    slot = world.carrier_slots[0, carrier]
    assert world.columns.slots.base_coefficient[slot] == pytest.approx(per_unit)
    assert dyer().columns.slots.base_coefficient[slot] != pytest.approx(per_unit)


def test_a_measured_value_added_is_met_in_the_first_year() -> None:
    usual, richer = dyer(), dyer(value_added_cny=6e7)
    per_unit = richer.columns.enterprises.value_added_cny_per_unit[0]
    assert per_unit == pytest.approx(6000.0)
    gap = (
        usual.columns.enterprises.other_purchases_cny_per_unit[0]
        - richer.columns.enterprises.other_purchases_cny_per_unit[0]
    )
    assert gap == pytest.approx(per_unit - usual.columns.enterprises.value_added_cny_per_unit[0])


def test_land_jobs_and_years_are_taken_over() -> None:
    world = dyer(land_mu=77.0, jobs=123.0, start_year=1999)
    enterprises = world.columns.enterprises
    assert enterprises.land_mu[0] == 77.0
    assert enterprises.jobs[0] == 123.0
    assert enterprises.active[0]
    assert not dyer(start_year=2024).columns.enterprises.active[0]
    assert not dyer(start_year=1990, end_year=2010).columns.enterprises.active[0]


def test_mass_still_closes_with_measured_carriers() -> None:
    world = dyer(natural_gas_1000m3=4000.0, fresh_water_m3=2e6, wastewater_m3=3e5)
    weight = world.prices.quantity[0] * world.flows.quantity
    assert abs(weight.sum()) <= 1e-9 * np.abs(weight).max()
