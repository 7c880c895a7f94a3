"""What a study will take before it is carried out: runs, time, disk and its first points."""

from __future__ import annotations

import contextlib
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.design.space import KINDS
from experiments.store.ids import packed_ids
from experiments.store.writer import MOST_PARTS
from experiments.sweep.pace import BATCH_S, MOST
from sim.catalogue import FIRST_YEAR
from sim.errors import Cancelled

if TYPE_CHECKING:
    from experiments.runs import Point, Run
    from experiments.study import Study

SHOWN = 5
"""Points shown."""
WARM_MONTHS = 13
"""Months of the run that loads what every run needs, which is not timed."""
PROBES, PARKS_PROBED, PROBE_S = 2, 3, 5.0
"""Runs timed in one park; parks timed, one run each, where there are several; seconds a probe."""

BYTES_A_VALUE = 8.0
BYTES_A_PART, BYTES_A_COLUMN = 1_600, 300
"""Size of a part beyond its values, and what each output adds to it (measured: footer, pages)."""
BYTES_A_RUN = 64
"""Size of a run's row in the design, without its levers."""


@dataclass(frozen=True)
class Probe:
    """One timed run; `months` of its horizon were carried out, `seconds` are for all of it."""

    park: str
    enterprises: int
    months: int
    seconds: float


@dataclass(frozen=True)
class Forecast:
    """What a study will take; `seconds` is None where nothing was timed."""

    study: str
    points: int
    replicates: int
    runs: int
    done: int
    workers: int
    seconds: float | None
    seconds_a_run: float | None
    probes: tuple[Probe, ...]
    bytes: int
    years: int
    outputs: int
    first: tuple[dict[str, Any], ...]

    @property
    def to_come(self) -> int:
        """Runs still to carry out."""
        return self.runs - self.done

    def as_json(self) -> dict[str, Any]:
        """Return the forecast as `parkloop sweep --dry-run --json` prints it."""
        return {**asdict(self), "to_come": self.to_come, "how": self.how()}

    def how(self) -> str:
        """Say how the time was estimated."""
        if not self.probes:
            return "nothing is left to run"
        times = [probe.seconds for probe in self.probes]
        whole = all(probe.months == 12 * self.years for probe in self.probes)
        cut = "" if whole else ", cut short and extended by their months"
        parks = len({probe.park for probe in self.probes})
        where = f" in {parks} parks" if parks > 1 else ""
        spread = (
            f"{min(times):.2g} to {max(times):.2g} s" if len(times) > 1 else f"{times[0]:.2g} s"
        )
        plural = "s" if len(times) > 1 else ""
        return f"{len(times)} run{plural} timed here{where}{cut}: {spread}"


def forecast(study: Study, out: Path | None = None, workers: int = 1) -> Forecast:
    """Return what a study will take; a store `out` tells what is done already.

    The time is that of one or two runs (with several parks, one in each of up to three, the others
    by their enterprises), times the runs to come, over the workers. The size is for runs to come.

    Errors: as of `Study.points`; `InputError` where `out` is no store.
    """
    points, runs = study.points(), study.runs()
    missing = runs if out is None or not out.exists() else _missing(runs, out, study.outputs)
    probes = _probes(missing, study.outputs)
    total = _seconds(missing, probes)
    mean = total / len(missing) if missing else None
    years = study.until - FIRST_YEAR + 1
    return Forecast(
        study.name,
        len(points),
        len(runs) // max(1, len(points)),
        len(runs),
        len(runs) - len(missing),
        workers,
        total / max(1, min(workers, len(missing))) if missing else 0.0,
        mean,
        tuple(probes),
        _bytes(len(missing), years, len(study.outputs), len(study.plan.factors), mean or 0.0),
        years,
        len(study.outputs),
        tuple(shown(points)),
    )


def shown(points: Sequence[Point], count: int = SHOWN) -> list[dict[str, Any]]:
    """Return the first points as rows: park, package, and whatever differs between points."""
    rows = []
    for point in points:
        row: dict[str, Any] = {"park": point.park.park_id, "package": point.package.name}
        row["symbiosis"] = point.symbiosis
        for kind in KINDS:
            row |= {f"{kind}_{name}": value for name, value in getattr(point, kind).items()}
        rows.append(row)
    names = list(dict.fromkeys(name for row in rows for name in row))
    differing = {name for name in names if len({row.get(name) for row in rows}) > 1}
    kept = [name for name in names if name in ("park", "package") or name in differing]
    return [{name: row.get(name) for name in kept} for row in rows[:count]]


def _missing(runs: Sequence[Run], out: Path, outputs: Sequence[str]) -> list[Run]:
    from experiments.store.reader import Stored

    if not any(out.iterdir()):
        return list(runs)
    done = Stored(out).shelf.done(packed_ids(run.run_id for run in runs), outputs).tolist()
    return [run for run, has in zip(runs, done, strict=True) if not has]


def _probes(missing: Sequence[Run], outputs: Sequence[str]) -> list[Probe]:
    """Time some of the runs: the first and last in one park, else one in each of some parks."""
    if not missing:
        return []
    of_park: dict[str, Run] = {}
    for run in missing:
        of_park.setdefault(run.point.park_digest, run)
    chosen = sorted(of_park.values(), key=_enterprises)
    if len(chosen) == 1:
        chosen = [missing[0], missing[-1]][: min(PROBES, len(missing))]
    elif len(chosen) > PARKS_PROBED:
        places = np.linspace(0, len(chosen) - 1, PARKS_PROBED).round().astype(int).tolist()
        chosen = [chosen[place] for place in places]
    _carry_out(chosen[0], outputs, lambda month: month < WARM_MONTHS)
    return [_timed(run, outputs) for run in chosen]


def _timed(run: Run, outputs: Sequence[str]) -> Probe:
    started, done = perf_counter(), 0

    def tick(month: int) -> bool:
        nonlocal done
        done = month
        return perf_counter() - started < PROBE_S

    _carry_out(run, outputs, tick)
    months = (run.point.until - FIRST_YEAR + 1) * 12
    seconds = (perf_counter() - started) * months / max(1, done)
    return Probe(run.point.park.park_id, _enterprises(run), done, seconds)


def _carry_out(run: Run, outputs: Sequence[str], tick: Any) -> None:
    from experiments.study_outputs import values_by_year

    with contextlib.suppress(Cancelled):
        values_by_year(run.scenario().run(tick), outputs)


def _seconds(missing: Sequence[Run], probes: Sequence[Probe]) -> float:
    """Return the seconds of all runs on one worker: those of parks between probes by their size."""
    if not probes:
        return 0.0
    sizes = sorted({probe.enterprises for probe in probes})
    means = [np.mean([p.seconds for p in probes if p.enterprises == size]) for size in sizes]
    of_size = Counter(_enterprises(run) for run in missing)
    times = [count * float(np.interp(size, sizes, means)) for size, count in of_size.items()]
    return math.fsum(times)


def _bytes(runs: int, years: int, outputs: int, factors: int, seconds_a_run: float) -> int:
    """Return the size on disk: values, what each part adds, and the design."""
    if not runs:
        return 0
    batch = max(1.0, min(MOST, BATCH_S / max(seconds_a_run, 1e-6)))
    parts = min(math.ceil(runs / batch), MOST_PARTS)
    values = runs * years * outputs * BYTES_A_VALUE
    design = runs * (BYTES_A_RUN + 8 * factors)
    return round(values + parts * (BYTES_A_PART + BYTES_A_COLUMN * outputs) + design)


def _enterprises(run: Run) -> int:
    return len(run.point.park.enterprises["sector"])
