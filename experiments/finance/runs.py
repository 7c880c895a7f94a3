"""The runs of a comparison, carried out here or by worker processes: the same bits either way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from experiments.finance.measure import Measured, measure
from experiments.scenario import Scenario
from experiments.sweep.executors import executor
from policies.package import Package
from sim.park import Park


@dataclass(frozen=True)
class Job:
    """One run."""

    package: Package
    seed: int
    symbiosis: bool = True


def run_job(park: Park, until: int, job: Job) -> Measured:
    """Run one scenario and measure it."""
    return measure(Scenario(park, job.package, job.seed, until, symbiosis=job.symbiosis).run())


def run_all(
    park: Park,
    until: int,
    jobs: Sequence[Job],
    workers: int = 1,
    tick: Callable[[int], None] | None = None,
) -> list[Measured]:
    """Return what every job measures, in their order; `tick` is told how many are done.

    Errors: `InputError` for fewer than one worker; what a run raises is raised here.
    """
    pool = executor(workers)
    done = 0

    def advance(_: object) -> None:
        nonlocal done
        done += 1
        if tick is not None:
            tick(done)

    try:
        futures = []
        for job in jobs:
            future = pool.submit(run_job, park, until, job)
            future.add_done_callback(advance)
            futures.append(future)
        return [future.result() for future in futures]
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
