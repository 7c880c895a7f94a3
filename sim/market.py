"""The index behind a search: who could give or take each exchange option in which park."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.catalogue import Catalogue
from sim.draws import pair_keys
from sim.stream_facts import LINK_CLASSES, stream_facts

if TYPE_CHECKING:
    from sim.park_columns import ParkColumns

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class MarketIndex:
    """Prospects ordered for look-up; made anew only when enterprises enter."""

    def __init__(self, catalogue: Catalogue, columns: ParkColumns) -> None:
        prospects, slots, enterprises = columns.prospects, columns.slots, columns.enterprises
        self.facts = stream_facts(catalogue)
        self.enterprise: Ints = slots.enterprise[prospects.slot]
        self.givers: Ints = np.flatnonzero(prospects.giver)
        self.giver_enterprise: Ints = self.enterprise[self.givers]
        options, self._option_keys = len(catalogue.exchanges), catalogue.exchange_keys
        self._bucket: Ints = enterprises.park[self.enterprise] * options + prospects.exchange
        buckets = len(columns.park_ids) * options
        takers = np.flatnonzero(~prospects.giver)
        self._takers = _Shelves(self._bucket, takers, buckets)
        self._givers = _Shelves(self._bucket, self.givers, buckets)

    def candidates(self, givers: Ints) -> tuple[Ints, Ints]:
        """Pair giver prospects with every taker prospect of the same option in the same park.

        Returns two arrays of prospect rows of equal length, in the givers' order.
        """
        return self._takers.beside(givers)

    def suitors(self, takers: Ints) -> tuple[Ints, Ints]:
        """Pair taker prospects with every giver prospect likewise; givers first, as above."""
        taker, giver = self._givers.beside(takers)
        return giver, taker

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
    """Prospects of one side, sorted by (park, option)."""

    def __init__(self, bucket: Ints, rows: Ints, buckets: int) -> None:
        self._bucket = bucket
        self._rows: Ints = rows[np.argsort(bucket[rows], kind="stable")]
        self._counts: Ints = np.bincount(bucket[rows], minlength=buckets)
        self._ends: Ints = np.cumsum(self._counts)

    def beside(self, others: Ints) -> tuple[Ints, Ints]:
        """Pair each of `others` with all prospects on its shelf."""
        bucket = self._bucket[others]
        counts = self._counts[bucket]
        ends = np.cumsum(counts)
        shift = np.repeat(self._ends[bucket] - ends, counts)
        other = np.repeat(others, counts)
        return other, self._rows[shift + np.arange(len(other))]
