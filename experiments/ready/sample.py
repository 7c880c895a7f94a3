"""The runs of an experiment: cases that all meet the same seeds and draws, and their outputs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from experiments.ready.base import Asked, Carrier
from experiments.runs import Point, Run
from experiments.statistics.sampled import Sampled
from experiments.sweep.report import Interrupted
from policies.package import Package
from sim.park import Park

Floats = NDArray[np.float64]
Array = TypeVar("Array", Floats, NDArray[np.bool_])


REFERENCE = "baseline"


class AllFailed(RuntimeError):
    """No pair of a park is left with every case finished; the text names the commonest error."""


@dataclass(frozen=True)
class Case:
    """What is run on every pair: a park under a package, with levers replaced by `strength`."""

    park: Park
    package: Package
    symbiosis: bool = True
    strength: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Sample:
    """Outputs of cases on the same pairs: `values` is (case, pair, year, output).

    `left_out` counts the pairs dropped because a case failed on one of their seed.
    """

    cases: tuple[Case, ...]
    pairs: tuple[tuple[int, int], ...]
    years: tuple[int, ...]
    outputs: tuple[str, ...]
    values: Floats
    left_out: int = 0

    def of(self, case: int, output: str) -> Floats:
        """Return an output of a case, (pair, year)."""
        found: Floats = self.values[case, :, :, self.outputs.index(output)]
        return found

    def crossed(self, values: Array) -> Array:
        """Return (pair, ...) values as (seed, draw, ...); as they are where no table was drawn.

        The shape that `experiments.statistics` reads: two axes say that seeds met draws.
        """
        seeds = len({seed for seed, _ in self.pairs})
        if all(draw == 0 for _, draw in self.pairs):
            return values
        return values.reshape(seeds, -1, *values.shape[1:])

    def gap(self, case: int, other: int, output: str) -> Floats:
        """Return a case less another one pair by pair, (pair, year)."""
        return self.of(case, output) - self.of(other, output)


def runs_of(asked: Asked, case: Case) -> list[Run]:
    """Return the runs of a case, one a pair of `asked.pairs`, in their order."""
    package = case.package.with_strengths(case.strength)
    base = Point(
        park=case.park,
        park_digest=case.park.digest(),
        package=package,
        until=asked.until,
        strength=case.strength,
        assumption={},
        symbiosis=case.symbiosis,
    )
    points = {draw: base.drawn(draw) for draw in {draw for _, draw in asked.pairs}}
    return [
        Run(points[draw], replicate, seed) for replicate, (seed, draw) in enumerate(asked.pairs, 1)
    ]


def gather(
    asked: Asked, runner: Carrier, cases: Sequence[Case], outputs: Sequence[str], name: str
) -> Sample:
    """Carry out cases of one park on every pair and return their outputs.

    Where a case failed on a pair, all pairs of its seed are left out of all cases, so that
    differences stay paired and seeds crossed with draws. Errors: `AllFailed` where nothing is left;
    `Interrupted` where the runner was cancelled.
    """
    runs = [runs_of(asked, case) for case in cases]
    flat = [run for rows in runs for run in rows]
    report = runner.carry_out(flat, outputs, name=name)
    if getattr(report, "cancelled", False):
        raise Interrupted(report)
    outcomes = runner.outcomes(flat, outputs)
    failed = np.asarray(outcomes.failed, dtype=bool).reshape(len(cases), -1)
    bad = {
        seed for (seed, _), lost in zip(asked.pairs, failed.T.tolist(), strict=True) if any(lost)
    }
    whole = [k for k, (seed, _) in enumerate(asked.pairs) if seed not in bad]
    if not whole:
        text = next(iter(outcomes.errors.values()), "no run has a result")
        raise AllFailed(f"{name}: every seed has a run that failed: {text}")
    shape = (len(cases), len(asked.pairs), len(outcomes.years), len(outputs))
    values = np.asarray(outcomes.values, dtype=np.float64).reshape(shape)
    return Sample(
        cases=tuple(cases),
        pairs=tuple(asked.pairs[k] for k in whole),
        years=tuple(outcomes.years),
        outputs=tuple(outputs),
        values=values[:, whole],
        left_out=len(asked.pairs) - len(whole),
    )


def reference_of(asked: Asked) -> int:
    """Return the place of the package that others are compared with: the baseline, else the first.

    >>> reference_of(Asked((), (Package("none"), Package("baseline"))))
    1
    """
    names = [package.name for package in asked.packages]
    return names.index(REFERENCE) if REFERENCE in names else 0


def sampled(asked: Asked, left_out: int = 0) -> str:
    """Return in the asked language what was sampled; seeds alone are called noise.

    >>> sampled(Asked((), (), seeds=20, draws=5))
    '20 seeds x 5 table draws'
    """
    text = Sampled(asked.seeds, asked.draws).text(asked.language)
    if left_out and asked.language == "zh":
        return f"{text}，剔除 {left_out} 次含失败种子的模拟"
    return f"{text}, {left_out} pairs left out: failed runs" if left_out else text
