"""Enterprises settle in: their slots, retrofits, prospects and opening balance sheets."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.catalogue import Catalogue, per_catalogue
from sim.columns import Enterprises, Slots
from sim.draws import Draws
from sim.layouts import prospect_rows, recipe_rows, technology_rows, unfold
from sim.park_columns import ParkColumns, close_mass
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
    """Append a batch of enterprises with their slots, lines, retrofits and prospects."""
    first = columns.enterprises.add(len(batch["sector"]), **batch)
    enterprises, opened = columns.enterprises.tail(first), len(columns.slots)
    spread = draws.normal("efficiency", enterprises.key) * assumption["efficiency_sd"]
    new = new_plant_energy(catalogue, assumption, enterprises.start_month)
    enterprises.efficiency[:] = np.exp(spread) * new
    _describe(catalogue, enterprises)
    slots = _lay_slots(columns, catalogue, enterprises, first)
    revenue = _yearly_revenue(catalogue, enterprises, slots, first)
    enterprises.size[:] = np.searchsorted(SIZE_REVENUE_CNY, revenue)
    _open_balance_sheets(catalogue, enterprises, revenue, assumption)
    ages = wears(catalogue, enterprises)
    enterprises.upkeep_share[:] = np.where(ages, assumption["upkeep_share"], 1.0)
    vintages = lay_lines(catalogue, draws, assumption, enterprises, spread)
    vintages.enterprise += first
    columns.vintages.append(vintages)
    spans, tech_row = technology_rows(catalogue)
    owner, row = unfold(spans, enterprises.sector)
    columns.retrofits.add(
        len(row), enterprise=owner + first, tech_row=tech_row[row], installed_month=-1,
        worn_month=-1, share=1.0,
    )  # fmt: skip
    _open_prospects(columns, catalogue, draws, assumption, enterprises)
    close_mass(columns.slots, catalogue, np.arange(first, len(columns.enterprises)))
    columns.slots.base_coefficient[opened:] = columns.slots.coefficient[opened:]


def _describe(catalogue: Catalogue, enterprises: Enterprises) -> None:
    """Fill in what the tables say of the enterprises' sectors."""
    sectors, sector = catalogue.tables["sectors"], enterprises.sector
    enterprises.service_fee_cny_per_unit[:] = sectors["service_fee_cny_per_unit"][sector]
    # a measured value added is met by what else the enterprise buys
    usual = sectors["value_added_cny_per_unit"][sector]
    measured = enterprises.value_added_cny_per_unit
    earned = np.where(measured > 0, measured, usual)
    enterprises.value_added_cny_per_unit[:] = earned
    bought = sectors["other_purchases_cny_per_unit"][sector]
    enterprises.other_purchases_cny_per_unit[:] = bought + (usual - earned)
    enterprises.public[:] = _public(catalogue)[sector]
    process = sectors["process_co2_kg_per_unit"] + sectors["other_fuel_co2_kg_per_unit"]
    enterprises.process_tco2e_per_unit[:] = process[sector] / 1000.0
    use = np.where(enterprises.inside, sectors["utilisation_2020"][sector], 1.0)
    enterprises.capacity[:] = enterprises.base_output / 12.0 / use


@per_catalogue
def _public(catalogue: Catalogue) -> Flags:
    """Say which sectors are public bodies."""
    return np.isin(catalogue.tables["sectors"]["sector"], PUBLIC_BODIES)


def _lay_slots(
    columns: ParkColumns, catalogue: Catalogue, enterprises: Enterprises, first: int
) -> Slots:
    """Append the slots of the recipes and return them."""
    recipe = recipe_rows(catalogue)
    owner, row = unfold(recipe.spans, enterprises.sector)
    quantity, fuel = recipe.quantity[row], recipe.fuel[row]
    opened = columns.slots.add(
        len(row),
        enterprise=owner + first,
        stream=recipe.stream[row],
        out=recipe.out[row],
        product=recipe.product[row],
        fuel=fuel,
        coefficient=np.where(fuel, quantity * enterprises.efficiency[owner], quantity),
    )
    size = recipe.spans.size[enterprises.sector]
    enterprises.first_slot[:] = opened + np.cumsum(size) - size
    return columns.slots.tail(opened)


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
    enterprises.fixed_assets[:] = assumption["capital_per_value_added"] * value_added
    enterprises.cash[:] = assumption["cash_months"] * revenue / 12.0
    owed = assumption["receivable_months"] * revenue / 12.0
    enterprises.receivables[:] = np.where(enterprises.active, owed, 0.0)
    assets = enterprises.fixed_assets + enterprises.cash + enterprises.receivables
    enterprises.debt[:] = assets * catalogue.context("debt_ratio", "industry_total") / 100.0
    enterprises.equity[:] = assets - enterprises.debt


def _open_prospects(
    columns: ParkColumns,
    catalogue: Catalogue,
    draws: Draws,
    assumption: dict[str, float],
    enterprises: Enterprises,
) -> None:
    """Append the prospects of enterprises, some of them known from the start."""
    rows = prospect_rows(catalogue)
    owner, row = unfold(rows.spans, enterprises.sector)
    exchange = rows.exchange[row]
    chance = draws.uniform("known", enterprises.key[owner], catalogue.exchange_keys[exchange])
    common = np.where(rows.traded[row], assumption["common_practice"], assumption["known_share"])
    columns.prospects.add(
        len(row),
        slot=rows.slot[row] + enterprises.first_slot[owner],
        exchange=exchange,
        giver=rows.giver[row],
        known=chance < common,
    )
