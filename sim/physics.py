"""The physical month: produce, deliver, dispatch utilities, treat and dispose.

Each phase writes what moved into `world.flows`; nothing iterates. What a treatment plant takes in
this month it burns from its store in the next.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.columns import FLUIDS, GOODS, HEAT
from sim.kernels import POWER_KWH, Supplies, deliver_contracts, prepare_exchanges
from sim.physics_kernels import (
    begin_month,
    follow_heat,
    lay_in,
    take_waste,
    take_water,
)
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
    flows, slots, plants = world.flows, world.columns.slots, world.plants
    enterprises = world.columns.enterprises
    world.opening_store = slots.store.copy()
    world.live = begin_month(
        world.month, world.columns.contracts.as_tuple(Supplies), enterprises.capacity,
        enterprises.active, flows.output, plants.water, plants.heat, plants.waste_intake,
        slots.enterprise, slots.coefficient, slots.store, slots.store_share, flows.moved,
    )  # fmt: skip


def deliver(world: World, stage: int) -> None:
    """Deliver the running contracts of one stage.

    A contract gets its share of what the giver has, up to its share of what the taker needs:
    delivered = min(giver_share x made, taker_share x needed / ratio), where needed is what is used
    beyond what the store covers, and for storable goods what the store has room for. Shares of one
    slot never sum to more than 1, so nothing is delivered twice or in excess. Who has closed keeps
    no store.
    """
    flows, slots, enterprises = world.flows, world.columns.slots, world.columns.enterprises
    deliver_contracts(
        world.live, stage, world.columns.contracts.as_tuple(Supplies), slots.store,
        slots.store_share, slots.coefficient, slots.enterprise, enterprises.capacity,
        enterprises.active, world.assumption["storage_months"], flows.moved,
    )  # fmt: skip


def deliver_heat(world: World) -> None:
    """Deliver steam, hot water and waste heat: waste heat and plants alike, by contract."""
    deliver(world, HEAT)


def dispatch_heat(world: World) -> None:
    """Run heat plants for the steam asked of them, and for power alone as far as that pays.

    What is asked is what contracts and the park's mains took. Steam beyond it is condensed or
    vented and earns nothing. A boiler makes no power: it stands still when nobody asks.
    """
    plants, flows, slots = world.plants, world.flows, world.columns.slots
    if len(plants.heat) == 0:
        return
    if world.month % 12 == 0 or "power alone" not in world.kept:
        world.kept["power alone"] = power_alone(world)
    follow_heat(
        plants.heat, plants.heat_slots, plants.heat_plant_slots, world.kept["power alone"],
        world.assumption["must_run_share"], slots.enterprise, slots.coefficient, flows.moved,
        flows.output,
    )  # fmt: skip


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
    plants, flows, enterprises = world.plants, world.flows, world.columns.enterprises
    slots = world.columns.slots
    if len(plants.intake) == 0:
        return
    take_water(
        plants.sewer, plants.water_plant_slots, enterprises.capacity, enterprises.active,
        slots.enterprise, slots.coefficient, world.parks, flows.moved, flows.output,
    )  # fmt: skip


def deliver_goods(world: World) -> None:
    """Deliver all other streams, the utilities' too; what storable goods are over goes to store.

    A month uses no more of an input from contracts and their store than the contracts' share.
    """
    deliver(world, GOODS)
    slots, contracts = world.columns.slots, world.columns.contracts
    lay_in(
        world.live, contracts.keeps, contracts.taker_slot, slots.store_share,
        world.plants.is_waste_intake, slots.store, world.flows.moved,
    )  # fmt: skip


def prepare(world: World) -> None:
    """Draw the power of heat pumps, mills and membranes that make exchanged streams fit."""
    contracts, catalogue = world.columns.contracts, world.catalogue
    prepare_exchanges(
        world.live, contracts.taker_slot, contracts.exchange, contracts.delivered,
        catalogue.exchange_weights[POWER_KWH], world.carrier_slots[:, POWER],
        world.columns.slots.enterprise, world.flows.moved,
    )  # fmt: skip


def dispose(world: World) -> None:
    """Send what is left to the park's waste plants' stores, and release or buy the rest outside."""
    flows, slots, enterprises = world.flows, world.columns.slots, world.columns.enterprises
    for route in world.plants.wastes:
        take_waste(
            route, enterprises.capacity, enterprises.active, slots.coefficient, world.parks,
            slots.store, flows.moved,
        )  # fmt: skip
    leave_over(flows.moved, world.prices.out, world.prices.into)


def _ratio(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.zeros(len(part)), where=whole > 0)
