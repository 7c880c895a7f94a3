"""The tables as a modeller holds them: plain numbers by stream, option and year."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from benchmarks.mesa_core.draws import draw, normal, start
from sim.catalogue import FIRST_YEAR, Catalogue
from sim.prices import REFERENCE_YEAR
from sim.stream_facts import LINK_CLASSES, stream_facts
from sim.year import loan_prime_rate, wage

TENTH_PERCENTILE = 1.2816
SIZES = ("micro", "small", "medium", "large")
PRIVATE = 0
HURDLE_SCOPES = ("", "state_owned", "foreign", "utility_or_park_company")
PRIVATE_HURDLE_SCOPES = (
    "micro_small_private", "micro_small_private", "medium_private", "large_private",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stream:
    """What the accounts need to know of a stream, per base unit."""

    row: int
    power: bool
    steam: bool
    fresh_water: bool
    sewage: bool
    waste: bool
    solid_t: float
    mass_kg: float
    fallback_cny: float
    fuel_tco2e: float
    tce: float


@dataclass(frozen=True, slots=True)
class Option:
    """An exchange option, per unit given."""

    row: int
    key: int
    ratio: float
    coproduct_cny: float
    pretreatment_cny: float
    capex_cny: float
    avoided_share: float
    max_share: float
    reach_km: float
    is_heat: bool
    piped: bool
    hazardous: bool
    storable: bool
    link_class: str
    transport_fixed_cny: float
    transport_cny_per_km: float
    waste_t: float
    heat_gj: float
    water_m3: float
    avoided_tco2e: float
    own_tco2e: float
    carried_t: float
    power_kwh: float


def _rows(**columns: Any) -> list[dict[str, Any]]:
    """Turn columns into one dict of plain Python numbers a row."""
    lists = [column.tolist() for column in columns.values()]
    return [dict(zip(columns, row, strict=True)) for row in zip(*lists, strict=True)]


@cache
def read_streams(catalogue: Catalogue) -> list[Stream]:
    """Return every stream in the order of its table."""
    facts = stream_facts(catalogue)
    rows = _rows(
        power=facts.power, steam=facts.steam, fresh_water=facts.fresh_water, sewage=facts.sewage,
        waste=facts.waste, solid_t=facts.solid_t, mass_kg=facts.mass_kg,
        fallback_cny=facts.fallback, fuel_tco2e=catalogue.fuel_tco2e, tce=catalogue.tce_calorific,
    )  # fmt: skip
    return [Stream(row=k, **row) for k, row in enumerate(rows)]


@cache
def read_options(catalogue: Catalogue) -> list[Option]:
    """Return every exchange option in the order of its table."""
    facts = stream_facts(catalogue)
    table = catalogue.tables["exchanges"]
    tonnes, heat, water, avoided, own, carried, power = catalogue.exchange_weights
    rows = _rows(
        key=catalogue.exchange_keys,
        ratio=table["ratio"], coproduct_cny=table["coproduct_cny_per_unit"],
        pretreatment_cny=table["pretreatment_cny_per_unit"],
        capex_cny=table["capex_cny_per_annual_unit"], avoided_share=table["disposal_avoided_share"],
        max_share=table["max_share"], reach_km=facts.reach_km, is_heat=facts.is_heat,
        piped=facts.piped, hazardous=facts.hazardous, storable=facts.storable,
        link_class=np.array(LINK_CLASSES)[facts.link_class],
        transport_fixed_cny=facts.transport_fixed,
        transport_cny_per_km=facts.transport_per_km,
        waste_t=tonnes, heat_gj=heat, water_m3=water, avoided_tco2e=avoided, own_tco2e=own,
        carried_t=carried, power_kwh=power,
    )  # fmt: skip
    return [Option(row=k, **row) for k, row in enumerate(rows)]


class YearTable:
    """Prices, wages and rates that hold for one year, looked up by every firm in January."""

    def __init__(self, catalogue: Catalogue, year: int) -> None:
        now = catalogue.year_index(year)
        self.price: list[float] = catalogue.price[:, now].tolist()
        self.reference: list[float] = catalogue.price[:, REFERENCE_YEAR - FIRST_YEAR].tolist()
        self.power_sale = float(catalogue.power_sale[now])
        self.loan_prime_rate = loan_prime_rate(catalogue, year)
        self.wage_private = wage(catalogue, "manufacturing_private", year)
        self.wage_other = wage(catalogue, "manufacturing_non_private", year)

    def trend(self, stream: int) -> float:
        """Return a stream's price over that of the reference year."""
        reference = self.reference[stream]
        return self.price[stream] / reference if reference > 0 else 1.0


@cache
def pay_scale(catalogue: Catalogue, sector: int, labour_share: float) -> float:
    """Return how far a sector's pay is scaled so that its typical wages fit its value added."""
    table = catalogue.tables["sectors"]
    bill = float(table["jobs_typical"][sector])
    bill *= wage(catalogue, "manufacturing_private", FIRST_YEAR)
    earned = float(table["value_added_cny_per_unit"][sector] * table["typical_output"][sector])
    return min(labour_share * earned / bill, 1.0) if bill > 0 else 1.0


@cache
def hurdle_rate(catalogue: Catalogue, ownership: int, size: int) -> float:
    """Return a firm's hurdle rate, a fraction a year."""
    private = ownership == PRIVATE
    scope = PRIVATE_HURDLE_SCOPES[size] if private else HURDLE_SCOPES[ownership]
    return catalogue.context("hurdle_rate", scope) / 100.0


def demand_paths(catalogue: Catalogue, seed: int, macro_share: float) -> list[list[float]]:
    """Return the run's demand index by sector and year, 2020 = 1."""
    macro, sectors = normal(start(seed, "macro")), start(seed, "sector")
    paths = []
    for sector, years in enumerate(catalogue.demand.tolist()):
        own = normal(draw(sectors, int(catalogue.sector_keys[sector])))
        factor = math.sqrt(macro_share) * macro + math.sqrt(1.0 - macro_share) * own
        weight = abs(factor) / TENTH_PERCENTILE
        paths.append(
            [
                central * ((low if factor < 0 else high) / central) ** weight
                for low, central, high in years
            ]
        )
    return paths
