"""Global sensitivity of an output to the factors of a design: Morris, Sobol, PAWN, delta.

The indices are SALib's (Herman and Usher 2017; Iwanaga et al. 2022), taken of the mean over the
replicates. What the replicates leave open is told beside them: the spread of each index when
replicates are drawn anew with replacement.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.statistics import salib
from experiments.statistics.complete import Complete, complete
from experiments.statistics.salib import call

Floats = NDArray[np.float64]
Found = Mapping[str, Floats]

CONFIDENCE = 0.9
FLAT = 1e-12
"""An output whose range is below this share of its size is constant up to rounding."""
RESAMPLES, FEWEST = 200, 2
"""Draws of the design for the interval of an index."""
NOISE_DRAWS = 30
"""Draws of the replicates for the noise of an index."""
DUMMIES = 20


@dataclass(frozen=True)
class Problem:
    """The factors of a design: names and bounds (factor, 2) in the units of the inputs."""

    names: tuple[str, ...]
    bounds: Floats

    @classmethod
    def of(cls, names: Sequence[str], bounds: Sequence[Sequence[float]] | Floats) -> Problem:
        """Return the problem of named factors.

        Errors: `ValueError` where names and bounds do not match.
        """
        table = np.asarray(bounds, dtype=np.float64)
        if table.shape != (len(names), 2) or not (table[:, 0] < table[:, 1]).all():
            raise ValueError(f"{len(names)} factors need as many bounds, low below high")
        return cls(tuple(names), table)


@dataclass(frozen=True)
class Indices:
    """Indices by name, each (factor,), and what they leave open.

    `main` is the one that ranks. `interval` is the half-width that the design leaves open, `noise`
    the standard deviation over resampled replicates (empty with one replicate). `floor`, where
    there is one, is what a factor without any effect reaches in 95 of 100 cases. `second` are
    the Sobol indices of pairs, (factor, factor), above the diagonal.
    """

    method: str
    main: str
    names: tuple[str, ...]
    values: Found
    interval: Found
    noise: Found
    points: int
    replicates: int
    floor: float | None = None
    second: Floats | None = None
    notes: tuple[str, ...] = ()
    confidence: float = field(default=CONFIDENCE)

    def ranked(self) -> list[str]:
        """Return the factors by falling main index."""
        order = np.argsort(-np.nan_to_num(self.values[self.main], nan=-np.inf), kind="stable")
        return [self.names[k] for k in order.tolist()]

    def rows(self) -> list[dict[str, Any]]:
        """Return one row a factor, by falling main index, with interval and noise."""
        rows = []
        for name in self.ranked():
            k = self.names.index(name)
            row: dict[str, Any] = {"factor": name}
            for index, values in self.values.items():
                row[index] = float(values[k])
                for ending, table in (("interval", self.interval), ("noise", self.noise)):
                    if index in table:
                        row[f"{index}_{ending}"] = float(table[index][k])
            rows.append(row)
        return rows

    def as_json(self) -> dict[str, Any]:
        """Return method, rows and notes as plain values."""
        return {
            "method": self.method,
            "main": self.main,
            "points": self.points,
            "replicates": self.replicates,
            "confidence": self.confidence,
            "floor": self.floor,
            "factors": self.rows(),
            "second": None if self.second is None else self.second.tolist(),
            "notes": list(self.notes),
        }


def morris(
    problem: Problem, inputs: Floats, outputs: Floats, levels: int = 4, **options: Any
) -> Indices:
    """Return Morris' elementary effects per full range of a factor: mu, mu_star, sigma.

    `inputs` (point, factor) are whole trajectories of factors + 1 points on a grid of `levels`;
    `outputs` (point, replicate) or (point,). mu_star is the mean absolute effect of moving a factor
    over its whole range (Campolongo, Cariboni and Saltelli 2007). Options as of `sobol`.
    """
    given = _given(outputs, len(problem.names) + 1, options)
    at = np.asarray(inputs, dtype=np.float64)[given.points]

    def index(values: Floats, resamples: int) -> Found:
        return call(
            "morris", problem.bounds, at, values, num_levels=levels,
            num_resamples=resamples, conf_level=CONFIDENCE,
        )  # fmt: skip

    names = ("mu_star", "mu", "sigma")
    return _indices("morris", problem, given, names, index)


def sobol(problem: Problem, outputs: Floats, second: bool = False, **options: Any) -> Indices:
    """Return Sobol's indices S1 and ST, and S2 of pairs where the design has `second` order.

    `outputs` (point, replicate) or (point,) in the order of Saltelli's design: blocks of
    factors + 2 points, 2 factors + 2 with `second` (Saltelli et al. 2010). Options: `drop` and
    `runs` as of `experiments.statistics.complete.complete`, `what` names the output.

    Errors: `InputError` for failed runs; `ValueError` where the points are no whole blocks.
    """
    factors = len(problem.names)
    given = _given(outputs, factors * (2 if second else 1) + 2, options)

    def index(values: Floats, resamples: int) -> Found:
        return call(
            "sobol", problem.bounds, values, values, calc_second_order=second,
            num_resamples=resamples, conf_level=CONFIDENCE,
        )  # fmt: skip

    return _indices("sobol", problem, given, ("ST", "S1"), index)


def pawn(
    problem: Problem, inputs: Floats, outputs: Floats, slides: int = 10, **options: Any
) -> Indices:
    """Return PAWN's median and maximum distance between distributions (Pianosi and Wagener 2018).

    Any finished design will do. `floor` is what a factor without effect reaches. Options as of
    `sobol`.
    """

    def index(bounds: Floats, at: Floats, values: Floats, resamples: int) -> Found:
        found = call("pawn", bounds, at, values, S=slides)
        return {name: found[name] for name in ("median", "maximum")}

    names = ("median", "maximum")
    return _from_sample("pawn", problem, inputs, outputs, names, index, options)


def delta(problem: Problem, inputs: Floats, outputs: Floats, **options: Any) -> Indices:
    """Return Borgonovo's delta and S1 from any finished design (Plischke et al. 2013).

    `floor` is what a factor without effect reaches. Options as of `sobol`.
    """

    def index(bounds: Floats, at: Floats, values: Floats, resamples: int) -> Found:
        return salib.delta(at, values, max(resamples // 4, 10), CONFIDENCE)

    names = ("delta", "S1")
    return _from_sample("delta", problem, inputs, outputs, names, index, options)


def _given(outputs: Floats, block: int, options: Mapping[str, Any]) -> Complete:
    unknown = set(options) - {"drop", "runs", "what"}
    if unknown:
        raise TypeError(f"unknown options {', '.join(sorted(unknown))}")
    return complete(outputs, block, **options)


def _from_sample(
    method: str,
    problem: Problem,
    inputs: Floats,
    outputs: Floats,
    names: tuple[str, ...],
    index: Callable[[Floats, Floats, Floats, int], Found],
    options: Mapping[str, Any],
) -> Indices:
    """Return indices that any sample gives, with the floor that shuffled factors reach."""
    given = _given(outputs, 1, options)
    at = np.asarray(inputs, dtype=np.float64)[given.points]
    mean = given.outputs.mean(axis=1)
    floor = None
    if not _flat(mean):
        rng = np.random.default_rng(1)
        column = np.linspace(0.0, 1.0, len(mean))
        dummies = np.stack([rng.permutation(column) for _ in range(DUMMIES)], axis=1)
        bounds = np.tile([0.0, 1.0], (DUMMIES, 1))
        main = index(bounds, dummies, mean, FEWEST)[names[0]]
        floor = float(np.nanquantile(main, 0.95))
    return _indices(
        method, problem, given, names, lambda y, n: index(problem.bounds, at, y, n), floor
    )


def _indices(
    method: str,
    problem: Problem,
    given: Complete,
    names: tuple[str, ...],
    index: Callable[[Floats, int], Found],
    floor: float | None = None,
) -> Indices:
    mean, notes = given.outputs.mean(axis=1), list(given.notes())
    points, replicates = given.outputs.shape
    if _flat(mean):
        zero = np.zeros(len(problem.names))
        notes.append("the output is constant: no factor moves it, all indices are 0")
        found: Found = {name: zero for name in names}
        noise: Found = dict(found)
    else:
        found = index(mean, RESAMPLES)
        noise = _noise(given.outputs, names, index)
    lost = [
        factor
        for k, factor in enumerate(problem.names)
        if not all(np.isfinite(found[name][k]) for name in names)
    ]
    if lost:
        notes.append(f"no index for {', '.join(lost)}: too few different values")
    if replicates == 1:
        notes.append("one replicate: the noise of the indices cannot be told")
    return Indices(
        method=method,
        main=names[0],
        names=problem.names,
        values={name: found[name] for name in names},
        interval={name: found[f"{name}_conf"] for name in names if f"{name}_conf" in found},
        noise=noise,
        points=points,
        replicates=replicates,
        floor=floor,
        second=found.get("S2"),
        notes=tuple(notes),
    )


def _noise(outputs: Floats, names: tuple[str, ...], index: Callable[..., Found]) -> Found:
    """Return the standard deviation of indices over replicates drawn anew with replacement.

    A replicate is drawn for all points together, as points share the draws of their seed.
    """
    count, rng = outputs.shape[1], np.random.default_rng(1)
    if count < 2:
        return {}
    found = []
    for _ in range(NOISE_DRAWS):
        mean = outputs[:, rng.integers(count, size=count)].mean(axis=1)
        if not _flat(mean):
            found.append(index(mean, FEWEST))
    if len(found) < 2:
        return {}
    return {name: np.std([one[name] for one in found], axis=0, ddof=1) for name in names}


def _flat(values: Floats) -> bool:
    return bool(np.ptp(values) <= FLAT * max(float(np.abs(values).max()), 1e-300))
