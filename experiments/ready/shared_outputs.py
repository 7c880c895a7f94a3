"""What the experiments on links, waste and emissions ask of a run: the same, so they share runs.

A run is repeated where the store lacks an output, so that one list for the three makes the second
and the third of them free.
"""

from __future__ import annotations

from functools import cache

from experiments.decompose import EFFECTS
from experiments.outputs import FAMILIES
from experiments.ready.emission_targets import target_outputs

LINKS_OVER_TIME = (
    "links_active", "links_born", "links_died", "co2_avoided", "reused", "links_gain.cny",
)  # fmt: skip
WITH_WITHOUT = ("co2", "solid_disposed", "water_fresh", "energy_calorific", "value_added_constant")
"""Indicators that are set against the run without symbiosis."""

WASTE_OVER_TIME = (
    "reused", "solid_generated", "solid_disposed", "solid_utilisation", "heat_reused",
    "water_reused",
)  # fmt: skip
WASTE_COMPARED = ("reused", "solid_disposed", "solid_utilisation", "public_cost")

CO2_OVER_TIME = (
    "co2", "co2_scope_1", "co2_scope_2", "co2_2020_grid", "co2_intensity", "co2_intensity_change",
)  # fmt: skip
COSTS = ("private_cost", "public_cost")

_FAMILIES = (
    "links_by_class", "links_born_by", "links_ended_by", "waste_given_by_class",
    "waste_made_by_class", "waste_disposed_by_class", "waste_given", "waste_made", "waste_left_by",
)  # fmt: skip


@cache
def shared_outputs() -> tuple[str, ...]:
    """Return the outputs that each of the three experiments asks for."""
    parts = [name for one in _FAMILIES for name in FAMILIES[one].outputs]
    effects = [f"co2_effect.{name}" for name in EFFECTS]
    return tuple(
        dict.fromkeys((
            *LINKS_OVER_TIME, *WITH_WITHOUT, *WASTE_OVER_TIME, *WASTE_COMPARED, *CO2_OVER_TIME,
            *COSTS, *target_outputs(), *parts, *effects,
        ))
    )  # fmt: skip
