"""Search: an enterprise looks for takers in its own month and when one of its contracts ends."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from agents.bargain import Deal, appraise, distances
from agents.contract import LEAST_SHARE, Offer, end_contracts, sign_in_order
from sim.columns import BY_HEAT, BY_WATER
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


def search(world: World) -> None:
    """Let contracts end, let this month's enterprises search, and sign what pays both sides.

    Candidates are the searchers' prospects against every taker in reach; they are signed in order
    of joint gain a year (ties by keys), each within what the earlier ones left free.
    """
    seeking = end_contracts(world)
    if not world.symbiosis:
        return
    givers = _searching(world, seeking)
    if len(givers) == 0:
        return
    giver, taker = _open(world, *world.market.candidates(givers))
    if len(giver):
        typical = typical_output(world)
        sign_in_order(world, _offers(world, giver, taker, typical), typical)


def typical_output(world: World) -> Floats:
    """Return the output a month on which enterprises plan a contract, product units."""
    enterprises = world.columns.enterprises
    typical = np.minimum(world.memory["demand"], enterprises.capacity)
    typical = np.where(enterprises.dispatch == BY_HEAT, enterprises.capacity, typical)
    typical = np.where(enterprises.dispatch == BY_WATER, world.flows.output, typical)
    return typical * enterprises.active


def _searching(world: World, seeking: Flags) -> Ints:
    """Return the giver prospects searched this month: of active seekers, with something left."""
    market, columns = world.market, world.columns
    enterprises = columns.enterprises
    turn = world.memory["turn"] == world.month % 12
    looking = (turn | seeking) & enterprises.active
    rows = market.givers[looking[market.giver_enterprise]]
    return rows[columns.slots.given_share[columns.prospects.slot[rows]] < 1.0 - LEAST_SHARE]


def _open(world: World, giver: Ints, taker: Ints) -> tuple[Ints, Ints]:
    """Return the pairs of which one side knows the option, with room left, in reach, that talk.

    Strangers talk with the yearly chance `talks_rate`; who has dealt well or has one owner always.
    """
    columns, market = world.columns, world.market
    prospects, enterprises = columns.prospects, columns.enterprises
    a, b = market.enterprise[giver], market.enterprise[taker]
    possible = (
        (prospects.known[giver] | prospects.known[taker])
        & (columns.slots.taken_share[prospects.slot[taker]] < 1.0 - LEAST_SHARE)
        & (a != b)
        & enterprises.active[b]
    )
    keep = np.flatnonzero(possible)
    giver, taker, a, b = giver[keep], taker[keep], a[keep], b[keep]
    if len(keep) == 0:
        return giver, taker
    km = distances(world, a, b)
    keys = market.pair_keys(columns, giver, taker)
    chance = world.draws.uniform("talks", keys, world.month // 12)
    talks = chance < world.assumption["talks_rate"]
    talks |= pair_trust(world, a, b) > world.assumption["trust_start"]
    keep = np.flatnonzero((km <= market.facts.reach_km[prospects.exchange[giver]]) & talks)
    return giver[keep], taker[keep]


def _offers(world: World, giver: Ints, taker: Ints, typical: Floats) -> list[Offer]:
    """Appraise pairs and return those that gain and hold no contract yet, best first."""
    columns, market = world.columns, world.market
    keys = columns.enterprises.key
    a, b = market.enterprise[giver], market.enterprise[taker]
    deal = appraise(world, giver, taker, pair_trust(world, a, b), distances(world, a, b))
    gain = deal.joint()
    rows = np.flatnonzero(gain > 0)
    amount = amounts(world, typical, giver[rows], taker[rows], deal.ratio[rows])
    worth = -gain[rows] * amount
    exchange = columns.prospects.exchange[giver[rows]]
    order = np.lexsort((exchange, keys[b[rows]], keys[a[rows]], worth))
    return _listed(world, deal, giver, taker, rows[order[worth[order] < 0]])


def _listed(world: World, deal: Deal, giver: Ints, taker: Ints, rows: Ints) -> list[Offer]:
    pairs = zip(giver[rows].tolist(), taker[rows].tolist(), strict=True)
    columns = (deal.ratio, deal.handling, deal.capex, deal.km, deal.forgone)
    asked = (deal.giver_asks_cny_per_t, deal.joint(), deal.joint(annuity=False))
    numbers = zip(*(column[rows].tolist() for column in (*columns, *asked)), strict=True)
    return [
        Offer(*pair, *number)
        for pair, number in zip(pairs, numbers, strict=True)
        if pair not in world.held
    ]


def pair_trust(world: World, giver: Ints, taker: Ints) -> Floats:
    """Return trust by pair: 1 inside an owner's group, what dealings left, or that of strangers."""
    owner = world.columns.enterprises.owner
    trust = np.full(len(giver), world.assumption["trust_start"])
    ties = world.ties
    if ties:
        for row, pair in enumerate(zip(giver.tolist(), taker.tolist(), strict=True)):
            if pair in ties:
                trust[row] = ties[pair]
    trust[(owner[giver] == owner[taker]) & (owner[giver] >= 0)] = 1.0
    return trust


def amounts(world: World, typical: Floats, giver: Ints, taker: Ints, ratio: Floats) -> Floats:
    """Return what pairs could exchange a month, units given: free supply against free need.

    The need is bounded by the option's largest share of the input, summed over its contracts.
    """
    slots, prospects = world.columns.slots, world.columns.prospects
    a, b = prospects.slot[giver], prospects.slot[taker]
    whole = slots.coefficient[a] * typical[slots.enterprise[a]]
    supply = whole * (1.0 - slots.given_share[a])
    most = world.market.facts.max_share[prospects.exchange[giver]]
    share = np.minimum(most - prospects.share[taker], 1.0 - slots.taken_share[b])
    need = slots.coefficient[b] * typical[slots.enterprise[b]] * np.maximum(share, 0.0)
    amount = np.minimum(supply, need / np.maximum(ratio, 1e-12))
    return np.where(amount > LEAST_SHARE * whole, amount, 0.0)
