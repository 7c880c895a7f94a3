"""Search and contract: an enterprise looks for takers in its own month and when a contract ends."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.bargain import Deal, appraise, distances
from sim.columns import BY_HEAT, BY_WATER, NEVER, Contracts
from sim.money import ACCOUNT
from sim.physics import stage_of
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

LEAST_SHARE = 0.01
"""Smaller shares of a giver's output are not worth a contract."""


def search(world: World) -> None:
    """Let contracts end, let this month's enterprises search, and sign what pays both sides.

    Candidates are the searchers' known prospects against every taker in reach; they are signed in
    order of joint gain a year (ties by keys), each within what the earlier ones left free.
    """
    seeking = end_contracts(world)
    if not world.symbiosis:
        return
    givers = _searching(world, seeking)
    parks = world.columns.enterprises.park[world.market.enterprise[givers]]
    giver, taker = world.market.candidates(givers, parks, world.columns.prospects.exchange[givers])
    if len(giver):
        _sign_best(world, *_feasible(world, giver, taker))


def end_contracts(world: World) -> Flags:
    """Free the shares of contracts that end now; return which enterprises thereby search."""
    columns, contracts = world.columns, world.columns.contracts
    seeking = np.zeros(len(columns.enterprises), dtype=bool)
    for row in np.flatnonzero(contracts.end_month == world.month):
        giver, taker = contracts.giver_slot[row], contracts.taker_slot[row]
        columns.slots.given_share[giver] -= contracts.giver_share[row]
        columns.slots.taken_share[taker] -= contracts.taker_share[row]
        columns.prospects.share[contracts.taker_prospect[row]] -= contracts.taker_share[row]
        world.held.discard(
            (int(contracts.giver_prospect[row]), int(contracts.taker_prospect[row]))
        )
        seeking[columns.slots.enterprise[giver]] = True
        link_event(world, "link_ended", int(row))
    return seeking


def typical_output(world: World) -> Floats:
    """Return the output a month on which enterprises plan a contract, product units."""
    enterprises = world.columns.enterprises
    typical = np.minimum(world.memory["demand"], enterprises.capacity)
    typical = np.where(enterprises.dispatch == BY_HEAT, enterprises.capacity, typical)
    typical = np.where(enterprises.dispatch == BY_WATER, world.flows.output, typical)
    return typical * enterprises.active


def _searching(world: World, seeking: Flags) -> Ints:
    """Return the giver prospects that are searched this month: known later, in reach, with a rest."""
    market, columns = world.market, world.columns
    enterprises, slots = columns.enterprises, columns.slots
    turn = enterprises.key % np.uint64(12) == np.uint64(world.month % 12)
    looking = (turn | seeking) & enterprises.active
    rows = market.givers[looking[market.enterprise[market.givers]]]
    free = 1.0 - slots.given_share[columns.prospects.slot[rows]]
    return rows[free > LEAST_SHARE]


def _feasible(world: World, giver: Ints, taker: Ints) -> tuple[Ints, Ints, Deal, Floats]:
    """Return the pairs that both know of, may deal, are in reach, talk and gain; with their gain."""
    columns, market, catalogue = world.columns, world.market, world.catalogue
    prospects, slots, enterprises = columns.prospects, columns.slots, columns.enterprises
    a, b = market.enterprise[giver], market.enterprise[taker]
    known = prospects.known[giver] | prospects.known[taker]
    room = slots.taken_share[prospects.slot[taker]] < 1.0 - LEAST_SHARE
    possible = np.flatnonzero(known & room & (a != b) & enterprises.active[b])
    giver, taker, a, b = giver[possible], taker[possible], a[possible], b[possible]
    exchange = prospects.exchange[giver]
    km = distances(world, a, b)
    reach = catalogue.number("streams", "max_distance_km")[catalogue.from_stream[exchange]]
    off_site = world.market.between[exchange]
    trust = pair_trust(world, a, b)
    chance = world.draws.uniform(
        "talks", enterprises.key[a], enterprises.key[b], exchange, world.month // 12
    )
    talks = (chance < world.assumption["talks_rate"]) | (trust > world.assumption["trust_start"])
    keep = np.flatnonzero((km <= reach) & off_site & talks)
    giver, taker, exchange = giver[keep], taker[keep], exchange[keep]
    deal = appraise(
        world, prospects.slot[giver], prospects.slot[taker], exchange, trust[keep], km[keep]
    )
    gain = deal.joint()
    pays = np.flatnonzero(gain > 0)
    return giver[pays], taker[pays], deal.pick(pays), gain[pays]


def pair_trust(world: World, giver: Ints, taker: Ints) -> Floats:
    """Return trust by pair: 1 inside an owner's group, what dealings left, or that of strangers."""
    owner = world.columns.enterprises.owner
    trust = np.full(len(giver), world.assumption["trust_start"])
    for row, pair in enumerate(zip(giver.tolist(), taker.tolist(), strict=True)):
        if pair in world.ties:
            trust[row] = world.ties[pair]
    trust[(owner[giver] == owner[taker]) & (owner[giver] >= 0)] = 1.0
    return trust


def _sign_best(world: World, giver: Ints, taker: Ints, deal: Deal, gain: Floats) -> None:
    if len(giver) == 0:
        return
    columns, market = world.columns, world.market
    prospects, keys = columns.prospects, columns.enterprises.key
    typical = typical_output(world)
    amount = amounts(world, typical, giver, taker, deal.ratio)
    order = np.lexsort(
        (
            prospects.exchange[giver],
            keys[market.enterprise[taker]],
            keys[market.enterprise[giver]],
            -gain * amount,
        )
    )
    signed = []
    for row in order.tolist():
        if (int(giver[row]), int(taker[row])) in world.held:
            continue
        pick = np.array([row])
        left = amounts(world, typical, giver[pick], taker[pick], deal.ratio[pick])[0]
        if left > 0:
            contract = _sign(world, typical, int(giver[row]), int(taker[row]), deal.pick(pick), left)
            if contract is not None:
                signed.append(contract)
    for contract in signed:
        columns.contracts.append(contract)
        link_event(world, "link_signed", len(columns.contracts) - 1)


def amounts(
    world: World, typical: Floats, giver: Ints, taker: Ints, ratio: Floats
) -> Floats:
    """Return what pairs could exchange a month, units given: free supply against free need.

    The need is bounded by the option's largest share of the input, summed over its contracts.
    """
    slots, prospects = world.columns.slots, world.columns.prospects
    a, b = prospects.slot[giver], prospects.slot[taker]
    supply = slots.coefficient[a] * typical[slots.enterprise[a]] * (1.0 - slots.given_share[a])
    most = world.catalogue.number("exchanges", "max_share")[prospects.exchange[giver]]
    share = np.minimum(most - prospects.share[taker], 1.0 - slots.taken_share[b])
    need = slots.coefficient[b] * typical[slots.enterprise[b]] * np.maximum(share, 0.0)
    amount = np.minimum(supply, need / np.maximum(ratio, 1e-12))
    whole = slots.coefficient[a] * typical[slots.enterprise[a]]
    return np.where(amount > LEAST_SHARE * whole, amount, 0.0)


def _sign(
    world: World, typical: Floats, giver: int, taker: int, deal: Deal, amount: float
) -> Contracts | None:
    """Sign one contract: take its shares, start it after its lead time, pay its capex.

    Returns None when the taker can neither pay nor borrow the capex.
    """
    columns, prospects, slots = world.columns, world.columns.prospects, world.columns.slots
    a, b = prospects.slot[giver], prospects.slot[taker]
    exchange = int(prospects.exchange[giver])
    built = (giver, taker) in world.built
    capex = 0.0 if built else float(deal.capex[0]) * amount * 12.0
    buyer = int(slots.enterprise[b])
    if capex > spending_power(world)[buyer]:
        return None
    supply = slots.coefficient[a] * typical[slots.enterprise[a]]
    need = slots.coefficient[b] * typical[buyer]
    giver_share = min(amount / supply, 1.0 - slots.given_share[a])
    taker_share = min(amount * float(deal.ratio[0]) / need, 1.0 - slots.taken_share[b])
    slots.given_share[a] += giver_share
    slots.taken_share[b] += taker_share
    prospects.share[taker] += taker_share
    world.flows.money[ACCOUNT["capex"], buyer] -= capex
    columns.enterprises.committed_cny[buyer] += capex
    world.built.add((giver, taker))
    world.held.add((giver, taker))
    lead, years = _timing(world, exchange, built)
    joint = deal.joint(annuity=not built)
    start = world.month + lead
    pair = (int(slots.enterprise[a]), buyer)
    world.ties.setdefault(pair, float(pair_trust(world, np.array([pair[0]]), np.array([buyer]))[0]))
    return Contracts.blank(
        1,
        giver_slot=a,
        taker_slot=b,
        giver_prospect=giver,
        taker_prospect=taker,
        exchange=exchange,
        giver_share=giver_share,
        taker_share=taker_share,
        ratio=deal.ratio,
        price_cny_per_unit=deal.price(joint, world.assumption["bargaining_giver"]),
        handling_cny_per_unit=deal.handling,
        capex_cny=capex,
        km=deal.km,
        nominal=amount,
        signed_month=world.month,
        start_month=start,
        end_month=min(start + years * 12, NEVER),
        stage=contract_stage(world, np.array([a]), np.array([exchange])),
    )


def spending_power(world: World) -> Floats:
    """Return what each enterprise can invest now: cash and credit, less what it has committed."""
    enterprises = world.columns.enterprises
    assets = np.maximum(enterprises.cash, 0.0) + enterprises.receivables + enterprises.fixed_assets
    credit = world.assumption["max_debt_ratio"] * assets - enterprises.debt
    return np.maximum(enterprises.cash, 0.0) + np.maximum(credit, 0.0) - enterprises.committed_cny


def contract_stage(world: World, giver_slot: Ints, exchange: Ints) -> Ints:
    """Return the stage of the month in which a contract is delivered."""
    catalogue, slots = world.catalogue, world.columns.slots
    piped = catalogue.tables["streams"]["transport_mode"][catalogue.from_stream[exchange]] == "pipe"
    by_water = world.columns.enterprises.dispatch[slots.enterprise[giver_slot]] == BY_WATER
    return stage_of(world.market.is_heat[exchange], piped & ~by_water)


def _timing(world: World, exchange: int, built: bool) -> tuple[int, int]:
    """Return lead time in months and term in years; what stands already flows next month."""
    streams, assumption = world.catalogue.tables["streams"], world.assumption
    stream = world.catalogue.from_stream[exchange]
    mode = "pipe" if streams["transport_mode"][stream] == "pipe" else "truck"
    lead = assumption[f"{mode}_lead_months"]
    if streams["hazardous"][stream]:
        lead += assumption["permit_months"]
    return (1 if built else round(lead)), round(assumption[f"{mode}_contract_years"])


def link_event(world: World, kind: str, row: int) -> None:
    contracts, slots = world.columns.contracts, world.columns.slots
    names = world.columns.enterprises.name
    numbers: dict[str, Any] = {
        "taker": str(names[slots.enterprise[contracts.taker_slot[row]]]),
        "exchange": world.catalogue.exchanges[contracts.exchange[row]],
        "amount_per_month": float(contracts.nominal[row]),
        "price_cny_per_unit": float(contracts.price_cny_per_unit[row]),
        "capex_cny": float(contracts.capex_cny[row]),
        "km": float(contracts.km[row]),
    }
    world.event(kind, int(slots.enterprise[contracts.giver_slot[row]]), **numbers)
