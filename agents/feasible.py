"""The feasible set: every exchange that two enterprises of one park could make, known or not."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from agents.bargain import Deal, distances, one_owner, pair_trust, value_deals
from agents.rows import Rows
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Feasible(Rows):
    """Pairs of prospects that fit, one row a pair, and the deal each could strike today."""

    giver: Ints
    taker: Ints
    exchange: Ints
    giver_slot: Ints
    taker_slot: Ints
    seller: Ints
    """Enterprise that gives."""
    buyer: Ints
    """Enterprise that takes."""
    trust: Floats
    known: Flags
    """Whether a side, or its owner's group, knows the option."""
    deal: Deal

    def __len__(self) -> int:
        return len(self.giver)

    @cached_property
    def value(self) -> Floats:
        """Gain of both sides less the annuity of new capex, CNY per unit given.

        What either side asks for lack of trust (`Deal.joint`) is no cost and is not deducted.
        """
        return self.deal.operating - self.deal.annuity

    @cached_property
    def _row(self) -> dict[tuple[int, int], int]:
        pairs = zip(self.giver.tolist(), self.taker.tolist(), strict=True)
        return {pair: row for row, pair in enumerate(pairs)}

    def rows(self, giver: Ints, taker: Ints) -> Ints:
        """Return the row of each pair of prospects; -1 where the pair is not feasible."""
        pairs = zip(giver.tolist(), taker.tolist(), strict=True)
        return np.array([self._row.get(pair, -1) for pair in pairs], dtype=np.int64)


def feasible_pairs(world: World) -> Feasible:
    """Return all pairs of two active enterprises of a park whose streams, sectors and reach fit.

    Whether they know the option, trust each other or talk does not matter. Links that run are
    feasible at any distance; an option on one site, and one that loses all on its way, never is.
    """
    giver, taker = _fitting(world)
    prospects, market = world.columns.prospects, world.market
    seller, buyer = market.enterprise[giver], market.enterprise[taker]
    trust = pair_trust(world, seller, buyer)
    group = one_owner(world.columns.enterprises.owner, seller, buyer)
    km = distances(world, seller, buyer)
    found = Feasible(
        giver=giver,
        taker=taker,
        exchange=prospects.exchange[giver],
        giver_slot=prospects.slot[giver],
        taker_slot=prospects.slot[taker],
        seller=seller,
        buyer=buyer,
        trust=trust,
        known=prospects.known[giver] | prospects.known[taker] | group,
        deal=value_deals(world, giver, taker, trust, km, _held(world, giver, taker)),
    )
    arrives = found.deal.ratio > 0
    return found if arrives.all() else found.pick(arrives)


def _held(world: World, giver: Ints, taker: Ints) -> Floats:
    """Return the share of the taker's input that a contract of the pair itself holds."""
    contracts, size = world.columns.contracts, len(world.columns.prospects)
    rows = np.flatnonzero(contracts.end_month > world.month)
    pair = contracts.giver_prospect[rows] * size + contracts.taker_prospect[rows]
    share = dict(zip(pair.tolist(), contracts.taker_share[rows].tolist(), strict=True))
    return np.array([share.get(one, 0.0) for one in (giver * size + taker).tolist()])


def _fitting(world: World) -> tuple[Ints, Ints]:
    columns, market = world.columns, world.market
    prospects, active, contracts = columns.prospects, columns.enterprises.active, columns.contracts
    givers = market.givers[active[market.giver_enterprise]]
    giver, taker = market.candidates(givers)
    a, b = market.enterprise[giver], market.enterprise[taker]
    exchange = prospects.exchange[giver]
    near = distances(world, a, b) <= market.facts.reach_km[exchange]
    dealt = (contracts.end_month > world.month) | (contracts.delivered_year > 0)
    size = len(prospects)
    stands = contracts.giver_prospect[dealt] * size + contracts.taker_prospect[dealt]
    near |= np.isin(giver * size + taker, stands) & market.facts.between[exchange]
    rows = np.flatnonzero(near & (a != b) & active[b])
    return giver[rows], taker[rows]
