"""The market: what a deal is worth, worked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from agents.bargain import appraise
from sim.annuity import capital_recovery
from sim.draws import normal_quantiles
from sim.park import Park, sheet_of_rows
from sim.synth import synth
from sim.world import World
from tests.engine.worlds import run, world_of


def two_firms(km: float = 2.0, owner: str = "") -> Park:
    """Return a brewery and a feed mill: spent grain (X141) may replace feed grain."""
    rows = [
        {"enterprise_id": "brewery", "sector": "brewery", "x_km": 0.0, "y_km": 0.0, "owner": owner},
        {"enterprise_id": "mill", "sector": "feed_mill", "x_km": km, "y_km": 0.0, "owner": owner},
    ]
    info = {
        "format_version": 1, "park_id": "pair", "name_en": "A pair", "name_zh": "",
        "province": "CN-ZJ", "kind": "composed", "area_mu": 1000.0, "note": "",
    }  # fmt: skip
    return Park(info=info, enterprises=sheet_of_rows("enterprises", rows))


def opened(park: Park, **changed: float) -> World:
    """Return a world after its first month, everything known and everybody talking."""
    world = world_of(park, known_share=0.6, **changed)
    world.columns.prospects.known[:] = True
    return run(world, 1)


def the_pair(world: World, option: str = "X141") -> tuple[np.ndarray, np.ndarray]:
    prospects = world.columns.prospects
    mine = prospects.exchange == world.catalogue.exchange[option]
    return np.flatnonzero(mine & prospects.giver), np.flatnonzero(mine & ~prospects.giver)


def test_a_deal_is_worth_what_its_terms_add_up_to() -> None:
    world = opened(two_firms(km=60.0), site_cost_sd=0.1)
    giver, taker = the_pair(world)
    trust = np.array([0.3])
    deal = appraise(world, giver, taker, trust, np.array([60.0]))
    streams, options = (world.catalogue.tables[name] for name in ("streams", "exchanges"))
    grain, option = streams.row("spent_grain"), options.row("X141")
    price = world.catalogue.price[world.catalogue.stream["feed_grain"], 0]
    worth = option["ratio"] * price
    assert deal.worth[0] == pytest.approx(worth)
    fallback = grain["fallback_cny_per_unit"]
    assert deal.forgone[0] == pytest.approx(fallback)
    # spent grain sells anyway: its market price covers the freight of the first 50 km
    transport = (60.0 - 50.0) * grain["transport_cny_per_unit_km"]
    keys = world.market.pair_keys(world.columns, giver, taker)
    slice_ = int(world.draws.bits("site", keys)[0] >> np.uint64(52))
    site = np.exp(0.1 * normal_quantiles()[slice_])
    handling = option["pretreatment_cny_per_unit"] * site + transport
    assert deal.handling[0] == pytest.approx(handling)
    stake = world.assumption["market_good_stake"]
    dealing = world.assumption["transaction_cost"] * stake * worth
    assert deal.operating[0] == pytest.approx(worth - handling - fallback - dealing)
    hurdle = world.memory["hurdle"][1]
    annuity = option["capex_cny_per_annual_unit"] * site * capital_recovery(hurdle, 10.0)
    assert deal.annuity[0] == pytest.approx(annuity)
    risk = world.assumption["risk_premium"] * 0.7
    asked = risk * stake * fallback + risk * (stake * worth + handling + annuity)
    assert deal.joint()[0] == pytest.approx(deal.operating[0] - annuity - asked)


def test_the_price_splits_the_joint_gain_by_the_bargaining_weight() -> None:
    world = opened(two_firms())
    deal = appraise(world, *the_pair(world), np.array([0.3]), np.array([2.0]))
    joint = deal.joint()
    low, high = (deal.price(joint, weight)[0] for weight in (0.0, 1.0))
    assert high - low == pytest.approx(joint[0])
    assert low == pytest.approx(deal.forgone[0] + deal.giver_asks_cny_per_t[0] / 1000.0)


def test_trust_lowers_what_is_asked() -> None:
    world = opened(two_firms())
    pair, km = the_pair(world), np.array([2.0])
    asked = [appraise(world, *pair, np.array([t]), km).joint()[0] for t in (0.0, 0.5, 1.0)]
    assert asked[0] < asked[1] < asked[2]


def test_distance_costs_and_beyond_reach_nothing_is_signed() -> None:
    near, far = (opened(two_firms(km=km)) for km in (1.0, 90.0))
    gain = [
        appraise(w, *the_pair(w), np.array([0.3]), np.array([km])).joint()[0]
        for w, km in ((near, 1.0), (far, 90.0))
    ]
    assert gain[0] > gain[1]
    beyond = world_of(two_firms(km=120.0), months=60)
    beyond.columns.prospects.known[:] = True
    run(beyond)
    assert not [e for e in beyond.events if e.get("exchange") == "X141"]


def test_one_owner_signs_at_its_first_search_and_delivers_after_the_lead_time() -> None:
    world = world_of(two_firms(owner="one group"), months=36)
    world.columns.prospects.known[:] = True
    run(world)
    signed = [e for e in world.events if e["event"] == "link_signed" and e["exchange"] == "X141"]
    turn = int((world.columns.enterprises.key % np.uint64(12)).min())
    assert signed[0]["month"] == turn
    links = world.record.values[-1][:, 0]
    lead = round(world.assumption["lead_months_bulk"])
    assert links[: turn + lead].sum() == 0
    assert links[turn + lead] >= 1


def test_delivered_is_the_lesser_of_the_share_made_and_the_share_needed() -> None:
    world = run(world_of(synth(30, 2, "paper")), 20)
    contracts, flows = world.columns.contracts, world.flows
    rows = world.live
    offered = contracts.giver_share[rows] * flows.quantity[contracts.giver_slot[rows]]
    taker = contracts.taker_slot[rows]
    wanted = contracts.taker_share[rows] * (flows.quantity - flows.drawn)[taker]
    # heat plants ran on what was asked of them, so their offer was their capacity
    by_plan = np.isin(contracts.giver_slot[rows], world.plants.heat_slots, invert=True)
    by_plan &= ~contracts.keeps[rows]
    least = np.minimum(offered, wanted / contracts.ratio[rows])
    assert contracts.delivered[rows][by_plan] == pytest.approx(least[by_plan], rel=1e-9)
