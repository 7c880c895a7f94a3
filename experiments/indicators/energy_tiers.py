"""Tiers of the energy budget: how many enterprises of each size by yearly energy, equal value."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from experiments.indicators.factors import CALORIFIC, EQUAL_VALUE, tce_per_mwh
from experiments.indicators.panel import Panel, kept
from experiments.indicators.registry import STOCK, over, yearly
from policies.parameters import load_parameters

Floats = NDArray[np.float64]


@yearly(
    "energy_tier_1",
    "Firms|Energy Budget|Tier 1",
    "count",
    "Enterprises of 5000 tce a year and above",
    "年综合能耗5000吨标准煤及以上企业数",
    "",
    STOCK,
)
def energy_tier_1(panel: Panel) -> Floats:
    """Enterprises whose energy of the year at equal value is 5000 tce or more."""
    return panel.count_parks(tier(panel) == 1)


@yearly(
    "energy_tier_2",
    "Firms|Energy Budget|Tier 2",
    "count",
    "Enterprises of 1000 to 5000 tce a year",
    "年综合能耗1000至5000吨标准煤企业数",
    "",
    STOCK,
)
def energy_tier_2(panel: Panel) -> Floats:
    """Enterprises whose energy of the year at equal value is 1000 tce or more, less than 5000."""
    return panel.count_parks(tier(panel) == 2)


@yearly(
    "energy_tier_3",
    "Firms|Energy Budget|Tier 3",
    "count",
    "Enterprises below 1000 tce a year",
    "年综合能耗1000吨标准煤以下企业数",
    "",
    STOCK,
)
def energy_tier_3(panel: Panel) -> Floats:
    """Enterprises whose energy of the year at equal value is less than 1000 tce, but not none."""
    return panel.count_parks(tier(panel) == 3)


@yearly(
    "energy_tier_1_share",
    "Energy|Energy Budget|Tier 1 Share",
    "%",
    "Energy of enterprises of 5000 tce a year and above",
    "年综合能耗5000吨标准煤及以上企业能耗占比",
)
def energy_tier_1_share(panel: Panel) -> Floats:
    """Energy at equal value of the enterprises of tier 1 / that of all enterprises x 100."""
    used = energy_by_enterprise(panel)
    whole = panel.sum_parks(used)
    return over(panel.sum_parks(np.where(tier(panel) == 1, used, 0.0)), whole) * 100.0


@kept
def energy_by_enterprise(panel: Panel) -> Floats:
    """Return energy used with purchased power at equal value, by (year, enterprise), tce."""
    span = int(panel.years[0]), len(panel.years)
    equal, calorific = (
        tce_per_mwh(panel.catalogue, switch, *span) for switch in (EQUAL_VALUE, CALORIFIC)
    )
    more = (equal - calorific)[:, None] / 1000.0
    used: Floats = panel.year("energy_tce") + panel.year("power_bought_kwh") * more
    return used


@kept
def tier(panel: Panel) -> NDArray[np.int64]:
    """Return the tier of each enterprise by (year, enterprise); 0 where it used no energy.

    Bounds: parameters `energy_budget_tier1` and `energy_budget_tier2`; equal counts as above.
    """
    table, used = load_parameters(), energy_by_enterprise(panel)
    high, low = (table.central(f"energy_budget_tier{k}") for k in (1, 2))
    return np.select([used >= high, used >= low, used > 0], [1, 2, 3], 0)
