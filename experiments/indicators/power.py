"""Power by the hour, from the dispatch of each January on typical days."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from experiments.indicators.panel import Panel
from experiments.indicators.registry import FLOW, over, yearly
from sim.power.year import PowerYear

Floats = NDArray[np.float64]


@yearly(
    "power_self_consumption",
    "Energy|Electricity|Self-Consumption",
    "%",
    "Own power used by those who make it",
    "自发电自用率",
    "+",
)
def power_self_consumption(panel: Panel) -> Floats:
    """(Own power - exported - curtailed) / own power x 100: photovoltaics, waste heat, gas."""
    made = _park_years(panel, "made_kwh")
    return over(made - _away(panel), made) * 100.0


@yearly(
    "power_peak",
    "Energy|Electricity|Peak",
    "MW",
    "Highest purchase of electricity in an hour of a typical day",
    "典型日最大购电负荷",
    "-",
)
def power_peak(panel: Panel) -> Floats:
    """Purchases of all enterprises in the park's hour of highest purchase; planned in January."""
    return _park_years(panel, "peak_share_kw") / 1000.0


@yearly(
    "power_fed_in",
    "Energy|Electricity|Fed In",
    "MWh",
    "Own surplus fed into the grid",
    "余电上网电量",
    "",
    FLOW,
)
def power_fed_in(panel: Panel) -> Floats:
    """Photovoltaic and wind power that its makers do not use or store and the grid takes."""
    return panel.park_years("power_fed_in_kwh") / 1000.0


@yearly(
    "power_green",
    "Energy|Electricity|Green",
    "MWh",
    "Green electricity bought, certificates included",
    "购入绿电与绿证电量",
    "+",
    FLOW,
)
def power_green(panel: Panel) -> Floats:
    """Purchased power that green contracts, direct lines or green certificates cover."""
    return panel.park_years("green_power_kwh") / 1000.0


@yearly(
    "power_curtailed",
    "Energy|Electricity|Curtailed",
    "MWh",
    "Own power curtailed",
    "弃电量",
    "-",
    FLOW,
)
def power_curtailed(panel: Panel) -> Floats:
    """Own power beyond own use, storage and the export limit."""
    return _park_years(panel, "curtailed_kwh") / 1000.0


def _away(panel: Panel) -> Floats:
    return _park_years(panel, "exported_kwh") + _park_years(panel, "curtailed_kwh")


def _park_years(panel: Panel, name: str) -> Floats:
    """Sum a column of the dispatch to (park, year); nan in years that no dispatch has seen."""
    found: dict[int, PowerYear] = {year.year: year for year in panel.world.power_years}
    values = np.full((len(panel.years), len(panel.world.columns.enterprises)), np.nan)
    for row, year in enumerate(panel.years.tolist()):
        if year in found:
            column = getattr(found[year], name)
            values[row] = 0.0
            values[row, : len(column)] = column
    return panel.sum_parks(values)
