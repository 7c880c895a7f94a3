"""One policy a park against one for all: searched on some pairs, scored on pairs held back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from experiments.pareto.archive import Archive
from experiments.pareto.front import compromise, nondominated
from experiments.pareto.goal import Demand
from experiments.pareto.packages import Problem, Scores, pareto
from experiments.pareto.search import Found, Settings
from experiments.pareto.space import Space
from experiments.pareto.trial import Carrier, Pair
from experiments.ready.base import Asked
from experiments.ready.levers import relative
from sim.park import Park

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Levers = Mapping[str, float]

BOXES = 20
"""Boxes of the archive along each objective: finer differences are not told apart in the front."""

CHEAPEST, COMPROMISE = "cheapest", "compromise"


@dataclass(frozen=True)
class Choice:
    """A recommended package and the rule that chose it."""

    strength: Levers
    rule: str


@dataclass(frozen=True)
class Candidates:
    """Every package that was valued in a park, on the pairs optimised on.

    `gains` (package, objective): change against the bare park, positive is better, in `units`;
    `share` of pairs in which the goal is met; `front` whether it stays in the archive of the front.
    """

    strengths: tuple[Levers, ...]
    gains: Floats
    share: Floats
    front: Flags


@dataclass(frozen=True)
class Held:
    """Gains of one package in one park, pair by pair: (pair, objective), and the goal met."""

    gains: Floats
    met: Flags


@dataclass(frozen=True)
class ParkFound:
    """What one park says: its candidates, its own package, and both on both sets of pairs.

    `fit` and `held` map `own` and `uniform` to the gains on the pairs optimised on and held back.
    """

    park: Park
    own: Choice
    candidates: Candidates
    units: tuple[str, ...]
    fit: Mapping[str, Held]
    held: Mapping[str, Held]


@dataclass(frozen=True)
class Uniformity:
    """The parks, and the one package that is best on average over them."""

    problem: Problem
    goal: Demand
    uniform: Choice
    parks: tuple[ParkFound, ...]


def held_pairs(asked: Asked, held: int) -> tuple[Pair, ...]:
    """Return pairs of seeds and draws that follow those optimised on; `held` seeds and draws.

    >>> held_pairs(Asked((), (), seeds=2, draws=1), 1)
    ((3, 2),)
    """
    draws = range(asked.draws + 1, asked.draws + held + 1) if asked.draws else (0,)
    seeds = range(asked.seeds + 1, asked.seeds + held + 1)
    return tuple((seed, draw) for seed in seeds for draw in draws)


def recommend(
    strengths: Sequence[Levers], values: Floats, share: Floats, probability: float, cost: int
) -> Choice:
    """Choose by the stated rule among packages with `values` (package, objective), less is better.

    The cheapest (objective `cost`) that meets the goal in at least `probability` of the pairs, of
    equally cheap ones the better in the other objectives, in their order; where none meets it, the
    front's member nearest to the ideal.
    """
    valued = ~np.isnan(values).any(axis=1)
    meeting = np.flatnonzero(valued & (np.round(share - probability, 12) >= 0.0))
    if len(meeting):
        others = [k for k in range(values.shape[1]) if k != cost]
        order = np.lexsort(values[meeting][:, [*reversed(others), cost]].T)
        return Choice(strengths[int(meeting[order[0]])], CHEAPEST)
    rows = np.flatnonzero(valued)
    rows = rows[nondominated(values[rows])]
    return Choice(strengths[int(rows[compromise(values[rows])])], COMPROMISE)


def explore(
    asked: Asked,
    runner: Carrier,
    problem: Problem,
    settings: Settings,
    cost: int,
    held: int,
) -> Uniformity:
    """Search for each park and for all, choose by the rule, and score both on pairs held back.

    The search for all begins with the packages chosen for each; the choice for a park is made
    again among the packages of both searches. With one park there is one search.
    """
    goal = problem.demands[0]
    alone = [
        replace(problem, trials=(one,), name=f"one_park-{one.park.park_id}")
        for one in problem.trials
    ]
    own = [pareto(one, runner, settings) for one in alone]
    scale = np.array([_scale(found) for found in own])
    chosen = [
        _choose(one, runner, _strengths(found), goal, cost)
        for one, found in zip(alone, own, strict=True)
    ]
    if len(alone) == 1:
        shared, uniform = _strengths(own[0]), chosen[0]
    else:
        together = replace(problem, name="one_park-all")
        start = [choice.strength for choice in chosen]
        shared = _strengths(pareto(together, runner, settings, start=start, scale=scale))
        uniform = _choose(together, runner, shared, goal, cost, scale)
    parks = []
    for one, found in zip(alone, own, strict=True):
        every = _unique([*_strengths(found), *shared])
        choice = _choose(one, runner, every, goal, cost)
        parks.append(_park(asked, runner, one, every, choice, uniform, held))
    return Uniformity(problem, goal, uniform, tuple(parks))


def _choose(
    problem: Problem,
    runner: Carrier,
    strengths: Sequence[Levers],
    goal: Demand,
    cost: int,
    scale: Floats | None = None,
) -> Choice:
    scores = problem.scores(strengths, runner)
    values, _ = problem.judged(scores, scale)
    return recommend(strengths, values, _share(scores), goal.probability, cost)


def _park(
    asked: Asked,
    runner: Carrier,
    problem: Problem,
    strengths: Sequence[Levers],
    own: Choice,
    uniform: Choice,
    held: int,
) -> ParkFound:
    """Score all candidates on the pairs optimised on, the two packages on those held back."""
    bare = dict.fromkeys(problem.space.names, 0.0)
    scores = problem.scores([*strengths, bare], runner)
    values, _ = problem.judged(scores)
    levels = np.nanmean(scores.worth[0, -1], axis=0)
    factors, units = zip(*map(relative, problem.objectives, levels.tolist()), strict=True)
    gains = (values[-1:] - values) * np.array(factors)
    good: Flags = ~np.isnan(values[:-1].sum(axis=1))
    front = _thinned(values[:-1], good)
    asked_for = {"own": own.strength, "uniform": uniform.strength}
    back = replace(problem.trials[0], pairs=held_pairs(asked, held))
    return ParkFound(
        park=problem.trials[0].park,
        own=own,
        candidates=Candidates(tuple(strengths), gains[:-1], _share(scores)[:-1], front),
        units=units,
        fit=_held(problem, runner, asked_for),
        held=_held(replace(problem, trials=(back,)), runner, asked_for),
    )


def _thinned(values: Floats, good: Flags) -> Flags:
    """Return the front as the archive keeps it, with boxes a `BOXES`th of each range wide."""
    width = np.ptp(values[good], axis=0) / BOXES if good.any() else np.zeros(values.shape[1])
    archive = Archive(width.tolist())
    for row in np.flatnonzero(good):
        archive.offer(np.array([row]), values[row])
    front = np.zeros(len(values), dtype=np.bool_)
    front[archive.positions.ravel()] = True
    return front


def _held(problem: Problem, runner: Carrier, strengths: Mapping[str, Levers]) -> dict[str, Held]:
    """Return the gains of packages against the bare park, pair by pair.

    The unit is percent of the bare park's mean over these pairs, or as `relative` says.
    """
    bare = dict.fromkeys(problem.space.names, 0.0)
    scores = problem.scores([*strengths.values(), bare], runner)
    worth = scores.worth[0]
    levels = np.nanmean(worth[-1], axis=0).tolist()
    factors = [
        relative(one, level)[0] for one, level in zip(problem.objectives, levels, strict=True)
    ]
    signs = np.array([one.sign for one in problem.objectives])
    gains = (worth[-1:] - worth) * signs * np.array(factors)
    return {name: Held(gains[k], scores.met[0, k, :, 0]) for k, name in enumerate(strengths)}


def _share(scores: Scores) -> Floats:
    """Return the share of all pairs of all parks that meet the goal, by package."""
    share: Floats = scores.met[..., 0].mean(axis=(0, 2))
    return share


def _scale(found: Found) -> Floats:
    """Return how wide a park's own front is by objective; 1 where it has no width."""
    front = found.values[found.front]
    width = np.ptp(front, axis=0) if len(front) else np.zeros(found.values.shape[1])
    scale: Floats = np.where(width > 0.0, width, 1.0)
    return scale


def _strengths(found: Found) -> list[Levers]:
    return [found.space.named(row) for row in found.positions]


def _unique(strengths: Sequence[Levers]) -> list[Levers]:
    return list({tuple(sorted(one.items())): one for one in strengths}.values())


def space_of(levers: Sequence[str], step: float, most: float) -> Space:
    """Return the grid of the levers from 0 to `most`, no higher than each allows."""
    space = Space.of_levers(levers, step)
    return replace(space, high=tuple(min(high, most) for high in space.high))
