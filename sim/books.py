"""Close the month's books: mass, energy, water, carbon and money balance, or the run raises."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.errors import BookError
from sim.money import (
    ACCOUNT,
    MOVES_ASSETS,
    MOVES_CASH,
    MOVES_DEBT,
    MOVES_EQUITY,
)
from sim.world import World

Floats = NDArray[np.float64]

TOLERANCE = 1e-9
"""Largest open balance, relative to the largest flow of the same row."""


def close_books(world: World) -> None:
    """Check every balance of the month; raise `BookError` naming the phase and the row that leaks.

    Streams (also energy in kWh and MJ, water in m3): what a slot uses or makes equals what it
    received, bought, drew or gave, released and sent to treatment. Contracts: what slots gave and
    received equals what contracts delivered. Mass: each enterprise's inputs equal its outputs.
    Carbon: emissions equal the fuels bought, the process and the wastes burnt. Money: the change of
    each balance-sheet item equals the postings, and assets equal debt plus equity.
    """
    _check_streams(world)
    _check_contracts(world)
    _check_treatment(world)
    _check_mass(world)
    _check_carbon(world)
    _check_money(world)


def _demand_zero(world: World, phase: str, what: str, gap: Floats, scale: Floats) -> None:
    """Raise when any gap exceeds the tolerance times its scale."""
    open_rows = ~(np.abs(gap) <= TOLERANCE * scale)
    if open_rows.any():
        row = int(np.flatnonzero(open_rows)[0])
        raise BookError(
            f"month {world.month}, {phase}: {what} does not close at row {row}: "
            f"{gap[row]:.6g} is open against a largest flow of {scale[row]:.6g}"
        )


def _check_streams(world: World) -> None:
    flows, slots = world.flows, world.columns.slots
    made = flows.output[slots.enterprise] * slots.coefficient
    scale = np.abs(flows.quantity) + 1e-9
    _demand_zero(world, "produce", "output x recipe", flows.quantity - made, scale)
    used = flows.received + flows.bought + flows.drawn + flows.inflow
    used += flows.given + flows.released + flows.treated
    _demand_zero(world, "dispose", "the balance of a stream", flows.quantity - used, scale)


def _check_contracts(world: World) -> None:
    flows, contracts, rows = world.flows, world.columns.contracts, world.live
    size = len(flows.quantity)
    delivered = contracts.delivered[rows]
    given = np.bincount(contracts.giver_slot[rows], weights=delivered, minlength=size)
    received = np.bincount(
        contracts.taker_slot[rows], weights=delivered * contracts.ratio[rows], minlength=size
    )
    scale = np.abs(flows.quantity) + 1e-9
    _demand_zero(world, "deliver", "what was given", flows.given - given, scale)
    _demand_zero(world, "deliver", "what was received", flows.received - received, scale)


def _check_treatment(world: World) -> None:
    flows, plants, slots = world.flows, world.plants, world.columns.slots
    enterprises, parks = world.columns.enterprises, world.parks
    if len(plants.intake):
        routes = [(plants.sewage, plants.intake, flows.inflow)]
    else:
        routes = []
    for route, solid in enumerate(plants.solid):
        intake = plants.waste_intake[plants.waste_route == route]
        routes.append((solid, intake, flows.stored))
    for sent, taken, quantity in routes:
        sender = enterprises.park[slots.enterprise[sent]]
        taker = enterprises.park[slots.enterprise[taken]]
        out = np.bincount(sender, weights=flows.treated[sent], minlength=parks)
        into = np.bincount(taker, weights=quantity[taken], minlength=parks)
        _demand_zero(world, "treat", "waste sent to plants", out - into, out + 1e-9)
    change = flows.stored - flows.drawn
    gap = slots.store - world.opening_store - change
    _demand_zero(world, "treat", "a store", gap, np.abs(slots.store) + np.abs(change) + 1e-9)


def _check_mass(world: World) -> None:
    weight = world.prices.quantity[0] * world.flows.quantity
    starts = world.prices.starts
    gap = np.add.reduceat(weight, starts)
    scale = np.maximum.reduceat(np.abs(weight), starts) + 1e-9
    _demand_zero(world, "produce", "the mass of an enterprise", gap, scale)


def _check_carbon(world: World) -> None:
    flows, columns = world.flows, world.columns
    enterprises, slots, contracts = columns.enterprises, columns.slots, columns.contracts
    size = len(flows.output)
    fuel = np.bincount(
        slots.enterprise, weights=flows.bought * world.prices.bought[1], minlength=size
    )
    rows = world.live[~contracts.on_site[world.live]]
    own = world.catalogue.exchange_weights[4, contracts.exchange[rows]]
    waste = np.bincount(
        slots.enterprise[contracts.taker_slot[rows]],
        weights=contracts.delivered[rows] * own,
        minlength=size,
    )
    process = flows.output * enterprises.process_tco2e_per_unit
    scale = np.abs(fuel) + np.abs(process) + np.abs(waste) + 1e-9
    gap = flows.tco2e - fuel - process - waste
    _demand_zero(world, "settle", "the carbon of an enterprise", gap, scale)


def _check_money(world: World) -> None:
    money, enterprises, opening = world.flows.money, world.columns.enterprises, world.opening
    flows, prices, slots = world.flows, world.prices, world.columns.slots
    size = len(flows.output)
    turnover = np.abs(money).max(axis=0)
    scale = turnover + np.abs(opening).max(axis=0) + 1.0
    rise = enterprises.receivables - opening[1]
    items = (
        ("cash", enterprises.cash - opening[0], money[MOVES_CASH].sum(axis=0) - rise),
        (
            "fixed assets",
            enterprises.fixed_assets - opening[2],
            2.0 * money[ACCOUNT["depreciation"]] - money[MOVES_ASSETS].sum(axis=0),
        ),
        ("debt", enterprises.debt - opening[3], money[MOVES_DEBT].sum(axis=0)),
        ("equity", enterprises.equity - opening[4], money[MOVES_EQUITY].sum(axis=0)),
    )
    for name, change, posted in items:
        _demand_zero(world, "settle", name, change - posted, scale)
    assets = enterprises.cash + enterprises.receivables + enterprises.fixed_assets
    gap = assets - enterprises.debt - enterprises.equity
    _demand_zero(world, "settle", "assets less debt and equity", gap, scale + np.abs(assets))
    worth = np.where(slots.out, prices.value, -prices.price)
    moved = flows.released + flows.treated + flows.bought
    traded = np.bincount(slots.enterprise, weights=moved * worth, minlength=size)
    rows = [ACCOUNT[n] for n in ("product_sales", "byproduct_sales", "disposal", "purchases")]
    _demand_zero(world, "settle", "trade", money[rows].sum(axis=0) - traded, scale)
    for pair in (("link_income", "link_payments"), ("damages",)):
        both = money[[ACCOUNT[name] for name in pair]]
        gap = np.array([both.sum()])
        _demand_zero(world, "settle", f"{pair[0]} between firms", gap, np.abs(both).sum() + np.ones(1))
