"""A runner: carries out rounds of runs in one store, with the workers kept between rounds."""

from __future__ import annotations

import pickle
import threading
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from time import perf_counter
from types import TracebackType
from typing import TYPE_CHECKING, Any

from experiments.outcomes import Outcomes
from experiments.store.book import StudyBook
from experiments.store.ids import WIDTH
from experiments.store.writer import Store
from experiments.sweep import describe
from experiments.sweep.engine import Driver
from experiments.sweep.executors import executor
from experiments.sweep.interrupt import ctrl_c_sets
from experiments.sweep.job import Batch, Finished, Job
from experiments.sweep.pace import Pace
from experiments.sweep.pool import Pool
from experiments.sweep.report import Interrupted, Report
from experiments.sweep.worker import run_batch

if TYPE_CHECKING:
    from experiments.runs import Run

Progress = Callable[[int, int], None]
"""Told after each batch how many runs are through, and how many there are."""


_CHUNK = 2_000


class Lacking:
    """The runs that a store lacks: their places in the study and their ids, 24 bytes each.

    >>> lacking = Lacking()
    >>> lacking.add(7, "0123456789abcdef" * 2)
    >>> len(lacking), list(lacking)
    (1, [(7, '0123456789abcdef0123456789abcdef')])
    """

    def __init__(self) -> None:
        self._at, self._ids = array("q"), bytearray()

    def add(self, at: int, run_id: str) -> None:
        """Note a run."""
        self._at.append(at)
        self._ids += bytes.fromhex(run_id)

    def __len__(self) -> int:
        return len(self._at)

    def __iter__(self) -> Iterator[tuple[int, str]]:
        for k, at in enumerate(self._at):
            yield at, self._ids[WIDTH * k : WIDTH * (k + 1)].hex()


class Runner:
    """Carries out runs that the store `out` lacks, in any number of rounds.

    `workers` and `scheduler` as for `experiments.sweep.executors.executor`; setting `cancel` stops
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
        if not isinstance(runs, Sequence):
            runs = list(runs)
        store = self._opened()
        with ctrl_c_sets(self._cancel) as pressed:
            lacking = self._enter(runs, outputs, store.study(name, outputs, form), store)
            skipped = len(runs) - len(lacking)
            report = Report(self.out, len(runs), skipped, damaged=store.damaged)
            report.cancelled = not self._drive(runs, lacking, outputs, report)
        if not report.cancelled:
            store.tidy()
        report.seconds = perf_counter() - started
        if pressed.is_set():
            raise Interrupted(report)
        return report

    def outcomes(self, runs: Iterable[Run], outputs: Sequence[str]) -> Outcomes:
        """Return what the store holds of the runs, in their order; what it lacks is named."""
        return self._opened().outcomes([run.run_id for run in runs], outputs)

    def _opened(self) -> Store:
        """Return the store, which stays open for this runner alone until it is left."""
        if self._store is None:
            self._store = Store(self.out)
        return self._store

    def _enter(
        self, runs: Sequence[Run], outputs: Sequence[str], book: StudyBook, store: Store
    ) -> Lacking:
        """Enter the runs into their study, some at a time; return those that the store lacks."""
        lacking = Lacking()
        for first in range(0, len(runs), _CHUNK):
            chunk = runs[first : first + _CHUNK]
            store.add(book, chunk)
            ids = [run.run_id for run in chunk]
            for at, has in enumerate(store.holds(ids, outputs)):
                if not has:
                    lacking.add(first + at, ids[at])
        return lacking

    def _drive(
        self, runs: Sequence[Run], lacking: Lacking, outputs: Sequence[str], report: Report
    ) -> bool:
        """Carry out what is lacking; return whether it came to the end."""
        wanted = tuple(outputs)

        def jobs() -> Iterator[Job]:
            for at, run_id in lacking:
                point = runs[at].point
                if point.park_digest not in self._packed:
                    self._packed[point.park_digest] = pickle.dumps(point.park)
                yield describe.job(runs[at], run_id)

        def pack(some: Sequence[Job]) -> Batch:
            return Batch(tuple(some), {job.park: self._packed[job.park] for job in some}, wanted)

        def commit(finished: Finished) -> None:
            self._opened().commit(finished.outcomes, wanted)
            report.count(finished.outcomes)
            tell()

        def tell() -> None:
            if self._progress is not None:
                self._progress(report.done + report.failed, report.runs)

        tell()
        if not len(lacking):
            return True
        self._pool = self._pool or self._open_pool()
        ended = False
        try:
            ended = Driver(
                jobs(), len(lacking), pack, run_batch, commit, self._pool, self._pace, self._cancel
            ).run()
        finally:
            if not ended:
                self._let_go()
        return ended

    def _let_go(self) -> None:
        """End the workers, and with them what is still under way."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None
