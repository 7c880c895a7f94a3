"""The grid a search moves on: each variable takes whole steps from its low to its high end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.faults import Fault, raise_faults

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

_ROUND = 12
"""Decimals kept of a value: 3 x 0.1 must be the 0.3 that another study writes."""


@dataclass(frozen=True)
class Space:
    """Variables by name with their ends and steps, in the unit of each variable.

    A position is whole numbers by variable: position k stands for low + k step. On a grid packages
    stay readable and a run that any search has made is found again.
    """

    names: tuple[str, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    step: tuple[float, ...]

    def __post_init__(self) -> None:
        faults = []
        for name, low, high, step in zip(self.names, self.low, self.high, self.step, strict=True):
            place = f"lever {name}"
            if self.names.count(name) > 1:
                faults.append(Fault(place, "is named twice", "name it once"))
            if not (low < high and 0 < step <= high - low):
                wrong = f"runs from {low:g} to {high:g} in steps of {step:g}"
                faults.append(Fault(place, wrong, "write low < high and a step between them"))
        if not self.names:
            faults.append(Fault("levers", "there are none", "name one or more"))
        raise_faults(faults)

    @classmethod
    def of_levers(cls, names: Sequence[str], step: float = 0.5) -> Space:
        """Return the strengths of policies from 0 (absent) to the most each allows.

        Errors: `InputError` for an unknown policy or a step that does not fit.

        >>> Space.of_levers(["subsidy"], 0.5).values(np.array([3])).tolist()
        [1.5]
        """
        from policies.package_faults import strength_faults
        from policies.registry import all_policies

        raise_faults(list(strength_faults(dict.fromkeys(names, 0.0), lambda name: name)))
        most = [all_policies()[name].max_strength for name in names]
        count = len(names)
        return cls(tuple(names), (0.0,) * count, tuple(most), (step,) * count)

    @cached_property
    def most(self) -> Ints:
        """The last position by variable."""
        spans = np.subtract(self.high, self.low) / np.array(self.step)
        last: Ints = np.floor(spans + 1e-9).astype(np.int64)
        return last

    @property
    def size(self) -> float:
        """The number of positions, as a float since it may be huge."""
        return float(np.prod(self.most + 1.0))

    def values(self, positions: Ints) -> Floats:
        """Return the values at positions of shape (..., variable)."""
        found: Floats = np.round(np.array(self.low) + positions * np.array(self.step), _ROUND)
        return found

    def nearest(self, value: Mapping[str, float]) -> Ints:
        """Return the position nearest to the values; a variable not given stands at its low end."""
        given = np.array(
            [value.get(name, low) for name, low in zip(self.names, self.low, strict=True)]
        )
        steps = np.rint((given - np.array(self.low)) / np.array(self.step)).astype(np.int64)
        clipped: Ints = np.clip(steps, 0, self.most)
        return clipped

    def named(self, position: Ints) -> dict[str, float]:
        """Return the value of each variable at one position."""
        return dict(zip(self.names, self.values(position).tolist(), strict=True))
