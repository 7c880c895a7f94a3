"""Pollutants of air and water one by one, and as pollution equivalents of the law."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from experiments.indicators.expected import COMBUSTION, fuel_ratio, made_by_enterprise
from experiments.indicators.panel import Panel, kept
from experiments.indicators.registry import FLOW, breakdown, yearly

Floats = NDArray[np.float64]

AIR = {"so2": "so2", "nox": "nox", "pm": "dust", "voc": "voc"}
WATER = {"cod": "cod", "nh3n": "nh3n"}
"""Column of the sectors table -> pollutant of the law; particulates count as general dust."""


@breakdown(
    "air_pollutants_by_name",
    "Emissions|Air Pollutants|{}",
    "t",
    "Air pollutants",
    "大气污染物",
    "pollutant",
)
@kept
def air_pollutants_by_name(panel: Panel) -> dict[str, Floats]:
    """Output x factor x what technologies leave; SO2, NOx and dust move with the fuel burnt."""
    ratio = fuel_ratio(panel)
    return {
        name: panel.sum_parks(
            made_by_enterprise(panel, column) * (ratio if column in COMBUSTION else 1.0)
        )
        for column, name in AIR.items()
    }


@breakdown(
    "water_pollutants_by_name",
    "Emissions|Water Pollutants|{}",
    "t",
    "Water pollutants",
    "水污染物",
    "pollutant",
)
@kept
def water_pollutants_by_name(panel: Panel) -> dict[str, Floats]:
    """Output x factor of COD and ammonia nitrogen after treatment x what technologies leave."""
    return {
        name: panel.sum_parks(made_by_enterprise(panel, column)) for column, name in WATER.items()
    }


@yearly(
    "air_equivalents",
    "Emissions|Pollution Equivalents|Air",
    "equivalents",
    "Air pollution equivalents",
    "大气污染当量数",
    "-",
    FLOW,
)
def air_equivalents(panel: Panel) -> Floats:
    """Mass of SO2, NOx and dust / their equivalent value; VOC as a sum has none in the law."""
    return _equivalents(panel, air_pollutants_by_name(panel))


@yearly(
    "water_equivalents",
    "Emissions|Pollution Equivalents|Water",
    "equivalents",
    "Water pollution equivalents",
    "水污染当量数",
    "-",
    FLOW,
)
def water_equivalents(panel: Panel) -> Floats:
    """Mass of COD and ammonia nitrogen / their equivalent value (annex 2 of the tax law)."""
    return _equivalents(panel, water_pollutants_by_name(panel))


def _equivalents(panel: Panel, tonnes: Mapping[str, Floats]) -> Floats:
    table = panel.catalogue.tables["pollutants"]
    total = np.zeros((panel.parks, len(panel.years)))
    for name, amount in tonnes.items():
        value = table.row(name)["kg_per_equivalent"]
        if not np.isnan(value):
            total += amount * 1000.0 / value
    return total
