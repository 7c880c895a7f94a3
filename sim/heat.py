"""The steam mains of a park: what no contract brings its heat plants supply, at the tariff.

Mains are a utility's service, in a run without symbiosis too. They join every heat plant of a park
to the users of steam inside the fence that its pipe reaches, at its own grade or a lower one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.catalogue import of_role
from sim.columns import HEAT
from sim.kernel import kernel
from sim.mains import Lines, Mains, Pairs
from sim.money import ACCOUNT
from sim.record import VARIABLE
from sim.stream_facts import stream_facts

if TYPE_CHECKING:
    from sim.prices import SlotPrices
    from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

ROUNDING = 1e-9
"""Share of a slot's use or make below which nothing is left of it."""
HEAT_SALES, HEAT_PURCHASES = ACCOUNT["heat_sales"], ACCOUNT["heat_purchases"]
FUEL_TCE, HEAT_BOUGHT, HEAT_SOLD = (
    VARIABLE[name] for name in ("fuel_tce", "heat_bought_mj", "heat_sold_mj")
)


def connect_users(world: World) -> None:
    """Lay the mains anew in January where a plant has come since the start: more users join it."""
    enterprises, slots = world.columns.enterprises, world.columns.slots
    utility = of_role(world.catalogue, "utility")[enterprises.sector]
    late = enterprises.active & enterprises.inside & utility & (enterprises.start_month > 0)
    if not late.any():
        return
    steam = stream_facts(world.catalogue).steam[slots.stream] & slots.out
    if late[slots.enterprise[steam]].any():
        world.lay_mains()


def merit_order(mains: Mains, prices: SlotPrices) -> Ints:
    """Return the lines in the order in which they supply.

    The highest grade comes first, since only few plants can serve it; within a grade steam that
    comes in any case (plants that burn waste), then by what a unit costs the plant, ties by key.
    """
    order: Ints = np.lexsort((mains.key, prices.steam_cost[mains.lines.plant], mains.grade))
    return order


def supply_heat(world: World) -> None:
    """Let heat plants supply the steam that no contract brings, in merit order, within capacity.

    A user keeps open what contracts of the later stages may bring. Where a plant cannot serve all
    that its line reaches, each gets the same share of its need; what is left is bought outside.
    """
    mains, flows, contracts = world.mains, world.flows, world.columns.contracts
    if len(mains.users) == 0:
        return
    if world.month % 12 == 0 or "merit order" not in world.kept:
        world.kept["merit order"] = merit_order(mains, world.prices)
    supply(
        world.kept["merit order"], mains.lines, mains.pairs, mains.users, world.live,
        contracts.stage, contracts.taker_slot, contracts.taker_share, flows.quantity,
        flows.received, flows.drawn, world.columns.slots.store_share, flows.given, flows.mains,
        world.piped,
    )  # fmt: skip


@kernel
def supply(
    order: Ints, lines: Lines, pairs: Pairs, users: Ints, live: Ints, stage: Ints, taker_slot: Ints,
    taker_share: Floats, quantity: Floats, received: Floats, drawn: Floats, store_share: Floats,
    given: Floats, moved: Floats, piped: Floats,
) -> None:  # fmt: skip
    """Send steam line by line: write what slots put into the mains or take, and each pair's part.

    left = used - received - drawn - what contracts of later stages may bring.
    """
    left = np.zeros(len(quantity))
    for slot in users:
        left[slot] = quantity[slot] - received[slot] - drawn[slot]
    for row in live:
        slot = taker_slot[row]
        if stage[row] != HEAT and left[slot] > 0.0:
            needed, share = quantity[slot], store_share[slot]
            if share > 0.0:
                needed = max(needed - drawn[slot] / share, 0.0)
            left[slot] -= taker_share[row] * needed
    for slot in users:
        if left[slot] <= ROUNDING * quantity[slot]:
            left[slot] = 0.0
    piped[:] = 0.0
    for line in order:
        plant = lines.plant[line]
        room, asked = quantity[plant] - given[plant] - moved[plant], 0.0
        if room <= ROUNDING * quantity[plant]:
            continue
        for pair in range(lines.first[line], lines.last[line]):
            asked += left[pairs.user[pair]] / pairs.arrives[pair]
        if asked == 0.0:
            continue
        served = min(room / asked, 1.0)
        for pair in range(lines.first[line], lines.last[line]):
            slot = pairs.user[pair]
            got = served * left[slot]
            piped[pair] = got / pairs.arrives[pair]
            moved[plant] += piped[pair]
            moved[slot] += got
            left[slot] -= got


@kernel
def post_heat(
    pairs: Pairs, piped: Floats, owner: Ints, price: Floats, tce: Floats, heat_mj: Floats,
    money: Floats, page: Floats,
) -> None:  # fmt: skip
    """Post and record what every pair sent; `tce` and `heat_mj` weigh a unit bought by slot.

    Users pay heat plants the tariff, the price of purchased steam, which is that of a park's own
    heat plant, per unit that arrives: what the pipe loses, the plant bears.
    """
    money[HEAT_SALES, :] = 0.0
    money[HEAT_PURCHASES, :] = 0.0
    for pair in range(len(piped)):
        slot = pairs.user[pair]
        seller, buyer = owner[pairs.plant[pair]], owner[slot]
        got = piped[pair] * pairs.arrives[pair]
        money[HEAT_SALES, seller] += got * price[slot]
        money[HEAT_PURCHASES, buyer] -= got * price[slot]
        page[FUEL_TCE, buyer] += got * tce[slot]
        page[HEAT_BOUGHT, buyer] += got * heat_mj[slot]
        page[HEAT_SOLD, seller] += got * heat_mj[slot]
