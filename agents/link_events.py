"""Events of links: why one was born and why it died, in numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.openings import Openings
from sim.columns import ENDINGS, NEVER
from sim.world import World

Ints = NDArray[np.int64]


def signed_events(world: World, first: int, won: Openings) -> None:
    """Record the contracts from row `first` on, with the numbers that made both sides sign."""
    contracts, deal = world.columns.contracts, won.deal
    rows = np.arange(first, first + len(won.giver))
    pairs = zip(won.giver.tolist(), won.taker.tolist(), strict=True)
    _record(
        world,
        "link_signed",
        rows,
        reason=[_found_by(world, pair) for pair in pairs],
        price_cny_per_unit=contracts.price_cny_per_unit[rows].tolist(),
        capex_cny=contracts.capex_cny[rows].tolist(),
        km=deal.km.tolist(),
        worth_cny_per_unit=deal.worth.tolist(),
        forgone_cny_per_unit=deal.forgone.tolist(),
        handling_cny_per_unit=deal.handling.tolist(),
        power_cny_per_unit=deal.power.tolist(),
        annuity_cny_per_unit=deal.annuity.tolist(),
        joint_gain_cny_per_unit=won.gain.tolist(),
        trust=deal.trust.tolist(),
        starts=contracts.start_month[rows].tolist(),
    )


def _found_by(world: World, pair: tuple[int, int]) -> str:
    """Say whether a study of a broker brought two sides together, or they found each other."""
    return "brokered" if world.proposals.get(pair, NEVER) <= world.month else "found"


def ended_events(world: World, rows: Ints) -> None:
    """Record links that do not run next month, their reason and how well they had done.

    `kept_share` is what was delivered this year over what was agreed, `trust` what is left of it.
    """
    contracts, owner = world.columns.contracts, world.columns.slots.enterprise
    rows = rows[~contracts.on_site[rows]]
    start, until = contracts.start_month[rows], world.month + 1
    agreed = contracts.nominal[rows] * (until - np.maximum(start, world.month // 12 * 12))
    kept = np.divide(
        contracts.delivered_year[rows], agreed, np.full(len(rows), np.nan), where=agreed > 0
    )
    sides = owner[contracts.giver_slot[rows]], owner[contracts.taker_slot[rows]]
    pairs = zip(*(side.tolist() for side in sides), strict=True)
    _record(
        world,
        "link_ended",
        rows,
        reason=[ENDINGS[ending] for ending in contracts.ending[rows].tolist()],
        price_cny_per_unit=contracts.price_cny_per_unit[rows].tolist(),
        km=contracts.km[rows].tolist(),
        kept_share=kept.tolist(),
        trust=[world.ties.get(pair, np.nan) for pair in pairs],
        lasted_months=np.maximum(until - start, 0).tolist(),
    )


def notice_events(world: World, rows: Ints, **numbers: list[float]) -> None:
    """Record contracts that were given notice, with what made a side give it."""
    endings = world.columns.contracts.ending[rows].tolist()
    _record(world, "link_notice", rows, reason=[ENDINGS[ending] for ending in endings], **numbers)


def _record(world: World, kind: str, rows: Ints, **numbers: list[Any]) -> None:
    """Append one event a contract: who, to whom, what, how much, and the given numbers."""
    columns = world.columns
    contracts, owner, name = columns.contracts, columns.slots.enterprise, columns.enterprises.name
    options = world.catalogue.exchanges
    giver, taker = (
        name[owner[slot[rows]]].tolist() for slot in (contracts.giver_slot, contracts.taker_slot)
    )
    exchange = [options[option] for option in contracts.exchange[rows].tolist()]
    amount = contracts.nominal[rows].tolist()
    facts = {
        "enterprise": giver, "taker": taker, "exchange": exchange, "amount_per_month": amount,
        **numbers,
    }  # fmt: skip
    head = {"month": world.month, "event": kind}
    for values in zip(*facts.values(), strict=True):
        world.events.append(head | dict(zip(facts, values, strict=True)))
