"""The physical month: produce, deliver, dispatch utilities, treat and dispose.

Each phase writes what moved into `world.flows`; nothing iterates. What a treatment plant takes in
this month it burns from its store in the next.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

HEAT, FLUIDS, GOODS = range(3)
"""Stages of delivery: heat before heat plants run, fluids before water plants run, then the rest."""


def produce(world: World) -> None:
    """Use inputs and make outputs: quantity = output x coefficient.

    Heat plants stand at capacity until dispatched, so that contracts can ask for it; waste-water
    plants stand still until sewage has come in.
    """
    flows, columns, plants = world.flows, world.columns, world.plants
    flows.output[plants.water] = 0.0
    running = flows.output.copy()
    running[plants.heat] = columns.enterprises.capacity[plants.heat]
    running[plants.heat] *= columns.enterprises.active[plants.heat]
    slots = columns.slots
    np.multiply(running[slots.enterprise], slots.coefficient, out=flows.quantity)
    for name in ("received", "given", "treated", "inflow", "stored"):
        getattr(flows, name)[:] = 0.0
    intake = plants.waste_intake
    flows.drawn[intake] = np.minimum(slots.store[intake], flows.quantity[intake])
    contracts = columns.contracts
    contracts.delivered[:] = 0.0
    world.opening_store = slots.store.copy()
    live = (contracts.start_month <= world.month) & (world.month < contracts.end_month)
    world.live = np.flatnonzero(live)


def deliver(world: World, stage: int) -> None:
    """Deliver the running contracts of one stage.

    A contract gets its share of what the giver has, up to its share of what the taker needs:
    delivered = min(giver_share x made, taker_share x used / ratio). Shares of one slot never sum
    to more than 1, so nothing is delivered twice or in excess.
    """
    flows, contracts = world.flows, world.columns.contracts
    rows = world.live[contracts.stage[world.live] == stage]
    if len(rows) == 0:
        return
    giver, taker, ratio = contracts.giver_slot[rows], contracts.taker_slot[rows], contracts.ratio[rows]
    offered = contracts.giver_share[rows] * flows.quantity[giver]
    wanted = contracts.taker_share[rows] * flows.quantity[taker] / ratio
    delivered = np.minimum(offered, wanted)
    contracts.delivered[rows] = delivered
    size = len(flows.quantity)
    flows.given += np.bincount(giver, weights=delivered, minlength=size)
    flows.received += np.bincount(taker, weights=delivered * ratio, minlength=size)


def deliver_heat(world: World) -> None:
    """Deliver steam, hot water and waste heat: waste heat and plants alike, by contract."""
    deliver(world, HEAT)


def dispatch_heat(world: World) -> None:
    """Run heat plants for the steam asked of them, and for power alone while that pays."""
    plants, flows, columns = world.plants, world.flows, world.columns
    if len(plants.heat) == 0:
        return
    slots = columns.slots
    steam = plants.heat_slots
    asked = np.zeros(len(flows.output))
    np.maximum.at(
        asked,
        slots.enterprise[steam],
        flows.given[steam] / np.maximum(slots.coefficient[steam], 1e-12),
    )
    alone = world.assumption["must_run_share"] * flows.output[plants.heat]
    alone = np.where(_power_pays(world)[plants.heat], alone, 0.0)
    flows.output[plants.heat] = np.maximum(asked[plants.heat], alone)
    rows = plants.heat_plant_slots
    flows.quantity[rows] = flows.output[slots.enterprise[rows]] * slots.coefficient[rows]


def _power_pays(world: World) -> NDArray[np.bool_]:
    """Say which enterprises earn more than their variable cost without selling heat."""
    slots, prices = world.columns.slots, world.prices
    enterprises = world.columns.enterprises
    margin = np.bincount(
        slots.enterprise, weights=slots.coefficient * (prices.value - prices.price),
        minlength=len(enterprises),
    )  # fmt: skip
    pays: NDArray[np.bool_] = (
        margin + enterprises.service_fee_cny_per_unit - enterprises.other_purchases_cny_per_unit > 0
    )
    return pays


def deliver_fluids(world: World) -> None:
    """Deliver gases, fuels and water that come by pipe."""
    deliver(world, FLUIDS)


def dispatch_water(world: World) -> None:
    """Send what waste water is left to the park's plants, up to their capacity, and run them."""
    plants, flows, columns = world.plants, world.flows, world.columns
    if len(plants.intake) == 0:
        return
    slots, enterprises = columns.slots, columns.enterprises
    owner = slots.enterprise[plants.intake]
    room = enterprises.capacity[owner] * enterprises.active[owner] * slots.coefficient[plants.intake]
    park_of_plant = enterprises.park[owner]
    left = flows.quantity[plants.sewage] - flows.given[plants.sewage]
    park = enterprises.park[slots.enterprise[plants.sewage]]
    coming = np.bincount(park, weights=left, minlength=world.parks)
    space = np.bincount(park_of_plant, weights=room, minlength=world.parks)
    taken = np.minimum(coming, space)
    flows.treated[plants.sewage] = left * _ratio(taken, coming)[park]
    inflow = room * _ratio(taken, space)[park_of_plant]
    flows.inflow[plants.intake] = inflow
    flows.output[owner] = inflow / slots.coefficient[plants.intake]
    rows = plants.water_plant_slots
    flows.quantity[rows] = flows.output[slots.enterprise[rows]] * slots.coefficient[rows]


def deliver_goods(world: World) -> None:
    """Deliver all other streams, the ash, gypsum, sludge and effluent of the utilities too."""
    deliver(world, GOODS)


def dispose(world: World) -> None:
    """Send what is left to the park's waste plants' stores, and release or buy the rest outside."""
    flows, columns, plants = world.flows, world.columns, world.plants
    slots, enterprises = columns.slots, columns.enterprises
    if len(plants.waste_intake):
        owner = slots.enterprise[plants.waste_intake]
        burnt = flows.drawn[plants.waste_intake]
        store = slots.store[plants.waste_intake] - burnt
        hold = enterprises.capacity[owner] * enterprises.active[owner]
        room = np.maximum(hold * slots.coefficient[plants.waste_intake] - store, 0.0)
        for route, solid in enumerate(plants.solid):
            mine = plants.waste_route == route
            left = flows.quantity[solid] - flows.given[solid]
            park = enterprises.park[slots.enterprise[solid]]
            coming = np.bincount(park, weights=left, minlength=world.parks)
            place = enterprises.park[owner[mine]]
            space = np.bincount(place, weights=room[mine], minlength=world.parks)
            taken = np.minimum(coming, space)
            flows.treated[solid] = left * _ratio(taken, coming)[park]
            flows.stored[plants.waste_intake[mine]] = room[mine] * _ratio(taken, space)[place]
        slots.store[plants.waste_intake] = store + flows.stored[plants.waste_intake]
    outside = flows.quantity - flows.given - flows.treated
    np.multiply(outside, slots.out, out=flows.released)
    needed = flows.quantity - flows.received - flows.drawn - flows.inflow
    np.multiply(needed, ~slots.out, out=flows.bought)


def stage_of(heat: bool, fluid: bool) -> int:
    """Return the stage in which a contract is delivered: heat, a fluid by pipe, or other goods."""
    return HEAT if heat else FLUIDS if fluid else GOODS


def _ratio(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
