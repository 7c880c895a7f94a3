"""From described parks to columns: what a park file says of its enterprises, measures and links."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.catalogue import Catalogue
from sim.columns import (
    BY_HEAT,
    BY_PLAN,
    BY_WATER,
    NEVER,
    OWNERSHIPS,
    PARK_COMPANY,
    Contracts,
    Enterprises,
    Prospects,
    Retrofits,
    Slots,
    Vintages,
)
from sim.draws import Draws, keys_of
from sim.park import Park, Sheet
from sim.park_columns import ParkColumns, close_mass, find_carriers
from sim.recipes import COAL, COKE, GAS, POWER, STEAM, WASTEWATER, WATER
from sim.settle_in import settle_in

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

DISPATCH = {
    "coal_chp": BY_HEAT, "boiler_coal": BY_HEAT, "boiler_gas": BY_HEAT, "wwtp": BY_WATER,
}  # fmt: skip
"""Utilities whose output follows what the park asks of them; the others follow their demand."""

_MEASURED = (
    ("coal_t", COAL, 1000.0), ("coke_t", COKE, 1000.0), ("natural_gas_1000m3", GAS, 1000.0),
    ("electricity_mwh", POWER, 1000.0), ("steam_gj", STEAM, 1000.0),
    ("fresh_water_m3", WATER, 1.0), ("wastewater_m3", WASTEWATER, 1.0),
)  # fmt: skip


def build_parks(
    catalogue: Catalogue,
    parks: Sequence[Park],
    draws: Draws,
    assumption: dict[str, float],
    base_year: int,
) -> ParkColumns:
    """Lay described parks out as columns, all in one set.

    An enterprise's key is the hash of `park_id/enterprise_id`: no draw depends on a row number.
    """
    owners: dict[str, int] = {}
    batches = [
        _describe(catalogue, park, p, owners, base_year, assumption) for p, park in enumerate(parks)
    ]
    columns = ParkColumns(
        park_ids=[park.park_id for park in parks],
        provinces=[str(park.info["province"]) for park in parks],
        owners=list(owners),
        enterprises=Enterprises.blank(0),
        slots=Slots.blank(0),
        vintages=Vintages.blank(0),
        retrofits=Retrofits.blank(0),
        prospects=Prospects.blank(0),
        contracts=Contracts.blank(0),
        links=[],
        free_land_mu=np.array([_land(park, "free") for park in parks]),
        idle_land_mu=np.array([_land(park, "idle") for park in parks]),
        centre_km=np.array([_centre(batch) for batch in batches]).reshape(len(parks), 2),
    )
    for park, batch in zip(parks, batches, strict=True):
        first = len(columns.enterprises)
        settle_in(columns, catalogue, draws, assumption, batch)
        _apply_measurements(columns, catalogue, park, first)
        columns.links.extend(_links(columns, catalogue, park, first, base_year))
        close_mass(columns.slots, catalogue, np.arange(first, len(columns.enterprises)))
    columns.slots.base_coefficient[:] = columns.slots.coefficient
    return columns


def _centre(batch: dict[str, Any]) -> tuple[float, float]:
    """Return the median place of the enterprises inside the fence: entrants settle around it."""
    inside = batch["inside"] if batch["inside"].any() else np.ones(len(batch["x_km"]), dtype=bool)
    if not inside.any():
        return 0.0, 0.0
    return float(np.median(batch["x_km"][inside])), float(np.median(batch["y_km"][inside]))


def _land(park: Park, status: str) -> float:
    plots = park.plots
    return float(np.sum(plots["area_mu"][plots["status"] == status]))


def _describe(
    catalogue: Catalogue,
    park: Park,
    number: int,
    owners: dict[str, int],
    base_year: int,
    power: dict[str, float],
) -> dict[str, Any]:
    """Return the columns that a park's enterprises and facilities sheets give."""
    both = _both_sheets(catalogue, park)
    sector = np.array([catalogue.sector[name] for name in both["sector"]], dtype=np.int64)
    sectors = catalogue.tables["sectors"]
    role = sectors["role"][sector]
    start = np.nan_to_num(_month(both["start_year"], base_year), nan=-NEVER)
    end_month = np.nan_to_num(_month(both["end_year"] + 1, base_year), nan=NEVER)
    owner = [
        owners.setdefault(f"{park.park_id}/{name}", len(owners)) if name else -1
        for name in both["owner"]
    ]
    output = _or_typical(both["output"], sectors["typical_output"][sector])
    measured = np.divide(
        both["value_added_cny"], output, out=np.zeros(len(sector)), where=output > 0
    )
    return {
        "key": keys_of([f"{park.park_id}/{name}" for name in both["id"]]),
        "name": np.array(both["id"], dtype=object),
        "park": np.full(len(sector), number),
        "sector": sector,
        "inside": both["inside"] & (role != "outside"),
        "dispatch": np.array([DISPATCH.get(name, BY_PLAN) for name in both["sector"]]),
        "x_km": np.nan_to_num(both["x_km"]),
        "y_km": np.nan_to_num(both["y_km"]),
        "owner": np.array(owner),
        "ownership": np.array(
            [
                OWNERSHIPS.index(word) if word else (PARK_COMPANY if r == "utility" else 0)
                for word, r in zip(both["ownership"], role, strict=True)
            ]
        ),
        "start_month": start,
        "end_month": end_month,
        "active": (start <= 0) & ~(end_month <= 0),
        "base_output": output,
        "value_added_cny_per_unit": np.nan_to_num(measured),
        "land_mu": _or_typical(
            both["land_mu"],
            _scaled(catalogue, "land_mu_typical", sector, both["output"], power["land_scale"]),
        ),
        "jobs": _or_typical(
            both["jobs"],
            _scaled(catalogue, "jobs_typical", sector, both["output"], power["jobs_scale"]),
        ),
    }


def _both_sheets(catalogue: Catalogue, park: Park) -> dict[str, Any]:
    """Return the columns of the enterprises sheet, with the facilities behind them."""
    firms, plants = park.enterprises, park.facilities
    missing = np.full(len(plants["sector"]), np.nan)
    within = np.ones(len(plants["sector"]), dtype=bool)
    both: dict[str, Any] = {
        "id": [*firms["enterprise_id"], *plants["facility_id"]],
        "output": np.concatenate((firms["output"], _planned_output(catalogue, plants))),
        "inside": np.concatenate((firms["inside"] != "no", within)),
    }
    for name in ("sector", "owner", "ownership"):
        both[name] = [*firms[name], *plants[name]]
    for name in ("x_km", "y_km", "land_mu", "start_year"):
        both[name] = np.concatenate((firms[name], plants[name]))
    for name in ("end_year", "jobs", "value_added_cny"):
        both[name] = np.concatenate((firms[name], missing))
    return both


def _planned_output(catalogue: Catalogue, facilities: Sheet) -> Floats:
    """Return the output a year that facilities plan: capacity at the use of 2020."""
    sectors = catalogue.tables["sectors"]
    use = np.array([catalogue.sector[name] for name in facilities["sector"]], dtype=np.int64)
    planned: Floats = facilities["capacity"] * sectors["utilisation_2020"][use]
    return planned


def _month(years: Floats, base_year: int) -> Floats:
    return (years - base_year) * 12.0


def _or_typical(given: Floats, typical: Floats) -> Floats:
    return np.where(np.isnan(given), typical, given)


def _scaled(
    catalogue: Catalogue, column: str, sector: Ints, output: Floats, power: float
) -> Floats:
    """Scale a typical plant's land or jobs to an output: typical x (output / typical) ^ power."""
    sectors = catalogue.tables["sectors"]
    typical = sectors["typical_output"][sector]
    scale = _or_typical(output, typical) / np.maximum(typical, 1e-9)
    figure: Floats = sectors[column][sector] * np.maximum(scale, 0.0) ** power
    return figure


def _apply_measurements(columns: ParkColumns, catalogue: Catalogue, park: Park, first: int) -> None:
    """Let measured carriers and wastes override the archetype's coefficients."""
    enterprises, slots = columns.enterprises, columns.slots
    firms = park.enterprises
    carriers = find_carriers(catalogue, columns)
    for column, carrier, to_base in _MEASURED:
        for row in np.flatnonzero(~np.isnan(firms[column])):
            e = first + int(row)
            slot = carriers[e, carrier]
            if slot >= 0 and enterprises.base_output[e] > 0:
                per_unit = firms[column][row] * to_base / enterprises.base_output[e]
                slots.coefficient[slot] = slots.base_coefficient[slot] = per_unit
                enterprises.efficiency[e] = 1.0
    _apply_wastes(columns, catalogue, park.wastes, first)


def _links(
    columns: ParkColumns, catalogue: Catalogue, park: Park, first: int, base_year: int
) -> list[tuple[int, int, int, float]]:
    rows = {str(name): first + e for e, name in enumerate(columns.enterprises.name[first:])}
    sheet = park.links
    links = []
    for giver, taker, option, amount, start in zip(
        sheet["giver"], sheet["taker"], sheet["exchange"], sheet["amount_per_year"],
        sheet["start_year"], strict=True,
    ):  # fmt: skip
        if not start > base_year:
            option = catalogue.exchange[str(option)]
            links.append((rows[str(giver)], rows[str(taker)], option, amount * 1000.0 / 12.0))
    return links


def _apply_wastes(columns: ParkColumns, catalogue: Catalogue, wastes: Sheet, first: int) -> None:
    enterprises, slots = columns.enterprises, columns.slots
    rows = {str(name): e for e, name in enumerate(enterprises.name) if e >= first}
    for name, stream, amount in zip(
        wastes["enterprise"], wastes["stream"], wastes["amount_per_year"], strict=True
    ):
        e = rows[str(name)]
        s = catalogue.stream[str(stream)]
        found = np.flatnonzero((slots.enterprise == e) & (slots.stream == s) & slots.out)
        if len(found) and enterprises.base_output[e] > 0 and not np.isnan(amount):
            per_unit = amount * 1000.0 / enterprises.base_output[e]
            slots.coefficient[found] = slots.base_coefficient[found] = per_unit
