"""Limits of discharge: what a stricter one costs, and that it never pays for itself by accident."""

from __future__ import annotations

import numpy as np
import pytest

from sim.money import ACCOUNT
from sim.synth import synth
from sim.world import World
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
