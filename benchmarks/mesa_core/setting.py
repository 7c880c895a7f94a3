"""From the built columns to objects: firms with their slots, and who could deal with whom."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from benchmarks.mesa_core.firm import Firm
from benchmarks.mesa_core.goods import Have, Input, Output, Ring, Want
from benchmarks.mesa_core.tables import read_options, read_streams
from sim.park_columns import ParkColumns

if TYPE_CHECKING:
    from benchmarks.mesa_core.model import CoreModel

FACTS = (
    "key", "name", "sector", "x_km", "y_km", "owner", "ownership", "size", "base_output",
    "capacity", "land_mu", "jobs", "service_fee_cny_per_unit", "other_purchases_cny_per_unit",
    "technology_cost_cny_per_unit", "process_tco2e_per_unit", "cash", "receivables",
    "fixed_assets", "debt", "equity",
    "upkeep_share",
)  # fmt: skip
"""Columns of the enterprises that a firm starts from."""


def place_firms(model: CoreModel, columns: ParkColumns) -> list[Firm]:
    """Create the firms in the order of their rows, and the rings on which they meet."""
    model.slots = _slots(model, columns)
    model.inputs = [slot for slot in model.slots if isinstance(slot, Input)]
    inputs: dict[int, list[Input]] = defaultdict(list)
    outputs: dict[int, list[Output]] = defaultdict(list)
    for owner, slot in zip(columns.slots.enterprise.tolist(), model.slots, strict=True):
        if isinstance(slot, Input):
            inputs[owner].append(slot)
        else:
            outputs[owner].append(slot)
    rows = zip(*(getattr(columns.enterprises, name).tolist() for name in FACTS), strict=True)
    firms = [
        Firm(model, dict(zip(FACTS, row, strict=True)), inputs[number], outputs[number])
        for number, row in enumerate(rows)
    ]
    _join_rings(model, columns, firms)
    return firms


def _slots(model: CoreModel, columns: ParkColumns) -> list[Input | Output]:
    """Return one object for each slot, in the order of the rows."""
    slots, streams = columns.slots, read_streams(model.catalogue)
    sector = columns.enterprises.sector[slots.enterprise]
    factor = model.catalogue.price_factor[sector, slots.stream].tolist()
    rows = zip(
        slots.stream.tolist(), slots.coefficient.tolist(), slots.out.tolist(),
        slots.product.tolist(), slots.fuel.tolist(), factor, strict=True,
    )  # fmt: skip
    return [
        Output(streams[stream], coefficient, product)
        if out
        else Input(streams[stream], coefficient, fuel, price_factor)
        for stream, coefficient, out, product, fuel, price_factor in rows
    ]


def _join_rings(model: CoreModel, columns: ParkColumns, firms: list[Firm]) -> None:
    """Tell every firm what it could give and take, and put both sides of each option on a ring."""
    prospects, options = columns.prospects, read_options(model.catalogue)
    haves: dict[int, list[Have]] = {option.row: [] for option in options}
    wants: dict[int, list[Want]] = {option.row: [] for option in options}
    rows = zip(
        prospects.slot.tolist(), prospects.exchange.tolist(), prospects.known.tolist(),
        columns.slots.enterprise[prospects.slot].tolist(), strict=True,
    )  # fmt: skip
    for slot, exchange, known, owner in rows:
        side, firm, option = model.slots[slot], firms[owner], options[exchange]
        if isinstance(side, Output):
            firm.have.append(have := Have(firm, side, option, known))
            haves[exchange].append(have)
        else:
            firm.want.append(want := Want(firm, side, option, known))
            wants[exchange].append(want)
    model.givers = {option: Ring(those) for option, those in haves.items()}
    model.takers = {option: Ring(those) for option, those in wants.items()}
