"""Openings: the pairs that could deal this month, found by the enterprises that look."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from agents.amounts import LEAST_SHARE
from agents.bargain import Deal, ask, on_what_terms
from agents.kernels import seek
from agents.meeting import Firms, Meeting, Prospecting, Rings, Room, joint_gain
from agents.rows import Rows
from sim.pairs import Table
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

NOBODY = np.zeros(0, dtype=np.int64)


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
    gain: Floats
    """Joint gain in CNY per unit given; what stands already costs nothing again."""


def find_openings(world: World, looking: Flags, invited: Ints = NOBODY) -> Openings:
    """Return the pairs of prospects that could sign now, appraised.

    `looking` flags the prospects that look: a giver's for takers of what it puts out, a taker's for
    givers of what it takes in, each among the `partners_met` it meets; `invited` are pairs, as
    giver x prospects + taker, that need not meet by chance: those whose contract ends and those a
    broker brought together. A pair
    counts when both are active and have room, one side knows the option (a group knows all that its
    own enterprises could do), they are in reach, hold no contract of the option yet, and talk: who
    has dealt well, was brought together by a broker or has one owner always does, strangers with
    the yearly chance `talks_rate`. Hook `reservation` may rewrite what either side asks.
    """
    most = int(world.assumption["partners_met"])
    who, how, stands, numbers, gain = seek(
        looking, most, invited, *_year(world), world.installed.table, *on_what_terms(world)
    )
    giver, taker, exchange, seller, buyer = who
    trust, km = how
    deal = Deal(km, trust, *numbers)
    if "reservation" in world.overrides:
        ask(world, deal, seller, buyer)
        asks = deal.giver_asks_cny_per_t, deal.taker_asks_cny_per_t
        gain = joint_gain(deal.operating, *asks, deal.annuity, stands)
    return Openings(giver, taker, exchange, seller, buyer, stands, deal, gain)


def _year(world: World) -> tuple[Rings, Table, Meeting]:
    """Return from where prospects look, pipes that stand, and what decides who may deal."""
    if world.month % 12 == 0 or "meeting" not in world.kept:
        market = world.market
        point = market.points(world.columns, world.draws, world.month // 12)
        givers, takers = market.sides
        world.kept["meeting"] = Rings(market.shelf, point, takers, givers), _facts(world)
    rings, facts = world.kept["meeting"]
    if facts.ties is not world.ties.table or facts.held is not world.held.table:
        facts = facts._replace(ties=world.ties.table, held=world.held.table)
        world.kept["meeting"] = rings, facts
    return rings, world.built.table, facts


def _facts(world: World) -> Meeting:
    """Return what decides whether prospects that meet may deal."""
    columns, market, assumption = world.columns, world.market, world.assumption
    nobody = np.zeros(len(columns.enterprises))
    return Meeting(
        prospects=columns.prospects.as_tuple(Prospecting),
        slots=columns.slots.as_tuple(Room),
        firms=columns.enterprises.as_tuple(Firms),
        enterprise=market.enterprise,
        platform=world.memory.get("platform", nobody),
        reach_km=market.facts.reach_km,
        option_key=world.catalogue.exchange_keys,
        ties=world.ties.table,
        held=world.held.table,
        stranger=assumption["trust_start"],
        least=LEAST_SHARE,
        state=world.draws.state("talks", world.month // 12),
        rate=assumption["talks_rate"],
        made_good=assumption["platform_talks"],
    )
