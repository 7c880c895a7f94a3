"""Dated factors that indicators need beyond the catalogue: coal equivalents, residual mix."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.catalogue import Catalogue, per_catalogue
from sim.factors import GRID, NATION, Carriers

Floats = NDArray[np.float64]

CALORIFIC, EQUAL_VALUE = "calorific", "equal_value"
SWITCHES = (CALORIFIC, EQUAL_VALUE)
"""How power and heat count in coal equivalent: by calorific value (GB/T 2589-2020: 0.1229 tce/MWh,
0.03412 tce/GJ) or at equal value, by the coal that a power or heat plant burns for them."""


@per_catalogue
def tce_per_mwh(catalogue: Catalogue, switch: str, first_year: int, count: int) -> Floats:
    """Return the coal equivalent of grid power by year, tce/MWh; table `carriers`."""
    parameter = {CALORIFIC: "to_tce_equivalent_value", EQUAL_VALUE: "to_tce_equal_value"}
    return _series(catalogue, GRID, parameter[switch], first_year, count)


@per_catalogue
def tce_per_gj_heat(catalogue: Catalogue, switch: str, first_year: int, count: int) -> Floats:
    """Return the coal equivalent of purchased heat by year, tce/GJ; table `carriers`."""
    parameter = {CALORIFIC: "to_tce_equivalent_value", EQUAL_VALUE: "to_tce_equal_value"}
    return _series(catalogue, "heat_purchased", parameter[switch], first_year, count)


@per_catalogue
def carriers_of(catalogue: Catalogue) -> Carriers:
    """Return the dated factors of a catalogue."""
    return Carriers(catalogue.tables["carriers"], catalogue.tables["provinces"])


@per_catalogue
def residual_mix(catalogue: Catalogue, first_year: int, count: int) -> Floats:
    """Return the market-based factor of power without green contracts by year, tCO2/MWh."""
    carriers = carriers_of(catalogue)
    years = range(first_year, first_year + count)
    return np.array([carriers.residual_mix(year).value for year in years])


@per_catalogue
def clean_grid_share(catalogue: Catalogue, place: str, first_year: int, count: int) -> Floats:
    """Return the non-fossil share of the grid's power by year: the province's, or the nation's."""
    carriers, years = carriers_of(catalogue), range(first_year, first_year + count)
    return np.array([carriers.clean_share(place, year).value for year in years])


def _series(
    catalogue: Catalogue, carrier: str, parameter: str, first_year: int, count: int
) -> Floats:
    """Return the national series, linear between its years and flat beyond."""
    years = range(first_year, first_year + count)
    return carriers_of(catalogue).path(carrier, parameter, NATION, years)
