"""What the sectors of the carbon market may emit free of charge per product unit."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.catalogue import Catalogue, per_catalogue

Floats = NDArray[np.float64]

POWER = ("coal_chp",)
FIRST = ("steel_bfbof", "steel_eaf", "cement_clinker", "aluminium_smelter")
NEXT = (
    "refinery", "coke_plant", "ethylene", "polyolefin", "ammonia_urea", "chlor_alkali",
    "pvc_carbide", "phosphate_fert", "tio2", "soda_ash_plant", "fine_chem", "pta_polyester",
    "pulp_bagasse", "pulp_bagasse_nr", "paper_recovered", "flat_glass", "copper_smelter",
)  # fmt: skip
"""Sectors covered for the data years from 2021, 2025 and (expected) 2027; in 2024 allowances of the
second group were set equal to emissions, so that nothing was paid."""

STEAMS = ("steam_mp", "steam_lp", "hot_water")
KWH_PER_MWH = MJ_PER_GJ = 1000.0


@per_catalogue
def archetype_tco2e(catalogue: Catalogue) -> Floats:
    """Return the direct emissions of each sector's archetype, t per product unit.

    >>> from sim.catalogue import load_catalogue
    >>> catalogue = load_catalogue()
    >>> direct = archetype_tco2e(catalogue)
    >>> [round(float(direct[catalogue.sector[name]]), 2) for name in ("coal_chp", *FIRST)]
    [1.44, 1.36, 0.16, 0.79, 1.62]
    """
    sectors = catalogue.tables["sectors"]
    kg = sectors["process_co2_kg_per_unit"] + sectors["other_fuel_co2_kg_per_unit"]
    direct: Floats = kg / 1000.0
    for row, recipe in enumerate(catalogue.recipes):
        burnt = recipe.fuel & ~recipe.out
        direct[row] += float((recipe.quantity * catalogue.fuel_tco2e[recipe.stream])[burnt].sum())
    return direct


@per_catalogue
def power_and_heat(catalogue: Catalogue) -> tuple[Floats, Floats]:
    """Return what each recipe puts out of power, MWh, and of heat, GJ, per product unit.

    >>> from sim.catalogue import load_catalogue
    >>> catalogue = load_catalogue()
    >>> [float(made[catalogue.sector["coal_chp"]]) for made in power_and_heat(catalogue)]
    [1.0, 6.0]
    """
    power, heat = np.zeros(len(catalogue.recipes)), np.zeros(len(catalogue.recipes))
    steams = [catalogue.stream[name] for name in STEAMS]
    for row, recipe in enumerate(catalogue.recipes):
        out = recipe.quantity * recipe.out
        power[row] = out[recipe.stream == catalogue.stream["electricity"]].sum() / KWH_PER_MWH
        heat[row] = out[np.isin(recipe.stream, steams)].sum() / MJ_PER_GJ
    return power, heat


def sectors_of(catalogue: Catalogue, names: tuple[str, ...]) -> NDArray[np.bool_]:
    """Say which sectors are among `names`."""
    return np.isin(np.arange(len(catalogue.sectors)), [catalogue.sector[name] for name in names])
