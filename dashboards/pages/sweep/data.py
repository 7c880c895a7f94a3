"""The points of a sweep as the page shows them: means over seeds, spread, front and rank."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dashboards.sweeps.measures import MEASURES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dashboards.sweeps.sweep import Sweep

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Figures:
    """A measure by point: the mean over replicates, and the standard deviation around it.

    `shifts` is what each replicate does to all points alike.
    """

    mean: Floats
    spread: Floats
    shifts: Floats


@dataclass(frozen=True)
class Points:
    """What is drawn: two measures, what colours the points, and what ranks them.

    `colour` and `count`, the runs that there are, are by point, `runs` by (run, measure) as they
    came; `ranked` holds the points that have a value, the best first.
    """

    x: Figures
    y: Figures
    rank: Figures
    colour: Floats
    count: NDArray[np.int64]
    runs: Floats
    front: NDArray[np.bool_]
    ranked: tuple[int, ...]


def figures_of(values: Floats) -> Figures:
    """Return mean and standard deviation over the replicates that there are; NaN without any.

    What a replicate does to all points alike is taken off first, as far as the points tell that
    have every replicate so far: points share their seeds, and it says nothing of how they differ.
    The means of points with all replicates stay as they are.
    """
    shifts = _shifts(values)
    values = values - shifts[:, None]
    known = np.isfinite(values)
    count = known.sum(axis=0)
    some = np.where(count > 0, count, 1)
    mean = np.where(known, values, 0.0).sum(axis=0) / some
    squares = np.where(known, (values - mean) ** 2, 0.0).sum(axis=0)
    spread = np.sqrt(squares / np.where(count > 1, count - 1, 1))
    mean, spread = np.where(count > 0, mean, np.nan), np.where(count > 1, spread, np.nan)
    return Figures(mean, spread, shifts)


def _shifts(values: Floats) -> Floats:
    """Return how much each replicate lies above all, over the points that have every one."""
    shifts = np.zeros(len(values))
    begun = np.isfinite(values).any(axis=1)
    whole = np.isfinite(values[begun]).all(axis=0)
    if begun.any() and whole.any():
        means = values[begun][:, whole].mean(axis=1)
        shifts[begun] = means - means.mean()
    return shifts


def points_of(sweep: Sweep, x: str, y: str, colour: str, rank: str) -> Points:
    """Return the points of a sweep so far; `colour` is a lever of it or a measure."""
    values = {name: sweep.measure(name) for name in {x, y, rank}}
    found = {name: figures_of(one) for name, one in values.items()}
    if colour in MEASURES:
        coloured = figures_of(sweep.measure(colour)).mean
    else:
        coloured = np.array([point[colour] for point in sweep.points], dtype=np.float64)
    best = found[rank].mean * (-1.0 if MEASURES[rank].better() == "+" else 1.0)
    order = np.argsort(best, kind="stable")
    return Points(
        x=found[x],
        y=found[y],
        rank=found[rank],
        colour=coloured,
        count=np.isfinite(values[x]).sum(axis=0),
        runs=np.stack([values[x], values[y]], axis=-1).reshape(-1, 2),
        front=front_of((x, found[x].mean), (y, found[y].mean)),
        ranked=tuple(int(at) for at in order if np.isfinite(best[at])),
    )


def front_of(*measures: tuple[str, Floats]) -> NDArray[np.bool_]:
    """Return the points that no other one beats in every measure; each in its better direction."""
    from experiments.pareto.front import nondominated

    signs = (-1.0 if MEASURES[name].better() == "+" else 1.0 for name, _ in measures)
    values = np.stack([sign * mean for sign, (_, mean) in zip(signs, measures, strict=True)], 1)
    there = np.isfinite(values).all(axis=1)
    front = np.zeros(len(values), dtype=np.bool_)
    front[there] = nondominated(values[there])
    return front
