"""Stores: storable goods carry a seasonal surplus over, at a cost; steam is never stored."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.money import ACCOUNT
from sim.parkfile import read_park
from sim.world import World
from tests.engine.worlds import run, world_of
from tests.market.actors import all_known, park_of, slot_of

Floats = NDArray[np.float64]

CAMPAIGN = (10, 11, 0, 1, 2, 3)
"""Months in which cane is crushed: November to April."""


def sugar_and_pulp(**changed: float) -> World:
    """Return a sugar mill that crushes half of the year, and a pulp mill of its owner."""
    world = world_of(
        park_of(
            {"sector": "sugar_mill", "owner": "group", "output": 120000.0},
            {"sector": "pulp_bagasse_nr", "owner": "group", "output": 60000.0},
        ),
        months=60,
        **changed,
    )
    all_known(world)

    def campaign(plan: Floats) -> None:
        plan[0] = 20000.0 * (world.month % 12 in CAMPAIGN)
        plan[1] = 5000.0

    world.overrides["plan_output"] = campaign
    return world


def test_a_plant_that_has_closed_lays_nothing_in() -> None:
    world = sugar_and_pulp(storage_months=6.0)
    sugar, pulp = (slot_of(world, row, "bagasse") for row in (0, 1))
    run(world, 36)
    assert world.flows.laid_in[pulp] > 0, "December fills the store"

    def leave(wish: Floats) -> None:
        wish[:] = [False, True]

    def without_pulp(plan: Floats) -> None:
        plan[:] = [20000.0, 0.0]

    world.overrides |= {"leave": leave, "plan_output": without_pulp}
    run(world, 1)
    assert len(world.live) > 0, "January is the last month of the contract"
    assert world.flows.quantity[sugar] > 0
    assert world.flows.given[sugar] == world.flows.laid_in[pulp] == 0.0


def test_bagasse_of_the_campaign_is_pulped_after_it() -> None:
    world = sugar_and_pulp(storage_months=6.0)
    sugar, pulp = (slot_of(world, row, "bagasse") for row in (0, 1))
    run(world, 36)
    drawn, laid_in, stored = [], [], [world.columns.slots.store[pulp]]
    for month in range(12):
        run(world, 1)
        flows = world.flows
        drawn.append(flows.drawn[pulp])
        laid_in.append(flows.laid_in[pulp])
        stored.append(world.columns.slots.store[pulp])
        if month not in CAMPAIGN:
            assert flows.given[sugar] == flows.received[pulp] == 0.0
        used = flows.received[pulp] - laid_in[-1] + drawn[-1] + flows.bought[pulp]
        assert used == pytest.approx(flows.quantity[pulp]), "the pulp mill runs evenly"
    crushing = [month in CAMPAIGN for month in range(12)]
    assert min(np.array(laid_in)[crushing][-2:]) > 0
    assert max(np.array(laid_in)[~np.array(crushing)]) == 0
    assert drawn[4] > 0, "May is pulped from store"
    assert np.diff(stored) == pytest.approx(np.subtract(laid_in, drawn))


def test_a_tonne_in_store_costs_its_keep() -> None:
    world = run(sugar_and_pulp(storage_months=6.0), 36 + 5)
    pulp = slot_of(world, 1, "bagasse")
    assert world.flows.received[pulp] == 0.0, "in May nothing comes, so nothing else is handled"
    tonnes = world.columns.slots.store[pulp] / 1000.0
    assert tonnes > 100.0
    cost = tonnes * world.assumption["storage_cny_per_t_month"]
    assert world.flows.money[ACCOUNT["handling"], 1] == pytest.approx(-cost)


def test_a_store_holds_no_more_than_its_months() -> None:
    small, large = (run(sugar_and_pulp(storage_months=months), 40) for months in (1.0, 6.0))
    for world, months in ((small, 1.0), (large, 6.0)):
        pulp = slot_of(world, 1, "bagasse")
        slots, capacity = world.columns.slots, world.columns.enterprises.capacity[1]
        room = months * slots.store_share[pulp] * slots.coefficient[pulp] * capacity
        assert 0 < slots.store[pulp] <= room * (1 + 1e-9)


def test_steam_and_water_are_never_stored() -> None:
    world = world_of(read_park("kalundborg"), months=24)
    facts, seen = world.market.facts, 0.0
    assert not (facts.storable & (facts.is_heat | facts.piped)).any()
    for _ in range(24):
        run(world, 1)
        stream = world.columns.slots.stream
        fluid = facts.steam[stream] | (stream == world.catalogue.stream["fresh_water"])
        seen += world.flows.received[fluid].sum()
        assert not world.columns.slots.store[fluid].any()
    assert seen > 0
