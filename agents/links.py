"""The life of links: those that stand at the start, the yearly review, trust and knowledge."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from agents.bargain import appraise, distances
from agents.search import amounts, pair_trust, typical_output
from sim.columns import BY_WATER, Contracts
from sim.physics import stage_of
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def install_links(world: World) -> None:
    """Put the links of the park file in place, for what is left of their term.

    An amount given in the file sets the share of the giver's output; without one the link takes
    what fits. Their pipes stand; the rest of the term is drawn.
    """
    if not world.symbiosis:
        return
    typical = typical_output(world)
    for giver, taker, option, amount in world.columns.links:
        pair = _prospect_pair(world, giver, taker, option)
        if pair is not None:
            _install(world, typical, pair, amount)


def _prospect_pair(world: World, giver: int, taker: int, option: int) -> tuple[int, int] | None:
    prospects, market = world.columns.prospects, world.market
    same = (prospects.exchange == option) & ~prospects.giver & (market.enterprise == taker)
    gives = (prospects.exchange == option) & prospects.giver & (market.enterprise == giver)
    if not same.any() or not gives.any():
        return None
    return int(np.flatnonzero(gives)[0]), int(np.flatnonzero(same)[0])


def _install(world: World, typical: Floats, pair: tuple[int, int], amount: float) -> None:
    columns, prospects, slots = world.columns, world.columns.prospects, world.columns.slots
    enterprises = columns.enterprises
    giver, taker = np.array([pair[0]]), np.array([pair[1]])
    a, b, option = prospects.slot[giver], prospects.slot[taker], prospects.exchange[giver]
    seller, buyer = slots.enterprise[a], slots.enterprise[b]
    km = distances(world, seller, buyer)
    deal = appraise(world, giver, taker, pair_trust(world, seller, buyer), km)
    fits = amounts(world, typical, giver, taker, deal.ratio)
    agreed = fits if np.isnan(amount) else np.minimum(fits, amount)
    if agreed[0] <= 0 or not (enterprises.active[seller] & enterprises.active[buyer]).all():
        return
    supply = slots.coefficient[a] * typical[seller]
    need = slots.coefficient[b] * typical[buyer]
    # a tenth of slack lets deliveries follow the season without lifting the agreed amount
    giver_share = np.minimum(1.1 * agreed / supply, 1.0 - slots.given_share[a])
    taker_share = np.minimum(1.1 * agreed * deal.ratio / need, 1.0 - slots.taken_share[b])
    slots.given_share[a] += giver_share
    slots.taken_share[b] += taker_share
    prospects.share[taker] += taker_share
    mode = "pipe" if world.market.facts.piped[option[0]] else "truck"
    years = world.assumption[f"{mode}_contract_years"]
    left = world.draws.uniform("term left", world.market.pair_keys(columns, giver, taker))[0]
    prospects.known[giver] = prospects.known[taker] = True
    world.built.add(pair)
    world.held.add(pair)
    world.ties[int(seller[0]), int(buyer[0])] = float(max(pair_trust(world, seller, buyer)[0], 0.6))
    by_water = enterprises.dispatch[seller[0]] == BY_WATER
    columns.contracts.append(
        Contracts.blank(
            1, giver_slot=a, taker_slot=b, giver_prospect=giver, taker_prospect=taker,
            exchange=option, giver_share=giver_share, taker_share=taker_share, ratio=deal.ratio,
            price_cny_per_unit=deal.price(deal.joint(annuity=False), world.assumption["bargaining_giver"]),
            handling_cny_per_unit=deal.handling, km=km, nominal=agreed,
            signed_month=-1, start_month=0, end_month=round(12 + left * years * 12),
            stage=stage_of(
                bool(world.market.facts.is_heat[option[0]]),
                bool(world.market.facts.piped[option[0]]) and not by_water,
            ),
        )
    )  # fmt: skip


def review_links(world: World) -> None:
    """Review last year's links in January: trust moves, prices follow, losses are given notice.

    A link whose deliveries stayed above the tolerated share of the agreed amount gains trust,
    another loses it. The price is bargained anew under today's terms; where no joint gain is left,
    capex apart, the link ends after the notice period.
    """
    columns, contracts = world.columns, world.columns.contracts
    rows = np.flatnonzero((contracts.end_month > world.month) & (contracts.start_month < world.month))
    if len(rows) == 0:
        return
    a, b = contracts.giver_slot[rows], contracts.taker_slot[rows]
    giver, taker = columns.slots.enterprise[a], columns.slots.enterprise[b]
    months = np.minimum(world.month - contracts.start_month[rows], 12)
    full = contracts.delivered_year[rows] / (contracts.nominal[rows] * months)
    kept = full >= world.assumption["shortfall_tolerance"]
    trust = pair_trust(world, giver, taker)
    trust = np.where(
        kept,
        trust + world.assumption["trust_gain"] * (1.0 - trust),
        trust * (1.0 - world.assumption["trust_loss"]),
    )
    for pair, value in zip(zip(giver.tolist(), taker.tolist(), strict=True), trust, strict=True):
        world.ties[pair] = float(value)
    deal = appraise(
        world, contracts.giver_prospect[rows], contracts.taker_prospect[rows], trust, contracts.km[rows]
    )
    joint = deal.joint(annuity=False)
    contracts.price_cny_per_unit[rows] = deal.price(joint, world.assumption["bargaining_giver"])
    contracts.handling_cny_per_unit[rows] = deal.handling
    _give_notice(world, rows, deal.operating)


def _give_notice(world: World, rows: Ints, joint: Floats) -> None:
    contracts, slots = world.columns.contracts, world.columns.slots
    notice = world.month + round(world.assumption["notice_months"])
    for row, gain in zip(rows[joint < 0].tolist(), joint[joint < 0].tolist(), strict=True):
        if contracts.end_month[row] > notice:
            contracts.end_month[row] = notice
            world.event(
                "link_notice",
                int(slots.enterprise[contracts.giver_slot[row]]),
                exchange=world.catalogue.exchanges[contracts.exchange[row]],
                joint_gain_cny_per_unit=gain,
            )


def spread_knowledge(world: World) -> None:
    """Let enterprises learn exchange options in January, from partners, owners and neighbours.

    An unknown prospect becomes known with the neighbourhood's chance, and with the partner's
    chance where the option is in use by a partner or by an enterprise of the same owner.
    """
    columns, assumption = world.columns, world.assumption
    prospects, enterprises = columns.prospects, columns.enterprises
    unknown = np.flatnonzero(~prospects.known)
    who, option = world.market.enterprise[unknown], prospects.exchange[unknown]
    close = _told_by_circle(world, who, option)
    chance = assumption["knowledge_neighbour"] + assumption["knowledge_partner"] * close
    draw = world.draws.uniform("learn", enterprises.key[who], option, world.year)
    prospects.known[unknown] = draw < chance


def _told_by_circle(world: World, who: Ints, option: Ints) -> NDArray[np.bool_]:
    """Say for each (enterprise, option) whether a partner or its owner's group uses the option.

    Every running contract makes both its sides users of its option; a user's partners, and the
    enterprises of its owner, hear of it.
    """
    columns, contracts = world.columns, world.columns.contracts
    running = np.flatnonzero(contracts.end_month > world.month)
    giver = columns.slots.enterprise[contracts.giver_slot[running]]
    taker = columns.slots.enterprise[contracts.taker_slot[running]]
    options, owner = len(world.catalogue.exchanges), columns.enterprises.owner
    user, other = np.concatenate((giver, taker)), np.concatenate((taker, giver))
    used = np.tile(contracts.exchange[running], 2)
    groups = np.unique(owner[user] * options + used) if len(user) else np.empty(0, dtype=np.int64)
    by_group = np.isin(owner[who] * options + option, groups) & (owner[who] >= 0)
    # pair each partner tie (other hears from user) with every option that the user uses
    order = np.argsort(user, kind="stable")
    first = np.searchsorted(user[order], user, side="left")
    count = np.searchsorted(user[order], user, side="right") - first
    hearer = np.repeat(other, count)
    before = np.repeat(np.cumsum(count) - count, count)
    heard = used[order][np.repeat(first, count) + np.arange(len(hearer)) - before]
    told: NDArray[np.bool_] = np.isin(who * options + option, hearer * options + heard)
    return told | by_group
