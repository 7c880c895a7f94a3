"""The loop that lays a plant out with the technologies that stand in it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.kernel import kernel

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
def lay_out(
    first_slot: Ints,
    start: Ints,
    size: Ints,
    held_first: Ints,
    held_last: Ints,
    held: Ints,
    extra: Ints,
    changes: Changes,
    base: Floats,
    energy: Floats,
    stream: Ints,
    out: Flags,
    fuel: Flags,
    solid_tce: Floats,
    ash: Flags,
    fuel_tco2e: Floats,
    process: Floats,
) -> tuple[Floats, Floats]:
    """Return the coefficients of plants, one behind the other, and their process CO2.

    A plant's technologies are those of `held` from `held_first` to before `held_last`, and `extra`
    (-1 for none). Those that take the place of a fuel or steam, or run on waste heat, share what
    the plant has of it: each works as far as it gets its part. They are taken in this order, so
    that it does not matter which came first. What fuels a plant takes without them is `base` times
    its `energy`.
    """
    plants = len(first_slot)
    asked, has = np.zeros((2, size.max() if plants else 0))
    total = start[plants - 1] + size[plants - 1] if plants else 0
    coefficient, left = np.zeros(total), process.copy()
    for p in range(plants):
        here, there = start[p], first_slot[p]
        for i in range(size[p]):
            asked[i], has[i] = 0.0, base[there + i]
        for k in range(held_first[p], held_last[p] + 1):
            row = held[k] if k < held_last[p] else extra[p]
            if row >= 0:
                ask(row, changes, asked, has)
        change = 0.0
        for k in range(held_first[p], held_last[p] + 1):
            row = held[k] if k < held_last[p] else extra[p]
            if row < 0:
                continue
            share = share_left(row, changes, asked, has)
            change += changes.process[row] * share
            put_on(row, changes, share, here, coefficient)
        for i in range(size[p]):
            bare = base[there + i]
            if fuel[there + i]:
                bare *= energy[p]
            coefficient[here + i] = max(bare + coefficient[here + i], 0.0)
        for k in range(held_first[p], held_last[p] + 1):
            row = held[k] if k < held_last[p] else extra[p]
            if row >= 0 and share_left(row, changes, asked, has) > 0.0:
                multiply(row, changes, here, coefficient)
        now, was, burnt = 0.0, 0.0, 0.0
        for i in range(size[p]):
            s, slot = stream[there + i], there + i
            if fuel[slot] and not out[slot]:
                now += coefficient[here + i] * solid_tce[s]
                was += base[slot] * solid_tce[s]
                burnt += coefficient[here + i] * fuel_tco2e[s]
        for i in range(size[p]):
            if was > 0 and out[there + i] and ash[stream[there + i]]:
                coefficient[here + i] *= now / was
        left[p] = max(process[p] + change, -burnt)
    return coefficient, left
