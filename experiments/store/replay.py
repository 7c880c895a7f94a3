"""Replay: a run of a store rebuilt from the store alone, run again and compared bit by bit."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.scenario import Scenario
from experiments.store.keep import read_package_kept, read_park_kept
from experiments.store.layout import ASSUMPTION, PACKAGES, PARKS, STRENGTH, UNCERTAINTY
from experiments.store.reader import Stored, StoredStudy
from experiments.store.shelf import ABSENT
from experiments.study_outputs import values_by_year
from experiments.version import MODEL_VERSION, code_digest, tables_digest
from sim.faults import Fault, InputError

if TYPE_CHECKING:
    from experiments.results import Results

_NEAREST = 3


@dataclass(frozen=True)
class Difference:
    """One number that is not the same; `stored` or `now` is None where there is none."""

    output: str
    year: int
    stored: float | None
    now: float | None

    def __str__(self) -> str:
        return f"{self.output} {self.year}: stored {self.stored!r}, now {self.now!r}"


@dataclass(frozen=True)
class Replayed:
    """What a replay found.

    `changed` says what is not as it was when the run was made (model, code, tables); `error` is
    what the run failed with now, `stored_error` what it failed with then, empty where it did not.
    """

    run_id: str
    study: str
    compared: int
    changed: list[str] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    error: str = ""
    stored_error: str = ""
    results: Results | None = None

    @property
    def equal(self) -> bool:
        """Whether every bit is the same, or the run failed in the same way."""
        return not self.differences and self.error == self.stored_error


def find_run(store: Stored, beginning: str) -> tuple[StoredStudy, str]:
    """Return a run by the beginning of its id, and the first study that has it.

    Errors: `InputError` naming the nearest ids where there is none, or more than one.
    """
    holders: dict[str, StoredStudy] = {}
    for name in store.studies:
        study = store.study(name)
        for run_id in study.run_ids:
            holders.setdefault(run_id, study)
    word = beginning.strip().casefold()
    found = [run_id for run_id in holders if word and run_id.startswith(word)]
    if len(found) == 1:
        return holders[found[0]], found[0]
    place = f"run {beginning}"
    if found:
        wrong = f"{len(found)} runs begin so"
        raise InputError([Fault(place, wrong, f"write more of it: {_listed(sorted(found))}")])
    near = sorted(holders, key=lambda run_id: (-_alike(run_id, word), run_id))
    mend = f"write {_listed(near)}" if near else "carry a study out with `parkloop sweep`"
    raise InputError([Fault(place, "the store has no such run", mend)])


def scenario_of(study: StoredStudy, run_id: str) -> Scenario:
    """Return the scenario of a run from what the store keeps.

    Errors: `InputError` where the park or package is not as it was written.
    """
    at = study.run_ids.index(run_id)
    row = {name: cells[at] for name, cells in study.rows.items()}
    folder = study.store.folder
    strength = _given(row, STRENGTH)
    body = read_package_kept(folder / PACKAGES, row["package_digest"])
    shown = [name.removeprefix(STRENGTH) for name in study.parameters if name.startswith(STRENGTH)]
    return Scenario(
        read_park_kept(folder / PARKS, row["park_digest"]),
        body.with_strengths(strength),
        seed=row["seed"],
        until=row["until"],
        strength={name: strength[name] for name in shown if name in strength},
        assumption=_given(row, ASSUMPTION),
        symbiosis=row["symbiosis"],
        uncertainty=_given(row, UNCERTAINTY),
        draw=row["draw"],
    )


def changes(study: StoredStudy) -> list[str]:
    """Return what is not as it was when the runs of a study were made, as sentences."""
    now = {"model": MODEL_VERSION, "code": code_digest(), "tables": tables_digest()}
    return [
        f"{name} was {study.manifest[name]}, is now {value}"
        for name, value in now.items()
        if study.manifest[name] != value
    ]


def replay(folder: str | Path, beginning: str) -> Replayed:
    """Run a run of a store again and compare it with its row, output by output, bit by bit.

    Errors: `InputError` as of `find_run`, where the run was not carried out yet, and where the
    store does not hold what it needs.
    """
    store = Stored(folder)
    study, run_id = find_run(store, beginning)
    outputs = store.shelf.outputs_of(run_id) or study.outputs
    stored = store.shelf.outcomes([run_id], outputs)
    stored_error = stored.errors.get(run_id, "")
    if stored_error.startswith(ABSENT):
        mend = "give the sweep of its study again"
        raise InputError([Fault(f"run {run_id}", "it is not carried out yet", mend)])
    about: dict[str, Any] = {"run_id": run_id, "study": study.study_id, "changed": changes(study)}
    scenario = scenario_of(study, run_id)
    if scenario.run_id() != run_id and not about["changed"]:
        about["changed"] = [f"run id was {run_id}, is now {scenario.run_id()}"]
    try:
        results = scenario.run()
        years, values = values_by_year(results, outputs)
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
        return Replayed(**about, compared=0, error=text, stored_error=stored_error)
    then = dict(zip(stored.years, stored.values[0], strict=True)) if not stored_error else {}
    now = dict(zip(years, values, strict=True))
    differences = [
        Difference(output, year, _number(then, year, k), _number(now, year, k))
        for year in sorted({*then, *now} if not stored_error else ())
        for k, output in enumerate(outputs)
        if not _same(_number(then, year, k), _number(now, year, k))
    ]
    return Replayed(
        **about, compared=values.size, differences=differences, stored_error=stored_error,
        results=results,
    )  # fmt: skip


def _given(row: dict[str, Any], prefix: str) -> dict[str, float]:
    """Return what a run was given under a prefix; null is nothing given."""
    return {
        name.removeprefix(prefix): value
        for name, value in row.items()
        if name.startswith(prefix) and value is not None
    }


def _number(values: dict[int, Any], year: int, output: int) -> float | None:
    return float(values[year][output]) if year in values else None


def _same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    if one != one or other != other:
        return one != one and other != other
    return np.float64(one).tobytes() == np.float64(other).tobytes()


def _alike(one: str, other: str) -> int:
    """Return with how many letters both begin."""
    pairs = zip(one, other, strict=False)
    return next((k for k, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _listed(run_ids: list[str]) -> str:
    return " or ".join(run_ids[:_NEAREST])
