"""Which instrument would unblock a link, and how much of it: worked out from the deal itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.contract import spending_power
from experiments.symbiosis.look import Look
from experiments.symbiosis.pairs import unit_of_pair

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Needed:
    """What would make each pair sign, by pair; nan where it cannot, or nothing is needed.

    Each alone closes the gap, both sides' premiums included, while all else stays. `fee` is the
    rise of the giver's disposal fee and `relief` a payment per unit, both CNY per base unit given;
    `grant` the share of the investment paid for (gap, or what the taker cannot finance); `trust`
    the trust (0 to 1) at which the premiums leave a gain.
    """

    relief: Floats
    fee: Floats
    grant: Floats
    trust: Floats
    place: Ints
    """Which of a broker's proposals it would be if the best come first by joint gain a year."""


def needed(look: Look, amount: Floats, reason: NDArray[np.object_]) -> Needed:
    """Work out what unblocks pairs that are unprofitable, untrusted or beyond the taker's means.

    With gap = -joint gain and r the premium on what a side puts at stake: fee = gap / (avoided
    share x (1 - r)); grant = gap / (annuity x (1 + r)), as the taker asks r on the annuity too;
    relief = gap, of a solid stream gap / (1 - stake x (r + transaction cost)), as it is part of
    what is dealt in; trust = 1 - (1 - trust) x gain / premiums.
    """
    pairs, programme, world = look.pairs, look.programme, look.world
    deal, stands = pairs.deal, programme.standing > 0
    gap = -np.where(stands, deal.joint(annuity=False), deal.joint())
    lacking = np.isin(reason, ("unprofitable", "untrusted")) & (gap > 0)
    premium = world.assumption["risk_premium"] * (1.0 - pairs.trust)
    gain = np.where(stands, deal.operating, pairs.value)
    asked = (deal.giver_asks_cny_per_t + deal.taker_asks_cny_per_t) / 1000.0
    avoided = 1.0 - world.market.facts.fee_kept[pairs.exchange]
    opportunity = world.prices.opportunity[pairs.giver_slot]
    pays_fee = (opportunity < 0) & (avoided > 0)
    per_unit = np.where(stands, 0.0, deal.annuity * (1.0 + premium))
    grant = _where(lacking & (per_unit >= gap), gap, per_unit)
    capex = programme.by_pair("capex_cny", amount)
    power = np.maximum(spending_power(world)[pairs.buyer], 0.0)
    beyond = _where(reason == "capex", capex - power, capex)
    stake = np.where(opportunity > 0, world.assumption["market_good_stake"], 1.0)
    dealing = world.assumption["transaction_cost"] * (pairs.trust < 1.0)
    tonnes = world.market.facts.solid_t[world.columns.slots.stream[pairs.giver_slot]]
    signed = look.running + look.waiting
    worth = -gap * programme.free(signed) * (signed == 0)
    of_relief: Floats = np.where(tonnes > 0, 1.0 - stake * (premium + dealing), 1.0)
    return Needed(
        relief=_where(lacking, gap, of_relief),
        fee=_where(lacking & pays_fee, gap, avoided * (1.0 - premium)),
        grant=np.where(reason == "capex", beyond, grant),
        trust=1.0 - _where((reason == "untrusted") & (gain > 0), (1.0 - pairs.trust) * gain, asked),
        place=1 + len(worth) - np.searchsorted(np.sort(worth), worth, side="right"),
    )


def unblocking(look: Look, row: int, reason: str, unblock: Needed) -> list[dict[str, Any]]:
    """Return the instruments that would unblock one pair: name, how much is needed, and of what."""
    given = look.world.assumption
    unit, factor = unit_of_pair(look, row)
    broker = ("broker", float(unblock.place[row]), "or more proposals a year")
    platform = ("platform", given["platform_threshold"], "or more of the enterprises on it")
    found: list[tuple[str, float, str]] = []
    if reason == "unknown":
        found = [platform, broker]
    elif reason == "no talks":
        found = [broker, platform]
    elif reason == "permit":
        found = [("quicker permit", given["permit_months"], "months to save, at most")]
    else:
        fee, relief = _names(look, row)
        vouched = f"trust; a broker's study gives {given['broker_trust']:g}"
        found = [
            ("broker", float(unblock.trust[row]), vouched),
            (fee, float(unblock.fee[row]) / factor, f"CNY/{unit} more"),
            (relief, float(unblock.relief[row]) / factor, f"CNY/{unit}"),
            ("grant", float(unblock.grant[row]) * 100.0, "% of capex"),
        ]
    names = ("instrument", "needed", "unit")
    return [dict(zip(names, one, strict=True)) for one in found if not np.isnan(one[1])]


def _names(look: Look, row: int) -> tuple[str, str]:
    """Return the fee that a giver pays for its stream, and what relief for taking it is called."""
    facts = look.world.market.facts
    stream = int(look.world.columns.slots.stream[look.pairs.giver_slot[row]])
    solid = bool(facts.solid_t[stream] > 0)
    sewage = "fee for waste water" if facts.sewage[stream] else "disposal fee"
    fee = "fee for solid waste" if solid and facts.waste[stream] else sewage
    return fee, "relief for reuse" if solid else "relief"


def _where(holds: NDArray[np.bool_], part: Floats, whole: Floats) -> Floats:
    """Return part / whole where a condition holds, nan elsewhere."""
    empty = np.full(len(part), np.nan)
    ratio: Floats = np.divide(part, whole, out=empty, where=holds & (whole > 0))
    return ratio
