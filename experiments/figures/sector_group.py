"""Groups of sectors, few enough to tell apart by colour."""

from __future__ import annotations

from functools import cache

from sim.tables import read_tables

_GROUPS = {
    "energy": ("power_heat",),
    "water": ("industry_total",),
    "metals": ("ferrous_metals", "nonferrous_metals", "metal_products"),
    "minerals": ("nonmetallic_minerals",),
    "chemicals": ("petroleum_coking", "chemicals", "pharma", "rubber_plastics"),
    "textile": ("textile", "chem_fibre"),
    "food": ("agro_food", "paper"),
    "equipment": (
        "general_equipment", "automobiles", "electronics", "integrated_circuits",
        "electrical_machinery", "data_centres",
    ),
    "recycling": ("waste_recycling",),
}  # fmt: skip
_GROUP = {stat: group for group, stats in _GROUPS.items() for stat in stats}


@cache
def group_of(sector: str) -> str:
    """Return the group of a sector, by its statistical sector.

    >>> group_of("dyeing"), group_of("coal_chp")
    ('textile', 'energy')
    """
    return _GROUP[read_tables()["sectors"].row(sector)["stat_sector"]]
