"""Which technologies are projects that save: what grants, green loans and tax relief are for."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.catalogue import Catalogue, per_catalogue
from sim.recipes import CARRIERS, WATER

NO_PROJECT = ("battery_storage", "green_power")
"""Gains from trading power are no saving of energy or material."""


@per_catalogue
def green_projects(catalogue: Catalogue) -> frozenset[int]:
    """Return the technologies that count as projects, by index of the catalogue.

    One that saves energy, carbon or fresh water or earns by recovered material in a sector it
    fits. End-of-pipe cleaning that saves none of these, and trading of power, are left out.
    """
    table = catalogue.tables["technology_sectors"]
    stream = np.array([catalogue.stream[name] for name in CARRIERS])
    saved = -catalogue.tech_delta
    saves = (
        ((saved * catalogue.tce_calorific[stream]).sum(axis=1) > 0)
        | ((saved * catalogue.fuel_tco2e[stream]).sum(axis=1) > table["d_process_co2_kg"] / 1000.0)
        | (saved[:, WATER] > 0)
        | (table["other_gain_cny"] > 0)
    )
    none = {catalogue.technologies.index(name) for name in NO_PROJECT}
    return frozenset(catalogue.tech_row_technology[saves].tolist()) - none


@per_catalogue
def is_green(catalogue: Catalogue) -> NDArray[np.bool_]:
    """Say which technologies of the catalogue are `green_projects`."""
    return np.isin(np.arange(len(catalogue.technologies)), list(green_projects(catalogue)))
