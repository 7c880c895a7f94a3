"""Trials: packages of a park put to the runner, every one on the same pairs of seed and draw."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from experiments.outcomes import Outcomes
from experiments.runs import Point, Run
from experiments.sweep.report import Interrupted
from policies.package import Package
from sim.faults import Fault, InputError
from sim.park import Park

Floats = NDArray[np.float64]
Pair = tuple[int, int]


class Carrier(Protocol):
    """What a trial needs of `experiments.sweep.runner.Runner`."""

    def carry_out(self, runs: Iterable[Run], outputs: Sequence[str], name: str = ...) -> Any:
        """Carry out the runs that the store lacks and return the report."""

    def outcomes(self, runs: Sequence[Run], outputs: Sequence[str]) -> Any:
        """Return the outcomes of the runs, in their order."""


def with_levers(base: Package, strength: Mapping[str, float]) -> Package:
    """Return the package with levers replaced; those at 0 are left out, which changes no bit.

    A run is then found again however the absence of a lever was written.
    """
    mixed = base.with_strengths(strength)
    if mixed.committee != "fixed":
        return mixed
    return replace(mixed, strength={k: v for k, v in mixed.strength.items() if v > 0})


@dataclass(frozen=True)
class Trial:
    """One park on pairs of (seed, draw), under a base package whose levers are replaced."""

    park: Park
    base: Package
    until: int
    pairs: tuple[Pair, ...]

    @cached_property
    def _digest(self) -> str:
        return self.park.digest()

    def runs(self, strength: Mapping[str, float]) -> list[Run]:
        """Return the runs of one package, one a pair."""
        package = with_levers(self.base, strength)
        levers = {k: v for k, v in strength.items() if k in package.strength}
        point = Point(
            park=self.park,
            park_digest=self._digest,
            package=package,
            until=self.until,
            strength=levers,
            assumption={},
            symbiosis=True,
        )
        drawn = {draw: point.drawn(draw) for draw in {draw for _, draw in self.pairs}}
        return [
            Run(drawn[draw], replicate, seed)
            for replicate, (seed, draw) in enumerate(self.pairs, 1)
        ]


def values_of(
    trials: Sequence[Trial],
    strengths: Sequence[Mapping[str, float]],
    outputs: Sequence[str],
    runner: Carrier,
    name: str,
) -> tuple[Floats, tuple[int, ...]]:
    """Carry out every package on every park: (trial, package, pair, year, output) and the years.

    A failed run is nan throughout. The trials share their number of pairs and their horizon.
    Errors: `InputError` where no run has a result; `Interrupted` where the runner was told to stop;
    those of the runner.
    """
    runs = [run for trial in trials for strength in strengths for run in trial.runs(strength)]
    distinct = {run.run_id: run for run in runs}
    once = list(distinct.values())
    report = runner.carry_out(once, outputs, name=name)
    if getattr(report, "cancelled", False):
        raise Interrupted(report)
    outcomes: Outcomes = runner.outcomes(once, outputs)
    if outcomes.failed.all():
        why = next(iter(outcomes.errors.values()), "nothing was carried out")
        raise InputError([Fault(name, f"no run has a result: {why}", "mend what the runs say")])
    values = np.where(outcomes.failed[:, None, None], np.nan, outcomes.values)
    row = {run_id: k for k, run_id in enumerate(distinct)}
    values = values[[row[run.run_id] for run in runs]]
    shape = (len(trials), len(strengths), -1, len(outcomes.years), len(outputs))
    return values.reshape(shape), outcomes.years
