"""A scenario: one park, one package, one seed and a horizon; `run` gives its results."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from agents.routine import MONTH
from experiments.version import MODEL_VERSION, code_digest, tables_digest, versions
from policies.package import Package, read_package
from sim.assumptions import assumptions
from sim.catalogue import FIRST_YEAR, LAST_YEAR, Catalogue, load_catalogue
from sim.errors import Cancelled
from sim.faults import Fault, InputError
from sim.park import Park
from sim.parkfile import read_park
from sim.reform import Reform
from sim.world import World, run_month, start_world

if TYPE_CHECKING:
    from experiments.results import Results
    from policies.instrument import Instrument


Tick = Callable[[int], bool]
"""Is told the number of months done, and says whether to go on."""

Simulate = Callable[["Scenario", Tick | None], World]
"""Runs all months of a scenario and returns the world as it ends."""


@dataclass(frozen=True)
class Scenario:
    """What determines a run.

    `park` is a `Park`, a path or an example's name; `package` a `Package`, or what `read_package`
    takes, as `none@2026` for one that comes into force in 2026;
    `strength` replaces levers of the package by policy name; `assumption` replaces assumptions;
    `symbiosis=False` is the counterfactual without any exchange between enterprises, on the same
    draws. `uncertainty` places factors of the tables (`experiments.uncertainty.factors`) between
    their low end (0), value (0.5) and high end (1); `draw` above 0 draws every row that has a
    range, factors that are placed and assumptions that are given apart. Both leave the seed's draws
    as they are.

    Errors: `InputError` listing every fault of what was given.
    """

    park: Park
    package: Package
    seed: int
    until: int
    strength: Mapping[str, float] = field(default_factory=dict)
    assumption: Mapping[str, float] = field(default_factory=dict)
    symbiosis: bool = True
    uncertainty: Mapping[str, float] = field(default_factory=dict)
    draw: int = 0

    def __init__(
        self,
        park: Park | Path | str,
        package: Package | Path | str = "baseline",
        seed: int = 1,
        until: int = 2030,
        strength: Mapping[str, float] | None = None,
        assumption: Mapping[str, float] | None = None,
        symbiosis: bool = True,
        uncertainty: Mapping[str, float] | None = None,
        draw: int = 0,
    ) -> None:
        faults: list[Fault] = []
        found_park, found_package = park, package
        try:
            found_park = park if isinstance(park, Park) else read_park(park)
        except InputError as error:
            faults.extend(error.faults)
        try:
            read = package if isinstance(package, Package) else read_package(package)
            found_package = read.with_strengths(strength or {})
        except InputError as error:
            faults.extend(error.faults)
        if not FIRST_YEAR <= until <= LAST_YEAR:
            faults.append(
                Fault(
                    "until",
                    f"{until} is no year of the model",
                    f"write {FIRST_YEAR} to {LAST_YEAR}",
                )
            )
        try:
            assumptions(load_catalogue(), assumption)
        except InputError as error:
            faults.extend(error.faults)
        if uncertainty or draw:
            from experiments.uncertainty import position_faults

            faults.extend(position_faults(uncertainty or {}, draw))
        if faults:
            raise InputError(faults)
        given: dict[str, Any] = {
            "park": found_park,
            "package": found_package,
            "seed": int(seed),
            "until": int(until),
            "strength": dict(strength or {}),
            "assumption": {name: float(v) for name, v in (assumption or {}).items()},
            "symbiosis": bool(symbiosis),
            "uncertainty": {name: float(at) for name, at in (uncertainty or {}).items()},
            "draw": int(draw),
        }
        for name, value in given.items():
            object.__setattr__(self, name, value)

    @property
    def months(self) -> int:
        """The number of months simulated."""
        return (self.until - FIRST_YEAR + 1) * 12

    @property
    def months_before(self) -> int:
        """The number of months simulated before the package comes into force."""
        return min((self.package.since - FIRST_YEAR) * 12, self.months)

    def run_id(self) -> str:
        """Return the hash of everything that determines the run: same id, same bits."""
        content = {
            "model": MODEL_VERSION,
            "code": code_digest(),
            "park": self.park.digest(),
            "package": self.package.digest(),
            "seed": self.seed,
            "until": self.until,
            "assumption": dict(sorted(self.assumption.items())),
            "symbiosis": self.symbiosis,
            "tables": tables_digest(),
        }
        if self.uncertainty or self.draw:
            from experiments.uncertainty import digest

            content["uncertainty"] = dict(sorted(self.uncertainty.items()))
            content["draw"], content["ranges"] = self.draw, digest()
        text = json.dumps(content, sort_keys=True)
        return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()

    def catalogue(self) -> Catalogue:
        """Return the tables of this run, placed and drawn."""
        if not (self.uncertainty or self.draw):
            return load_catalogue()
        from experiments.uncertainty import catalogue_of

        return catalogue_of(self.uncertainty, self.draw)

    def start(self) -> World:
        """Return the world of this scenario, standing in January of the base year."""
        catalogue = self.catalogue()
        first = self.package.before() or self.package
        policies = self._policies(first)
        return start_world(
            catalogue,
            [self.park],
            self.seed,
            assumptions(catalogue, self.assumption),
            policies,
            _levers(first, policies),
            self.months,
            MONTH,
            self.symbiosis,
            adaptive=first.committee == "adaptive",
            reform=self.reform(),
        )

    def reform(self) -> Reform | None:
        """Return how the package takes over from what was in force; None where it holds first."""
        before = self.package.before()
        if before is None:
            return None
        found = {one.name: one for held in (before, self.package) for one in self._policies(held)}
        policies = [found[name] for name in sorted(found)]
        return Reform(
            (self.package.since - FIRST_YEAR) * 12,
            policies,
            _levers(self.package, policies),
            self.package.committee == "adaptive",
        )

    def _policies(self, package: Package) -> list[Instrument]:
        """Return the instruments of a package, their parameters placed and drawn."""
        if not (self.uncertainty or self.draw):
            return package.policies()
        from experiments.uncertainty import parameters_of

        return package.policies(parameters_of(self.uncertainty, self.draw))

    def simulate(self, tick: Tick | None = None, world: World | None = None) -> World:
        """Run all months and return the world as it ends.

        `tick` is called with the number of months done; returning False cancels the run. A `world`
        of this scenario that stands at an earlier month goes on from there.
        """
        return self._run_to(self.months, world or self.start(), tick)

    def simulate_before(self, tick: Tick | None = None) -> World:
        """Return the world as it stands when the package comes into force."""
        return self._run_to(self.months_before, self.start(), tick)

    def _run_to(self, end: int, world: World, tick: Tick | None) -> World:
        while world.month < end:
            run_month(world)
            if tick is not None and not tick(world.month):
                raise Cancelled(f"cancelled after {world.month} of {self.months} months")
        return world

    def run(self, tick: Tick | None = None, simulate: Simulate | None = None) -> Results:
        """Run the scenario and return its results.

        `simulate` may take the place of the method: `experiments.pasts.Pasts.simulate` does.
        """
        return self.results((simulate or Scenario.simulate)(self, tick))

    def results(self, world: World) -> Results:
        """Return the results of a world of this scenario that has reached its horizon.

        Errors: `ValueError` where months are still to come.
        """
        from experiments.results import Results

        return Results.of(world, [self.park], lambda: self.info(world))

    @property
    def name(self) -> str:
        """The package's name and, in brackets, what was changed: `baseline (subsidy=2)`."""
        changes = [
            f"{name}={value:g}"
            for given in (self.strength, self.assumption, self.uncertainty)
            for name, value in sorted(given.items())
        ]
        if not self.symbiosis:
            changes.append("no symbiosis")
        if self.draw:
            changes.append(f"draw {self.draw}")
        name = self.package.name
        return f"{name} ({', '.join(changes)})" if changes else name

    def info(self, world: World) -> dict[str, Any]:
        """Return what determined a run, as plain text and numbers: the head of `run.json`."""
        package = self.package
        return {
            "run_id": self.run_id(),
            "model": f"ParkLoop {MODEL_VERSION}",
            "scenario": self.name,
            "parks": [{**_plain(self.park.info), "digest": self.park.digest()}],
            "package": {
                "name": package.name,
                "title_en": package.title("en"),
                "title_zh": package.title("zh"),
                "digest": package.digest(),
                "since": package.since,
                "parameters": {name: dict(changed) for name, changed in package.parameters.items()},
            },
            "strength": {k: float(v) for k, v in sorted(package.strength.items())},
            "assumption": dict(sorted(self.assumption.items())),
            "assumptions": dict(sorted(world.assumption.items())),
            "symbiosis": self.symbiosis,
            "uncertainty": dict(sorted(self.uncertainty.items())),
            "draw": self.draw,
            "seed": self.seed,
            "first_year": FIRST_YEAR,
            "until": self.until,
            "tables_digest": tables_digest(),
            "versions": versions(),
        }


def _levers(package: Package, policies: Sequence[Instrument]) -> NDArray[np.float64]:
    """Return the levers of a package by (park, policy); 0 for policies it does not name."""
    levers = [float(package.strength.get(policy.name, 0.0)) for policy in policies]
    return np.array([levers], dtype=np.float64)


def _plain(info: Mapping[str, Any]) -> dict[str, Any]:
    """Return a park sheet's row as JSON can hold it: an empty number is None."""
    plain: dict[str, Any] = {}
    for name, value in info.items():
        number = isinstance(value, float | np.floating)
        empty = number and math.isnan(value)
        plain[name] = None if empty else float(value) if number else value
    return plain
