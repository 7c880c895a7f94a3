"""The contracts of a run as links: who, when, how much, renewed or new, inside or across."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.recipes import STEAMS
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

RENEWAL_MONTHS = 12
"""A contract of the same two on the same option that follows so soon is a renewal, not a birth."""


class LinkBook:
    """One entry a contract, in order of signing; amounts in base units of the giver's stream."""

    def __init__(self, world: World) -> None:
        self._world = world
        columns = world.columns
        contracts, enterprises = columns.contracts, columns.enterprises
        self.giver: Ints = columns.slots.enterprise[contracts.giver_slot]
        self.taker: Ints = columns.slots.enterprise[contracts.taker_slot]
        self.exchange: Ints = contracts.exchange
        self.stream: Ints = world.catalogue.from_stream[contracts.exchange]
        self.start: Ints = contracts.start_month
        self.end: Ints = contracts.end_month
        self.ran: Flags = (self.end > self.start) & (self.start < world.month)
        """Whether the link ran at least one month."""
        self.between: Flags = ~contracts.on_site
        giver_inside, taker_inside = enterprises.inside[self.giver], enterprises.inside[self.taker]
        self.giver_inside: Flags = giver_inside
        self.taker_inside: Flags = taker_inside
        self.park: Ints = np.where(
            giver_inside, enterprises.park[self.giver], enterprises.park[self.taker]
        )
        self.counted: Flags = self.between & self.ran & (giver_inside | taker_inside)
        """Whether it is a link of its park: between two enterprises, one of them inside."""
        self.steam: Flags = np.isin(self.stream, [world.catalogue.stream[name] for name in STEAMS])

    def __len__(self) -> int:
        return len(self.giver)

    @cached_property
    def delivered(self) -> Floats:
        """Units given by (year, contract)."""
        years = np.zeros((len(self._world.link_years), len(self)))
        for year, amounts in enumerate(self._world.link_years):
            years[year, : len(amounts)] = amounts
        return years

    @cached_property
    def previous(self) -> Ints:
        """The contract that each one renews, or -1."""
        latest: dict[tuple[int, int, int], int] = {}
        found = np.full(len(self), -1)
        trio = zip(self.giver.tolist(), self.taker.tolist(), self.exchange.tolist(), strict=True)
        start, end, ran = self.start.tolist(), self.end.tolist(), self.ran.tolist()
        for row, key in enumerate(trio):
            if not ran[row]:
                continue
            before = latest.get(key, -1)
            if before >= 0 and start[row] - end[before] <= RENEWAL_MONTHS:
                found[row] = before
            latest[key] = row
        return found

    @cached_property
    def born(self) -> Flags:
        """Whether a link began in the run and renews none."""
        signed = self._world.columns.contracts.signed_month >= 0
        new: Flags = self.counted & signed & (self.previous < 0)
        return new

    @cached_property
    def died(self) -> Flags:
        """Whether a link ended in the run and was not renewed."""
        renewed = np.zeros(len(self), dtype=bool)
        renewed[self.previous[self.previous >= 0]] = True
        gone: Flags = self.counted & (self.end < self._world.month) & ~renewed
        return gone

    def active(self, parks: int, months: int) -> Floats:
        """Count the links that run, by (park, month)."""
        change = np.zeros((parks, months + 1))
        rows = self.counted
        np.add.at(change, (self.park[rows], self.start[rows]), 1.0)
        np.add.at(change, (self.park[rows], np.minimum(self.end[rows], months)), -1.0)
        running: Floats = np.cumsum(change, axis=1)[:, :months]
        return running

    def count(self, rows: Flags, month: Ints, parks: int, years: int) -> Floats:
        """Count some links by (park, year) of a month of theirs."""
        bins = self.park[rows] * years + month[rows] // 12
        return np.bincount(bins, minlength=parks * years).reshape(parks, years).astype(np.float64)
