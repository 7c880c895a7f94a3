"""The runs of a study: points, each with the seed and the draw of one replicate."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, overload

from experiments.scenario import Scenario
from policies.package import Package
from sim.park import Park


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
