"""Gate fees: what senders pay the park's waste-water and waste plants, dearer as these fill up.

A park's plants of one route post one fee in January, from last year's use, and hold it for a year.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.kernel import kernel
from sim.ledger import LEDGER
from sim.money import ACCOUNT
from sim.stream_facts import stream_facts

if TYPE_CHECKING:
    from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

GATE_INCOME, GATE_PAYMENTS, DISPOSAL = (
    ACCOUNT[name] for name in ("gate_income", "gate_payments", "disposal")
)


class Gates(NamedTuple):
    """The gates of all parks and what they charge this year; a gate is a (route, park)."""

    sent: Ints
    """Outputs that may go through a gate."""
    sent_gate: Ints
    taken: Ints
    """Inputs of plants behind a gate."""
    taken_gate: Ints
    owner: Ints
    """Enterprise of each of `taken`."""
    use: Floats
    """What was asked of a gate's plants last year over their capacity; 0 in the first year."""
    fee: Floats
    """CNY per unit that a plant of the park takes in, by slot; 0 where its park has none."""
    rise: Floats
    """Part of `fee` above the fee of the tables, by slot."""
    overflow: Floats
    """CNY per unit that finds no room, beside the slot's own price, by slot."""


def post_fees(world: World) -> Gates:
    """Set the year's gate fees from last year's use.

    fee = base x (1 + slope x min(max(use - threshold, 0), 1 - threshold)), base = the plants' fee
    of the tables, at most what the sender pays by the tables. What is left of the sender's price
    is its own pretreatment and haulage, and goes outside. What finds no room goes to the town's
    plant, at the fee of a full plant. A route without a plant in the park keeps the price of the
    tables. A plant that comes beside others takes their fee and counts from its second year.
    """
    slots, enterprises = world.columns.slots, world.columns.enterprises
    sent, sent_gate, taken, taken_gate, owner = _routes(world)
    asked, stood = _last_year(world)
    facts, use = (
        stream_facts(world.catalogue),
        np.zeros((1 + len(world.plants.wastes)) * world.parks),
    )
    fee, rise, overflow = np.zeros((3, len(slots)))
    gates = Gates(sent, sent_gate, taken, taken_gate, owner, use, fee, rise, overflow)
    set_fees(
        gates, asked, stood, facts.fallback, slots.stream, slots.coefficient, enterprises.capacity,
        enterprises.active, enterprises.service_fee_cny_per_unit,
        world.assumption["gate_fee_threshold"], world.assumption["gate_fee_slope"],
    )  # fmt: skip
    return gates


def _routes(world: World) -> tuple[Ints, ...]:
    """Number the gates, sewer first, then the waste routes, each by park; columns as in `Gates`."""
    if "gate routes" not in world.kept:
        routes, parks = (world.plants.sewer, *world.plants.wastes), world.parks
        sent = [(route.sent, route.sent_park + k * parks) for k, route in enumerate(routes)]
        taken = [
            (route.taken, route.taken_park + k * parks, route.owner)
            for k, route in enumerate(routes)
        ]
        columns = (*zip(*sent, strict=True), *zip(*taken, strict=True))
        world.kept["gate routes"] = tuple(np.concatenate(column) for column in columns)
    found: tuple[Ints, ...] = world.kept["gate routes"]
    return found


def _last_year(world: World) -> tuple[Floats, int]:
    """Return what each slot sent to market and to plants last year, and how many slots there were.

    In the first year nothing was sent, and all were there.
    """
    years, slots = world.slot_ledger.years[: world.month // 12], len(world.columns.slots)
    sent = np.zeros((2, slots))
    if not years:
        return sent, slots
    before = years[-1].shape[1]
    sent[0, :before] = years[-1][LEDGER.index("market")]
    sent[1, :before] = years[-1][LEDGER.index("plants")]
    return sent, before


@kernel
def set_fees(
    gates: Gates, asked: Floats, stood: int, fallback: Floats, stream: Ints, coefficient: Floats,
    capacity: Floats, active: Flags, service_fee: Floats, threshold: float, slope: float,
) -> None:  # fmt: skip
    """Write use, fee, rise and overflow of gates by the rule of `post_fees`.

    `asked` is (to market or plants, slot) of last year, when the first `stood` slots were there;
    what comes to a gate is waste of the park and, at its plants, of the town.
    """
    cells = len(gates.use)
    before, can_take, fees, come, town = np.zeros((5, cells))
    for row in range(len(gates.taken)):
        e = gates.owner[row]
        if gates.taken[row] < stood and active[e]:
            before[gates.taken_gate[row]] += capacity[e]
    for row in range(len(gates.taken)):
        slot, gate, e = gates.taken[row], gates.taken_gate[row], gates.owner[row]
        town[gate] += asked[0, slot]
        if active[e] and (slot < stood or not before[gate] > 0.0):
            can_take[gate] += capacity[e] * coefficient[slot]
            fees[gate] += capacity[e] * service_fee[e]
    for row in range(len(gates.sent)):
        slot = gates.sent[row]
        come[gates.sent_gate[row]] += asked[0, slot] + asked[1, slot]
    for gate in range(cells):
        gates.use[gate] = come[gate] + town[gate]
        if can_take[gate] > 0.0:
            gates.use[gate] /= 12.0 * can_take[gate]
    for row in range(len(gates.sent)):
        slot, gate = gates.sent[row], gates.sent_gate[row]
        posted = fees[gate] / can_take[gate] if can_take[gate] > 0.0 else 0.0
        base = min(max(-fallback[stream[slot]], 0.0), posted)
        above = min(max(gates.use[gate] - threshold, 0.0), 1.0 - threshold)
        rise = base * slope * above
        gates.rise[slot], gates.fee[slot] = rise, base + rise
        gates.overflow[slot] = base * slope * (1.0 - threshold) - rise


@kernel
def post_gates(
    gates: Gates, treated: Floats, released: Floats, stored: Floats, inflow: Floats, drawn: Floats,
    coefficient: Floats, owner: Ints, served: Floats, money: Floats,
) -> None:  # fmt: skip
    """Move gate fees out of `disposal` and to the plants, by what each took in.

    `served` is output by enterprise and loses here what was paid for at the gate, so that the fee
    of the tables stands for the rest: waste of the town.
    """
    money[GATE_INCOME, :] = 0.0
    money[GATE_PAYMENTS, :] = 0.0
    paid, come = np.zeros(len(gates.use)), np.zeros(len(gates.use))
    for row in range(len(gates.sent)):
        slot = gates.sent[row]
        due = gates.fee[slot] * treated[slot]
        paid[gates.sent_gate[row]] += due
        money[GATE_PAYMENTS, owner[slot]] -= due
        money[DISPOSAL, owner[slot]] += due - gates.overflow[slot] * released[slot]
    for row in range(len(gates.taken)):
        slot = gates.taken[row]
        come[gates.taken_gate[row]] += stored[slot] + inflow[slot]
    for row in range(len(gates.taken)):
        slot, gate = gates.taken[row], gates.taken_gate[row]
        if come[gate] > 0.0:
            share = (stored[slot] + inflow[slot]) / come[gate]
            money[GATE_INCOME, gates.owner[row]] += paid[gate] * share
        if coefficient[slot] > 0.0:
            served[gates.owner[row]] -= (drawn[slot] + inflow[slot]) / coefficient[slot]
