"""Contracts: signed in order of gain within what is left free, and ended with their reasons."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.columns import BY_WATER, Contracts
from sim.money import ACCOUNT
from sim.physics import stage_of
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

LEAST_SHARE = 0.01
"""Smaller shares of a giver's output are not worth a contract."""


class Offer(NamedTuple):
    """One appraised pair: prospects, and money in CNY per unit given (see `agents.bargain.Deal`)."""

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
    power = spending_power(world)
    signed = []
    for offer in offers:
        contract = _sign(world, offer, typical, power)
        if contract is not None:
            signed.append(contract)
    if signed:
        contracts = world.columns.contracts
        first = len(contracts)
        contracts.append(
            Contracts.blank(len(signed), **{k: [c[k] for c in signed] for k in signed[0]})
        )
        for row in range(first, len(contracts)):
            link_event(world, "link_signed", row)


def _sign(
    world: World, offer: Offer, typical: Floats, power: Floats
) -> dict[str, Any] | None:
    """Take an offer's shares, start it after its lead time and post its capex.

    Returns None when nothing is left, or the taker can neither pay nor borrow the capex.
    """
    columns, prospects, slots = world.columns, world.columns.prospects, world.columns.slots
    a, b = int(prospects.slot[offer.giver]), int(prospects.slot[offer.taker])
    exchange, buyer = int(prospects.exchange[offer.giver]), int(slots.enterprise[b])
    whole = float(slots.coefficient[a] * typical[slots.enterprise[a]])
    need = float(slots.coefficient[b] * typical[buyer])
    left = 1.0 - float(slots.given_share[a])
    most = float(world.market.facts.max_share[exchange])
    open_share = min(most - float(prospects.share[offer.taker]), 1.0 - float(slots.taken_share[b]))
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
    dealt = (int(slots.enterprise[a]), buyer)
    world.ties.setdefault(dealt, world.assumption["trust_start"])
    lead, years = _timing(world, exchange, built)
    joint = offer.joint_built if built else offer.joint
    asked = offer.giver_asks_cny_per_t / 1000.0
    by_water = columns.enterprises.dispatch[dealt[0]] == BY_WATER
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
        "stage": stage_of(
            bool(world.market.facts.is_heat[exchange]), bool(world.market.facts.piped[exchange]) and not by_water
        ),
    }


def end_contracts(world: World) -> Flags:
    """Free the shares of contracts that end now; return which enterprises thereby search."""
    columns, contracts = world.columns, world.columns.contracts
    seeking = np.zeros(len(columns.enterprises), dtype=bool)
    for row in np.flatnonzero(contracts.end_month == world.month).tolist():
        giver, taker = contracts.giver_slot[row], contracts.taker_slot[row]
        pair = int(contracts.giver_prospect[row]), int(contracts.taker_prospect[row])
        columns.slots.given_share[giver] -= contracts.giver_share[row]
        columns.slots.taken_share[taker] -= contracts.taker_share[row]
        columns.prospects.share[pair[1]] -= contracts.taker_share[row]
        world.held.discard(pair)
        seeking[columns.slots.enterprise[giver]] = True
        link_event(world, "link_ended", row)
    return seeking


def spending_power(world: World) -> Floats:
    """Return what each enterprise can invest now: cash and credit, less what it has committed."""
    enterprises = world.columns.enterprises
    cash = np.maximum(enterprises.cash, 0.0)
    assets = cash + enterprises.receivables + enterprises.fixed_assets
    credit = world.assumption["max_debt_ratio"] * assets - enterprises.debt
    return cash + np.maximum(credit, 0.0) - enterprises.committed_cny


def _timing(world: World, exchange: int, built: bool) -> tuple[int, int]:
    """Return lead time in months and term in years; what stands already flows next month."""
    facts, assumption = world.market.facts, world.assumption
    mode = "pipe" if facts.piped[exchange] else "truck"
    lead = assumption[f"{mode}_lead_months"]
    if facts.hazardous[exchange]:
        lead += assumption["permit_months"]
    return (1 if built else round(lead)), round(assumption[f"{mode}_contract_years"])


def link_event(world: World, kind: str, row: int) -> None:
    """Record that a link was signed or ended, with its numbers."""
    contracts, slots = world.columns.contracts, world.columns.slots
    names = world.columns.enterprises.name
    world.event(
        kind,
        int(slots.enterprise[contracts.giver_slot[row]]),
        taker=names[slots.enterprise[contracts.taker_slot[row]]],
        exchange=world.catalogue.exchanges[contracts.exchange[row]],
        amount_per_month=float(contracts.nominal[row]),
        price_cny_per_unit=float(contracts.price_cny_per_unit[row]),
        capex_cny=float(contracts.capex_cny[row]),
        km=float(contracts.km[row]),
    )
