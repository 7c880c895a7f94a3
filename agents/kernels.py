"""The kernels of bargaining: who could deal, and what a deal is worth to both sides.

Arrays by prospect, slot, stream, option or enterprise are named for what they hold and indexed by
row. See `agents.bargain` for the rules in words.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from agents.meeting import Meeting, Rings, joint_gain, meet, pair_draw
from sim.kernel import kernel
from sim.pairs import Table, read

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Keys = NDArray[np.uint64]

S52 = np.uint64(52)


class Rates(NamedTuple):
    """What a unit of each slot, stream, option or enterprise costs or brings, CNY per unit."""

    slot_of: Ints
    exchange_of: Ints
    """By prospect."""
    stream: Ints
    owner: Ints
    taken_share: Floats
    price: Floats
    opportunity: Floats
    """By slot."""
    ratio: Floats
    coproduct: Floats
    pretreatment: Floats
    kwh: Floats
    capex: Floats
    avoided_share: Floats
    own_tco2e: Floats
    is_heat: Flags
    piped: Flags
    transport_fixed: Floats
    transport_per_km: Floats
    """By option."""
    solid_t: Floats
    """By stream."""
    key: Keys
    recovery: Floats
    relief_per_t: Floats
    carbon_price: Floats
    power_price: Floats
    support: Floats
    pipe_factor: Floats
    haul_factor: Floats
    """By enterprise."""
    option_key: Keys
    technology: Ints
    """By option: the technology that does the same, or -1."""
    site_cost: Floats
    """Factor on pretreatment and capex, by the first 12 bits of a pair's draw."""


class Customs(NamedTuple):
    """The assumptions of bargaining."""

    heat_loss_per_km: float
    backup_cost: float
    risk_premium: float
    market_good_stake: float
    transaction_cost: float
    market_km: float


@kernel
def value(
    giver: Ints, taker: Ints, trust: Floats, km: Floats, held: Floats, installed: Table,
    state: np.uint64, rates: Rates, customs: Customs,
) -> Floats:  # fmt: skip
    """Return what deals are worth, by (number, pair), CNY per unit given.

    The numbers: ratio, worth, handling, power, capex, forgone, operating gain, annuity, and what
    giver and taker ask per 1000 units. No capex is due where a side has the technology `installed`
    that does what the option does.
    """
    numbers = np.empty((10, len(giver)))
    for i in range(len(giver)):
        give_slot, take_slot = rates.slot_of[giver[i]], rates.slot_of[taker[i]]
        option, stream = rates.exchange_of[giver[i]], rates.stream[give_slot]
        seller, buyer = rates.owner[give_slot], rates.owner[take_slot]
        word = pair_draw(state, rates.key[seller], rates.key[buyer], rates.option_key[option])
        site = rates.site_cost[word >> S52]
        ratio = rates.ratio[option]
        if rates.is_heat[option]:
            ratio *= max(1.0 - customs.heat_loss_per_km * km[i], 0.0)
        worth = ratio * rates.price[take_slot] + rates.coproduct[option]
        worth += rates.solid_t[stream] * rates.relief_per_t[buyer]
        if seller != buyer:
            worth -= rates.own_tco2e[option] * rates.carbon_price[buyer]
        opportunity = rates.opportunity[give_slot]
        way = rates.pipe_factor[buyer] if rates.piped[option] else rates.haul_factor[buyer]
        per_km = rates.transport_per_km[option] * way
        transport = rates.transport_fixed[option] + per_km * km[i]
        if opportunity > 0.0 and not rates.piped[option]:
            transport = per_km * max(km[i] - customs.market_km, 0.0)
        handling = rates.pretreatment[option] * site + transport
        if rates.piped[option] and rates.taken_share[take_slot] - held[i] < 1e-9:
            handling += customs.backup_cost * max(worth, 0.0)
        power = rates.kwh[option] * rates.power_price[buyer]
        forgone, stake = opportunity, customs.market_good_stake
        if opportunity < 0.0:
            forgone = opportunity * rates.avoided_share[option]
        if opportunity <= 0.0:
            stake = 1.0
        dealing = customs.transaction_cost * stake * abs(worth) if trust[i] < 1.0 else 0.0
        capex, technology = rates.capex[option] * site, rates.technology[option]
        if technology >= 0:
            at_seller = read(installed, seller, technology, 0.0)
            if at_seller + read(installed, buyer, technology, 0.0) > 0.0:
                capex = 0.0
        if rates.piped[option]:
            capex *= rates.pipe_factor[buyer]
        annuity = capex * rates.recovery[buyer] * (1.0 - rates.support[buyer])
        risk = customs.risk_premium * (1.0 - trust[i])
        numbers[0, i], numbers[1, i], numbers[2, i] = ratio, worth, handling
        numbers[3, i], numbers[4, i], numbers[5, i] = power, capex, forgone
        numbers[6, i] = worth - handling - power - forgone - dealing
        numbers[7, i] = annuity
        numbers[8, i] = risk * stake * abs(forgone) * 1000.0
        numbers[9, i] = risk * (stake * abs(worth) + handling + power + annuity) * 1000.0
    return numbers


@kernel
def seek(
    looking: Flags, most: int, invited: Ints, rings: Rings, built: Table, facts: Meeting,
    installed: Table, state: np.uint64, rates: Rates, customs: Customs,
) -> tuple[Ints, Floats, Flags, Floats, Floats]:  # fmt: skip
    """Return the pairs that meet and could deal, as `meet` and `value` do, and their joint gain."""
    who, how, stands = meet(looking, most, invited, rings, built, facts)
    held = np.zeros(len(stands))
    numbers = value(who[0], who[1], how[0], how[1], held, installed, state, rates, customs)
    gain = joint_gain(numbers[6], numbers[8], numbers[9], numbers[7], stands)
    return who, how, stands, numbers, gain
