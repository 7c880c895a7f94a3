"""How the page groups the instruments: by the way they act."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

OTHER: Final = "other"

FAMILIES: Final[Mapping[str, tuple[str, ...]]] = {
    "mandate": (
        "access_threshold", "boiler_elimination", "capacity_replacement", "carbon_assessment",
        "central_heating", "cleaner_production_audit", "coal_replacement", "discharge_limit",
        "efficiency_benchmark", "energy_budget", "green_buildings", "hazardous_transfer",
        "new_capacity_ban", "reclaimed_water", "zero_waste_park",
    ),
    "price": (
        "environmental_tax", "income_tax_relief", "ladder_tariff", "resource_tax",
        "stepped_water_price", "time_of_use", "utilisation_relief", "waste_charge",
    ),
    "market": (
        "carbon_label_border", "carbon_market", "energy_rights", "green_power",
        "load_aggregation", "pollution_rights",
    ),
    "grant": (
        "clean_transport", "equipment_bond", "fuel_substitution", "innovation", "micro_grid",
        "per_tce_award", "pv_promotion", "special_fund", "storage_subsidy", "subsidy",
    ),
    "finance": (
        "green_bond", "green_credit", "interest_subsidy", "loan_guarantee", "loan_renewal",
    ),
    "information": (
        "broker", "demonstration", "disclosure", "energy_diagnosis", "energy_platform",
        "one_stop_approval", "platform",
    ),
    "place": (
        "anchor_promotion", "land_use", "missing_link_promotion", "recycled_procurement",
        "recycling_system", "shared_infrastructure",
    ),
    "title": ("accreditation", "assessment", "green_factory", "green_park_cultivation"),
}  # fmt: skip
"""Names of instruments by family, in the order of the page; one that stands nowhere is `other`."""


def family_of(name: str) -> str:
    """Return the family of an instrument.

    >>> family_of("carbon_market"), family_of("not_yet_there")
    ('market', 'other')
    """
    return next((family for family, names in FAMILIES.items() if name in names), OTHER)
