"""The kernels of the books: what is open of every balance, and what it is held against.

Arrays are named as in `sim.kernels`; the balances stand in words in `sim.books`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.heat import Pairs
from sim.kernel import kernel
from sim.kernels import Bonds, Moves, Sheets

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@kernel
def slot_gaps(
    owner: Ints, output: Floats, coefficient: Floats, flows: Moves, store: Floats,
    opening_store: Floats, live: Ints, bonds: Bonds, pairs: Pairs, piped: Floats,
    kwh_per_unit: Floats, power_slot: Ints,
) -> tuple[Floats, Floats]:  # fmt: skip
    """Return what is open of each balance of a slot, and the largest flow it is held against.

    By (balance, slot), in the order of `sim.books.SLOT_BALANCES`. The flow is what is used or made;
    where receipts are balanced they count too, since a taker that keeps what is over may use less.
    """
    gap = np.zeros((7, len(owner)))
    scale = np.empty((7, len(owner)))
    for row in live:
        gap[2, bonds.giver_slot[row]] -= bonds.delivered[row]
        gap[3, bonds.taker_slot[row]] -= bonds.delivered[row] * bonds.ratio[row]
        kwh = bonds.delivered[row] * kwh_per_unit[bonds.exchange[row]]
        if kwh > 0.0:
            gap[6, power_slot[owner[bonds.taker_slot[row]]]] -= kwh
    for pair in range(len(piped)):
        gap[5, pairs.plant[pair]] -= piped[pair]
        gap[5, pairs.user[pair]] -= piped[pair] * pairs.arrives[pair]
    for slot in range(len(owner)):
        used = flows.quantity[slot]
        moved = flows.received[slot] + flows.bought[slot] + flows.drawn[slot] + flows.inflow[slot]
        moved += (
            flows.own[slot]
            + flows.given[slot]
            + flows.released[slot]
            + flows.treated[slot]
            + flows.mains[slot]
        )
        change = flows.stored[slot] + flows.laid_in[slot] - flows.drawn[slot]
        gap[0, slot] = used - flows.prepared[slot] - output[owner[slot]] * coefficient[slot]
        gap[1, slot] = used - (moved - flows.laid_in[slot])
        gap[2, slot] += flows.given[slot]
        gap[3, slot] += flows.received[slot]
        gap[5, slot] += flows.mains[slot]
        gap[6, slot] += flows.prepared[slot]
        gap[4, slot] = store[slot] - opening_store[slot] - change
        scale[0, slot] = scale[2, slot] = scale[5, slot] = scale[6, slot] = abs(used) + 1e-9
        scale[1, slot] = scale[3, slot] = max(abs(used), abs(flows.received[slot])) + 1e-9
        scale[4, slot] = abs(store[slot]) + abs(change) + 1e-9
    return gap, scale


@kernel
def enterprise_gaps(
    starts: Ints, kg_per_unit: Floats, tco2e_per_unit: Floats, worth: Floats, into: Floats,
    overflow: Floats, flows: Moves, process_tco2e: Floats, tco2e: Floats, money: Floats,
    postings: Floats, opening: Floats, sheets: Sheets, live: Ints, bonds: Bonds, owner: Ints,
    own_tco2e: Floats,
) -> tuple[Floats, Floats]:  # fmt: skip
    """Return what is open of each balance of an enterprise, and what it is held against.

    By (balance, enterprise), in the order of `sim.books.ENTERPRISE_BALANCES`. `postings` says how
    each account moves cash, fixed assets, debt and equity, and what is traded; `opening` holds the
    balance sheet before the month.
    """
    gap, scale = np.zeros((8, len(starts))), np.zeros((8, len(starts)))
    burnt = np.zeros(len(starts))
    for row in live:
        if not bonds.on_site[row]:
            taker = owner[bonds.taker_slot[row]]
            burnt[taker] += bonds.delivered[row] * own_tco2e[bonds.exchange[row]]
    for i in range(len(starts)):
        fuel, trade = 0.0, 0.0
        last = starts[i + 1] if i + 1 < len(starts) else len(worth)
        for slot in range(starts[i], last):
            mass = kg_per_unit[slot] * flows.quantity[slot]
            gap[0, i] += mass
            scale[0, i] = max(scale[0, i], abs(mass))
            fuel += tco2e_per_unit[slot] * flows.bought[slot]
            outside = flows.released[slot] + flows.treated[slot] + flows.bought[slot]
            trade += worth[slot] * (outside + into[slot] * flows.mains[slot])
            trade -= overflow[slot] * flows.released[slot]
        posted, largest = np.zeros(5), 0.0
        for account in range(len(money)):
            amount = money[account, i]
            largest = max(largest, abs(amount))
            for k in range(5):
                posted[k] += postings[k, account] * amount
        held = 0.0
        for k in range(5):
            held = max(held, abs(opening[k, i]))
        assets = sheets.cash[i] + sheets.receivables[i] + sheets.fixed_assets[i]
        rise = sheets.receivables[i] - opening[1, i]
        gap[1, i] = tco2e[i] - fuel - process_tco2e[i] - burnt[i]
        gap[2, i] = posted[4] - trade
        gap[3, i] = sheets.cash[i] - opening[0, i] - (posted[0] - rise)
        gap[4, i] = sheets.fixed_assets[i] - opening[2, i] - posted[1]
        gap[5, i] = sheets.debt[i] - opening[3, i] - posted[2]
        gap[6, i] = sheets.equity[i] - opening[4, i] - posted[3]
        gap[7, i] = assets - sheets.debt[i] - sheets.equity[i]
        scale[0, i] += 1e-9
        scale[1, i] = abs(fuel) + abs(process_tco2e[i]) + abs(burnt[i]) + 1e-9
        for k in range(2, 8):
            scale[k, i] = largest + held + 1.0
        scale[7, i] += abs(assets)
    return gap, scale


@kernel
def first_open(gap: Floats, scale: Floats, tolerance: float) -> int:
    """Return the first gap beyond the tolerance times its scale, counted row by row, or -1.

    What is not a number is open too.
    """
    for balance in range(len(gap)):
        for row in range(gap.shape[1]):
            if not abs(gap[balance, row]) <= tolerance * scale[balance, row]:
                return int(balance * gap.shape[1] + row)
    return -1


@kernel
def pair_gaps(park: Ints, money: Floats, paired: Floats, parks: int) -> tuple[Floats, Floats]:
    """Return by (pair of accounts, park) what one firm pays and no other gets, and its scale."""
    gap, scale = np.zeros((len(paired), parks)), np.ones((len(paired), parks))
    for k in range(len(paired)):
        for account in range(len(money)):
            if paired[k, account] != 0.0:
                for i in range(len(park)):
                    gap[k, park[i]] += money[account, i]
                    scale[k, park[i]] += abs(money[account, i])
    return gap, scale
