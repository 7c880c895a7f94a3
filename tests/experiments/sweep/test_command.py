"""`parkloop sweep`: what it prints, its exit codes, and Ctrl-C."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import pytest

from experiments.scenario import Scenario
from experiments.store.reader import read_store
from experiments.study import Study
from tests.experiments.sweep.processes import end, living, start, until, until_parts
from tests.experiments.sweep.studies import parts, run_ids, small, write_small


def sweep(*arguments: str | Path) -> tuple[int, str, str]:
    return end(start("sweep", *arguments))


def test_a_sweep_and_its_repetition(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from experiments.cli import main

    study, out = write_small(tmp_path), tmp_path / "out"
    code, printed, errors = sweep(study, "--out", out)
    assert (code, errors) == (0, "")
    assert printed.startswith(f"12 of 12 runs are in {out}: 12 now in ")
    with pytest.raises(SystemExit) as ended:
        main(["sweep", str(study), "--out", str(out), "--json"])
    assert ended.value.code == 0
    report = json.loads(capsys.readouterr().out)
    assert {name: report[name] for name in ("runs", "done", "skipped", "finished", "failed")} == {
        "runs": 12, "done": 12, "skipped": 12, "finished": 0, "failed": 0,
    }  # fmt: skip


def test_a_broken_study_is_exit_code_2_and_writes_nothing(tmp_path: Path) -> None:
    study = tmp_path / "s.toml"
    study.write_text('format_version = 1\nname = "s"\npark = "kalundborg"\nutnil = 2021\n')
    code, printed, errors = sweep(study, "--out", tmp_path / "out")
    assert (code, printed) == (2, "")
    assert errors.startswith("s.toml line 4, utnil: is not known; write until")
    assert "Traceback" not in errors
    assert not (tmp_path / "out").exists()


def test_a_full_disk_is_exit_code_1_without_a_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from experiments.cli import main
    from tests.experiments.store.test_store import disk_with_room_for

    study, out = write_small(tmp_path), tmp_path / "out"
    small().run(out, batch=4)
    parts(out)[0].unlink()
    with disk_with_room_for(100), pytest.raises(SystemExit) as ended:
        main(["sweep", str(study), "--out", str(out)])
    assert ended.value.code == 1
    assert "the disk is full" in capsys.readouterr().err
    assert len(run_ids(out)) == 8


def test_failed_runs_are_exit_code_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from experiments.cli import main

    def fail(self: Scenario, *_: object) -> None:
        raise ArithmeticError("no balance")

    monkeypatch.setattr(Scenario, "run", fail)
    with pytest.raises(SystemExit) as ended:
        main(["sweep", str(write_small(tmp_path)), "--out", str(tmp_path / "out")])
    assert ended.value.code == 1
    printed = capsys.readouterr()
    assert "12 x ArithmeticError: no balance" in printed.out
    assert "12 runs failed; give the command again to retry" in printed.err


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no signal to one process")
@pytest.mark.parametrize(("workers", "whole_group"), [("1", False), ("2", False), ("2", True)])
def test_ctrl_c_keeps_finished_work(tmp_path: Path, workers: str, whole_group: bool) -> None:
    study, out = write_small(tmp_path, until=2030, seeds=100), tmp_path / "out"
    driver = start("sweep", study, "--out", out, "--workers", workers, "--json")
    until_parts(driver, out, 1)
    (os.killpg if whole_group else os.kill)(driver.pid, signal.SIGINT)
    code, printed, errors = end(driver)
    assert code == 130, errors
    assert "Traceback" not in errors
    until(lambda: not living(driver.pid))
    report = json.loads(printed)
    assert report["cancelled"]
    assert 1 <= report["done"] < 600
    table = read_store(out)
    assert len(table) == report["done"] * 11
    run = next(run for run in Study.read(study).runs() if run.run_id in run_ids(out))
    alone = run.scenario().run().series("co2_scope_1")
    assert table.where(run_id=run.run_id)["co2_scope_1"].tolist() == alone.tolist()
