"""Openings: the pairs that could deal this month, found by the enterprises that look."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from agents.amounts import LEAST_SHARE
from agents.bargain import Deal, ask, distances, one_owner, pair_trust, value_deals
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Pairs = list[tuple[int, int]]


@dataclass(frozen=True)
class Openings:
    """Pairs that may deal, one row a pair of prospects, and the deal each could strike."""

    giver: Ints
    taker: Ints
    exchange: Ints
    seller: Ints
    """Enterprise that gives."""
    buyer: Ints
    """Enterprise that takes."""
    stands: Flags
    """A pipe or line from an earlier contract stands."""
    deal: Deal

    @cached_property
    def gain(self) -> Floats:
        """Joint gain in CNY per unit given; what stands already costs nothing again."""
        return np.where(self.stands, self.deal.joint(annuity=False), self.deal.joint())


def find_openings(world: World, looking: Flags, invited: Pairs) -> Openings:
    """Return the pairs of prospects that could sign now, appraised.

    `looking` flags the enterprises that look, each for takers of what it puts out and for givers of
    what it takes in, among the `partners_met` it meets; `invited` are pairs that need not meet by
    chance: those whose contract ends and those a broker brought together. A pair counts when both
    are active and have room, one side knows the option (a group knows all that its own enterprises
    could do), they are in reach, hold no contract of the option yet, and talk. Hook `reservation`
    may rewrite what either side asks.
    """
    giver, taker = _known_pairs(world, looking, invited)
    giver, taker, km = in_reach(world, giver, taker)
    enterprise, exchange = world.market.enterprise, world.columns.prospects.exchange
    seller, buyer = enterprise[giver], enterprise[taker]
    trust = pair_trust(world, seller, buyer)
    rows = np.flatnonzero(_talk(world, giver, taker, trust))
    rows = rows[~_among(world.held, giver[rows], taker[rows])]
    giver, taker, seller, buyer = giver[rows], taker[rows], seller[rows], buyer[rows]
    deal = value_deals(world, giver, taker, trust[rows], km[rows])
    ask(world, deal, seller, buyer)
    return Openings(
        giver=giver,
        taker=taker,
        exchange=exchange[giver],
        seller=seller,
        buyer=buyer,
        stands=_among(world.built, giver, taker),
        deal=deal,
    )


def _among(pairs: Container[tuple[int, int]], giver: Ints, taker: Ints) -> Flags:
    """Say which pairs of prospects are among some."""
    both = zip(giver.tolist(), taker.tolist(), strict=True)
    return np.array([pair in pairs for pair in both], dtype=bool)


def _known_pairs(world: World, looking: Flags, invited: Pairs) -> tuple[Ints, Ints]:
    """Return the pairs met or invited of which one side knows the option and both have room."""
    market, columns = world.market, world.columns
    prospects, slots, owner = columns.prospects, columns.slots, columns.enterprises.owner
    enterprise, known = market.enterprise, prospects.known
    room = (1.0 - slots.given_share - slots.taken_share)[prospects.slot] > LEAST_SHARE
    may = room & columns.enterprises.active[enterprise]
    mine, most = np.flatnonzero(may & looking[enterprise]), int(world.assumption["partners_met"])
    giver, taker = market.meet(columns, world.draws, mine, world.month // 12, most)
    if invited:
        more = np.array(invited)
        giver, taker = np.concatenate((giver, more[:, 0])), np.concatenate((taker, more[:, 1]))
    met = np.sort(giver * len(prospects) + taker)
    met = met[np.append(True, met[1:] != met[:-1])[: len(met)]]
    giver, taker = np.divmod(met, len(prospects))
    a, b = enterprise[giver], enterprise[taker]
    told = known[giver] | known[taker] | one_owner(owner, a, b)
    rows = np.flatnonzero(told & may[giver] & may[taker] & (a != b))
    return giver[rows], taker[rows]


def in_reach(world: World, giver: Ints, taker: Ints) -> tuple[Ints, Ints, Floats]:
    """Return the pairs near enough for their option, and their distance in km."""
    market = world.market
    km = distances(world, market.enterprise[giver], market.enterprise[taker])
    rows = np.flatnonzero(km <= market.facts.reach_km[world.columns.prospects.exchange[giver]])
    return giver[rows], taker[rows], km[rows]


def _talk(world: World, giver: Ints, taker: Ints, trust: Floats) -> Flags:
    """Say which pairs talk this year.

    Who has dealt well, was brought together by a broker or has one owner always does; strangers do
    with the yearly chance `talks_rate`, and two members of a platform make good a part of the
    talks that would fail.
    """
    market, assumption = world.market, world.assumption
    keys = market.pair_keys(world.columns, giver, taker)
    draw = world.draws.uniform("talks", keys, world.month // 12)
    reached = world.memory.get("platform", np.zeros(len(world.columns.enterprises)))
    both = np.minimum(reached[market.enterprise[giver]], reached[market.enterprise[taker]])
    rate = assumption["talks_rate"]
    made_good = (1.0 - rate) * assumption["platform_talks"] * both
    talk: Flags = (draw < rate + made_good) | (trust > assumption["trust_start"])
    return talk
