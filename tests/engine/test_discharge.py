"""Limits of discharge: what a stricter one costs, and that it never pays for itself by accident."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.charges import unit_charges
from sim.fit import DISCHARGED, pollutant_factors
from sim.money import ACCOUNT
from sim.synth import synth
from sim.world import World
from tests.engine.technologies import choosing
from tests.engine.worlds import fingerprint, run, world_of
from tests.market.actors import Writes

PARK = synth(25, 4, "dyeing_textile")


def under(factor: float, months: int) -> World:
    """Return the park after some months in which treating waste water costs a multiple."""
    policies = [Writes({"discharge_cost_factor": factor})]
    return run(world_of(PARK, months=months, policies=policies, symbiosis=False))


def test_a_limit_as_today_leaves_every_bit() -> None:
    assert fingerprint(under(1.0, 24)) == fingerprint(run(world_of(PARK, symbiosis=False)))


def test_the_fee_of_waste_water_rises_by_the_factor_and_no_other() -> None:
    strict, today = under(1.4, 1), under(1.0, 1)
    slots, fee = today.columns.slots, np.zeros(len(today.columns.slots))
    for stream, cny_per_m3 in (("wastewater", 5.0), ("sewage", 3.5), ("hot_wastewater", 6.0)):
        fee[(slots.stream == today.catalogue.stream[stream]) & slots.out] = cny_per_m3
    assert fee.any()
    assert today.prices.value - strict.prices.value == pytest.approx(0.4 * fee)
    paid = [world.flows.money[ACCOUNT["disposal"]].sum() for world in (strict, today)]
    assert paid[0] < 1.2 * paid[1] < 0.0


def test_stricter_limits_cost_more_and_send_no_more_waste_water() -> None:
    def sums(name: str) -> list[float]:
        return [world.record.by_year(name).sum() for world in worlds]

    worlds = [under(factor, 48) for factor in (1.0, 1.5, 3.0)]
    profit, water = sums("profit_cny"), sums("wastewater_m3")
    assert profit[0] > profit[1] > profit[2]
    assert water[0] >= water[1] >= water[2]


MIXES = ("dyeing_textile", "fine_chemical", "paper", "metals_recycling")


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    seed=st.integers(0, 10**6),
    mix=st.sampled_from(MIXES),
    factor=st.floats(1.01, 3.0),
    left=st.floats(0.1, 0.95),
)
def test_a_stricter_limit_is_never_free_and_lowers_what_is_discharged(
    seed: int, mix: str, factor: float, left: float
) -> None:
    """On paired draws, month by month of a plant as it stands, for every enterprise."""
    park = synth(12, seed, mix)
    terms = {"discharge_cost_factor": factor, "cod_left": left, "nh3n_left": left}

    def at_seven_tenths(policies: list[Writes]) -> World:
        world = world_of(park, months=12, policies=policies, symbiosis=False)
        firms = world.columns.enterprises
        world.overrides["plan_output"] = lambda plan: np.copyto(plan, 0.7 * firms.capacity)
        return run(choosing(world), 1)

    strict, today = at_seven_tenths([Writes(terms)]), at_seven_tenths([])
    assert np.array_equal(strict.flows.output, today.flows.output)
    cost = [
        world.flows.money[[ACCOUNT["disposal"], ACCOUNT["gate_payments"]]].sum(axis=0)
        for world in (strict, today)
    ]
    sends = (today.flows.treated + today.flows.released)[today.plants.sewage] > 0
    senders = np.unique(today.columns.slots.enterprise[today.plants.sewage[sends]])
    assert (strict.prices.value <= today.prices.value + 1e-12).all()
    assert (cost[0] <= cost[1] + 1e-6).all()
    assert (cost[0][senders] < cost[1][senders]).all()
    of_limit = pollutant_factors(strict, 0)[list(DISCHARGED)]
    before = pollutant_factors(today, 0)[list(DISCHARGED)]
    assert of_limit == pytest.approx(left * before)


def test_a_limit_holds_from_its_year_on_and_charges_follow_what_is_left() -> None:
    charge = {"cod_charge_cny_per_kg": 1.4}
    some = [Writes(charge), Writes({"cod_left": 0.5}, name="limit")]
    charged, limited = (
        run(world_of(PARK, months=24, policies=policies, symbiosis=False), 13)
        for policies in (some[:1], some)
    )
    assert len(limited.discharge_years) == 2
    whole, less = unit_charges(charged), unit_charges(limited)
    assert whole.max() > 0
    assert less == pytest.approx(0.5 * whole)
