"""Contracts: signed in order of gain within what is left free, and ended with their reasons."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.columns import BY_WATER
from sim.money import ACCOUNT
from sim.physics import stage_of
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

LEAST_SHARE = 0.01
"""Smaller shares of a giver's output are not worth a contract."""


class Offer(NamedTuple):
    """One appraised pair: prospects, and money per unit given (see `agents.bargain.Deal`)."""

    giver: int
    taker: int
    ratio: float
    handling: float
    capex: float
    km: float
    forgone: float
    giver_asks_cny_per_t: float
    joint: float
    joint_built: float
    """Joint gain where the pipe or line stands already."""


def sign_in_order(world: World, offers: list[Offer], typical: Floats) -> None:
    """Sign offers one after the other, each for what is still free, and append the contracts."""
    if not offers:
        return
    if "timings" not in world.kept:
        world.kept["timings"] = _timings(world)
    power = spending_power(world).tolist()
    contracts = (_sign(world, offer, typical, power) for offer in offers)
    signed = [contract for contract in contracts if contract is not None]
    if signed:
        first = world.columns.contracts.extend(signed)
        link_events(world, "link_signed", np.arange(first, first + len(signed)))


def _sign(world: World, offer: Offer, typical: Floats, power: list[float]) -> dict[str, Any] | None:
    """Take an offer's shares, start it after its lead time and post its capex.

    Returns None when nothing is left, or the taker can neither pay nor borrow the capex.
    """
    columns, prospects, slots = world.columns, world.columns.prospects, world.columns.slots
    a, b = prospects.slot.item(offer.giver), prospects.slot.item(offer.taker)
    exchange = prospects.exchange.item(offer.giver)
    seller, buyer = slots.enterprise.item(a), slots.enterprise.item(b)
    whole = slots.coefficient.item(a) * typical.item(seller)
    need = slots.coefficient.item(b) * typical.item(buyer)
    left = 1.0 - slots.given_share.item(a)
    most = world.market.facts.max_share.item(exchange)
    open_share = min(most - prospects.share.item(offer.taker), 1.0 - slots.taken_share.item(b))
    amount = min(whole * left, need * open_share / offer.ratio)
    if amount <= LEAST_SHARE * whole:
        return None
    pair = (offer.giver, offer.taker)
    built = pair in world.built
    capex = 0.0 if built else offer.capex * amount * 12.0
    if capex > power[buyer]:
        return None
    giver_share = min(amount / whole, left)
    taker_share = min(amount * offer.ratio / need, open_share)
    slots.given_share[a] += giver_share
    slots.taken_share[b] += taker_share
    prospects.share[offer.taker] += taker_share
    power[buyer] -= capex
    world.flows.money[ACCOUNT["capex"], buyer] -= capex
    columns.enterprises.committed_cny[buyer] += capex
    world.built.add(pair)
    world.held.add(pair)
    world.ties.setdefault((seller, buyer), world.assumption["trust_start"])
    lead, years = world.kept["timings"][exchange]
    if built:  # what stands already flows next month
        lead = 1
    joint = offer.joint_built if built else offer.joint
    asked = offer.giver_asks_cny_per_t / 1000.0
    return {
        "giver_slot": a,
        "taker_slot": b,
        "giver_prospect": offer.giver,
        "taker_prospect": offer.taker,
        "exchange": exchange,
        "giver_share": giver_share,
        "taker_share": taker_share,
        "ratio": offer.ratio,
        "price_cny_per_unit": offer.forgone + asked + world.assumption["bargaining_giver"] * joint,
        "handling_cny_per_unit": offer.handling,
        "capex_cny": capex,
        "km": offer.km,
        "nominal": amount,
        "signed_month": world.month,
        "start_month": world.month + lead,
        "end_month": world.month + lead + years * 12,
        "stage": delivery_stage(world, exchange, seller),
    }


def delivery_stage(world: World, exchange: int, seller: int) -> int:
    """Return the stage in which an option is delivered; what a water plant makes comes last."""
    facts = world.market.facts
    by_water = world.columns.enterprises.dispatch[seller] == BY_WATER
    return stage_of(bool(facts.is_heat[exchange]), bool(facts.piped[exchange]) and not by_water)


def end_contracts(world: World) -> Flags:
    """Free the shares of contracts that do not run next month; return the givers, who search.

    What is renewed now flows on without a gap.
    """
    columns, contracts = world.columns, world.columns.contracts
    seeking = np.zeros(len(columns.enterprises), dtype=bool)
    rows = np.flatnonzero(contracts.end_month == world.month + 1)
    if len(rows):
        giver, taker = contracts.giver_prospect[rows], contracts.taker_prospect[rows]
        slots, slot = columns.slots, columns.prospects.slot
        np.subtract.at(slots.given_share, slot[giver], contracts.giver_share[rows])
        np.subtract.at(slots.taken_share, slot[taker], contracts.taker_share[rows])
        np.subtract.at(columns.prospects.share, taker, contracts.taker_share[rows])
        world.held.difference_update(zip(giver.tolist(), taker.tolist(), strict=True))
        seeking[world.market.enterprise[giver]] = True
        link_events(world, "link_ended", rows)
    return seeking


def spending_power(world: World) -> Floats:
    """Return what each enterprise can invest now: cash and credit, less what it has committed."""
    enterprises = world.columns.enterprises
    cash = np.maximum(enterprises.cash, 0.0)
    assets = cash + enterprises.receivables + enterprises.fixed_assets
    credit = world.assumption["max_debt_ratio"] * assets - enterprises.debt
    return cash + np.maximum(credit, 0.0) - enterprises.committed_cny


def _timings(world: World) -> list[tuple[int, int]]:
    """Return lead time in months and term in years by option."""
    facts, assumption = world.market.facts, world.assumption
    timings = []
    for piped, hazardous in zip(facts.piped.tolist(), facts.hazardous.tolist(), strict=True):
        mode = "pipe" if piped else "truck"
        permit = assumption["permit_months"] if hazardous else 0.0
        lead = round(assumption[f"{mode}_lead_months"] + permit)
        timings.append((lead, round(assumption[f"{mode}_contract_years"])))
    return timings


def link_events(world: World, kind: str, rows: Ints) -> None:
    """Record that links were signed or ended, with their numbers."""
    contracts, owner = world.columns.contracts, world.columns.slots.enterprise
    names, options = world.columns.enterprises.name, world.catalogue.exchanges
    numbers = (
        owner[contracts.giver_slot[rows]], owner[contracts.taker_slot[rows]],
        contracts.exchange[rows], contracts.nominal[rows], contracts.price_cny_per_unit[rows],
        contracts.capex_cny[rows], contracts.km[rows],
    )  # fmt: skip
    for giver, taker, exchange, amount, price, capex, km in zip(
        *(column.tolist() for column in numbers), strict=True
    ):
        world.event(
            kind,
            giver,
            taker=names[taker],
            exchange=options[exchange],
            amount_per_month=amount,
            price_cny_per_unit=price,
            capex_cny=capex,
            km=km,
        )
