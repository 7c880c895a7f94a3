"""History matching of a park: 2020-2025 against the packaged outcomes, or a recorded case.

A park is run through a `Runner` on its store, so a stopped match resumes; a replay of a recorded
case, which is no scenario, keeps each of its results in a file of the same folder.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from experiments.nearest import nearest
from experiments.statistics.matching import CUTOFF, Matched, Simulate, Wave, match
from experiments.statistics.observed import (
    LAST_YEAR,
    Seen,
    figures_of_replay,
    outcomes_of,
    record_of,
    refuse_none,
    values,
)
from sim.catalogue import load_catalogue
from sim.faults import Fault, raise_faults

if TYPE_CHECKING:
    from experiments.history.record import Case
    from experiments.sweep.runner import Runner
    from policies.package import Package
    from sim.park import Park

Floats = NDArray[np.float64]

VARIED = (
    "technology_energy_saving", "technology_water_saving", "capex_efficiency", "hurdle_rate",
    "plant_life", "utilisation", "entry_rate", "exit_rate",
)  # fmt: skip
"""Factors of the tables that move 2020-2025, varied unless others are named."""

ASSUMED = ("known_share", "knowledge_neighbour", "talks_rate", "partners_met", "trust_start")
"""Assumptions that a replay hangs on, varied unless others are named."""

HISTORY = "history"


@dataclass(frozen=True)
class Calibration:
    """A history match of one park: `seen` goes with the observations, `what` says what was run."""

    park: str
    what: str
    matched: Matched
    seen: tuple[Seen, ...]
    seeds: int

    def tables(self) -> dict[str, list[dict[str, Any]]]:
        """Return the tables: observations with their misses, factors left, waves."""
        found = self.matched
        misses = [
            {
                "observation": one.observation.name,
                "observed": one.observation.value,
                "unit": one.observation.unit,
                "error": one.observation.error,
                "discrepancy": one.observation.discrepancy,
                "nearest_run": one.nearest,
                "lowest_run": one.low,
                "highest_run": one.high,
                "least_implausibility": one.least,
                "missed": one.missed,
                "all_runs_lie": one.side,
                "source": one.observation.source,
            }
            for one in found.misses()
        ]
        ranges = [
            {"factor": name, "p5": low, "p50": middle, "p95": high}
            for name, (low, middle, high) in zip(found.names, found.ranges().tolist(), strict=True)
        ]
        waves = [
            {
                "wave": k,
                "points": len(wave.inputs),
                "failed_points": wave.failed,
                "share_left": wave.share,
                "points_within_cutoff": int((wave.scores.max(axis=1) <= found.cutoff).sum()),
            }
            for k, wave in enumerate(found.waves, 1)
        ]
        return {"observations": misses, "factors": ranges, "waves": waves}

    def said(self) -> list[str]:
        """Return what was found as sentences, the misses first."""
        found, missed = self.matched, [m for m in self.matched.misses() if m.missed]
        aside = [m for m in self.matched.misses() if m.side and not m.missed]
        points = sum(len(wave.inputs) for wave in found.waves)
        lines = [
            f"{one.observation.name}: observed {one.observation.value:g}, no run comes nearer than"
            f" {one.nearest:.3g} ({one.least:.1f} standard deviations)"
            for one in missed
        ]
        share = found.waves[-1].share
        best = min(float(wave.scores.max(axis=1).min()) for wave in found.waves)
        return [
            f"{len(missed)} of {len(found.observations)} observations are missed by every run",
            *lines,
            *(
                f"{one.observation.name}: every run lies {one.side} the observed"
                f" {one.observation.value:g} ({one.low:.3g} to {one.high:.3g}); only the"
                f" discrepancy allowed ({one.observation.discrepancy:g} {one.observation.unit})"
                " and the error keep it from being missed"
                for one in aside
            ),
            f"the best run lies {best:.1f} standard deviations from what it meets least",
            f"{100.0 * share:.3g} percent of the range of {len(found.names)} factors is not ruled"
            f" out after {len(found.waves)} waves of {points} points x {self.seeds} seeds",
            *found.notes,
        ]

    def as_json(self) -> dict[str, Any]:
        """Return tables and sentences as plain values."""
        return {
            "park": self.park,
            "what": self.what,
            "seeds": self.seeds,
            "cutoff": self.matched.cutoff,
            **self.tables(),
            "said": self.said(),
        }


Told = Callable[[int, Wave], None]


def calibrate(
    park: Park,
    package: Package,
    runner: Runner,
    factors: Sequence[str] = VARIED,
    observables: Sequence[str] = (),
    waves: int = 3,
    size: int = 80,
    seeds: int = 3,
    cutoff: float = CUTOFF,
    told: Told = lambda number, wave: None,
) -> Calibration:
    """Match a park, run 2020-2025 under a package, with what happened in its province.

    `factors` are those of `experiments.uncertainty.factors`, each from its low (0) to its high (1).

    Errors: `InputError` for unknown factors or observables, or where nothing is observed.
    """
    from experiments.runs import Point, Run
    from experiments.uncertainty.factors import factors as known

    _known(factors, list(known()), "factor")
    seen = outcomes_of(str(park.info["province"]), observables)
    refuse_none(seen, f"park {park.park_id}")
    outputs = sorted({one.output for one in seen})
    digest, name = park.digest(), f"calibrate-{park.park_id}"

    def simulate(inputs: Floats) -> Floats:
        points = [
            Point(park, digest, package, LAST_YEAR, {}, {}, True, _named(factors, row))
            for row in inputs
        ]
        runs = [Run(point, k, k) for point in points for k in range(1, seeds + 1)]
        runner.carry_out(runs, outputs, name=name)
        found = values(runner.outcomes(runs, outputs), seen)
        return found.reshape(len(points), seeds, len(seen))

    matched = _matched(simulate, factors, seen, waves, size, cutoff, told)
    what = f"{package.name}, 2020-{LAST_YEAR}, {seeds} seeds"
    return Calibration(park.park_id, what, matched, tuple(seen), seeds)


def calibrate_case(
    case: Case,
    out: Path,
    factors: Sequence[str] = ASSUMED,
    observables: Sequence[str] = (),
    waves: int = 3,
    size: int = 30,
    seeds: int = 3,
    cutoff: float = CUTOFF,
    told: Told = lambda number, wave: None,
) -> Calibration:
    """Match the replays of a recorded case with its record.

    `factors` are assumptions, each from its low (0) to its high (1); results are kept in
    `out/history`, from where a stopped match resumes.

    Errors: as of `calibrate`.
    """
    from experiments.history.replay import replay

    table = load_catalogue().tables["assumptions"]
    _known(factors, table["assumption"].tolist(), "assumption")
    seen = record_of(case, observables)
    refuse_none(seen, f"case {case.name}")
    ends = np.array([[table.row(name)[end] for end in ("low", "high")] for name in factors])

    def one(row: Floats, seed: int) -> list[float]:
        assumed = _named(factors, ends[:, 0] + row * (ends[:, 1] - ends[:, 0]))
        asked = {"case": case.name, "seed": seed, "assumption": assumed}
        found = _kept(out / HISTORY, asked, lambda: figures_of_replay(replay(
            case, seed, assumption=assumed
        )))  # fmt: skip
        return [found[each.output] for each in seen]

    def simulate(inputs: Floats) -> Floats:
        return np.array([[one(row, seed) for seed in range(1, seeds + 1)] for row in inputs])

    matched = _matched(simulate, factors, seen, waves, size, cutoff, told)
    what = f"{case.first_year}-{case.last_year}, {seeds} seeds"
    return Calibration(case.name, what, matched, tuple(seen), seeds)


def _matched(
    simulate: Simulate,
    factors: Sequence[str],
    seen: Sequence[Seen],
    waves: int,
    size: int,
    cutoff: float,
    told: Told,
) -> Matched:
    observations = [one.observation for one in seen]
    return match(simulate, factors, observations, waves, size, cutoff, told=told)


def _named(factors: Sequence[str], row: Floats) -> dict[str, float]:
    """Return positions or values by name, rounded so that a point is the same on every machine."""
    return {name: round(float(value), 9) for name, value in zip(factors, row, strict=True)}


def _known(names: Sequence[str], known: Sequence[str], what: str) -> None:
    raise_faults(
        [
            Fault(f"{what} {name}", "there is none of that name", f"write {nearest(name, known)}")
            for name in names
            if name not in known
        ]
    )


def _kept(
    folder: Path, asked: Mapping[str, Any], work: Callable[[], dict[str, float]]
) -> dict[str, float]:
    """Return what a file of the folder holds for what is asked; else do the work and keep it."""
    from experiments.atomic import write_whole
    from experiments.version import code_digest, tables_digest

    content = [asked, code_digest(), tables_digest(), _history_digest()]
    name = hashlib.blake2b(json.dumps(content, sort_keys=True).encode(), digest_size=16).hexdigest()
    path = folder / f"{name}.json"
    if path.exists():
        found: dict[str, float] = json.loads(path.read_text(encoding="utf-8"))["figures"]
        return found
    figures = work()
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(path, json.dumps({**asked, "figures": figures}, indent=1).encode())
    return figures


def _history_digest() -> str:
    """Return a hash of the tables and the code of replays."""
    folder = Path(__file__).resolve().parents[1] / "history"
    digest = hashlib.blake2b(digest_size=16)
    for path in sorted([*folder.glob("*.py"), *folder.glob("data/*.csv")]):
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()
