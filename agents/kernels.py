"""The kernels of the market: who meets whom, what a deal is worth, and what is signed.

Arrays by prospect, slot, stream, option or enterprise are named for what they hold and indexed by
row. See `agents.openings`, `agents.bargain` and `agents.contract` for the rules in words.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.columns import BY_PLAN, BY_WATER, FLUIDS, GOODS, HEAT
from sim.draws import GOLDEN_64, MIX_1_64, MIX_2_64
from sim.kernel import kernel
from sim.market import Shelves

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Keys = NDArray[np.uint64]

S11, S27, S30, S31, S52 = (np.uint64(shift) for shift in (11, 27, 30, 31, 52))


class Meeting(NamedTuple):
    """What decides whether two prospects that meet may deal."""

    known: Flags
    may: Flags
    """Active and with room, by prospect."""
    exchange: Ints
    enterprise: Ints
    """By prospect."""
    owner: Ints
    x_km: Floats
    y_km: Floats
    key: Keys
    platform: Floats
    """What the platform does for an enterprise."""
    reach_km: Floats
    option_key: Keys
    """By option."""


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
def have_room(
    slot: Ints, enterprise: Ints, active: Flags, given_share: Floats, taken_share: Floats,
    least: float,
) -> Flags:  # fmt: skip
    """Say which prospects may deal: of active enterprises, more than `least` of the slot free."""
    may = np.empty(len(slot), dtype=np.bool_)
    for i in range(len(slot)):
        free = 1.0 - given_share[slot[i]] - taken_share[slot[i]]
        may[i] = active[enterprise[i]] and free > least
    return may


@kernel
def may_deal(giver: int, taker: int, facts: Meeting) -> bool:
    """Say whether two prospects could deal: two enterprises with room, of which one knows.

    One owner's enterprises know all that the group could do.
    """
    seller, buyer = facts.enterprise[giver], facts.enterprise[taker]
    if seller == buyer or not (facts.may[giver] and facts.may[taker]):
        return False
    one_owner = facts.owner[seller] == facts.owner[buyer] and facts.owner[seller] >= 0
    return bool(facts.known[giver] or facts.known[taker] or one_owner)


@kernel
def meet(
    looking: Ints, start: Floats, gives: Flags, shelf: Ints, takers: Shelves, givers: Shelves,
    most: int, invited: Ints, facts: Meeting,
) -> Ints:  # fmt: skip
    """Return the pairs that meet and could deal, as giver x prospects + taker, once, in order.

    Each prospect that looks meets up to `most` of the other side on its shelf, from its own point
    of the ring on; `invited` pairs, given in the same form, meet in any case.
    """
    prospects, total = len(shelf), len(invited)
    for me in looking:
        side = takers if gives[me] else givers
        total += min(side.size[shelf[me]], most)
    pairs = np.empty(total, dtype=np.int64)
    met = 0
    for pair in invited:
        if may_deal(pair // prospects, pair % prospects, facts):
            pairs[met] = pair
            met += 1
    for i in range(len(looking)):
        me = looking[i]
        side = takers if gives[me] else givers
        first, size = side.first[shelf[me]], side.size[shelf[me]]
        point = np.searchsorted(side.place[first : first + size], shelf[me] + start[i])
        for step in range(min(size, most)):
            other = side.rows[first + (point + step) % size]
            giver, taker = (me, other) if gives[me] else (other, me)
            if may_deal(giver, taker, facts):
                pairs[met] = giver * prospects + taker
                met += 1
    pairs = np.sort(pairs[:met])
    kept = 0
    for i in range(met):
        if i == 0 or pairs[i] != pairs[i - 1]:
            pairs[kept] = pairs[i]
            kept += 1
    return pairs[:kept]


@kernel
def mixed(word: np.uint64) -> np.uint64:
    """Return the splitmix64 finaliser of a word, as `sim.draws.mix` does."""
    z = word + GOLDEN_64
    z = (z ^ (z >> S30)) * MIX_1_64
    z = (z ^ (z >> S27)) * MIX_2_64
    return z ^ (z >> S31)


@kernel
def pair_draw(state: np.uint64, giver: np.uint64, taker: np.uint64, option: np.uint64) -> np.uint64:
    """Return the draw of a pair for a decision whose state is given, as `sim.draws` does."""
    return mixed(state ^ mixed(giver ^ (taker * MIX_1_64) ^ option))


@kernel
def in_reach(
    pairs: Ints, facts: Meeting, state: np.uint64, rate: float, made_good: float
) -> tuple[Ints, Ints, Floats, Flags]:
    """Return giver and taker of the pairs within reach, their distance, and who talks by chance.

    Strangers talk with the chance `rate`; two members of a platform make good a part of the talks
    that would fail.
    """
    prospects = len(facts.known)
    giver, taker = np.empty_like(pairs), np.empty_like(pairs)
    apart, talk = np.empty(len(pairs)), np.empty(len(pairs), dtype=np.bool_)
    kept = 0
    for pair in pairs:
        a, b = pair // prospects, pair % prospects
        seller, buyer, option = facts.enterprise[a], facts.enterprise[b], facts.exchange[a]
        dx = facts.x_km[seller] - facts.x_km[buyer]
        dy = facts.y_km[seller] - facts.y_km[buyer]
        km = np.sqrt(dx * dx + dy * dy)
        if km > facts.reach_km[option]:
            continue
        word = pair_draw(state, facts.key[seller], facts.key[buyer], facts.option_key[option])
        both = min(facts.platform[seller], facts.platform[buyer])
        chance = rate + (1.0 - rate) * made_good * both
        giver[kept], taker[kept], apart[kept] = a, b, km
        talk[kept] = (np.float64(word >> S11) + 0.5) * 2.0**-53 < chance
        kept += 1
    return giver[:kept], taker[:kept], apart[:kept], talk[:kept]


@kernel
def value(
    giver: Ints, taker: Ints, trust: Floats, km: Floats, held: Floats, stands: Flags,
    state: np.uint64, rates: Rates, customs: Customs,
) -> Floats:  # fmt: skip
    """Return what deals are worth, by (number, pair), CNY per unit given.

    The numbers: ratio, worth, handling, power, capex, forgone, operating gain, annuity, and what
    giver and taker ask per 1000 units.
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
        capex = 0.0 if stands[i] else rates.capex[option] * site
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
def take_shares(
    giver: Ints, taker: Ints, ratio: Floats, capex: Floats, stands: Floats, slot_of: Ints,
    most: Floats, planned: Floats, owner: Ints, given_share: Floats, taken_share: Floats,
    share: Floats, power: Floats, least: float,
) -> Floats:  # fmt: skip
    """Return what pairs get that sign one after the other, each for what is still free.

    By (number, pair): units a month (0 where nothing is signed), the giver's and the taker's share,
    and capex, CNY. `planned` is what a slot makes or uses in a month of planned output, `stands`
    the units a month that a pipe carries already, `most` the option's largest share of the input.
    A pair goes away empty when nothing worth a contract is left or the buyer cannot pay. What is
    given stays as it is.
    """
    given_share, taken_share = given_share.copy(), taken_share.copy()
    share, power = share.copy(), power.copy()
    got = np.zeros((4, len(giver)))
    for i in range(len(giver)):
        a, b = slot_of[giver[i]], slot_of[taker[i]]
        whole, need, buyer = planned[a], planned[b], owner[b]
        left = 1.0 - given_share[a]
        open_share = min(most[i] - share[taker[i]], 1.0 - taken_share[b])
        amount = min(whole * left, need * open_share / ratio[i])
        paid = capex[i] * max(amount - stands[i], 0.0) * 12.0
        if amount <= least * whole or paid > power[buyer]:
            continue
        giver_share = min(amount / whole, left)
        taker_share = min(amount * ratio[i] / need, open_share)
        given_share[a] += giver_share
        taken_share[b] += taker_share
        share[taker[i]] += taker_share
        power[buyer] -= paid
        got[0, i], got[1, i], got[2, i], got[3, i] = amount, giver_share, taker_share, paid
    return got


@kernel
def ways(
    option: Ints, giver_slot: Ints, taker_slot: Ints, owner: Ints, dispatch: Ints, intake: Flags,
    storable: Flags, is_heat: Flags, piped: Flags,
) -> tuple[Flags, Ints]:  # fmt: skip
    """Return of new contracts whether the taker can keep what it gets, and the stage of delivery.

    Plants that follow demand keep no store, nor does the `intake` of a waste plant; what a water
    plant makes comes last, by pipe or not.
    """
    keeps, stage = np.empty(len(option), dtype=np.bool_), np.empty(len(option), dtype=np.int64)
    for i in range(len(option)):
        by_plan = dispatch[owner[taker_slot[i]]] == BY_PLAN
        keeps[i] = storable[option[i]] and by_plan and not intake[taker_slot[i]]
        by_water = dispatch[owner[giver_slot[i]]] == BY_WATER
        stage[i] = FLUIDS if piped[option[i]] and not by_water else GOODS
        if is_heat[option[i]]:
            stage[i] = HEAT
    return keeps, stage
