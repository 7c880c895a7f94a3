"""The market: what a deal is worth, worked by hand, and what must never happen in any park."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agents.bargain import appraise, distances
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
    world = opened(two_firms(km=2.0), site_cost_sd=0.1)
    giver, taker = the_pair(world)
    trust = np.array([0.3])
    deal = appraise(world, giver, taker, trust, np.array([2.0]))
    streams, options = (world.catalogue.tables[name] for name in ("streams", "exchanges"))
    grain, option = streams.row("spent_grain"), options.row("X141")
    price = world.catalogue.price[world.catalogue.stream["feed_grain"], 0]
    worth = option["ratio"] * price
    assert deal.worth[0] == pytest.approx(worth)
    fallback = grain["fallback_cny_per_unit"]
    assert deal.forgone[0] == pytest.approx(fallback)
    transport = grain["transport_fixed_cny_per_unit"] + 2.0 * grain["transport_cny_per_unit_km"]
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


def check_market(world: World) -> None:
    """Assert what must hold in any park at any time."""
    columns, catalogue = world.columns, world.catalogue
    slots, contracts, prospects = columns.slots, columns.contracts, columns.prospects
    running = np.flatnonzero(contracts.end_month > world.month)
    a, b = contracts.giver_slot[running], contracts.taker_slot[running]
    giver, taker, option = slots.enterprise[a], slots.enterprise[b], contracts.exchange[running]
    assert ((giver != taker) ^ contracts.on_site[running]).all(), "no self-dealing"
    assert world.market.facts.at_home[option[giver == taker]].all()
    sector = columns.enterprises.sector
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


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(enterprises=st.integers(5, 50), seed=st.integers(0, 10**6), run_seed=st.integers(0, 10**6))
def test_market_rules_hold_in_random_parks(enterprises: int, seed: int, run_seed: int) -> None:
    world = world_of(synth(enterprises, seed), seed=run_seed, months=48)
    for _ in range(4):
        run(world, 12)
        check_market(world)


@pytest.mark.long
@settings(max_examples=1000, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    enterprises=st.integers(5, 60),
    seed=st.integers(0, 10**6),
    run_seed=st.integers(0, 10**6),
    mix=st.sampled_from(("dyeing_textile", "fine_chemical", "steel", "paper", "petrochemical")),
)
def test_market_rules_hold_in_a_thousand_random_parks(
    enterprises: int, seed: int, run_seed: int, mix: str
) -> None:
    world = world_of(synth(enterprises, seed, mix), seed=run_seed, months=36)
    for _ in range(3):
        run(world, 12)
        check_market(world)
