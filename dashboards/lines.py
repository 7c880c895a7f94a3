"""The indicators that can be drawn over the years, by group."""

from __future__ import annotations

from typing import Final

GROUPS: Final[dict[str, tuple[str, ...]]] = {
    "carbon": (
        "co2", "co2_intensity", "co2_scope_1", "co2_scope_2", "co2_2020_grid", "co2_market",
    ),
    "energy": (
        "energy_calorific", "energy_intensity_calorific", "electrification",
        "renewable_power_share", "clean_energy",
    ),
    "water": ("water_fresh", "water_intensity", "water_reuse_rate", "wastewater"),
    "material": (
        "solid_generated", "solid_utilisation", "solid_intensity", "reused",
        "resource_productivity", "air_pollutants",
    ),
    "links": ("links_active", "heat_reused", "water_reused"),
    "economy": ("value_added_constant", "value_added_per_mu", "public_cost", "firms_active"),
}  # fmt: skip
"""Group -> indicators."""

LINES: Final = tuple(name for names in GROUPS.values() for name in names)
"""All of them, in the order in which they are offered."""
