"""Landfills: what the park buries, how full they are, and the methane outside the fence."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from experiments.indicators.panel import Panel, kept
from experiments.indicators.registry import FLOW, STOCK, yearly
from experiments.indicators.stream_class import class_of
from sim.landfill import buried_t, landfill_fill
from sim.sums import sum_one

Floats = NDArray[np.float64]


@kept
def _buried(panel: Panel, organic: bool) -> Floats:
    """Return the tonnes buried by (year, enterprise): all, or organic waste alone."""
    world = panel.world
    slots, rows = world.columns.slots, len(world.columns.enterprises)
    streams = world.catalogue.streams
    counted = np.array([not organic or class_of(name) == "organic" for name in streams])
    share = counted[slots.stream].astype(np.float64)
    return np.array(
        [
            sum_one(slots.enterprise, buried_t(world, year) * share, rows)
            for year in range(len(panel.years))
        ]
    )


@yearly(
    "landfilled",
    "Material|Solid Waste|Landfilled",
    "t",
    "Solid waste landfilled",
    "固体废物填埋量",
    "-",
    FLOW,
)
def landfilled(panel: Panel) -> Floats:
    """Waste released on a landfill's route, and what the town buries of what it burns, t."""
    return panel.sum_parks(_buried(panel, False))


@yearly(
    "landfill_fill",
    "Material|Solid Waste|Landfill Fill",
    "%",
    "General landfill, filled so far",
    "一般固体废物填埋场已用库容",
    "-",
    STOCK,
)
def landfill_filled(panel: Panel) -> Floats:
    """Buried by the park so far / room of the general landfill x 100; above 100 hauled off."""
    years = range(1, len(panel.years) + 1)
    return np.array([landfill_fill(panel.world, year)[0] for year in years]).T * 100.0


@yearly(
    "landfill_methane",
    "Emissions|Outside the Fence|Landfill Methane",
    "t CO2e",
    "Methane of waste landfilled, outside the fence",
    "填埋甲烷排放（园区边界外）",
    "-",
    FLOW,
)
def landfill_methane(panel: Panel) -> Floats:
    """Organic waste landfilled x methane factor: leakage beside the inventory, never in it."""
    factor = panel.world.assumption["landfill_methane_tco2e_per_t"]
    return panel.sum_parks(_buried(panel, True)) * factor
