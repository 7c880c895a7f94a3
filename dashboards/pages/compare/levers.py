"""Which levers set a scenario apart from its baseline, and the scenarios with one of them moved.

A lever is a policy with its strength and the numbers that the package changes in it; the park's
committee is one too where a package gives it the levers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeVar

from policies.package import Package
from sim.faults import InputError

if TYPE_CHECKING:
    from experiments.scenario import Scenario

Value = TypeVar("Value")

COMMITTEE: Final = "committee"
BASE, WHOLE = "base", "whole"
WITHOUT, ALONE = "without", "alone"


@dataclass(frozen=True)
class Variant:
    """A package to run: `kind` is base, whole, or without or alone with the name of its lever."""

    kind: str
    lever: str
    package: Package


def levers_apart(scenario: Scenario, baseline: Scenario) -> list[str]:
    """Return the levers in which a scenario differs from its baseline, by name."""
    whole, base = package_of(scenario), package_of(baseline)
    names = sorted({*whole.strength, *base.strength})
    found = [name for name in names if _lever(whole, name) != _lever(base, name)]
    return [*found, COMMITTEE] if whole.committee != base.committee else found


def variants(scenario: Scenario, baseline: Scenario) -> Iterator[Variant]:
    """Yield what tells the levers apart: both ends, and each lever put back and added alone.

    A combination that no package may be (its numbers speak against each other) is left out.
    """
    whole, base = package_of(scenario), package_of(baseline)
    yield Variant(BASE, "", base)
    yield Variant(WHOLE, "", whole)
    for name in levers_apart(scenario, baseline):
        for kind, here, other in ((WITHOUT, whole, base), (ALONE, base, whole)):
            try:
                yield Variant(kind, name, with_lever(here, name, other))
            except InputError:
                continue


def package_of(scenario: Scenario) -> Package:
    """Return a scenario's package with its strengths in it."""
    package = scenario.package.with_strengths(scenario.strength)
    return replace(package, strength={n: float(s) for n, s in package.strength.items() if s > 0.0})


def with_lever(package: Package, name: str, other: Package) -> Package:
    """Return a package with one lever as in another package.

    Errors: `InputError` where its numbers then speak against each other.
    """
    if name == COMMITTEE:
        return replace(package, committee=other.committee)
    return replace(
        package,
        strength=_replaced(package.strength, other.strength, name),
        parameters=_replaced(package.parameters, other.parameters, name),
    )


def _lever(package: Package, name: str) -> object:
    strength = package.strength.get(name, 0.0)
    return strength, dict(package.parameters.get(name, {})) if strength > 0.0 else {}


def _replaced(mine: Mapping[str, Value], other: Mapping[str, Value], name: str) -> dict[str, Value]:
    kept = {one: value for one, value in mine.items() if one != name}
    return {**kept, name: other[name]} if name in other else kept
