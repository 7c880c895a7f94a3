"""On-site reuse: a retrofit that brings an enterprise's own waste back into its own process."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.amounts import amounts, planned
from agents.bargain import Deal, value_deals
from agents.contract import delivery_stage, keeps, spending_power, timings
from agents.invest import considering
from sim.annuity import capital_recovery
from sim.money import ACCOUNT
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def reuse_on_site(world: World) -> None:
    """Let enterprises that consider a retrofit install the on-site option with the best NPV.

    NPV = operating gain x amount a year / capital recovery(hurdle, life) - capex. Where a row of
    the technologies does the same in the sector, that row is the retrofit and the option is closed,
    so that nothing is built or paid for twice. The plant then runs as a contract of the enterprise
    with itself for the life of the equipment; it is no link and no trade, so a run without
    symbiosis has it too.
    """
    giver, taker = _own_pairs(world)
    if len(giver) == 0:
        return
    deal = value_deals(world, giver, taker, np.ones(len(giver)), np.zeros(len(giver)))
    who = world.market.enterprise[giver]
    plan = planned(world)
    amount = amounts(world, plan, giver, taker, deal.ratio)
    capex = deal.capex * amount * 12.0
    life = world.assumption["link_life_years"]
    gain = deal.operating * amount * 12.0
    npv = gain / capital_recovery(world.memory["hurdle"][who], life) - capex
    rows = np.flatnonzero((npv > 0) & (capex <= spending_power(world)[who]))
    ratio = npv[rows] / np.maximum(capex[rows], 1.0)
    option = world.columns.prospects.exchange[giver[rows]]
    rows = rows[np.lexsort((option, -ratio, who[rows]))]
    _, first = np.unique(who[rows], return_index=True)
    installed = []
    for row in rows[first].tolist():
        pair = int(giver[row]), int(taker[row])
        installed.append(_install(world, pair, deal, row, plan, amount.item(row), capex.item(row)))
        world.event(
            "on_site_installed",
            int(who[row]),
            exchange=world.catalogue.exchanges[installed[-1]["exchange"]],
            amount_per_month=amount.item(row),
            capex_cny=capex.item(row),
            npv_cny=npv.item(row),
            saving_cny_per_year=gain.item(row),
        )
    if installed:
        world.columns.contracts.extend(installed)


def _own_pairs(world: World) -> tuple[Ints, Ints]:
    """Return the pairs of prospects by which considering enterprises could reuse on site."""
    market, columns, catalogue = world.market, world.columns, world.catalogue
    prospects, enterprises = columns.prospects, columns.enterprises
    considers = considering(world)
    givers = market.givers[considers[market.giver_enterprise]]
    givers = givers[market.facts.at_home[prospects.exchange[givers]]]
    giver, taker = market.candidates(givers)
    own = market.enterprise[giver] == market.enterprise[taker]
    giver, taker = giver[own], taker[own]
    sector = enterprises.sector[market.enterprise[giver]]
    technology = market.facts.technology[prospects.exchange[giver]]
    kinds = len(catalogue.technologies)
    rows = catalogue.tech_row_sector * kinds + catalogue.tech_row_technology
    replaced = (technology >= 0) & np.isin(sector * kinds + technology, rows)
    pairs = zip(giver.tolist(), taker.tolist(), strict=True)
    free = np.fromiter((pair not in world.held for pair in pairs), bool, len(giver))
    keep = np.flatnonzero(free & ~replaced & (prospects.known[giver] | prospects.known[taker]))
    return giver[keep], taker[keep]


def _install(
    world: World,
    pair: tuple[int, int],
    deal: Deal,
    row: int,
    plan: Floats,
    amount: float,
    capex_cny: float,
) -> dict[str, Any]:
    """Take the shares of an on-site option, post its capex and return its internal contract."""
    columns, prospects, slots = world.columns, world.columns.prospects, world.columns.slots
    a, b = prospects.slot.item(pair[0]), prospects.slot.item(pair[1])
    who, option = slots.enterprise.item(a), prospects.exchange.item(pair[0])
    ratio = deal.ratio.item(row)
    left = 1.0 - slots.given_share.item(a)
    giver_share = min(amount / plan.item(a), left)
    taker_share = amount * ratio / plan.item(b)
    taker_share = min(taker_share, 1.0 - slots.taken_share.item(b))
    slots.given_share[a] += giver_share
    slots.taken_share[b] += taker_share
    prospects.share[pair[1]] += taker_share
    world.held.add(pair)
    world.flows.money[ACCOUNT["capex"], who] -= capex_cny
    columns.enterprises.committed_cny[who] += capex_cny
    start = world.month + int(timings(world)[0][option])
    return {
        "giver_slot": a,
        "taker_slot": b,
        "giver_prospect": pair[0],
        "taker_prospect": pair[1],
        "exchange": option,
        "giver_share": giver_share,
        "taker_share": taker_share,
        "ratio": ratio,
        "handling_cny_per_unit": deal.handling.item(row),
        "capex_cny": capex_cny,
        "nominal": amount,
        "signed_month": world.month,
        "start_month": start,
        "end_month": start + round(world.assumption["link_life_years"]) * 12,
        "on_site": True,
        "keeps": keeps(world, np.array([option]), np.array([b]))[0],
        "stage": delivery_stage(world, np.array([option]), np.array([who]))[0],
    }
