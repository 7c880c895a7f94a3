"""Contracts: signed in order of gain within what is left free, and ended with their reasons."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from agents.amounts import LEAST_SHARE
from sim.columns import BY_PLAN, BY_WATER, ENDINGS
from sim.money import ACCOUNT
from sim.physics import stage_of
from sim.stream_facts import LINK_CLASSES
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Offer(NamedTuple):
    """One appraised pair: prospects, and money per unit given (see `agents.bargain.Deal`)."""

    giver: int
    taker: int
    ratio: float
    worth: float
    handling: float
    capex: float
    annuity: float
    km: float
    trust: float
    forgone: float
    giver_asks_cny_per_t: float
    joint: float
    joint_built: float
    """Joint gain where the pipe or line stands already."""


def sign_in_order(world: World, offers: list[Offer], typical: Floats) -> None:
    """Sign offers one after the other, each for what is still free, and append the contracts."""
    if not offers:
        return
    power = spending_power(world).tolist()
    contracts, reasons = [], []
    for offer in offers:
        contract = _sign(world, offer, typical, power)
        if contract is not None:
            contracts.append(contract)
            reasons.append(offer)
    if contracts:
        first = world.columns.contracts.extend(contracts)
        for row, offer in enumerate(reasons, first):
            _signed_event(world, row, offer)


def _sign(world: World, offer: Offer, typical: Floats, power: list[float]) -> dict[str, Any] | None:
    """Take an offer's shares, start it after its lead time and post its capex.

    Returns None when nothing is left, or the taker can neither pay nor borrow the capex. A pipe
    that stands is paid for again only as far as it must grow.
    """
    columns, prospects, slots = world.columns, world.columns.prospects, world.columns.slots
    a, b = prospects.slot.item(offer.giver), prospects.slot.item(offer.taker)
    exchange = prospects.exchange.item(offer.giver)
    left = 1.0 - slots.given_share.item(a)
    most = world.market.facts.max_share.item(exchange)
    open_share = min(most - prospects.share.item(offer.taker), 1.0 - slots.taken_share.item(b))
    if left <= LEAST_SHARE or open_share <= 0.0:
        return None
    seller, buyer = slots.enterprise.item(a), slots.enterprise.item(b)
    whole = slots.coefficient.item(a) * typical.item(seller)
    need = slots.coefficient.item(b) * typical.item(buyer)
    amount = min(whole * left, need * open_share / offer.ratio)
    if amount <= LEAST_SHARE * whole:
        return None
    pair = (offer.giver, offer.taker)
    stands = world.built.get(pair, 0.0)
    capex = offer.capex * max(amount - stands, 0.0) * 12.0
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
    world.built[pair] = max(amount, stands)
    world.held.add(pair)
    world.ties.setdefault((seller, buyer), world.assumption["trust_start"])
    lead, term = timing(world, exchange)
    if stands:  # what stands already flows next month
        lead = 1
    joint = offer.joint_built if stands else offer.joint
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
        "end_month": world.month + lead + term,
        "keeps": keeps(world, exchange, buyer, b),
        "stage": delivery_stage(world, exchange, seller),
    }


def keeps(world: World, exchange: int, buyer: int, slot: int) -> bool:
    """Say whether a taker can keep an option's stream; plants that follow demand do not."""
    if not world.market.facts.storable[exchange] or world.plants.is_waste_intake[slot]:
        return False
    return bool(world.columns.enterprises.dispatch[buyer] == BY_PLAN)


def delivery_stage(world: World, exchange: int, seller: int) -> int:
    """Return the stage in which an option is delivered; what a water plant makes comes last."""
    facts = world.market.facts
    by_water = world.columns.enterprises.dispatch[seller] == BY_WATER
    return stage_of(bool(facts.is_heat[exchange]), bool(facts.piped[exchange]) and not by_water)


def end_contracts(world: World) -> tuple[Flags, list[tuple[int, int]]]:
    """Free the shares of contracts that do not run next month.

    Returns which enterprises lost one, so that they search, and the pairs, who may deal again.

    What is renewed now flows on without a gap.
    """
    columns, contracts = world.columns, world.columns.contracts
    seeking = np.zeros(len(columns.enterprises), dtype=bool)
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
        for side in (giver, taker):
            seeking[world.market.enterprise[side]] = True
        for row in rows.tolist():
            _ended_event(world, row)
    return seeking, pairs


def spending_power(world: World) -> Floats:
    """Return what each enterprise can invest now: cash and credit, less what it has committed."""
    enterprises = world.columns.enterprises
    cash = np.maximum(enterprises.cash, 0.0)
    assets = cash + enterprises.receivables + enterprises.fixed_assets
    credit = world.assumption["max_debt_ratio"] * assets - enterprises.debt
    return cash + np.maximum(credit, 0.0) - enterprises.committed_cny


def timing(world: World, option: int) -> tuple[int, int]:
    """Return an option's lead time, permits of hazardous streams included, and term in months."""
    facts, assumption = world.market.facts, world.assumption
    of_class = LINK_CLASSES[facts.link_class.item(option)]
    permit = assumption["permit_months"] if facts.hazardous[option] else 0.0
    lead = assumption[f"lead_months_{of_class}"] + permit
    return round(lead), round(assumption[f"contract_years_{of_class}"]) * 12


def _signed_event(world: World, row: int, offer: Offer) -> None:
    """Record that a link was born, with the numbers that made both sides sign."""
    contracts = world.columns.contracts
    sides = world.market.enterprise[[offer.giver, offer.taker]].tolist()
    _link_event(
        world,
        "link_signed",
        row,
        reason="brokered" if (offer.giver, offer.taker) in world.proposals else "found",
        price_cny_per_unit=contracts.price_cny_per_unit.item(row),
        capex_cny=contracts.capex_cny.item(row),
        km=offer.km,
        worth_cny_per_unit=offer.worth,
        forgone_cny_per_unit=offer.forgone,
        handling_cny_per_unit=offer.handling,
        annuity_cny_per_unit=offer.annuity,
        joint_gain_cny_per_unit=offer.joint,
        trust=world.ties[sides[0], sides[1]],
        starts=contracts.start_month.item(row),
    )


def _ended_event(world: World, row: int) -> None:
    """Record that a link died, with its reason and how well it had done."""
    contracts = world.columns.contracts
    months = world.month + 1 - max(contracts.start_month.item(row), world.month // 12 * 12)
    agreed = contracts.nominal.item(row) * max(months, 0)
    giver, taker = contracts.giver_slot.item(row), contracts.taker_slot.item(row)
    owner = world.columns.slots.enterprise
    _link_event(
        world,
        "link_ended",
        row,
        reason=ENDINGS[contracts.ending.item(row)],
        price_cny_per_unit=contracts.price_cny_per_unit.item(row),
        km=contracts.km.item(row),
        kept_share=contracts.delivered_year.item(row) / agreed if agreed > 0 else math.nan,
        trust=world.ties.get((owner.item(giver), owner.item(taker)), math.nan),
        lasted_months=world.month + 1 - contracts.start_month.item(row),
    )


def _link_event(world: World, kind: str, row: int, **numbers: Any) -> None:
    columns = world.columns
    contracts, owner = columns.contracts, columns.slots.enterprise
    world.event(
        kind,
        owner.item(contracts.giver_slot.item(row)),
        taker=columns.enterprises.name[owner[contracts.taker_slot[row]]],
        exchange=world.catalogue.exchanges[contracts.exchange[row]],
        amount_per_month=contracts.nominal.item(row),
        **numbers,
    )
