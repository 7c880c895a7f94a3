"""A running dask scheduler, reached by address or file: the same store as on one machine."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from experiments.store.reader import read_store
from experiments.sweep.executors import executor
from sim.faults import InputError
from tests.experiments.sweep.clusters import address, start_scheduler, start_worker, stop
from tests.experiments.sweep.studies import same, small

# What dask itself leaves open or deprecates is not ours to mend.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The file of a scheduler with one worker, in processes of their own."""
    file = tmp_path_factory.mktemp("cluster") / "scheduler.json"
    processes = [start_scheduler(file), start_worker(file)]
    yield file
    stop(*processes)


def test_a_scheduler_gives_the_same_bits(scheduler: Path, tmp_path: Path) -> None:
    report = small().run(tmp_path / "far", scheduler=str(scheduler))
    assert (report.finished, report.failed) == (12, 0)
    small().run(tmp_path / "near")
    assert same(read_store(tmp_path / "far"), read_store(tmp_path / "near"))


def test_workers_with_another_model_are_refused(
    scheduler: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("experiments.sweep.cluster.tables_digest", lambda: "other")
    with pytest.raises(InputError, match=r"worker tcp://\S+ has another ParkLoop; install there"):
        executor(scheduler=address(scheduler))


def test_a_scheduler_that_does_not_answer_is_an_input_fault(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("experiments.sweep.cluster._PATIENCE_S", 1.0)
    with pytest.raises(InputError, match=r"^scheduler tcp://127\.0\.0\.1:9: no scheduler answers"):
        executor(scheduler="tcp://127.0.0.1:9")


def test_a_file_that_holds_no_address_is_an_input_fault(tmp_path: Path) -> None:
    (tmp_path / "s.json").write_text("{}")
    with pytest.raises(
        InputError, match="it is no address and no scheduler file; write tcp://HOST"
    ):
        executor(scheduler=str(tmp_path / "s.json"))


def test_dask_that_cannot_be_loaded_is_an_input_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "experiments.sweep.local", None)
    expected = "workers: dask cannot be loaded"
    with pytest.raises(InputError, match=f"^{re.escape(expected)}"):
        executor(2)
