"""Knowledge: which exchange options an enterprise has heard of, and from whom."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from agents.consider import audited
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


def spread_knowledge(world: World) -> None:
    """Let enterprises learn exchange options in January.

    An unknown prospect becomes known by own search, from the neighbourhood where someone in the
    park uses the option, from a partner or an enterprise of the same owner who uses it, from the
    information platform, from an audit, and at a meeting: 1 - product of (1 - chance) over these
    sources.
    """
    columns, assumption = world.columns, world.assumption
    prospects, enterprises = columns.prospects, columns.enterprises
    join_platform(world)
    here = enterprises.active[world.market.enterprise]
    unknown = np.flatnonzero(~prospects.known & here)
    who, option = world.market.enterprise[unknown], prospects.exchange[unknown]
    partner, neighbour = _told_by_circle(world, who, option)
    miss = np.full(len(unknown), 1.0 - assumption["knowledge_own"])
    miss *= 1.0 - assumption["knowledge_neighbour"] * neighbour
    miss *= 1.0 - assumption["knowledge_partner"] * partner
    miss *= 1.0 - assumption["knowledge_platform"] * world.memory["platform"][who]
    miss *= 1.0 - assumption["knowledge_audit"] * audited(world)[who]
    miss *= 1.0 - np.minimum(world.terms["option_notice"], 1.0)[who]
    told = world.catalogue.exchange_keys[option]
    draw = world.draws.uniform("learn", enterprises.key[who], told, world.year)
    prospects.known[unknown] = draw < 1.0 - miss


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


def _told_by_circle(world: World, who: Ints, option: Ints) -> tuple[Flags, Flags]:
    """Say for each (enterprise, option) whether its partners or its park use the option.

    Every running contract makes both its sides users of its option; a user's partners, and the
    enterprises of its owner, hear of it first, everyone in its park may see it.
    """
    columns, contracts = world.columns, world.columns.contracts
    running = np.flatnonzero(contracts.end_month > world.month)
    giver = columns.slots.enterprise[contracts.giver_slot[running]]
    taker = columns.slots.enterprise[contracts.taker_slot[running]]
    options, owner = len(world.catalogue.exchanges), columns.enterprises.owner
    user, other = np.concatenate((giver, taker)), np.concatenate((taker, giver))
    used = np.tile(contracts.exchange[running], 2)
    # the last row stands for owner -1: enterprises without a group
    by_group = np.zeros((owner.max() + 2, options), dtype=bool)
    by_group[owner[user], used] = True
    park = columns.enterprises.park
    by_park = np.zeros((world.parks, options), dtype=bool)
    by_park[park[user], used] = True
    # pair each partner tie (other hears from user) with every option that the user uses
    order = np.argsort(user, kind="stable")
    first = np.searchsorted(user[order], user, side="left")
    count = np.searchsorted(user[order], user, side="right") - first
    hearer = np.repeat(other, count)
    before = np.repeat(np.cumsum(count) - count, count)
    heard = used[order][np.repeat(first, count) + np.arange(len(hearer)) - before]
    told = np.zeros((len(owner), options), dtype=bool)
    told[hearer, heard] = True
    partner = told[who, option] | (by_group[owner[who], option] & (owner[who] >= 0))
    return partner, by_park[park[who], option]
