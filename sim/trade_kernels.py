"""The loops of a month's trade: what slots bought, released and used, as money and as records."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.kernel import kernel
from sim.money import ACCOUNT
from sim.moves import (
    BOUGHT,
    DRAWN,
    GIVEN,
    INFLOW,
    LAID_IN,
    MAINS,
    OWN,
    QUANTITY,
    RECEIVED,
    RELEASED,
    TREATED,
)
from sim.price_kernels import BOUGHT as BOUGHT_WEIGHTS
from sim.price_kernels import RELEASED as RELEASED_WEIGHTS
from sim.price_kernels import Weighing
from sim.prices import WEIGHED
from sim.record import VARIABLE

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

LEFT = len(BOUGHT_WEIGHTS)
USED = LEFT + len(RELEASED_WEIGHTS)
"""First rows of `sim.prices.RELEASED` and `sim.prices.QUANTITY` among all weights."""

PRODUCT_SALES, BYPRODUCT_SALES, DISPOSAL, PURCHASES, HANDLING = (
    ACCOUNT[name]
    for name in ("product_sales", "byproduct_sales", "disposal", "purchases", "handling")
)
OUTPUT, FUEL_TCE, POWER_BOUGHT, HEAT_BOUGHT, FRESH_WATER = (
    VARIABLE[name]
    for name in ("output", "fuel_tce", "power_bought_kwh", "heat_bought_mj", "fresh_water_m3")
)
SOLID_DISPOSED, WASTEWATER, POWER_SOLD, HEAT_SOLD, SOLID_GENERATED, ENERGY_TCE = (
    VARIABLE[name]
    for name in (
        "solid_disposed_t", "wastewater_m3", "power_sold_kwh", "heat_sold_mj", "solid_generated_t",
        "energy_tce",
    )
)  # fmt: skip


@kernel
def leave_over(moved: Floats, out: Floats, into: Floats) -> None:
    """Release what outputs have left, and buy what inputs still need; `out` and `into` are 1 or 0.

    released = made - given - put into mains - sent to plants; bought = used - received - drawn from
    mains + laid in - drawn from the store - taken in as waste water - made on site.
    """
    for slot in range(len(out)):
        made = moved[QUANTITY, slot]
        outside = made - moved[GIVEN, slot] - moved[MAINS, slot] - moved[TREATED, slot]
        needed = made - moved[RECEIVED, slot] - moved[MAINS, slot] + moved[LAID_IN, slot]
        needed = needed - moved[DRAWN, slot] - moved[INFLOW, slot] - moved[OWN, slot]
        moved[RELEASED, slot] = outside * out[slot]
        moved[BOUGHT, slot] = needed * into[slot]


@kernel
def weigh(weighing: Weighing, moved: Floats, enterprises: int) -> Floats:
    """Return what slots weigh in the accounts, by (weight, enterprise).

    Rows weigh what was bought, what left or what was used or made, as `sim.prices.WEIGHED` says.
    """
    sums, left = np.zeros((len(WEIGHED), enterprises)), moved[RELEASED] + moved[TREATED]
    for k in range(len(WEIGHED)):
        amount = moved[QUANTITY]
        if WEIGHED[k] == 0:
            amount = moved[BOUGHT]
        elif WEIGHED[k] == 1:
            amount = left
        for j in range(weighing.first[k], weighing.first[k + 1]):
            sums[k, weighing.owner[j]] += weighing.weight[j] * amount[weighing.at[j]]
    return sums


@kernel
def post_trade(
    weighing: Weighing, moved: Floats, output: Floats, process_tco2e_per_unit: Floats,
    money: Floats, tco2e: Floats, page: Floats,
) -> None:  # fmt: skip
    """Post sales, purchases and disposal, and record what was bought, left and was used."""
    sums = weigh(weighing, moved, len(output))
    for i in range(len(output)):
        money[PRODUCT_SALES, i] = sums[LEFT, i]
        money[BYPRODUCT_SALES, i] = sums[LEFT + 1, i]
        money[DISPOSAL, i] = -sums[LEFT + 2, i]
        money[PURCHASES, i] = -sums[0, i]
        tco2e[i] = sums[1, i] + output[i] * process_tco2e_per_unit[i]
        page[OUTPUT, i] = output[i]
        page[FUEL_TCE, i] = sums[2, i]
        page[POWER_BOUGHT, i] = sums[3, i]
        page[HEAT_BOUGHT, i] = sums[4, i]
        page[FRESH_WATER, i] = sums[5, i]
        page[SOLID_DISPOSED, i] = sums[LEFT + 3, i]
        page[WASTEWATER, i] = sums[LEFT + 4, i]
        page[POWER_SOLD, i] = sums[LEFT + 5, i]
        page[HEAT_SOLD, i] = 0.0
        page[SOLID_GENERATED, i] = sums[USED + 1, i]
        page[ENERGY_TCE, i] = sums[USED + 2, i]


@kernel
def post_storage(
    store: Floats, of_plant: Flags, kg_per_unit: Floats, owner: Ints, cny_per_t: float,
    money: Floats,
) -> None:  # fmt: skip
    """Post what keeping the stores of contracts costs; those of waste plants cost nothing more."""
    cost = np.zeros(money.shape[1])
    for slot in range(len(store)):
        if store[slot] != 0.0 and not of_plant[slot]:
            cost[owner[slot]] += store[slot] * kg_per_unit[slot] / 1000.0 * cny_per_t
    for i in range(len(cost)):
        money[HANDLING, i] = -cost[i]
