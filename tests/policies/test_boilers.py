"""Closure orders and the elimination of coal boilers: who must go, when, and who supplies then."""

from __future__ import annotations

import numpy as np
import pytest

from policies.boiler_elimination import HOURS_PER_MONTH, BoilerElimination
from policies.parameters import load_parameters
from sim.synth import synth
from sim.world import World
from tests.engine.worlds import run, world_of
from tests.market.actors import Writes, events_of, park_of, slot_of
from tests.policies.scene import firms, terms_of, view

TABLE = load_parameters()
GJ_PER_T = 2.77
BOILER = {"sector": "boiler_coal", "output": 100_000.0}
GAS = {"sector": "boiler_gas", "output": 150_000.0}
MILL = {"sector": "dyeing", "output": 12_000.0}


def ordered(year: int, strength: float = 1.0) -> list[float]:
    """Return the orders on boilers of 34 and 36 t/h, a gas boiler and a dye works."""
    size = np.array([34.0, 36.0, 10.0, 1.0]) * HOURS_PER_MONTH * GJ_PER_T
    park = firms(["boiler_coal", "boiler_coal", "boiler_gas", "dyeing"], capacity=size)
    terms = terms_of(BoilerElimination(TABLE), view(park, year, strength=strength))
    order: list[float] = terms["closure_order"].tolist()
    return order


def test_only_coal_boilers_below_the_limit_are_ordered_to_close() -> None:
    assert ordered(2025) == [0.95, 0.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("year", "strength", "share"),
    [(2020, 1.0, 0.0), (2023, 0.5, 0.275), (2023, 1.0, 0.55), (2023, 2.0, 1.0), (2030, 2.0, 1.0)],
)
def test_the_share_rises_by_date_and_strength(year: int, strength: float, share: float) -> None:
    assert ordered(year, strength)[0] == pytest.approx(share)


def closed(world: World) -> list[str]:
    """Return who left by order, in order of time."""
    return [str(e["enterprise"]) for e in events_of(world, "left", reason="closed_by_order")]


def test_an_order_closes_in_the_second_january_and_the_mains_take_over() -> None:
    world = world_of(park_of(BOILER, GAS, MILL), policies=[Writes({"closure_order": 0.0})])
    plain = run(world, 13)
    rule = BoilerElimination(TABLE.changed({"boiler_closed_share": 1.0}))
    world = run(world_of(park_of(BOILER, GAS, MILL), policies=[rule]), 12)
    assert world.columns.enterprises.active.all() and not closed(world)
    run(world, 1)
    assert closed(world) == ["0_boiler_coal"] and not closed(plain)
    assert world.flows.output[0] == 0.0 < plain.flows.output[0]
    assert world.flows.output[1] > plain.flows.output[1], "the gas boiler serves the dye works"
    need, got = world.flows.quantity, world.flows.mains + world.flows.received
    steam = slot_of(world, 2, "steam_lp")
    assert got[steam] + world.flows.bought[steam] == pytest.approx(need[steam])


def test_contracts_of_a_plant_closed_by_order_end_with_notice() -> None:
    world = run(world_of(synth(40, 5, "dyeing_textile"), months=60), 36)
    contracts, enterprises = world.columns.contracts, world.columns.enterprises
    assert (contracts.end_month > 37).any()
    world.policies, world.levers = [Writes({"closure_order": 1.0})], np.ones((1, 1))
    run(world, 1)
    assert (contracts.end_month[contracts.start_month <= 36] <= 37).all()
    assert not (enterprises.active & enterprises.inside & (enterprises.start_month < 36)).any()


def test_a_larger_share_closes_more_and_never_others() -> None:
    park, found = synth(60, 5, "comprehensive"), []
    for share in (0.0, 0.2, 0.5, 1.0):
        world = run(world_of(park, policies=[Writes({"closure_order": share})]), 13)
        found.append(set(closed(world)))
    assert found[0] == set()
    assert found[0] < found[1] < found[2] < found[3]
