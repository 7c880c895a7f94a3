"""Search: an enterprise looks for partners in its own month and when one of its contracts ends."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from agents.amounts import amounts, typical_output
from agents.broker import report_studies
from agents.contract import Offer, end_contracts, sign_in_order
from agents.openings import Openings, find_openings
from sim.world import World

Floats = NDArray[np.float64]


def search(world: World) -> None:
    """Let contracts end, let this month's enterprises search, and sign what pays both sides.

    Enterprises look in their own month and when a contract of theirs ends; the two sides of a
    contract that ends, and of a broker's study that is done, meet in any case. What they find is
    signed in order of joint gain (ties by keys), each contract within what the earlier ones left
    free.
    """
    looking, invited = end_contracts(world)
    if not world.symbiosis:
        return
    looking |= world.memory["turn"] == world.month % 12
    found = find_openings(world, looking, invited + report_studies(world))
    if len(found.giver):
        typical = typical_output(world)
        sign_in_order(world, _best_first(world, found, typical), typical)


def _best_first(world: World, found: Openings, typical: Floats) -> list[Offer]:
    """Return the openings that gain, by gain a month, ties by keys."""
    deal = found.deal
    worth = np.maximum(found.gain, 0.0) * amounts(
        world, typical, found.giver, found.taker, deal.ratio
    )
    rows = np.flatnonzero(worth > 0)
    key = world.columns.enterprises.key
    keys = found.exchange[rows], key[found.buyer[rows]], key[found.seller[rows]]
    rows = rows[np.lexsort((*keys, -worth[rows]))]
    columns = (
        found.giver, found.taker, deal.ratio, deal.worth, deal.handling, deal.capex, deal.annuity,
        deal.km, deal.trust, deal.forgone, deal.giver_asks_cny_per_t, deal.joint(),
        deal.joint(annuity=False),
    )  # fmt: skip
    return [Offer(*offer) for offer in zip(*(c[rows].tolist() for c in columns), strict=True)]
