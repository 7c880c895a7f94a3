"""Names of fuels, processes, wastes and pollutants in English and Chinese, and how to find one."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray

from experiments.inventory.activity import AIR, FUEL, NOTHING, PROCESS, STEAM, WASTE
from sim.tables import read_tables

FUELS: dict[str, tuple[str, str]] = {
    "raw_coal": ("Raw coal", "原煤"),
    "washed_coal": ("Cleaned coal", "洗精煤"),
    "anthracite": ("Anthracite", "无烟煤"),
    "bituminous_coal": ("Bituminous coal", "烟煤"),
    "coke": ("Coke", "焦炭"),
    "petroleum_coke": ("Petroleum coke", "石油焦"),
    "fuel_oil": ("Fuel oil", "燃料油"),
    "gasoline": ("Gasoline", "汽油"),
    "diesel": ("Diesel", "柴油"),
    "lpg": ("Liquefied petroleum gas", "液化石油气"),
    "lng": ("Liquefied natural gas", "液化天然气"),
    "natural_gas": ("Natural gas", "天然气"),
    "coke_oven_gas": ("Coke oven gas", "焦炉煤气"),
    "blast_furnace_gas": ("Blast furnace gas", "高炉煤气"),
    "converter_gas": ("Converter gas", "转炉煤气"),
    "hydrogen": ("Hydrogen", "氢气"),
    "biomass": ("Biomass", "生物质"),
    "biogas": ("Biogas", "沼气"),
}
"""Fuels of the carriers table: id -> name in English and Chinese."""

MATERIALS: dict[str, tuple[str, str]] = {
    "limestone": ("Limestone", "石灰石"),
    "dolomite": ("Dolomite", "白云石"),
    "electrode": ("Graphite electrode", "石墨电极"),
    "soda_ash": ("Soda ash used", "纯碱使用"),
    "lime": ("Lime", "石灰"),
    "calcium_carbide": ("Calcium carbide", "电石"),
}
"""Materials whose use or making emits process CO2, of the carriers table."""

_STEAM = {"heat": ("Heat", "热力"), "steam": ("Steam", "蒸汽")}
_WASTES = {
    "solid_waste": ("General solid waste", "一般工业固体废物"),
    "hazardous_waste": ("Hazardous waste", "危险废物"),
}
_STREAM_OF = {
    "coal": "raw_coal", "coking_coal": "washed_coal", "bfg": "blast_furnace_gas",
    "ldg": "converter_gas", "cog": "coke_oven_gas", "petcoke": "petroleum_coke",
    "biomass_pellet": "biomass",
}  # fmt: skip
"""Stream of the park file -> fuel of the carriers table."""


@cache
def names_of(kind: str) -> Mapping[str, tuple[str, str]]:
    """Return id -> (English, Chinese) of a list of names.

    Processes are the materials and the sectors with process CO2 per t; wastes the solid streams.
    """
    tables = read_tables()
    if kind == FUEL:
        return FUELS
    if kind == STEAM:
        return _STEAM
    if kind == PROCESS:
        sectors = tables["sectors"]
        emits = (sectors["process_co2_kg_per_unit"] > 0) & (sectors["product_unit"] == "t")
        return {**MATERIALS, **_labels("sectors", "sector", emits)}
    if kind == WASTE:
        streams = tables["streams"]
        solid = (streams["unit"] == "kg") & (
            (streams["category"] == "waste") | (streams["category"] == "by-product")
        )
        return {**_WASTES, **_labels("streams", "stream", solid)}
    if kind == NOTHING:
        return {}
    medium = "air" if kind == AIR else "water"
    return _labels("pollutants", "pollutant", tables["pollutants"]["medium"] == medium)


def find_name(kind: str, text: str) -> str | None:
    """Return the id of a name given as id, in English or in Chinese, or None.

    >>> find_name("fuel", "烟煤"), find_name("fuel", "Natural Gas"), find_name("fuel", "bfg")
    ('bituminous_coal', 'natural_gas', 'blast_furnace_gas')
    """
    return _index(kind).get(_plain(text))


def near_names(kind: str, text: str) -> list[str]:
    """Return up to three names that look like a text; the first of the list where none does."""
    known = {word: name for word, name in _index(kind).items()}
    near = [known[word] for word in difflib.get_close_matches(_plain(text), known, 3, 0.5)]
    return list(dict.fromkeys(near)) or list(names_of(kind))[:3]


@cache
def _index(kind: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, pair in names_of(kind).items():
        for word in (name, *pair):
            found.setdefault(_plain(word), name)
    if kind == FUEL:
        streams = read_tables()["streams"]
        for stream, fuel in _STREAM_OF.items():
            row = streams.row(stream)
            for word in (stream, row["name_en"], row["name_zh"]):
                found.setdefault(_plain(word), fuel)
    return found


def _labels(table: str, key: str, rows: NDArray[np.bool_]) -> dict[str, tuple[str, str]]:
    found = read_tables()[table]
    columns = (found[name][rows].tolist() for name in (key, "name_en", "name_zh"))
    return {name: (en, zh) for name, en, zh in zip(*columns, strict=True)}


def _plain(text: str) -> str:
    return text.strip().lower().replace("_", " ").replace("-", " ")
