"""The loop that lays a plant out with the technologies that stand in it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.kernel import kernel
from sim.park_columns import close_plant

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Changes(NamedTuple):
    """What rows of the technology table change, one entry a (technology row, recipe row)."""

    first: Ints
    """First entry of each technology row."""
    last: Ints
    """The one behind its last."""
    place: Ints
    """Row of the sector's recipe."""
    add: Floats
    """Base units a product unit, added to what there is."""
    bounds: Flags
    """The effect is bounded by what the plant has: all that take from a stream share it."""
    factor: Floats
    """What is left is multiplied by it; 0 ends a stream."""
    process: Floats
    """tCO2 a product unit, by technology row."""


class Plants(NamedTuple):
    """Plants to be laid out, one row each; an enterprise may stand for several."""

    first_slot: Ints
    size: Ints
    """Rows of the recipe."""
    held_first: Ints
    """First of `held` that stands in each plant."""
    held_last: Ints
    """The one behind its last."""
    held: Ints
    """Technology rows that stand, by plant."""
    energy: Floats
    """What fuels a plant takes without technologies, over its base."""
    process: Floats
    """tCO2 of the process, a product unit."""


class Streams(NamedTuple):
    """What slots hold, and what a unit of each stream is."""

    base: Floats
    stream: Ints
    out: Flags
    fuel: Flags
    """By slot."""
    solid_tce: Floats
    ash: Flags
    fuel_tco2e: Floats
    """By stream."""


@kernel
def share_left(row: int, changes: Changes, asked: Floats, has: Floats) -> float:
    """Return how far a technology works: has / asked of the stream it is shortest of, at most 1.

    `has` is what a plant has of each row of its recipe, `asked` what all its technologies that are
    bounded by it would take.
    """
    share = 1.0
    for entry in range(changes.first[row], changes.last[row]):
        place = changes.place[entry]
        if changes.bounds[entry] and asked[place] > has[place]:
            share = min(share, max(has[place], 0.0) / asked[place])
    return share


@kernel
def ask(row: int, changes: Changes, asked: Floats, has: Floats) -> None:
    """Add what a technology would take to `asked`, or what it changes unbounded to `has`."""
    whole = True
    for entry in range(changes.first[row], changes.last[row]):
        if changes.bounds[entry]:
            asked[changes.place[entry]] -= changes.add[entry]
            whole = False
    for entry in range(changes.first[row], changes.last[row] if whole else -1):
        has[changes.place[entry]] += changes.add[entry]


@kernel
def put_on(row: int, changes: Changes, share: float, here: int, coefficient: Floats) -> None:
    """Add what a technology changes, as far as it works, to a plant's coefficients."""
    for entry in range(changes.first[row], changes.last[row]):
        coefficient[here + changes.place[entry]] += changes.add[entry] * share


@kernel
def multiply(row: int, changes: Changes, here: int, coefficient: Floats) -> None:
    """Multiply a plant's coefficients by what a technology leaves of them."""
    for entry in range(changes.first[row], changes.last[row]):
        coefficient[here + changes.place[entry]] *= changes.factor[entry]


@kernel
def lay_plant(
    p: int, extra: int, plants: Plants, changes: Changes, streams: Streams, here: int,
    coefficient: Floats, asked: Floats, has: Floats,
) -> float:  # fmt: skip
    """Write the coefficients of a plant from row `here` on, and return its process CO2.

    Its technologies are those of `held` and `extra` (-1 for none). Those that take the place of a
    fuel or steam, or run on waste heat, share what the plant has of it: each works as far as it
    gets its part. They are taken in this order, so that it does not matter which came first.
    """
    there, size, last = plants.first_slot[p], plants.size[p], plants.held_last[p]
    for i in range(size):
        coefficient[here + i] = asked[i] = 0.0
        has[i] = streams.base[there + i]
    for k in range(plants.held_first[p], last + 1):
        row = plants.held[k] if k < last else extra
        if row >= 0:
            ask(row, changes, asked, has)
    change = 0.0
    for k in range(plants.held_first[p], last + 1):
        row = plants.held[k] if k < last else extra
        if row < 0:
            continue
        share = share_left(row, changes, asked, has)
        change += changes.process[row] * share
        put_on(row, changes, share, here, coefficient)
    for i in range(size):
        bare = streams.base[there + i]
        if streams.fuel[there + i]:
            bare *= plants.energy[p]
        coefficient[here + i] = max(bare + coefficient[here + i], 0.0)
    for k in range(plants.held_first[p], last + 1):
        row = plants.held[k] if k < last else extra
        if row >= 0 and share_left(row, changes, asked, has) > 0.0:
            multiply(row, changes, here, coefficient)
    now, was, burnt = 0.0, 0.0, 0.0
    for i in range(size):
        s, slot = streams.stream[there + i], there + i
        if streams.fuel[slot] and not streams.out[slot]:
            now += coefficient[here + i] * streams.solid_tce[s]
            was += streams.base[slot] * streams.solid_tce[s]
            burnt += coefficient[here + i] * streams.fuel_tco2e[s]
    for i in range(size):
        if was > 0 and streams.out[there + i] and streams.ash[streams.stream[there + i]]:
            coefficient[here + i] *= now / was
    return float(max(plants.process[p] + change, -burnt))


@kernel
def lay_out(
    plants: Plants, extra: Ints, changes: Changes, streams: Streams
) -> tuple[Floats, Floats]:
    """Return the coefficients of plants, one behind the other, and their process CO2.

    `extra` is one technology row more for each, or -1.
    """
    coefficient, process = np.empty(plants.size.sum()), np.empty(len(plants.size))
    asked, has = np.zeros((2, plants.size.max() if len(process) else 0))
    here = 0
    for p in range(len(process)):
        process[p] = lay_plant(p, extra[p], plants, changes, streams, here, coefficient, asked, has)
        here += plants.size[p]
    return coefficient, process


class Laid(NamedTuple):
    """Columns that laying a plant out writes."""

    coefficient: Floats
    """By slot."""
    process: Floats
    """tCO2 a product unit, by enterprise."""
    cost: Floats
    """Opex less other gains of what stands, CNY a product unit, by enterprise."""


class Balance(NamedTuple):
    """What closes mass: kg a unit by stream, and the streams that take up what is left open."""

    mass: Floats
    air: int
    exhaust: int


@kernel
def refit_plants(
    enterprise: Ints, plants: Plants, changes: Changes, streams: Streams, cost: Floats,
    share: Floats, balance: Balance, laid: Laid,
) -> bool:  # fmt: skip
    """Lay out enterprises anew; say whether a stream began or ended that the base year lacks.

    `plants` is by enterprise, `cost` a product unit by technology row, `share` by what is held.
    """
    begun = False
    asked, has, before = np.zeros((3, plants.size.max()))
    for e in enterprise:
        first, last = plants.first_slot[e], plants.first_slot[e] + plants.size[e]
        for slot in range(first, last):
            before[slot - first] = laid.coefficient[slot]
        laid.process[e] = lay_plant(
            e, -1, plants, changes, streams, first, laid.coefficient, asked, has
        )
        laid.cost[e] = 0.0
        for k in range(plants.held_first[e], plants.held_last[e]):
            laid.cost[e] += cost[plants.held[k]] * share[k]
        close_plant(
            first, last, streams.stream, streams.out, laid.coefficient, balance.mass, balance.air,
            balance.exhaust,
        )  # fmt: skip
        for slot in range(first, last):
            moved = (before[slot - first] > 0.0) != (laid.coefficient[slot] > 0.0)
            begun = begun or (moved and streams.base[slot] == 0.0)
    return begun


@kernel
def list_held(owner: Ints, installed_month: Ints, enterprises: int) -> tuple[Ints, Ints, Ints]:
    """Return the retrofits that stand, and by enterprise the first and the one behind the last."""
    held, count = np.empty(len(owner), dtype=np.int64), 0
    first, last = np.zeros((2, enterprises), dtype=np.int64)
    for row in range(len(owner)):
        if installed_month[row] >= 0:
            e = owner[row]
            if last[e] == 0:
                first[e] = count
            held[count] = row
            count += 1
            last[e] = count
    return first, last, held[:count]


@kernel
def multiply_up(
    owner: Ints, tech_row: Ints, installed_month: Ints, past: Ints, month: int, left: Floats,
    enterprises: int,
) -> Floats:  # fmt: skip
    """Multiply what the retrofits that stood in a month leave: (row of `left`, enterprise).

    `left` is by (number, technology row); `past` are the retrofits that wore out since they came:
    row, first month and first one without.
    """
    stood = np.zeros(len(owner), dtype=np.bool_)
    for row in range(len(owner)):
        stood[row] = installed_month[row] >= 0 and installed_month[row] <= month
    for k in range(len(past)):
        if past[k, 1] <= month and month < past[k, 2]:
            stood[past[k, 0]] = True
    product = np.ones((len(left), enterprises))
    for row in range(len(owner)):
        if stood[row]:
            for k in range(len(left)):
                product[k, owner[row]] *= left[k, tech_row[row]]
    return product


class Carbon(NamedTuple):
    """What a unit bought emits: tCO2 of its own by slot, kWh, MJ of steam, and of those."""

    tco2e: Floats
    kwh: Floats
    mj: Floats
    tco2e_per_mj: float
    grid: Floats
    """tCO2 a kWh, by enterprise."""


@kernel
def weigh_change(
    enterprise: Ints, extra: Ints, plants: Plants, changes: Changes, streams: Streams,
    worth: Floats, tce: Floats, carbon: Carbon,
) -> Floats:  # fmt: skip
    """Return what technologies change at their enterprises, by (number, technology).

    The numbers: coefficients weighed by `worth`, by `tce` and by CO2, and CO2 of the process.
    Weights are by slot, `plants` by enterprise; the technologies of one stand together.
    """
    sums = np.zeros((4, len(enterprise)))
    without, new, asked, has = np.zeros((4, plants.size.max() if len(plants.size) else 0))
    before = 0.0
    for i in range(len(enterprise)):
        e = enterprise[i]
        if i == 0 or e != enterprise[i - 1]:
            before = lay_plant(e, -1, plants, changes, streams, 0, without, asked, has)
        row = extra[i]
        if changes.first[row] == changes.last[row] and changes.process[row] == 0.0:
            continue
        after = lay_plant(e, row, plants, changes, streams, 0, new, asked, has)
        for k in range(plants.size[e]):
            change, slot = new[k] - without[k], plants.first_slot[e] + k
            if change == 0.0:
                continue
            tonnes = carbon.tco2e[slot] + carbon.mj[slot] * carbon.tco2e_per_mj
            sums[0, i] += change * worth[slot]
            sums[1, i] += change * tce[slot]
            sums[2, i] += change * (tonnes + carbon.kwh[slot] * carbon.grid[e])
        sums[3, i] = after - before
    return sums
