"""A runner: carries out rounds of runs in one store, with the workers kept between rounds."""

from __future__ import annotations

import pickle
import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from time import perf_counter
from types import TracebackType
from typing import TYPE_CHECKING, Any

from experiments.sweep import describe
from experiments.sweep.engine import Driver
from experiments.sweep.interrupt import ctrl_c_sets
from experiments.sweep.job import Batch, Finished, Job
from experiments.sweep.outcomes import Outcomes
from experiments.sweep.pace import Pace
from experiments.sweep.pool import Pool, executor
from experiments.sweep.report import Interrupted, Report
from experiments.sweep.store import Store
from experiments.sweep.worker import run_batch

if TYPE_CHECKING:
    from experiments.study import Run

Progress = Callable[[int, int], None]
"""Told after each batch how many runs are through, and how many there are."""


class Runner:
    """Carries out runs that the store `out` lacks, in any number of rounds.

    `workers` and `scheduler` as for `experiments.sweep.pool.executor`; setting `cancel` stops
    within seconds; `batch` fixes the number of runs that travel together, which otherwise take
    about a second. None of them changes a bit of the results.

        with Runner(out, workers=2) as runner:
            runner.carry_out(first, outputs)
            found = runner.outcomes(first, outputs)
    """

    def __init__(
        self,
        out: str | Path,
        workers: int = 1,
        scheduler: str | None = None,
        batch: int | None = None,
        progress: Progress | None = None,
        cancel: threading.Event | None = None,
    ) -> None:
        self.out = Path(out)
        self._open_pool: Callable[[], Pool] = lambda: executor(workers, scheduler)
        self._pace = Pace(batch)
        self._progress = progress
        self._cancel = cancel or threading.Event()
        self._pool: Pool | None = None
        self._store: Store | None = None
        self._packed: dict[str, bytes] = {}

    def __enter__(self) -> Runner:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._let_go()
        if self._store is not None:
            self._store.close()
            self._store = None

    def carry_out(
        self, runs: Iterable[Run], outputs: Sequence[str], name: str = "runs", form: Any = None
    ) -> Report:
        """Carry out the runs that the store lacks, or holds without all of these outputs.

        `name` is that of the study that the runs belong to, `form` what was asked (a `Study`, or
        any mapping); rounds of the same name, outputs and form are one study.

        Errors: `InputError` for a store that cannot be, `StoreError` when results cannot be kept,
        `Interrupted` after Ctrl-C. What was committed stays, and the same call goes on from it.
        """
        started = perf_counter()
        runs = list(runs)
        store = self._opened()
        store.enter(name, runs, outputs, form)
        waiting = [describe.job(run) for run in store.lacks(runs, outputs)]
        report = Report(self.out, len(runs), len(runs) - len(waiting), damaged=store.damaged)
        self._drive(waiting, runs, outputs, store, report)
        if not report.cancelled:
            store.tidy()
        report.seconds = perf_counter() - started
        return report

    def outcomes(self, runs: Iterable[Run], outputs: Sequence[str]) -> Outcomes:
        """Return what the store holds of the runs, in their order; what it lacks is named."""
        return self._opened().outcomes([run.run_id for run in runs], outputs)

    def _opened(self) -> Store:
        """Return the store, which stays open for this runner alone until it is left."""
        if self._store is None:
            self._store = Store(self.out)
        return self._store

    def _drive(
        self,
        waiting: Sequence[Job],
        runs: Sequence[Run],
        outputs: Sequence[str],
        store: Store,
        report: Report,
    ) -> None:
        parks = {run.point.park_digest: run.point.park for run in runs}

        def pack(jobs: Sequence[Job]) -> Batch:
            for job in jobs:
                if job.park not in self._packed:
                    self._packed[job.park] = pickle.dumps(parks[job.park])
            return Batch(
                tuple(jobs), {job.park: self._packed[job.park] for job in jobs}, tuple(outputs)
            )

        def commit(finished: Finished) -> None:
            store.commit(finished.outcomes, outputs)
            report.count(finished.outcomes)
            tell()

        def tell() -> None:
            if self._progress is not None:
                self._progress(report.done + report.failed, report.runs)

        tell()
        if not waiting:
            return
        with ctrl_c_sets(self._cancel) as pressed:
            self._pool = self._pool or self._open_pool()
            driver = Driver(
                waiting, pack, run_batch, commit, self._pool, self._open_pool, self._pace,
                self._cancel,
            )  # fmt: skip
            ended = False
            try:
                ended = driver.run()
            finally:
                self._pool = driver.pool
                if not ended:
                    self._let_go()
        report.cancelled = not ended
        if pressed.is_set():
            raise Interrupted(report)

    def _let_go(self) -> None:
        """End the workers, and with them what is still under way."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None
