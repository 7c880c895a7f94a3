"""Amounts: what enterprises plan to make and use, and what a pair could exchange of it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.columns import BY_HEAT, BY_WATER
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LEAST_SHARE = 0.01
"""Smaller shares of a giver's output are not worth a contract."""


def runnable(world: World) -> Floats:
    """Return the capacity that may run this year, product units a month."""
    share: Floats = world.terms["output_cap_share"]
    return world.columns.enterprises.capacity * share


def planned(world: World) -> Floats:
    """Return what each slot makes or uses in a month on which contracts are planned, base units.

    Output is what the enterprise may sell, within capacity; a heat plant's what it ran at last
    year, but it offers the steam of its whole capacity; a water plant's that of last month.
    """
    columns, year = world.columns, world.last_book.output
    enterprises, slots = columns.enterprises, columns.slots
    output = np.minimum(world.memory["demand"], runnable(world))
    usual = np.where(year > 0, year, enterprises.base_output) / 12.0
    output = np.where(enterprises.dispatch == BY_HEAT, usual, output)
    output = np.where(enterprises.dispatch == BY_WATER, world.flows.output, output)
    month: Floats = (output * enterprises.active)[slots.enterprise] * slots.coefficient
    steam = world.plants.heat_slots
    owner = slots.enterprise[steam]
    full = enterprises.capacity[owner] * enterprises.active[owner]
    month[steam] = full * slots.coefficient[steam]
    return month


def amounts(world: World, plan: Floats, giver: Ints, taker: Ints, ratio: Floats) -> Floats:
    """Return what pairs could exchange a month, units given: free supply against free need.

    `plan` is what slots make or use, as `planned` returns it. The need is bounded by the option's
    largest share of the input, summed over its contracts.
    """
    slots, prospects = world.columns.slots, world.columns.prospects
    a, b = prospects.slot[giver], prospects.slot[taker]
    supply = plan[a] * (1.0 - slots.given_share[a])
    most = world.market.facts.max_share[prospects.exchange[giver]]
    share = np.minimum(most - prospects.share[taker], 1.0 - slots.taken_share[b])
    need = plan[b] * np.maximum(share, 0.0)
    amount = np.minimum(supply, need / np.maximum(ratio, 1e-12))
    return np.where(amount > LEAST_SHARE * plan[a], amount, 0.0)
