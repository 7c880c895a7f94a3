"""Openings: the pairs of prospects that may deal this year, appraised once in January."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from agents.bargain import Deal, ask, distances, pair_trust, value_deals
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Openings:
    """Pairs that may deal, one row a pair of prospects, and the deal each could strike."""

    giver: Ints
    taker: Ints
    exchange: Ints
    giver_slot: Ints
    taker_slot: Ints
    seller: Ints
    """Enterprise that gives."""
    buyer: Ints
    """Enterprise that takes."""
    deal: Deal

    @cached_property
    def gain(self) -> Floats:
        """Joint gain in CNY per unit given."""
        return self.deal.joint()

    @cached_property
    def offered(self) -> Floats:
        """Numbers of `agents.contract.Offer` by (pair, number), in its order."""
        deal = self.deal
        columns = (deal.ratio, deal.handling, deal.capex, deal.km, deal.forgone)
        asked = (deal.giver_asks_cny_per_t, self.gain, deal.joint(annuity=False))
        return np.column_stack((*columns, *asked))

    def pick(self, rows: Ints | Flags) -> Openings:
        """Return some of the rows."""
        names = [name for name in self.__dataclass_fields__ if name != "deal"]
        picked = {name: getattr(self, name)[rows] for name in names}
        return Openings(**picked, deal=self.deal.pick(rows))

    def asked(self, world: World, rows: Ints) -> Openings:
        """Return some of the rows, with what hook `reservation` lets either side ask."""
        picked = self.pick(rows)
        ask(world, picked.deal, picked.seller, picked.buyer)
        return picked


def open_pairs(world: World) -> Openings:
    """Return the year's openings: pairs that know an option, are in reach and talk.

    One side must know the option; a group knows all that its own enterprises could do. Strangers
    talk with the yearly chance `talks_rate`; who has dealt well or has one owner always. What a
    deal is worth holds for the year, as prices, terms, knowledge and trust change in January only.
    Pairs without gain are left out, unless a hook `reservation` has its say later.
    """
    giver, taker = _in_reach(world)
    columns, market = world.columns, world.market
    prospects = columns.prospects
    seller, buyer = market.enterprise[giver], market.enterprise[taker]
    trust = pair_trust(world, seller, buyer)
    keys = market.pair_keys(columns, giver, taker)
    chance = world.draws.uniform("talks", keys, world.month // 12)
    assumption = world.assumption
    talks = (chance < assumption["talks_rate"]) | (trust > assumption["trust_start"])
    giver, taker, trust = giver[talks], taker[talks], trust[talks]
    seller, buyer = seller[talks], buyer[talks]
    found = Openings(
        giver=giver,
        taker=taker,
        exchange=prospects.exchange[giver],
        giver_slot=prospects.slot[giver],
        taker_slot=prospects.slot[taker],
        seller=seller,
        buyer=buyer,
        deal=value_deals(world, giver, taker, trust, distances(world, seller, buyer)),
    )
    return found if "reservation" in world.overrides else found.pick(found.gain > 0)


def _in_reach(world: World) -> tuple[Ints, Ints]:
    """Return the pairs of prospects of two active enterprises near enough, of which one knows."""
    market, prospects = world.market, world.columns.prospects
    active = world.columns.enterprises.active
    givers = market.givers[active[market.giver_enterprise]]
    giver, taker = market.candidates(givers)
    a, b = market.enterprise[giver], market.enterprise[taker]
    owner = world.columns.enterprises.owner
    known = prospects.known[giver] | prospects.known[taker]
    known |= (owner[a] == owner[b]) & (owner[a] >= 0)
    possible = known & (a != b) & active[b]
    rows = np.flatnonzero(possible)
    giver, taker = giver[rows], taker[rows]
    km = distances(world, a[rows], b[rows])
    near = km <= market.facts.reach_km[prospects.exchange[giver]]
    return giver[near], taker[near]
