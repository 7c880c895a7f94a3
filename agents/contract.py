"""Contracts: signed in order of gain within what is left free, and ended with their reasons."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from agents.amounts import LEAST_SHARE, planned
from agents.bank import draw_loans, within_pools
from agents.link_events import ended_events, signed_events
from agents.link_grants import grant_links
from agents.openings import Openings
from agents.signing import (
    Agreed,
    Draft,
    Ends,
    Kinds,
    Offers,
    Shares,
    Sides,
    Times,
    best_first,
    draw_up,
    release,
    sign,
    spendable,
    take_shares,
)
from sim.kernels import columns_of
from sim.money import ACCOUNT
from sim.world import World

CAPEX = ACCOUNT["capex"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


def sign_in_order(world: World, found: Openings) -> None:
    """Sign openings that gain one after the other, the best first, each for what is still free.

    A pair goes away empty where nothing worth a contract is left, or the taker can neither pay nor
    borrow the capex. A pipe that stands is paid for again only as far as it must grow, and flows
    next month; another starts after its lead time. The price is the giver's least plus its share
    of the joint gain.
    """
    columns, enterprises = world.columns, world.columns.enterprises
    offers, plan, most = _offers(found), planned(world), world.market.facts.max_share
    slots, sides = columns.slots.as_tuple(Shares), columns.prospects.as_tuple(Sides)
    order = best_first(offers, plan, slots, sides, most, enterprises.key)
    if len(order) == 0:
        return
    power = within_pools(world, spending_power(world), found.buyer[order])
    rows, got = take_shares(
        order, offers, world.built.table, slots, sides, most, plan, power, LEAST_SHARE
    )
    if len(rows) == 0:
        return
    buyer, capex = found.buyer[rows], got[3]
    draw_loans(world, buyer, capex)
    first, more = columns.contracts.grow(len(rows)), len(rows)
    sign(
        first, world.month, rows, got, offers, columns.contracts.as_tuple(Draft),
        columns.contracts.as_tuple(Agreed), slots, sides,
        (world.held.reserve(more), world.built.reserve(more), world.ties.reserve(more)),
        enterprises.dispatch, world.plants.is_waste_intake, _kinds(world), _times(world),
        world.assumption["bargaining_giver"], world.assumption["trust_start"],
        world.flows.money[CAPEX], enterprises.committed_cny,
    )  # fmt: skip
    grant_links(world, buyer, capex)
    signed_events(world, first, found, rows)


def _offers(found: Openings) -> Offers:
    """Return openings as the kernels of signing read them."""
    deal = found.deal
    return Offers(
        found.giver, found.taker, found.exchange, found.seller, found.buyer, found.gain,
        deal.ratio, deal.handling, deal.capex, deal.forgone, deal.giver_asks_cny_per_t, deal.km,
    )  # fmt: skip


def draft(
    world: World, giver: Ints, taker: Ints, ratio: Floats, handling: Floats, got: Floats
) -> int:
    """Take the shares of new contracts and fill in what every contract has; return the first row.

    One row a pair of prospects that holds no contract yet. `got` is by (number, contract): units
    given a month, the giver's and the taker's share.
    """
    columns, contracts = world.columns, world.columns.contracts
    first = contracts.grow(len(giver))
    draw_up(
        first, giver, taker, ratio, handling, got, contracts.as_tuple(Draft),
        columns.slots.as_tuple(Shares), columns.prospects.as_tuple(Sides),
        world.held.reserve(len(giver)), columns.enterprises.dispatch, world.plants.is_waste_intake,
        _kinds(world),
    )  # fmt: skip
    return first


def _kinds(world: World) -> Kinds:
    """Return what decides, by option, how a contract is delivered, the same all through a run."""
    if "kinds" not in world.kept:
        world.kept["kinds"] = columns_of(Kinds, world.market.facts)
    kinds: Kinds = world.kept["kinds"]
    return kinds


def end_contracts(world: World) -> tuple[Flags, Ints]:
    """Free the shares of contracts that do not run next month; what is renewed now has no gap.

    Returns which slots were freed, so that they look again, and the pairs, who may deal again, as
    giver x prospects + taker.
    """
    columns, contracts = world.columns, world.columns.contracts
    freed = np.zeros(len(columns.slots), dtype=bool)
    rows = release(
        world.month, contracts.as_tuple(Ends), columns.slots.as_tuple(Shares),
        columns.prospects.as_tuple(Sides), world.held.table, freed,
    )  # fmt: skip
    if len(rows) == 0:
        return freed, rows
    ended_events(world, rows)
    giver, taker = contracts.giver_prospect[rows], contracts.taker_prospect[rows]
    return freed, giver * len(columns.prospects) + taker


def spending_power(world: World) -> Floats:
    """Return what each enterprise can invest now: cash and credit, less what it has committed."""
    enterprises = world.columns.enterprises
    return spendable(
        enterprises.cash, enterprises.receivables, enterprises.fixed_assets, enterprises.debt,
        enterprises.committed_cny, world.assumption["max_debt_ratio"],
        world.terms["debt_ratio_added"],
    )  # fmt: skip


def _times(world: World) -> Times:
    """Return lead times and terms, and what the terms of the year spare of them."""
    lead, term = timings(world)
    return Times(
        lead, term, world.market.facts.hazardous, world.assumption["permit_months"],
        world.terms["permit_factor"], world.terms["link_lead_factor"],
    )  # fmt: skip


def timings(world: World) -> tuple[Ints, Ints]:
    """Return lead time, permits of hazardous streams included, and term by option, in months."""
    if "timings" not in world.kept:
        market, assumption = world.market, world.assumption
        lead = market.by_class(assumption, "lead_months")
        lead = lead + market.facts.hazardous * assumption["permit_months"]
        years = market.by_class(assumption, "contract_years")
        world.kept["timings"] = np.rint(lead).astype(int), 12 * np.rint(years).astype(int)
    lead, term = world.kept["timings"]
    return lead, term
