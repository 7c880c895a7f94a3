"""The index behind a search: who could give or take each exchange option in which park."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.catalogue import Catalogue
from sim.draws import pair_keys
from sim.stream_facts import stream_facts

if TYPE_CHECKING:
    from sim.park_columns import ParkColumns

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
        takers = np.flatnonzero(~prospects.giver)
        bucket = enterprises.park[self.enterprise[takers]] * options + prospects.exchange[takers]
        self.takers: Ints = takers[np.argsort(bucket, kind="stable")]
        """Taker prospects sorted by (park, option)."""
        self._counts: Ints = np.bincount(bucket, minlength=len(columns.park_ids) * options)
        self._ends: Ints = np.cumsum(self._counts)
        self._bucket: Ints = enterprises.park[self.enterprise] * options + prospects.exchange

    def candidates(self, givers: Ints) -> tuple[Ints, Ints]:
        """Pair giver prospects with every taker prospect of the same option in the same park.

        Returns two arrays of prospect rows of equal length, in the givers' order.
        """
        bucket = self._bucket[givers]
        counts = self._counts[bucket]
        ends = np.cumsum(counts)
        giver = np.repeat(givers, counts)
        shift = np.repeat(self._ends[bucket] - ends, counts)
        return giver, self.takers[shift + np.arange(len(giver))]

    def pair_keys(self, columns: ParkColumns, giver: Ints, taker: Ints) -> NDArray[np.uint64]:
        """Return the key of each pair's draws: giver, taker and option, never rows."""
        key = columns.enterprises.key
        return pair_keys(
            key[self.enterprise[giver]],
            key[self.enterprise[taker]],
            self._option_keys[columns.prospects.exchange[giver]],
        )
