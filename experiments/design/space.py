"""The space a design fills: each factor with its values or its range, and positions 0 to 1 in it.

A design knows positions only: 0 is the low end of a factor and 1 its high end. The factor turns a
position into the number that the model gets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

KINDS = ("strength", "assumption", "uncertainty")
"""What a study varies: levers by policy, assumptions by name, factors of the tables by name."""


@dataclass(frozen=True)
class Range:
    """All numbers from `low` to `high`."""

    low: float
    high: float


Values = tuple[float, ...] | Range
"""What a study gives one factor: the values listed (one value holds it fixed), or a range."""


@dataclass(frozen=True)
class Factor:
    """One thing that a study varies; `kind` is one of `KINDS`."""

    kind: str
    name: str
    values: Values

    @property
    def column(self) -> str:
        """The name of its column in a store."""
        return f"{self.kind}_{self.name}"

    @property
    def bounds(self) -> tuple[float, float]:
        """The least and the largest value."""
        if isinstance(self.values, Range):
            return self.values.low, self.values.high
        return min(self.values), max(self.values)

    def at(self, position: Floats) -> Floats:
        """Return the values at positions in 0..1; listed values take equal shares of it.

        >>> Factor("strength", "subsidy", (0.0, 1.0, 2.0)).at(np.array([0.0, 0.4, 1.0]))
        array([0., 1., 2.])
        """
        if isinstance(self.values, Range):
            low, high = self.bounds
            return np.clip(position * (high - low) + low, low, high)
        count = len(self.values)
        chosen = np.minimum((position * count).astype(np.int64), count - 1)
        return np.array(self.values, dtype=np.float64)[chosen]


Space = tuple[Factor, ...]
"""The factors of a design, in the order of its columns; none is fixed."""


def space(levers: Mapping[str, Mapping[str, Values]]) -> Space:
    """Return the factors that vary, of kind -> name -> values."""
    return tuple(
        Factor(kind, name, values)
        for kind in KINDS
        for name, values in levers.get(kind, {}).items()
        if isinstance(values, Range) or len(values) > 1
    )


def in_units(space: Space, positions: Floats) -> Floats:
    """Return the values of (point, factor) positions."""
    columns = [factor.at(positions[:, k]) for k, factor in enumerate(space)]
    return np.stack(columns, axis=1) if columns else np.empty((len(positions), 0))
