"""The register of output families: one decorated function each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from experiments.results import Results

Floats = NDArray[np.float64]
Measure = Callable[["Results"], Mapping[str, Floats]]


@dataclass(frozen=True)
class Family:
    """Yearly numbers of the first park by part, in `unit`.

    `parts` returns every part there can be, fixed by the tables; `measure` those that are not 0, by
    year. `text` says what is counted.
    """

    name: str
    unit: str
    parts: Callable[[], Sequence[str]]
    measure: Measure

    @property
    def text(self) -> str:
        """What the function's docstring says."""
        return " ".join((self.measure.__doc__ or "").split())

    @property
    def outputs(self) -> tuple[str, ...]:
        """The names under which a study asks for the parts."""
        return tuple(f"{self.name}.{part}" for part in self.parts())


FAMILIES: dict[str, Family] = {}
"""Every family by name."""


def family(
    name: str, unit: str, parts: Callable[[], Sequence[str]]
) -> Callable[[Measure], Measure]:
    """Register a family of outputs."""

    def keep(measure: Measure) -> Measure:
        if name in FAMILIES:
            raise ValueError(f"output family {name} is registered twice")
        FAMILIES[name] = Family(name, unit, parts, measure)
        return measure

    return keep


def family_names() -> tuple[str, ...]:
    """Return the name of every part of every family."""
    return tuple(name for one in FAMILIES.values() for name in one.outputs)


def values_of(results: Results, names: Sequence[str]) -> dict[str, Floats]:
    """Return the parts asked for by year; a part that a run does not have is 0.

    Each family is worked out once. Errors: `KeyError` for a name that no family has.
    """
    measured: dict[str, Mapping[str, Floats]] = {}
    values = {}
    for name in names:
        of, _, part = name.partition(".")
        if of not in FAMILIES or part not in FAMILIES[of].parts():
            raise KeyError(f"no output {name!r}")
        if of not in measured:
            measured[of] = FAMILIES[of].measure(results)
        values[name] = measured[of].get(part, np.zeros(len(results.years)))
    return values
