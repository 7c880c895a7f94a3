"""The kernels of contracts: what is signed in order of gain, what a contract says, what ends.

Arrays are named for what they hold. See `agents.contract` for the rules in words.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from agents.amounts import free_amounts
from sim.columns import BY_PLAN, BY_WATER, FLUIDS, GOODS, HEAT
from sim.kernel import kernel
from sim.pairs import Table, put, read

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Keys = NDArray[np.uint64]


class Offers(NamedTuple):
    """Openings as the kernels of signing read them, one row a pair of prospects."""

    giver: Ints
    taker: Ints
    exchange: Ints
    seller: Ints
    buyer: Ints
    gain: Floats
    ratio: Floats
    handling: Floats
    capex: Floats
    forgone: Floats
    giver_asks_cny_per_t: Floats
    km: Floats


class Shares(NamedTuple):
    """Columns of the slots that contracts share."""

    enterprise: Ints
    given_share: Floats
    taken_share: Floats


class Sides(NamedTuple):
    """Columns of the prospects that contracts join."""

    slot: Ints
    exchange: Ints
    share: Floats


class Draft(NamedTuple):
    """Columns of the contracts that every new contract fills in."""

    giver_slot: Ints
    taker_slot: Ints
    giver_prospect: Ints
    taker_prospect: Ints
    exchange: Ints
    giver_share: Floats
    taker_share: Floats
    ratio: Floats
    handling_cny_per_unit: Floats
    nominal: Floats
    keeps: Flags
    stage: Ints


class Agreed(NamedTuple):
    """Columns of the contracts that what is signed fills in beside."""

    price_cny_per_unit: Floats
    capex_cny: Floats
    km: Floats
    signed_month: Ints
    start_month: Ints
    end_month: Ints


class Ends(NamedTuple):
    """Columns of the contracts that ending reads."""

    giver_prospect: Ints
    taker_prospect: Ints
    giver_share: Floats
    taker_share: Floats
    end_month: Ints


class Kinds(NamedTuple):
    """What decides, by option, how a contract is delivered."""

    storable: Flags
    is_heat: Flags
    piped: Flags


class Times(NamedTuple):
    """Lead times and terms, by option, and what shortens them, by enterprise."""

    lead: Ints
    term: Ints
    hazardous: Flags
    permit_months: float
    permit_factor: Floats
    lead_factor: Floats


@kernel
def goes_first(i: int, j: int, worth: Floats, offers: Offers, key: Keys) -> bool:
    """Say whether offer i is signed before offer j: the worthier, ties by keys."""
    if worth[i] != worth[j]:
        return bool(worth[i] > worth[j])
    if offers.seller[i] != offers.seller[j]:
        return bool(key[offers.seller[i]] < key[offers.seller[j]])
    if offers.buyer[i] != offers.buyer[j]:
        return bool(key[offers.buyer[i]] < key[offers.buyer[j]])
    return bool(offers.exchange[i] < offers.exchange[j])


@kernel
def best_first(
    offers: Offers, plan: Floats, slots: Shares, sides: Sides, most: Floats, key: Keys
) -> Ints:
    """Return the offers that gain, by gain a month, ties by the keys of their sides.

    `plan` and `most` are those of `take_shares`. Sorted by insertion: they are few, since most who
    meet do not gain.
    """
    amount = free_amounts(
        plan, offers.giver, offers.taker, offers.ratio, sides.slot, sides.exchange, sides.share,
        slots.given_share, slots.taken_share, most,
    )  # fmt: skip
    worth, order, count = np.empty(len(amount)), np.empty(len(amount), dtype=np.int64), 0
    for i in range(len(amount)):
        worth[i] = max(offers.gain[i], 0.0) * amount[i]
        if worth[i] > 0.0:
            at = count
            while at > 0 and goes_first(i, order[at - 1], worth, offers, key):
                order[at] = order[at - 1]
                at -= 1
            order[at] = i
            count += 1
    return order[:count]


@kernel
def take_shares(
    order: Ints, offers: Offers, built: Table, slots: Shares, sides: Sides, most: Floats,
    planned: Floats, power: Floats, least: float,
) -> tuple[Ints, Floats]:  # fmt: skip
    """Return the offers that are signed one after the other, each for what is still free.

    Gives their rows, and by (number, row) units a month, the giver's and the taker's share, and
    capex, CNY. `built` holds the units a month that a pipe carries already, `most` by option the
    largest share of the input, `planned` what a slot makes or uses in a month of planned output. A
    pair goes away empty when nothing worth a contract is left or the buyer cannot pay. What is
    given stays as it is.
    """
    given_share, taken_share = slots.given_share.copy(), slots.taken_share.copy()
    share, power = sides.share.copy(), power.copy()
    rows, got, count = np.empty(len(order), dtype=np.int64), np.empty((4, len(order))), 0
    for i in order:
        giver, taker, buyer = offers.giver[i], offers.taker[i], offers.buyer[i]
        a, b = sides.slot[giver], sides.slot[taker]
        whole, need, ratio = planned[a], planned[b], offers.ratio[i]
        left = 1.0 - given_share[a]
        open_share = min(most[offers.exchange[i]] - share[taker], 1.0 - taken_share[b])
        amount = min(whole * left, need * open_share / ratio)
        grows = max(amount - read(built, giver, taker, 0.0), 0.0)
        paid = offers.capex[i] * grows * 12.0
        if amount <= least * whole or paid > power[buyer]:
            continue
        giver_share = min(amount / whole, left)
        taker_share = min(amount * ratio / need, open_share)
        given_share[a] += giver_share
        taken_share[b] += taker_share
        share[taker] += taker_share
        power[buyer] -= paid
        rows[count] = i
        got[0, count], got[1, count] = amount, giver_share
        got[2, count], got[3, count] = taker_share, paid
        count += 1
    return rows[:count], got[:, :count].copy()


@kernel
def draw_up(
    first: int, giver: Ints, taker: Ints, ratio: Floats, handling: Floats, got: Floats,
    contracts: Draft, slots: Shares, sides: Sides, held: Table, dispatch: Ints, intake: Flags,
    kinds: Kinds,
) -> None:  # fmt: skip
    """Fill in new contracts from row `first` on, and take their shares.

    `got` is by (number, contract): units a month, the giver's and the taker's share. Plants that
    follow demand keep no store, nor does the `intake` of a waste plant; what a water plant makes
    comes last, by pipe or not.
    """
    for k in range(len(giver)):
        row, a, b = first + k, sides.slot[giver[k]], sides.slot[taker[k]]
        option = sides.exchange[giver[k]]
        slots.given_share[a] += got[1, k]
        slots.taken_share[b] += got[2, k]
        sides.share[taker[k]] += got[2, k]
        put(held, giver[k], taker[k], 1.0)
        contracts.giver_slot[row], contracts.taker_slot[row] = a, b
        contracts.giver_prospect[row], contracts.taker_prospect[row] = giver[k], taker[k]
        contracts.exchange[row] = option
        contracts.giver_share[row], contracts.taker_share[row] = got[1, k], got[2, k]
        contracts.ratio[row], contracts.handling_cny_per_unit[row] = ratio[k], handling[k]
        contracts.nominal[row] = got[0, k]
        by_plan = dispatch[slots.enterprise[b]] == BY_PLAN
        contracts.keeps[row] = kinds.storable[option] and by_plan and not intake[b]
        by_water = dispatch[slots.enterprise[a]] == BY_WATER
        contracts.stage[row] = FLUIDS if kinds.piped[option] and not by_water else GOODS
        if kinds.is_heat[option]:
            contracts.stage[row] = HEAT


@kernel
def months_to_start(option: int, seller: int, times: Times) -> int:
    """Return an option's lead time less what the terms spare the giver; a month is left.

    They spare a part of the months that a permit takes, and a part of the rest.
    """
    lead = times.lead[option]
    permit = times.permit_months if times.hazardous[option] else 0.0
    of_permit = 1.0 - min(times.permit_factor[seller], 1.0)
    of_rest = 1.0 - min(times.lead_factor[seller], 1.0)
    spared = np.rint(permit * of_permit) + np.floor((lead - np.rint(permit)) * of_rest)
    return int(lead - int(min(spared, max(lead - 1, 0))))


@kernel
def conclude(
    first: int, month: int, rows: Ints, got: Floats, offers: Offers, contracts: Agreed,
    times: Times, giver_weight: float, built: Table, ties: Table, stranger: float,
    capex_cny: Floats, committed_cny: Floats,
) -> None:  # fmt: skip
    """Set price, start and end of what is signed, and post its capex; pipes and ties stand.

    price = what the giver forgoes + what it asks + its share of the joint gain. A pipe that stands
    flows next month, another starts after its lead time.
    """
    for k in range(len(rows)):
        row, i, amount, paid = first + k, rows[k], got[0, k], got[3, k]
        giver, taker, option = offers.giver[i], offers.taker[i], offers.exchange[i]
        seller, buyer = offers.seller[i], offers.buyer[i]
        price = offers.forgone[i]
        if offers.gain[i] < np.inf:
            price = price + offers.giver_asks_cny_per_t[i] / 1000.0 + giver_weight * offers.gain[i]
        carried = read(built, giver, taker, 0.0)
        start = month + (1 if carried > 0.0 else months_to_start(option, seller, times))
        contracts.price_cny_per_unit[row] = price
        contracts.capex_cny[row], contracts.km[row] = paid, offers.km[i]
        contracts.signed_month[row], contracts.start_month[row] = month, start
        contracts.end_month[row] = start + times.term[option]
        capex_cny[buyer] -= paid
        committed_cny[buyer] += paid
        put(built, giver, taker, max(amount, carried))
        put(ties, seller, buyer, read(ties, seller, buyer, stranger))


@kernel
def sign(
    first: int, month: int, rows: Ints, got: Floats, offers: Offers, drafts: Draft, agreed: Agreed,
    slots: Shares, sides: Sides, pairs: tuple[Table, Table, Table], dispatch: Ints, intake: Flags,
    kinds: Kinds, times: Times, giver_weight: float, stranger: float, capex_cny: Floats,
    committed_cny: Floats,
) -> None:  # fmt: skip
    """Draw up and conclude what is signed; `pairs` are contracts held, pipes built and ties."""
    held, built, ties = pairs
    draw_up(
        first, offers.giver[rows], offers.taker[rows], offers.ratio[rows], offers.handling[rows],
        got, drafts, slots, sides, held, dispatch, intake, kinds,
    )  # fmt: skip
    conclude(
        first, month, rows, got, offers, agreed, times, giver_weight, built, ties, stranger,
        capex_cny, committed_cny,
    )  # fmt: skip


@kernel
def release(
    month: int, contracts: Ends, slots: Shares, sides: Sides, held: Table, freed: Flags
) -> Ints:
    """Free the shares of contracts that do not run after a month; return their rows.

    Flags the slots that are freed.
    """
    rows, count = np.empty(len(contracts.end_month), dtype=np.int64), 0
    for row in range(len(contracts.end_month)):
        if contracts.end_month[row] != month + 1:
            continue
        giver, taker = contracts.giver_prospect[row], contracts.taker_prospect[row]
        a, b = sides.slot[giver], sides.slot[taker]
        slots.given_share[a] -= contracts.giver_share[row]
        slots.taken_share[b] -= contracts.taker_share[row]
        sides.share[taker] -= contracts.taker_share[row]
        put(held, giver, taker, np.nan)
        freed[a] = freed[b] = True
        rows[count] = row
        count += 1
    return rows[:count]


@kernel
def spendable(
    cash: Floats, receivables: Floats, fixed_assets: Floats, debt: Floats, committed: Floats,
    ratio: float, added: Floats,
) -> Floats:  # fmt: skip
    """Return cash and credit, less what is committed, by enterprise.

    Credit is what debt may still grow to: `ratio` plus what the terms have `added`, of assets.
    """
    power = np.empty(len(cash))
    for i in range(len(cash)):
        has = max(cash[i], 0.0)
        assets = has + receivables[i] + fixed_assets[i]
        credit = (ratio + added[i]) * assets - debt[i]
        power[i] = has + max(credit, 0.0) - committed[i]
    return power
