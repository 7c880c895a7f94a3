"""The loops of a month's own power; the rules stand in words in `sim.power.own`.

`power` is by (`OWN`, enterprise), `moved` by (`sim.moves.MOVES`, slot), `money` by (account,
enterprise) and `page` by (recorded variable, enterprise).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim import moves
from sim.kernel import kernel
from sim.money import ACCOUNT
from sim.record import VARIABLE

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

OWN = ("made", "used", "exported", "curtailed", "lost")
"""Rows of `world.flows.power`, kWh by enterprise: what photovoltaics and wind make; what a plant
purchases less for it, losses of its battery off; what goes to the grid, what is thrown away, what
the battery loses. The first is the sum of the others."""
MADE, USED, EXPORTED, CURTAILED, LOST = range(len(OWN))

ROUNDING = 1e-12
"""Share of a battery's loss below which a difference from it is nothing."""

QUANTITY, RECEIVED, USED_HERE = moves.QUANTITY, moves.RECEIVED, moves.OWN
POWER_SALES = ACCOUNT["power_sales"]
BOUGHT_KWH, SOLD_KWH, FED_IN_KWH, OWN_KWH, GREEN_KWH, ENERGY_TCE = (
    VARIABLE[name]
    for name in (
        "power_bought_kwh", "power_sold_kwh", "power_fed_in_kwh", "own_power_kwh",
        "green_power_kwh", "energy_tce",
    )
)  # fmt: skip


@kernel
def use_power(plan: Floats, active: Flags, place: Ints, moved: Floats, power: Floats) -> None:
    """Make the month's plan and use of it what the plant's purchases leave room for.

    `place` is the electricity slot of each enterprise, or -1. Who purchases none has its battery
    stand still: what it would lose counts as used before the rest is exported.
    """
    for i in range(len(place)):
        runs = 1.0 if active[i] else 0.0
        for k in range(len(plan)):
            power[k, i] = plan[k, i] * runs
        room = 0.0
        if place[i] >= 0:
            room = moved[QUANTITY, place[i]] - moved[RECEIVED, place[i]]
        if room <= 0.0:
            without = power[USED, i] + power[LOST, i]
            # what is left of the loss is rounding
            if abs(without) <= ROUNDING * abs(power[LOST, i]):
                without = 0.0
            power[USED, i] = without
            power[LOST, i] *= 0.0
        over = max(power[USED, i] - room, 0.0)
        power[USED, i] -= over
        power[EXPORTED, i] += over
        if place[i] >= 0 and power[USED, i] != 0.0:
            moved[USED_HERE, place[i]] = power[USED, i]


@kernel
def post_power(
    power: Floats, price: float, tce_per_kwh: float, green: Floats, money: Floats, page: Floats
) -> None:
    """Post what exports sell for at `price`; record own power, and the `green` share of purchases.

    Power used on site is no energy taken in.
    """
    for i in range(power.shape[1]):
        money[POWER_SALES, i] = power[EXPORTED, i] * price
        page[SOLD_KWH, i] += power[EXPORTED, i]
        page[ENERGY_TCE, i] -= power[USED, i] * tce_per_kwh
        page[FED_IN_KWH, i] = power[EXPORTED, i]
        page[OWN_KWH, i] = power[USED, i] + power[LOST, i]
        page[GREEN_KWH, i] = page[BOUGHT_KWH, i] * green[i]
