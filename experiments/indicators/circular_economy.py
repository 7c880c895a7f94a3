"""Circular economy: what a tonne of inputs yields, what is recycled, who recycles, new chains."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from experiments.indicators.links import is_firm
from experiments.indicators.money import constant_value_added, value_added_share
from experiments.indicators.panel import Panel, kept
from experiments.indicators.registry import STOCK, over, yearly
from sim.ledger import LEDGER
from sim.stream_facts import stream_facts

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

RECYCLABLES = (
    "scrap_steel", "scrap_al", "scrap_copper", "waste_plastic", "waste_packaging", "waste_paper",
    "waste_tyre", "waste_textile", "waste_fibre", "uco", "cullet", "retired_battery",
    "battery_scrap", "retired_pv", "e_waste", "pcb_scrap",
)  # fmt: skip
"""Renewable resources: scrap metals, waste plastics, paper, tyres, textiles, oils and glass,
batteries, photovoltaic modules and electronics (Zhejiang implementation plan for carbon peak in
industry (2023), III(V)3, and the usual list of the trade)."""

RECYCLERS = (
    "battery_recycling", "plastics_recycling", "secondary_al", "slag_mill", "organic_fert",
    "alkali_recovery", "pellet_mill", "biogas_plant",
)  # fmt: skip
"""Sectors that live on wastes: the industry of resource recycling."""

_NO_MATERIAL = ("air", "exhaust")
_WASTES = ("by-product", "waste")


@yearly(
    "resource_productivity",
    "Material|Resource Productivity",
    "10^4 CNY/t",
    "Value added per tonne of primary inputs",
    "主要资源产出率",
    "+",
)
def resource_productivity(panel: Panel) -> Floats:
    """Value added at constant prices / raw materials, fuels and goods bought outside, by mass.

    Wastes, water, air and power bought do not count.
    """
    bought = _ledger(panel, "market") * np.where(_material(panel) & ~_waste(panel), _kg(panel), 0.0)
    tonnes = panel.sum_parks(_by_enterprise(panel, bought / 1000.0, out=False))
    return over(constant_value_added(panel) / 1e4, tonnes)


@yearly(
    "recycled_input_share",
    "Material|Recycled Input Share",
    "%",
    "Recycled share of material inputs",
    "再生原料替代率",
    "+",
)
def recycled_input_share(panel: Panel) -> Floats:
    """Inputs of firms received by contract, or bought as waste / their material inputs x 100.

    By mass, without fuels and water; what a contract brings counts as the input it replaces.
    """
    slots = panel.world.columns.slots
    mass = np.where(_material(panel) & ~slots.fuel, _kg(panel), 0.0)
    used = _ledger(panel, "amount") * mass
    other = _ledger(panel, "contracts") * mass
    recycled = np.where(_waste(panel), used, other)
    firms = is_firm(panel)
    parts = (
        panel.sum_parks(_by_enterprise(panel, one, out=False) * firms) for one in (recycled, used)
    )
    return over(*parts) * 100.0


@yearly(
    "recyclables_rate",
    "Material|Recyclables|Recycling Rate",
    "%",
    "Recycling rate of renewable resources",
    "再生资源循环利用率",
    "+",
)
def recyclables_rate(panel: Panel) -> Floats:
    """Scrap, plastics, paper, tyres, textiles ... given by links or sold / that made x 100.

    What goes to a plant for treatment or a waste route is not recycled.
    """
    slots, streams = panel.world.columns.slots, panel.catalogue.stream
    rows = np.isin(slots.stream, [streams[name] for name in RECYCLABLES])
    mass = np.where(rows, _kg(panel), 0.0)
    discarded = stream_facts(panel.catalogue).waste[slots.stream]
    sold = np.where(discarded, 0.0, _ledger(panel, "market"))
    used = (_ledger(panel, "contracts") + sold) * mass
    made = used + (_ledger(panel, "plants") + _ledger(panel, "market") - sold) * mass
    parts = (panel.sum_parks(_by_enterprise(panel, one, out=True)) for one in (used, made))
    return over(*parts) * 100.0


@yearly(
    "recycling_industry_share",
    "Value Added|Recycling Industry Share",
    "%",
    "Recycling industry in value added",
    "资源再生利用产业增加值占比",
    "+",
)
def recycling_industry_share(panel: Panel) -> Floats:
    """Value added (constant prices) of firms that live on wastes / that of the park x 100."""
    return value_added_share(panel, RECYCLERS)


@yearly(
    "reclaimed_water_rate",
    "Water|Reclaimed Rate",
    "%",
    "Treated effluent used again",
    "再生水回用率",
    "+",
)
def reclaimed_water_rate(panel: Panel) -> Floats:
    """Treated effluent of the park's plants given by links / that made x 100."""
    slots = panel.world.columns.slots
    mine = slots.stream == panel.catalogue.stream["treated_effluent"]
    parts = (
        panel.sum_parks(_by_enterprise(panel, _ledger(panel, name) * mine, out=True))
        for name in ("contracts", "amount")
    )
    return over(*parts) * 100.0


@yearly(
    "new_chains",
    "Links|New Chains",
    "count",
    "Kinds of exchange new since the start",
    "累计新增生态工业链数",
    "+",
    STOCK,
)
def new_chains(panel: Panel) -> Floats:
    """Exchange options with a first link since the start, of those that no link served then."""
    links = panel.links
    found = np.zeros((panel.parks, len(panel.years)))
    rows = np.flatnonzero(links.counted)
    pair = list(zip(links.park[rows].tolist(), links.exchange[rows].tolist(), strict=True))
    old = {key for key, row in zip(pair, rows, strict=True) if not links.born[row]}
    first: dict[tuple[int, int], int] = {}
    for key, row in zip(pair, rows.tolist(), strict=True):
        if links.born[row] and key not in old:
            first[key] = min(first.get(key, panel.months), int(links.start[row]))
    for (park, _), month in first.items():
        found[park, month // 12 :] += 1.0
    return found


@kept
def _ledger(panel: Panel, name: str) -> Floats:
    """Return a row of the slot ledger by (year, slot), base units."""
    slots = panel.world.columns.slots
    values = np.zeros((len(panel.years), len(slots)))
    for year, amounts in enumerate(panel.world.slot_ledger.years):
        values[year, : amounts.shape[1]] = amounts[LEDGER.index(name)]
    return values


def _by_enterprise(panel: Panel, values: Floats, out: bool) -> Floats:
    """Sum (year, slot) over the slots in or out of each enterprise."""
    slots, count = panel.world.columns.slots, len(panel.world.columns.enterprises)
    mine = np.where(slots.out == out, values, 0.0)
    bins = np.arange(len(values))[:, None] * count + slots.enterprise
    sums = np.bincount(bins.ravel(), weights=mine.ravel(), minlength=len(values) * count)
    return np.asarray(sums.reshape(len(values), count), dtype=np.float64)


def _of_streams(panel: Panel, column: str) -> NDArray[np.generic]:
    values: NDArray[np.generic] = panel.catalogue.tables["streams"][column]
    return values[panel.world.columns.slots.stream]


def _kg(panel: Panel) -> Floats:
    return np.nan_to_num(np.asarray(_of_streams(panel, "mass_kg_per_unit"), dtype=np.float64))


def _material(panel: Panel) -> Flags:
    """Say which slots are materials: by mass, or gas by volume; no water, air or power."""
    unit, category = _of_streams(panel, "unit"), _of_streams(panel, "category")
    slots, streams = panel.world.columns.slots, panel.catalogue.stream
    none = np.isin(slots.stream, [streams[name] for name in _NO_MATERIAL])
    gas = _of_streams(panel, "state") == "gas"
    flags: Flags = ((unit == "kg") | ((unit == "m3") & gas)) & (category != "water") & ~none
    return flags


def _waste(panel: Panel) -> Flags:
    return np.isin(_of_streams(panel, "category"), _WASTES)
