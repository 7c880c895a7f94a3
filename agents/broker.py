"""The broker: proposals to pairs of enterprises, studies, and what becomes of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from agents.amounts import amounts, planned
from agents.bargain import distances, one_owner, value_deals
from sim.columns import NEVER
from sim.draws import key_of
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


def propose(world: World) -> None:
    """Let the brokers of the parks propose this year's exchanges, and the sides agree to a study.

    A park's broker proposes the term `broker_proposals_per_year` (a fraction is drawn) of pairs
    that hold no contract and were not proposed before, the best first by joint gain a year as far
    as it can be judged from outside. Both sides let a proposal be studied with the chance
    `broker_study_rate`.
    """
    wanted = world.terms["broker_proposals_per_year"]
    if not (world.symbiosis and wanted.any()):
        return
    giver, taker, worth = _screened(world, wanted > 0)
    seller = world.market.enterprise[giver]
    home = np.array([key_of(name) for name in world.columns.park_ids], dtype=np.uint64)
    count = np.floor(wanted + world.draws.uniform("proposals", home, world.year))
    park = world.columns.enterprises.park[seller]
    keys = world.market.pair_keys(world.columns, giver, taker)
    order = np.lexsort((keys, -worth, park))
    place = np.arange(len(order)) - np.searchsorted(park[order], park[order])
    rows = order[place < count[park[order]]]
    agreed = world.draws.uniform("study", keys[rows]) < world.assumption["broker_study_rate"]
    done = world.month + round(world.assumption["broker_study_months"])
    for row, agrees in zip(rows.tolist(), agreed.tolist(), strict=True):
        pair = int(giver[row]), int(taker[row])
        world.proposals[pair] = done if agrees else NEVER
        numbers = {"joint_gain_cny_per_year": 12.0 * float(worth[row])}
        _event(world, "broker_proposed", pair, "to study" if agrees else "refused", numbers)


def _screened(world: World, served: Flags) -> tuple[Ints, Ints, Floats]:
    """Return the pairs a broker could propose, and their joint gain a month judged from outside."""
    market, columns = world.market, world.columns
    enterprises, enterprise = columns.enterprises, market.enterprise
    mine = enterprises.active & served[enterprises.park]
    giver, taker = market.candidates(market.givers[mine[market.giver_enterprise]])
    a, b = enterprise[giver], enterprise[taker]
    rows = np.flatnonzero(mine[b] & (a != b) & ~one_owner(enterprises.owner, a, b))
    giver, taker, a, b = giver[rows], taker[rows], a[rows], b[rows]
    km = distances(world, a, b)
    rows = np.flatnonzero(km <= market.facts.reach_km[columns.prospects.exchange[giver]])
    giver, taker, km = giver[rows], taker[rows], km[rows]
    deal = value_deals(world, giver, taker, np.ones(len(giver)), km, surveyed=False)
    worth = np.maximum(deal.joint(), 0.0)
    worth *= amounts(world, planned(world), giver, taker, deal.ratio)
    asked = map(world.proposals.__contains__, zip(giver.tolist(), taker.tolist(), strict=True))
    seen = world.held.among(giver, taker) | np.fromiter(asked, np.bool_, len(giver))
    rows = np.flatnonzero(~seen & (worth > 0))
    return giver[rows], taker[rows], worth[rows]


def report_studies(world: World) -> Ints:
    """Return the pairs whose study is done this month, and vouch for each side to the other.

    Pairs are given as giver x prospects + taker.
    A study makes both sides know the option; whether they sign is theirs to say, at what the site
    turns out to cost.
    """
    brought, prospects = [], len(world.columns.prospects)
    for pair, month in world.proposals.items():
        if month != world.month:
            continue
        seller, buyer = world.market.enterprise[list(pair)].tolist()
        if not world.columns.enterprises.active[[seller, buyer]].all():
            continue
        world.columns.prospects.known[list(pair)] = True
        trust = world.ties.get((seller, buyer), 0.0)
        world.ties[seller, buyer] = max(trust, world.assumption["broker_trust"])
        brought.append(pair[0] * prospects + pair[1])
        _event(world, "broker_studied", pair, "study done", {"trust": world.ties[seller, buyer]})
    return np.array(brought, dtype=np.int64)


def _event(
    world: World, kind: str, pair: tuple[int, int], reason: str, numbers: dict[str, float]
) -> None:
    seller, buyer = world.market.enterprise[list(pair)].tolist()
    exchange = world.catalogue.exchanges[world.columns.prospects.exchange[pair[0]]]
    taker = world.columns.enterprises.name[buyer]
    world.event(kind, seller, taker=taker, exchange=exchange, reason=reason, **numbers)
