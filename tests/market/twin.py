"""Matching and delivery once more: plain Python, one number at a time, written from the rules.

`TWINS` gives for a phase of the month a function that says, from the world as it stands before the
phase, what it will be after it: by attribute path, in plain lists. The two must be equal, bit for
bit. Only columns, tables and keyed draws are read from the engine.
"""

from __future__ import annotations

from collections.abc import Callable

from sim.columns import BY_HEAT, BY_WATER
from sim.world import World
from tests.market.twin_search import FLUIDS, GOODS, HEAT, After, plain, searched


def produced(world: World) -> After:
    """Use inputs and make outputs; stores give what the contracts that filled them may cover."""
    columns, dispatch = world.columns, world.columns.enterprises.dispatch.tolist()
    slots, contracts, month = plain(columns.slots), plain(columns.contracts), world.month
    running = world.flows.output.tolist()
    for row, firm in enumerate(zip(dispatch, columns.enterprises.active.tolist(), strict=True)):
        if firm[0] == BY_WATER:
            running[row] = 0.0
        elif firm[0] == BY_HEAT:
            running[row] = columns.enterprises.capacity.item(row) * firm[1]
    quantity = [
        running[owner] * coefficient
        for owner, coefficient in zip(slots.enterprise, slots.coefficient, strict=True)
    ]
    terms = zip(contracts.start_month, contracts.end_month, strict=True)
    live = [row for row, (first, end) in enumerate(terms) if first <= month < end]
    share = [0.0] * len(quantity)
    for row in live:
        share[contracts.taker_slot[row]] += contracts.taker_share[row]
    for row in live:
        if contracts.keeps[row]:
            slots.store_share[contracts.taker_slot[row]] = share[contracts.taker_slot[row]]
    for intake in world.plants.waste_intake.tolist():
        slots.store_share[intake] = 1.0
    drawn = [
        min(store, part * use)
        for store, part, use in zip(slots.store, slots.store_share, quantity, strict=True)
    ]
    return {
        "live": live,
        "flows.quantity": quantity,
        "flows.drawn": drawn,
        "columns.slots.store_share": slots.store_share,
    }


def delivered(world: World, stage: int) -> After:
    """Deliver the contracts of a stage: the giver's share of what is made, up to what is needed."""
    flows, slots, contracts = (
        world.flows,
        plain(world.columns.slots),
        plain(world.columns.contracts),
    )
    quantity, drawn = flows.quantity.tolist(), flows.drawn.tolist()
    given, received = flows.given.tolist(), flows.received.tolist()
    firms = plain(world.columns.enterprises)
    for row in world.live.tolist():
        if contracts.stage[row] != stage:
            continue
        a, b = contracts.giver_slot[row], contracts.taker_slot[row]
        needed, share = quantity[b], slots.store_share[b]
        if share > 0.0:
            needed = max(needed - drawn[b] / share, 0.0)
        if contracts.keeps[row]:
            who = slots.enterprise[b]
            monthly = slots.coefficient[b] * firms.capacity[who] if firms.active[who] else 0.0
            hold = world.assumption["storage_months"] * monthly * share
            needed += max(hold - slots.store[b] + drawn[b], 0.0)
        contracts.offered[row] = contracts.giver_share[row] * quantity[a]
        contracts.wanted[row] = contracts.taker_share[row] * needed / contracts.ratio[row]
        contracts.delivered[row] = min(contracts.offered[row], contracts.wanted[row])
        given[a] += contracts.delivered[row]
        received[b] += contracts.delivered[row] * contracts.ratio[row]
    after = {f"columns.contracts.{name}": column for name, column in vars(contracts).items()}
    return after | {"flows.given": given, "flows.received": received}


def delivered_goods(world: World) -> After:
    """Deliver goods and lay in what is over the share of its use that contracts may cover."""
    after, slots = delivered(world, GOODS), plain(world.columns.slots)
    received, quantity = after["flows.received"], world.flows.quantity.tolist()
    drawn, laid_in = world.flows.drawn.tolist(), [0.0] * len(quantity)
    for row in world.live.tolist():
        if world.columns.contracts.keeps[row]:
            slot = world.columns.contracts.taker_slot.item(row)
            over = received[slot] + drawn[slot] - slots.store_share[slot] * quantity[slot]
            laid_in[slot] = max(over, 0.0)
    plants = set(world.plants.waste_intake.tolist())
    for slot in range(len(quantity)):
        if slot not in plants:
            slots.store[slot] += laid_in[slot] - drawn[slot]
    return after | {"flows.laid_in": laid_in, "columns.slots.store": slots.store}


TWINS: dict[str, Callable[[World], After]] = {
    "produce": produced,
    "deliver heat": lambda world: delivered(world, HEAT),
    "deliver fluids": lambda world: delivered(world, FLUIDS),
    "deliver goods": delivered_goods,
    "search and contract": searched,
}
"""By name of the phase in `agents.routine.MONTH`."""
