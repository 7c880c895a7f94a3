"""The index behind a search: who could give or take each exchange option in which park."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

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


class MarketIndex:
    """Prospects ordered for look-up; made anew only when enterprises enter."""

    def __init__(self, catalogue: Catalogue, columns: ParkColumns) -> None:
        prospects, slots, enterprises = columns.prospects, columns.slots, columns.enterprises
        self.facts = stream_facts(catalogue)
        self.enterprise: Ints = slots.enterprise[prospects.slot]
        self.givers: Ints = np.flatnonzero(prospects.giver)
        self.giver_enterprise: Ints = self.enterprise[self.givers]
        options, self._option_keys = len(catalogue.exchanges), catalogue.exchange_keys
        shelf = enterprises.park[self.enterprise] * options + prospects.exchange
        self._takers = _Shelves(columns, self.enterprise, shelf, ~prospects.giver)
        self._givers = _Shelves(columns, self.enterprise, shelf, prospects.giver)

    def candidates(self, givers: Ints) -> tuple[Ints, Ints]:
        """Pair giver prospects with every taker prospect of the same option in the same park.

        Returns two arrays of prospect rows of equal length, in the givers' order.
        """
        return self._takers.beside(givers)

    def meet(
        self, columns: ParkColumns, draws: Draws, looking: Ints, year: int, most: int
    ) -> tuple[Ints, Ints]:
        """Pair prospects that look with at most `most` of the other side; giver and taker rows.

        The other side of an option stands on a ring, in the order of its enterprises' keys; who
        looks meets those next to a point drawn for it, the option and the year. The cost is that of
        those met, not of all, and neither the order of rows nor a firm elsewhere on the ring
        changes who meets whom.
        """
        option = self._option_keys[columns.prospects.exchange[looking]]
        keys = columns.enterprises.key[self.enterprise[looking]]
        start = draws.uniform("meet", keys, option, year)
        gives = columns.prospects.giver[looking]
        giver, taker = self._takers.next_to(looking[gives], start[gives], most)
        other_taker, other_giver = self._givers.next_to(looking[~gives], start[~gives], most)
        return np.concatenate((giver, other_giver)), np.concatenate((taker, other_taker))

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


class _Shelves:
    """Prospects of one side on a shelf for each (park, option), in the order of their keys."""

    def __init__(self, columns: ParkColumns, enterprise: Ints, shelf: Ints, side: Flags) -> None:
        rows = np.flatnonzero(side)
        place = shelf[rows] + as_unit(columns.enterprises.key[enterprise[rows]])
        order = np.argsort(place, kind="stable")
        self._shelf, self._rows, self._place = shelf, rows[order], place[order]
        self._counts: Ints = np.bincount(shelf[rows], minlength=shelf.max(initial=-1) + 1)
        self._firsts: Ints = np.cumsum(self._counts) - self._counts

    def beside(self, others: Ints) -> tuple[Ints, Ints]:
        """Pair each of `others` with all prospects on its shelf."""
        counts = self._counts[self._shelf[others]]
        return self._pairs(others, counts, np.zeros(len(others), dtype=np.int64))

    def next_to(self, others: Ints, start: Floats, most: int) -> tuple[Ints, Ints]:
        """Pair each of `others` with at most `most` on its shelf, on from a point in (0, 1)."""
        shelf = self._shelf[others]
        point = np.searchsorted(self._place, shelf + start) - self._firsts[shelf]
        return self._pairs(others, np.minimum(self._counts[shelf], most), point)

    def _pairs(self, others: Ints, counts: Ints, start: Ints) -> tuple[Ints, Ints]:
        """Pair each of `others` with `counts` prospects of its shelf, from `start` on and round."""
        shelf = self._shelf[others]
        step = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        step = (step + np.repeat(start, counts)) % np.repeat(self._counts[shelf], counts)
        return np.repeat(others, counts), self._rows[np.repeat(self._firsts[shelf], counts) + step]
