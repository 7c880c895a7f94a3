"""How a link dies: its term, failed trust, no gain, a partner that leaves, a stream that ends."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.park_columns import close_mass
from sim.world import World
from tests.engine.worlds import run, world_of
from tests.market.actors import at_output, events_of, only_known, park_of, slot_of, until_signed

Floats = NDArray[np.float64]


def linked(trust: float = 0.9, **changed: float) -> World:
    """Return a brewery that gives a feed mill its grain, with the contract running."""
    park = park_of({"sector": "brewery"}, {"sector": "feed_mill"})
    world = world_of(park, months=84, knowledge_own=0.0, **changed)
    until_signed(only_known(world, "X141", trust))
    at_output(world, 0.8, 0.8)
    return run(world, 12 - world.month)


def the_end(world: World) -> dict[str, Any]:
    """Run until the first link has ended and return the event."""
    while not events_of(world, "link_ended"):
        run(world, 1)
    return events_of(world, "link_ended")[0]


def test_a_term_runs_out() -> None:
    world = linked(contract_years_bulk=2.0)
    end = the_end(world)
    contracts = world.columns.contracts
    assert (end["reason"], end["lasted_months"]) == ("term", 24)
    assert end["month"] + 1 == contracts.end_month[0] == contracts.start_month[0] + 24
    assert contracts.start_month[1] == contracts.end_month[0], "renewed without a gap"


def test_trust_below_the_least_breaks_a_link_with_notice() -> None:
    world = linked(trust=0.31, trust_loss=0.4, trust_break=0.25)
    kept = run(world, 1).ties[0, 1]
    assert kept == pytest.approx(0.31 + 0.15 * 0.69), "a year of full delivery"
    at_output(world, 0.05, 0.8)
    run(world, 12)
    (notice,) = events_of(world, "link_notice")
    assert notice["reason"] == "trust lost"
    assert notice["trust"] == pytest.approx(kept * 0.6)
    assert notice["month"] == 24
    assert notice["kept_share"] < 0.75
    end = the_end(world)
    assert (end["reason"], end["month"]) == ("trust lost", 24 + 6 - 1)


def test_a_partner_that_leaves_ends_it_at_once() -> None:
    world = linked()

    def leave(wish: Floats) -> None:
        wish[:] = [world.month == 24, False]

    world.overrides["leave"] = leave
    end = the_end(world)
    assert (end["reason"], end["month"]) == ("partner left", 24)
    assert events_of(world, "left", enterprise="0_brewery")[0]["month"] == 24
    assert world.columns.slots.taken_share[slot_of(world, 1, "feed_grain")] == 0.0
    assert not world.held


def test_a_stream_that_is_made_no_more_ends_it() -> None:
    world = linked()
    run(world, 11)
    slots = world.columns.slots
    slots.coefficient[slot_of(world, 0, "spent_grain")] = 0.0
    close_mass(slots, world.catalogue, np.array([0]))
    end = the_end(world)
    assert (end["reason"], end["month"]) == ("stream ended", 24)


def test_a_link_that_gains_nothing_is_given_notice() -> None:
    world = linked()
    feed = slot_of(world, 1, "feed_grain")
    rewrite = world.prices.rewrite

    def cheap_feed(*year_and_terms: Any) -> None:
        rewrite(*year_and_terms)
        world.prices.price[feed] *= 0.01
        world.prices.bought[0, feed] = world.prices.price[feed]
        world.prices.worth[feed] = -world.prices.price[feed]
        world.prices.traded[feed] = world.prices.worth[feed]

    world.prices.rewrite = cheap_feed  # type: ignore[method-assign]
    end = the_end(world)
    assert (end["reason"], end["month"]) == ("no gain", 12 + 6 - 1)
    assert events_of(world, "link_notice")[0]["joint_gain_cny_per_unit"] < 0
