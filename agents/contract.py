"""Contracts: signed in order of gain within what is left free, and ended with their reasons."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.amounts import LEAST_SHARE
from agents.bank import draw_loans, within_pools
from agents.bargain import Deal
from agents.kernels import take_shares, ways
from agents.link_events import ended_events, signed_events
from agents.link_grants import grant_links
from agents.openings import Openings
from sim.money import ACCOUNT
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


def sign_in_order(world: World, found: Openings, order: Ints, plan: Floats) -> None:
    """Sign openings one after the other, each for what is still free, and append the contracts.

    A pair goes away empty where nothing worth a contract is left, or the taker can neither pay nor
    borrow the capex. A pipe that stands is paid for again only as far as it must grow, and flows
    next month; another starts after its lead time. The price is the giver's least plus its share
    of the joint gain.
    """
    columns, slots = world.columns, world.columns.slots
    giver, taker = found.giver[order], found.taker[order]
    pairs = list(zip(giver.tolist(), taker.tolist(), strict=True))
    stands = np.array([world.built.get(pair, 0.0) for pair in pairs])
    got = take_shares(
        giver,
        taker,
        found.deal.ratio[order],
        found.deal.capex[order],
        stands,
        columns.prospects.slot,
        world.market.facts.max_share[found.exchange[order]],
        plan,
        slots.enterprise,
        slots.given_share,
        slots.taken_share,
        columns.prospects.share,
        within_pools(world, spending_power(world), found.buyer[order]),
        LEAST_SHARE,
    )
    rows = np.flatnonzero(got[0])
    if len(rows) == 0:
        return
    won = found.pick(order[rows])
    amount, giver_share, taker_share, capex = got[:, rows]
    drafted = draft(world, won.giver, won.taker, won.deal, amount, giver_share, taker_share)
    np.subtract.at(world.flows.money[ACCOUNT["capex"]], won.buyer, capex)
    draw_loans(world, won.buyer, capex)
    np.add.at(columns.enterprises.committed_cny, won.buyer, capex)
    grant_links(world, won.buyer, capex)
    _tie(world, won, amount)
    lead, term = timings(world)
    months = lead[won.exchange] - _spared(world, won, lead)
    start = world.month + np.where(stands[rows] > 0, 1, months)
    first = columns.contracts.add(
        len(rows),
        **drafted,
        price_cny_per_unit=won.deal.price(won.gain, world.assumption["bargaining_giver"]),
        capex_cny=capex,
        km=won.deal.km,
        signed_month=world.month,
        start_month=start,
        end_month=start + term[won.exchange],
    )
    signed_events(world, first, won)


def draft(
    world: World,
    giver: Ints,
    taker: Ints,
    deal: Deal,
    amount: Floats,
    giver_share: Floats,
    taker_share: Floats,
) -> dict[str, Any]:
    """Take the shares of new contracts and return the columns that every contract has.

    One row a pair of prospects that holds no contract yet; `amount` is units given a month.
    """
    columns = world.columns
    slots, prospects = columns.slots, columns.prospects
    giver_slot, taker_slot = prospects.slot[giver], prospects.slot[taker]
    np.add.at(slots.given_share, giver_slot, giver_share)
    np.add.at(slots.taken_share, taker_slot, taker_share)
    np.add.at(prospects.share, taker, taker_share)
    world.held.update(zip(giver.tolist(), taker.tolist(), strict=True))
    option = prospects.exchange[giver]
    keeps, stage = _ways(world, option, giver_slot, taker_slot)
    return {
        "giver_slot": giver_slot,
        "taker_slot": taker_slot,
        "giver_prospect": giver,
        "taker_prospect": taker,
        "exchange": option,
        "giver_share": giver_share,
        "taker_share": taker_share,
        "ratio": deal.ratio,
        "handling_cny_per_unit": deal.handling,
        "nominal": amount,
        "keeps": keeps,
        "stage": stage,
    }


def _tie(world: World, won: Openings, amount: Floats) -> None:
    """Remember what the pipes of pairs carry, and that they have dealt."""
    columns = won.giver, won.taker, won.seller, won.buyer, amount
    numbers = zip(*(column.tolist() for column in columns), strict=True)
    for giver, taker, seller, buyer, now in numbers:
        world.built[giver, taker] = max(now, world.built.get((giver, taker), 0.0))
        world.ties.setdefault((seller, buyer), world.assumption["trust_start"])


def _ways(world: World, option: Ints, giver_slot: Ints, taker_slot: Ints) -> tuple[Flags, Ints]:
    """Return whether takers can keep what they get in store, and the stage of delivery."""
    facts, columns = world.market.facts, world.columns
    return ways(
        option, giver_slot, taker_slot, columns.slots.enterprise, columns.enterprises.dispatch,
        world.plants.is_waste_intake, facts.storable, facts.is_heat, facts.piped,
    )  # fmt: skip


def end_contracts(world: World) -> tuple[Flags, list[tuple[int, int]]]:
    """Free the shares of contracts that do not run next month; what is renewed now has no gap.

    Returns which slots were freed, so that they look again, and the pairs, who may deal again.
    """
    columns, contracts = world.columns, world.columns.contracts
    freed = np.zeros(len(columns.slots), dtype=bool)
    rows = np.flatnonzero(contracts.end_month == world.month + 1)
    pairs: list[tuple[int, int]] = []
    if len(rows):
        giver, taker = contracts.giver_prospect[rows], contracts.taker_prospect[rows]
        slots, slot = columns.slots, columns.prospects.slot
        np.subtract.at(slots.given_share, slot[giver], contracts.giver_share[rows])
        np.subtract.at(slots.taken_share, slot[taker], contracts.taker_share[rows])
        np.subtract.at(columns.prospects.share, taker, contracts.taker_share[rows])
        pairs = list(zip(giver.tolist(), taker.tolist(), strict=True))
        world.held.difference_update(pairs)
        freed[slot[giver]] = freed[slot[taker]] = True
        ended_events(world, rows)
    return freed, pairs


def spending_power(world: World) -> Floats:
    """Return what each enterprise can invest now: cash and credit, less what it has committed."""
    enterprises = world.columns.enterprises
    cash = np.maximum(enterprises.cash, 0.0)
    assets = cash + enterprises.receivables + enterprises.fixed_assets
    ratio = world.assumption["max_debt_ratio"] + world.terms["debt_ratio_added"]
    credit = ratio * assets - enterprises.debt
    return cash + np.maximum(credit, 0.0) - enterprises.committed_cny


def _spared(world: World, won: Openings, lead: Ints) -> Ints:
    """Return the months that the terms spare each deal, by its giver: of a permit, and of the rest.

    At least a month is left.
    """
    permit_factor, lead_factor = world.terms["permit_factor"], world.terms["link_lead_factor"]
    if not ((permit_factor < 1.0) | (lead_factor < 1.0)).any():
        return np.zeros(len(won.seller), dtype=np.int64)
    hazardous = world.market.facts.hazardous[won.exchange]
    permit = hazardous * world.assumption["permit_months"]
    rest = lead[won.exchange] - np.rint(permit)
    of_permit = 1.0 - np.minimum(permit_factor[won.seller], 1.0)
    of_rest = 1.0 - np.minimum(lead_factor[won.seller], 1.0)
    spared = np.rint(permit * of_permit) + np.floor(rest * of_rest)
    months: Ints = np.minimum(spared, np.maximum(lead[won.exchange] - 1, 0)).astype(np.int64)
    return months


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
