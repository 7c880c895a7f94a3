"""A sweep: the same bits however it is carried out, and nothing is run twice."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from experiments.frame import Frame
from experiments.scenario import Scenario
from experiments.store.reader import Stored, read_store
from experiments.store.writer import StoreError
from experiments.study import Study
from experiments.sweep.report import Report
from tests.experiments.store.test_store import disk_with_room_for
from tests.experiments.sweep.studies import OUTPUTS, parts, run_ids, same, small


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Frame:
    """The table of the small study, carried out in this process without a break."""
    out = tmp_path_factory.mktemp("whole")
    report = small().run(out)
    assert (report.runs, report.finished, report.failed, report.cancelled) == (12, 12, 0, False)
    return read_store(out)


def test_rows_are_runs_by_year_with_parameters_and_outputs(whole: Frame) -> None:
    assert len(whole) == 12 * 2
    assert set(zip(whole["replicate"].tolist(), whole["seed"].tolist(), strict=True)) == {
        (1, 1), (2, 2),
    }  # fmt: skip
    assert list(whole.columns)[-3:] == OUTPUTS
    assert len(set(whole["point_id"].tolist())) == 6
    baseline = whole.where(package="baseline")
    assert set(baseline["strength_subsidy"].tolist()) == {0.0, 0.5, 1.0}
    assert np.isfinite(whole["co2_scope_1"]).all()


def test_a_row_is_what_the_scenario_gives_alone(whole: Frame) -> None:
    run = small().runs()[-1]
    results = run.scenario().run()
    rows = whole.where(run_id=run.run_id)
    for name in OUTPUTS:
        assert rows[name].tolist() == results.series(name).tolist()


@pytest.mark.parametrize(
    ("workers", "batch"),
    [
        (1, 5), (1, 1), (2, None), pytest.param(2, 5, marks=pytest.mark.long),
        pytest.param(7, None, marks=pytest.mark.long), pytest.param(7, 1, marks=pytest.mark.long),
    ],
)  # fmt: skip
def test_workers_and_batches_change_no_bit(
    whole: Frame, tmp_path: Path, workers: int, batch: int | None
) -> None:
    report = small().run(tmp_path, workers=workers, batch=batch)
    assert report.finished == 12
    assert same(read_store(tmp_path), whole)


def test_a_second_sweep_runs_nothing(
    whole: Frame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small().run(tmp_path)
    before = {path: path.stat().st_mtime_ns for path in parts(tmp_path)}
    monkeypatch.setattr(Scenario, "run", lambda *_: pytest.fail("a finished run was run again"))
    report = small().run(tmp_path, workers=1)
    assert (report.skipped, report.finished, report.done) == (12, 0, 12)
    assert {path: path.stat().st_mtime_ns for path in parts(tmp_path)} == before
    assert same(read_store(tmp_path), whole)


def test_a_run_that_fails_is_recorded_and_tried_again(
    whole: Frame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    carry_out = Scenario.run

    def fail_once(self: Scenario, *arguments: Any) -> Any:
        if self.seed == 2 and self.package.name == "none":
            raise ArithmeticError("no balance")
        return carry_out(self, *arguments)

    with monkeypatch.context() as patched:
        patched.setattr(Scenario, "run", fail_once)
        report = small().run(tmp_path)
    assert (report.finished, report.failed) == (9, 3)
    assert dict(report.errors) == {"ArithmeticError: no balance": 3}
    assert len(read_store(tmp_path).where(status="error")) == 3
    report = small().run(tmp_path)
    assert (report.skipped, report.finished, report.failed) == (9, 3, 0)
    assert same(read_store(tmp_path), whole)


def test_a_truncated_part_is_reported_and_its_runs_repeated(whole: Frame, tmp_path: Path) -> None:
    small().run(tmp_path, batch=4)
    part = parts(tmp_path)[1]
    part.write_bytes(part.read_bytes()[:-20])
    report = small().run(tmp_path)
    assert report.damaged == [part.name]
    assert (report.skipped, report.finished) == (8, 4)
    assert same(read_store(tmp_path), whole)


def test_cancelling_keeps_finished_runs_and_the_rest_follows(whole: Frame, tmp_path: Path) -> None:
    cancel = threading.Event()

    def stop_at_three(done: int, total: int) -> None:
        if done >= 3:
            cancel.set()

    report = small().run(tmp_path, progress=stop_at_three, cancel=cancel, batch=1)
    assert report.cancelled
    assert report.finished == len(run_ids(tmp_path)) == 3
    assert small().run(tmp_path, workers=1).skipped == 3
    assert same(read_store(tmp_path), whole)


def test_cancelling_in_the_middle_of_a_batch_keeps_its_finished_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cancel, carry_out = threading.Event(), Scenario.run

    def cancel_in_third(self: Scenario, *arguments: Any) -> Any:
        count.append(self.seed)
        if len(count) == 3:
            cancel.set()
        return carry_out(self, *arguments)

    count: list[int] = []
    monkeypatch.setattr(Scenario, "run", cancel_in_third)
    report = small().run(tmp_path, cancel=cancel, batch=12)
    assert (report.cancelled, report.finished, len(count)) == (True, 2, 3)
    assert len(run_ids(tmp_path)) == 2


def test_progress_counts_up_to_all_runs(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    small(seeds=1).run(tmp_path, progress=lambda done, total: seen.append((done, total)), batch=2)
    assert seen == [(0, 6), (2, 6), (4, 6), (6, 6)]


def test_a_changed_study_stands_beside_the_first_and_takes_its_runs(
    whole: Frame, tmp_path: Path
) -> None:
    small().run(tmp_path)
    report = small(seeds=3).run(tmp_path)
    assert (report.skipped, report.finished) == (12, 6)
    first, second = Stored(tmp_path).studies
    assert same(read_store(tmp_path, first), whole)
    assert len(read_store(tmp_path, second)) == 18 * 2


def test_a_full_disk_ends_the_sweep_and_the_same_call_goes_on(whole: Frame, tmp_path: Path) -> None:
    def fill_up(done: int, total: int) -> None:
        if done == 4:
            room.__enter__()

    room = disk_with_room_for(100)
    with pytest.raises(StoreError, match="the disk is full"):
        try:
            small().run(tmp_path, progress=fill_up, batch=4)
        finally:
            room.__exit__(None, None, None)
    assert len(run_ids(tmp_path)) == 4
    assert small().run(tmp_path).skipped == 4
    assert same(read_store(tmp_path), whole)


def test_the_manifest_says_what_was_run_with_what(tmp_path: Path) -> None:
    study = small(seeds=1)
    report: Report = study.run(tmp_path)
    stored = Stored(tmp_path).study("small")
    manifest = stored.manifest
    assert report.as_json()["out"] == str(tmp_path)
    assert stored.run_ids == [run.run_id for run in study.runs()]
    assert stored.rows["point_id"] == [point.point_id for point in study.points()]
    assert manifest["outputs"] == OUTPUTS
    assert manifest["form"]["parks"] == {p.park_id: p.digest() for p in study.parks.values()}
    assert manifest["columns"]["co2_scope_1"]["unit"] == "t CO2/yr"
    assert manifest["made_with"]["numpy"] == np.__version__


def test_links_off_is_a_column_of_its_own(tmp_path: Path) -> None:
    study: Study = small(symbiosis=[True, False], strength={}, packages="none", seeds=1)
    study.run(tmp_path)
    table = read_store(tmp_path)
    without = table.take(~table["symbiosis"])
    assert len(without) == 2
    assert (without["links_active"] == 0).all()
