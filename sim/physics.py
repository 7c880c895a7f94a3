"""The physical month: produce, deliver, dispatch utilities, treat and dispose.

Each phase writes what moved into `world.flows`; nothing iterates. What a treatment plant takes in
this month it burns from its store in the next.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.columns import FLUIDS, GOODS, HEAT
from sim.kernels import POWER_KWH, Bonds, deliver_contracts, prepare_exchanges
from sim.moves import PASSED
from sim.plants import Route
from sim.recipes import POWER
from sim.sums import sum_one
from sim.trade_kernels import leave_over
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def produce(world: World) -> None:
    """Use inputs, from store as far as contracts may cover them, and make outputs.

    quantity = output x coefficient.

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
    flows.moved[: len(PASSED)] = 0.0
    contracts = columns.contracts
    contracts.delivered[:] = 0.0
    world.opening_store = slots.store.copy()
    live = (contracts.start_month <= world.month) & (world.month < contracts.end_month)
    world.live = np.flatnonzero(live)
    taker, keeps = contracts.taker_slot[world.live], contracts.keeps[world.live]
    share = sum_one(taker, contracts.taker_share[world.live], len(slots))
    slots.store_share[taker[keeps]] = share[taker[keeps]]
    slots.store_share[plants.waste_intake] = 1.0
    np.minimum(slots.store, slots.store_share * flows.quantity, out=flows.drawn)


def deliver(world: World, stage: int) -> None:
    """Deliver the running contracts of one stage.

    A contract gets its share of what the giver has, up to its share of what the taker needs:
    delivered = min(giver_share x made, taker_share x needed / ratio), where needed is what is used
    beyond what the store covers, and for storable goods what the store has room for. Shares of one
    slot never sum to more than 1, so nothing is delivered twice or in excess. Who has closed keeps
    no store.
    """
    flows, slots, enterprises = world.flows, world.columns.slots, world.columns.enterprises
    capacity = enterprises.capacity * enterprises.active
    deliver_contracts(
        world.live, stage, world.columns.contracts.as_tuple(Bonds), flows.quantity, flows.drawn,
        slots.store, slots.store_share, slots.coefficient, slots.enterprise, capacity,
        world.assumption["storage_months"], flows.given, flows.received,
    )  # fmt: skip


def deliver_heat(world: World) -> None:
    """Deliver steam, hot water and waste heat: waste heat and plants alike, by contract."""
    deliver(world, HEAT)


def dispatch_heat(world: World) -> None:
    """Run heat plants for the steam asked of them, and for power alone as far as that pays.

    What is asked is what contracts and the park's mains took. Steam beyond it is condensed or
    vented and earns nothing. A boiler makes no power: it stands still when nobody asks.
    """
    plants, flows, columns = world.plants, world.flows, world.columns
    if len(plants.heat) == 0:
        return
    slots = columns.slots
    steam = plants.heat_slots
    asked = np.zeros(len(flows.output))
    np.maximum.at(
        asked,
        slots.enterprise[steam],
        (flows.given[steam] + flows.mains[steam]) / np.maximum(slots.coefficient[steam], 1e-12),
    )
    if world.month % 12 == 0 or "power alone" not in world.kept:
        world.kept["power alone"] = power_alone(world)
    alone = world.assumption["must_run_share"] * flows.output[plants.heat]
    alone *= world.kept["power alone"]
    flows.output[plants.heat] = np.maximum(asked[plants.heat], alone)
    rows = plants.heat_plant_slots
    flows.quantity[rows] = flows.output[slots.enterprise[rows]] * slots.coefficient[rows]


def power_alone(world: World) -> Floats:
    """Return, by heat plant, the share of its minimum load that runs this year without heat demand.

    With m the margin on variable cost over unit revenue, steam earning nothing, and w the
    assumption `must_run_ramp`: x = m / w within 0 and 1, share = x^2 (3 - 2 x). A boiler's is 0.
    """
    plants, prices, slots = world.plants, world.prices, world.columns.slots
    enterprises, rows = world.columns.enterprises, plants.heat_plant_slots
    count = len(enterprises)
    fee = enterprises.service_fee_cny_per_unit
    cost = enterprises.other_purchases_cny_per_unit * world.year_costs.trend
    cost = cost + enterprises.technology_cost_cny_per_unit + prices.unit_charge
    owner, coefficient, value = slots.enterprise[rows], slots.coefficient[rows], prices.value[rows]
    revenue = fee + sum_one(owner, coefficient * np.maximum(value, 0.0), count)
    margin = fee - cost + sum_one(owner, coefficient * (value - prices.price[rows]), count)
    ramp = world.assumption["must_run_ramp"] * revenue[plants.heat]
    x = np.clip(_ratio(margin[plants.heat], ramp), 0.0, 1.0)
    return np.where(plants.makes_power, x * x * (3.0 - 2.0 * x), 0.0)


def deliver_fluids(world: World) -> None:
    """Deliver gases, fuels and water that come by pipe."""
    deliver(world, FLUIDS)


def dispatch_water(world: World) -> None:
    """Send what waste water is left to the park's plants, up to their capacity, and run them."""
    plants, flows, columns = world.plants, world.flows, world.columns
    if len(plants.intake) == 0:
        return
    slots, enterprises, sewer = columns.slots, columns.enterprises, plants.sewer
    coefficient = slots.coefficient[sewer.taken]
    room = enterprises.capacity[sewer.owner] * enterprises.active[sewer.owner] * coefficient
    inflow = _send(world, sewer, room)
    flows.inflow[sewer.taken] = inflow
    flows.output[sewer.owner] = inflow / coefficient
    rows = plants.water_plant_slots
    flows.quantity[rows] = flows.output[slots.enterprise[rows]] * slots.coefficient[rows]


def _send(world: World, route: Route, room: Floats) -> Floats:
    """Send what is left of a waste on its route as far as its park has room; return what comes."""
    flows = world.flows
    left = flows.quantity[route.sent] - flows.given[route.sent]
    coming = sum_one(route.sent_park, left, world.parks)
    space = sum_one(route.taken_park, room, world.parks)
    taken = np.minimum(coming, space)
    flows.treated[route.sent] = left * _ratio(taken, coming)[route.sent_park]
    return room * _ratio(taken, space)[route.taken_park]


def deliver_goods(world: World) -> None:
    """Deliver all other streams, the utilities' too; what storable goods are over goes to store.

    A month uses no more of an input from contracts and their store than the contracts' share.
    """
    deliver(world, GOODS)
    flows, slots, contracts = world.flows, world.columns.slots, world.columns.contracts
    keepers = contracts.taker_slot[world.live[contracts.keeps[world.live]]]
    used = slots.store_share[keepers] * flows.quantity[keepers]
    over = flows.received[keepers] + flows.drawn[keepers] - used
    flows.laid_in[keepers] = np.maximum(over, 0.0)
    moved = flows.laid_in - flows.drawn
    moved[world.plants.waste_intake] = 0.0
    slots.store += moved


def prepare(world: World) -> None:
    """Draw the power of heat pumps, mills and membranes that make exchanged streams fit."""
    flows, catalogue = world.flows, world.catalogue
    prepare_exchanges(
        world.live, world.columns.contracts.as_tuple(Bonds), catalogue.exchange_weights[POWER_KWH],
        world.carrier_slots[:, POWER], world.columns.slots.enterprise, flows.quantity,
        flows.prepared,
    )  # fmt: skip


def dispose(world: World) -> None:
    """Send what is left to the park's waste plants' stores, and release or buy the rest outside."""
    flows = world.flows
    for route in world.plants.wastes:
        _store(world, route)
    leave_over(flows.moved, world.prices.out, world.prices.into)


def _store(world: World, route: Route) -> None:
    """Burn from the stores of a route's plants and fill them with waste, up to a month's use."""
    flows, slots, enterprises = world.flows, world.columns.slots, world.columns.enterprises
    store = slots.store[route.taken] - flows.drawn[route.taken]
    hold = enterprises.capacity[route.owner] * enterprises.active[route.owner]
    room = np.maximum(hold * slots.coefficient[route.taken] - store, 0.0)
    stored = _send(world, route, room)
    flows.stored[route.taken] = stored
    slots.store[route.taken] = store + stored


def _ratio(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.zeros(len(part)), where=whole > 0)
