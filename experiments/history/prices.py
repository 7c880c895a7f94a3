"""Constant real relative prices: the catalogue's of 2023, but for the declared sheet of a case."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from experiments.history.record import tables
from sim.catalogue import FIRST_YEAR, Catalogue, load_catalogue
from sim.prices import REFERENCE_YEAR
from sim.table_form import Table

Floats = NDArray[np.float64]


@cache
def constant_catalogue(park: str) -> Catalogue:
    """Return the catalogue in which every year is like the other.

    Prices are those of 2023 and of the park's sheet in all years, demand stays, and nobody enters
    by chance. A sector without value added (a municipality) covers its costs from rates.
    """
    catalogue = load_catalogue()
    now = REFERENCE_YEAR - FIRST_YEAR
    price = catalogue.price[:, now].copy()
    released = catalogue.number("streams", "fallback_cny_per_unit").copy()
    declared = tables()["prices"].rows(park=park)
    columns = (declared[column].tolist() for column in ("stream", "what", "value"))
    for stream, what, value in zip(*columns, strict=True):
        (price if what == "price" else released)[catalogue.stream[stream]] = value
    changed = {
        "streams": catalogue.tables["streams"].replaced(fallback_cny_per_unit=released),
        "context": _nobody_comes(catalogue.tables["context"]),
        "sectors": _rates(catalogue, price, released),
    }
    return replace(
        catalogue,
        tables={**catalogue.tables, **changed},
        price=np.repeat(price[:, None], catalogue.price.shape[1], axis=1),
        power_sale=np.full_like(catalogue.power_sale, catalogue.power_sale[now]),
        demand=np.ones_like(catalogue.demand),
    )


def _nobody_comes(context: Table) -> Table:
    """Set the yearly chance of entry to 0: the record says who comes."""
    chance = context["series"] == "firm_entry_rate"
    return context.replaced(value=np.where(chance, 0.0, context["value"]))


def _rates(catalogue: Catalogue, price: Floats, released: Floats) -> Table:
    """Let sectors without value added charge what their inputs cost above their sales."""
    sectors = catalogue.tables["sectors"]
    fee = sectors["service_fee_cny_per_unit"].copy()
    for row in np.flatnonzero(sectors["value_added_cny_per_unit"] == 0.0).tolist():
        recipe = catalogue.recipes[row]
        worth = np.where(recipe.out, -released[recipe.stream], price[recipe.stream])
        fee[row] = max(float(np.sum(recipe.quantity * worth)), fee[row])
    return sectors.replaced(service_fee_cny_per_unit=fee)
