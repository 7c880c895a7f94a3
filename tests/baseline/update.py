"""The committed baseline: what the example parks did when results last moved on purpose.

`python -m tests.baseline.update` rewrites it; the changelog then says why the results moved.
"""

from __future__ import annotations

import json
from pathlib import Path

from experiments.scenario import Scenario

FILE = Path(__file__).with_name("baseline.json")
PARKS = ("kalundborg", "guitang", "zhejiang_dyeing_60", "zhejiang_mixed_120")
PACKAGES = ("none", "baseline")
VARIABLES = (
    "value_added_cny", "scope_1_tco2e", "energy_tce", "power_bought_kwh", "fresh_water_m3",
    "solid_disposed_t", "reused_t", "reused_heat_gj", "links", "capex_cny", "tax_cny",
)  # fmt: skip


def measured(park: str, package: str, until: int = 2024) -> dict[str, float]:
    """Return a run's totals over its years, inside the park, and its count of events."""
    world = Scenario(park, package, seed=1, until=until).simulate()
    inside = world.columns.enterprises.inside
    totals = {v: float(world.record.by_year(v)[:, inside].sum()) for v in VARIABLES}
    for event in world.events:
        totals[event["event"]] = totals.get(event["event"], 0.0) + 1.0
    return totals


def measure() -> dict[str, dict[str, float]]:
    """Return the totals of every park under every package."""
    return {f"{p}/{k}": measured(p, k) for p in PARKS for k in PACKAGES}


if __name__ == "__main__":
    FILE.write_text(json.dumps(measure(), indent=1, sort_keys=True) + "\n", encoding="utf-8")
