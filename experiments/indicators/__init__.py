"""Indicators: importing this registers every one of them."""

from __future__ import annotations

from experiments.indicators import (  # noqa: F401
    attribution,
    carbon,
    circular_economy,
    discharge,
    efficiency_level,
    elasticity,
    energy,
    energy_mix,
    energy_tiers,
    expected,
    growth,
    landfill,
    links,
    materials,
    money,
    per_mu_ranking,
    pollutants,
    power,
    standing_firms,
    zero_carbon,
)
from experiments.indicators.registry import BREAKDOWNS, INDICATORS, Breakdown, Indicator

__all__ = ["BREAKDOWNS", "INDICATORS", "Breakdown", "Indicator"]
