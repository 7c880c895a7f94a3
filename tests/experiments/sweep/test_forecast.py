"""`parkloop sweep --dry-run`: how many runs, how long, how large, and nothing written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from experiments import forecast as module
from experiments.cli import main
from experiments.forecast import Probe, forecast
from experiments.study import Study
from sim.synth import synth
from tests.experiments.sweep.studies import park, small, write_small


def test_a_study_that_is_not_begun(tmp_path: Path) -> None:
    found = forecast(small(), tmp_path / "out", workers=2)
    assert (found.points, found.replicates, found.runs) == (6, 2, 12)
    assert (found.done, found.to_come) == (0, 12)
    assert [(probe.park, probe.months) for probe in found.probes] == [(park().park_id, 24)] * 2
    a_run = (found.probes[0].seconds + found.probes[1].seconds) / 2
    assert found.seconds_a_run == pytest.approx(a_run)
    assert found.seconds == pytest.approx(a_run * 12 / 2)
    assert found.how().startswith("2 runs timed here: ")
    assert found.first[1] == {
        "park": park().park_id,
        "package": "baseline",
        "strength_subsidy": 0.0,
    }
    assert not (tmp_path / "out").exists()


def test_what_a_store_holds_is_left_out(tmp_path: Path) -> None:
    small(seeds=1).run(tmp_path / "out")
    found = forecast(small(seeds=3), tmp_path / "out")
    assert (found.runs, found.done, found.to_come) == (18, 6, 12)
    found = forecast(small(seeds=1), tmp_path / "out")
    assert (found.to_come, found.seconds, found.bytes) == (0, 0.0, 0)
    assert found.how() == "nothing is left to run"


def test_the_size_is_about_that_of_the_store(tmp_path: Path) -> None:
    study = small(seeds=3)
    told = forecast(study).bytes
    study.run(tmp_path, batch=6)
    parts = list(tmp_path.glob("parts/*.parquet"))
    values = sum(path.stat().st_size for path in parts)
    design = sum(path.stat().st_size for path in tmp_path.glob("studies/*.parquet"))
    fixed = module.BYTES_A_PART + 3 * module.BYTES_A_COLUMN
    batches = told - 18 * (2 * 3 * 8 + module.BYTES_A_RUN + 8)
    assert batches % fixed == 0, "whole parts beside the values"
    as_told = told - batches + len(parts) * fixed
    assert 0.5 < as_told / (values + design) < 2.0


def test_a_long_probe_is_cut_short_and_extended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PROBE_S", 0.0)
    found = forecast(small())
    assert [probe.months for probe in found.probes] == [1, 1]
    assert "cut short and extended by their months" in found.how()


def test_parks_between_those_timed_take_their_time_by_size(monkeypatch: pytest.MonkeyPatch) -> None:
    parks = [synth(size, seed) for size, seed in ((8, 1), (10, 1), (14, 1), (20, 1))]

    def timed(run: object, outputs: object) -> Probe:
        size = len(run.point.park.enterprises["sector"])  # type: ignore[attr-defined]
        return Probe("p", size, 24, float(size))

    monkeypatch.setattr(module, "_timed", timed)
    monkeypatch.setattr(module, "_carry_out", lambda *_: None)
    found = forecast(small(parks=parks, packages=["none"], strength={}, seeds=2))
    sizes = [len(park.enterprises["sector"]) for park in parks]
    assert len(found.probes) == 3 and len(set(sizes)) == 4
    assert found.seconds == pytest.approx(2 * sum(sizes), rel=1e-12)


def dry(*arguments: str | Path) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["sweep", *map(str, arguments)])
    return int(str(ended.value.code))


def test_the_command_prints_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    study = write_small(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    assert dry(study, "--dry-run", "--out", tmp_path / "out", "--workers", "2") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "study small: 6 points x 2 replicates = 12 runs (2 seeds)"
    assert lines[1] == "design: factorial; 1 lever varies"
    assert lines[2] == f"in {tmp_path / 'out'}: 0 done, 12 to come"
    assert lines[3].startswith("time: about ") and "on 2 workers (2 runs timed here: " in lines[3]
    assert lines[4].endswith(" kB (2 years x 3 outputs a run)")
    assert lines[5].strip() == "first 5 of 6 points"
    assert sorted(tmp_path.rglob("*")) == before


def test_the_command_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert dry(write_small(tmp_path), "--dry-run", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert {name: told[name] for name in ("points", "runs", "done", "to_come", "years")} == {
        "points": 6, "runs": 12, "done": 0, "to_come": 12, "years": 2,
    }  # fmt: skip
    assert len(told["first"]) == 5 and told["seconds"] > 0 and told["bytes"] > 0


def test_the_workers_of_a_scheduler_are_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Far:
        slots, closed = 7, False

        def shutdown(self) -> None:
            Far.closed = True

    monkeypatch.setattr("experiments.sweep.executors.executor", lambda scheduler: Far())
    assert dry(write_small(tmp_path), "--dry-run", "--scheduler", "tcp://far:8786") == 0
    assert " on 7 workers (" in capsys.readouterr().out
    assert Far.closed


def test_without_a_folder_there_is_only_the_dry_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert dry(write_small(tmp_path)) == 2
    assert "name the folder of the results with --out" in capsys.readouterr().err


def test_a_design_is_told_with_its_options() -> None:
    from experiments.cli.dry_run import _design

    design = {"method": "sobol", "size": 4, "second_order": False, "seed": 9}
    study = Study.of(name="x", park=park(), design=design, strength=["subsidy", "broker"], draws=2)
    told = "sobol, size = 4, second_order = false, seed = 9; 2 levers vary"
    assert _design(study) == told
