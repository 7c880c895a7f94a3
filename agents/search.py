"""Search: an enterprise looks for partners in its own month and when one of its contracts ends."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from agents.amounts import amounts, planned
from agents.broker import report_studies
from agents.contract import end_contracts, sign_in_order
from agents.openings import Openings, find_openings
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def search(world: World) -> None:
    """Let contracts end, let this month's enterprises search, and sign what pays both sides.

    Enterprises look in their own month, and for what a contract of theirs leaves free when it ends;
    the two sides of a contract that ends, and of a broker's study that is done, meet in any case.
    What they find is signed in order of joint gain (ties by keys), each contract within what the
    earlier ones left free.
    """
    freed, invited = end_contracts(world)
    if not world.symbiosis:
        return
    turn = world.memory["turn"] == world.month % 12
    looking = turn[world.market.enterprise] | freed[world.columns.prospects.slot]
    found = find_openings(world, looking, invited + report_studies(world))
    if len(found.giver):
        world.talks.append((world.month, found))
        plan = planned(world)
        order = _best_first(world, found, plan)
        if len(order):
            sign_in_order(world, found, order, plan)


def _best_first(world: World, found: Openings, plan: Floats) -> Ints:
    """Return the rows of the openings that gain, by gain a month, ties by keys."""
    amount = amounts(world, plan, found.giver, found.taker, found.deal.ratio)
    worth = np.maximum(found.gain, 0.0) * amount
    rows = np.flatnonzero(worth > 0)
    key = world.columns.enterprises.key
    keys = found.exchange[rows], key[found.buyer[rows]], key[found.seller[rows]]
    best: Ints = rows[np.lexsort((*keys, -worth[rows]))]
    return best
