"""Where firms stand against the energy quota of their product: access level and benchmark."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from experiments.indicators.links import is_firm
from experiments.indicators.panel import Panel, kept
from experiments.indicators.registry import over, yearly
from policies.quotas import quotas
from sim.assess import recipe_tce

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_ROUNDING = 1e-9
"""Unit energies this near to a level have reached it."""


@yearly(
    "efficiency_access_share",
    "Energy|Efficiency|At Access Level",
    "%",
    "Firms at or better than the access level of their energy quota",
    "达到能耗限额准入值（2级）的企业比例",
    "+",
)
def efficiency_access_share(panel: Panel) -> Floats:
    """Firms with unit energy <= level 2 of their quota / firms with a quota x 100."""
    good, known = _reached(panel, access_over_limit(panel))
    return over(panel.count_parks(good), panel.count_parks(known)) * 100.0


@yearly(
    "efficiency_benchmark_share",
    "Energy|Efficiency|At Benchmark",
    "%",
    "Firms at the benchmark of their energy quota",
    "能效达到标杆水平的企业比例",
    "+",
)
def efficiency_benchmark_share(panel: Panel) -> Floats:
    """Firms with unit energy <= level 1 of their quota / firms with a quota x 100."""
    good, known = _reached(panel, quotas(panel.catalogue).benchmark)
    return over(panel.count_parks(good), panel.count_parks(known)) * 100.0


@yearly(
    "benchmark_capacity_share",
    "Energy|Efficiency|Capacity at Benchmark",
    "%",
    "Capacity at the benchmark of its energy quota",
    "能效达到标杆水平的产能比例",
    "+",
)
def benchmark_capacity_share(panel: Panel) -> Floats:
    """Energy of the recipe x output of firms at the benchmark / that of firms with a quota x 100.

    The recipe's energy weighs products whose tonnes cannot be added.
    """
    good, known = _reached(panel, quotas(panel.catalogue).benchmark)
    weight = _recipe_energy(panel)
    return over(panel.sum_parks(weight * good), panel.sum_parks(weight * known)) * 100.0


@kept
def unit_energy_over_limit(panel: Panel) -> Floats:
    """Return unit energy over the limit of the quota by (year, enterprise).

    The archetype's place (`policies.quotas`) x energy used / energy of the recipe; nan without a
    quota or output.
    """
    used, base = panel.year("energy_tce"), _recipe_energy(panel)
    ratio = np.divide(used, base, out=np.full_like(base, np.nan), where=base > 0)
    position: Floats = quotas(panel.catalogue).position[panel.world.columns.enterprises.sector]
    return ratio * position


def access_over_limit(panel: Panel) -> Floats:
    """Return the access level (2) over the limit of the quota by sector."""
    access: Floats = panel.catalogue.tables["sectors"]["ee_access"]
    return access / quotas(panel.catalogue).limit


def _reached(panel: Panel, level: Floats) -> tuple[Flags, Flags]:
    """Return which firms reach a level and which have one, by (year, enterprise)."""
    energy = unit_energy_over_limit(panel)
    bound = level[panel.world.columns.enterprises.sector]
    known = is_firm(panel) & ~np.isnan(energy) & ~np.isnan(bound)
    return known & (energy <= bound * (1.0 + _ROUNDING)), known


def _recipe_energy(panel: Panel) -> Floats:
    """Return the energy that the recipes take for the output, by (year, enterprise), tce."""
    recipe = recipe_tce(panel.catalogue)[panel.world.columns.enterprises.sector]
    energy: Floats = panel.year("output") * recipe
    return energy
