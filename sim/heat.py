"""The steam mains of a park: what no contract brings its heat plants supply, at the tariff.

Mains are a utility's service, in a run without symbiosis too. They join every heat plant of a park
to the users of steam inside the fence that its pipe reaches, at its own grade or a lower one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.catalogue import Catalogue, of_role
from sim.columns import BY_PLAN, HEAT, Enterprises
from sim.draws import Draws
from sim.kernel import kernel
from sim.money import ACCOUNT
from sim.record import VARIABLE
from sim.stream_facts import stream_facts

if TYPE_CHECKING:
    from sim.park_columns import ParkColumns
    from sim.prices import SlotPrices
    from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Connected = Callable[[Ints, Ints], Flags]
"""Says which pairs of enterprises (plants, users) a main joins."""

GRADES = ("steam_mp", "steam_lp")
"""Steam by falling pressure: a plant serves its own grade and, throttled, the lower ones. Hot water
takes a substation, so it comes by contract alone (options X133, X170, X171)."""

ROUNDING = 1e-9
"""Share of a slot's use or make below which nothing is left of it."""
HEAT_SALES, HEAT_PURCHASES = ACCOUNT["heat_sales"], ACCOUNT["heat_purchases"]
FUEL_TCE, HEAT_BOUGHT, HEAT_SOLD = (
    VARIABLE[name] for name in ("fuel_tce", "heat_bought_mj", "heat_sold_mj")
)


class Pairs(NamedTuple):
    """A plant and a user of its steam, one row a pair; the pairs of a line follow each other."""

    plant: Ints
    """Steam output."""
    user: Ints
    """Steam input."""
    arrives: Floats
    """Share of what is sent that arrives."""


class Lines(NamedTuple):
    """A plant and all users of one grade in its reach, one row a line."""

    plant: Ints
    """Steam output."""
    first: Ints
    last: Ints
    """Pairs of the line, from `first` up to `last`."""


@dataclass(frozen=True)
class Mains:
    """The mains of all parks; made anew when enterprises enter."""

    pairs: Pairs
    lines: Lines
    grade: Ints
    """Index in `GRADES` of what the users of a line need, by line."""
    key: NDArray[np.uint64]
    """Key of the plant, by line."""
    users: Ints
    """Every steam input that some line reaches, once."""


def lay_mains(
    catalogue: Catalogue, columns: ParkColumns, loss_per_km: float, connected: Connected
) -> Mains:
    """Join the heat plants of each park to the users of steam in reach.

    A heat plant is a utility inside the fence that puts out steam. Its reach is the
    `max_distance_km` of its steam, straight; a pipe loses `loss_per_km` of what is sent on each km.
    Users are enterprises whose output is planned: what other utilities use is not known yet when
    the mains supply. `connected` says which pairs of a plant's and a user's enterprise are joined.
    """
    slots, enterprises = columns.slots, columns.enterprises
    owner = slots.enterprise
    grade = np.full(len(catalogue.streams), -1)
    grade[[catalogue.stream[name] for name in GRADES]] = np.arange(len(GRADES))
    at = grade[slots.stream]
    utility = of_role(catalogue, "utility")[enterprises.sector]
    here = stream_facts(catalogue).steam[slots.stream] & enterprises.inside[owner]
    plants = np.flatnonzero(here & slots.out & utility[owner])
    steam_in = np.flatnonzero(here & ~slots.out & (enterprises.dispatch[owner] == BY_PLAN))
    found = [
        join(
            plants[at[plants] <= rank],
            steam_in[at[steam_in] == rank],
            owner,
            enterprises.park,
            enterprises.x_km,
            enterprises.y_km,
        )
        for rank in range(len(GRADES))
    ]
    plant, user, km = (np.concatenate(part) for part in zip(*found, strict=True))
    reach = catalogue.tables["streams"]["max_distance_km"][slots.stream[plant]]
    arrives = 1.0 - loss_per_km * km
    near = np.flatnonzero((km <= reach) & (arrives > 0) & connected(owner[plant], owner[user]))
    pairs = Pairs(plant[near], user[near], arrives[near])
    line = at[pairs.user] * len(slots) + pairs.plant
    _, first, size = np.unique(line, return_index=True, return_counts=True)
    return Mains(
        pairs=pairs,
        lines=Lines(pairs.plant[first], first, first + size),
        grade=at[pairs.user[first]],
        key=enterprises.key[owner[pairs.plant[first]]],
        users=np.unique(pairs.user),
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


def taken_up(
    draws: Draws, enterprises: Enterprises, month: int, share_per_year: float
) -> Connected:
    """Return which users are connected to a plant: all to one that stood at the start.

    To one that came later, a share of them that grows by `share_per_year` with each January, in a
    line drawn once for each pair.
    """

    def connected(plant: Ints, user: Ints) -> Flags:
        since, key = enterprises.start_month[plant], enterprises.key
        years = (month - month % 12 - since) / 12.0 + 1.0
        joined: Flags = since <= 0
        late = np.flatnonzero(~joined)
        place = draws.uniform("mains", key[plant[late]], key[user[late]])
        joined[late] = place < share_per_year * years[late]
        return joined

    return connected


@kernel
def join(
    plants: Ints, users: Ints, owner: Ints, park: Ints, x_km: Floats, y_km: Floats
) -> tuple[Ints, Ints, Floats]:
    """Return every pair of a plant and a user of one park, plant by plant, and its distance.

    Plants and users are slots, `owner` is by slot and the rest by enterprise.
    """
    count = len(plants) * len(users)
    plant, user = np.empty(count, dtype=np.int64), np.empty(count, dtype=np.int64)
    km, found = np.empty(count), 0
    for giver in plants:
        for taker in users:
            a, b = owner[giver], owner[taker]
            if park[a] == park[b]:
                dx, dy = x_km[a] - x_km[b], y_km[a] - y_km[b]
                plant[found], user[found], km[found] = giver, taker, np.sqrt(dx * dx + dy * dy)
                found += 1
    return plant[:found], user[:found], km[:found]


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


def settle_heat(world: World) -> None:
    """Post what users pay heat plants for steam from the mains, and record it as heat bought.

    The tariff is the price of purchased steam, which is that of a park's own heat plant, per unit
    that arrives: what the pipe loses, the plant bears.
    """
    prices = world.prices
    post_heat(
        world.mains.pairs, world.piped, world.columns.slots.enterprise, prices.tariff,
        prices.bought[2], prices.bought[4], world.flows.money, world.record.page(world.month),
    )  # fmt: skip


@kernel
def post_heat(
    pairs: Pairs, piped: Floats, owner: Ints, price: Floats, tce: Floats, heat_mj: Floats,
    money: Floats, page: Floats,
) -> None:  # fmt: skip
    """Post and record what every pair sent; `tce` and `heat_mj` weigh a unit bought by slot."""
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
