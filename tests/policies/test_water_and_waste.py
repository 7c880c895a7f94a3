"""Water and waste policies: quotas, limits, targets and permits, case by case."""

from __future__ import annotations

import numpy as np
import pytest

from agents.contract import timings
from policies.discharge_limit import DischargeLimit
from policies.hazardous_transfer import HazardousTransfer
from policies.parameters import load_parameters
from policies.reclaimed_water import ReclaimedWater
from policies.stepped_water_price import SteppedWaterPrice, recipe_water
from policies.zero_waste_park import ZeroWastePark
from sim.catalogue import load_catalogue
from sim.synth import synth
from sim.world import World
from tests.engine.worlds import run, world_of
from tests.policies.scene import terms_of, view

TABLE = load_parameters()
FRESH_CNY_PER_M3 = 4.2


def water_price(over: float, strength: float = 1.0) -> float:
    """Return the adder of a dye works that took this multiple of its quota last year."""
    catalogue = load_catalogue()
    quota = 0.8 * recipe_water(catalogue)[catalogue.sector["dyeing"]]
    seen = view(["dyeing"], 2023, fresh_water_m3=over * quota, strength=strength)
    return float(terms_of(SteppedWaterPrice(TABLE), seen)["water_adder_cny_per_m3"][0])


@pytest.mark.parametrize(
    ("over", "tiers"),
    [(0.5, 0.0), (1.0, 0.0), (1.1, 0.05), (1.2, 0.1), (1.25, 0.15), (2.0, 0.9)],
)
def test_the_bill_of_water_is_that_of_its_steps(over: float, tiers: float) -> None:
    assert water_price(over) * over == pytest.approx(FRESH_CNY_PER_M3 * tiers, abs=1e-9)
    assert water_price(over, 2.0) == pytest.approx(2.0 * water_price(over))


def test_nobody_pays_steps_without_a_year_before() -> None:
    seen = view(["dyeing"], 2020, output=0.0)
    assert terms_of(SteppedWaterPrice(TABLE), seen)["water_adder_cny_per_m3"].tolist() == [0.0]


@pytest.mark.parametrize(("strength", "cod", "cost"), [(0.5, 0.8**0.5, 1.1), (2.0, 0.64, 1.4)])
def test_a_limit_leaves_less_and_costs_more(strength: float, cod: float, cost: float) -> None:
    terms = terms_of(DischargeLimit(TABLE), view(["dyeing"], 2023, strength=strength))
    assert terms["cod_left"] == pytest.approx([cod])
    assert terms["nh3n_left"] == pytest.approx([0.4**strength])
    assert terms["discharge_cost_factor"] == pytest.approx([cost])


def test_two_parks_have_each_its_own_limit() -> None:
    park = synth(6, 1)
    world = world_of(
        park, synth(6, 2), policies=[DischargeLimit(TABLE)], levers=[[1.0], [0.0]], months=12
    )
    run(world, 1)
    number = world.columns.enterprises.park
    assert world.terms["cod_left"] == pytest.approx(np.where(number == 0, 0.8, 1.0))


def reclaimed(reused: float, *sectors: str) -> list[float]:
    """Return the charges where last year's reused water was this share of all."""
    seen = view(sectors, 2023, reused_water_m3=reused, fresh_water_m3=1.0 - reused)
    charge: list[float] = terms_of(ReclaimedWater(TABLE), seen)["water_adder_cny_per_m3"].tolist()
    return charge


@pytest.mark.parametrize(("reused", "charge"), [(0.0, 2.1), (0.125, 1.05), (0.25, 0.0), (0.6, 0.0)])
def test_who_falls_short_of_the_quota_pays_on_the_gap(reused: float, charge: float) -> None:
    assert reclaimed(reused, "dyeing", "wwtp") == pytest.approx([charge, 0.0])


def test_the_quota_asks_nobody_who_cannot_have_reclaimed_water() -> None:
    assert reclaimed(0.0, "dyeing") == [0.0], "no plant in the park"
    assert reclaimed(0.0, "brewery", "wwtp") == [0.0, 0.0], "no taker of the option"


def test_the_plant_is_asked_to_plan() -> None:
    terms = terms_of(ReclaimedWater(TABLE), view(["dyeing", "wwtp"], 2023, strength=0.5))
    assert terms["consider_factor"] == pytest.approx([1.0, 2.0])


@pytest.mark.parametrize(("used", "charge"), [(0.0, 60.0), (0.4, 30.0), (0.8, 0.0), (1.0, 0.0)])
def test_waste_short_of_the_target_pays_by_the_gap(used: float, charge: float) -> None:
    seen = view(["foundry"], 2023, solid_generated_t=50.0, solid_disposed_t=50.0 * (1.0 - used))
    terms = terms_of(ZeroWastePark(TABLE), seen)
    assert terms["solid_waste_adder_cny_per_t"] == pytest.approx([charge])
    assert terms["landfill_cost_factor"] == pytest.approx([1.5])


def test_only_what_goes_to_a_landfill_bears_its_factor() -> None:
    park = synth(20, 4, "metals_recycling")
    rule = ZeroWastePark(TABLE.changed({"zero_waste_charge": 0.0}))
    plain, under = (run(world_of(park, policies=policies), 1).prices for policies in ([], [rule]))
    world = run(world_of(park), 1)
    route = world.catalogue.tables["streams"]["disposal_route"][world.columns.slots.stream]
    fall = plain.value - under.value
    buried = np.isin(route, ("landfill", "landfill_hazardous")) & (plain.value < 0)
    wasted = buried & ~world.columns.slots.product & world.columns.slots.out
    assert wasted.any()
    assert fall == pytest.approx(np.where(wasted, -0.5 * plain.value, 0.0))


def signed(policies: list[HazardousTransfer]) -> World:
    return run(world_of(synth(40, 2, "fine_chemical"), policies=policies, talks_rate=0.33), 12)


def test_an_easy_permit_takes_a_quarter_of_the_months() -> None:
    plain, eased = signed([]), signed([HazardousTransfer(TABLE)])
    months = []
    for world in (plain, eased):
        contracts, (lead, _) = world.columns.contracts, timings(world)
        found = contracts.signed_month > 0
        waits = contracts.start_month[found] - contracts.signed_month[found]
        option = contracts.exchange[found]
        hazardous = world.market.facts.hazardous[option] & ~contracts.on_site[found]
        assert hazardous.any() and not hazardous.all()
        usual = lead[option]
        spared = np.where(hazardous & (waits > 1), usual - waits, 0)
        assert (np.where(~hazardous & (waits > 1), usual - waits, 0) == 0).all()
        months.append(set(spared[hazardous & (waits > 1)].tolist()))
    assert months == [{0}, {3}]
