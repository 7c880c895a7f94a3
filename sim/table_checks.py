"""Checks that need more than one row or table: references, units and the mass of recipes."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.faults import Fault
from sim.table_form import Column, Spec, Table

Tables = Mapping[str, Table]

MASS_TOLERANCE: Final = 1e-6
"""Largest difference of inputs and outputs of a recipe, over the heavier of the two."""

ONE_UNIT: Final = {"carriers": ("carrier", "parameter"), "context": ("series", "scope")}
"""Columns that name a series; all rows of a series have one unit."""

PRODUCT_UNITS: Final = {
    "t": (1000.0, "kg"),
    "m3": (1.0, "m3"),
    "1000 m3": (1000.0, "m3"),
    "MWh": (1000.0, "kWh"),
    "GJ": (1000.0, "MJ"),
}
"""Product unit -> the quantity of the product in its base unit that it stands for."""

_TECHNOLOGY_TABLES: Final = {"technology_sectors", "technology_streams", "technology_pollutants"}
LEAST_YIELD: Final = 0.1
"""Least share of the product unit in the recipe; below 1 where the unit counts what is treated."""


def check_tables(tables: Tables, specs: Mapping[str, Spec]) -> list[Fault]:
    """Return the faults between rows and tables; a check waits for the tables it needs."""
    faults = [
        fault
        for name, table in tables.items()
        for column in specs[name]
        if column.refers_to is not None
        for fault in _references(tables, table, column)
    ]
    faults += [fault for name in ONE_UNIT if name in tables for fault in _units(tables[name])]
    faults += [fault for table in tables.values() for fault in _periods(table)]
    if not faults and {"streams", "sectors", "recipes"} <= tables.keys():
        faults += _balances(tables)
        faults += _products(tables)
        if tables.keys() >= _TECHNOLOGY_TABLES:
            faults += _technology_rows(tables)
        if "exchanges" in tables:
            faults += _roles(tables)
            faults += _heat(tables)
    return faults


def _references(tables: Tables, table: Table, column: Column) -> Iterator[Fault]:
    assert column.refers_to is not None
    other, name = column.refers_to
    if other not in tables:
        return
    known = set(tables[other][name])
    cells = table[column.name]
    for cell in set(cells):
        parts = cell.split(";") if column.is_list else [cell]
        for part in parts:
            if part in known or not cell:
                continue
            near = difflib.get_close_matches(part, known, 1)
            mend = f"write {near[0]}" if near else f"write a {name} of {other}.csv or add it there"
            for i in np.flatnonzero(cells == cell).tolist():
                yield Fault(table.where(i, column.name), f"{part!r} is not in {other}.csv", mend)


def _units(table: Table) -> Iterator[Fault]:
    names = ONE_UNIT[table.name]
    first: dict[tuple[str, ...], int] = {}
    units = table["unit"]
    for i, series in enumerate(zip(*(table[name] for name in names), strict=True)):
        j = first.setdefault(series, i)
        if units[i] != units[j]:
            wrong = f"is {units[i]!r}, but {'.'.join(series)} is in {units[j]!r} elsewhere"
            yield Fault(table.where(i, "unit"), wrong, "convert the value or name another series")


def _periods(table: Table) -> Iterator[Fault]:
    """Yield a fault for each row that ends before it begins; an empty end is none."""
    if not {"valid_from", "valid_to"} <= table.columns.keys():
        return
    for i, (first, last) in enumerate(zip(table["valid_from"], table["valid_to"], strict=True)):
        if last and last < first[: len(last)]:
            wrong = f"is {last}, before valid_from {first}"
            yield Fault(table.where(i, "valid_to"), wrong, "write a later day or leave it empty")


def _positions(column: NDArray[np.object_], names: NDArray[np.object_]) -> NDArray[np.int64]:
    place = {name: i for i, name in enumerate(names)}
    return np.array([place[name] for name in column], dtype=np.int64)


def mass_balance(tables: Tables) -> NDArray[np.float64]:
    """Return (inputs, outputs) of each sector in kg per product unit, shape (2, sectors).

    Memo and stock rows do not count.
    """
    streams, sectors, recipes = tables["streams"], tables["sectors"], tables["recipes"]
    mass = streams["mass_kg_per_unit"][_positions(recipes["stream"], streams["stream"])]
    counts = (recipes["kind"] != "memo") & (recipes["kind"] != "stock")
    weight = mass * recipes["quantity_per_unit"] * counts
    sector = _positions(recipes["sector"], sectors["sector"])
    total = np.zeros((2, len(sectors)))
    np.add.at(total, ((recipes["direction"] == "output").astype(int), sector), weight)
    return total


def _balances(tables: Tables) -> Iterator[Fault]:
    sectors, recipes = tables["sectors"], tables["recipes"]
    inputs, outputs = mass_balance(tables)
    heavier = np.maximum(inputs, outputs)
    bad = (np.abs(inputs - outputs) > MASS_TOLERANCE * heavier) | (heavier == 0.0)
    for i in np.flatnonzero(bad & (sectors["role"] != "outside")).tolist():
        name = sectors["sector"][i]
        if heavier[i] == 0.0:
            yield Fault(sectors.where(i, "sector"), f"{name} has no recipe", "add its recipe rows")
            continue
        row = int(np.flatnonzero(recipes["sector"] == name)[0])
        wrong = f"recipe of {name} takes in {inputs[i]:.10g} kg a unit and gives {outputs[i]:.10g}"
        gap = inputs[i] - outputs[i]
        side = "raise the outputs" if gap > 0 else "lower the outputs"
        mend = f"{side} (or change the inputs) by {abs(gap):.6g} kg, for instance stream exhaust"
        yield Fault(f"{recipes.name}.csv from line {recipes.lines[row]}", wrong, mend)


def _products(tables: Tables) -> Iterator[Fault]:
    """Catch slips of unit: 1 t of product is 1000 kg in the recipe, less where t treated count."""
    streams, sectors, recipes = tables["streams"], tables["sectors"], tables["recipes"]
    unit_of = dict(zip(streams["stream"], streams["unit"], strict=True))
    rows = zip(recipes["sector"], recipes["stream"], recipes["quantity_per_unit"], strict=True)
    quantity = {(sector, stream): float(amount) for sector, stream, amount in rows}
    known = set(recipes["sector"])
    for i, sector in enumerate(sectors["sector"]):
        unit, product = sectors["product_unit"][i], sectors["product"][i]
        amount, base = PRODUCT_UNITS.get(unit, (0.0, ""))
        got = quantity.get((sector, product))
        if sector not in known:
            continue
        if got is None:
            wrong = f"{product!r} is not in the recipe of {sector}"
            yield Fault(sectors.where(i, "product"), wrong, "write a stream of its recipe")
        elif base == unit_of[product] and not LEAST_YIELD * amount <= got <= amount:
            wrong = f"{sector} has {got:g} {base} of {product} in its recipe for one {unit}"
            mend = f"write the recipe for {amount:g} {base} or change the unit"
            yield Fault(sectors.where(i, "product_unit"), wrong, mend)


def _roles(tables: Tables) -> Iterator[Fault]:
    """A giver puts out the stream in its recipe, a taker takes in the stream it replaces."""
    recipes, exchanges = tables["recipes"], tables["exchanges"]
    flows = set(zip(recipes["sector"], recipes["direction"], recipes["stream"], strict=True))
    known = set(recipes["sector"])
    if "technology_streams" in tables:
        begun = tables["technology_streams"]
        flows |= set(zip(begun["sector"], begun["direction"], begun["stream"], strict=True))
    for side, stream, direction, verb in (
        ("givers", "from_stream", "output", "put out"),
        ("takers", "to_stream", "input", "take in"),
    ):
        for i, (sectors, name) in enumerate(zip(exchanges[side], exchanges[stream], strict=True)):
            for sector in sectors.split(";"):
                if sector in known and (sector, direction, name) not in flows:
                    wrong = f"{sector} does not {verb} {name}"
                    mend = f"remove {sector} or add the {direction} to its recipe"
                    yield Fault(exchanges.where(i, side), wrong, mend)


def _technology_rows(tables: Tables) -> Iterator[Fault]:
    """A technology changes processes that it fits, and of their streams those they have."""
    recipes, fits = tables["recipes"], tables["technology_sectors"]
    pairs = set(zip(fits["technology"], fits["sector"], strict=True))
    flows = set(zip(recipes["sector"], recipes["direction"], recipes["stream"], strict=True))
    for name in ("technology_streams", "technology_pollutants"):
        table = tables[name]
        for i in range(len(table)):
            row = table.row_at(i)
            technology, sector = row["technology"], row["sector"]
            if sector and (technology, sector) not in pairs:
                wrong = f"{technology} does not fit {sector}"
                mend = "write a sector that it has in technology_sectors.csv, or add that row"
                yield Fault(table.where(i, "sector"), wrong, mend)
    changes = tables["technology_streams"]
    for i in range(len(changes)):
        row = changes.row_at(i)
        if np.isnan(row["value"]) and row["change"] != "ends":
            wrong, mend = f"is empty with change {row['change']}", "write a value, or ends"
            yield Fault(changes.where(i, "value"), wrong, f"{mend} where nothing is left")
        begins = row["change"] == "amount" and row["value"] > 0
        known = (row["sector"], row["direction"], row["stream"]) in flows
        if row["sector"] and not known and not begins:
            wrong = f"{row['sector']} has no {row['direction']} {row['stream']}"
            mend = "write a stream of its recipe, or an amount above 0 to begin it"
            yield Fault(changes.where(i, "stream"), wrong, mend)


def _heat(tables: Tables) -> Iterator[Fault]:
    """Heat runs from hot to less hot, unless the option names the technology that lifts it."""
    streams, exchanges = tables["streams"], tables["exchanges"]
    given = _positions(exchanges["from_stream"], streams["stream"])
    replaced = _positions(exchanges["to_stream"], streams["stream"])
    degrees, heat = streams["temperature_c"], streams["unit"] == "MJ"
    asked = exchanges["needed_c"]
    needed = np.where(np.isnan(asked), degrees[replaced], asked)
    cold = heat[replaced] & (degrees[given] < needed) & (exchanges["technology"] == "")
    for i in np.flatnonzero(cold).tolist():
        name = exchanges["from_stream"][i]
        wrong = f"{name} at {degrees[given[i]]:g} degC cannot heat to {needed[i]:g}"
        mend = "write the degC the taker needs in needed_c, or the technology that lifts the heat"
        yield Fault(exchanges.where(i, "from_stream"), wrong, mend)
