"""A design with its space: what a study remembers of it, and its rows rebuilt from that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from experiments.design.registry import designs
from experiments.design.space import KINDS, Floats, Range, Space, Values, in_units, space


@dataclass(frozen=True)
class Plan:
    """A design by name with its options and seed, and the values of each kind of factor.

    The same plan gives the same rows; `form` and `of_form` carry it through a store.
    """

    method: str
    options: Mapping[str, Any] = field(default_factory=dict)
    seed: int = 1
    levers: Mapping[str, Mapping[str, Values]] = field(default_factory=dict)
    """Kind (`strength`, `assumption`, `uncertainty`) -> name -> values."""

    @property
    def factors(self) -> Space:
        """The factors that vary, in the order of the columns of `rows`."""
        return space(self.levers)

    @property
    def fixed(self) -> dict[str, dict[str, float]]:
        """The factors held at one value: kind -> name -> value."""
        return {
            kind: {
                name: values[0]
                for name, values in self.levers.get(kind, {}).items()
                if not isinstance(values, Range) and len(values) == 1
            }
            for kind in KINDS
        }

    def count(self) -> int:
        """Return the number of rows without making them."""
        return designs()[self.method].count(self.factors, self.options)

    @cached_property
    def positions(self) -> Floats:
        """The rows in positions 0..1 of each factor, (row, factor)."""
        return designs()[self.method].points(self.factors, self.options, self.seed)

    @cached_property
    def rows(self) -> Floats:
        """The rows in the units of each factor, (row, factor)."""
        return in_units(self.factors, self.positions)

    def settings(self) -> list[dict[str, dict[str, float]]]:
        """Return each row as kind -> name -> value, fixed factors included."""
        factors, fixed = self.factors, self.fixed
        found = []
        for row in self.rows.tolist():
            setting = {kind: dict(values) for kind, values in fixed.items()}
            for factor, value in zip(factors, row, strict=True):
                setting[factor.kind][factor.name] = value
            found.append(setting)
        return found

    def form(self) -> dict[str, Any]:
        """Return the plan in what JSON can hold, by the names that a study has for its parts."""
        return {
            "design": self.method,
            "options": dict(self.options),
            "design_seed": self.seed,
            **{
                kind: {name: _plain(values) for name, values in self.levers.get(kind, {}).items()}
                for kind in KINDS
            },
        }

    @classmethod
    def of_form(cls, form: Mapping[str, Any]) -> Plan:
        """Return the plan of what `form` gave; other keys are left aside."""
        levers = {
            kind: {name: _values(given) for name, given in form.get(kind, {}).items()}
            for kind in KINDS
        }
        return cls(str(form["design"]), dict(form["options"]), int(form["design_seed"]), levers)


def _plain(values: Values) -> Any:
    return {"low": values.low, "high": values.high} if isinstance(values, Range) else list(values)


def _values(given: Any) -> Values:
    if isinstance(given, Mapping):
        return Range(float(given["low"]), float(given["high"]))
    return tuple(float(value) for value in given)
