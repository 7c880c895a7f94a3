"""Openings: the pairs that could deal this month, found by the enterprises that look."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from agents.amounts import LEAST_SHARE
from agents.bargain import Deal, ask, pair_trust, value_deals
from agents.kernels import Meeting, have_room, in_reach, meet
from agents.rows import Rows
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Pairs = list[tuple[int, int]]


@dataclass(frozen=True)
class Openings(Rows):
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
        return self.deal.joint(annuity=False) - np.where(self.stands, 0.0, self.deal.annuity)


def find_openings(world: World, looking: Flags, invited: Pairs) -> Openings:
    """Return the pairs of prospects that could sign now, appraised.

    `looking` flags the prospects that look: a giver's for takers of what it puts out, a taker's for
    givers of what it takes in, each among the `partners_met` it meets; `invited` are pairs that
    need not meet by chance: those whose contract ends and those a broker brought together. A pair
    counts when both are active and have room, one side knows the option (a group knows all that its
    own enterprises could do), they are in reach, hold no contract of the option yet, and talk: who
    has dealt well, was brought together by a broker or has one owner always does, strangers with
    the yearly chance `talks_rate`. Hook `reservation` may rewrite what either side asks.
    """
    assumption, prospects = world.assumption, world.columns.prospects
    state = world.draws.state("talks", world.month // 12)
    rate, made_good = assumption["talks_rate"], assumption["platform_talks"]
    facts = _facts(world)
    pairs = _met(world, looking, invited, facts)
    giver, taker, km, talk = in_reach(pairs, facts, state, rate, made_good)
    seller, buyer = world.market.enterprise[giver], world.market.enterprise[taker]
    trust = pair_trust(world, seller, buyer)
    rows = np.flatnonzero(talk | (trust > assumption["trust_start"]))
    rows = rows[~among(world.held, giver[rows], taker[rows])]
    giver, taker, seller, buyer = giver[rows], taker[rows], seller[rows], buyer[rows]
    deal = value_deals(world, giver, taker, trust[rows], km[rows])
    ask(world, deal, seller, buyer)
    return Openings(
        giver=giver,
        taker=taker,
        exchange=prospects.exchange[giver],
        seller=seller,
        buyer=buyer,
        stands=among(world.built, giver, taker),
        deal=deal,
    )


def among(pairs: Container[tuple[int, int]], giver: Ints, taker: Ints) -> Flags:
    """Say which pairs of prospects are among some."""
    both = zip(giver.tolist(), taker.tolist(), strict=True)
    return np.fromiter(map(pairs.__contains__, both), np.bool_, len(giver))


def _met(world: World, looking: Flags, invited: Pairs, facts: Meeting) -> Ints:
    """Return the pairs that meet or are invited and could deal, as giver x prospects + taker."""
    market, columns = world.market, world.columns
    if world.month % 12 == 0 or "points" not in world.kept:
        world.kept["points"] = market.points(columns, world.draws, world.month // 12)
    mine = np.flatnonzero(looking & facts.may)
    start = world.kept["points"][mine]
    givers, takers = market.sides
    size = len(columns.prospects)
    called = np.array([giver * size + taker for giver, taker in invited], dtype=np.int64)
    most = int(world.assumption["partners_met"])
    gives = columns.prospects.giver
    return meet(mine, start, gives, market.shelf, takers, givers, most, called, facts)


def _facts(world: World) -> Meeting:
    """Return what decides whether prospects that meet may deal."""
    columns, market = world.columns, world.market
    prospects, slots, enterprises = columns.prospects, columns.slots, columns.enterprises
    may = have_room(
        prospects.slot, market.enterprise, enterprises.active, slots.given_share,
        slots.taken_share, LEAST_SHARE,
    )  # fmt: skip
    return Meeting(
        known=prospects.known,
        may=may,
        exchange=prospects.exchange,
        enterprise=market.enterprise,
        owner=enterprises.owner,
        x_km=enterprises.x_km,
        y_km=enterprises.y_km,
        key=enterprises.key,
        platform=world.memory.get("platform", np.zeros(len(enterprises))),
        reach_km=market.facts.reach_km,
        option_key=world.catalogue.exchange_keys,
    )
