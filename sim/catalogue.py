"""The tables as arrays: streams, sectors with recipes, exchange options, technologies, prices.

Everything here is a constant of the run. Arrays over streams, sectors, options and technology
rows share one order: that of their table.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.draws import Keys, keys_of
from sim.factors import GRID, Carriers
from sim.recipes import (
    CARRIERS,
    COAL,
    COKE,
    EFFECTS,
    GAS,
    STEAM,
    STEAMS,
    Recipe,
    read_recipes,
)
from sim.tables import Table, read_tables

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")

FIRST_YEAR, LAST_YEAR = 2020, 2035
YEARS = np.arange(FIRST_YEAR, LAST_YEAR + 1)
PRICE_PLACE = "CN-ZJ"
"""Energy prices are known for Zhejiang only; every park pays them, a teaching case too."""

EXCHANGE_WEIGHTS = (
    "waste_t", "heat_gj", "water_m3", "avoided_tco2e", "own_tco2e", "carried_t", "power_kwh",
)  # fmt: skip
"""Waste and by-product reused, heat and fuel gas, water; CO2 avoided elsewhere; fossil CO2 of the
waste itself when burnt; tonnes on the road; power that making the stream fit takes."""

_FUEL_FACTORS = {
    "coal": ("raw_coal", "co2_per_gj_inventory"),
    "coke": ("coke", "co2_per_gj_inventory"),
    "natural_gas": ("natural_gas", "co2_per_gj_inventory"),
    "diesel": ("diesel", "co2_per_gj_inventory"),
}
_COAL_EQUIVALENT_GJ = 29.3076


@dataclass(frozen=True, eq=False)
class Catalogue:
    """Constants of a run, as arrays; see the dictionary of `sim/data` for units and sources."""

    tables: dict[str, Table]
    streams: list[str]
    sectors: list[str]
    exchanges: list[str]
    technologies: list[str]
    stream: dict[str, int]
    sector: dict[str, int]
    exchange: dict[str, int]
    sector_keys: Keys
    exchange_keys: Keys
    technology_keys: Keys
    """Keys of the names: draws hang on these, never on a row of a table."""
    recipes: list[Recipe]
    price: Floats
    """Price incl. VAT by (stream, year of `YEARS`), CNY per base unit."""
    power_sale: Floats
    """Coal-power price on the grid by year, CNY/kWh."""
    price_factor: Floats
    """Large-user factor by (sector, stream) on the price bought at."""
    fuel_tco2e: Floats
    """CO2 of a fuel burnt, t per base unit; 0 for gases whose carbon the giver books."""
    tce_calorific: Floats
    """Coal equivalent of an energy stream, tce per base unit (power at 0.1229 kgce/kWh)."""
    power_tce_equal: Floats
    """Power at equal value by year, tce/kWh: the coal that thermal plants burn for it."""
    demand: Floats
    """Demand index by (sector, year, low|central|high), 2020 = 1."""
    season: Floats
    """Month over year mean by (sector, month)."""
    gives: Flags
    takes: Flags
    """Whether (sector, exchange option) may give or take."""
    from_stream: Ints
    to_stream: Ints
    exchange_weights: Floats
    """What a unit given weighs, by (`EXCHANGE_WEIGHTS`, option)."""
    tech_row_technology: Ints
    tech_row_sector: Ints
    tech_delta: Floats
    """Effect of a technology row on `CARRIERS`, base units per product unit."""
    grid_tco2e_per_kwh: dict[str, Floats]
    """Grid factor by place and year."""
    heat_tco2e_per_mj: float
    kept: dict[Any, Any] = field(default_factory=dict, init=False, repr=False)
    """What functions `per_catalogue` have found."""

    def year_index(self, year: int) -> int:
        """Return the column of `YEARS` for `year`, held at the last year."""
        return min(max(year, FIRST_YEAR), LAST_YEAR) - FIRST_YEAR

    def number(self, table: str, column: str) -> Floats:
        """Return a number column of a table."""
        values: Floats = self.tables[table][column]
        return values

    def context(self, series: str, scope: str, bound: str = "value") -> float:
        """Return one number of the context table, or its `low` or `high`."""
        return _context_rows(self)[series, scope][bound]


def per_catalogue(
    function: Callable[Concatenate[Catalogue, Asked], Answer],
) -> Callable[Concatenate[Catalogue, Asked], Answer]:
    """Keep what a function finds with the catalogue asked of, so that both go together.

    Each draw of the tables has a catalogue of its own, and thousands of draws must not stay.
    """

    @wraps(function)
    def found(catalogue: Catalogue, /, *more: Asked.args, **named: Asked.kwargs) -> Answer:
        key: Any = (function, more, *named.items()) if more or named else function
        try:
            answer: Answer = catalogue.kept[key]
        except KeyError:
            answer = catalogue.kept[key] = function(catalogue, *more, **named)
        return answer

    return found


@per_catalogue
def _context_rows(catalogue: Catalogue) -> dict[tuple[str, str], dict[str, float]]:
    """Index the context table by (series, scope): the first row of each."""
    table = catalogue.tables["context"]
    found: dict[tuple[str, str], dict[str, float]] = {}
    for row, name in enumerate(zip(table["series"], table["scope"], strict=True)):
        if name not in found:
            found[name] = {bound: float(table[bound][row]) for bound in ("value", "low", "high")}
    return found


@per_catalogue
def of_role(catalogue: Catalogue, role: str) -> Flags:
    """Say which sectors have a role: firm, utility or outside."""
    flags: Flags = catalogue.tables["sectors"]["role"] == role
    return flags


@cache
def load_catalogue(folder: Path | None = None) -> Catalogue:
    """Read the tables and lay them out as arrays; the packaged ones unless `folder` is given."""
    return build_catalogue(read_tables(folder))


def build_catalogue(tables: dict[str, Table]) -> Catalogue:
    """Lay tables out as arrays (the tables may carry drawn or edited numbers)."""
    streams, sectors = _names(tables["streams"]["stream"]), _names(tables["sectors"]["sector"])
    exchanges = _names(tables["exchanges"]["exchange"])
    technologies = _names(tables["technologies"]["technology"])
    stream, sector = _index(streams), _index(sectors)
    gives, takes = _roles(tables, sector)
    carriers = Carriers(tables["carriers"], tables["provinces"])
    lhv_mj = _lhv_mj_per_unit(tables["streams"])
    row_sector = _positions(tables["technology_sectors"]["sector"], sector)
    return Catalogue(
        tables=tables,
        streams=streams,
        sectors=sectors,
        exchanges=exchanges,
        technologies=technologies,
        stream=stream,
        sector=sector,
        exchange=_index(exchanges),
        sector_keys=keys_of(sectors),
        exchange_keys=keys_of(exchanges),
        technology_keys=keys_of(technologies),
        recipes=read_recipes(tables, sectors, stream, row_sector),
        price=_prices(tables, carriers),
        power_sale=carriers.path(GRID, "price_on_grid_coal", PRICE_PLACE, YEARS) / 1000.0,
        price_factor=_price_factors(tables, stream),
        fuel_tco2e=_fuel_factors(carriers, stream, lhv_mj),
        tce_calorific=_coal_equivalents(stream, lhv_mj),
        power_tce_equal=carriers.path(GRID, "to_tce_equal_value", "CN", YEARS) / 1000.0,
        demand=_demand(tables["demand"], sector),
        season=_seasons(tables),
        gives=gives,
        takes=takes,
        from_stream=_positions(tables["exchanges"]["from_stream"], stream),
        to_stream=_positions(tables["exchanges"]["to_stream"], stream),
        exchange_weights=_exchange_weights(tables, stream, lhv_mj),
        tech_row_technology=_positions(
            tables["technology_sectors"]["technology"], _index(technologies)
        ),
        tech_row_sector=row_sector,
        tech_delta=_tech_deltas(tables["technology_sectors"], stream, lhv_mj),
        grid_tco2e_per_kwh=carriers.grid_paths(YEARS),
        heat_tco2e_per_mj=carriers.latest("heat_purchased", "co2_per_gj") / 1000.0,
    )


def _names(column: NDArray[np.object_]) -> list[str]:
    return [str(name) for name in column]


def _index(names: list[str]) -> dict[str, int]:
    return {name: i for i, name in enumerate(names)}


def _positions(column: NDArray[np.object_], index: dict[str, int]) -> Ints:
    return np.array([index[name] for name in column], dtype=np.int64)


def _roles(tables: dict[str, Table], sector: dict[str, int]) -> tuple[Flags, Flags]:
    exchanges = tables["exchanges"]
    gives = np.zeros((len(sector), len(exchanges)), dtype=bool)
    takes = np.zeros_like(gives)
    for column, allowed in (("givers", gives), ("takers", takes)):
        for option, names in enumerate(exchanges[column]):
            for name in names.split(";"):
                allowed[sector[name], option] = True
    return gives, takes


def _lhv_mj_per_unit(streams: Table) -> dict[str, float]:
    per_unit = np.nan_to_num(streams["lhv_mj_per_kg"]) * streams["mass_kg_per_unit"]
    return dict(zip(_names(streams["stream"]), per_unit.tolist(), strict=True))


def _prices(tables: dict[str, Table], carriers: Carriers) -> Floats:
    streams, index = tables["streams"], tables["price_index"]
    paths: dict[str, Floats] = {}
    for group in set(index["price_group"]):
        rows = index["price_group"] == group
        paths[group] = np.interp(YEARS, index["year"][rows], index["index"][rows])
    price = np.empty((len(streams), len(YEARS)))
    for i in range(len(streams)):
        carrier = streams["price_carrier"][i]
        if carrier:
            price[i] = carriers.path(carrier, "price_industrial", PRICE_PLACE, YEARS)
            price[i] *= streams["price_carrier_factor"][i]
        else:
            price[i] = streams["price_cny_per_unit"][i] * paths[streams["price_group"][i]]
    return price


def _price_factors(tables: dict[str, Table], stream: dict[str, int]) -> Floats:
    sectors = tables["sectors"]
    factor = np.ones((len(sectors), len(stream)))
    factor[:, stream["electricity"]] = sectors["power_price_factor"]
    factor[:, stream["natural_gas"]] = sectors["gas_price_factor"]
    for name in STEAMS:
        factor[:, stream[name]] = sectors["steam_price_factor"]
    return factor


def _fuel_factors(carriers: Carriers, stream: dict[str, int], lhv_mj: dict[str, float]) -> Floats:
    factor = np.zeros(len(stream))
    for name, (carrier, parameter) in _FUEL_FACTORS.items():
        factor[stream[name]] = carriers.latest(carrier, parameter) * lhv_mj[name] / 1000.0
    return factor


def _coal_equivalents(stream: dict[str, int], lhv_mj: dict[str, float]) -> Floats:
    """Coal equivalent by calorific value: LHV over 29.3076 GJ/tce; GB/T 2589-2020."""
    mj = np.array([lhv_mj[name] for name in stream])
    mj[stream["electricity"]] = 3.6
    for name in (*STEAMS, "hot_water"):
        mj[stream[name]] = 1.0
    return mj / 1000.0 / _COAL_EQUIVALENT_GJ


def _demand(table: Table, sector: dict[str, int]) -> Floats:
    index = np.ones((len(sector), len(YEARS), 3))
    rows = _positions(table["sector"], sector)
    years = table["year"].astype(int) - FIRST_YEAR
    bounds = ("index_low", "index_central", "index_high")
    for k, bound in enumerate(bounds):
        index[rows, years, k] = table[bound]
    last = int(years.max())
    index[:, last + 1 :, :] = index[:, last : last + 1, :]
    return index


def _seasons(tables: dict[str, Table]) -> Floats:
    shapes: dict[str, Floats] = {}
    table = tables["seasons"]
    for shape, month, factor in zip(table["shape"], table["month"], table["factor"], strict=True):
        shapes.setdefault(shape, np.ones(12))[int(month) - 1] = factor
    return np.array([shapes[shape] for shape in tables["sectors"]["month_shape"]])


def _exchange_weights(
    tables: dict[str, Table], stream: dict[str, int], lhv_mj: dict[str, float]
) -> Floats:
    exchanges, streams = tables["exchanges"], tables["streams"]
    given = _positions(exchanges["from_stream"], stream)
    unit, category = streams["unit"][given], streams["category"][given]
    tonnes = np.where(unit == "kg", 1e-3, 0.0)
    is_water = (streams["mass_kg_per_unit"][given] >= 1000) & (unit == "m3")
    energy_mj = np.array([lhv_mj[streams["stream"][s]] for s in given])
    gas = (unit == "m3") & ~is_water
    heat_mj = np.where(unit == "MJ", 1.0, np.where(gas, energy_mj, 0.0))
    by_road = streams["transport_mode"][given] == "truck"
    return np.array(
        [
            np.where(np.isin(category, ("by-product", "waste")), tonnes, 0.0),
            heat_mj / 1000.0,
            is_water * 1.0,
            exchanges["co2_avoided_kg_per_unit"] / 1000.0,
            exchanges["own_co2_kg_per_unit"] / 1000.0,
            np.where(by_road, tonnes, 0.0),
            exchanges["power_kwh_per_unit"],
        ]
    )


def _tech_deltas(table: Table, stream: dict[str, int], lhv_mj: dict[str, float]) -> Floats:
    per_unit = {
        COAL: 1000.0 / lhv_mj["coal"],
        COKE: 1000.0 / lhv_mj["coke"],
        GAS: 1000.0 / lhv_mj["natural_gas"],
        STEAM: 1000.0,
    }
    delta = np.zeros((len(table), len(CARRIERS)))
    for column, carrier in EFFECTS:
        delta[:, carrier] = table[column] * per_unit.get(carrier, 1.0)
    return delta
