"""Indicators of a zero-carbon park, straight from its account."""

from __future__ import annotations

import math
from collections.abc import Mapping


def zero_carbon(
    park: Mapping[str, float], grid_share: float, tce_per_gj: float
) -> dict[str, float]:
    """Return the indicators of the 2025 notice on zero-carbon parks (annex 3); nan where unknown.

    CO2 per comprehensive energy in t/tce (location- and market-based); the clean share of the power
    used and of the energy that comes in (own: renewables, green power and biofuels; with the grid's
    non-fossil share); what is used of waste heat, water and solid waste. Shares in percent;
    `tce_per_gj` is that of power.
    """
    own_gj = park["own_renewable_gj"]
    used_gj = park["power_used_gj"] + own_gj
    clean_gj = own_gj + park["green_gj"]
    grid_gj = park["grid_gj"] * grid_share
    energy = park["energy_in_tce"] + own_gj * tce_per_gj
    own_clean = clean_gj * tce_per_gj + park["clean_fuel_tce"]
    get = park.get
    reused, fresh = get("reused_water_m3", math.nan), get("fresh_water_m3", math.nan)
    return {
        "co2_per_tce_location": _over(park["co2_location"], park["energy_tce"]),
        "co2_per_tce_market": _over(park["co2_market"], park["energy_tce"]),
        "clean_power_own_percent": 100.0 * _over(clean_gj, used_gj),
        "clean_power_with_grid_percent": 100.0 * _over(clean_gj + grid_gj, used_gj),
        "clean_energy_own_percent": 100.0 * _over(own_clean, energy),
        "clean_energy_with_grid_percent": 100.0 * _over(own_clean + grid_gj * tce_per_gj, energy),
        "waste_heat_used_percent": 100.0
        * _over(get("waste_heat_used_gj", math.nan), get("waste_heat_available_gj", math.nan)),
        "water_reuse_percent": 100.0 * _over(reused, reused + fresh),
        "solid_waste_used_percent": 100.0
        * _over(
            get("solid_waste_used_t", math.nan),
            get("solid_waste_generated_t", math.nan),
        ),
    }


def _over(part: float, whole: float) -> float:
    return part / whole if whole > 0 else math.nan
