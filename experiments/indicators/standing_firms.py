"""Who stands in the park: value added per head, audited firms, sewage plants, new industries."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from experiments.indicators.links import is_firm, jobs
from experiments.indicators.money import constant_value_added, value_added_share
from experiments.indicators.panel import Panel
from experiments.indicators.registry import STOCK, over, yearly
from sim.fit import stints

Floats = NDArray[np.float64]

STRATEGIC = (
    "pharma_api", "enzyme_biotech", "pcb", "semiconductor", "data_centre", "pv_module",
    "li_battery", "battery_recycling", "plastics_recycling", "slag_mill",
)  # fmt: skip
"""Sectors of the strategic emerging industries: biology, new information technology, new energy
and its vehicles, resource recycling (National Bureau of Statistics, Classification of Strategic
Emerging Industries (2018); matched by sector, an estimate)."""

_AUDIT = "cp_audit"
_SEWAGE_PLANT = "wwtp"


@yearly(
    "value_added_per_job",
    "Value Added per Job",
    "10^4 CNY/person",
    "Value added per head",
    "人均工业增加值",
    "+",
)
def value_added_per_job(panel: Panel) -> Floats:
    """Value added at constant prices / jobs, the mean of the year's months."""
    people = jobs(panel).reshape(panel.parks, len(panel.years), 12).sum(axis=2) / 12.0
    return over(constant_value_added(panel) / 1e4, people)


@yearly(
    "strategic_share",
    "Value Added|Strategic Emerging Industries Share",
    "%",
    "Strategic emerging industries in value added",
    "战略性新兴产业增加值占比",
    "+",
)
def strategic_share(panel: Panel) -> Floats:
    """Value added (constant prices) of strategic emerging sectors / that of the park x 100."""
    return value_added_share(panel, STRATEGIC)


@yearly(
    "cleaner_production_share",
    "Firms|Cleaner-Production Audit Share",
    "%",
    "Firms with a cleaner-production audit in force",
    "清洁生产审核企业占比",
    "+",
)
def cleaner_production_share(panel: Panel) -> Floats:
    """Firms with the measures of an audit standing in December / firms in the park x 100."""
    retrofits, catalogue = panel.world.columns.retrofits, panel.catalogue
    row, first, end = stints(panel.world)
    audit = catalogue.technologies.index(_AUDIT)
    mine = catalogue.tech_row_technology[retrofits.tech_row[row]] == audit
    december = np.arange(11, panel.months, 12)
    audited = np.zeros((len(december), len(panel.world.columns.enterprises)), dtype=bool)
    for k in np.flatnonzero(mine).tolist():
        audited[:, retrofits.enterprise[row[k]]] |= (first[k] <= december) & (december < end[k])
    there = panel.active[11::12] & is_firm(panel)
    return over(panel.count_parks(audited & there), panel.count_parks(there)) * 100.0


@yearly(
    "sewage_plants",
    "Water|Sewage Plants",
    "count",
    "Waste-water plants in the park",
    "园区污水集中处理设施数",
    "+",
    STOCK,
)
def sewage_plants(panel: Panel) -> Floats:
    """Waste-water plants inside the fence that stand in December."""
    plant = panel.catalogue.sector[_SEWAGE_PLANT]
    mine = panel.world.columns.enterprises.sector == plant
    return panel.count_parks(panel.active[11::12] & mine)
