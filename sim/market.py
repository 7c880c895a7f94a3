"""The index behind a search: who could give or take each exchange option in which park."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.catalogue import Catalogue
from sim.draws import Draws, as_unit, pair_keys
from sim.stream_facts import LINK_CLASSES, stream_facts

if TYPE_CHECKING:
    from sim.park_columns import ParkColumns

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


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
        self.enterprise: Ints = slots.enterprise[prospects.slot]
        opened = (slots.coefficient > 0) | (slots.base_coefficient > 0)
        opened = opened[prospects.slot]
        self.givers: Ints = np.flatnonzero(prospects.giver & opened)
        self.giver_enterprise: Ints = self.enterprise[self.givers]
        options, self._option_keys = len(catalogue.exchanges), catalogue.exchange_keys
        self.shelf: Ints = enterprises.park[self.enterprise] * options + prospects.exchange
        self.sides = tuple(
            _shelves(columns, self.enterprise, self.shelf, len(columns.park_ids) * options, side)
            for side in (prospects.giver & opened, ~prospects.giver & opened)
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


def _shelves(
    columns: ParkColumns, enterprise: Ints, shelf: Ints, shelves: int, side: Flags
) -> Shelves:
    rows = np.flatnonzero(side)
    place = shelf[rows] + as_unit(columns.enterprises.key[enterprise[rows]])
    order = np.argsort(place, kind="stable")
    count: Ints = np.bincount(shelf[rows], minlength=shelves)
    return Shelves(np.cumsum(count) - count, count, rows[order], place[order])
