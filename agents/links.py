"""The life of links: those that stand at the start, the yearly review, and how they end."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from agents.amounts import amounts, planned
from agents.bargain import Deal, appraise, distances, pair_trust
from agents.contract import draft, timings
from agents.link_events import notice_events
from sim.columns import NO_GAIN, PARTNER_LEFT, STREAM_ENDED, TRUST_LOST
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def install_links(world: World) -> None:
    """Put the links of the park file in place, for what is left of their term.

    An amount given in the file sets the share of the giver's output; without one the link takes
    what fits. Their pipes stand; the rest of the term is drawn. Without symbiosis what an
    enterprise reuses on its own site stands all the same; what joins two falls away.
    """
    columns, market = world.columns, world.market
    known, amount = _described_pairs(world)
    if not known:
        return
    giver, taker = np.array(known).T
    seller, buyer = market.enterprise[giver], market.enterprise[taker]
    trust, km = pair_trust(world, seller, buyer), distances(world, seller, buyer)
    deal = appraise(world, giver, taker, trust, km)
    left = world.draws.uniform("term left", market.pair_keys(columns, giver, taker)).tolist()
    plan = planned(world)
    for row, pair in enumerate(known):
        one = np.array([row])
        dealt = (int(seller[row]), int(buyer[row]))
        if dealt in world.ties:  # a second link of the two is made in the trust of the first
            trust[one] = pair_trust(world, seller[one], buyer[one])
            terms = appraise(world, giver[one], taker[one], trust[one], km[one])
        else:
            terms = deal.pick(one)
        if _install(world, plan, pair, amount[row], terms, left[row]) and dealt[0] != dealt[1]:
            world.ties[dealt] = max(float(trust[row]), 0.6)


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
        if (giver, option, True) in first
        and (taker, option, False) in first
        and (world.symbiosis or giver == taker)
    ]
    return [pair for pair, _ in found], [amount for _, amount in found]


def _install(
    world: World, plan: Floats, pair: tuple[int, int], wanted: float, deal: Deal, left: float
) -> bool:
    """Put one link in place; say whether anything fitted."""
    prospects, slots = world.columns.prospects, world.columns.slots
    giver, taker = (np.array([prospect]) for prospect in pair)
    a, b = prospects.slot[giver], prospects.slot[taker]
    seller, buyer = slots.enterprise[a], slots.enterprise[b]
    fits = amounts(world, plan, giver, taker, deal.ratio)
    agreed = fits if np.isnan(wanted) else np.minimum(fits, wanted)
    active = world.columns.enterprises.active
    if not ((agreed > 0) & active[seller] & active[buyer]).item():
        return False
    option = prospects.exchange[giver]
    # a tenth of slack lets deliveries follow the season without lifting the agreed amount
    giver_share = np.minimum(1.1 * agreed / plan[a], 1.0 - slots.given_share[a])
    most = world.market.facts.max_share[option] - prospects.share[taker]
    most = np.minimum(most, 1.0 - slots.taken_share[b])
    taker_share = np.minimum(1.1 * agreed * deal.ratio / plan[b], most)
    got = np.array([agreed, giver_share, taker_share])
    first = draft(world, giver, taker, deal.ratio, deal.handling, got)
    prospects.known[list(pair)] = True
    world.built[pair] = agreed.item()
    price = deal.price(deal.joint(annuity=False), world.assumption["bargaining_giver"])
    contracts, on_site = world.columns.contracts, seller == buyer
    contracts.price_cny_per_unit[first:] = np.where(on_site, 0.0, price)
    contracts.km[first:], contracts.on_site[first:] = deal.km, on_site
    contracts.signed_month[first:] = -1
    contracts.end_month[first:] = np.rint(12 + left * timings(world)[1][option])
    return True


def review_links(world: World) -> None:
    """Review last year's links in January: trust moves, terms follow, losses are given notice.

    A link whose deliveries stayed above the tolerated share of the agreed amount gains trust,
    another loses it. Price and volume are agreed anew under today's terms; where no joint gain is
    left, capex apart, or trust has gone, the link ends after the notice period. What an enterprise
    reuses on its own site is no link: it has no price and is not reviewed.
    """
    columns, contracts = world.columns, world.columns.contracts
    runs = (contracts.start_month < world.month) & (contracts.end_month > world.month)
    rows = (runs & ~contracts.on_site & (contracts.ending != PARTNER_LEFT)).nonzero()[0]
    if len(rows) == 0:
        return
    a, b = contracts.giver_slot[rows], contracts.taker_slot[rows]
    giver, taker = columns.slots.enterprise[a], columns.slots.enterprise[b]
    months = np.minimum(world.month - contracts.start_month[rows], 12)
    agreed = contracts.nominal[rows] * months
    full = np.divide(contracts.delivered_year[rows], agreed, np.zeros(len(rows)), where=agreed > 0)
    trust = _moved_trust(world, pair_trust(world, giver, taker), full)
    world.ties.put(giver, taker, trust)
    a, b = contracts.giver_prospect[rows], contracts.taker_prospect[rows]
    deal = appraise(world, a, b, trust, contracts.km[rows], contracts.taker_share[rows])
    joint = deal.joint(annuity=False)
    contracts.price_cny_per_unit[rows] = deal.price(joint, world.assumption["bargaining_giver"])
    contracts.handling_cny_per_unit[rows] = deal.handling
    contracts.nominal[rows] = _expected(world, rows)
    for gone, ending in (
        (deal.operating < 0, NO_GAIN),
        (trust < world.assumption["trust_break"], TRUST_LOST),
    ):
        at = rows[gone]
        _give_notice(world, at, ending, deal.operating[gone], trust[gone], full[gone])


def _moved_trust(world: World, trust: Floats, kept_share: Floats) -> Floats:
    """Return trust after a year in which that share of the agreed amount was delivered."""
    assumption = world.assumption
    return np.where(
        kept_share >= assumption["shortfall_tolerance"],
        trust + assumption["trust_gain"] * (1.0 - trust),
        trust * (1.0 - assumption["trust_loss"]),
    )


def _expected(world: World, rows: Ints) -> Floats:
    """Return what contracts would deliver in a month of planned output, units given."""
    contracts = world.columns.contracts
    plan = planned(world)
    offered = contracts.giver_share[rows] * plan[contracts.giver_slot[rows]]
    wanted = contracts.taker_share[rows] * plan[contracts.taker_slot[rows]]
    return np.minimum(offered, wanted / contracts.ratio[rows])


def _give_notice(
    world: World, rows: Ints, ending: int, gain: Floats, trust: Floats, kept_share: Floats
) -> None:
    """Let contracts end after the notice period, where they do not end before."""
    contracts = world.columns.contracts
    notice = world.month + max(round(world.assumption["notice_months"]), 1)
    later = contracts.end_month[rows] > notice
    given = rows[later]
    contracts.end_month[given] = notice
    contracts.ending[given] = ending
    notice_events(
        world,
        given,
        joint_gain_cny_per_unit=gain[later].tolist(),
        trust=trust[later].tolist(),
        kept_share=kept_share[later].tolist(),
    )


def end_dead_links(world: World) -> None:
    """End links whose stream is no longer made or used, as after a switch of fuel or process."""
    contracts, coefficient = world.columns.contracts, world.columns.slots.coefficient
    dead = (coefficient[contracts.giver_slot] <= 0) | (coefficient[contracts.taker_slot] <= 0)
    dead &= contracts.end_month > world.month + 1
    contracts.end_month[dead] = world.month + 1
    contracts.ending[dead] = STREAM_ENDED
