"""Pareto-optimal packages: the search judged by runs, for one park or on average over several."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.pareto.goal import NONE, Demand
from experiments.pareto.objective import Objective
from experiments.pareto.search import Found, Settings, search
from experiments.pareto.space import Space
from experiments.pareto.trial import Carrier, Trial, values_of

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Scores:
    """What packages are worth, pair by pair.

    `worth` (trial, package, pair, objective) in the objective's unit; `met` (trial, package, pair,
    demand); `failed` (trial, package, pair).
    """

    worth: Floats
    met: Flags
    failed: Flags


@dataclass(frozen=True)
class Problem:
    """What is searched for: levers in a space, valued by objectives, held to demands.

    With several trials (parks) an objective is averaged over the parks, each divided by a scale of
    its own where `judged` is given one; a demand is met in the share of all pairs of all parks.
    Demands that are not `binding` do not hold the search back; `Scores` tells of them all the same.
    """

    space: Space
    trials: tuple[Trial, ...]
    objectives: tuple[Objective, ...]
    demands: tuple[Demand, ...] = ()
    binding: bool = True
    name: str = "pareto"

    @property
    def outputs(self) -> tuple[str, ...]:
        """The indicators that the runs must bring."""
        names = [name for one in self.objectives for name in one.outputs]
        names += [one.goal.output for one in self.demands]
        return tuple(dict.fromkeys(names))

    def scores(self, strengths: Sequence[Mapping[str, float]], runner: Carrier) -> Scores:
        """Run packages on every trial, and score them."""
        bare = any(demand.goal.against == NONE for demand in self.demands)
        asked = [*strengths, *([dict.fromkeys(self.space.names, 0.0)] if bare else [])]
        values, years = values_of(self.trials, asked, self.outputs, runner, self.name)
        count = len(strengths)

        def series(output: str) -> Floats:
            found: Floats = values[..., self.outputs.index(output)]
            return found

        ran = values[:, :count]
        worth = [one.worth(ran, self.outputs, years) for one in self.objectives]
        met = [
            demand.goal.met(
                series(demand.goal.output)[:, :count], years, series(demand.goal.output)[:, -1:]
            )
            for demand in self.demands
        ]
        failed = np.asarray(np.isnan(ran).all(axis=(-1, -2)))
        return Scores(
            np.stack(worth, axis=-1),
            np.stack(met, axis=-1) if met else np.zeros((*failed.shape, 0), dtype=np.bool_),
            failed,
        )

    def judged(self, scores: Scores, scale: Floats | None = None) -> tuple[Floats, Floats]:
        """Return objectives (package, objective), less is better, and excesses (package, demand).

        `scale` (trial, objective) divides before the average over the trials; without it they are
        averaged as they stand. A package with a failed run is nan.
        """
        over = np.stack(
            [one.over(scores.worth[..., k]) for k, one in enumerate(self.objectives)], axis=-1
        )
        scaled = over if scale is None else over / scale[:, None, :]
        signs = np.array([one.sign for one in self.objectives])
        values = scaled.mean(axis=0) * signs
        lost: Flags = np.any(scores.failed, axis=(0, 2))
        values = np.where(lost[:, None], np.nan, values)
        if not self.binding or not self.demands:
            return values, np.zeros((len(values), 0))
        every = np.moveaxis(scores.met, 0, 1).reshape(scores.met.shape[1], -1, len(self.demands))
        excess = [demand.excess(every[..., k]) for k, demand in enumerate(self.demands)]
        return values, np.stack(excess, axis=-1)


def pareto(
    problem: Problem,
    runner: Carrier,
    settings: Settings | None = None,
    epsilon: Sequence[float] = (),
    start: Sequence[Mapping[str, float]] = (),
    scale: Floats | None = None,
    tick: Callable[[int], None] | None = None,
) -> Found:
    """Search for the packages that no other betters in all objectives.

    The first generation holds no lever, all at 1, and each `start`. Every value comes from runs of
    the store, so the same call after a kill goes on where it stood, to the same front, bit for bit.
    `epsilon` and `scale` as of `search` and `Problem.judged`.

    Errors: `InputError` as of `search`, objectives and goals; those of the runner.
    """
    space = problem.space

    def judge(positions: Ints) -> tuple[Floats, Floats]:
        strengths = [space.named(row) for row in positions]
        return problem.judged(problem.scores(strengths, runner), scale)

    given = [dict.fromkeys(space.names, 0.0), dict.fromkeys(space.names, 1.0), *start]
    return search(
        space,
        judge,
        objectives=len(problem.objectives),
        settings=settings,
        constraints=len(problem.demands) if problem.binding else 0,
        epsilon=epsilon,
        start=[space.nearest(one) for one in given],
        tick=tick,
    )
