"""The index behind a search: who could give or take each exchange option in which park."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.catalogue import Catalogue

if TYPE_CHECKING:
    from sim.build import ParkColumns

Ints = NDArray[np.int64]


class MarketIndex:
    """Prospects ordered for look-up; made anew only when enterprises enter."""

    def __init__(self, catalogue: Catalogue, columns: ParkColumns) -> None:
        prospects, slots, enterprises = columns.prospects, columns.slots, columns.enterprises
        streams = catalogue.tables["streams"]
        hot = (streams["unit"] == "MJ")[catalogue.to_stream]
        self.is_heat: NDArray[np.bool_] = hot & (streams["unit"] == "MJ")[catalogue.from_stream]
        """Options that carry heat over a pipe."""
        self.between: NDArray[np.bool_] = catalogue.tables["exchanges"]["scope"] != "on_site"
        """Options between two enterprises; the others are retrofits."""
        given = catalogue.from_stream
        self.piped: NDArray[np.bool_] = streams["transport_mode"][given] == "pipe"
        self.hazardous: NDArray[np.bool_] = streams["hazardous"][given]
        options_table = catalogue.tables["exchanges"]
        self.reach_km = np.where(self.between, streams["max_distance_km"][given], -1.0)
        """Farthest distance by option; none for an option on one site."""
        self.max_share: NDArray[np.float64] = options_table["max_share"]
        self.enterprise: Ints = slots.enterprise[prospects.slot]
        self.givers: Ints = np.flatnonzero(prospects.giver)
        self.giver_enterprise: Ints = self.enterprise[self.givers]
        options = len(catalogue.exchanges)
        takers = np.flatnonzero(~prospects.giver)
        bucket = enterprises.park[self.enterprise[takers]] * options + prospects.exchange[takers]
        order = np.argsort(bucket, kind="stable")
        self.takers: Ints = takers[order]
        """Taker prospects sorted by (park, option)."""
        counts = np.bincount(bucket, minlength=len(columns.park_ids) * options)
        self._ends: Ints = np.cumsum(counts)
        self._counts: Ints = counts
        self._options = options

    def candidates(self, givers: Ints, parks: Ints, exchanges: Ints) -> tuple[Ints, Ints]:
        """Pair giver prospects with every taker prospect of the same option in the same park.

        Returns two arrays of prospect rows of equal length, in the givers' order.
        """
        bucket = parks * self._options + exchanges
        counts = self._counts[bucket]
        giver = np.repeat(givers, counts)
        first = np.repeat(self._ends[bucket] - counts, counts)
        before = np.repeat(np.cumsum(counts) - counts, counts)
        return giver, self.takers[first + np.arange(len(giver)) - before]
