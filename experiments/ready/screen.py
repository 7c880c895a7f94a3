"""What a screening found in one park for one outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from experiments.pareto.objective import Objective
from experiments.statistics.sensitivity import Indices
from sim.park import Park

CLEAR = 2.0
"""An index is shown where it passes so many standard deviations of its noise."""


@dataclass(frozen=True)
class Screen:
    """One park and outcome: Morris over all factors, and indices of the few (None where not asked).

    `kinds` of the factors, by name: `uncertainty`, `assumption` or `strength`. Effects are in
    `unit`, for a move over the whole range of a factor.
    """

    park: Park
    outcome: Objective
    unit: str
    scale: float
    kinds: Mapping[str, str]
    trajectories: int
    morris: Indices
    few: Indices | None
    sampled: tuple[int, int]
    """Seeds and draws of the tables."""

    def shown(self, index: str = "mu_star") -> list[str]:
        """Return the factors whose index stands out of its noise, the largest first."""
        values, noise = self.morris.values[index], self.morris.noise.get(index)
        if noise is None:
            return []
        names = self.morris.ranked()
        at = [self.morris.names.index(name) for name in names]
        return [n for n, k in zip(names, at, strict=True) if values[k] > CLEAR * noise[k] > 0.0]
