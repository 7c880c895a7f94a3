"""From described parks to columns: enterprises with recipes, opening balance sheets and links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
)
from sim.draws import Draws, keys_of
from sim.park import Park, Sheet
from sim.recipes import COAL, COKE, GAS, POWER, STEAM, WASTEWATER, WATER

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

DISPATCH = {"coal_chp": BY_HEAT, "wwtp": BY_WATER}
"""Utilities whose output follows what the park asks of them; the others follow their demand."""

SIZE_REVENUE_CNY = (20e6, 400e6, 2e9)
"""Yearly revenue at which an enterprise is small, medium, large (NBS classes, context `size`)."""

_MEASURED = (
    ("coal_t", COAL, 1000.0), ("coke_t", COKE, 1000.0), ("natural_gas_1000m3", GAS, 1000.0),
    ("electricity_mwh", POWER, 1000.0), ("steam_gj", STEAM, 1000.0),
    ("fresh_water_m3", WATER, 1.0), ("wastewater_m3", WASTEWATER, 1.0),
)  # fmt: skip


@dataclass
class ParkColumns:
    """All columns of one or several parks, ready to run."""

    park_ids: list[str]
    provinces: list[str]
    owners: list[str]
    enterprises: Enterprises
    slots: Slots
    retrofits: Retrofits
    prospects: Prospects
    contracts: Contracts
    links: list[tuple[int, int, int, float]]
    """Links that stand at the start: giver, taker, option, amount a month (nan: what fits)."""
    free_land_mu: Floats
    idle_land_mu: Floats
    centre_km: Floats


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
        _describe(catalogue, park, p, owners, base_year, assumption)
        for p, park in enumerate(parks)
    ]
    columns = ParkColumns(
        park_ids=[park.park_id for park in parks],
        provinces=[str(park.info["province"]) for park in parks],
        owners=list(owners),
        enterprises=Enterprises.blank(0),
        slots=Slots.blank(0),
        retrofits=Retrofits.blank(0),
        prospects=Prospects.blank(0),
        contracts=Contracts.blank(0),
        links=[],
        free_land_mu=np.array([_land(park, "free") for park in parks]),
        idle_land_mu=np.array([_land(park, "idle") for park in parks]),
        centre_km=np.array(
            [[b["x_km"].mean(), b["y_km"].mean()] if len(b["x_km"]) else [0, 0] for b in batches]
        ).reshape(len(parks), 2),
    )
    for park, batch in zip(parks, batches, strict=True):
        first = len(columns.enterprises)
        settle_in(columns, catalogue, draws, assumption, batch)
        _apply_measurements(columns, catalogue, park, first)
        columns.links.extend(_links(columns, catalogue, park, first, base_year))
        close_mass(columns.slots, catalogue, np.arange(first, len(columns.enterprises)))
    return columns


def settle_in(
    columns: ParkColumns,
    catalogue: Catalogue,
    draws: Draws,
    assumption: dict[str, float],
    batch: dict[str, Any],
) -> None:
    """Append a batch of enterprises with their slots, retrofits and prospects."""
    first = len(columns.enterprises)
    count = len(batch["sector"])
    enterprises = Enterprises.blank(count, **batch)
    spread = draws.normal("efficiency", enterprises.key) * assumption["efficiency_sd"]
    enterprises.efficiency = np.exp(spread)
    sectors = catalogue.tables["sectors"]
    sector = enterprises.sector
    for column in ("service_fee", "other_purchases"):
        setattr(enterprises, f"{column}_cny_per_unit", sectors[f"{column}_cny_per_unit"][sector])
    process = sectors["process_co2_kg_per_unit"] + sectors["other_fuel_co2_kg_per_unit"]
    enterprises.process_tco2e_per_unit = process[sector] / 1000.0
    use = np.where(enterprises.inside, sectors["utilisation_2020"][sector], 1.0)
    enterprises.capacity = enterprises.base_output / 12.0 / use
    enterprises.months_insolvent[:] = 0

    slots, starts = _slots(catalogue, enterprises, first, len(columns.slots))
    enterprises.first_slot = starts
    revenue = _yearly_revenue(catalogue, enterprises, slots, first)
    enterprises.size = np.searchsorted(SIZE_REVENUE_CNY, revenue)
    _open_balance_sheets(catalogue, enterprises, revenue, assumption)
    prospects = _prospects(catalogue, enterprises, slots, len(columns.slots), first)
    chance = draws.uniform("known", _keys_of_slots(enterprises, slots, prospects, first, len(columns.slots)), prospects.exchange)
    prospects.known = chance < assumption["known_share"]

    columns.enterprises.append(enterprises)
    columns.slots.append(slots)
    columns.retrofits.append(_retrofits(catalogue, enterprises, first))
    columns.prospects.append(prospects)
    close_mass(columns.slots, catalogue, np.arange(first, first + count))


def close_mass(slots: Slots, catalogue: Catalogue, enterprises: Ints) -> None:
    """Let air and exhaust take up what changed coefficients leave open, so that mass closes.

    Air stays as the recipe draws it and rises only where outputs would outweigh inputs; exhaust is
    the remainder, checked by its carbon in the books.
    """
    mass = catalogue.number("streams", "mass_kg_per_unit")
    air, exhaust = catalogue.stream["air"], catalogue.stream["exhaust"]
    first = np.searchsorted(slots.enterprise, enterprises, side="left")
    last = np.searchsorted(slots.enterprise, enterprises, side="right")
    pieces = [np.arange(i, j) for i, j in zip(first.tolist(), last.tolist(), strict=True)]
    rows = np.concatenate(pieces) if pieces else np.empty(0, dtype=np.int64)
    sign = np.where(slots.out[rows], -1.0, 1.0)
    owner = slots.enterprise[rows]
    size = int(owner.max()) + 1 if len(owner) else 0
    is_air = (slots.stream[rows] == air) & ~slots.out[rows]
    is_exhaust = (slots.stream[rows] == exhaust) & slots.out[rows]
    weight = sign * slots.coefficient[rows] * mass[slots.stream[rows]]
    solid = np.bincount(owner, weights=np.where(is_air | is_exhaust, 0.0, weight), minlength=size)
    drawn = np.bincount(owner, weights=np.where(is_air, weight, 0.0), minlength=size)
    needed = np.maximum(drawn, -solid)
    slots.coefficient[rows[is_air]] = needed[owner[is_air]] / mass[air]
    out = np.maximum(solid + needed, 0.0)
    slots.coefficient[rows[is_exhaust]] = out[owner[is_exhaust]] / mass[exhaust]


def capital_recovery(rate: float | Floats, years: float) -> Floats:
    """Return the yearly payment per unit of capital: r / (1 - (1 + r)^-n).

    >>> round(float(capital_recovery(0.10, 10)), 4)
    0.1627
    """
    rate = np.asarray(rate, dtype=np.float64)
    return rate / (1.0 - (1.0 + rate) ** -years)


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
    firms, plants = park.enterprises, park.facilities
    both = {
        "id": [*firms["enterprise_id"], *plants["facility_id"]],
        "sector": [*firms["sector"], *plants["sector"]],
        "output": np.concatenate((firms["output"], _planned_output(catalogue, plants))),
    }
    for name in ("x_km", "y_km", "land_mu", "start_year"):
        both[name] = np.concatenate((firms[name], plants[name]))
    for name in ("owner", "ownership"):
        both[name] = [*firms[name], *plants[name]]
    sector = np.array([catalogue.sector[name] for name in both["sector"]], dtype=np.int64)
    sectors = catalogue.tables["sectors"]
    role = sectors["role"][sector]
    missing = np.full(len(plants["sector"]), np.nan)
    count = len(sector)
    end_year = np.concatenate((firms["end_year"], missing))
    start = np.nan_to_num(_month(both["start_year"], base_year), nan=-NEVER)
    end_month = np.nan_to_num(_month(end_year + 1, base_year), nan=NEVER)
    inside = np.array([str(flag) != "no" for flag in firms.get("inside", np.empty(0))], dtype=bool)
    inside = np.concatenate((inside, np.ones(count - len(inside), dtype=bool)))
    owner = [
        owners.setdefault(f"{park.park_id}/{name}", len(owners)) if name else -1
        for name in both["owner"]
    ]
    return {
        "key": keys_of([f"{park.park_id}/{name}" for name in both["id"]]),
        "name": np.array(both["id"], dtype=object),
        "park": np.full(count, number),
        "sector": sector,
        "inside": inside & (role != "outside"),
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
        "base_output": _or_typical(both["output"], sectors["typical_output"][sector]),
        "land_mu": _or_typical(both["land_mu"], scaled(catalogue, "land_mu_typical", sector, both["output"], power["land_scale"])),
        "jobs": _or_typical(
            np.concatenate((firms["jobs"], missing)),
            scaled(catalogue, "jobs_typical", sector, both["output"], power["jobs_scale"]),
        ),
    }


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


def scaled(
    catalogue: Catalogue, column: str, sector: Ints, output: Floats, power: float
) -> Floats:
    """Scale a typical plant's land or jobs to an output: typical x (output / typical) ^ power."""
    sectors = catalogue.tables["sectors"]
    typical = sectors["typical_output"][sector]
    scale = _or_typical(output, typical) / np.maximum(typical, 1e-9)
    figure: Floats = sectors[column][sector] * np.maximum(scale, 0.0) ** power
    return figure


def _slots(
    catalogue: Catalogue, enterprises: Enterprises, first: int, first_slot: int
) -> tuple[Slots, Ints]:
    recipes = [catalogue.recipes[s] for s in enterprises.sector]
    lengths = np.array([len(recipe.stream) for recipe in recipes], dtype=np.int64)
    starts = first_slot + np.concatenate(([0], np.cumsum(lengths)[:-1])).astype(np.int64)
    if not recipes:
        return Slots.blank(0), starts[:0]
    quantity = np.concatenate([recipe.quantity for recipe in recipes])
    fuel = np.concatenate([recipe.fuel for recipe in recipes])
    owner = np.repeat(np.arange(len(recipes)), lengths)
    coefficient = np.where(fuel, quantity * enterprises.efficiency[owner], quantity)
    slots = Slots.blank(
        len(quantity),
        enterprise=owner + first,
        stream=np.concatenate([recipe.stream for recipe in recipes]),
        out=np.concatenate([recipe.out for recipe in recipes]),
        product=np.concatenate([recipe.product for recipe in recipes]),
        fuel=fuel,
        coefficient=coefficient,
        base_coefficient=coefficient,
    )
    return slots, starts


def _yearly_revenue(
    catalogue: Catalogue, enterprises: Enterprises, slots: Slots, first: int
) -> Floats:
    price = catalogue.price[:, 0]
    worth = np.where(slots.product, slots.coefficient * price[slots.stream], 0.0)
    per_unit = np.bincount(slots.enterprise - first, weights=worth, minlength=len(enterprises))
    revenue: Floats = (per_unit + enterprises.service_fee_cny_per_unit) * enterprises.base_output
    return revenue


def _open_balance_sheets(
    catalogue: Catalogue, enterprises: Enterprises, revenue: Floats, assumption: dict[str, float]
) -> None:
    """Open with fixed assets by value added, working capital by revenue, debt by the mean ratio."""
    per_unit = catalogue.tables["sectors"]["value_added_cny_per_unit"][enterprises.sector]
    value_added = per_unit * enterprises.base_output
    enterprises.fixed_assets = assumption["capital_per_value_added"] * value_added
    enterprises.cash = assumption["cash_months"] * revenue / 12.0
    enterprises.receivables = np.where(
        enterprises.active, assumption["receivable_months"] * revenue / 12.0, 0.0
    )
    assets = enterprises.fixed_assets + enterprises.cash + enterprises.receivables
    enterprises.debt = assets * catalogue.context("debt_ratio", "industry_total") / 100.0
    enterprises.equity = assets - enterprises.debt


def _retrofits(catalogue: Catalogue, enterprises: Enterprises, first: int) -> Retrofits:
    rows = [np.flatnonzero(catalogue.tech_row_sector == s) for s in enterprises.sector]
    if not rows:
        return Retrofits.blank(0)
    owner = np.repeat(np.arange(len(rows)), [len(r) for r in rows]) + first
    return Retrofits.blank(
        len(owner), enterprise=owner, tech_row=np.concatenate(rows), installed_month=-1
    )


def _prospects(
    catalogue: Catalogue, enterprises: Enterprises, slots: Slots, first_slot: int, first: int
) -> Prospects:
    """Pair each slot with the exchange options its sector may give to or take from it."""
    found: list[tuple[Ints, Ints, bool]] = []
    sector = enterprises.sector[slots.enterprise - first]
    for giver, allowed, stream, out in (
        (True, catalogue.gives, catalogue.from_stream, True),
        (False, catalogue.takes, catalogue.to_stream, False),
    ):
        fits = allowed[sector] & (slots.stream[:, None] == stream[None, :])
        fits &= ((slots.out == out) & (slots.coefficient > 0))[:, None]
        slot, exchange = np.nonzero(fits)
        found.append((slot, exchange, giver))
    slot = np.concatenate([f[0] for f in found]) if len(slots) else np.empty(0, dtype=np.int64)
    exchange = np.concatenate([f[1] for f in found]) if len(slots) else slot
    giver = np.concatenate([np.full(len(f[0]), f[2]) for f in found]) if len(slots) else slot > 0
    order = np.lexsort((exchange, slot))
    return Prospects.blank(
        len(order), slot=slot[order] + first_slot, exchange=exchange[order], giver=giver[order]
    )


def _keys_of_slots(
    enterprises: Enterprises, slots: Slots, prospects: Prospects, first: int, first_slot: int
) -> NDArray[np.uint64]:
    keys: NDArray[np.uint64] = enterprises.key[
        slots.enterprise[prospects.slot - first_slot] - first
    ]
    return keys


def _apply_measurements(
    columns: ParkColumns, catalogue: Catalogue, park: Park, first: int
) -> None:
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


def find_carriers(catalogue: Catalogue, columns: ParkColumns) -> Ints:
    """Return the slot of each carrier by (enterprise, `sim.catalogue.CARRIERS`), or -1."""
    enterprises = columns.enterprises
    rows = np.array([recipe.carrier_row for recipe in catalogue.recipes])[enterprises.sector]
    slots: Ints = np.where(rows >= 0, enterprises.first_slot[:, None] + rows, -1)
    return slots
