"""The loops of the physical month: what plants make, send each other and keep.

`moved` is by (`sim.moves.MOVES`, slot). The phases that call them are in `sim.physics`, where the
rules stand in words.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.kernel import kernel
from sim.kernels import Supplies
from sim.moves import (
    DRAWN,
    GIVEN,
    INFLOW,
    LAID_IN,
    MAINS,
    PASSED,
    QUANTITY,
    RECEIVED,
    STORED,
    TREATED,
)
from sim.plants import Route

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

KINDS_PASSED = len(PASSED)
LEAST_COEFFICIENT = 1e-12


@kernel
def start_contracts(month: int, bonds: Supplies, store_share: Floats) -> Ints:
    """Return the contracts that run this month, and set what stores may cover of their inputs."""
    live = np.empty(len(bonds.start_month), dtype=np.int64)
    share = np.zeros(len(store_share))
    count = 0
    for row in range(len(live)):
        bonds.delivered[row] = 0.0
        if bonds.start_month[row] <= month < bonds.end_month[row]:
            live[count] = row
            share[bonds.taker_slot[row]] += bonds.taker_share[row]
            count += 1
    for row in live[:count]:
        if bonds.keeps[row]:
            store_share[bonds.taker_slot[row]] = share[bonds.taker_slot[row]]
    return live[:count]


@kernel
def use_and_make(
    running: Floats, owner: Ints, coefficient: Floats, store: Floats, store_share: Floats,
    moved: Floats,
) -> None:  # fmt: skip
    """Use inputs, from store as far as it may cover them, and make outputs: running x recipe."""
    moved[:KINDS_PASSED, :] = 0.0
    for slot in range(len(owner)):
        quantity = running[owner[slot]] * coefficient[slot]
        moved[QUANTITY, slot] = quantity
        moved[DRAWN, slot] = min(store[slot], store_share[slot] * quantity)


@kernel
def begin_month(
    month: int, bonds: Supplies, capacity: Floats, active: Flags, output: Floats, water: Ints,
    heat: Ints, waste_intake: Ints, owner: Ints, coefficient: Floats, store: Floats,
    store_share: Floats, moved: Floats,
) -> Ints:  # fmt: skip
    """Start the month's contracts and let everybody use and make; return the rows that run.

    `water` and `heat` are the plants that wait for what is sent to them or asked of them: the first
    stand still, the others stand at capacity until then.
    """
    for plant in water:
        output[plant] = 0.0
    running = output.copy()
    for plant in heat:
        running[plant] = capacity[plant] if active[plant] else 0.0
    live = start_contracts(month, bonds, store_share)
    for slot in waste_intake:
        store_share[slot] = 1.0
    use_and_make(running, owner, coefficient, store, store_share, moved)
    return live


@kernel
def run_slots(
    slots: Ints, owner: Ints, output: Floats, coefficient: Floats, moved: Floats
) -> None:  # fmt: skip
    """Set what some slots use or make to the output of their plants."""
    for slot in slots:
        moved[QUANTITY, slot] = output[owner[slot]] * coefficient[slot]


@kernel
def follow_heat(
    plants: Ints, steam: Ints, plant_slots: Ints, alone: Floats, must_run: float, owner: Ints,
    coefficient: Floats, moved: Floats, output: Floats,
) -> None:  # fmt: skip
    """Run heat plants for the steam asked of them, at least for the power that pays `alone`.

    `steam` lists what they sell of it, `plant_slots` all that they use and make.
    """
    asked = np.zeros(len(output))
    for slot in steam:
        taken = moved[GIVEN, slot] + moved[MAINS, slot]
        runs = taken / max(coefficient[slot], LEAST_COEFFICIENT)
        asked[owner[slot]] = max(asked[owner[slot]], runs)
    for k in range(len(plants)):
        output[plants[k]] = max(asked[plants[k]], must_run * output[plants[k]] * alone[k])
    run_slots(plant_slots, owner, output, coefficient, moved)


@kernel
def send(route: Route, room: Floats, parks: int, moved: Floats) -> Floats:
    """Send what is left of a waste on its route as far as its park has room; return what comes.

    Each sends and takes in proportion.
    """
    coming, space = np.zeros(parks), np.zeros(parks)
    for i in range(len(route.sent)):
        slot = route.sent[i]
        coming[route.sent_park[i]] += moved[QUANTITY, slot] - moved[GIVEN, slot]
    for i in range(len(room)):
        space[route.taken_park[i]] += room[i]
    sent, filled = np.zeros(parks), np.zeros(parks)
    for p in range(parks):
        taken = min(coming[p], space[p])
        if coming[p] > 0.0:
            sent[p] = taken / coming[p]
        if space[p] > 0.0:
            filled[p] = taken / space[p]
    for i in range(len(route.sent)):
        slot = route.sent[i]
        moved[TREATED, slot] = (moved[QUANTITY, slot] - moved[GIVEN, slot]) * sent[
            route.sent_park[i]
        ]
    come = np.empty(len(room))
    for i in range(len(room)):
        come[i] = room[i] * filled[route.taken_park[i]]
    return come


@kernel
def take_water(
    sewer: Route, plant_slots: Ints, capacity: Floats, active: Flags, owner: Ints,
    coefficient: Floats, parks: int, moved: Floats, output: Floats,
) -> None:  # fmt: skip
    """Send waste water to the park's plants, up to their capacity, which sets what they do."""
    room = np.empty(len(sewer.taken))
    for i in range(len(room)):
        plant = sewer.owner[i]
        room[i] = (capacity[plant] if active[plant] else 0.0) * coefficient[sewer.taken[i]]
    come = send(sewer, room, parks, moved)
    for i in range(len(room)):
        moved[INFLOW, sewer.taken[i]] = come[i]
        output[sewer.owner[i]] = come[i] / coefficient[sewer.taken[i]]
    run_slots(plant_slots, owner, output, coefficient, moved)


@kernel
def take_waste(
    route: Route, capacity: Floats, active: Flags, coefficient: Floats, parks: int, store: Floats,
    moved: Floats,
) -> None:  # fmt: skip
    """Burn from the stores of a route's plants and fill them with waste, up to a month's use."""
    room = np.empty(len(route.taken))
    for i in range(len(room)):
        slot, plant = route.taken[i], route.owner[i]
        store[slot] -= moved[DRAWN, slot]
        power = capacity[plant] if active[plant] else 0.0
        room[i] = max(power * coefficient[slot] - store[slot], 0.0)
    come = send(route, room, parks, moved)
    for i in range(len(room)):
        moved[STORED, route.taken[i]] = come[i]
        store[route.taken[i]] += come[i]


@kernel
def lay_in(
    live: Ints, keeps: Flags, taker_slot: Ints, store_share: Floats, of_plant: Flags,
    store: Floats, moved: Floats,
) -> None:  # fmt: skip
    """Keep what storable goods came beyond the month's use, and take from store what was used.

    The stores of waste plants (`of_plant`) move when waste is sent to them.
    """
    for row in live:
        if keeps[row]:
            slot = taker_slot[row]
            used = store_share[slot] * moved[QUANTITY, slot]
            moved[LAID_IN, slot] = max(moved[RECEIVED, slot] + moved[DRAWN, slot] - used, 0.0)
    for slot in range(len(store)):
        if not of_plant[slot]:
            store[slot] += moved[LAID_IN, slot] - moved[DRAWN, slot]
