"""From a stored study to SALib: the problem, and outputs in the order that its analysis expects."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from experiments.design.libraries import salib
from experiments.scenario import Scenario
from experiments.statistics.problem import problem, sample
from experiments.store.reader import Stored
from experiments.study import Study
from sim.faults import InputError
from tests.experiments.sweep.studies import small

LEVERS: dict[str, Any] = {
    "strength": {"subsidy": {}, "broker": {"high": 1.0}},
    "assumption": {"known_share": {}},
}
BOUNDS = np.array([[0.0, 2.0], [0.0, 1.0], [0.1, 0.6]])


def wave(position: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Ishigami's function of positions in 0..1."""
    x = np.pi * (2.0 * position - 1.0)
    found: np.ndarray[Any, Any] = (
        np.sin(x[..., 0]) + 7.0 * np.sin(x[..., 1]) ** 2 + 0.1 * x[..., 2] ** 4 * np.sin(x[..., 0])
    )
    return found


@pytest.fixture
def fast_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each run have the value of Ishigami's function at its levers, without simulating."""

    class Found:
        years = np.array([2020, 2021])

        def __init__(self, value: float) -> None:
            self.value = value

        def series(self, name: str) -> np.ndarray[Any, Any]:
            return np.array([0.0, self.value])

    def run(self: Scenario, *_: object) -> Found:
        values = [
            self.package.strength["subsidy"], self.package.strength["broker"],
            self.assumption["known_share"],
        ]  # fmt: skip
        low, high = BOUNDS.T
        return Found(float(wave((np.array(values) - low) / (high - low))))

    monkeypatch.setattr(Scenario, "run", run)


def stored(tmp_path: Path, design: dict[str, Any], **changes: Any) -> Any:
    study = small(**{"packages": ["none"], "seeds": 1, **LEVERS, **changes, "design": design})
    study.run(tmp_path / "out")
    return study, Stored(tmp_path / "out").study()


def test_the_problem_is_rebuilt_from_the_store(tmp_path: Path, fast_runs: None) -> None:
    study, kept = stored(tmp_path, {"method": "sobol", "size": 2, "seed": 5})
    assert (
        problem(kept)
        == problem(study)
        == {
            "num_vars": 3,
            "names": ["strength_subsidy", "strength_broker", "assumption_known_share"],
            "bounds": BOUNDS.tolist(),
        }
    )
    assert np.array_equal(sample(kept, "links_active").inputs, study.plan.rows)


def test_sobol_indices_of_a_stored_study_are_those_of_ishigami(
    tmp_path: Path, fast_runs: None
) -> None:
    design = {"method": "sobol", "size": 256, "second_order": False}
    _, kept = stored(tmp_path, design)
    found = sample(kept, "links_active")
    assert found.outputs.shape == (256 * 5, 1) and np.isfinite(found.outputs).all()
    analyse = salib("analyze.sobol").analyze
    indices = analyse(
        found.problem, found.outputs[:, 0], calc_second_order=False, seed=1, print_to_console=False
    )
    assert indices["S1"] == pytest.approx([0.3139, 0.4424, 0.0], abs=0.06)
    assert indices["ST"] == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.06)


def test_rows_that_are_one_point_share_its_runs(tmp_path: Path, fast_runs: None) -> None:
    design = {"method": "morris", "trajectories": 6, "levels": 2}
    study, kept = stored(tmp_path, design, seeds=2)
    found = sample(kept, "links_active", year=2021)
    assert found.outputs.shape == (24, 2) and len(kept.run_ids) == 2 * len(study.points()) < 24
    assert found.outputs[:, 0] == pytest.approx(wave(found.positions))
    ids = {run_id for row in found.run_ids.tolist() for run_id in row}
    assert ids == {run.run_id for run in study.runs()}


def test_a_study_of_two_packages_is_analysed_one_at_a_time(tmp_path: Path, fast_runs: None) -> None:
    design = {"method": "latin_hypercube", "size": 5}
    study, kept = stored(tmp_path, design, packages=["none", "baseline"])
    with pytest.raises(InputError, match="package: the study has 2; choose one: none, baseline"):
        sample(kept, "links_active")
    with pytest.raises(InputError, match="package basline: the study does not have it; write base"):
        sample(kept, "links_active", package="basline")
    found = sample(kept, "links_active", package="baseline")
    assert found.run_ids[:, 0].tolist() == [
        run.run_id for run in study.runs() if run.point.package.name == "baseline"
    ]


def test_a_run_that_failed_is_told_and_not_filled_in(
    tmp_path: Path, fast_runs: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Scenario.run

    def run(self: Scenario, *_: object) -> Any:
        if self.package.strength["subsidy"] > 1.5:
            raise ArithmeticError("no balance")
        return whole(self)

    monkeypatch.setattr(Scenario, "run", run)
    _, kept = stored(tmp_path, {"method": "latin_hypercube", "size": 8})
    found = sample(kept, "links_active")
    assert np.array_equal(np.isnan(found.outputs[:, 0]), found.inputs[:, 0] > 1.5)
    assert (found.run_ids != "").all()


def test_a_list_has_no_problem() -> None:
    study = Study.of(
        name="x", park="kalundborg", design="list", points=[{"strength": {"subsidy": 1.0}}]
    )
    with pytest.raises(InputError, match="study x: its design has no factors"):
        problem(study)
