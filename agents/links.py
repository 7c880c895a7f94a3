"""The life of links: those that stand at the start, the yearly review, trust and knowledge."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.bargain import Deal, appraise, distances, pair_trust
from agents.contract import delivery_stage
from agents.search import amounts, typical_output
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def install_links(world: World) -> None:
    """Put the links of the park file in place, for what is left of their term.

    An amount given in the file sets the share of the giver's output; without one the link takes
    what fits. Their pipes stand; the rest of the term is drawn.
    """
    columns, market = world.columns, world.market
    known, amount = _described_pairs(world)
    if not (world.symbiosis and known):
        return
    giver, taker = np.array(known).T
    seller, buyer = market.enterprise[giver], market.enterprise[taker]
    trust, km = pair_trust(world, seller, buyer), distances(world, seller, buyer)
    deal = appraise(world, giver, taker, trust, km)
    left = world.draws.uniform("term left", market.pair_keys(columns, giver, taker)).tolist()
    typical = typical_output(world)
    installed = []
    for row, pair in enumerate(known):
        one = np.array([row])
        dealt = (int(seller[row]), int(buyer[row]))
        if dealt in world.ties:  # a second link of the two is made in the trust of the first
            trust[one] = pair_trust(world, seller[one], buyer[one])
            terms = appraise(world, giver[one], taker[one], trust[one], km[one])
        else:
            terms = deal.pick(one)
        contract = _install(world, typical, pair, amount[row], terms, left[row])
        if contract is not None:
            installed.append(contract)
            if dealt[0] != dealt[1]:
                world.ties[dealt] = max(float(trust[row]), 0.6)
    if installed:
        columns.contracts.extend(installed)


def _described_pairs(world: World) -> tuple[list[tuple[int, int]], list[float]]:
    """Return the prospect pairs of the links in the park file that exist, and their amounts."""
    prospects, enterprise = world.columns.prospects, world.market.enterprise
    first: dict[tuple[int, int, bool], int] = {}
    columns = (enterprise, prospects.exchange, prospects.giver)
    for row, who in enumerate(zip(*(column.tolist() for column in columns), strict=True)):
        first.setdefault(who, row)
    found = [
        ((first[giver, option, True], first[taker, option, False]), amount)
        for giver, taker, option, amount in world.columns.links
        if (giver, option, True) in first and (taker, option, False) in first
    ]
    return [pair for pair, _ in found], [amount for _, amount in found]


def _install(
    world: World, typical: Floats, pair: tuple[int, int], amount: float, deal: Deal, left: float
) -> dict[str, Any] | None:
    """Take a link's shares and return its contract, or None where nothing fits."""
    prospects, slots = world.columns.prospects, world.columns.slots
    a, b = (prospects.slot.item(prospect) for prospect in pair)
    seller, buyer = slots.enterprise.item(a), slots.enterprise.item(b)
    giver, taker = (np.array([prospect]) for prospect in pair)
    fits = float(amounts(world, typical, giver, taker, deal.ratio)[0])
    agreed = fits if np.isnan(amount) else min(fits, amount)
    active = world.columns.enterprises.active
    if agreed <= 0 or not (active[seller] and active[buyer]):
        return None
    supply = slots.coefficient.item(a) * typical.item(seller)
    need = slots.coefficient.item(b) * typical.item(buyer)
    ratio, option = deal.ratio.item(), prospects.exchange.item(pair[0])
    # a tenth of slack lets deliveries follow the season without lifting the agreed amount
    giver_share = min(1.1 * agreed / supply, 1.0 - slots.given_share.item(a))
    most = world.market.facts.max_share.item(option) - prospects.share.item(pair[1])
    taker_share = min(1.1 * agreed * ratio / need, 1.0 - slots.taken_share.item(b), most)
    slots.given_share[a] += giver_share
    slots.taken_share[b] += taker_share
    prospects.share[pair[1]] += taker_share
    prospects.known[list(pair)] = True
    world.built.add(pair)
    world.held.add(pair)
    price = deal.price(deal.joint(annuity=False), world.assumption["bargaining_giver"])
    mode = "pipe" if world.market.facts.piped[option] else "truck"
    years = world.assumption[f"{mode}_contract_years"]
    return {
        "giver_slot": a,
        "taker_slot": b,
        "giver_prospect": pair[0],
        "taker_prospect": pair[1],
        "exchange": option,
        "giver_share": giver_share,
        "taker_share": taker_share,
        "ratio": ratio,
        "price_cny_per_unit": price.item(),
        "handling_cny_per_unit": deal.handling.item(),
        "km": deal.km.item(),
        "nominal": agreed,
        "signed_month": -1,
        "start_month": 0,
        "end_month": round(12 + left * years * 12),
        "on_site": seller == buyer,
        "stage": delivery_stage(world, option, seller),
    }


def review_links(world: World) -> None:
    """Review last year's links in January: trust moves, prices follow, losses are given notice.

    A link whose deliveries stayed above the tolerated share of the agreed amount gains trust,
    another loses it. The price is bargained anew under today's terms; where no joint gain is left,
    capex apart, the link ends after the notice period.
    """
    columns, contracts = world.columns, world.columns.contracts
    started = contracts.start_month < world.month
    rows = np.flatnonzero((contracts.end_month > world.month) & started)
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
    world.ties.update(
        zip(zip(giver.tolist(), taker.tolist(), strict=True), trust.tolist(), strict=True)
    )
    a, b = contracts.giver_prospect[rows], contracts.taker_prospect[rows]
    deal = appraise(world, a, b, trust, contracts.km[rows])
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
    told = world.catalogue.exchange_keys[option]
    draw = world.draws.uniform("learn", enterprises.key[who], told, world.year)
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
    # the last row stands for owner -1: enterprises without a group
    by_group = np.zeros((owner.max() + 2, options), dtype=bool)
    by_group[owner[user], used] = True
    # pair each partner tie (other hears from user) with every option that the user uses
    order = np.argsort(user, kind="stable")
    first = np.searchsorted(user[order], user, side="left")
    count = np.searchsorted(user[order], user, side="right") - first
    hearer = np.repeat(other, count)
    before = np.repeat(np.cumsum(count) - count, count)
    heard = used[order][np.repeat(first, count) + np.arange(len(hearer)) - before]
    told = np.zeros((len(owner), options), dtype=bool)
    told[hearer, heard] = True
    return told[who, option] | (by_group[owner[who], option] & (owner[who] >= 0))
