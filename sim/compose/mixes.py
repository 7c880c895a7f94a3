"""Park mixes: which sectors make up a type of park, in what numbers and how large.

Source: table `park_mix` (templates made from public descriptions, 2022 level; all estimates).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from sim.faults import Fault, InputError
from sim.tables import Table, read_tables

OUTPUT_2020_OVER_2022 = 0.8
"""Park output of 2020 over that of 2022, the mixes' year (estimate of the park_mix table)."""

HEAT_STREAMS = ("steam_lp", "steam_mp")


@dataclass
class SectorFacts:
    """What composing a park needs of a sector; amounts are per product unit."""

    name_en: str
    name_zh: str
    role: str
    typical_output: float
    land_mu_typical: float
    revenue_cny: float
    """Product and service fee at 2023 prices."""
    steam_gj: dict[str, float] = field(default_factory=dict)
    """Steam taken in by stream."""
    steam_out_gj: float = 0.0
    wastewater_m3: float = 0.0
    hazardous_t: float = 0.0
    """Waste whose way is the hazardous-waste plant."""


@dataclass(frozen=True)
class MixRow:
    """A sector's part in a park: its share of all enterprises and their mean output in 2020."""

    sector: str
    share: float
    mean_output: float


@cache
def sector_facts() -> dict[str, SectorFacts]:
    """Return the facts of each sector by id."""
    tables = read_tables()
    table = tables["sectors"]
    facts = {
        str(sector): SectorFacts(
            str(table["name_en"][row]),
            str(table["name_zh"][row]),
            str(table["role"][row]),
            float(table["typical_output"][row]),
            float(table["land_mu_typical"][row]),
            float(np.nan_to_num(table["service_fee_cny_per_unit"][row])),
        )
        for row, sector in enumerate(table["sector"])
    }
    _add_recipes(facts, tables["recipes"], tables["streams"])
    return facts


def _add_recipes(facts: dict[str, SectorFacts], recipes: Table, streams: Table) -> None:
    price = dict(zip(streams["stream"], streams["price_cny_per_unit"], strict=True))
    route = dict(zip(streams["stream"], streams["disposal_route"], strict=True))
    names = ("sector", "direction", "stream", "quantity_per_unit", "kind")
    for sector, direction, stream, quantity, kind in zip(*(recipes[n] for n in names), strict=True):
        fact, out = facts[sector], direction == "output"
        if stream in HEAT_STREAMS and not out:
            fact.steam_gj[stream] = float(quantity) / 1000.0
        if not out or kind == "memo":
            continue
        if kind == "product":
            fact.revenue_cny += float(quantity * price[stream])
        if stream in HEAT_STREAMS:
            fact.steam_out_gj += float(quantity) / 1000.0
        if route[stream] == "wwtp":
            fact.wastewater_m3 += float(quantity)
        if route[stream] == "haz_waste_plant":
            fact.hazardous_t += float(quantity) / 1000.0


def read_mix(mix: str) -> list[MixRow]:
    """Return the rows of a mix, or of several joined by `+` in equal parts, by sector.

    Raises `InputError` with the nearest names where a mix is unknown.
    """
    table = read_tables()["park_mix"]
    parts = [part.strip() for part in mix.split("+")]
    _refuse_unknown(parts, dict.fromkeys(str(name) for name in table["mix"]))
    shares: dict[str, float] = {}
    outputs: dict[str, float] = {}
    for part in parts:
        for row in np.flatnonzero(table["mix"] == part):
            sector = str(table["sector"][row])
            share = float(table["share_of_enterprises"][row]) / len(parts)
            shares[sector] = shares.get(sector, 0.0) + share
            outputs[sector] = outputs.get(sector, 0.0) + share * _mean_output(table, int(row))
    return [MixRow(s, share, outputs[s] / share) for s, share in shares.items()]


def _mean_output(table: Table, row: int) -> float:
    """Return the mean output of a sector's enterprise in 2020, product units a year."""
    park_cny = table["output_bn_cny_typical"][row] * 1e9 * OUTPUT_2020_OVER_2022
    enterprises = table["enterprises_typical"][row] * table["share_of_enterprises"][row]
    revenue_cny = sector_facts()[str(table["sector"][row])].revenue_cny
    return float(table["share_of_output"][row] * park_cny / enterprises / revenue_cny)


def _refuse_unknown(parts: Iterable[str], known: Iterable[str]) -> None:
    from sim.parkfile.words import nearest

    faults = []
    for part in parts:
        if part not in known:
            close = nearest(part, known)
            mend = f"did you mean {' or '.join(close)}? " if close else "write one of them "
            mend += f"(mixes, to be joined by +: {', '.join(known)})"
            faults.append(Fault("mix", f"unknown mix {part[:60]!r}", mend))
    if faults:
        raise InputError(faults)


def largest_remainder(shares: list[float], total: int) -> list[int]:
    """Split `total` into whole numbers by `shares`; the largest remainders are rounded up.

    >>> largest_remainder([0.5, 0.3, 0.2], 4)
    [2, 1, 1]
    """
    quotas = [share / sum(shares) * total for share in shares]
    counts = [int(quota) for quota in quotas]
    by_remainder = sorted(range(len(shares)), key=lambda i: (counts[i] - quotas[i], i))
    for i in by_remainder[: total - sum(counts)]:
        counts[i] += 1
    return counts
