"""A study: parks, packages, levers and seeds crossed or listed, carried out as one sweep."""

from __future__ import annotations

import hashlib
import itertools
import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from experiments.design.plan import Plan
from experiments.design.registry import designs
from experiments.design.space import KINDS, Values
from experiments.scenario import Scenario
from experiments.sweep.form import FORMAT_VERSION, parse, read_form
from experiments.sweep.form_design import DESIGN_SEED
from experiments.sweep.form_levers import Listed
from experiments.sweep.form_replicates import replicates
from experiments.sweep.lines import Lines
from policies.package import Package
from sim.faults import Fault, InputError, raise_faults
from sim.park import Park

if TYPE_CHECKING:
    from experiments.sweep.report import Report
    from experiments.sweep.runner import Progress


@dataclass(frozen=True)
class Point:
    """One combination of a study: all that determines a run but the seed.

    `package` has the levers of `strength` in it already; `park_digest` saves working it out again.
    `uncertainty` places factors of the tables between their low (0) and high (1); `draw` is the
    draw of the tables, 0 for the tables as they stand. As a seed does, a draw belongs to the
    replicate: it moves the run's id and leaves that of the point.
    """

    park: Park
    park_digest: str
    package: Package
    until: int
    strength: Mapping[str, float]
    assumption: Mapping[str, float]
    symbiosis: bool
    uncertainty: Mapping[str, float] = field(default_factory=dict)
    draw: int = 0

    @cached_property
    def point_id(self) -> str:
        """The hash of the point but for its draw: the same in every study that has it."""
        content: list[Any] = [
            self.park_digest,
            self.package.digest(),
            self.until,
            dict(self.assumption),
            self.symbiosis,
        ]
        if self.uncertainty:
            content.append(dict(self.uncertainty))
        text = json.dumps(content, sort_keys=True)
        return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()

    def scenario(self, seed: int) -> Scenario:
        """Return the scenario of the point with a seed."""
        return Scenario(
            self.park,
            self.package,
            seed=seed,
            until=self.until,
            strength=self.strength,
            assumption=self.assumption,
            symbiosis=self.symbiosis,
            uncertainty=self.uncertainty,
            draw=self.draw,
        )

    def drawn(self, draw: int) -> Point:
        """Return the point under another draw of the tables."""
        return self if draw == self.draw else replace(self, draw=draw)


@dataclass(frozen=True)
class Run:
    """One run of a study: a point, its draw included, with the seed of one replicate."""

    point: Point
    replicate: int
    seed: int

    @property
    def uncertainty(self) -> Mapping[str, float]:
        """Where the factors of the tables stand in this run."""
        return self.point.uncertainty

    @property
    def draw(self) -> int:
        """The draw of the tables in this run; 0 for the tables as they stand."""
        return self.point.draw

    def scenario(self) -> Scenario:
        """Return the scenario to run."""
        return self.point.scenario(self.seed)

    @cached_property
    def run_id(self) -> str:
        """The hash of all that determines the run."""
        return self.scenario().run_id()


class Runs(Sequence[Run]):
    """Every point with the (seed, draw) of every replicate, each made when it is asked for."""

    def __init__(self, points: Sequence[Point], pairs: Sequence[tuple[int, int]]) -> None:
        self._points, self._pairs = points, pairs

    def __len__(self) -> int:
        return len(self._points) * len(self._pairs)

    @overload
    def __getitem__(self, at: int) -> Run: ...
    @overload
    def __getitem__(self, at: slice) -> list[Run]: ...
    def __getitem__(self, at: int | slice) -> Run | list[Run]:
        if isinstance(at, slice):
            return [self[k] for k in range(*at.indices(len(self)))]
        replicate, point = divmod(range(len(self))[at], len(self._points))
        seed, draw = self._pairs[replicate]
        return Run(self._points[point].drawn(draw), replicate + 1, seed)


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
            from experiments.sweep.python_file import value_of

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
        """Carry out what the store `out` does not hold yet; see `experiments.sweep.run.sweep`."""
        from experiments.sweep.run import sweep

        return sweep(self, Path(out), workers, progress, cancel, scheduler, batch)

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
