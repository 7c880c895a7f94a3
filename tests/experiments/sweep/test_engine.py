"""The driver: every job ends once, whatever happens to worker processes."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from experiments.outcomes import ERROR, OK, Outcome
from experiments.sweep.engine import Driver
from experiments.sweep.executors import executor
from experiments.sweep.job import Finished, Job, Work
from experiments.sweep.pace import Pace
from experiments.sweep.pool import InProcess, Pool
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


@pytest.fixture(scope="module")
def two() -> Iterator[Pool]:
    """Two worker processes; starting them takes longer than a test."""
    pool = executor(2)
    yield pool
    pool.shutdown()


@pytest.fixture(params=[1, 2])
def pool(request: pytest.FixtureRequest) -> Pool:
    """This process, then two workers."""
    found: Pool = executor(1) if request.param == 1 else request.getfixturevalue("two")
    return found


def drive(
    some: list[Job],
    work: Work,
    workers: int = 1,
    batch: int | None = None,
    cancel: threading.Event | None = None,
    on_commit: Callable[[Finished], None] = lambda finished: None,
    pool: Pool | None = None,
) -> list[Outcome]:
    """Carry out jobs; return the outcomes in the order of their ids. A given pool stays open."""
    found: list[Outcome] = []

    def commit(finished: Finished) -> None:
        found.extend(finished.outcomes)
        on_commit(finished)

    used = pool or executor(workers)
    try:
        Driver(
            iter(some),
            len(some),
            pack,
            work,
            commit,
            used,
            Pace(batch),
            cancel or threading.Event(),
        ).run()
    finally:
        if pool is None:
            used.shutdown(wait=True, cancel_futures=True)
    return sorted(found, key=lambda outcome: outcome.run_id)


def ids(some: list[Job]) -> list[str]:
    return [job.run_id for job in some]


@pytest.mark.parametrize("batch", [None, 7])
def test_every_job_is_done_once(pool: Pool, batch: int | None) -> None:
    some = jobs(40)
    found = drive(some, echo, batch=batch, pool=pool)
    assert [outcome.run_id for outcome in found] == ids(some)
    assert [float(outcome.values[0, 0]) for outcome in found] == list(range(40))


def test_a_job_that_kills_its_worker_is_the_only_one_that_fails(two: Pool) -> None:
    some = jobs(20)
    found = drive(some, die_of_poison, batch=2, pool=two)
    assert [outcome.run_id for outcome in found] == ids(some)
    failures = {outcome.run_id: outcome.error for outcome in found if outcome.status == ERROR}
    assert failures == {some[POISON].run_id: "the worker process died (killed, or out of memory)"}


def test_a_worker_killed_from_outside_loses_nothing(two: Pool, tmp_path: Path) -> None:
    some = jobs(12, note=str(tmp_path / "mark"))
    found = drive(some, die_once, batch=2, pool=two)
    assert (tmp_path / "mark").exists()
    assert [(outcome.run_id, outcome.status) for outcome in found] == [(j, OK) for j in ids(some)]


def test_a_batch_that_raises_is_halved_to_the_job_at_fault(pool: Pool) -> None:
    found = drive(jobs(20), raise_at_poison, batch=8, pool=pool)
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


def test_workers_have_one_numeric_thread_and_ignore_ctrl_c(two: Pool) -> None:
    (found,) = drive(jobs(1), surroundings, pool=two)
    assert found.status == OK, found.error
    assert found.values.tolist() == [[0.0, 1.0]]


def test_a_script_without_a_main_guard_is_told_so(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "from experiments.sweep.pool import StartError\n"
        "from tests.experiments.sweep.test_engine import drive\n"
        "from tests.experiments.sweep.works import echo, jobs\n"
        "try:\n    drive(jobs(3), echo, workers=2)\n"
        "except StartError as error:\n    print('told:', error)\n",
        encoding="utf-8",
    )
    root = Path(__file__).resolve().parents[3]
    done = subprocess.run(
        [sys.executable, script],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(root), *sys.path])},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert "told: worker processes end as soon as they start" in done.stdout, done.stderr
    assert '`if __name__ == "__main__":`' in done.stdout


def test_one_worker_is_this_process_and_more_are_processes(two: Pool) -> None:
    assert isinstance(executor(1), InProcess)
    assert two.slots == 2
    first = two.submit(os.getpid).result()
    assert first != os.getpid()


def test_no_worker_is_refused() -> None:
    with pytest.raises(InputError, match=r"^workers: 0 can do nothing; give 1 or more$"):
        executor(0)


def test_a_failing_commit_ends_the_sweep(two: Pool) -> None:
    def refuse(finished: Finished) -> None:
        raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        drive(jobs(50), echo, batch=1, on_commit=refuse, pool=two)
