"""What energy is made of: own renewables, clean carriers and electricity in final use."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from experiments.indicators.attribution import biofuel_gj
from experiments.indicators.energy import comprehensive, month_factors
from experiments.indicators.factors import CALORIFIC
from experiments.indicators.links import is_firm
from experiments.indicators.panel import Panel, kept, sum_months
from experiments.indicators.power import power_green
from experiments.indicators.registry import over, yearly
from sim.ledger import LEDGER

Floats = NDArray[np.float64]


@yearly(
    "renewable_energy_share",
    "Energy|Renewable Share",
    "%",
    "Renewables in energy use",
    "可再生能源使用比例",
    "+",
)
def renewable_energy_share(panel: Panel) -> Floats:
    """(Own renewable power + biofuels burnt + green power bought) / energy x 100, calorific.

    Energy is comprehensive energy and own renewables; the grid's own mix is left out.
    """
    power, heat = _factors(panel)
    solid, gas = biofuel_gj(panel)
    own = panel.sum_parks(_own_power(panel)) * power + panel.sum_parks(solid + gas) * heat
    bought = sum_months(comprehensive(panel, CALORIFIC).T).T
    return over(own + power_green(panel) * power, bought + own) * 100.0


@yearly(
    "renewable_power_share",
    "Energy|Electricity|Renewable Share",
    "%",
    "Renewables in power use, certificates included",
    "可再生电力消费占比（含绿证）",
    "+",
)
def renewable_power_share(panel: Panel) -> Floats:
    """(Own renewable power + green power bought) / (power bought + own) x 100; no grid mix."""
    own = panel.sum_parks(_own_power(panel))
    bought = panel.park_years("power_bought_kwh") / 1000.0
    return over(own + power_green(panel), bought + own) * 100.0


@yearly(
    "electrification",
    "Energy|Final|Electrification",
    "%",
    "Electricity in final energy use",
    "终端电气化率",
    "+",
)
def electrification(panel: Panel) -> Floats:
    """Power used by firms, their own photovoltaics too / energy they use x 100, calorific."""
    return over(_final_power(panel), _final(panel)) * 100.0


@yearly(
    "clean_final_energy",
    "Energy|Final|Clean Carriers",
    "%",
    "Clean carriers in final energy use",
    "清洁能源使用率",
    "+",
)
def clean_final_energy(panel: Panel) -> Floats:
    """Power and natural gas (or the gases that replace it) / energy used by firms x 100."""
    clean = _final_power(panel) + panel.sum_parks(_gas_tce(panel) * is_firm(panel))
    return over(clean, _final(panel)) * 100.0


def _factors(panel: Panel) -> tuple[Floats, Floats]:
    """Return the calorific equivalents of power (tce/MWh) and heat (tce/GJ) by year."""
    power, heat = month_factors(panel, CALORIFIC)
    return power[::12], heat[::12]


@kept
def _own_power(panel: Panel) -> Floats:
    """Return own photovoltaic and wind power used on site by (year, enterprise), MWh."""
    return panel.year("own_power_kwh") / 1000.0


def _final_power(panel: Panel) -> Floats:
    """Return power used by firms by (park, year), tce as the books of energy count it."""
    used = panel.year("power_bought_kwh") / 1000.0 + _own_power(panel)
    return panel.sum_parks(used * is_firm(panel)) * _tce_per_mwh(panel)


def _final(panel: Panel) -> Floats:
    """Return energy used by firms, own photovoltaics too, by (park, year), tce."""
    firms = is_firm(panel)
    own = panel.sum_parks(_own_power(panel) * firms) * _tce_per_mwh(panel)
    return panel.sum_parks(panel.year("energy_tce") * firms) + own


def _tce_per_mwh(panel: Panel) -> float:
    catalogue = panel.catalogue
    return float(catalogue.tce_calorific[catalogue.stream["electricity"]]) * 1000.0


def _gas_tce(panel: Panel) -> Floats:
    """Return natural gas burnt by (year, enterprise), tce."""
    slots, stream = panel.world.columns.slots, panel.catalogue.stream["natural_gas"]
    rows = np.flatnonzero(slots.fuel & ~slots.out & (slots.stream == stream))
    used = np.zeros((len(panel.years), len(panel.world.columns.enterprises)))
    for year, amounts in enumerate(panel.world.slot_ledger.years):
        known = rows[rows < amounts.shape[1]]
        np.add.at(used[year], slots.enterprise[known], amounts[LEDGER.index("amount"), known])
    return used * float(panel.catalogue.tce_calorific[stream])
