"""What must never happen in any park, whatever its sectors, owners and services."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agents.bargain import distances
from sim.columns import ENDINGS
from sim.world import World
from tests.engine.worlds import run
from tests.market.random_parks import PARKS, random_world

LARGER = PARKS | {"enterprises": st.integers(5, 50)}


def check_market(world: World) -> None:
    """Assert what must hold in any park at any time."""
    columns, catalogue = world.columns, world.catalogue
    slots, contracts, prospects = columns.slots, columns.contracts, columns.prospects
    running = np.flatnonzero(contracts.end_month > world.month)
    a, b = contracts.giver_slot[running], contracts.taker_slot[running]
    giver, taker, option = slots.enterprise[a], slots.enterprise[b], contracts.exchange[running]
    assert ((giver != taker) ^ contracts.on_site[running]).all(), "no self-dealing"
    assert world.market.facts.at_home[option[giver == taker]].all()
    sector, park = columns.enterprises.sector, columns.enterprises.park
    assert (park[giver] == park[taker]).all()
    assert catalogue.gives[sector[giver], option].all()
    assert catalogue.takes[sector[taker], option].all()
    assert (slots.stream[a] == catalogue.from_stream[option]).all()
    assert (slots.stream[b] == catalogue.to_stream[option]).all()
    km = distances(world, giver, taker)
    near = km <= world.market.facts.reach_km[option]
    assert near[giver != taker].all(), "no link past its distance"
    size = len(slots)
    given = np.bincount(a, weights=contracts.giver_share[running], minlength=size)
    taken = np.bincount(b, weights=contracts.taker_share[running], minlength=size)
    assert given == pytest.approx(slots.given_share, abs=1e-9)
    assert taken == pytest.approx(slots.taken_share, abs=1e-9)
    assert given.max(initial=0.0) <= 1.0 + 1e-9
    assert taken.max(initial=0.0) <= 1.0 + 1e-9
    held = np.bincount(
        contracts.taker_prospect[running],
        weights=contracts.taker_share[running],
        minlength=len(prospects),
    )
    most = catalogue.number("exchanges", "max_share")[prospects.exchange]
    assert (held <= most + 1e-9).all(), "no more of an input than the option allows"
    assert (world.flows.given <= world.flows.quantity * (1 + 1e-9)).all()
    flows = world.flows
    assert (flows.received - flows.laid_in <= flows.quantity * (1 + 1e-9)).all()
    assert (slots.store >= 0).all()
    sides = contracts.giver_prospect[running], contracts.taker_prospect[running]
    pairs = zip(*(side.tolist() for side in sides), strict=True)
    assert Counter(pairs) == Counter(world.held), "a pair holds one contract of an option"


def check_flows(world: World) -> None:
    """Assert what must hold of every month's deliveries and stores."""
    flows, slots, contracts = world.flows, world.columns.slots, world.columns.contracts
    live, over = world.live, 1 + 1e-9
    delivered = contracts.delivered[live]
    assert (delivered >= 0).all()
    assert (delivered <= contracts.offered[live]).all(), "no more than is supplied"
    assert (delivered <= contracts.wanted[live]).all(), "no more than is accepted"
    assert (flows.given <= flows.quantity * over).all()
    share = np.bincount(
        contracts.taker_slot[live], weights=contracts.taker_share[live], minlength=len(slots)
    )
    used = (flows.received - flows.laid_in)[contracts.taker_slot[live]]
    use = (share * flows.quantity)[contracts.taker_slot[live]]
    assert (used <= use * over + 1e-9).all(), "no more of an input than contracts may cover"
    assert (flows.drawn <= np.minimum(world.opening_store, flows.quantity) * over).all()
    monthly = slots.coefficient * world.columns.enterprises.capacity[slots.enterprise]
    months = np.where(world.plants.is_waste_intake, 1.0, world.assumption["storage_months"])
    hold = np.maximum(months * slots.store_share * monthly, world.opening_store)
    assert (slots.store >= 0).all()
    assert (slots.store <= hold * over).all(), "no more in store than it has room for"
    steam = world.market.facts.steam[slots.stream]
    assert not slots.store[steam].any(), "steam is never stored"


def check_events(world: World) -> None:
    """Assert that every birth and every death of a link is an event, with reason and numbers."""
    contracts = world.columns.contracts
    by_kind: dict[str, list[dict[str, Any]]] = {}
    for event in world.events:
        by_kind.setdefault(event["event"], []).append(event)
    between = ~contracts.on_site & (contracts.signed_month >= 0)
    born, died = by_kind.get("link_signed", []), by_kind.get("link_ended", [])
    assert sorted(e["month"] for e in born) == sorted(contracts.signed_month[between].tolist())
    ended = (contracts.end_month <= world.month) & ~contracts.on_site
    assert sorted(e["month"] + 1 for e in died) == sorted(contracts.end_month[ended].tolist())
    reasons = Counter(ENDINGS[ending] for ending in contracts.ending[ended].tolist())
    assert Counter(e["reason"] for e in died) == reasons
    assert all(e["reason"] in ("found", "brokered") for e in born)
    numbers = ("amount_per_month", "price_cny_per_unit", "joint_gain_cny_per_unit", "trust")
    assert all(np.isfinite([event[name] for name in numbers]).all() for event in born)
    assert all(event["joint_gain_cny_per_unit"] > 0 for event in born)
    on_site = contracts.on_site & (contracts.signed_month >= 0)
    assert len(by_kind.get("on_site_installed", [])) == on_site.sum()


def checked(months: int, **park: Any) -> World:
    """Run a random park and check it month by month; its books raise by themselves."""
    world = random_world(**park, months=months, contract_years_bulk=1.0)
    for month in range(months):
        run(world, 1)
        check_flows(world)
        if month % 6 == 5:
            check_market(world)
    check_events(world)
    return world


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(**LARGER)
def test_market_rules_hold_in_random_parks(**park: Any) -> None:
    checked(**park, months=36)


@pytest.mark.long
@settings(max_examples=2000, deadline=None, suppress_health_check=list(HealthCheck))
@given(**LARGER)
def test_market_rules_hold_in_thousands_of_random_parks(**park: Any) -> None:
    checked(**park, months=60)
