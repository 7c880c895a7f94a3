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

from sim.gate import Gates
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
PROVED = np.array([QUANTITY, QUANTITY, GIVEN, RECEIVED, STORED, MAINS, PREPARED])
"""By balance of slots, the flow that it proves."""


class Given(NamedTuple):
    """Columns of the contracts that the books compare."""

    giver_slot: Ints
    taker_slot: Ints
    exchange: Ints
    ratio: Floats
    on_site: Flags
    delivered: Floats


class Moved(NamedTuple):
    """What the month has moved, and what slots are."""

    owner: Ints
    output: Floats
    """By enterprise."""
    coefficient: Floats
    moved: Floats
    store: Floats
    opening_store: Floats
    piped: Floats
    """By pair of the mains."""
    kwh_per_unit: Floats
    """By option: the power that makes a unit fit."""
    power_slot: Ints
    """By enterprise: the electricity slot, or -1."""


class Posted(NamedTuple):
    """What the month has posted, and what it is held against."""

    starts: Ints
    """First slot of each enterprise."""
    kg_per_unit: Floats
    tco2e_per_unit: Floats
    worth: Floats
    into: Floats
    """By slot."""
    process_tco2e_per_unit: Floats
    tco2e: Floats
    money: Floats
    postings: Floats
    """How each account moves cash, fixed assets, debt and equity, and what is traded."""
    paired: Floats
    """Accounts that sum to zero over a park."""
    opening: Floats
    """The balance sheet before the month."""
    own_tco2e: Floats
    """By option: CO2 of a unit burnt at the taker."""
    park: Ints
    power: Floats


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
def open_row(gap: Floats, scale: Floats, tolerance: float) -> int:
    """Return the first row of one balance that is open, or -1; counted first, row by row alike."""
    found = 0
    for row in range(len(gap)):
        found += not abs(gap[row]) <= tolerance * scale[row]
    for row in range(len(gap) if found else 0):
        if not abs(gap[row]) <= tolerance * scale[row]:
            return row
    return -1


@kernel
def slot_leak(slots: Moved, live: Ints, bonds: Given, pairs: Pairs, tolerance: float) -> Leak:
    """Hold the balances of slots, `sim.books.SLOT_BALANCES`, against the largest flow of each.

    The flow is what is used or made; where receipts are balanced they count too, since a taker
    that keeps what is over may use less.
    """
    moved, posted = slots.moved, counterparts(slots, live, bonds, pairs)
    used, gap, scale = moved[QUANTITY], np.empty(len(slots.owner)), np.empty(len(slots.owner))
    for balance in range(7):
        if balance == 0:
            for slot in range(len(gap)):
                made = slots.output[slots.owner[slot]] * slots.coefficient[slot]
                gap[slot] = used[slot] - moved[PREPARED, slot] - made
                scale[slot] = abs(used[slot]) + 1e-9
        elif balance == 1:
            for slot in range(len(gap)):
                flow = moved[RECEIVED, slot] + moved[BOUGHT, slot] + moved[DRAWN, slot]
                flow += moved[INFLOW, slot] + moved[OWN, slot] + moved[GIVEN, slot]
                flow += moved[RELEASED, slot] + moved[TREATED, slot] + moved[MAINS, slot]
                gap[slot] = used[slot] - (flow - moved[LAID_IN, slot])
                scale[slot] = max(abs(used[slot]), abs(moved[RECEIVED, slot])) + 1e-9
        elif balance == 4:
            for slot in range(len(gap)):
                change = moved[STORED, slot] + moved[LAID_IN, slot] - moved[DRAWN, slot]
                gap[slot] = slots.store[slot] - slots.opening_store[slot] - change
                scale[slot] = abs(slots.store[slot]) + abs(change) + 1e-9
        else:
            of = PROVED[balance]
            for slot in range(len(gap)):
                gap[slot] = moved[of, slot] - posted[balance, slot]
                largest = abs(moved[RECEIVED, slot]) if of == RECEIVED else 0.0
                scale[slot] = max(abs(used[slot]), largest) + 1e-9
        row = open_row(gap, scale, tolerance)
        if row >= 0:
            return balance, row, gap[row], scale[row]
    return CLOSED


@kernel
def counterparts(slots: Moved, live: Ints, bonds: Given, pairs: Pairs) -> Floats:
    """Return by (balance, slot) what contracts and mains say that slots moved, as in `PROVED`."""
    posted = np.zeros((7, len(slots.owner)))
    for row in live:
        posted[2, bonds.giver_slot[row]] += bonds.delivered[row]
        posted[3, bonds.taker_slot[row]] += bonds.delivered[row] * bonds.ratio[row]
        kwh = bonds.delivered[row] * slots.kwh_per_unit[bonds.exchange[row]]
        if kwh > 0.0:
            posted[6, slots.power_slot[slots.owner[bonds.taker_slot[row]]]] += kwh
    for pair in range(len(slots.piped)):
        posted[5, pairs.plant[pair]] += slots.piped[pair]
        posted[5, pairs.user[pair]] += slots.piped[pair] * pairs.arrives[pair]
    return posted


@kernel
def gate_leak(gates: Gates, moved: Floats, tolerance: float) -> Leak:
    """Hold what was sent to the plants behind each gate against what they took in."""
    out, come = np.zeros(len(gates.use)), np.zeros(len(gates.use))
    for row in range(len(gates.sent)):
        out[gates.sent_gate[row]] += moved[TREATED, gates.sent[row]]
    for row in range(len(gates.taken)):
        slot = gates.taken[row]
        come[gates.taken_gate[row]] += moved[STORED, slot] + moved[INFLOW, slot]
    for gate in range(len(gates.use)):
        gap, scale = out[gate] - come[gate], out[gate] + 1e-9
        if not abs(gap) <= tolerance * scale:
            return 0, gate, gap, scale
    return CLOSED


@kernel
def enterprise_leak(
    slots: Moved, firms: Posted, sheets: Balances, overflow: Floats, live: Ints, bonds: Given,
    tolerance: float,
) -> Leak:  # fmt: skip
    """Hold the balances of enterprises, `sim.books.ENTERPRISE_BALANCES`, against their largest."""
    starts, moved, money, opening = firms.starts, slots.moved, firms.money, firms.opening
    count = len(starts)
    burnt, largest, posted = np.zeros(count), np.zeros(count), np.zeros((5, count))
    for row in live:
        if not bonds.on_site[row]:
            taker = slots.owner[bonds.taker_slot[row]]
            burnt[taker] += bonds.delivered[row] * firms.own_tco2e[bonds.exchange[row]]
    for account in range(len(money)):
        for i in range(count):
            largest[i] = max(largest[i], abs(money[account, i]))
        for k in range(5):
            if firms.postings[k, account] != 0.0:
                for i in range(count):
                    posted[k, i] += firms.postings[k, account] * money[account, i]
    found, leak = 8, CLOSED
    gap, scale = np.zeros(8), np.zeros(8)
    for i in range(count):
        mass, heaviest, fuel, trade, held = 0.0, 0.0, 0.0, 0.0, 0.0
        last = starts[i + 1] if i + 1 < count else len(slots.owner)
        for slot in range(starts[i], last):
            weight = firms.kg_per_unit[slot] * moved[QUANTITY, slot]
            mass += weight
            heaviest = max(heaviest, abs(weight))
            fuel += firms.tco2e_per_unit[slot] * moved[BOUGHT, slot]
            outside = moved[RELEASED, slot] + moved[TREATED, slot] + moved[BOUGHT, slot]
            trade += firms.worth[slot] * (outside + firms.into[slot] * moved[MAINS, slot])
            trade -= overflow[slot] * moved[RELEASED, slot]
        for k in range(5):
            held = max(held, abs(opening[k, i]))
        process = slots.output[i] * firms.process_tco2e_per_unit[i]
        assets = sheets.cash[i] + sheets.receivables[i] + sheets.fixed_assets[i]
        rise = sheets.receivables[i] - opening[1, i]
        gap[0] = mass
        gap[1] = firms.tco2e[i] - fuel - process - burnt[i]
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


@kernel
def find_leak(
    slots: Moved, firms: Posted, sheets: Balances, gates: Gates, live: Ints, bonds: Given,
    pairs: Pairs, parks: int, export_cny_per_kwh: float, tolerance: float,
) -> tuple[int, Leak]:  # fmt: skip
    """Return the first set of balances that does not close, and its leak; -1 where all close.

    The sets stand in `sim.books.BALANCES`.
    """
    leak = slot_leak(slots, live, bonds, pairs, tolerance)
    if leak[0] >= 0:
        return 0, leak
    leak = gate_leak(gates, slots.moved, tolerance)
    if leak[0] >= 0:
        return 1, leak
    leak = enterprise_leak(slots, firms, sheets, gates.overflow, live, bonds, tolerance)
    if leak[0] >= 0:
        return 2, leak
    leak = pair_leak(firms.park, firms.money, firms.paired, parks, tolerance)
    if leak[0] >= 0:
        return 3, leak
    leak = power_leak(
        firms.power, slots.power_slot, slots.moved, firms.money, export_cny_per_kwh, tolerance
    )
    return (4 if leak[0] >= 0 else -1), leak
