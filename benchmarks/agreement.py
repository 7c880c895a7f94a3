"""Do engine and Mesa agree? Every core variable of every month is compared, or `Disagreement`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.core import core_columns, start_core
from benchmarks.mesa_core.goods import Input, Output
from benchmarks.mesa_core.model import CoreModel
from sim.money import ACCOUNTS
from sim.park import Park
from sim.record import VARIABLES
from sim.world import World, run_month

Floats = NDArray[np.float64]

TOLERANCE = 1e-9
"""Largest difference, relative to the number itself.

Where sums cancel, relative to what was summed: for what is left to buy or release a slot's quantity
or the mass that an enterprise moved, for money its largest posting or balance of the month.
"""

REMAINDERS = (
    "scope_1_tco2e", "fuel_tce", "power_bought_kwh", "power_sold_kwh", "heat_bought_mj",
    "fresh_water_m3", "wastewater_m3", "solid_disposed_t",
)  # fmt: skip
"""Recorded columns that sum what contracts left to buy or release."""

BALANCES = ("cash", "receivables", "fixed_assets", "debt", "equity")
TERMS = {
    "giver_share": "giver_share",
    "taker_share": "taker_share",
    "ratio": "ratio",
    "price_cny_per_unit": "price",
    "handling_cny_per_unit": "handling",
    "nominal": "nominal",
    "capex_cny": "capex",
}
"""Numbers of a contract by their names on the engine and on Mesa."""


class Disagreement(Exception):
    """Engine and Mesa differ; the message names month, variable, place and both numbers."""


@dataclass
class Agreement:
    """What was compared, and how near the two came."""

    numbers: int = 0
    """Numbers compared."""
    largest_gap: float = 0.0
    """Largest difference found, relative as `TOLERANCE` says."""
    contracts: int = 0
    """Contracts signed on either side."""

    def compare(
        self, month: int, name: str, engine: Floats, mesa: Floats, scale: Floats | float = 0.0
    ) -> None:
        """Compare two columns; raise `Disagreement` at the first row that is too far apart."""
        if engine.shape != mesa.shape:
            sizes = f"{len(engine)} against {len(mesa)} numbers"
            raise Disagreement(f"month {month}, {name}: {sizes}")
        size = np.maximum(np.maximum(np.abs(engine), np.abs(mesa)), scale)
        gap = np.abs(engine - mesa)
        apart = np.flatnonzero(~(gap <= TOLERANCE * size))
        if len(apart):
            row = int(apart[0])
            raise Disagreement(
                f"month {month}, {name}, row {row}: {float(engine[row])!r} on the engine, "
                f"{float(mesa[row])!r} on Mesa ({len(apart)} of {len(gap)} rows differ)"
            )
        self.numbers += len(gap)
        if len(gap):
            near = np.divide(gap, size, out=np.zeros_like(gap), where=size > 0)
            self.largest_gap = max(self.largest_gap, float(near.max()))


def check_agreement(park: Park, seed: int, months: int) -> Agreement:
    """Run both sides month by month and compare every core variable.

    Output, purchases, releases, what contracts delivered to and from each slot, every contract's
    parties and terms, every money account, the balance sheet, and every recorded column with the
    emissions. Raises `Disagreement`.
    """
    world = start_core(core_columns(park, seed), seed, months)
    model = CoreModel(core_columns(park, seed), seed, months)
    found = Agreement()
    for month in range(months):
        run_month(world)
        model.step()
        _compare_slots(found, month, world, model)
        _compare_contracts(found, month, world, model)
        _compare_firms(found, month, world, model)
    found.contracts = len(model.contracts)
    return found


def _compare_slots(found: Agreement, month: int, world: World, model: CoreModel) -> None:
    flows = world.flows
    columns = {
        "quantity": flows.quantity,
        "store": world.columns.slots.store,
        "drawn": flows.drawn,
        "laid_in": flows.laid_in,
        "bought": flows.bought,
        "received": flows.received,
        "released": flows.released,
        "given": flows.given,
    }
    scale = np.abs(flows.quantity)
    for name, column in columns.items():
        mesa = np.array([_of_slot(slot, name) for slot in model.slots])
        found.compare(month, name, column, mesa, scale)


def _of_slot(slot: Input | Output, name: str) -> float:
    return float(getattr(slot, name, 0.0))


def _compare_contracts(found: Agreement, month: int, world: World, model: CoreModel) -> None:
    contracts, slots = world.columns.contracts, {id(s): k for k, s in enumerate(model.slots)}
    rows = [
        (
            slots[id(c.pair.have.slot)], slots[id(c.pair.want.slot)], c.pair.have.option.row,
            c.start_month, c.end_month,
        )
        for c in model.contracts
    ]  # fmt: skip
    ours = (
        contracts.giver_slot, contracts.taker_slot, contracts.exchange, contracts.start_month,
        contracts.end_month,
    )  # fmt: skip
    if rows != list(zip(*(column.tolist() for column in ours), strict=True)):
        raise Disagreement(f"month {month}: different contracts were signed or ended")
    for ours_name, name in TERMS.items():
        mesa = np.array([getattr(c, name) for c in model.contracts])
        found.compare(month, name, getattr(contracts, ours_name), mesa)
    delivered = np.zeros(len(rows))
    delivered[world.live] = contracts.delivered[world.live]
    live = set(map(id, model.live))
    mesa = np.array([c.delivered if id(c) in live else 0.0 for c in model.contracts])
    found.compare(month, "delivered", delivered, mesa)


def _compare_firms(found: Agreement, month: int, world: World, model: CoreModel) -> None:
    firms, enterprises = model.firms, world.columns.enterprises
    money = np.abs(world.flows.money).max(axis=0)
    balance = np.abs([getattr(enterprises, name) for name in BALANCES]).max(axis=0)
    for row, name in enumerate(ACCOUNTS):
        mesa = np.array([firm.money[name] for firm in firms])
        found.compare(month, name, world.flows.money[row], mesa, money)
    for name in BALANCES:
        mesa = np.array([getattr(firm, name) for firm in firms])
        found.compare(month, name, getattr(enterprises, name), mesa, np.maximum(money, balance))
    moved = _moved_t(world)
    for row, (name, _) in enumerate(VARIABLES):
        mesa = np.array([float(getattr(firm, name)) for firm in firms])
        scale = money if name.endswith("_cny") else moved if name in REMAINDERS else 0.0
        found.compare(month, name, world.record.values[row, month], mesa, scale)


def _moved_t(world: World) -> Floats:
    """Return the mass that each enterprise used and made in the month, t."""
    slots = world.columns.slots
    weight = np.abs(world.flows.quantity * world.prices.quantity[0]) / 1000.0
    moved = np.bincount(slots.enterprise, weights=weight, minlength=len(world.flows.output))
    return moved.astype(np.float64)
