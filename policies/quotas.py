"""Where the archetype of each sector stands against the national energy quota of its product."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from policies.parameters import policy_tables
from sim.catalogue import Catalogue, per_catalogue

Floats = NDArray[np.float64]


LADDERS = ("none", "aluminium", "cement", "steel", "unified")
"""Ladder tariffs; a sector without a ladder of its own stands on the unified one."""


@dataclass(frozen=True, eq=False)
class Quotas:
    """Columns by sector; nan where a sector has no energy quota.

    The quota's levels are benchmark (level 1), access (2) and limit (3, the baseline level).
    """

    position: Floats
    """Unit energy of the archetype over the limit of its quota."""
    benchmark: Floats
    """Benchmark level over the limit."""
    limit: Floats
    """The limit, in the unit of the norm."""
    ladder: NDArray[np.int64]
    """Ladder tariff of the sector: place in `LADDERS`."""
    of_eight: NDArray[np.bool_]
    """Of the eight industries with differential power prices."""


@per_catalogue
def quotas(catalogue: Catalogue) -> Quotas:
    """Compare each recipe with its quota, as table `efficiency_norms` says how.

    `energy`: net energy of the recipe over the norm's units in a product unit, over the limit;
    `power`: the same with the recipe's power, for sectors that use nothing else; `access`: unit or
    boundary differ, and the archetype is taken to stand at the access level, as the median of the
    comparable sectors does; `none`: the norm says nothing of energy bought.

    >>> from sim.catalogue import load_catalogue
    >>> catalogue = load_catalogue()
    >>> found = quotas(catalogue)
    >>> names = ("cement_clinker", "flat_glass", "coke_plant", "aluminium_smelter", "machinery")
    >>> [round(float(found.position[catalogue.sector[name]]), 3) for name in names]
    [0.932, 0.839, 0.815, 1.0, nan]
    """
    sectors, norms = catalogue.tables["sectors"], policy_tables()["efficiency_norms"]
    count = len(catalogue.sectors)
    limit = np.full(count, np.nan)
    position, benchmark = limit.copy(), limit.copy()
    ladder = np.zeros(count, dtype=np.int64)
    of_eight = np.zeros(count, dtype=bool)
    power = recipe_power(catalogue)
    for i, name in enumerate(norms["sector"]):
        row, s = norms.row_at(i), catalogue.sector[name]
        ladder[s], of_eight[s] = LADDERS.index(row["ladder"]), row["of_eight"]
        if row["measure"] == "none":
            continue
        own = float(row["limit"])
        limit[s] = sectors["ee_baseline"][s] if np.isnan(own) else own
        benchmark[s] = sectors["ee_benchmark"][s] / limit[s]
        used = {
            "energy": sectors["energy_norm_kgce_per_unit"][s] / row["norm_units_per_product_unit"],
            "power": power[s] / row["norm_units_per_product_unit"],
            "access": sectors["ee_access"][s],
        }[row["measure"]]
        position[s] = used / limit[s]
    return Quotas(position, benchmark, limit, ladder, of_eight)


def recipe_power(catalogue: Catalogue) -> Floats:
    """Return the power that each sector's recipe uses, kWh per product unit."""
    power = catalogue.stream["electricity"]
    return np.array(
        [
            float(recipe.quantity[(recipe.stream == power) & ~recipe.out].sum())
            for recipe in catalogue.recipes
        ]
    )
