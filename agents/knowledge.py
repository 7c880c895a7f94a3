"""Knowledge: which exchange options an enterprise has heard of, and from whom."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from agents.consider import audited
from sim.draws import mixed, unit_of
from sim.kernel import kernel
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Keys = NDArray[np.uint64]


def spread_knowledge(world: World) -> None:
    """Let enterprises learn exchange options in January.

    An unknown prospect becomes known by own search, from the neighbourhood where someone in the
    park uses the option, from a partner or an enterprise of the same owner who uses it, from the
    information platform, from an audit, and at a meeting: 1 - product of (1 - chance) over these
    sources.
    """
    columns, assumption, terms = world.columns, world.assumption, world.terms
    prospects, enterprises, contracts = columns.prospects, columns.enterprises, columns.contracts
    join_platform(world)
    owner, running = columns.slots.enterprise, contracts.end_month > world.month
    users = Users(
        owner[contracts.giver_slot[running]],
        owner[contracts.taker_slot[running]],
        contracts.exchange[running],
    )
    options = len(world.catalogue.exchanges)
    circles = Circles(*hear(users, enterprises.owner, enterprises.park, world.parks, options))
    chances = Chances(
        own=assumption["knowledge_own"],
        neighbour=assumption["knowledge_neighbour"],
        partner=assumption["knowledge_partner"],
        platform=assumption["knowledge_platform"],
        audit=assumption["knowledge_audit"],
        on_platform=world.memory["platform"],
        audited=audited(world),
        notice=terms["option_notice"],
    )
    learn(
        prospects.known, world.market.enterprise, prospects.exchange, enterprises.active,
        enterprises.owner, enterprises.park, circles, chances,
        world.draws.state("learn", world.year), enterprises.key, world.catalogue.exchange_keys,
    )  # fmt: skip


def join_platform(world: World) -> None:
    """Set what the platform does for each enterprise: 0 outside it, up to 1 when all are on it.

    Members are drawn once: with a larger share more join and none leaves. Below the threshold the
    platform does nothing, above it its reach rises in proportion to 1 where every firm is on it.
    """
    enterprises = world.columns.enterprises
    share = world.terms["platform_share"]
    least = world.assumption["platform_threshold"]
    reach = np.clip((share - least) / (1.0 - least), 0.0, 1.0)[enterprises.park]
    member = world.draws.uniform("platform", enterprises.key) < share[enterprises.park]
    world.memory["platform"] = reach * member


class Users(NamedTuple):
    """Sides of the running contracts, and their options: every contract makes both sides users."""

    giver: Ints
    taker: Ints
    exchange: Ints


class Circles(NamedTuple):
    """Who hears of which option from whom, by (enterprise, group + 1 or park; option)."""

    partner: Flags
    """A partner uses it."""
    group: Flags
    """Someone of the owner's group uses it; the first row stands for no group."""
    park: Flags
    """Someone of the park uses it."""


class Chances(NamedTuple):
    """Chance of learning an option in a year, by source."""

    own: float
    neighbour: float
    partner: float
    platform: float
    audit: float
    on_platform: Floats
    """What the platform does for an enterprise."""
    audited: Flags
    notice: Floats
    """Chance that a policy gives, by enterprise."""


@kernel
def hear(
    users: Users, owner: Ints, park: Ints, parks: int, options: int
) -> tuple[Flags, Flags, Flags]:
    """Return the arrays of `Circles`: what partners, groups and parks use."""
    groups = 1
    for group in owner:
        groups = max(groups, group + 2)
    used = np.zeros((len(owner), options), dtype=np.bool_)
    partner = np.zeros((len(owner), options), dtype=np.bool_)
    by_group = np.zeros((groups, options), dtype=np.bool_)
    by_park = np.zeros((parks, options), dtype=np.bool_)
    for row in range(len(users.exchange)):
        option = users.exchange[row]
        for user in (users.giver[row], users.taker[row]):
            used[user, option] = True
            by_park[park[user], option] = True
            if owner[user] >= 0:
                by_group[owner[user] + 1, option] = True
    for row in range(len(users.exchange)):
        giver, taker = users.giver[row], users.taker[row]
        for option in range(options):
            if used[giver, option]:
                partner[taker, option] = True
            if used[taker, option]:
                partner[giver, option] = True
    return partner, by_group, by_park


@kernel
def learn(
    known: Flags, enterprise: Ints, exchange: Ints, active: Flags, owner: Ints, park: Ints,
    circles: Circles, chances: Chances, state: np.uint64, key: Keys, option_key: Keys,
) -> None:  # fmt: skip
    """Let the unknown prospects of active enterprises become known, each by its draw.

    `state` is that of the year's draw, keyed by enterprise and option.
    """
    for row in range(len(known)):
        who, option = enterprise[row], exchange[row]
        if known[row] or not active[who]:
            continue
        miss = 1.0 - chances.own
        if circles.park[park[who], option]:
            miss *= 1.0 - chances.neighbour
        if circles.partner[who, option] or circles.group[owner[who] + 1, option]:
            miss *= 1.0 - chances.partner
        miss *= 1.0 - chances.platform * chances.on_platform[who]
        if chances.audited[who]:
            miss *= 1.0 - chances.audit
        miss *= 1.0 - min(chances.notice[who], 1.0)
        word = np.uint64(mixed(state ^ key[who]))
        word = np.uint64(mixed(word ^ option_key[option]))
        known[row] = unit_of(word) < 1.0 - miss
