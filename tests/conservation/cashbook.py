"""A second book of money: what every enterprise posted, kept beside the run, never read by it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sim.money import ACCOUNT, ACCOUNTS
from sim.world import World

Floats = NDArray[np.float64]

SHEET = ("cash", "receivables", "fixed_assets", "debt", "equity")


@dataclass
class Cashbook:
    """Postings by year as (account, enterprise), and balance sheets as first and last seen.

    `torn` is the largest gap, over the sheet, between the close of a month and the opening of the
    next: what moved between two settlements without a posting.
    """

    years: list[Floats] = field(default_factory=list)
    opened: Floats = field(default_factory=lambda: np.zeros((len(SHEET), 0)))
    closed: Floats = field(default_factory=lambda: np.zeros((len(SHEET), 0)))
    torn: float = 0.0

    def phase(self, world: World) -> None:
        """Keep the month that has just been settled; a phase after all others."""
        money, known = world.flows.money, self.closed.shape[1]
        if world.month % 12 == 0:
            self.years.append(np.zeros_like(money))
        wide = np.zeros_like(money)
        wide[:, : self.years[-1].shape[1]] = self.years[-1]
        self.years[-1] = wide + money
        if known:
            held = np.abs(self.closed).max(axis=0) + 1.0
            gaps = np.abs(world.opening[:, :known] - self.closed) / held
            self.torn = max(self.torn, float(gaps.max()))
        self.opened = np.hstack((self.opened, world.opening[:, known:]))
        sheet = world.columns.enterprises
        self.closed = np.array([getattr(sheet, name) for name in SHEET])

    def of(self, year: int, *names: str) -> Floats:
        """Return some accounts of a year of the run (0 the first), summed by enterprise."""
        rows = [ACCOUNT[name] for name in names]
        total: Floats = self.years[year][rows].sum(axis=0)
        return total

    def whole(self, *names: str) -> Floats:
        """Return some accounts summed over the run, by enterprise."""
        total = np.zeros(self.closed.shape[1])
        for year in range(len(self.years)):
            part = self.of(year, *names)
            total[: len(part)] += part
        return total

    @property
    def turnover(self) -> Floats:
        """All that was posted in the run without signs, and the sheet, CNY by enterprise."""
        total = np.abs(self.opened).max(axis=0) + np.abs(self.closed).max(axis=0) + 1.0
        for name in ACCOUNTS:
            total += np.abs(self.whole(name))
        return total
