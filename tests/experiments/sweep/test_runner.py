"""Rounds of runs in one store."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from experiments.scenario import Scenario
from experiments.sweep.runner import Runner
from tests.experiments.sweep.studies import OUTPUTS, small


def test_a_later_round_carries_out_only_what_is_new(tmp_path: Path) -> None:
    runs = small().runs()
    with Runner(tmp_path, batch=2) as runner:
        first = runner.carry_out(runs[:4], OUTPUTS)
        second = runner.carry_out(runs[2:6], OUTPUTS)
        found = runner.outcomes(runs[5::-1], OUTPUTS)
    assert (first.finished, first.skipped) == (4, 0)
    assert (second.finished, second.skipped) == (2, 2)
    assert found.run_ids == tuple(run.run_id for run in runs[5::-1])
    assert found.years == (2020, 2021)
    alone = runs[3].scenario().run()
    for at, name in enumerate(OUTPUTS):
        assert found.values[2, :, at].tolist() == alone.series(name).tolist()


def test_a_failed_run_has_its_error_and_no_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: Scenario, *_: object) -> None:
        raise ArithmeticError("no balance")

    runs = small().runs()[:3]
    with Runner(tmp_path) as runner:
        runner.carry_out(runs[:2], OUTPUTS)
        with monkeypatch.context() as patched:
            patched.setattr(Scenario, "run", fail)
            assert runner.carry_out(runs, OUTPUTS).failed == 1
        found = runner.outcomes(runs, OUTPUTS)
    assert found.failed.tolist() == [False, False, True]
    assert found.errors == {runs[2].run_id: "ArithmeticError: no balance"}
    assert np.isnan(found.values[2]).all()


def test_workers_are_kept_between_rounds(tmp_path: Path) -> None:
    runs = small().runs()
    with Runner(tmp_path, workers=2) as runner:
        runner.carry_out(runs[:3], OUTPUTS)
        pool = runner._pool
        runner.carry_out(runs[3:6], OUTPUTS)
        assert runner._pool is pool
        assert pool is not None
    assert runner._pool is None
