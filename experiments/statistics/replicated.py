"""Replicates added to the points of a study, through one runner, until half-widths are met."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from experiments.runs import Point, Run
from experiments.statistics.replicates import Rule, Settled, Width, replicate
from experiments.studyfile.replicates import replicates
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

    The study's seeds (and draws) come first, then those after the largest of them; replicate k has
    the same seed and draw at every point. `year` is the last one by default. With `paired` the
    differences to the study's first point are judged, on the same seeds.

    Errors: `InputError` for a width of an output that the study does not keep, or where its seeds
    and draws are crossed: then replicates are not independent.
    """
    rule = rule or Rule()
    faults = [
        Fault(f"half-width {width.output}", "the study does not keep it", "add it to outputs")
        for width in widths
        if width.output not in study.outputs
    ]
    if study.cross_draws:
        wrong, mend = (
            "its seeds and draws are crossed",
            "leave cross_draws out: draw k goes with seed k",
        )
        faults.append(Fault(f"study {study.name}", wrong, mend))
    raise_faults(faults)
    points, year = study.points(), study.until if year is None else year
    names, outputs = [width.output for width in widths], study.outputs

    def draw(wanted: Sequence[int]) -> list[Floats]:
        counts = [max(wanted), *wanted] if paired else list(wanted)
        pairs = list(zip(points, counts, strict=True))
        sources = [source(study, k) for k in range(1, max(counts) + 1)]
        runs = [
            Run(point.drawn(draw), k, seed)
            for point, count in pairs
            for k, (seed, draw) in enumerate(sources[:count], 1)
        ]
        runner.carry_out(runs, outputs, name=f"{study.name}-replicated")
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


def source(study: Study, replicate_: int) -> tuple[int, int]:
    """Return seed and draw of a replicate (from 1): the study's own, then the numbers after.

    A study of one seed and many draws keeps its seed, one without draws the tables as they stand.
    """
    own = replicates(study.seeds, study.draws)
    if replicate_ <= len(own):
        return own[replicate_ - 1]
    more = replicate_ - len(own)
    one_seed = len(study.seeds) == 1 and len(study.draws) > 1
    seed = study.seeds[0] if one_seed else max(study.seeds) + more
    return seed, study.draws[0] if len(study.draws) == 1 else max(study.draws) + more
