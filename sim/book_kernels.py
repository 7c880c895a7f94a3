"""The kernels of the books: the first balance that is open, and what it is held against.

Arrays are named as in `sim.kernels`; the balances stand in words in `sim.books`. `moved` is by
(`sim.moves.MOVES`, slot). Each kernel returns (balance, row, gap, scale) of the first gap beyond
`tolerance` times its scale, balance by balance, or -1 as balance where all close; what is not a
number is open too.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.kernel import kernel
from sim.mains import Pairs
from sim.money import ACCOUNT
from sim.moves import (
    BOUGHT,
    DRAWN,
    GIVEN,
    INFLOW,
    LAID_IN,
    MAINS,
    OWN,
    PREPARED,
    QUANTITY,
    RECEIVED,
    RELEASED,
    STORED,
    TREATED,
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Leak = tuple[int, int, float, float]

CLOSED = (-1, -1, 0.0, 0.0)
POWER_SALES = ACCOUNT["power_sales"]


class Given(NamedTuple):
    """Columns of the contracts that the books compare."""

    giver_slot: Ints
    taker_slot: Ints
    exchange: Ints
    ratio: Floats
    on_site: Flags
    delivered: Floats


class Balances(NamedTuple):
    """Columns of the enterprises that the books compare."""

    cash: Floats
    receivables: Floats
    fixed_assets: Floats
    debt: Floats
    equity: Floats


@kernel
def first_open(gap: Floats, scale: Floats, balances: int, tolerance: float) -> int:
    """Return the first of some balances of one row that is open; their number where all close."""
    for balance in range(balances):
        if not abs(gap[balance]) <= tolerance * scale[balance]:
            return balance
    return balances


@kernel
def slot_leak(
    owner: Ints, output: Floats, coefficient: Floats, moved: Floats, store: Floats,
    opening_store: Floats, live: Ints, bonds: Given, pairs: Pairs, piped: Floats,
    kwh_per_unit: Floats, power_slot: Ints, tolerance: float,
) -> Leak:  # fmt: skip
    """Hold the balances of slots, `sim.books.SLOT_BALANCES`, against the largest flow of each.

    The flow is what is used or made; where receipts are balanced they count too, since a taker
    that keeps what is over may use less.
    """
    given, received, mains, prepared = np.zeros((4, len(owner)))
    for row in live:
        given[bonds.giver_slot[row]] += bonds.delivered[row]
        received[bonds.taker_slot[row]] += bonds.delivered[row] * bonds.ratio[row]
        kwh = bonds.delivered[row] * kwh_per_unit[bonds.exchange[row]]
        if kwh > 0.0:
            prepared[power_slot[owner[bonds.taker_slot[row]]]] += kwh
    for pair in range(len(piped)):
        mains[pairs.plant[pair]] += piped[pair]
        mains[pairs.user[pair]] += piped[pair] * pairs.arrives[pair]
    found, leak = 7, CLOSED
    gap, scale = np.zeros(7), np.zeros(7)
    for slot in range(len(owner)):
        used = moved[QUANTITY, slot]
        flow = moved[RECEIVED, slot] + moved[BOUGHT, slot] + moved[DRAWN, slot]
        flow += moved[INFLOW, slot]
        flow += (
            moved[OWN, slot]
            + moved[GIVEN, slot]
            + moved[RELEASED, slot]
            + moved[TREATED, slot]
            + moved[MAINS, slot]
        )
        change = moved[STORED, slot] + moved[LAID_IN, slot] - moved[DRAWN, slot]
        gap[0] = used - moved[PREPARED, slot] - output[owner[slot]] * coefficient[slot]
        gap[1] = used - (flow - moved[LAID_IN, slot])
        gap[2] = moved[GIVEN, slot] - given[slot]
        gap[3] = moved[RECEIVED, slot] - received[slot]
        gap[4] = store[slot] - opening_store[slot] - change
        gap[5] = moved[MAINS, slot] - mains[slot]
        gap[6] = moved[PREPARED, slot] - prepared[slot]
        scale[0] = scale[2] = scale[5] = scale[6] = abs(used) + 1e-9
        scale[1] = scale[3] = max(abs(used), abs(moved[RECEIVED, slot])) + 1e-9
        scale[4] = abs(store[slot]) + abs(change) + 1e-9
        first = first_open(gap, scale, found, tolerance)
        if first < found:
            found, leak = first, (first, slot, gap[first], scale[first])
    return leak


@kernel
def gate_leak(
    sent: Ints, sent_gate: Ints, taken: Ints, taken_gate: Ints, gates: int, moved: Floats,
    tolerance: float,
) -> Leak:  # fmt: skip
    """Hold what was sent to the plants behind each gate against what they took in."""
    out, come = np.zeros(gates), np.zeros(gates)
    for row in range(len(sent)):
        out[sent_gate[row]] += moved[TREATED, sent[row]]
    for row in range(len(taken)):
        come[taken_gate[row]] += moved[STORED, taken[row]] + moved[INFLOW, taken[row]]
    for gate in range(gates):
        gap, scale = out[gate] - come[gate], out[gate] + 1e-9
        if not abs(gap) <= tolerance * scale:
            return 0, gate, gap, scale
    return CLOSED


@kernel
def enterprise_leak(
    starts: Ints, kg_per_unit: Floats, tco2e_per_unit: Floats, worth: Floats, into: Floats,
    overflow: Floats, moved: Floats, output: Floats, process_tco2e_per_unit: Floats, tco2e: Floats,
    money: Floats, postings: Floats, opening: Floats, sheets: Balances, live: Ints, bonds: Given,
    owner: Ints, own_tco2e: Floats, tolerance: float,
) -> Leak:  # fmt: skip
    """Hold the balances of enterprises, `sim.books.ENTERPRISE_BALANCES`, against their largest.

    `postings` says how each account moves cash, fixed assets, debt and equity, and what is traded;
    `opening` holds the balance sheet before the month.
    """
    count = len(starts)
    burnt, largest, posted = np.zeros(count), np.zeros(count), np.zeros((5, count))
    for row in live:
        if not bonds.on_site[row]:
            taker = owner[bonds.taker_slot[row]]
            burnt[taker] += bonds.delivered[row] * own_tco2e[bonds.exchange[row]]
    for account in range(len(money)):
        for i in range(count):
            largest[i] = max(largest[i], abs(money[account, i]))
        for k in range(5):
            if postings[k, account] != 0.0:
                for i in range(count):
                    posted[k, i] += postings[k, account] * money[account, i]
    found, leak = 8, CLOSED
    gap, scale = np.zeros(8), np.zeros(8)
    for i in range(count):
        mass, heaviest, fuel, trade, held = 0.0, 0.0, 0.0, 0.0, 0.0
        last = starts[i + 1] if i + 1 < count else len(worth)
        for slot in range(starts[i], last):
            weight = kg_per_unit[slot] * moved[QUANTITY, slot]
            mass += weight
            heaviest = max(heaviest, abs(weight))
            fuel += tco2e_per_unit[slot] * moved[BOUGHT, slot]
            outside = moved[RELEASED, slot] + moved[TREATED, slot] + moved[BOUGHT, slot]
            trade += worth[slot] * (outside + into[slot] * moved[MAINS, slot])
            trade -= overflow[slot] * moved[RELEASED, slot]
        for k in range(5):
            held = max(held, abs(opening[k, i]))
        process = output[i] * process_tco2e_per_unit[i]
        assets = sheets.cash[i] + sheets.receivables[i] + sheets.fixed_assets[i]
        rise = sheets.receivables[i] - opening[1, i]
        gap[0] = mass
        gap[1] = tco2e[i] - fuel - process - burnt[i]
        gap[2] = posted[4, i] - trade
        gap[3] = sheets.cash[i] - opening[0, i] - (posted[0, i] - rise)
        gap[4] = sheets.fixed_assets[i] - opening[2, i] - posted[1, i]
        gap[5] = sheets.debt[i] - opening[3, i] - posted[2, i]
        gap[6] = sheets.equity[i] - opening[4, i] - posted[3, i]
        gap[7] = assets - sheets.debt[i] - sheets.equity[i]
        scale[0] = heaviest + 1e-9
        scale[1] = abs(fuel) + abs(process) + abs(burnt[i]) + 1e-9
        scale[2:] = largest[i] + held + 1.0
        scale[7] += abs(assets)
        first = first_open(gap, scale, found, tolerance)
        if first < found:
            found, leak = first, (first, i, gap[first], scale[first])
    return leak


@kernel
def pair_leak(park: Ints, money: Floats, paired: Floats, parks: int, tolerance: float) -> Leak:
    """Hold what one firm pays by each pair of accounts, by park, against what others get."""
    for k in range(len(paired)):
        gap, scale = np.zeros(parks), np.ones(parks)
        for account in range(len(money)):
            if paired[k, account] != 0.0:
                for i in range(len(park)):
                    gap[park[i]] += money[account, i]
                    scale[park[i]] += abs(money[account, i])
        for p in range(parks):
            if not abs(gap[p]) <= tolerance * scale[p]:
                return k, p, gap[p], scale[p]
    return CLOSED


@kernel
def power_leak(
    power: Floats, place: Ints, moved: Floats, money: Floats, price: float, tolerance: float
) -> Leak:
    """Hold own power, and what its export sells for, against the largest of each.

    `power` is by (`sim.power.own.OWN`, enterprise): made, used, exported, curtailed, lost; `place`
    the electricity slot of each enterprise, or -1.
    """
    found, leak = 2, CLOSED
    gap, scale = np.zeros(2), np.zeros(2)
    for i in range(len(place)):
        got = moved[OWN, place[i]] if place[i] >= 0 else 0.0
        worth, sold = power[2, i] * price, money[POWER_SALES, i]
        gap[0] = power[0, i] - got - (power[2, i] + power[3, i] + power[4, i])
        gap[1] = sold - worth
        largest = 0.0
        for k in range(len(power)):
            largest = max(largest, abs(power[k, i]))
        scale[0], scale[1] = largest + 1e-9, abs(sold) + abs(worth) + 1e-9
        first = first_open(gap, scale, found, tolerance)
        if first < found:
            found, leak = first, (first, i, gap[first], scale[first])
    return leak
