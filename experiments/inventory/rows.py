"""Reading a table of quantities: every fault at once, units converted, trades on both sides.

Columns: `enterprise`, `activity`, `carrier`, `quantity`, `unit`; a table may also have
`counterpart` (another enterprise of the table), `heating_value_gj_per_unit` and
`co2_factor_t_per_unit` (measured, per unit of the row) and `note`.
"""

from __future__ import annotations

import csv
import difflib
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from experiments.inventory.activity import (
    ACTIVITIES,
    FUEL,
    PROCESS,
    STEAM,
    Activity,
    activity_named,
)
from experiments.inventory.defaults import Defaults
from experiments.inventory.names import find_name, near_names
from experiments.inventory.row import Row
from experiments.inventory.units import HEAT, MASS, VOLUME, base_unit
from sim.faults import Fault, InputError, raise_faults
from sim.table_form import Column, Table
from sim.table_reader import read_cells

AGREE = 1e-3
"""Share by which the two sides of a trade may differ: room for rounded figures."""

LARGEST = 1e15
HEATING, CARBON = "heating_value_gj_per_unit", "co2_factor_t_per_unit"

COLUMNS = (
    Column("enterprise", "text", required=True, description="the enterprise"),
    Column("activity", "text", required=True, description="an activity, such as fuel burnt"),
    Column("carrier", "text", description="fuel, process, waste or pollutant"),
    Column("quantity", "number", low=0.0, high=LARGEST, required=True, description="a number"),
    Column("unit", "text", required=True, description="a unit, such as t"),
)
OPTIONAL = (
    Column("counterpart", "text"),
    Column(HEATING, "number", low=0.0),
    Column(CARBON, "number", low=0.0),
    Column("note", "text"),
)


def read_rows(path: Path, defaults: Defaults) -> list[Row]:
    """Read and convert a table; a trade inside it stands on both sides, whoever stated it.

    Errors: one `InputError` with every fault.
    """
    if not path.is_file():
        mend = "name a CSV file; `parkloop inventory --template FILE.csv` writes an example"
        raise_faults([Fault(str(path), "is no file", mend)])
    with path.open("rb") as file:
        line = file.readline().decode("utf-8-sig", errors="replace")
    header = next(csv.reader([line]), [])
    faults: list[Fault] = []
    spec = (*COLUMNS, *(column for column in OPTIONAL if column.name in header))
    table = read_cells(path, spec, faults)
    if table is None:
        raise InputError(faults)
    if not faults and len(table) == 0:
        faults.append(Fault(path.name, "holds no row", "write a row for each quantity"))
    firms = {str(name) for name in table["enterprise"] if name}
    found = [_row(table, i, firms, defaults, faults) for i in range(len(table))]
    rows = [row for row in found if row is not None]
    raise_faults(faults)
    return _both_sides(rows, defaults)


def _row(
    table: Table, i: int, firms: set[str], defaults: Defaults, faults: list[Fault]
) -> Row | None:
    """Convert one row, appending its faults; None where it has any."""
    cells = table.row_at(i)
    activity = activity_named(cells["activity"])
    known = len(faults)
    if activity is None:
        if cells["activity"]:
            near = difflib.get_close_matches(cells["activity"].lower(), ACTIVITIES, 1, 0.4)
            mend = f"write {near[0]}" if near else f"write one of {', '.join(ACTIVITIES)}"
            wrong = f"{cells['activity']!r} is no activity"
            faults.append(Fault(table.where(i, "activity"), wrong, mend))
        return None
    carrier = _carrier(activity, cells)
    unit = base_unit(cells["unit"]) if cells["unit"] else None
    for column, wrong, mend in (
        *_name_faults(activity, carrier, cells),
        *_unit_faults(activity, carrier, unit, cells, defaults),
        *_partner_faults(activity, cells, firms),
        *_factor_faults(activity, cells),
    ):
        faults.append(Fault(table.where(i, column), wrong, mend))
    if unit is None or len(faults) > known:
        return None
    base, size = unit
    return Row(
        table.where(i),
        cells["enterprise"],
        activity.name,
        carrier,
        cells["quantity"] * size,
        base,
        cells.get("counterpart", ""),
        cells.get(HEATING, math.nan) / size,
        cells.get(CARBON, math.nan) / size,
    )


def _carrier(activity: Activity, cells: dict[str, Any]) -> str:
    """Return the id of the name; a fuel that is not known keeps its own where it was measured."""
    found = find_name(activity.names, cells["carrier"]) if cells["carrier"] else None
    if found is None and activity.names == STEAM and not cells["carrier"]:
        return "heat"
    if found is None and activity.names == FUEL and _measured(cells):
        return str(cells["carrier"])
    return found or ""


def _measured(cells: dict[str, Any]) -> bool:
    return not any(math.isnan(cells.get(name, math.nan)) for name in (HEATING, CARBON))


def _name_faults(
    activity: Activity, carrier: str, cells: dict[str, Any]
) -> Iterator[tuple[str, str, str]]:
    if not activity.names:
        if cells["carrier"]:
            yield "carrier", f"{activity.name} needs none", "leave it empty"
    elif not carrier:
        near = ", ".join(near_names(activity.names, cells["carrier"]))
        wrong = f"{cells['carrier']!r} is not known for {activity.name}"
        mend = f"write {near}"
        if activity.names == FUEL:
            mend += f", or give {HEATING} and {CARBON} as measured"
        yield "carrier", wrong if cells["carrier"] else "is empty", mend


def _unit_faults(
    activity: Activity,
    carrier: str,
    unit: tuple[str, float] | None,
    cells: dict[str, Any],
    defaults: Defaults,
) -> Iterator[tuple[str, str, str]]:
    if unit is None:
        if cells["unit"]:
            yield "unit", f"{cells['unit']!r} is no unit", f"write {activity.example}"
        return
    allowed: tuple[str, ...] = activity.bases
    example = activity.example
    if activity.names == FUEL and carrier and math.isnan(cells.get(HEATING, math.nan)):
        allowed = defaults.bases(carrier)
        example = "t" if MASS in allowed else "10^4 m3"
    if activity.names == STEAM and carrier == "heat":
        allowed, example = (HEAT,), "GJ, or name the carrier steam"
    if activity.names == PROCESS:
        allowed = (MASS,)
    if unit[0] not in allowed:
        what = f"{activity.name} of {carrier}" if carrier else activity.name
        yield "unit", f"{cells['unit']} does not measure {what}", f"write {example}"


def _partner_faults(
    activity: Activity, cells: dict[str, Any], firms: set[str]
) -> Iterator[tuple[str, str, str]]:
    partner = cells.get("counterpart", "")
    if not partner:
        return
    if not activity.trade:
        yield "counterpart", f"{activity.name} has no other side", "leave it empty"
    elif partner == cells["enterprise"]:
        yield "counterpart", "is the enterprise itself", "name another or leave the row out"
    elif partner not in firms:
        near = difflib.get_close_matches(partner, firms, 1)
        mend = f"write {near[0]}, or" if near else "write an enterprise of the table, or"
        yield "counterpart", f"{partner!r} has no row", f"{mend} leave it empty for one outside"


def _factor_faults(activity: Activity, cells: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    heats = activity.names in (FUEL, STEAM)
    emits = heats or activity.names == PROCESS or activity.name.startswith("electricity")
    for name, allowed in ((HEATING, heats), (CARBON, emits)):
        if not allowed and not math.isnan(cells.get(name, math.nan)):
            yield name, f"{activity.name} has none", "leave it empty"
    unit = base_unit(cells["unit"])
    is_energy = unit is not None and unit[0] not in (MASS, VOLUME)
    if heats and is_energy and not math.isnan(cells.get(HEATING, math.nan)):
        yield HEATING, f"has no use for a row in {cells['unit']}", "leave it empty"


def _both_sides(rows: list[Row], defaults: Defaults) -> list[Row]:
    """Return the rows with every trade on both sides, checked where both sides stated it."""
    trades: dict[tuple[str, str, str, str], list[list[Row]]] = {}
    kept = []
    for row in rows:
        if not row.counterpart:
            kept.append(row)
            continue
        buys = row.activity.endswith(("bought", "burnt"))
        pair = (row.enterprise, row.counterpart) if buys else (row.counterpart, row.enterprise)
        kind = row.activity if buys else ACTIVITIES[row.activity].trade
        name = "" if kind == "heat bought" else row.carrier
        trades.setdefault((*pair, kind, name), [[], []])[0 if buys else 1].append(row)
    faults: list[Fault] = []
    for (buyer, seller, kind, _), (bought, sold) in trades.items():
        if bought and sold:
            faults += _disagreements(buyer, seller, kind, bought, sold, defaults)
        stated = bought or sold
        kept += [*stated, *(row.mirrored() for row in stated)]
    raise_faults(faults)
    return kept


def _disagreements(
    buyer: str, seller: str, kind: str, bought: list[Row], sold: list[Row], defaults: Defaults
) -> Iterator[Fault]:
    one, other = (sum(map(defaults.heat_of, side)) for side in (bought, sold))
    if abs(one - other) > AGREE * max(one, other):
        wrong = f"{buyer} states {one:g} GJ of {kind} from {seller}, which states {other:g}"
        yield Fault(sold[0].place, wrong, "write the same amount, or only one of the two rows")
    if any(not math.isnan(row.co2_factor) for row in sold):
        mend = f"write it in the row of {buyer}, which stands for both sides"
        yield Fault(sold[0].place, f"gives {CARBON} on the seller's side too", mend)
