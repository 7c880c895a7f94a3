"""On-site reuse: a retrofit that brings an enterprise's own waste back into its own process."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from agents.amounts import amounts, planned
from agents.bank import lend, note_loan
from agents.bargain import Deal, value_deals
from agents.consider import considering
from agents.contract import draft, spending_power, timings
from sim.annuity import capital_recovery
from sim.catalogue import Catalogue, per_catalogue
from sim.kernel import kernel
from sim.market import TAKES, Shelves
from sim.money import ACCOUNT
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


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
    npv = gain / capital_recovery(world.memory["project hurdle"][who], life) - capex
    rows = ((npv > 0) & (capex <= spending_power(world)[who])).nonzero()[0]
    ratio = npv[rows] / np.maximum(capex[rows], 1.0)
    option = world.columns.prospects.exchange[giver]
    rows = rows[np.lexsort((option[rows], -ratio, who[rows]))]
    _, first = np.unique(who[rows], return_index=True)
    rows = rows[first]
    rows = rows[lend(world, who[rows], capex[rows], True)]
    for row in rows.tolist():
        world.event(
            "on_site_installed",
            int(who[row]),
            exchange=world.catalogue.exchanges[int(option[row])],
            amount_per_month=amount.item(row),
            capex_cny=capex.item(row),
            npv_cny=npv.item(row),
            saving_cny_per_year=gain.item(row),
        )
    _install(world, giver[rows], taker[rows], deal.pick(rows), plan, amount[rows], capex[rows])


def _own_pairs(world: World) -> tuple[Ints, Ints]:
    """Return the pairs of prospects by which considering enterprises could reuse on site."""
    market, columns, catalogue = world.market, world.columns, world.catalogue
    prospects, enterprises = columns.prospects, columns.enterprises
    considers = considering(world)
    giver, taker = pairs_at_home(
        market.givers, market.sides[TAKES], market.enterprise, market.shelf, prospects.exchange,
        considers, market.facts.at_home,
    )  # fmt: skip
    sector = enterprises.sector[market.enterprise[giver]]
    technology = market.facts.technology[prospects.exchange[giver]]
    replaced = (technology >= 0) & _listed(catalogue)[sector, technology]
    known = prospects.known[giver] | prospects.known[taker]
    keep = (known & ~replaced & ~world.held.among(giver, taker)).nonzero()[0]
    return giver[keep], taker[keep]


@kernel
def pairs_at_home(
    givers: Ints, takers: Shelves, enterprise: Ints, shelf: Ints, exchange: Ints,
    considers: Flags, at_home: Flags,
) -> tuple[Ints, Ints]:  # fmt: skip
    """Return the prospects of one enterprise that fit together: who gives and who takes.

    `takers` are the shelves of takers, `at_home` says which options run on one site.
    """
    giver, taker = np.empty((2, 0), dtype=np.int64)
    for counted in (False, True):
        found = 0
        for row in givers:
            e, at = enterprise[row], shelf[row]
            if not (considers[e] and at_home[exchange[row]]):
                continue
            for place in range(takers.first[at], takers.first[at] + takers.size[at]):
                other = takers.rows[place]
                if enterprise[other] == e:
                    if counted:
                        giver[found], taker[found] = row, other
                    found += 1
        if not counted:
            giver, taker = np.empty((2, found), dtype=np.int64)
    return giver, taker


@per_catalogue
def _listed(catalogue: Catalogue) -> Flags:
    """Say which technologies the tables have for which sectors: (sector, technology)."""
    flags = np.zeros((len(catalogue.sectors), len(catalogue.technologies)), dtype=bool)
    flags[catalogue.tech_row_sector, catalogue.tech_row_technology] = True
    return flags


def _install(
    world: World, giver: Ints, taker: Ints, deal: Deal, plan: Floats, amount: Floats, capex: Floats
) -> None:
    """Post the capex of on-site options, at most one an enterprise, and sign them."""
    slots, prospects = world.columns.slots, world.columns.prospects
    a, b = prospects.slot[giver], prospects.slot[taker]
    giver_share = np.minimum(amount / plan[a], 1.0 - slots.given_share[a])
    taker_share = np.minimum(amount * deal.ratio / plan[b], 1.0 - slots.taken_share[b])
    who = slots.enterprise[a]
    world.flows.money[ACCOUNT["capex"], who] -= capex
    world.columns.enterprises.committed_cny[who] += capex
    note_loan(world, who, capex)
    start = world.month + timings(world)[0][prospects.exchange[giver]]
    got = np.array([amount, giver_share, taker_share])
    first = draft(world, giver, taker, deal.ratio, deal.handling, got)
    contracts = world.columns.contracts
    contracts.capex_cny[first:], contracts.on_site[first:] = capex, True
    contracts.signed_month[first:], contracts.start_month[first:] = world.month, start
    contracts.end_month[first:] = start + round(world.assumption["link_life_years"]) * 12
