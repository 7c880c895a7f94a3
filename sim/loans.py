"""Loans of projects that save: what is left of them, and the rate that a firm pays on its debt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.sums import sum_one

if TYPE_CHECKING:
    from sim.world import World

Floats = NDArray[np.float64]


def project_debt(world: World) -> Floats:
    """Return what is left of the loans of projects, CNY by enterprise: paid back in equal parts."""
    loans = world.project_loans
    age = world.year - loans.year
    left = np.maximum(1.0 - age / world.assumption["project_loan_years"], 0.0)
    return sum_one(loans.enterprise, loans.cny * left, len(world.columns.enterprises))


def note_project_debt(world: World) -> None:
    """Keep what is left of the loans of projects this year, those of this January included."""
    world.memory["project debt"] = project_debt(world)


def loan_rates(world: World) -> Floats:
    """Return the yearly rate on all that each enterprise owes, a fraction.

    The part that projects borrowed, at most all of the debt, bears `project_loan_spread_pp` more.
    """
    rate: Floats = world.year_costs.loan_rate
    spread = world.terms["project_loan_spread_pp"]
    if not spread.any():
        return rate
    owed, debt = world.memory["project debt"], world.columns.enterprises.debt
    share = np.divide(owed, debt, out=np.zeros_like(debt), where=debt > 0.0)
    return np.maximum(rate + np.minimum(share, 1.0) * spread / 100.0, 0.0)
