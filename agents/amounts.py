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


def typical_output(world: World) -> Floats:
    """Return the output a month on which enterprises plan a contract, product units."""
    enterprises = world.columns.enterprises
    typical = np.minimum(world.memory["demand"], enterprises.capacity)
    typical = np.where(enterprises.dispatch == BY_HEAT, enterprises.capacity, typical)
    typical = np.where(enterprises.dispatch == BY_WATER, world.flows.output, typical)
    return typical * enterprises.active


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
