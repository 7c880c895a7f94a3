"""What a year sets for every enterprise: price trends, wages and loan rates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.catalogue import FIRST_YEAR, Catalogue, per_catalogue
from sim.columns import PRIVATE, Enterprises
from sim.prices import REFERENCE_YEAR
from sim.terms import Terms

Floats = NDArray[np.float64]

_SIZES = ("micro", "small", "medium", "large")


@dataclass(frozen=True)
class YearCosts:
    """Columns by enterprise that hold for one year."""

    trend: Floats
    """Price of the sector's product over that of the reference year; scales other purchases."""
    wage_cny_per_month: Floats
    """A job's monthly cost to the employer, by private or other ownership."""
    loan_rate: Floats
    """Yearly rate, a fraction: LPR, the spread of the size class and the term `loan_spread_pp`."""


def year_costs(
    catalogue: Catalogue, enterprises: Enterprises, year: int, terms: Terms, labour_share: float
) -> YearCosts:
    """Return the year's columns from the context series and the terms.

    Jobs of the sector table are estimates: where a typical plant's wage bill of the base year
    would pass `labour_share` of its value added, the sector's pay is scaled down to it.
    """
    sector = enterprises.sector
    spread = _loan_spreads(catalogue)[enterprises.size]
    rate = loan_prime_rate(catalogue, year) + spread + terms["loan_spread_pp"]
    private = wage(catalogue, "manufacturing_private", year)
    other = wage(catalogue, "manufacturing_non_private", year)
    return YearCosts(
        trend=_product_trend(catalogue, year)[sector],
        wage_cny_per_month=np.where(enterprises.ownership == PRIVATE, private, other)
        * _pay_scale(catalogue, labour_share)[sector]
        / 12.0,
        loan_rate=rate / 100.0,
    )


@per_catalogue
def _loan_spreads(catalogue: Catalogue) -> Floats:
    """Return the spread over the loan prime rate by size class, percentage points."""
    scopes = [f"spread_over_lpr.{size}" for size in _SIZES]
    return np.array([catalogue.context("loan_access", scope) for scope in scopes])


@per_catalogue
def _pay_scale(catalogue: Catalogue, labour_share: float) -> Floats:
    """Return by sector how far pay is scaled to fit a typical plant's value added."""
    sectors = catalogue.tables["sectors"]
    bill = sectors["jobs_typical"] * wage(catalogue, "manufacturing_private", FIRST_YEAR)
    earned = sectors["value_added_cny_per_unit"] * sectors["typical_output"]
    fits: Floats = np.divide(labour_share * earned, bill, out=np.ones_like(bill), where=bill > 0)
    scale: Floats = np.minimum(fits, 1.0)
    return scale


@per_catalogue
def loan_prime_rate(catalogue: Catalogue, year: int) -> float:
    """Return the one-year loan prime rate in percent: yearly means, then towards the scenario."""
    table = catalogue.tables["context"]
    rows = np.isin(table["series"], ("lpr_1y_mean", "lpr_1y_scenario"))
    return float(np.interp(year, table["year"][rows], table["value"][rows]))


@per_catalogue
def wage(catalogue: Catalogue, scope: str, year: int) -> float:
    """Return a yearly wage in CNY; after the last recorded year it grows as the scenario says."""
    table = catalogue.tables["context"]
    rows = (table["series"] == "wage") & (table["scope"] == scope)
    years, wages = table["year"][rows], table["value"][rows]
    last = int(years.max())
    growth = 1.0 + catalogue.context("wage_growth_scenario", "manufacturing") / 100.0
    return float(np.interp(year, years, wages) * growth ** max(year - last, 0))


@per_catalogue
def _product_trend(catalogue: Catalogue, year: int) -> Floats:
    """Return the price of each sector's product over that of the reference year."""
    products = catalogue.tables["sectors"]["product"]
    stream = np.array([catalogue.stream[name] for name in products])
    now = catalogue.price[stream, catalogue.year_index(year)]
    reference = catalogue.price[stream, REFERENCE_YEAR - FIRST_YEAR]
    trend: Floats = np.divide(now, reference, out=np.ones_like(now), where=reference > 0)
    return trend
