"""Retrofits that enterprises weigh in January, one row each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from agents.rows import Rows

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Options(Rows):
    """Retrofits open to the enterprises that consider one this year, one row each."""

    row: Ints
    """Row of `world.columns.retrofits`."""
    enterprise: Ints
    tech_row: Ints
    technology: Ints
    capex_cny: Floats
    saving_cny: Floats
    """A year, opex and other gains included."""
    npv_cny: Floats
    noise: Floats
    tce_saved: Floats
    tco2e_saved: Floats
    size: Floats
    """Of photovoltaics and batteries, what fits (`sim.power.equipment`)."""
    share: Floats
    """Of what the technology's row asks; capex and opex are this part."""

    def best(self, grant_cny: Floats, power_cny: Floats, later_cny: Floats | float = 0.0) -> Ints:
        """Return, for each enterprise, the affordable row with the highest NPV per capex.

        Rows whose NPV, the grant and the present worth of later support included, is negative are
        never chosen; the noise is the logit part of the ranking.
        """
        npv = self.npv_cny + grant_cny + later_cny
        paid = self.capex_cny - grant_cny
        worth = npv / self.capex_cny + self.noise
        open_rows = np.flatnonzero((npv > 0) & (paid <= power_cny[self.enterprise]))
        order = open_rows[np.lexsort((-worth[open_rows], self.enterprise[open_rows]))]
        first = np.ones(len(order), dtype=bool)
        first[1:] = self.enterprise[order][1:] != self.enterprise[order][:-1]
        return order[first]
