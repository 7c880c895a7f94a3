"""Materials, heat and water: waste made and disposed of, what links reuse, by stream and class."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from experiments.indicators.money import constant_value_added
from experiments.indicators.panel import Panel, kept
from experiments.indicators.registry import breakdown, change_percent, monthly, over, yearly
from experiments.indicators.stream_class import class_of
from sim.catalogue import EXCHANGE_WEIGHTS

Floats = NDArray[np.float64]


@monthly(
    "solid_generated",
    "Material|Solid Waste|Generated",
    "t",
    "Solid waste and by-products generated",
    "固体废物及副产物产生量",
    "-",
)
def solid_generated(panel: Panel) -> Floats:
    """Solid, slurry and liquid wastes and by-products made by enterprises, t."""
    return panel.park_months("solid_generated_t")


@monthly(
    "solid_disposed",
    "Material|Solid Waste|Disposed",
    "t",
    "Solid waste disposed of",
    "固体废物处置量",
    "-",
)
def solid_disposed(panel: Panel) -> Floats:
    """Wastes stacked, landfilled, burnt or treated, in the park's plants or outside, t."""
    return panel.park_months("solid_disposed_t")


@yearly(
    "solid_utilisation",
    "Material|Solid Waste|Utilisation Rate",
    "%",
    "Solid-waste utilisation rate",
    "固体废物综合利用率",
    "+",
)
def solid_utilisation(panel: Panel) -> Floats:
    """(Generated - disposed of) / generated x 100: given by links or sold; expected result 9."""
    generated = panel.park_years("solid_generated_t")
    used = generated - panel.park_years("solid_disposed_t")
    return over(used, generated) * 100.0


@yearly(
    "solid_intensity",
    "Material|Solid Waste|Generated per Value Added",
    "t/10^4 CNY",
    "Solid waste generated per value added",
    "单位增加值固体废物产生量",
    "-",
)
def solid_intensity(panel: Panel) -> Floats:
    """Solid waste and by-products generated / value added at constant prices."""
    return over(panel.park_years("solid_generated_t"), constant_value_added(panel) / 1e4)


@monthly(
    "reused",
    "Material|Reused",
    "t",
    "Waste and by-products reused by links",
    "链接利用的废物与副产物",
    "+",
)
def reused(panel: Panel) -> Floats:
    """Waste and by-products given by enterprises of the park to another enterprise, t."""
    return panel.park_months("reused_t")


@breakdown(
    "reused_by_class", "Material|Reused|{}", "t", "Reused, by class", "按类别的利用量", "class"
)
def reused_by_class(panel: Panel) -> dict[str, Floats]:
    """What enterprises of the park gave, by class of the stream."""
    return _by_class(reused_by_stream(panel))


@breakdown(
    "reused_by_stream", "Material|Reused|{}", "t", "Reused, by stream", "按物料的利用量", "stream"
)
@kept
def reused_by_stream(panel: Panel) -> dict[str, Floats]:
    """What enterprises of the park gave, by `class|stream`."""
    return _by_stream(panel, "waste_t")


@monthly(
    "heat_reused",
    "Heat|Reused",
    "GJ",
    "Heat and fuel gas delivered by links",
    "链接输送的热与可燃气",
    "+",
)
def heat_reused(panel: Panel) -> Floats:
    """Steam, waste heat and fuel gas given by enterprises of the park, GJ."""
    return panel.park_months("reused_heat_gj")


@breakdown(
    "heat_by_stream",
    "Heat|Reused|{}",
    "GJ",
    "Heat and fuel gas, by stream",
    "按物料的热与可燃气",
    "stream",
)
def heat_by_stream(panel: Panel) -> dict[str, Floats]:
    """Heat and fuel gas that enterprises of the park gave, by `class|stream`."""
    return _by_stream(panel, "heat_gj")


@monthly("water_fresh", "Water|Fresh", "m3", "Fresh water use", "新鲜水用量", "-")
def water_fresh(panel: Panel) -> Floats:
    """Fresh water bought by enterprises."""
    return panel.park_months("fresh_water_m3")


@monthly("water_reused", "Water|Reused", "m3", "Water reused by links", "链接回用的水", "+")
def water_reused(panel: Panel) -> Floats:
    """Condensate, cooling water, effluent and brine given by enterprises of the park, m3."""
    return panel.park_months("reused_water_m3")


@breakdown(
    "water_by_stream",
    "Water|Reused|{}",
    "m3",
    "Water reused, by stream",
    "按物料的回用水",
    "stream",
)
def water_by_stream(panel: Panel) -> dict[str, Floats]:
    """Water that enterprises of the park gave, by `class|stream`."""
    return _by_stream(panel, "water_m3")


@monthly("wastewater", "Water|Waste Water", "m3", "Waste water to the sewer", "废水排放量", "-")
def wastewater(panel: Panel) -> Floats:
    """Waste water sent to a treatment plant, in the park or outside."""
    return panel.park_months("wastewater_m3")


@yearly(
    "water_intensity",
    "Water Intensity",
    "m3/10^4 CNY",
    "Fresh water per value added",
    "单位增加值新鲜水耗",
    "-",
)
@kept
def water_intensity(panel: Panel) -> Floats:
    """Fresh water / value added at constant prices; expected result 8."""
    return over(panel.park_years("fresh_water_m3"), constant_value_added(panel) / 1e4)


@yearly(
    "water_intensity_change",
    "Water Intensity|Change from 2020",
    "%",
    "Change of fresh water per value added since 2020",
    "单位增加值新鲜水耗较2020年变化",
    "-",
)
def water_intensity_change(panel: Panel) -> Floats:
    """(Fresh water per value added / that of 2020 - 1) x 100."""
    return change_percent(water_intensity(panel))


def _by_stream(panel: Panel, weight: str) -> dict[str, Floats]:
    """Return units given x weight by stream, from links with a giver inside, (park, year)."""
    links, catalogue = panel.links, panel.catalogue
    weights = catalogue.exchange_weights[EXCHANGE_WEIGHTS.index(weight)]
    parks, years = panel.parks, len(panel.years)
    rows = np.flatnonzero(links.between & links.giver_inside & (weights[links.exchange] > 0))
    streams, place = np.unique(links.stream[rows], return_inverse=True)
    total = np.zeros((len(streams), parks, years))
    amount = links.delivered[:, rows] * weights[links.exchange[rows]]
    np.add.at(total, (place, links.park[rows]), amount.T)
    names = [catalogue.streams[stream] for stream in streams]
    found = {
        f"{class_of(name)}|{name}": part
        for name, part in zip(names, total, strict=True)
        if part.any()
    }
    return dict(sorted(found.items()))


def _by_class(streams: Mapping[str, Floats]) -> dict[str, Floats]:
    found: dict[str, Floats] = {}
    for name, amount in streams.items():
        kind = name.partition("|")[0]
        found[kind] = found[kind] + amount if kind in found else amount
    return found
