"""Enterprises settle in: their slots, retrofits, prospects and opening balance sheets."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.catalogue import Catalogue, per_catalogue
from sim.columns import Enterprises, Prospects, Retrofits, Slots
from sim.draws import Draws
from sim.park_columns import ParkColumns, close_mass
from sim.stream_facts import stream_facts
from sim.vintage import lay_lines, new_plant_energy, wears

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

PUBLIC_BODIES = ("municipality",)
"""Sectors whose services a public budget pays for: their income covers none of them."""

SIZE_REVENUE_CNY = (20e6, 400e6, 2e9)
"""Yearly revenue at which an enterprise is small, medium, large (NBS classes, context `size`)."""


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
    enterprises.efficiency = np.exp(spread) * new_plant_energy(
        catalogue, assumption, enterprises.start_month
    )
    sectors = catalogue.tables["sectors"]
    sector = enterprises.sector
    for column in ("service_fee", "other_purchases"):
        setattr(enterprises, f"{column}_cny_per_unit", sectors[f"{column}_cny_per_unit"][sector])
    # a measured value added is met by what else the enterprise buys
    usual, measured = (
        sectors["value_added_cny_per_unit"][sector],
        enterprises.value_added_cny_per_unit,
    )
    enterprises.public = np.isin(sectors["sector"][sector], PUBLIC_BODIES)
    earned = np.where(measured > 0, measured, usual)
    enterprises.value_added_cny_per_unit = earned
    enterprises.other_purchases_cny_per_unit += usual - earned
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
    ages = wears(catalogue, enterprises)
    enterprises.upkeep_share = np.where(ages, assumption["upkeep_share"], 1.0)
    vintages = lay_lines(catalogue, draws, assumption, enterprises, spread)
    vintages.enterprise += first
    prospects = _prospects(catalogue, enterprises)
    keys = _keys_of_slots(enterprises, slots, prospects, first, len(columns.slots))
    chance = draws.uniform("known", keys, catalogue.exchange_keys[prospects.exchange])
    traded = stream_facts(catalogue).fallback[catalogue.from_stream[prospects.exchange]] > 0
    common = np.where(traded, assumption["common_practice"], assumption["known_share"])
    prospects.known = chance < common

    opened = len(columns.slots)
    columns.enterprises.append(enterprises)
    columns.slots.append(slots)
    columns.vintages.append(vintages)
    columns.retrofits.append(_retrofits(catalogue, enterprises, first))
    columns.prospects.append(prospects)
    close_mass(columns.slots, catalogue, np.arange(first, first + count))
    columns.slots.base_coefficient[opened:] = columns.slots.coefficient[opened:]


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
    value_added = enterprises.value_added_cny_per_unit * enterprises.base_output
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
        len(owner),
        enterprise=owner,
        tech_row=np.concatenate(rows),
        installed_month=-1,
        worn_month=-1,
        share=1.0,
    )


def _prospects(catalogue: Catalogue, enterprises: Enterprises) -> Prospects:
    """Pair each slot with the exchange options its sector may give to or take from it.

    A slot that only a technology opens has its prospects too; nobody meets them before.
    """
    found = [_prospects_of(catalogue, sector) for sector in enterprises.sector.tolist()]
    if not found:
        return Prospects.blank(0)
    counts = [len(rows) for rows, _, _ in found]
    return Prospects.blank(
        sum(counts),
        slot=np.concatenate([rows for rows, _, _ in found])
        + np.repeat(enterprises.first_slot, counts),
        exchange=np.concatenate([options for _, options, _ in found]),
        giver=np.concatenate([gives for _, _, gives in found]),
    )


@per_catalogue
def _prospects_of(catalogue: Catalogue, sector: int) -> tuple[Ints, Ints, Flags]:
    """Return the prospects of a plant: row in its recipe, option and whether it gives."""
    recipe, allowed = catalogue.recipes[sector], (catalogue.gives[sector], catalogue.takes[sector])
    gives = allowed[0] & (recipe.stream[:, None] == catalogue.from_stream) & recipe.out[:, None]
    takes = allowed[1] & (recipe.stream[:, None] == catalogue.to_stream) & ~recipe.out[:, None]
    slot, exchange = np.nonzero(gives | takes)
    return slot, exchange, gives[slot, exchange]


def _keys_of_slots(
    enterprises: Enterprises, slots: Slots, prospects: Prospects, first: int, first_slot: int
) -> NDArray[np.uint64]:
    keys: NDArray[np.uint64] = enterprises.key[
        slots.enterprise[prospects.slot - first_slot] - first
    ]
    return keys
