"""The driver: every job ends once, whatever happens to worker processes."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from experiments.sweep.engine import Driver
from experiments.sweep.job import ERROR, OK, Finished, Job, Outcome, Work
from experiments.sweep.pace import Pace
from experiments.sweep.pool import InProcess, LocalPool, executor
from sim.faults import InputError
from tests.experiments.sweep.works import (
    POISON,
    die_of_poison,
    die_once,
    echo,
    jobs,
    pack,
    raise_at_poison,
    surroundings,
)


def drive(
    some: list[Job],
    work: Work,
    workers: int = 1,
    batch: int | None = None,
    cancel: threading.Event | None = None,
    on_commit: Callable[[Finished], None] = lambda finished: None,
) -> list[Outcome]:
    """Carry out jobs; return the outcomes in the order of their ids."""
    found: list[Outcome] = []

    def commit(finished: Finished) -> None:
        found.extend(finished.outcomes)
        on_commit(finished)

    pool = executor(workers)
    driver = Driver(
        some, pack, work, commit, pool, lambda: executor(workers), Pace(batch),
        cancel or threading.Event(),
    )  # fmt: skip
    try:
        driver.run()
    finally:
        driver.pool.shutdown(wait=True, cancel_futures=True)
    return sorted(found, key=lambda outcome: outcome.run_id)


def ids(some: list[Job]) -> list[str]:
    return [job.run_id for job in some]


@pytest.mark.parametrize(("workers", "batch"), [(1, None), (1, 7), (2, None), (2, 7)])
def test_every_job_is_done_once(workers: int, batch: int | None) -> None:
    some = jobs(40)
    found = drive(some, echo, workers, batch)
    assert [outcome.run_id for outcome in found] == ids(some)
    assert [float(outcome.values[0, 0]) for outcome in found] == list(range(40))


def test_a_job_that_kills_its_worker_is_the_only_one_that_fails() -> None:
    some = jobs(20)
    found = drive(some, die_of_poison, workers=2, batch=5)
    assert [outcome.run_id for outcome in found] == ids(some)
    failures = {outcome.run_id: outcome.error for outcome in found if outcome.status == ERROR}
    assert failures == {some[POISON].run_id: "the worker process died (killed, or out of memory)"}


def test_a_worker_killed_from_outside_loses_nothing(tmp_path: Path) -> None:
    some = jobs(12, note=str(tmp_path / "mark"))
    found = drive(some, die_once, workers=2, batch=2)
    assert (tmp_path / "mark").exists()
    assert [(outcome.run_id, outcome.status) for outcome in found] == [(j, OK) for j in ids(some)]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_batch_that_raises_is_halved_to_the_job_at_fault(workers: int) -> None:
    found = drive(jobs(20), raise_at_poison, workers, batch=8)
    assert len(found) == 20
    errors = [(outcome.run_id, outcome.error) for outcome in found if outcome.status == ERROR]
    assert errors == [(jobs(20)[POISON].run_id, "MemoryError: no room")]


@pytest.mark.parametrize("workers", [1, 2])
def test_cancelling_keeps_what_was_finished(workers: int) -> None:
    cancel = threading.Event()
    found = drive(
        jobs(500), echo, workers, batch=1, cancel=cancel, on_commit=lambda finished: cancel.set()
    )
    assert 1 <= len(found) < 500


def test_workers_have_one_numeric_thread_and_ignore_ctrl_c() -> None:
    (found,) = drive(jobs(1), surroundings, workers=2)
    assert found.status == OK, found.error
    assert found.values.tolist() == [[0.0, 1.0]]


def test_a_script_without_a_main_guard_is_told_so(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "from experiments.sweep.engine import StartError\n"
        "from tests.experiments.sweep.test_engine import drive\n"
        "from tests.experiments.sweep.works import echo, jobs\n"
        "try:\n    drive(jobs(3), echo, workers=2)\n"
        "except StartError as error:\n    print('told:', error)\n",
        encoding="utf-8",
    )
    root = Path(__file__).resolve().parents[3]
    done = subprocess.run(
        [sys.executable, script],
        env={"PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "told: worker processes end as soon as they start" in done.stdout, done.stderr
    assert '`if __name__ == "__main__":`' in done.stdout


def test_one_worker_is_this_process_and_more_are_processes() -> None:
    assert isinstance(executor(1), InProcess)
    pool = executor(3)
    assert isinstance(pool, LocalPool)
    assert pool.slots == 3
    pool.shutdown()


def test_no_worker_is_refused() -> None:
    with pytest.raises(InputError, match=r"^workers: 0 can do nothing; give 1 or more$"):
        executor(0)


def test_a_failing_commit_ends_the_sweep() -> None:
    def refuse(finished: Finished) -> None:
        raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        drive(jobs(50), echo, workers=2, batch=1, on_commit=refuse)
