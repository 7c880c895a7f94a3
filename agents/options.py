"""Retrofits that enterprises weigh in January, one row each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from agents.rows import Rows
from sim.kernel import kernel

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
        later = np.zeros(len(self.row)) + later_cny
        return best_rows(
            self.enterprise, self.npv_cny, self.capex_cny, self.noise, grant_cny, later, power_cny
        )


@kernel
def best_rows(
    enterprise: Ints, npv: Floats, capex: Floats, noise: Floats, grant: Floats, later: Floats,
    power: Floats,
) -> Ints:  # fmt: skip
    """Return `Options.best`, enterprises by number; of equal rows the first. `power` is by them."""
    best, worth = np.full(len(power), -1), np.empty(len(power))
    for row in range(len(enterprise)):
        e, gain = enterprise[row], npv[row] + grant[row] + later[row]
        if not (gain > 0.0 and capex[row] - grant[row] <= power[e]):
            continue
        rank = gain / capex[row] + noise[row]
        if best[e] < 0 or rank > worth[e]:
            best[e], worth[e] = row, rank
    return best[best >= 0]
