"""Equipment that stands for an exchange and does what a technology would do."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.sums import sum_one
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

TO_TIE_IN_CNY = 1.0
"""What is left to pay where all of it stands."""


def less_what_stands(world: World, enterprise: Ints, technology: Ints, capex_cny: Floats) -> Floats:
    """Return the capex of technologies less the equipment that takers of exchanges have for them.

    That is an option's capex for the amount agreed of each running contract that names the
    technology, whoever paid it.
    """
    contracts, facts = world.columns.contracts, world.market.facts
    kind = facts.technology[contracts.exchange]
    rows = np.flatnonzero((kind >= 0) & (contracts.end_month > world.month))
    if len(rows) == 0:
        return capex_cny
    kinds = len(world.catalogue.technologies)
    owner = world.columns.slots.enterprise[contracts.taker_slot[rows]]
    per_unit = world.catalogue.number("exchanges", "capex_cny_per_annual_unit")
    cost = per_unit[contracts.exchange[rows]] * contracts.nominal[rows] * 12.0
    held, wanted = owner * kinds + kind[rows], enterprise * kinds + technology
    cells = len(world.columns.enterprises) * kinds
    stands = np.zeros(cells, dtype=bool)
    stands[held] = True
    left = np.maximum(capex_cny - sum_one(held, cost, cells)[wanted], TO_TIE_IN_CNY)
    return np.where(stands[wanted], left, capex_cny)
