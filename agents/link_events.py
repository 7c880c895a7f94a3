"""Events of links: why one was born and why it died, in numbers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from agents.openings import Openings
from sim.columns import ENDINGS, NEVER
from sim.events import Event
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Told(NamedTuple):
    """What the events of one month share: its number, and the names that they use."""

    month: int
    enterprises: NDArray[np.object_]
    exchanges: list[str]


SIGNED = ("nominal", "price_cny_per_unit", "capex_cny", "start_month")
ENDED = (
    "exchange", "nominal", "ending", "price_cny_per_unit", "km", "delivered_year", "start_month",
)  # fmt: skip
"""Columns of the contracts that the events of their signing and their ends tell of."""


def signed_events(world: World, first: int, found: Openings, rows: Ints) -> None:
    """Record the contracts from row `first` on, with the numbers that made both sides sign."""
    contracts = world.columns.contracts
    agreed = {name: getattr(contracts, name)[first:].copy() for name in SIGNED}
    told = _told(world)
    story = partial(_signed, told, world.proposals, found, rows, **agreed)
    world.events.tell_later(world.month, story)


def _signed(
    told: Told,
    proposals: Mapping[tuple[int, int], int],
    found: Openings,
    rows: Ints,
    *,
    nominal: Floats,
    price_cny_per_unit: Floats,
    capex_cny: Floats,
    start_month: Ints,
) -> list[Event]:
    """Tell of the openings that were signed; those count as brokered whose study was done."""
    won = found.pick(rows)
    pairs = zip(won.giver.tolist(), won.taker.tolist(), strict=True)
    brokered = [proposals.get(pair, NEVER) <= told.month for pair in pairs]
    return _tell(
        told, "link_signed", won.seller, won.buyer, won.exchange, nominal,
        reason=["brokered" if one else "found" for one in brokered],
        price_cny_per_unit=price_cny_per_unit.tolist(),
        capex_cny=capex_cny.tolist(),
        km=won.deal.km.tolist(),
        worth_cny_per_unit=won.deal.worth.tolist(),
        forgone_cny_per_unit=won.deal.forgone.tolist(),
        handling_cny_per_unit=won.deal.handling.tolist(),
        power_cny_per_unit=won.deal.power.tolist(),
        annuity_cny_per_unit=won.deal.annuity.tolist(),
        joint_gain_cny_per_unit=won.gain.tolist(),
        trust=won.deal.trust.tolist(),
        starts=start_month.tolist(),
    )  # fmt: skip


def ended_events(world: World, rows: Ints) -> None:
    """Record links that do not run next month, their reason and how well they had done.

    `kept_share` is what was delivered this year over what was agreed, `trust` what is left of it.
    """
    contracts, owner = world.columns.contracts, world.columns.slots.enterprise
    rows = rows[~contracts.on_site[rows]]
    seller, buyer = owner[contracts.giver_slot[rows]], owner[contracts.taker_slot[rows]]
    trust = world.ties.of(seller, buyer, np.nan)
    columns = {name: getattr(contracts, name)[rows] for name in ENDED}
    story = partial(_ended, _told(world), seller, buyer, trust, **columns)
    world.events.tell_later(world.month, story)


def _ended(
    told: Told,
    seller: Ints,
    buyer: Ints,
    trust: Floats,
    *,
    exchange: Ints,
    nominal: Floats,
    ending: Ints,
    price_cny_per_unit: Floats,
    km: Floats,
    delivered_year: Floats,
    start_month: Ints,
) -> list[Event]:
    until = told.month + 1
    agreed = nominal * (until - np.maximum(start_month, told.month // 12 * 12))
    kept = np.divide(delivered_year, agreed, np.full(len(agreed), np.nan), where=agreed > 0)
    return _tell(
        told, "link_ended", seller, buyer, exchange, nominal,
        reason=[ENDINGS[one] for one in ending.tolist()],
        price_cny_per_unit=price_cny_per_unit.tolist(),
        km=km.tolist(),
        kept_share=kept.tolist(),
        trust=trust.tolist(),
        lasted_months=np.maximum(until - start_month, 0).tolist(),
    )  # fmt: skip


def notice_events(world: World, rows: Ints, **numbers: list[Any]) -> None:
    """Record contracts that were given notice, with what made a side give it."""
    contracts, owner = world.columns.contracts, world.columns.slots.enterprise
    seller, buyer = owner[contracts.giver_slot[rows]], owner[contracts.taker_slot[rows]]
    reason = [ENDINGS[ending] for ending in contracts.ending[rows].tolist()]
    exchange, amount = contracts.exchange[rows], contracts.nominal[rows]
    events = _tell(
        _told(world), "link_notice", seller, buyer, exchange, amount, reason=reason, **numbers
    )
    for event in events:
        world.events.append(event)


def _told(world: World) -> Told:
    return Told(world.month, world.columns.enterprises.name, world.catalogue.exchanges)


def _tell(
    told: Told,
    kind: str,
    seller: Ints,
    buyer: Ints,
    exchange: Ints,
    amount: Floats,
    **numbers: list[Any],
) -> list[Event]:
    """Return one event a contract: who, to whom, what, how much, and the given numbers."""
    facts = {
        "enterprise": told.enterprises[seller].tolist(),
        "taker": told.enterprises[buyer].tolist(),
        "exchange": [told.exchanges[option] for option in exchange.tolist()],
        "amount_per_month": amount.tolist(),
        **numbers,
    }
    head = {"month": told.month, "event": kind}
    rows = zip(*facts.values(), strict=True)
    return [head | dict(zip(facts, values, strict=True)) for values in rows]
