"""Equipment that stands for an exchange and does what a technology would do."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.kernel import kernel
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

TO_TIE_IN_CNY = 1.0
"""What is left to pay where all of it stands."""


def equipment_cny(world: World) -> Floats:
    """Return what equipment cost that takers of exchanges have, by (enterprise, technology).

    That is an option's capex for the amount agreed of each running contract that names the
    technology, whoever paid it; -1 where there is none.
    """
    contracts, kinds = world.columns.contracts, len(world.catalogue.technologies)
    held = np.full((len(world.columns.enterprises), kinds), -1.0)
    add_equipment(
        contracts.exchange, contracts.taker_slot, contracts.nominal, contracts.end_month,
        world.columns.slots.enterprise, world.market.facts.technology,
        world.catalogue.number("exchanges", "capex_cny_per_annual_unit"), world.month, held,
    )  # fmt: skip
    return held


@kernel
def add_equipment(
    exchange: Ints, taker_slot: Ints, nominal: Floats, end_month: Ints, owner: Ints,
    technology: Ints, per_unit: Floats, month: int, held: Floats,
) -> None:  # fmt: skip
    """Add to `held` the equipment of contracts, -1 standing for none; the rest is by option."""
    for row in range(len(exchange)):
        kind = technology[exchange[row]]
        if kind >= 0 and end_month[row] > month:
            e = owner[taker_slot[row]]
            held[e, kind] = max(held[e, kind], 0.0)
            held[e, kind] += per_unit[exchange[row]] * nominal[row] * 12.0


@kernel
def left_to_pay(capex_cny: float, equipment_cny: float) -> float:
    """Return the capex of a technology less the equipment that stands for it; -1 is none."""
    if equipment_cny < 0.0:
        return capex_cny
    return max(capex_cny - equipment_cny, TO_TIE_IN_CNY)
