"""Compliance: what it is worth to a plant over an energy limit to come nearer to it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.assess import energy_over_base, recipe_tce
from sim.world import World

Floats = NDArray[np.float64]


class Stake(NamedTuple):
    """By enterprise; zero where no limit binds."""

    excess_tce: Floats
    """Energy a year beyond the limit, on last year's output."""
    cny_per_year: Floats
    """Profit before depreciation that the threatened restriction would cost."""

    def worth(self, rows: NDArray[np.int64], tce_saved: Floats) -> Floats:
        """Return what saving energy is worth to enterprises, CNY a year: its part of the stake."""
        excess = self.excess_tce[rows]
        part = np.divide(tce_saved, excess, out=np.zeros_like(tce_saved), where=excess > 0)
        return np.clip(part, 0.0, 1.0) * self.cny_per_year[rows]


def stake(world: World) -> Stake:
    """Return what the plants over the term `energy_limit_over_base` stand to lose.

    The restriction costs the share of last year's profit before depreciation that the term
    `threatened_output_share` takes off; who loses money anyway has nothing to lose.
    """
    enterprises, book = world.columns.enterprises, world.last_book
    over = energy_over_base(world, book) - world.terms["energy_limit_over_base"]
    over = np.where(over > 0, over, 0.0)
    excess = over * recipe_tce(world.catalogue)[enterprises.sector] * book.output
    before = book.profit_cny + enterprises.fixed_assets / world.assumption["asset_life_years"]
    lost = 1.0 - world.terms["threatened_output_share"]
    return Stake(excess, np.where(excess > 0, np.maximum(before, 0.0) * lost, 0.0))
