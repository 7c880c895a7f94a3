"""Replicates added to the points of a study, through one runner, until half-widths are met."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from experiments.statistics.replicates import Rule, Settled, Width, replicate
from experiments.study import Point, Run
from sim.faults import Fault, raise_faults

if TYPE_CHECKING:
    from experiments.study import Study
    from experiments.sweep.runner import Runner

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Replicated:
    """What each point needed; `paired` where differences to the first point were judged.

    `settled` goes by point; with `paired` the first point, the reference, has None.
    """

    points: tuple[Point, ...]
    widths: tuple[Width, ...]
    rule: Rule
    year: int
    settled: tuple[Settled | None, ...]
    paired: bool

    @property
    def capped(self) -> list[Point]:
        """The points that reached the cap before the width."""
        pairs = zip(self.points, self.settled, strict=True)
        return [point for point, found in pairs if found is not None and found.capped]

    def as_json(self) -> dict[str, Any]:
        """Return points and what each needed, as plain values."""
        return {
            "widths": [width.text() for width in self.widths],
            "confidence": self.rule.confidence,
            "most": self.rule.most,
            "year": self.year,
            "paired": self.paired,
            "points": [
                {"point_id": point.point_id, **({} if found is None else found.as_json())}
                for point, found in zip(self.points, self.settled, strict=True)
            ],
        }


def until_half_width(
    study: Study,
    runner: Runner,
    widths: Sequence[Width],
    rule: Rule | None = None,
    year: int | None = None,
    paired: bool = False,
) -> Replicated:
    """Run a study's points with as many replicates as their widths need, resuming from the store.

    The study's seeds come first, then those after the largest of them; replicate k has the same
    seed at every point. `year` is the last one by default. With `paired` the differences to the
    study's first point are judged, on the same seeds.

    Errors: `InputError` for a width of an output that the study does not keep.
    """
    rule = rule or Rule()
    faults = [
        Fault(f"half-width {width.output}", "the study does not keep it", "add it to outputs")
        for width in widths
        if width.output not in study.outputs
    ]
    raise_faults(faults)
    points, year = study.points(), study.until if year is None else year
    names, outputs = [width.output for width in widths], study.outputs

    def draw(wanted: Sequence[int]) -> list[Floats]:
        counts = [max(wanted), *wanted] if paired else list(wanted)
        pairs = list(zip(points, counts, strict=True))
        runs = [Run(p, k, seed(study, k)) for p, n in pairs for k in range(1, n + 1)]
        runner.carry_out(runs, outputs, name=study.name)
        found = runner.outcomes(runs, outputs)
        columns = np.stack([found.of(name, year) for name in names], axis=1)
        by_point = np.split(columns, np.cumsum(counts)[:-1])
        if not paired:
            return by_point
        return [one - by_point[0][: len(one)] for one in by_point[1:]]

    settled = replicate(draw, len(points) - paired, widths, rule)
    first: list[Settled | None] = [None] if paired else []
    return Replicated(
        tuple(points), tuple(widths), rule, year, tuple(first + list(settled)), paired
    )


def seed(study: Study, replicate_: int) -> int:
    """Return the seed of a replicate (from 1): the study's own, then those after the largest."""
    own = study.seeds
    return own[replicate_ - 1] if replicate_ <= len(own) else max(own) + replicate_ - len(own)
