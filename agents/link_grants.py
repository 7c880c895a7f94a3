"""Grants to links: a share of their capex from a park's budget, first come in order of signing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.assess import book_paid
from sim.money import ACCOUNT
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SHARE = "link_grant_share"
LEFT, SUPPORT = "link grants left", "link support"
"""Memory: what each park's budget of the year has left, CNY; share of capex by enterprise."""


def open_link_grants(world: World) -> None:
    """Open the year's budgets, in January; what was left of last year's lapses."""
    world.memory[LEFT] = world.terms["link_grant_budget_cny"].copy()
    world.memory.pop(SUPPORT, None)


def link_support(world: World) -> Floats:
    """Return the share of a link's capex that each taker may count on: 0 where no budget is left.

    The same array until a budget is spent, terms are written or an enterprise enters.
    """
    share = world.terms[SHARE]
    if SHARE not in world.terms.written or not share.any():
        return share
    kept = world.memory.get(SUPPORT)
    if kept is None or len(kept) != len(share):
        left = world.memory[LEFT][world.columns.enterprises.park]
        kept = np.where(left > 0.0, np.clip(share, 0.0, 1.0), 0.0)
        world.memory[SUPPORT] = kept
    return kept


def grant_links(world: World, buyer: Ints, capex_cny: Floats) -> None:
    """Pay takers the share of what they have just signed for, row by row, while budgets last.

    grant = min(share x capex, what is left); it is booked to the policies that wrote the share.
    """
    if SHARE not in world.terms.written:
        return
    share = link_support(world)
    if not share.any():
        return
    left = world.memory[LEFT]
    paid, park = np.zeros(len(share)), world.columns.enterprises.park
    for e, capex in zip(buyer.tolist(), capex_cny.tolist(), strict=True):
        grant = min(float(share[e]) * capex, float(left[park[e]]))
        left[park[e]] -= grant
        paid[e] += grant
    world.flows.money[ACCOUNT["grants"]] += paid
    book_paid(world, SHARE, paid)
    if (left[park[buyer]] <= 0.0).any():
        world.memory.pop(SUPPORT, None)
