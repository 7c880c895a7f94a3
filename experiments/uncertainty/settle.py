"""What follows when prices and effects of the tables move, so that sheets close as they did."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sim.catalogue import FIRST_YEAR, Catalogue
from sim.fit import tech_effects
from sim.prices import REFERENCE_YEAR

Floats = NDArray[np.float64]


def settled(drawn: Catalogue, base: Catalogue) -> Catalogue:
    """Return a drawn catalogue in which goods, sectors and technologies stand as in the base.

    What a stream brings when released moves with its price; a sector's other purchases close its
    sheet on the value added of the reference year; the other gain of a technology leaves out the
    same streams.
    """
    found = _with(drawn, "streams", fallback_cny_per_unit=_fallback(drawn, base))
    closing = (
        found.number("sectors", "other_purchases_cny_per_unit") + _earned(found) - _earned(base)
    )
    found = _with(found, "sectors", other_purchases_cny_per_unit=closing)
    gap = tech_effects(base).gain - tech_effects(found).gain
    gain = found.number("technology_sectors", "other_gain_cny") + gap
    return _with(found, "technology_sectors", other_gain_cny=gain)


def _with(catalogue: Catalogue, table: str, **columns: Floats) -> Catalogue:
    changed = catalogue.tables[table].replaced(**columns)
    return replace(catalogue, tables={**catalogue.tables, table: changed})


def _fallback(drawn: Catalogue, base: Catalogue) -> Floats:
    """Return what a released unit brings: sales move with the price, fees stay."""
    now = REFERENCE_YEAR - FIRST_YEAR
    price, was = drawn.price[:, now], base.price[:, now]
    ratio = np.divide(price, was, out=np.ones_like(price), where=was > 0.0)
    fallback = drawn.number("streams", "fallback_cny_per_unit")
    return np.where(fallback > 0.0, fallback * ratio, fallback)


def _earned(catalogue: Catalogue) -> Floats:
    """Return what a product unit of each sector earns before other purchases, reference year."""
    now = REFERENCE_YEAR - FIRST_YEAR
    price = catalogue.price[:, now]
    fallback = catalogue.number("streams", "fallback_cny_per_unit")
    power, sale = catalogue.stream["electricity"], float(catalogue.power_sale[now])
    earned = catalogue.number("sectors", "service_fee_cny_per_unit").copy()
    for sector, recipe in enumerate(catalogue.recipes):
        stream = recipe.stream
        value = np.where(recipe.product, price[stream], fallback[stream])
        value = np.where(stream == power, sale, value)
        cost = price[stream] * catalogue.price_factor[sector, stream]
        earned[sector] += np.sum(recipe.quantity * np.where(recipe.out, value, -cost))
    return earned
