"""What an enterprise faced in a year: the terms by policy, and the prices that they made."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.indicators.panel import Panel
from experiments.result_frames import BASE_UNITS
from sim.catalogue import FIRST_YEAR
from sim.ledger import LEDGER
from sim.terms import SHEET

Row = dict[str, Any]

PRICED = {"kg": ("t", 1000.0), "MJ": ("GJ", 1000.0), "kWh": ("kWh", 1.0), "m3": ("m3", 1.0)}
"""Base unit of a stream -> the unit of which its price is told, and how many base units it is."""


def term_rows(panel: Panel, row: int, year: int, only: str = "") -> list[Row]:
    """Return the terms that policies wrote for an enterprise's row in a year, in sheet order.

    Keys: term, rows, unit, meaning, default, value and `parts`: policy, operation and value of each
    entry in order of effect. Those by park and by park and sector are the enterprise's own;
    `only` keeps the terms of one kind of row.
    """
    world = panel.world
    terms = world.term_years[year - FIRST_YEAR]
    enterprises, sectors = world.columns.enterprises, len(panel.catalogue.sectors)
    park = int(enterprises.park[row])
    at = {
        "enterprise": row,
        "park": park,
        "park and sector": park * sectors + int(enterprises.sector[row]),
    }
    found = []
    for term in SHEET.values():
        parts = terms.breakdown(term.name, at[term.rows])
        if not parts or only not in ("", term.rows):
            continue
        found.append(
            {
                "term": term.name,
                "rows": term.rows,
                "unit": term.unit,
                "meaning": term.meaning,
                "default": term.default,
                "value": float(terms[term.name][at[term.rows]]),
                "parts": [
                    {"policy": policy, "operation": operation, "value": value}
                    for policy, operation, value in parts
                ],
            }
        )
    return found


def standing_rows(panel: Panel, row: int, year: int) -> list[Row]:
    """Return what policies assessed of an enterprise's last year: policy, name and value."""
    found = []
    for name, column in sorted(panel.world.standing_years[year - FIRST_YEAR].items()):
        policy, _, what = name.partition(".")
        if row < len(column) == len(panel.world.term_years[year - FIRST_YEAR]["tou_spread"]):
            value = float(column[row])
            if not np.isnan(value):
                found.append({"policy": policy, "name": what, "value": value})
    return found


def flow_rows(panel: Panel, row: int, year: int) -> list[Row]:
    """Return the streams that an enterprise used or made in a year, inputs first, with prices.

    Amounts by origin or destination as `sim.ledger.LEDGER`, in `unit` (t, GJ, MWh, 1000 m3).
    Prices in CNY per `price_unit`: `base_price` at the market, time of use included; `by_terms`
    what adders and factors of the terms put on it for the seller; `by_charges` what is owed on it
    to others (carbon, energy, resources); `price` their sum. Of an output `price` is what a unit
    brings outside, below 0 a fee.
    """
    world, catalogue = panel.world, panel.catalogue
    slots, index = world.columns.slots, year - FIRST_YEAR
    ledger = world.slot_ledger.years[index]
    base, tariff, price, value = world.price_years[index]
    mine = np.flatnonzero(slots.enterprise[: len(base)] == row)
    mine = mine[(ledger[:, mine] != 0.0).any(axis=0)]
    units: NDArray[np.object_] = catalogue.tables["streams"]["unit"]
    found = []
    for slot in mine[np.argsort(slots.out[mine], kind="stable")].tolist():
        stream, out = int(slots.stream[slot]), bool(slots.out[slot])
        unit, size = PRICED[units[stream]]
        told: Row = {
            "stream": catalogue.streams[stream],
            "out": out,
            "product": bool(slots.product[slot]),
            "fuel": bool(slots.fuel[slot]) and not out,
            "unit": BASE_UNITS[units[stream]],
        }
        for name, amount in zip(LEDGER, (ledger[:, slot] / 1000.0).tolist(), strict=True):
            told[name] = amount
        parts = (0.0, 0.0, 0.0) if out else (base[slot], tariff[slot], price[slot])
        told["price_unit"] = unit
        told["base_price"] = float(parts[0] * size)
        told["by_terms"] = float((parts[1] - parts[0]) * size)
        told["by_charges"] = float((parts[2] - parts[1]) * size)
        told["price"] = float((value[slot] if out else parts[2]) * size)
        found.append(told)
    return found
