"""Close the month's books: mass, energy, water, carbon and money balance, or the run raises."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.book_kernels import Balances, Given, Moved, Posted, find_leak
from sim.errors import BookError
from sim.kernels import OWN_T, POWER_KWH
from sim.money import ACCOUNT, ACCOUNTS, MOVES_ASSETS, MOVES_CASH, MOVES_DEBT, MOVES_EQUITY
from sim.power.own import export_price
from sim.recipes import POWER
from sim.world import World

Floats = NDArray[np.float64]

TOLERANCE = 1e-9
"""Largest open balance, relative to the largest flow of the same row."""

SLOT_BALANCES = (
    ("produce", "output x recipe"),
    ("dispose", "the balance of a stream"),
    ("deliver", "what was given"),
    ("deliver", "what was received"),
    ("treat", "a store"),
    ("supply heat", "the steam mains"),
    ("prepare what is exchanged", "the power of exchanges"),
)
ENTERPRISE_BALANCES = (
    ("produce", "the mass of an enterprise"),
    ("settle", "the carbon of an enterprise"),
    ("settle", "trade"),
    ("settle", "cash"),
    ("settle", "fixed assets"),
    ("settle", "debt"),
    ("settle", "equity"),
    ("settle", "assets less debt and equity"),
)
"""Phase and name of each balance, in the order of its rows below."""

POWER_BALANCES = (("make own power", "own power"), ("settle", "sales of power"))
PARK_BALANCES = (("treat", "waste sent to plants"),)
PAIR_BALANCES = (
    ("settle", "link_income between firms"),
    ("settle", "damages between firms"),
    ("settle", "heat_sales between firms"),
    ("settle", "gate_income between firms"),
)
BALANCES = (SLOT_BALANCES, PARK_BALANCES, ENTERPRISE_BALANCES, PAIR_BALANCES, POWER_BALANCES)
"""The sets of balances, in the order in which they are held."""


def _postings() -> Floats:
    """Return how each account moves cash, fixed assets, debt and equity, then what is traded."""
    signs = np.zeros((5, len(ACCOUNTS)))
    signs[0, MOVES_CASH] = 1.0
    signs[1, MOVES_ASSETS] = -1.0
    signs[1, [ACCOUNT["depreciation"], ACCOUNT["write_offs"]]] = 1.0
    signs[2, MOVES_DEBT] = 1.0
    signs[3, MOVES_EQUITY] = 1.0
    traded = (
        "product_sales", "byproduct_sales", "disposal", "purchases", "heat_purchases",
        "gate_payments",
    )  # fmt: skip
    for name in traded:
        signs[4, ACCOUNT[name]] = 1.0
    return signs


def _paired() -> Floats:
    """Return the accounts that sum to zero over all enterprises, as rows of 0 and 1."""
    flags = np.zeros((4, len(ACCOUNTS)))
    flags[0, [ACCOUNT["link_income"], ACCOUNT["link_payments"]]] = 1.0
    flags[1, ACCOUNT["damages"]] = 1.0
    flags[2, [ACCOUNT["heat_sales"], ACCOUNT["heat_purchases"]]] = 1.0
    flags[3, [ACCOUNT["gate_income"], ACCOUNT["gate_payments"]]] = 1.0
    return flags


POSTINGS, PAIRED = _postings(), _paired()


def close_books(world: World) -> None:
    """Check every balance of the month; raise `BookError` naming the phase and the row that leaks.

    Streams (also energy in kWh and MJ, water in m3): what a slot uses or makes equals what it
    received, bought, drew or gave, released and sent to treatment. Contracts: what slots gave and
    received equals what contracts delivered; mains: what they put in and took equals what each pair
    of plant and user sent, and what of it arrived; power that makes exchanges fit: what slots used
    beyond their recipe equals what contracts delivered x its kWh per unit. Own power: what is made
    equals what is used, exported, curtailed and lost, and the electricity slot got what was used.
    Mass: each enterprise's inputs equal its outputs. Carbon: emissions equal the fuels bought, the
    process and the wastes burnt. Money: the change of each balance-sheet item equals the postings,
    and assets equal debt plus equity.
    """
    firms, contracts = world.columns.enterprises, world.columns.contracts
    kind, (balance, row, gap, scale) = find_leak(
        _moved(world), _posted(world), firms.as_tuple(Balances), world.gates, world.live,
        contracts.as_tuple(Given), world.mains.pairs, world.parks, export_price(world), TOLERANCE,
    )  # fmt: skip
    if kind >= 0:
        phase, what = BALANCES[kind][balance]
        raise BookError(
            f"month {world.month}, {phase}: {what} does not close at row {row}: "
            f"{gap:.6g} is open against a largest flow of {scale:.6g}"
        )


def _moved(world: World) -> Moved:
    """Return what the month has moved."""
    flows, slots = world.flows, world.columns.slots
    return Moved(
        slots.enterprise, flows.output, slots.coefficient, flows.moved, slots.store,
        world.opening_store, world.piped, world.catalogue.exchange_weights[POWER_KWH],
        world.carrier_slots[:, POWER],
    )  # fmt: skip


def _posted(world: World) -> Posted:
    """Return what the month has posted."""
    flows, prices, enterprises = world.flows, world.prices, world.columns.enterprises
    return Posted(
        prices.starts, prices.quantity[0], prices.bought[1], prices.traded, prices.into,
        enterprises.process_tco2e_per_unit, flows.tco2e, flows.money, POSTINGS, PAIRED,
        world.opening, world.catalogue.exchange_weights[OWN_T], enterprises.park, flows.power,
    )  # fmt: skip
