"""What this process offers: parks, packages and levers; a link can name these and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from policies.package import Package, packages, read_package
from policies.registry import all_policies
from sim.faults import Fault, InputError
from sim.park import Park
from sim.parkfile import example_parks, read_park

BASELINE = "baseline"
"""The package that everything is compared with."""

UNTIL = 2030
"""The last year of every run."""

OWN = "own."
"""Start of the names of parks that a session was given by its user; no park id holds a dot."""


@dataclass(frozen=True)
class Lever:
    """One policy's slider: its name, titles by language and largest strength (0 is absent)."""

    name: str
    title: Mapping[str, str]
    most: float


@dataclass(frozen=True)
class Shelf:
    """Parks and packages by the short name that a link uses, and the levers in a fixed order."""

    parks: Mapping[str, Park]
    packages: Mapping[str, Package]
    levers: tuple[Lever, ...]

    def package(self, name: str, since: int) -> Package:
        """Return a package as it comes into force in a year."""
        return self.packages[name].with_since(since)

    def strength(self, package: str, lever: str) -> float:
        """Return how strong a policy is in a package as written."""
        return float(self.packages[package].strength.get(lever, 0.0))

    def park_title(self, park: str, lang: str) -> str:
        """Return a park's name in a language, with its number among those of the same name."""
        title = _title(self.parks[park], lang)
        same = [name for name, one in self.parks.items() if _title(one, lang) == title]
        place = same.index(park)
        return f"{title} ({place + 1})" if place else title

    def package_title(self, package: str, lang: str) -> str:
        """Return a package's name in a language."""
        return self.packages[package].title(lang)

    def with_park(self, park: Park) -> Shelf:
        """Return the shelf with a user's own park, under the name `own_name` gives it."""
        return replace(self, parks={**self.parks, own_name(park): park})

    def without_park(self, name: str) -> Shelf:
        """Return the shelf without one of a user's own parks; others stay.

        Errors: `KeyError` for a name that is no user's own park on it.
        """
        if name not in self.own:
            raise KeyError(name)
        return replace(self, parks={n: park for n, park in self.parks.items() if n != name})

    @property
    def own(self) -> tuple[str, ...]:
        """The names of a user's own parks, in the order they came."""
        return tuple(name for name in self.parks if name.startswith(OWN))


def _title(park: Park, lang: str) -> str:
    info: Mapping[str, Any] = park.info
    return str(info.get(f"name_{lang}") or info["name_en"])


def own_name(park: Park) -> str:
    """Return the name of a user's own park: its digest, which tells nothing of what it holds."""
    return OWN + park.digest()[:16]


def fill_shelf(parks: Sequence[str] = ()) -> Shelf:
    """Read the given parks (all examples where none is given) and the packages that ship.

    Errors: one `InputError` with every fault of every park.
    """
    found: dict[str, Park] = {}
    faults: list[Fault] = []
    for where in parks or sorted(example_parks()):
        try:
            park = read_park(where)
        except InputError as error:
            faults.extend(error.faults)
            continue
        if park.park_id in found and found[park.park_id].digest() != park.digest():
            faults.append(
                Fault(
                    where, f"another park is also called {park.park_id}", "give it its own park_id"
                )
            )
        found[park.park_id] = park
    if faults:
        raise InputError(faults)
    levers = tuple(
        Lever(name, {"en": kind.title_en, "zh": kind.title_zh}, kind.max_strength)
        for name, kind in all_policies().items()
    )
    return Shelf(found, {name: read_package(name) for name in packages()}, levers)
