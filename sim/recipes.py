"""Recipes: what a sector takes in and puts out, and the rows that technologies change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.tables import Table

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

CARRIERS = ("coal", "coke", "natural_gas", "electricity", "steam_lp", "fresh_water", "wastewater")
"""What a technology's effects act on; the steam of a plant may be medium or low pressure."""
COAL, COKE, GAS, POWER, STEAM, WATER, WASTEWATER = range(7)
STEAMS = ("steam_lp", "steam_mp")

EFFECTS = (
    ("d_coal_gj", COAL), ("d_coke_gj", COKE), ("d_natural_gas_gj", GAS),
    ("d_electricity_kwh", POWER), ("d_steam_gj", STEAM),
    ("d_fresh_water_m3", WATER), ("d_wastewater_m3", WASTEWATER),
)  # fmt: skip
"""Effect columns of the technology table and the carrier each acts on."""


ENDS, SHARE, AMOUNT = "ends", "share", "amount"
"""How a technology changes a stream: nothing is left, a fraction more or less, an amount more."""


class StreamChange(NamedTuple):
    """What one row of the technology table does to one stream."""

    tech_row: int
    stream: str
    out: bool
    kind: str
    value: float
    in_other_gain: bool
    """The other gains of the technology row count it at reference prices."""


def technology_streams(tables: Mapping[str, Table]) -> Iterator[StreamChange]:
    """Yield the table of technologies' streams, row by row of the technology table it holds for."""
    table, rows = tables["technology_streams"], tables["technology_sectors"]
    for i in range(len(table)):
        mine = rows["technology"] == table["technology"][i]
        if table["sector"][i]:
            mine &= rows["sector"] == table["sector"][i]
        for tech_row in np.flatnonzero(mine).tolist():
            yield StreamChange(
                tech_row=tech_row,
                stream=str(table["stream"][i]),
                out=table["direction"][i] == "output",
                kind=str(table["change"][i]),
                value=float(table["value"][i]),
                in_other_gain=bool(table["in_other_gain"][i]),
            )


@dataclass(frozen=True)
class Recipe:
    """What a sector takes in and puts out for one product unit, in streams' base units.

    Rows that only a technology can open (or that close the mass) stand with quantity 0.
    """

    stream: Ints
    out: Flags
    product: Flags
    fuel: Flags
    quantity: Floats
    carrier_row: Ints
    """For each of `CARRIERS` the row that a technology changes, or -1."""


def read_recipes(
    tables: dict[str, Table], sectors: list[str], stream: dict[str, int], tech_sector: Ints
) -> list[Recipe]:
    """Return the recipe of each sector, with the rows its technologies (by sector) may open."""
    table = tables["recipes"]
    rows_of: dict[str, list[int]] = {name: [] for name in sectors}
    for row, name in enumerate(table["sector"]):
        if table["kind"][row] not in ("memo", "stock"):
            rows_of[name].append(row)
    delta = np.column_stack([tables["technology_sectors"][c] for c, _ in EFFECTS])
    created: list[dict[tuple[int, bool], None]] = [{} for _ in sectors]
    for change in technology_streams(tables):
        if change.kind == AMOUNT and change.value > 0:
            created[tech_sector[change.tech_row]][stream[change.stream], change.out] = None
    powered = _takers_of_power(tables["exchanges"])
    recipes = []
    for s, name in enumerate(sectors):
        rows = rows_of[name]
        entries = [
            (
                stream[table["stream"][r]],
                table["direction"][r] == "output",
                table["kind"][r] == "product",
                table["kind"][r] == "energy",
                float(table["quantity_per_unit"][r]),
            )
            for r in rows
        ]
        entries += [
            (number, out, False, False, 0.0)
            for number, out in created[s]
            if not any(row[:2] == (number, out) for row in entries)
        ]
        changed = np.flatnonzero((delta[tech_sector == s] != 0).any(axis=0))
        carriers = [EFFECTS[k][1] for k in changed] + [POWER] * (name in powered)
        recipes.append(_recipe(entries, carriers, stream))
    return recipes


def _takers_of_power(exchanges: Table) -> set[str]:
    """Return the sectors that need power to make fit what an exchange brings them."""
    rows = np.flatnonzero(exchanges["power_kwh_per_unit"] > 0)
    return {name for takers in exchanges["takers"][rows] for name in takers.split(";")}


def _recipe(
    entries: list[tuple[int, bool, bool, bool, float]], changed: list[int], stream: dict[str, int]
) -> Recipe:
    """Complete a sector's rows with those that technologies may open and those that close mass."""
    steams = {stream[name] for name in STEAMS}

    def find(carrier: int) -> int:
        name, out = CARRIERS[carrier], carrier == WASTEWATER
        wanted = steams if carrier == STEAM else {stream[name]}
        found = [
            row for row, (s, is_out, _, _, _) in enumerate(entries) if s in wanted and is_out == out
        ]
        return max(found, key=lambda row: entries[row][4]) if found else -1

    for carrier in changed:
        if find(carrier) < 0:
            is_fuel = carrier in (COAL, COKE, GAS, POWER, STEAM)
            entries.append((stream[CARRIERS[carrier]], carrier == WASTEWATER, False, is_fuel, 0.0))
    for name, out in (("air", False), ("exhaust", True)):
        if not any(s == stream[name] and is_out == out for s, is_out, *_ in entries):
            entries.append((stream[name], out, False, False, 0.0))
    streams, outs, products, fuels, quantities = zip(*entries, strict=True)
    return Recipe(
        stream=np.array(streams, dtype=np.int64),
        out=np.array(outs, dtype=bool),
        product=np.array(products, dtype=bool),
        fuel=np.array(fuels, dtype=bool),
        quantity=np.array(quantities, dtype=np.float64),
        carrier_row=np.array([find(carrier) for carrier in range(len(CARRIERS))], dtype=np.int64),
    )
