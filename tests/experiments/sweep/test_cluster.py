"""A running dask scheduler, reached by address: the same store as on one machine."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from experiments.sweep.pool import executor
from experiments.sweep.store import read_store
from sim.faults import InputError
from tests.experiments.sweep.processes import ROOT
from tests.experiments.sweep.studies import same, small

CLUSTER = """\
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        print(cluster.scheduler_address, flush=True)
        input()
"""


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a scheduler with two workers, in processes of their own."""
    pytest.importorskip("distributed")
    script = tmp_path_factory.mktemp("cluster") / "cluster.py"
    script.write_text(CLUSTER, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, script],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    yield process.stdout.readline().strip()
    process.communicate("\n", timeout=30)


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_a_scheduler_gives_the_same_bits(scheduler: str, tmp_path: Path) -> None:
    report = small().run(tmp_path / "far", scheduler=scheduler)
    assert (report.finished, report.failed) == (12, 0)
    small().run(tmp_path / "near")
    assert same(read_store(tmp_path / "far"), read_store(tmp_path / "near"))


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_a_scheduler_that_does_not_answer_is_an_input_fault(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("experiments.sweep.cluster._PATIENCE_S", "1s")
    with pytest.raises(InputError, match=r"^scheduler tcp://127\.0\.0\.1:9: no scheduler answers"):
        executor(scheduler="tcp://127.0.0.1:9")


def test_a_scheduler_needs_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.delitem(sys.modules, "experiments.sweep.cluster", raising=False)
    expected = (
        "scheduler: a scheduler needs the extra `cluster`; install it with"
        " `pip install 'parkloop[cluster]'`, or leave the scheduler out"
    )
    with pytest.raises(InputError, match=f"^{re.escape(expected)}$"):
        executor(scheduler="tcp://127.0.0.1:8786")
