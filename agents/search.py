"""Search: an enterprise looks for takers in its own month and when one of its contracts ends."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from agents.contract import LEAST_SHARE, Offer, end_contracts, sign_in_order
from agents.openings import Openings, open_pairs
from sim.columns import BY_HEAT, BY_WATER
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


def search(world: World) -> None:
    """Let contracts end, let this month's enterprises search, and sign what pays both sides.

    Candidates are the searchers' openings of the year with room left on both sides; they are
    signed in order of joint gain a year (ties by keys), each within what the earlier left free.
    """
    seeking = end_contracts(world)
    if not world.symbiosis:
        return
    if world.month % 12 == 0 or "openings" not in world.kept:
        world.kept["openings"] = open_pairs(world)
    found: Openings = world.kept["openings"]
    rows = _searched(world, found, seeking)
    if "reservation" in world.overrides and len(rows):
        found = found.asked(world, rows)
        rows = np.flatnonzero(found.gain > 0)
    if len(rows):
        typical = typical_output(world)
        sign_in_order(world, _best_first(world, found, rows, typical), typical)


def typical_output(world: World) -> Floats:
    """Return the output a month on which enterprises plan a contract, product units."""
    enterprises = world.columns.enterprises
    typical = np.minimum(world.memory["demand"], enterprises.capacity)
    typical = np.where(enterprises.dispatch == BY_HEAT, enterprises.capacity, typical)
    typical = np.where(enterprises.dispatch == BY_WATER, world.flows.output, typical)
    return typical * enterprises.active


def _searched(world: World, found: Openings, seeking: Flags) -> Ints:
    """Return the openings searched this month: of enterprises that look, with room on each side."""
    slots = world.columns.slots
    looking = (world.memory["turn"] == world.month % 12) | seeking
    rows = np.flatnonzero(looking[found.seller])
    room = slots.given_share[found.giver_slot[rows]] < 1.0 - LEAST_SHARE
    room &= slots.taken_share[found.taker_slot[rows]] < 1.0 - LEAST_SHARE
    return rows[room]


def _best_first(world: World, found: Openings, rows: Ints, typical: Floats) -> list[Offer]:
    """Return the openings that gain and hold no contract yet, by gain a month, ties by keys."""
    giver, taker, ratio = found.giver[rows], found.taker[rows], found.deal.ratio[rows]
    worth = found.gain[rows] * amounts(world, typical, giver, taker, ratio)
    rows, worth = rows[worth > 0], worth[worth > 0]
    key = world.columns.enterprises.key
    keys = found.exchange[rows], key[found.buyer[rows]], key[found.seller[rows]]
    rows = rows[np.lexsort((*keys, -worth))]
    pairs = zip(found.giver[rows].tolist(), found.taker[rows].tolist(), strict=True)
    return [
        Offer(*pair, *numbers)
        for pair, numbers in zip(pairs, found.offered[rows].tolist(), strict=True)
        if pair not in world.held
    ]


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
