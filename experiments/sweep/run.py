"""Carrying out a study: open its store, leave out what is done, drive the rest."""

from __future__ import annotations

import pickle
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from experiments.sweep import describe
from experiments.sweep.engine import Driver
from experiments.sweep.interrupt import ctrl_c_sets
from experiments.sweep.job import Batch, Finished, Job
from experiments.sweep.pace import Pace
from experiments.sweep.pool import executor
from experiments.sweep.report import Interrupted, Report
from experiments.sweep.store import Store
from experiments.sweep.worker import run_batch

if TYPE_CHECKING:
    from experiments.study import Study

Progress = Callable[[int, int], None]
"""Told after each batch how many runs are through, and how many there are."""


def sweep(
    study: Study,
    out: Path,
    workers: int = 1,
    progress: Progress | None = None,
    cancel: threading.Event | None = None,
    scheduler: str | None = None,
    batch: int | None = None,
) -> Report:
    """Carry out the runs of a study that the store `out` does not hold yet.

    `workers` and `scheduler` as for `experiments.sweep.pool.executor`; setting `cancel` stops
    within seconds; `batch` fixes the number of runs that travel together, which otherwise take
    about a second. Neither changes a bit of the results.

    Errors: `InputError` for a store or workers that cannot be, `StoreError` when results cannot be
    kept, `Interrupted` after Ctrl-C. What was committed stays, and the same call goes on from it.
    """
    started = perf_counter()
    cancel = cancel or threading.Event()
    runs = study.runs()
    layout = describe.layout(study, runs)
    packs = {park.digest(): pickle.dumps(park) for park in study.parks.values()}
    with ExitStack() as stack:
        pool = executor(workers, scheduler)
        stack.callback(pool.shutdown)
        store = Store(out, describe.manifest(study, layout), layout)
        stack.callback(store.close)
        waiting = [describe.job(run) for run in runs if run.run_id not in store.done]
        report = Report(out, len(runs), len(runs) - len(waiting), damaged=store.damaged)

        def pack(jobs: Sequence[Job]) -> Batch:
            parks = {job.park: packs[job.park] for job in jobs}
            return Batch(tuple(jobs), parks, study.outputs)

        def commit(finished: Finished) -> None:
            store.commit(finished.outcomes)
            report.count(finished.outcomes)
            tell()

        def tell() -> None:
            if progress is not None:
                progress(report.done + report.failed, report.runs)

        tell()
        driver = Driver(
            waiting, pack, run_batch, commit, pool, lambda: executor(workers, scheduler),
            Pace(batch), cancel,
        )  # fmt: skip
        with ctrl_c_sets(cancel) as pressed:
            report.cancelled = not driver.run()
    report.seconds = perf_counter() - started
    if pressed.is_set():
        raise Interrupted(report)
    return report
