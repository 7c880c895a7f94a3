"""`parkloop results`: what it lists, chooses and writes, and what it refuses."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pandas
import pytest

from experiments.store.where import chosen
from experiments.store.writer import Store
from sim.faults import InputError
from tests.experiments.export.studies import known
from tests.experiments.store.stores import OUTPUTS, filled, finished, run_id, runs
from tests.experiments.store.test_replay import call
from tests.experiments.store.test_store import disk_with_room_for
from tests.experiments.sweep.processes import ROOT
from tests.experiments.sweep.studies import parts

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A store of one study: ten runs done, one failed, one to come."""
    known(tmp_path / "out")
    return tmp_path / "out"


def content(capsys: Capture, *words: str | Path) -> dict[str, list[dict[str, object]]]:
    code, printed, errors = call(capsys, "results", *words, "--json")
    assert code == 0, errors
    found: dict[str, list[dict[str, object]]] = json.loads(printed)
    return found


def test_studies_are_listed_with_what_became_of_their_runs(out: Path, capsys: Capture) -> None:
    filled(out, name="second")
    first, second = content(capsys, out)["studies"]
    counts = {name: first[name] for name in ("runs", "done", "failed", "to_come")}
    assert counts == {"runs": 12, "done": 10, "failed": 1, "to_come": 1}
    assert second["done"] == 10, "the runs are shared"
    (part,) = parts(out)
    assert first["bytes"] == part.stat().st_size
    code, printed, _ = call(capsys, "results", out)
    assert code == 0
    assert str(first["study"]) in printed


def test_the_table_shows_what_tells_runs_apart(out: Path, capsys: Capture) -> None:
    code, printed, _ = call(capsys, "results", out, "--study", "known")
    assert code == 0
    assert ", 2021" in printed
    assert all(word in printed for word in ("package", "seed", "subsidy", "co2_scope_1", "CO2/yr"))
    assert "park " not in printed.splitlines()[2], "one park tells no runs apart"
    assert "11 of 11 runs shown; --export FILE has all" in printed


def test_rows_are_chosen_by_conditions_and_year(out: Path, capsys: Capture) -> None:
    words = ("--where", "package=baseline", "--where", "strength_subsidy>=0.5", "--year", "2020")
    rows = content(capsys, out, *words)["rows"]
    assert len(rows) == 3
    assert {row["package"] for row in rows} == {"baseline"}
    assert {row["year"] for row in rows} == {2020}
    rows = content(capsys, out, "--where", "co2_scope_1>90", "--year", "2020")["rows"]
    assert [row["run_id"] for row in rows] == [run_id(10)]
    assert content(capsys, out, "--year", "2021")["rows"][0]["links_active"] is None


def test_failed_runs_are_shown_with_their_errors(out: Path, capsys: Capture) -> None:
    (row,) = content(capsys, out, "--failed")["rows"]
    assert (row["run_id"], row["error"]) == (run_id(1), "BookError: a leak")
    code, printed, _ = call(capsys, "results", out, "--failed")
    assert code == 0
    assert "BookError: a leak" in printed


def test_chosen_rows_are_exported(out: Path, tmp_path: Path, capsys: Capture) -> None:
    target = tmp_path / "a.csv"
    words = ("--where", "seed=1", "--export", target)
    code, printed, _ = call(capsys, "results", out, *words)
    assert (code, printed) == (0, f"6 runs, 1 of them failed, 12 rows: {target}\n")
    assert set(pandas.read_csv(target)["seed"]) == {1}
    code, _, errors = call(capsys, "results", out, *words)
    assert (code, "there is a file of this name" in errors) == (2, True)
    code, _, _ = call(capsys, "results", out, *words, "--format", "iamc", "--force")
    assert code == 0
    assert list(pandas.read_csv(target).columns)[:2] == ["Model", "Scenario"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--study", "knwon"], "study knwon: the store does not hold it; write known-"),
        (["--where", "pakr=x"], "where pakr=x: there is no column 'pakr'; write park"),
        (["--where", "park"], "where park: there is no comparison; write COLUMN=VALUE"),
        (["--where", "seed=one"], "where seed=one: 'one' is no number; write seed=0.5, say"),
        (["--where", "park>a"], "where park>a: park is text, which has no order; write park=a"),
        (["--where", "symbiosis=2"], "'2' is neither true nor false; write symbiosis=true"),
        (["--year", "2050"], "year 2050: the runs do not have it; write a year from 2020 to 2021"),
        (["--format", "iamc"], "format iamc: there is no file; add --export FILE"),
        (["--format", "iacm"], "format iacm: there is none; write iamc"),
        (["--export", "a.doc"], "export a.doc: doc is no form; let the name end in"),
    ],
)
def test_what_cannot_be_is_exit_code_2(
    out: Path, capsys: Capture, words: list[str], expected: str
) -> None:
    code, printed, errors = call(capsys, "results", out, *words)
    assert (code, printed) == (2, "")
    assert expected in errors


def test_all_wrong_conditions_are_named_at_once() -> None:
    table = pandas.DataFrame({"park": ["a"], "seed": [1]})
    with pytest.raises(InputError) as raised:
        chosen(table, ["x=1", "seed=b"])
    assert len(raised.value.faults) == 2
    assert len(chosen(table, ["park!=b", "seed<=1", " seed == 1 "])) == 1


def test_a_folder_that_is_no_store(tmp_path: Path, capsys: Capture) -> None:
    for words in ([], ["--compact"]):
        code, _, errors = call(capsys, "results", tmp_path, *words)
        assert (code, "it holds no store.json" in errors) == (2, True)
    assert not list(tmp_path.iterdir()), "asking leaves nothing behind"


def test_a_damaged_part_is_told_and_the_rest_is_shown(out: Path, capsys: Capture) -> None:
    filled(out, [finished(11)])
    part = min(parts(out), key=lambda path: path.stat().st_size)
    part.write_bytes(part.read_bytes()[:-7])
    code, _, errors = call(capsys, "results", out)
    assert code == 0
    assert f"{part.name} is damaged: give the sweep again" in errors


def test_parts_are_compacted(out: Path, capsys: Capture) -> None:
    filled(out, [finished(11)], [finished(1)])
    words = ("--study", "known", "--year", "2020")
    before = content(capsys, out, *words)["rows"]
    code, printed, _ = call(capsys, "results", out, "--compact")
    assert (code, printed) == (0, "3 files are now 1\n")
    assert content(capsys, out, *words)["rows"] == before
    assert not parts(out)


def test_compacting_on_a_full_disk_is_exit_code_1(out: Path, capsys: Capture) -> None:
    filled(out, [finished(11)])
    with disk_with_room_for(100):
        code, _, errors = call(capsys, "results", out, "--compact")
    assert (code, "the disk is full" in errors) == (1, True)
    assert len(parts(out)) == 2


def test_compacting_waits_for_no_sweep(out: Path, capsys: Capture) -> None:
    with Store(out):
        code, _, errors = call(capsys, "results", out, "--compact")
    assert (code, "another sweep is writing in it" in errors) == (2, True)


def test_reading_needs_no_lock_and_no_engine(out: Path) -> None:
    code = """\
import sys
from experiments.cli import main
try:
    main(["results", sys.argv[1]])
except SystemExit as ended:
    assert ended.code == 0
print(sorted({"distributed", "numba", "matplotlib", "xarray"} & set(sys.modules)))
"""
    with Store(out) as store:
        store.enter("more", runs(), OUTPUTS)
        done = subprocess.run(
            [sys.executable, "-c", code, out], cwd=ROOT, capture_output=True, text=True, check=True
        )
    assert "distributed" not in done.stdout.splitlines()[-1]
