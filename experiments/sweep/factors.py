"""What a study may vary, by kind: the names there are, their ranges, and names for many at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from importlib import import_module

from experiments.sweep.levels import Span
from experiments.sweep.values import nearest
from policies.package import Package
from policies.package_faults import strength_faults
from policies.registry import all_policies
from sim.assumptions import assumptions
from sim.catalogue import load_catalogue
from sim.faults import Fault, InputError

ALL, PACKAGE, TABLES = "all", "package", "tables"
"""Names for many: every factor of a kind; the levers that the study's packages set; the factors
of the tables without the parameters of instruments."""


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
    return dict.fromkeys(_names("factors"), (0.0, 1.0))


def groups(kind: str, packages: Iterable[Package]) -> dict[str, tuple[str, ...]]:
    """Return the names that stand for many factors of a kind."""
    everything = {ALL: tuple(name for name, (low, high) in spans(kind).items() if low < high)}
    if kind == "uncertainty":
        return {**everything, TABLES: _names("table_factors")}
    if kind == "assumption":
        return everything
    levers = dict.fromkeys(name for package in packages for name in package.strength)
    return {**everything, PACKAGE: tuple(levers)}


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
    if name not in spans(kind):
        mend = f"write {nearest(name, spans(kind))}" if spans(kind) else "leave it out"
        return [Fault(place, f"there is no uncertain factor {name!r}", mend)]
    if not 0.0 <= value <= 1.0:
        mend = "write 0 (the tables' low) to 1 (their high); 0.5 is their value"
        return [Fault(place, f"is {value:g}", mend)]
    return []


def _names(of: str) -> tuple[str, ...]:
    """Return the names of factors of the tables: `factors` for all of them."""
    return tuple(getattr(import_module("experiments.uncertainty.factors"), of)())
