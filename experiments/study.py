"""A study: parks, packages, levers and seeds crossed or listed, carried out as one sweep."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.design.plan import Plan
from experiments.design.registry import designs
from experiments.design.space import KINDS, Values
from experiments.runs import Point, Run, Runs
from experiments.studyfile.design import DESIGN_SEED
from experiments.studyfile.form import FORMAT_VERSION, parse, read_form
from experiments.studyfile.levers import Listed
from experiments.studyfile.lines import Lines
from experiments.studyfile.replicates import replicates
from policies.package import Package
from sim.faults import Fault, InputError, raise_faults
from sim.park import Park

if TYPE_CHECKING:
    from experiments.sweep.report import Report
    from experiments.sweep.runner import Progress


@dataclass(frozen=True)
class Study:
    """Many runs with one purpose; read one with `Study.read`, or build one with `Study.of`.

    The `design` gives the points in the space of `strength`, `assumption` and `uncertainty`, and
    they are crossed with parks, packages and `symbiosis`; a `list` crosses the `listed` points with
    the parks and packages they do not name. Every point is run with the same `seeds`, and the same
    `draws` of the tables beside them, so that points are compared on the same draws.
    """

    name: str
    description: str
    parks: Mapping[str, Park]
    packages: Mapping[str, Package]
    until: int
    seeds: tuple[int, ...]
    design: str
    outputs: tuple[str, ...]
    strength: Mapping[str, Values]
    assumption: Mapping[str, Values]
    symbiosis: tuple[bool, ...]
    listed: tuple[Listed, ...]
    uncertainty: Mapping[str, Values] = field(default_factory=dict)
    draws: tuple[int, ...] = (0,)
    cross_draws: bool = False
    options: Mapping[str, Any] = field(default_factory=dict)
    design_seed: int = DESIGN_SEED

    @classmethod
    def read(cls, path: str | Path) -> Study:
        """Read a study from a TOML file, or take the `study` that a Python file defines.

        Paths in a TOML file are looked for beside it first. A Python file is executed: read only
        what you trust.

        Errors: one `InputError` with every fault, each with its line and what to write instead.
        """
        if Path(path).suffix == ".py":
            from experiments.studyfile.python_file import value_of

            return value_of(Path(path), "study", cls)
        content, lines = parse(Path(path))
        return cls(**read_form(content, lines, Path(path).parent))

    @classmethod
    def of(cls, **content: Any) -> Study:
        """Build a study from what its file would say; `parks` and `packages` may be objects.

        Errors: as of `read`.

        >>> study = Study.of(name="x", park="kalundborg", package="none", seeds=2)
        >>> len(study.points()), [run.seed for run in study.runs()]
        (1, [1, 2])
        """
        content.setdefault("format_version", FORMAT_VERSION)
        return cls(**read_form(content, Lines("study"), Path()))

    @cached_property
    def plan(self) -> Plan:
        """The design with its space: its rows, and what a store remembers of it."""
        levers = {kind: getattr(self, kind) for kind in KINDS}
        return Plan(self.design, self.options, self.design_seed, levers)

    def points(self) -> list[Point]:
        """Return the points in the order of the study, without their draws, each once.

        Errors: `InputError` where two points of a list or factorial are the same, or where a
        package speaks against its levers.
        """
        return list(self._points)

    @cached_property
    def _points(self) -> tuple[Point, ...]:
        points = self._combined()
        found = {point.point_id: point for point in points}
        twice = len(points) - len(found)
        if twice and not designs()[self.design].samples:
            wrong = f"{twice} of {len(points)} points equal another one"
            mend = "name parks, packages and values so that no two points are the same"
            raise_faults([Fault(f"study {self.name}", wrong, mend)])
        return tuple(found.values())

    def _combined(self) -> list[Point]:
        """Return the entries of the design with the parks and packages that they do not name."""
        points, faults = [], dict[Fault, None]()
        for entry in self._entries():
            parks = self.parks if entry.park is None else [entry.park]
            packages = self.packages if entry.package is None else [entry.package]
            for park, package in itertools.product(parks, packages):
                try:
                    points.append(self._point(entry, park, package))
                except InputError as error:
                    faults.update(dict.fromkeys(error.faults))
        raise_faults(list(faults))
        return points

    def runs(self) -> Sequence[Run]:
        """Return all runs: the first replicate of every point, then the second of every one.

        They are made as they are asked for: ten thousand take the room of their points.
        """
        return Runs(self.points(), replicates(self.seeds, self.draws, self.cross_draws))

    def run(
        self,
        out: str | Path,
        workers: int = 1,
        progress: Progress | None = None,
        cancel: threading.Event | None = None,
        scheduler: str | None = None,
        batch: int | None = None,
    ) -> Report:
        """Carry out what the store `out` does not hold yet: one round of a `Runner`.

        All else as for `experiments.sweep.runner.Runner`; errors as of its `carry_out`.
        """
        from experiments.sweep.runner import Runner

        with Runner(out, workers, scheduler, batch, progress, cancel) as runner:
            return runner.carry_out(self.runs(), self.outputs, self.name, form=self)

    def _entries(self) -> list[Listed]:
        if self.design == "list":
            return list(self.listed)
        settings = self.plan.settings()
        return [
            Listed(None, None, symbiosis=symbiosis, **setting)
            for symbiosis in self.symbiosis
            for setting in settings
        ]

    @cached_property
    def _digests(self) -> dict[str, str]:
        return {label: park.digest() for label, park in self.parks.items()}

    def _point(self, entry: Listed, park: str, package: str) -> Point:
        return Point(
            self.parks[park],
            self._digests[park],
            self.packages[package].with_strengths(entry.strength),
            self.until,
            entry.strength,
            entry.assumption,
            entry.symbiosis,
            entry.uncertainty,
        )
