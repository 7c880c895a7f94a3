"""What a study may vary, by kind: the names there are, their ranges, and names for many at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache

from experiments.studyfile.levels import Span
from experiments.uncertainty.factors import (
    PARAMETER,
    factors,
    parameter_factors,
    position_faults,
    table_factors,
)
from policies.package import Package
from policies.package_faults import strength_faults
from policies.registry import all_policies
from sim.assumptions import assumptions
from sim.catalogue import load_catalogue
from sim.faults import Fault, InputError

ALL, PACKAGE, TABLES = "all", "package", "tables"
"""Names for many: every factor of a kind; the levers that the study's packages set, or the
parameters that those instruments use; the factors of the tables, without any parameter."""


@cache
def spans(kind: str) -> Mapping[str, Span]:
    """Return the default range of each factor of a kind.

    A lever runs from 0 (absent) to the largest its policy allows, an assumption between the low
    and high of its table, a factor of the tables from 0 (all low) to 1 (all high).
    """
    if kind == "strength":
        return {name: (0.0, policy.max_strength) for name, policy in all_policies().items()}
    if kind == "assumption":
        table = load_catalogue().tables["assumptions"]
        ends = zip(table["low"].tolist(), table["high"].tolist(), strict=True)
        return dict(zip(table["assumption"].tolist(), ends, strict=True))
    return dict.fromkeys(factors(), (0.0, 1.0))


def groups(kind: str, packages: Iterable[Package]) -> dict[str, tuple[str, ...]]:
    """Return the names that stand for many factors of a kind."""
    everything = {ALL: tuple(name for name, (low, high) in spans(kind).items() if low < high)}
    levers = tuple(dict.fromkeys(name for package in packages for name in package.strength))
    if kind == "strength":
        return {**everything, PACKAGE: levers}
    if kind == "assumption":
        return everything
    used = {PARAMETER + name for lever in levers for name in all_policies()[lever].uses}
    own = tuple(name for name in parameter_factors() if name in used)
    return {**everything, TABLES: tuple(table_factors()), PACKAGE: own}


def value_faults(kind: str, name: str, value: float, place: str) -> list[Fault]:
    """Return what is wrong with one value of a factor, as the model itself says it."""
    if kind == "strength":
        return list(strength_faults({name: value}, lambda _: place))
    if kind == "assumption":
        try:
            assumptions(load_catalogue(), {name: value})
        except InputError as error:
            return [replace(fault, place=place) for fault in error.faults]
        return []
    return [replace(fault, place=place) for fault in position_faults({name: value}, 0)]
