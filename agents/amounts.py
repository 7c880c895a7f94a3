"""Amounts: what enterprises plan to make and use, and what a pair could exchange of it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.columns import BY_HEAT, BY_WATER
from sim.kernel import kernel
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

LEAST_SHARE = 0.01
"""Smaller shares of a giver's output are not worth a contract."""
LEAST_RATIO = 1e-12


def runnable(world: World) -> Floats:
    """Return the capacity that may run this year, product units a month."""
    share: Floats = world.terms["output_cap_share"]
    return world.columns.enterprises.capacity * share


def planned(world: World) -> Floats:
    """Return what each slot makes or uses in a month on which contracts are planned, base units.

    Output is what the enterprise may sell, within capacity; a heat plant's what it ran at last
    year, but it offers the steam of its whole capacity; a water plant's that of last month.
    """
    enterprises, slots = world.columns.enterprises, world.columns.slots
    return plan_slots(
        world.memory["demand"], world.terms["output_cap_share"], world.last_book.output,
        enterprises.base_output, world.flows.output, enterprises.capacity, enterprises.active,
        enterprises.dispatch, slots.enterprise, slots.coefficient, world.plants.heat_slots,
    )  # fmt: skip


@kernel
def plan_slots(
    demand: Floats, cap_share: Floats, last_year: Floats, base: Floats, last_month: Floats,
    capacity: Floats, active: Flags, dispatch: Ints, owner: Ints, coefficient: Floats, steam: Ints,
) -> Floats:  # fmt: skip
    """Return the plan of each slot; `steam` lists the steam outputs of heat plants."""
    output = np.zeros(len(demand))
    for i in range(len(output)):
        if dispatch[i] == BY_HEAT:
            usual = last_year[i] if last_year[i] > 0.0 else base[i]
            output[i] = usual / 12.0
        elif dispatch[i] == BY_WATER:
            output[i] = last_month[i]
        else:
            output[i] = min(demand[i], capacity[i] * cap_share[i])
        output[i] *= 1.0 if active[i] else 0.0
    plan = np.empty(len(owner))
    for slot in range(len(owner)):
        plan[slot] = output[owner[slot]] * coefficient[slot]
    for slot in steam:
        full = capacity[owner[slot]] if active[owner[slot]] else 0.0
        plan[slot] = full * coefficient[slot]
    return plan


def amounts(world: World, plan: Floats, giver: Ints, taker: Ints, ratio: Floats) -> Floats:
    """Return what pairs could exchange a month, units given: free supply against free need.

    `plan` is what slots make or use, as `planned` returns it. The need is bounded by the option's
    largest share of the input, summed over its contracts.
    """
    slots, prospects = world.columns.slots, world.columns.prospects
    return free_amounts(
        plan, giver, taker, ratio, prospects.slot, prospects.exchange, prospects.share,
        slots.given_share, slots.taken_share, world.market.facts.max_share,
    )  # fmt: skip


@kernel
def free_amounts(
    plan: Floats, giver: Ints, taker: Ints, ratio: Floats, slot_of: Ints, exchange: Ints,
    share: Floats, given_share: Floats, taken_share: Floats, most: Floats,
) -> Floats:  # fmt: skip
    """Return what each pair could exchange a month; 0 where it is not worth a contract."""
    amount = np.zeros(len(giver))
    for i in range(len(giver)):
        a, b = slot_of[giver[i]], slot_of[taker[i]]
        supply = plan[a] * (1.0 - given_share[a])
        left = min(most[exchange[giver[i]]] - share[taker[i]], 1.0 - taken_share[b])
        need = plan[b] * max(left, 0.0)
        free = min(supply, need / max(ratio[i], LEAST_RATIO))
        if free > LEAST_SHARE * plan[a]:
            amount[i] = free
    return amount
