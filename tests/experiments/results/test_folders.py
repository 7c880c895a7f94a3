"""Result folders: bit by bit there and back, never half-written, never overwritten by surprise."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from experiments import Results, Scenario
from experiments import results_io as io
from experiments.frame import Frame
from experiments.results_io import refuse_existing
from sim.faults import InputError
from sim.synth import synth
from tests.experiments.results.handmade import made_results

PARTS = ("links", "events", "enterprises", "plots", "flows")


@pytest.fixture(scope="module")
def results() -> Results:
    return Scenario(synth(12, 3), "baseline", seed=4, until=2022).run()


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_what_is_saved_comes_back_bit_by_bit(results: Results, tmp_path: Path) -> None:
    folder = results.save(tmp_path / "deep" / "run")
    loaded = Results.load(folder)
    assert loaded.table.same_as(results.table)
    assert all(getattr(loaded, part).same_as(getattr(results, part)) for part in PARTS)
    assert (loaded.run_id, loaded.result_hash) == (results.run_id, results.result_hash)
    assert loaded.names() == results.names() and loaded.info == results.info
    assert (loaded.months("co2") == results.months("co2")).all()
    assert loaded.as_json() == results.as_json()
    assert content(loaded.save(tmp_path / "again")) == content(folder)


def test_nothing_is_left_beside_the_folder(results: Results, tmp_path: Path) -> None:
    results.save(tmp_path / "run")
    results.save(tmp_path / "run", overwrite=True)
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_an_existing_folder_is_not_overwritten(results: Results, tmp_path: Path) -> None:
    folder = results.save(tmp_path / "run")
    before = content(folder)
    with pytest.raises(InputError, match="exists already; choose another folder"):
        made_results().save(folder)
    with pytest.raises(InputError, match="exists already"):
        refuse_existing(folder)
    assert content(folder) == before


def test_an_empty_folder_may_be_filled(results: Results, tmp_path: Path) -> None:
    refuse_existing(tmp_path)
    refuse_existing(tmp_path / "new")
    assert (results.save(tmp_path) / "run.json").is_file()


def test_only_results_are_ever_overwritten(results: Results, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="holds something else than results"):
        results.save(tmp_path, overwrite=True)
    with pytest.raises(InputError, match="holds something else"):
        results.save(tmp_path / "thesis.txt", overwrite=True)
    assert (tmp_path / "thesis.txt").read_text(encoding="utf-8") == "mine"


def test_a_failure_leaves_what_was_there(
    results: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = results.save(tmp_path / "run")
    before = content(folder)

    def full(_: Frame) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(Frame, "to_arrow", full)
    for target, overwrite in ((folder, True), (tmp_path / "other", False)):
        with pytest.raises(OSError, match="no space left"):
            results.save(target, overwrite=overwrite)
    assert content(folder) == before
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_a_rename_that_fails_puts_the_old_folder_back(
    results: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = results.save(tmp_path / "run")
    before = content(folder)
    rename = io.os.rename

    def fail(source: Path, target: Path) -> None:
        if str(source).endswith(".tmp"):
            raise PermissionError("in use")
        rename(source, target)

    monkeypatch.setattr(io.os, "rename", fail)
    with pytest.raises(PermissionError):
        results.save(folder, overwrite=True)
    assert content(folder) == before


def test_damage_is_found(results: Results, tmp_path: Path) -> None:
    folder = results.save(tmp_path / "run")
    (folder / "links.parquet").write_bytes(b"PAR1 and nothing more")
    (folder / "plots.parquet").unlink()
    with pytest.raises(InputError) as caught:
        Results.load(folder)
    text = str(caught.value)
    assert "links.parquet: was changed after it was saved" in text
    assert "plots.parquet: is missing; copy the folder again" in text


def test_a_table_that_does_not_fit_its_hash_is_refused(results: Results, tmp_path: Path) -> None:
    folder = results.save(tmp_path / "run")
    head = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    head["result_hash"] = "0" * 32
    (folder / "run.json").write_text(json.dumps(head), encoding="utf-8")
    with pytest.raises(InputError, match="does not hold what was saved"):
        Results.load(folder)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "holds no run.json"),
        ("{", "cannot be read"),
        ("[]", "is not the head of results"),
        ('{"kind": "parkloop results", "format_version": 99}', "has format 99, this version reads"),
    ],
)
def test_what_is_no_result_folder_is_refused(
    text: str | None, message: str, tmp_path: Path
) -> None:
    if text is not None:
        (tmp_path / "run.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        Results.load(tmp_path)


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no folder; name a folder that"):
        Results.load(tmp_path / "nowhere")


def test_the_head_says_what_determined_the_run(results: Results, tmp_path: Path) -> None:
    head = json.loads((results.save(tmp_path / "run") / "run.json").read_text(encoding="utf-8"))
    run = head["run"]
    assert head["format_version"] == 1 and head["run_id"] == results.run_id
    assert (run["seed"], run["until"], run["package"]["name"]) == (4, 2022, "baseline")
    in_force = {"subsidy", "ladder_tariff", "land_use", "utilisation_relief"}
    assert set(run["strength"]) == in_force
    assert run["assumptions"]["cit_rate"] == 0.25
    assert {"parkloop", "python", "numpy"} <= set(run["versions"])
    assert len(run["parks"][0]["digest"]) == 32
    assert np.isfinite(results.series("co2")).all()
