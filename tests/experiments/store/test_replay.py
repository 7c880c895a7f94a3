"""Replay: a run comes back from its store alone, bit by bit."""

from __future__ import annotations

import json
import shutil
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from experiments.results import Results
from experiments.scenario import Scenario
from experiments.store.layout import PACKAGES, PARKS
from experiments.store.reader import Stored
from experiments.store.replay import find_run, replay, scenario_of
from experiments.store.writer import Store
from experiments.study import Study
from experiments.sweep.runner import Runner
from sim.faults import InputError
from tests.experiments.sweep.studies import OUTPUTS, small, write_small


def two_runs(**changes: Any) -> Study:
    """Two runs of one year and two packages."""
    return small(**{"until": 2020, "seeds": 1, "strength": {"subsidy": 0.5}, **changes})


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("replay")
    two_runs().run(out)
    return out


def test_every_kind_of_run_is_rebuilt_with_its_id(tmp_path: Path) -> None:
    plain = two_runs(
        until=2022, seeds=[3, 11], symbiosis=[True, False], assumption={"vintage_gain": [0.005]}
    )
    runs = plain.runs()
    with Store(tmp_path) as opened:
        opened.enter("plain", runs, plain.outputs, form=plain)
        opened.enter("drawn", [drawn(run, k) for k, run in enumerate(runs)], plain.outputs)
    stored = Stored(tmp_path)
    for study in (stored.study("plain"), stored.study("drawn")):
        for run_id in study.run_ids:
            assert scenario_of(study, run_id).run_id() == run_id
    one = scenario_of(stored.study("plain"), runs[0].run_id)
    assert one.strength == {"subsidy": 0.5}, "the name of the scenario says what was changed"


def drawn(run: Any, k: int) -> Any:
    """Return a run under a draw of the tables."""
    from dataclasses import replace

    return replace(run, point=run.point.drawn(k + 1))


def test_whole_numbers_and_fractions_are_one_assumption(tmp_path: Path) -> None:
    study = two_runs(assumption={"lines_of_large": 3})
    one, other = (
        Scenario("kalundborg", until=2020, assumption={"lines_of_large": value})
        for value in (3, 3.0)
    )
    assert one.run_id() == other.run_id()
    with Store(tmp_path) as opened:
        opened.enter("whole", study.runs(), study.outputs)
    stored = Stored(tmp_path).study()
    assert stored.design["assumption_lines_of_large"].tolist() == [3.0, 3.0]
    assert scenario_of(stored, stored.run_ids[0]).run_id() == stored.run_ids[0]


def test_a_run_is_equal_bit_by_bit(store: Path, tmp_path: Path) -> None:
    alone = tmp_path / "moved"
    shutil.copytree(store, alone)
    for run_id in Stored(alone).study().run_ids:
        found = replay(alone, run_id[:12])
        assert (found.equal, found.compared, found.changed) == (True, len(OUTPUTS), [])


def test_a_run_of_drawn_tables_is_equal(tmp_path: Path) -> None:
    study = two_runs(packages="none")
    runs = [drawn(study.runs()[0], 2)]
    with Runner(tmp_path) as runner:
        runner.carry_out(runs, study.outputs)
    found = replay(tmp_path, runs[0].run_id)
    assert (found.equal, found.changed) == (True, [])


def test_a_number_that_is_not_the_same_is_listed(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = Results.series

    def off_by_a_bit(self: Results, name: str, region: str | None = None) -> Any:
        values = honest(self, name, region).copy()
        if name == "co2_scope_1":
            values.view("int64")[0] ^= 1
        return values

    monkeypatch.setattr(Results, "series", off_by_a_bit)
    run_id = Stored(store).study().run_ids[0]
    found = replay(store, run_id)
    assert not found.equal
    (one,) = found.differences
    assert (one.output, one.year) == ("co2_scope_1", 2020)
    assert str(one).startswith("co2_scope_1 2020: stored ")


def test_a_run_that_failed_is_compared_by_its_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: Scenario, *_: object) -> None:
        raise ArithmeticError("no balance")

    with monkeypatch.context() as patched:
        patched.setattr(Scenario, "run", fail)
        two_runs(packages="none").run(tmp_path)
        run_id = Stored(tmp_path).study().run_ids[0]
        assert replay(tmp_path, run_id).equal
    found = replay(tmp_path, run_id)
    assert not found.equal
    assert (found.stored_error, found.error) == ("ArithmeticError: no balance", "")


@pytest.mark.parametrize("what", ["model", "code", "tables"])
def test_another_model_is_told(store: Path, tmp_path: Path, what: str) -> None:
    other = tmp_path / "other"
    shutil.copytree(store, other)
    (manifest,) = (other / "studies").glob("*.json")
    content = json.loads(manifest.read_text())
    was = content[what]
    content[what] = "older"
    manifest.write_text(json.dumps(content))
    found = replay(other, Stored(other).study().run_ids[0])
    assert found.changed == [f"{what} was older, is now {was}"]
    assert found.equal


def test_a_wrong_id_names_the_nearest(store: Path) -> None:
    first, second = Stored(store).study().run_ids
    wrong = first[:9] + ("0" if first[9] != "0" else "1")
    with pytest.raises(InputError) as raised:
        find_run(Stored(store), wrong)
    assert str(raised.value) == (
        f"run {wrong}: the store has no such run; write {first} or {second}"
    )


def test_a_beginning_that_is_not_unique_names_what_begins_so(tmp_path: Path) -> None:
    study = small(seeds=40, packages="none")
    with Store(tmp_path) as opened:
        opened.enter("many", study.runs(), study.outputs)
    ids = sorted(Stored(tmp_path).study().run_ids)
    letter = next(one[0] for one, two in pairwise(ids) if one[0] == two[0])
    with pytest.raises(InputError, match=rf"^run {letter}: \d+ runs begin so; write more of it: "):
        find_run(Stored(tmp_path), letter)


def test_a_run_that_was_not_carried_out_is_told(tmp_path: Path) -> None:
    study = two_runs()
    with Store(tmp_path) as opened:
        opened.enter("plan", study.runs(), study.outputs)
    with pytest.raises(InputError, match="it is not carried out yet; give the sweep of its study"):
        replay(tmp_path, study.runs()[0].run_id)


@pytest.mark.parametrize("kind", [PARKS, PACKAGES])
def test_what_replay_needs_and_lacks_is_named(store: Path, tmp_path: Path, kind: str) -> None:
    other = tmp_path / "other"
    shutil.copytree(store, other)
    shutil.rmtree(other / kind)
    with pytest.raises(InputError, match=rf"{kind}.*json: it cannot be read \(No such file"):
        replay(other, Stored(other).study().run_ids[0])


def test_the_command(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_id = Stored(store).study().run_ids[0]
    code, printed, _ = call(capsys, "replay", store, run_id[:10], "--out", tmp_path / "full")
    assert code == 0
    assert f"run {run_id} of small-" in printed
    assert "equal, all 3 numbers bit by bit" in printed
    assert Results.load(tmp_path / "full").run_id == run_id
    code, printed, errors = call(capsys, "replay", store, "zz")
    assert (code, printed) == (2, "")
    assert errors.startswith("run zz: the store has no such run; write ")
    code, _, errors = call(capsys, "replay", store, run_id, "--out", tmp_path / "full")
    assert (code, "exists already" in errors) == (2, True)


def test_the_command_says_what_differs(
    store: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Results, "series", lambda self, name, region=None: self.years * 0.5)
    run_id = Stored(store).study().run_ids[0]
    code, printed, _ = call(capsys, "replay", store, run_id)
    assert code == 1
    assert "3 of 3 numbers differ\n  co2_scope_1 2020: stored " in printed
    code, printed, _ = call(capsys, "replay", store, run_id, "--json")
    assert code == 1
    found = json.loads(printed)
    assert (found["equal"], len(found["differences"])) == (False, 3)


def call(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, str, str]:
    """Call `parkloop` in this process; return its exit code and what it printed."""
    from experiments.cli import main

    with pytest.raises(SystemExit) as ended:
        main([str(word) for word in words])
    printed = capsys.readouterr()
    return int(str(ended.value.code)), printed.out, printed.err


def test_a_study_of_a_file_needs_the_file_no_more(tmp_path: Path) -> None:
    path = write_small(tmp_path, until=2020)
    Study.read(path).run(tmp_path / "out", batch=12)
    shutil.rmtree(tmp_path / "park")
    path.unlink()
    run_id = Stored(tmp_path / "out").study().run_ids[-1]
    assert replay(tmp_path / "out", run_id).equal
