"""The index behind a search: who could give or take each exchange option in which park."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.catalogue import Catalogue
from sim.draws import Draws, pair_keys, units_of
from sim.kernel import kernel
from sim.stream_facts import LINK_CLASSES, stream_facts

if TYPE_CHECKING:
    from sim.park_columns import ParkColumns

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

GIVES, TAKES = range(2)
"""Sides of an option, as places in `MarketIndex.sides`."""


class Shelves(NamedTuple):
    """Prospects of one side on a shelf for each (park, option), each in the order of keys."""

    first: Ints
    size: Ints
    rows: Ints
    place: Floats
    """Shelf number plus the key as a number in (0, 1), of `rows`."""


class MarketIndex:
    """Prospects ordered for look-up; made anew only when enterprises enter or streams begin.

    Streams that a technology could begin and that nobody makes or uses yet are on no shelf.
    """

    def __init__(self, catalogue: Catalogue, columns: ParkColumns) -> None:
        prospects, slots, enterprises = columns.prospects, columns.slots, columns.enterprises
        self.facts = stream_facts(catalogue)
        options, self._option_keys = len(catalogue.exchanges), catalogue.exchange_keys
        self.enterprise, self.shelf, side = stand(
            prospects.slot, prospects.exchange, prospects.giver, slots.enterprise,
            slots.coefficient, slots.base_coefficient, enterprises.park, options,
        )  # fmt: skip
        self.givers: Ints = (side == GIVES).nonzero()[0]
        self.giver_enterprise: Ints = self.enterprise[self.givers]
        unit = units_of(enterprises.key)
        order, shelves = np.argsort(unit, kind="stable"), len(columns.park_ids) * options
        self.sides = tuple(
            fill_shelves(self.enterprise, self.shelf, side, which, unit, order, shelves)
            for which in (GIVES, TAKES)
        )
        """Shelves of the givers and of the takers."""

    def candidates(self, givers: Ints) -> tuple[Ints, Ints]:
        """Pair giver prospects with every taker prospect of the same option in the same park.

        Returns two arrays of prospect rows of equal length, in the givers' order.
        """
        takers = self.sides[1]
        shelf = self.shelf[givers]
        counts = takers.size[shelf]
        step = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        return np.repeat(givers, counts), takers.rows[np.repeat(takers.first[shelf], counts) + step]

    def points(self, columns: ParkColumns, draws: Draws, year: int) -> Floats:
        """Return the point in (0, 1) from which each prospect looks round its shelf this year.

        The other side of an option stands on a ring, in the order of its enterprises' keys, and who
        looks meets those next to its point: neither the order of rows nor a firm elsewhere on the
        ring changes who meets whom, and the cost is that of those met.
        """
        option = self._option_keys[columns.prospects.exchange]
        return draws.uniform("meet", columns.enterprises.key[self.enterprise], option, year)

    def pair_keys(self, columns: ParkColumns, giver: Ints, taker: Ints) -> NDArray[np.uint64]:
        """Return the key of each pair's draws: giver, taker and option, never rows."""
        key = columns.enterprises.key
        return pair_keys(
            key[self.enterprise[giver]],
            key[self.enterprise[taker]],
            self._option_keys[columns.prospects.exchange[giver]],
        )

    def by_class(self, assumption: Mapping[str, float], name: str) -> Floats:
        """Return an assumption that differs by class of exchange, by option."""
        values = np.array([assumption[f"{name}_{link_class}"] for link_class in LINK_CLASSES])
        return values[self.facts.link_class]


@kernel
def stand(
    slot: Ints, exchange: Ints, giver: Flags, owner: Ints, coefficient: Floats, base: Floats,
    park: Ints, options: int,
) -> tuple[Ints, Ints, Ints]:  # fmt: skip
    """Return the enterprise, shelf and side of each prospect: `GIVES`, `TAKES`, or neither (-1)."""
    count = len(slot)
    enterprise, shelf = np.empty(count, dtype=np.int64), np.empty(count, dtype=np.int64)
    side = np.full(count, -1)
    for row in range(count):
        at = slot[row]
        enterprise[row] = owner[at]
        shelf[row] = park[owner[at]] * options + exchange[row]
        if coefficient[at] > 0.0 or base[at] > 0.0:
            side[row] = GIVES if giver[row] else TAKES
    return enterprise, shelf, side


@kernel
def fill_shelves(
    enterprise: Ints, shelf: Ints, side: Ints, which: int, unit: Floats, order: Ints, shelves: int
) -> Shelves:
    """Return the shelves of one side; `order` lists the enterprises by `unit`, their keys.

    Prospects are sorted by enterprise, so that going through the enterprises in order and putting
    each prospect behind the others of its shelf sorts every shelf.
    """
    size, begin = np.zeros(shelves, dtype=np.int64), np.zeros(len(unit) + 1, dtype=np.int64)
    for row in range(len(side)):
        begin[enterprise[row] + 1] = row + 1
        if side[row] == which:
            size[shelf[row]] += 1
    for e in range(len(unit)):
        begin[e + 1] = max(begin[e], begin[e + 1])
    first = np.cumsum(size) - size
    total, behind = size.sum(), first.copy()
    rows, place = np.empty(total, dtype=np.int64), np.empty(total)
    for e in order:
        for row in range(begin[e], begin[e + 1]):
            if side[row] == which:
                at = behind[shelf[row]]
                rows[at], place[at] = row, shelf[row] + unit[e]
                behind[shelf[row]] += 1
    return Shelves(first, size, rows, place)
