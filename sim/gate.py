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
from sim.sums import sum_one

if TYPE_CHECKING:
    from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

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
    threshold = world.assumption["gate_fee_threshold"]
    slope = world.assumption["gate_fee_slope"]
    gates = _lay_out(world)
    slots, enterprises = world.columns.slots, world.columns.enterprises
    cells = len(gates.use)
    power = enterprises.capacity[gates.owner] * enterprises.active[gates.owner]
    stood = power * _stood(world, gates)
    old = sum_one(gates.taken_gate, stood, cells)[gates.taken_gate] > 0.0
    power = np.where(old, stood, power)
    room = power * slots.coefficient[gates.taken]
    can_take = sum_one(gates.taken_gate, room, cells)
    fees = sum_one(
        gates.taken_gate, power * enterprises.service_fee_cny_per_unit[gates.owner], cells
    )
    posted = np.divide(fees, can_take, out=np.zeros(cells), where=can_take > 0)
    tables = np.maximum(-stream_facts(world.catalogue).fallback[slots.stream[gates.sent]], 0.0)
    base = np.minimum(tables, posted[gates.sent_gate])
    use = _asked(world, gates)
    np.divide(use, 12.0 * can_take, out=use, where=can_take > 0)
    above = np.clip(use - threshold, 0.0, 1.0 - threshold)
    gates.use[:] = use
    rise = base * slope * above[gates.sent_gate]
    gates.rise[gates.sent] = rise
    gates.fee[gates.sent] = base + rise
    gates.overflow[gates.sent] = base * slope * (1.0 - threshold) - rise
    return gates


def _lay_out(world: World) -> Gates:
    """Number the gates: sewer first, then the waste routes, each by park."""
    plants, parks, slots = world.plants, world.parks, len(world.columns.slots)
    routes = (plants.sewer, *plants.wastes)
    empty = np.zeros(0, dtype=np.int64)
    return Gates(
        sent=np.concatenate([empty, *(route.sent for route in routes)]),
        sent_gate=np.concatenate(
            [empty, *(route.sent_park + k * parks for k, route in enumerate(routes))]
        ),
        taken=np.concatenate([empty, *(route.taken for route in routes)]),
        taken_gate=np.concatenate(
            [empty, *(route.taken_park + k * parks for k, route in enumerate(routes))]
        ),
        owner=np.concatenate([empty, *(route.owner for route in routes)]),
        use=np.zeros(len(routes) * parks),
        fee=np.zeros(slots),
        rise=np.zeros(slots),
        overflow=np.zeros(slots),
    )


def _years_before(world: World) -> list[Floats]:
    """Return the slot ledgers of the years before the one whose fees are set."""
    return world.slot_ledger.years[: world.month // 12]


def _stood(world: World, gates: Gates) -> NDArray[np.bool_]:
    """Say which of `taken` were there last year; all in the first."""
    years = _years_before(world)
    flags: NDArray[np.bool_] = gates.taken < (years[-1].shape[1] if years else len(gates.fee))
    return flags


def _asked(world: World, gates: Gates) -> Floats:
    """Return by gate what last year asked of its plants: waste of the park and of the town."""
    years = _years_before(world)
    if not years:
        return np.zeros(len(gates.use))
    last = years[-1]
    passed = np.zeros((2, len(world.columns.slots)))
    passed[0, : last.shape[1]] = last[LEDGER.index("market")]
    passed[1, : last.shape[1]] = last[LEDGER.index("plants")]
    left = passed[:, gates.sent].sum(axis=0)
    town = passed[0, gates.taken]
    cells = len(gates.use)
    return sum_one(gates.sent_gate, left, cells) + sum_one(gates.taken_gate, town, cells)


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
