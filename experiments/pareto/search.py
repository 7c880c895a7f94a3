"""The search: pymoo proposes positions, a judge values them, the archive keeps the front.

The search draws from its own seed alone and the judge is a pure function, so the same call goes
the same way: after a kill it is repeated from the start, and what the store holds costs a look-up.
No state of the optimiser is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.pareto.archive import Archive
from experiments.pareto.front import nondominated
from experiments.pareto.space import Space
from sim.faults import Fault, InputError, raise_faults

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

Judge = Callable[[Ints], tuple[Floats, Floats]]
"""Objectives (position, objective), less is better, and excesses (position, constraint), which are
0 or less where the constraint holds; a nan says that the position could not be valued."""

ALGORITHMS = ("nsga2", "unsga3")

_TRIES = 100
_COARSE = 20


@dataclass(frozen=True)
class Settings:
    """How long and how wide a search is.

    `population` positions a generation, `generations` of them with the first; `seed` of the
    search's own draws, apart from the seeds of the runs; `algorithm` is `nsga2` (Deb 2002) or
    `unsga3` (Seada and Deb 2016), by default the first up to two objectives, else the second.
    """

    population: int = 24
    generations: int = 12
    seed: int = 1
    algorithm: str = ""

    def __post_init__(self) -> None:
        faults = []
        if self.population < 4:
            faults.append(Fault("population", f"is {self.population}", "write 4 or more"))
        if self.generations < 1:
            faults.append(Fault("generations", f"is {self.generations}", "write 1 or more"))
        if self.algorithm not in ("", *ALGORITHMS):
            mend = f"write {' or '.join(ALGORITHMS)}"
            faults.append(Fault("algorithm", f"is {self.algorithm!r}", mend))
        raise_faults(faults)


@dataclass(frozen=True)
class Found:
    """What a search valued, in the order it did, and the front of it.

    `positions` (position, variable), `values` (position, objective), `excess` (position,
    constraint), `generation` (position), `archive` the front of those that meet all constraints.
    """

    space: Space
    positions: Ints
    values: Floats
    excess: Floats
    generation: Ints
    archive: Archive = field(repr=False)

    @property
    def feasible(self) -> Flags:
        """Which positions could be valued and meet every constraint."""
        return feasible(self.values, self.excess)

    @property
    def front(self) -> Ints:
        """The rows of the plain front: met constraints, dominated by none."""
        rows = np.flatnonzero(self.feasible)
        front: Ints = rows[nondominated(self.values[rows])]
        return front


def feasible(values: Floats, excess: Floats) -> Flags:
    """Return which rows have all values and no excess over 0."""
    valued = ~np.isnan(np.concatenate([values, excess], axis=1)).any(axis=1)
    return np.asarray(valued & (excess <= 0.0).all(axis=1))


def search(
    space: Space,
    judge: Judge,
    objectives: int,
    settings: Settings | None = None,
    constraints: int = 0,
    epsilon: Sequence[float] = (),
    start: Sequence[Ints] = (),
    tick: Callable[[int], None] | None = None,
) -> Found:
    """Search the grid for the positions that no other betters in all objectives.

    The first generation holds the `start` positions and random ones; every later position is new
    to the search, and it ends early when no new one is left. `epsilon` is the resolution of the
    archive by objective; `tick` is told each generation that is done.

    Errors: `InputError` without the extra `optimise`; whatever `judge` raises.
    """
    settings = settings or Settings()
    asked = _Asked(space, objectives, constraints, settings, start)
    archive = Archive(epsilon or (0.0,) * objectives)
    rows: list[tuple[Ints, Floats, Floats]] = []
    for generation in range(settings.generations):
        positions = asked.ask()
        if not len(positions):
            break
        values, excess = judge(positions)
        excess = excess.reshape(len(positions), constraints)
        for k in np.flatnonzero(feasible(values, excess)):
            archive.offer(positions[k], values[k])
        rows.append((positions, values, excess))
        asked.tell(values, excess)
        if tick is not None:
            tick(generation + 1)
    sizes = [len(row[0]) for row in rows]
    positions, values, excess = (np.concatenate(parts) for parts in zip(*rows, strict=True))
    made = np.repeat(np.arange(1, len(rows) + 1, dtype=np.int64), sizes)
    return Found(space, positions, values, excess, made, archive)


class _Asked:
    """One pymoo algorithm on whole numbers, which proposes no position twice."""

    def __init__(
        self,
        space: Space,
        objectives: int,
        constraints: int,
        settings: Settings,
        start: Sequence[Ints],
    ) -> None:
        self._seen: set[bytes] = set()
        self._space, self._population = space, settings.population
        self._worst = np.full(objectives, -np.inf)
        self._random = np.random.default_rng((settings.seed, 1))
        first = _first(space, settings, start)
        self._algorithm = _algorithm(space, objectives, constraints, settings, first, self._seen)
        self._proposed: Any = None

    def ask(self) -> Ints:
        """Return the positions of the next generation; none when no new one is found.

        What mating leaves open, as it does on a coarse grid, is filled with random new positions.
        """
        from pymoo.core.population import Population

        bred = self._algorithm.ask()
        rows = {} if bred is None else {_key(row): row for row in bred.get("X")}
        count = len(rows)
        for _ in range(_TRIES * self._population):
            if len(rows) >= self._population:
                break
            row = self._random.integers(0, self._space.most + 1)
            if _key(row) not in self._seen:
                rows.setdefault(_key(row), row)
        if not rows:
            return np.empty((0, len(self._space.names)), dtype=np.int64)
        positions = np.array(list(rows.values())).astype(np.int64)
        more = Population.new(X=positions[count:].astype(np.float64))
        self._proposed = more if bred is None else Population.merge(bred, more)
        self._seen.update(rows)
        return positions

    def tell(self, values: Floats, excess: Floats) -> None:
        """Report what the positions are worth.

        One that could not be valued counts as the worst so far and as missing a constraint more
        than any other does, since pymoo cannot rank nan.
        """
        from pymoo.core.evaluator import Evaluator
        from pymoo.problems.static import StaticProblem

        lost: Flags = np.isnan(np.concatenate([values, excess], axis=1)).any(axis=1)
        if not lost.all():
            self._worst = np.maximum(self._worst, values[~lost].max(axis=0))
        worst = np.where(np.isfinite(self._worst), self._worst, 0.0)
        told = np.where(lost[:, None], worst, values)
        over = np.where(lost[:, None], 1e6, excess)
        over = np.concatenate([over, lost[:, None].astype(np.float64)], axis=1)
        problem = StaticProblem(self._algorithm.problem, F=told, G=over)
        Evaluator().eval(problem, self._proposed)
        self._algorithm.tell(infills=self._proposed)


def _first(space: Space, settings: Settings, start: Sequence[Ints]) -> Ints:
    """Return the first generation: the given positions, then random ones, none twice."""
    random = np.random.default_rng(settings.seed)
    rows = {_key(row): row for row in start}
    wanted = min(settings.population, space.size)
    for _ in range(_TRIES * settings.population):
        if len(rows) >= wanted:
            break
        row = random.integers(0, space.most + 1)
        rows.setdefault(_key(row), row)
    return np.array(list(rows.values()), dtype=np.int64)


def _key(row: Any) -> bytes:
    return np.asarray(row).astype(np.int64).tobytes()


def _algorithm(
    space: Space,
    objectives: int,
    constraints: int,
    settings: Settings,
    first: Ints,
    seen: set[bytes],
) -> Any:
    """Return the algorithm of the settings, set up on the grid."""
    try:
        from pymoo.core.duplicate import DefaultDuplicateElimination
        from pymoo.core.problem import Problem
        from pymoo.operators.crossover.sbx import SBX
        from pymoo.operators.mutation.pm import PM
        from pymoo.operators.repair.rounding import RoundingRepair
    except ModuleNotFoundError as error:
        mend = "install it with `pip install 'parkloop[optimise]'`"
        raise InputError([Fault("search", "needs the extra `optimise`", mend)]) from error

    class Unseen(DefaultDuplicateElimination):
        """Drops what the search has valued before, besides copies within a generation."""

        def do(self, pop: Any, *args: Any, **named: Any) -> Any:
            new = super().do(pop, *args, **named)
            fresh = [_key(row) not in seen for row in new.get("X")]
            return new[np.array(fresh, dtype=np.bool_)] if len(new) else new

    problem = Problem(
        n_var=len(space.names), n_obj=objectives, n_ieq_constr=constraints + 1,
        xl=np.zeros(len(space.names)), xu=space.most, vtype=int,
    )  # fmt: skip
    operators = {
        "sampling": first,
        "crossover": SBX(prob=0.9, eta=10, vtype=float, repair=RoundingRepair()),
        "mutation": PM(eta=_spread(space), vtype=float, repair=RoundingRepair()),
        "eliminate_duplicates": Unseen(),
        "pop_size": settings.population,
        "n_offsprings": settings.population,
        "seed": settings.seed,
    }
    chosen = _kind(settings.algorithm or ALGORITHMS[objectives > 2], objectives, operators)
    chosen.setup(problem, termination=("n_gen", settings.generations + 1), verbose=False)
    return chosen


def _spread(space: Space) -> float:
    """Return the index of mutation: wide on a coarse grid, where rounding undoes small moves."""
    return 3.0 if space.most.max() <= _COARSE else 15.0


def _kind(name: str, objectives: int, operators: dict[str, Any]) -> Any:
    if name == "nsga2":
        from pymoo.algorithms.moo.nsga2 import NSGA2

        return NSGA2(**operators)
    from pymoo.algorithms.moo.unsga3 import UNSGA3
    from pymoo.util.ref_dirs import get_reference_directions

    fitting = 1
    while _directions(objectives, fitting + 1) <= operators["pop_size"]:
        fitting += 1
    directions = get_reference_directions("das-dennis", objectives, n_partitions=fitting)
    return UNSGA3(directions, **operators)


def _directions(objectives: int, partitions: int) -> int:
    """Return the number of Das-Dennis directions."""
    from math import comb

    return comb(partitions + objectives - 1, objectives - 1)
