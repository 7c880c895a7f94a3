"""Landfills fill up, grow dearer as they do, and their methane stays outside the fence."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.indicators import INDICATORS
from experiments.indicators.panel import Panel
from sim.landfill import buried_t, landfill_fill, landfill_rise
from sim.synth import synth
from sim.world import World
from tests.engine.worlds import fingerprint, run, world_of
from tests.market.actors import at_output, park_of, slot_of

FOUNDRY = {"sector": "foundry", "output": 20_000.0}
SAND_FEE = 0.12
"""CNY/kg of foundry sand (streams table)."""


def foundry(months: int, **assumed: float) -> World:
    """Return a foundry that has run at capacity, its sand buried."""
    world = world_of(park_of(FOUNDRY), months=144, symbiosis=False, **assumed)
    at_output(world, 1.0)
    return run(world, months)


def test_a_landfill_holds_the_years_it_is_given() -> None:
    world = foundry(36, landfill_years=6.0)
    assert landfill_fill(world, 3)[0] == pytest.approx([0.5], rel=0.05)
    slot = slot_of(world, 0, "foundry_sand")
    sent = world.slot_ledger.years[1][1, slot] / 1000.0
    assert buried_t(world, 1)[slot] == pytest.approx(sent) and sent > 0


@pytest.mark.parametrize(("years", "factor"), [(4, 1.0), (6, 2.0), (8, 2.0)])
def test_the_fee_rises_near_full_and_stays_there(years: int, factor: float) -> None:
    world = foundry(12 * years + 1, landfill_years=6.0)
    slot = slot_of(world, 0, "foundry_sand")
    assert world.prices.value[slot] == pytest.approx(-SAND_FEE * factor)


def test_between_near_full_and_full_the_fee_is_in_proportion() -> None:
    world = foundry(12 * 9 + 1, landfill_years=10.0, landfill_full_factor=3.0)
    fill = landfill_fill(world, 9)[0, 0]
    assert 0.8 < fill < 1.0
    slot = slot_of(world, 0, "foundry_sand")
    more = SAND_FEE * 2.0 * (fill - 0.8) / 0.2
    assert landfill_rise(world)[slot] == pytest.approx(more)
    assert world.prices.value[slot] == pytest.approx(-SAND_FEE - more)


def test_room_enough_leaves_every_bit() -> None:
    park = synth(20, 4, "metals_recycling")
    some, more = (run(world_of(park, months=36, landfill_years=years)) for years in (15.0, 25.0))
    assert fingerprint(some) == fingerprint(more)


def test_only_waste_that_nobody_took_is_buried() -> None:
    world = run(world_of(synth(30, 7, "dyeing_textile+fine_chemical"), months=36))
    market = world.slot_ledger.years[2][1] / 1000.0
    tonnes = buried_t(world, 2)
    assert tonnes.any()
    assert (tonnes[: len(market)] <= np.maximum(market, 0.0) * (1 + 1e-12)).all()
    assert not tonnes[world.columns.slots.product].any()


def test_methane_is_outside_the_fence_and_follows_what_the_town_buries() -> None:
    park = synth(30, 7, "dyeing_textile+fine_chemical")
    little, much = (
        Panel(run(world_of(park, months=24, town_landfill_share=share))) for share in (0.0, 0.4)
    )
    methane, buried = INDICATORS["landfill_methane"].measure, INDICATORS["landfilled"].measure
    assert (methane(much) > methane(little)).all() and (buried(much) > buried(little)).all()
    assert (methane(much) <= 0.5 * buried(much)).all()
    scope_1 = [panel.park_years("scope_1_tco2e") for panel in (little, much)]
    assert np.array_equal(*scope_1)


def test_stores_stay_under_the_year_that_the_law_allows() -> None:
    world = world_of(synth(30, 7, "dyeing_textile+fine_chemical"), months=36, storage_months=6.0)
    run(world)
    slots, enterprises = world.columns.slots, world.columns.enterprises
    year = 12.0 * slots.coefficient * enterprises.capacity[slots.enterprise]
    assert slots.store.any()
    assert (slots.store <= 0.5 * year * (1 + 1e-9)).all()
    plants = world.plants.waste_intake
    assert slots.store[plants].any()
    assert (slots.store[plants] <= year[plants] / 12.0 * (1 + 1e-9)).all()
