"""Compaction: fewer files, the same rows, whatever kills it."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from experiments.outcomes import Outcomes
from experiments.store import compact
from experiments.store.reader import Stored
from experiments.store.writer import Store, StoreError
from tests.experiments.store.stores import OUTPUTS, failing, filled, finished, held, run_id, runs
from tests.experiments.store.test_store import disk_with_room_for
from tests.experiments.sweep.studies import parts


def compacted(folder: Path) -> list[Path]:
    return sorted((folder / "compact").glob("*.parquet"))


def all_of(folder: Path) -> Outcomes:
    return Stored(folder).study("one").outcomes()


def same(one: Outcomes, other: Outcomes) -> bool:
    assert len(one) == 12
    numbers = (one.run_ids, one.years, one.outputs, dict(one.errors))
    equal = numbers == (other.run_ids, other.years, other.outputs, dict(other.errors))
    return equal and one.values.tobytes() == other.values.tobytes()


def scattered(folder: Path) -> Outcomes:
    """Fill a store with parts that double runs, fail and succeed, and hold other outputs."""
    filled(folder, [failing(1), finished(0)], [finished(1), finished(2)], [finished(2)])
    filled(folder, [finished(3), finished(4), failing(5)], [failing(6)])
    filled(folder, [finished(0), finished(7)], [finished(8)], outputs=("co2_scope_1",), name="b")
    return all_of(folder)


def test_the_same_rows_in_fewer_files(tmp_path: Path) -> None:
    before = scattered(tmp_path)
    with Store(tmp_path) as store:
        assert store.compact() == 2
    assert (parts(tmp_path), len(compacted(tmp_path))) == ([], 2)
    assert same(before, all_of(tmp_path))
    assert held(tmp_path) == {0, 1, 2, 3, 4}
    assert held(tmp_path, ("co2_scope_1",)) == {0, 1, 2, 3, 4, 7, 8}
    rows = sum(len(compact.parts.read(path)) for path in compacted(tmp_path))
    assert rows == 5 * 2 + 2 + 2 * 2, "each run once; a failure that was mended is dropped"


def test_compacting_again_changes_nothing(tmp_path: Path) -> None:
    scattered(tmp_path)
    with Store(tmp_path) as store:
        store.compact()
        before = {path: path.stat().st_mtime_ns for path in compacted(tmp_path)}
        assert store.compact() == 2
    assert {path: path.stat().st_mtime_ns for path in compacted(tmp_path)} == before


def test_later_parts_are_joined_to_compacted_files(tmp_path: Path) -> None:
    scattered(tmp_path)
    with Store(tmp_path) as store:
        store.compact()
        store.commit([finished(9)], OUTPUTS)
        store.commit([finished(5)], OUTPUTS)
        assert store.compact() == 2
    assert held(tmp_path) == {0, 1, 2, 3, 4, 5, 9}


def test_large_files_are_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compact, "MOST_RUNS", 3)
    filled(tmp_path, *([finished(k)] for k in range(8)))
    before = all_of(tmp_path)
    with Store(tmp_path) as store:
        assert store.compact() == 3
        large = {path.name for path in compacted(tmp_path)}
        store.commit([finished(8)], OUTPUTS)
        store.commit([finished(9)], OUTPUTS)
        assert store.compact() == 4
    assert len(large & {path.name for path in compacted(tmp_path)}) == 2
    after = all_of(tmp_path)
    assert after.values[:8].tobytes() == before.values[:8].tobytes()
    assert held(tmp_path) == set(range(10))


def test_a_run_across_two_row_groups_stays_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compact, "_BLOCK_ROWS", 3)
    before = scattered(tmp_path)
    with Store(tmp_path) as store:
        store.compact()
        store.commit([finished(9)], OUTPUTS)
        store.compact()
    after = all_of(tmp_path)
    assert after.values[:9].tobytes() == before.values[:9].tobytes()


def test_many_parts_are_tidied_at_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("experiments.store.writer.MOST_PARTS", 3)
    filled(tmp_path, *([finished(k)] for k in range(3)))
    with Store(tmp_path) as store:
        store.tidy()
        assert len(parts(tmp_path)) == 3
        store.commit([finished(3)], OUTPUTS)
        store.tidy()
    assert (len(parts(tmp_path)), len(compacted(tmp_path))) == (0, 1)
    assert held(tmp_path) == {0, 1, 2, 3}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no kill -9")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.parametrize("moment", ["replace", "unlink", "fsync"])
@pytest.mark.parametrize("after", [0, 1, 3])
def test_a_kill_in_between_loses_and_doubles_nothing(
    tmp_path: Path, moment: str, after: int
) -> None:
    before = scattered(tmp_path)
    child = os.fork()
    if child == 0:
        store = Store(tmp_path)
        setattr(os, moment, killing(getattr(os, moment), after))
        store.compact()
        os.kill(os.getpid(), signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    assert same(before, all_of(tmp_path))
    with Store(tmp_path) as store:
        store.compact()
    assert same(before, all_of(tmp_path))
    assert len(compacted(tmp_path)) == 2
    assert not list(tmp_path.rglob(".*.tmp"))


def killing(real: Callable[..., object], after: int) -> Callable[..., object]:
    """Return a call that kills this process when it is made once more than `after` times."""
    calls: list[int] = []

    def call(*arguments: object, **named: object) -> object:
        if len(calls) == after:
            os.kill(os.getpid(), signal.SIGKILL)
        calls.append(1)
        return real(*arguments, **named)

    return call


def test_a_disk_that_is_full_leaves_the_parts(tmp_path: Path) -> None:
    before = scattered(tmp_path)
    names = parts(tmp_path)
    with Store(tmp_path) as store:
        with disk_with_room_for(100), pytest.raises(StoreError, match="the disk is full"):
            store.compact()
        assert not store.outcomes([run_id(2)], OUTPUTS).failed.any()
    assert (parts(tmp_path), compacted(tmp_path)) == (names, [])
    assert same(before, all_of(tmp_path))


def test_a_reader_that_began_before_finds_the_rows_after(tmp_path: Path) -> None:
    before = scattered(tmp_path)
    study = Stored(tmp_path).study("one")
    assert study.counts()["done"] == 5
    with Store(tmp_path) as store:
        store.compact()
    assert same(before, study.outcomes())


def test_a_part_that_is_damaged_meanwhile_is_put_aside(tmp_path: Path) -> None:
    filled(tmp_path, *([finished(k)] for k in range(5)))
    with Store(tmp_path) as store:
        part = parts(tmp_path)[0]
        part.write_bytes(part.read_bytes()[:-11])
        store.compact()
        assert store.damaged == [part.name]
    assert not parts(tmp_path)
    assert (tmp_path / "damaged" / part.name).exists()
    assert held(tmp_path) < {0, 1, 2, 3, 4}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no kill -9")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.parametrize("after", [None, 0, 1])
def test_rounds_of_a_design_are_joined(tmp_path: Path, after: int | None) -> None:
    with Store(tmp_path) as store:
        for start in range(0, 12, 4):
            store.study("search", OUTPUTS).add(runs()[start : start + 4])
    before = Stored(tmp_path).study().design
    if after is not None:
        child = os.fork()
        if child == 0:
            store = Store(tmp_path)
            os.unlink = killing(os.unlink, after)
            store.compact()
            os.kill(os.getpid(), signal.SIGKILL)
        os.waitpid(child, 0)
        assert Stored(tmp_path).study().design.equals(before)
    with Store(tmp_path) as store:
        store.compact()
        assert store.study("search", OUTPUTS).add(runs()) == 0
    assert Stored(tmp_path).study().design.equals(before)
    assert len(list((tmp_path / "studies").glob("*.parquet"))) == 1
