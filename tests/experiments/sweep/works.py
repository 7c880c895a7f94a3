"""Jobs without a park, and what worker processes do with them in tests of the engine."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from experiments.outcomes import OK, Outcome
from experiments.sweep.job import Batch, Finished, Job
from policies.package import Package

POISON = 13


def jobs(count: int, note: str = "") -> list[Job]:
    """Return jobs with seeds from 0; `note` travels in place of a park's digest."""
    package = Package("none")
    return [Job(f"{k:032x}", note, package, k, 2020, {}, {}, True) for k in range(count)]


def pack(some: Sequence[Job]) -> Batch:
    """Return the batch of some jobs."""
    return Batch(tuple(some), {}, ("seed",))


def echo(batch: Batch) -> Finished:
    """Return each job's seed."""
    found = [
        Outcome(job.run_id, OK, years=(2020,), values=np.array([[float(job.seed)]]))
        for job in batch.jobs
    ]
    return Finished(tuple(found), 0.001 * len(found))


def die_of_poison(batch: Batch) -> Finished:
    """End the worker process where the batch holds the poisoned job."""
    if any(job.seed == POISON for job in batch.jobs):
        os.kill(os.getpid(), signal.SIGKILL)
    return echo(batch)


def raise_at_poison(batch: Batch) -> Finished:
    """Fail as a whole where the batch holds the poisoned job."""
    if any(job.seed == POISON for job in batch.jobs):
        raise MemoryError("no room")
    return echo(batch)


def die_once(batch: Batch) -> Finished:
    """End the worker process the first time that job 3 comes; its note names a file to mark."""
    mark = Path(batch.jobs[0].park)
    if any(job.seed == 3 for job in batch.jobs) and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return echo(batch)


def surroundings(batch: Batch) -> Finished:
    """Return, as an outcome, the numeric threads of the process and whether Ctrl-C reaches it."""
    np.ones((300, 300)) @ np.ones((300, 300))
    os.kill(os.getpid(), signal.SIGINT)
    watchers = threading.active_count()
    tasks = Path("/proc/self/task")
    threads = len(list(tasks.iterdir())) if tasks.is_dir() else watchers
    values = np.array([[float(threads - watchers), float(os.environ["OMP_NUM_THREADS"])]])
    return Finished((Outcome(batch.jobs[0].run_id, OK, years=(2020,), values=values),), 0.1)
