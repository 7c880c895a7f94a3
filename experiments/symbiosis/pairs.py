"""Pairs as rows that people read: who, what, how much, what it brings to each side."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.symbiosis.look import Look
from experiments.symbiosis.programme import CO2, NET_BENEFIT, REUSE

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

REPORTED = {"kg": ("t", 1e-3), "MJ": ("GJ", 1e-3), "kWh": ("MWh", 1e-3)}
"""Unit of reports and what a base unit is in it; other units stay."""


def reported_unit(unit: str) -> tuple[str, float]:
    """Return the unit that reports use for a base unit, and the factor.

    >>> reported_unit("kg")
    ('t', 0.001)
    """
    return REPORTED.get(unit, (unit, 1.0))


def unit_of_pair(look: Look, row: int) -> tuple[str, float]:
    """Return the unit in which reports give a pair's stream, and the factor to it."""
    stream = look.world.columns.slots.stream[look.pairs.giver_slot[row]]
    return reported_unit(str(look.world.catalogue.tables["streams"]["unit"][stream]))


def describe_pairs(look: Look, rows: Ints, amount: Floats) -> list[dict[str, Any]]:
    """Describe some pairs exchanging `amount` (by pair, units a year): one mapping a row.

    Money is CNY a year; each side's is what it asks for plus its share of the joint gain, so the
    two add up to the net benefit. Amounts are in `unit` of the stream given.
    """
    world, pairs, programme = look.world, look.pairs, look.programme
    catalogue, name = world.catalogue, world.columns.enterprises.name
    unit = catalogue.tables["streams"]["unit"]
    measures = {
        key: programme.by_pair(key, amount)
        for key in (NET_BENEFIT, REUSE, CO2, "heat_gj", "water_m3", "capex_cny")
    }
    giver = giver_gain(look, amount)
    described = []
    for row in rows.tolist():
        option = int(pairs.exchange[row])
        stream, replaced = catalogue.from_stream[option], catalogue.to_stream[option]
        label, factor = reported_unit(str(unit[stream]))
        described.append(
            {
                "giver": str(name[pairs.seller[row]]),
                "taker": str(name[pairs.buyer[row]]),
                "exchange": catalogue.exchanges[option],
                "stream": catalogue.streams[stream],
                "replaces": catalogue.streams[replaced],
                "amount_per_year": float(amount[row]) * factor,
                "unit": label,
                "km": float(pairs.deal.km[row]),
                "giver_gain_cny": float(giver[row]),
                "taker_gain_cny": float(measures[NET_BENEFIT][row] - giver[row]),
                **{key: float(values[row]) for key, values in measures.items()},
            }
        )
    return described


def giver_gain(look: Look, amount: Floats) -> Floats:
    """Return what the giver of each pair gains a year: what it asks, and its share of the rest.

    Where the two together lose, the shares are those of the loss.
    """
    pairs, programme = look.pairs, look.programme
    asked = pairs.deal.giver_asks_cny_per_t / 1000.0 * amount
    both = asked + pairs.deal.taker_asks_cny_per_t / 1000.0 * amount
    joint = programme.by_pair(NET_BENEFIT, amount) - both
    gain: Floats = asked + look.world.assumption["bargaining_giver"] * joint
    return gain
