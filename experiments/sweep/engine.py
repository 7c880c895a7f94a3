"""The driver of a sweep: feeds batches to an executor and commits each result as it comes.

A batch that fails, or that was under way when a worker process died, is a suspect: suspects are
tried again one at a time and halved until the run at fault stands alone. That run is recorded as
failed; all others are carried out.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from dataclasses import dataclass
from itertools import chain, islice
from time import sleep

from experiments.sweep.job import Batch, Finished, Job, Work, failed
from experiments.sweep.pace import Pace
from experiments.sweep.pool import InProcess, Pool
from experiments.sweep.worker import STOPPED

_POLL_S = 0.1
_GRACE_S = 5.0
_WINDOW = 3
_CHANCES = 2
_DIED = "the worker process died (killed, or out of memory)"


@dataclass
class Flight:
    """A batch handed to the executor; `alone` where nothing else is under way beside it."""

    jobs: tuple[Job, ...]
    alone: bool
    chances: int = _CHANCES


class Driver:
    """Carries out `count` jobs, taken as they are needed, on an executor.

    `pack` makes a batch of jobs, `work` is what the executor does with it, `commit` keeps what
    came back. The executor is the caller's to shut down.
    """

    def __init__(
        self,
        jobs: Iterable[Job],
        count: int,
        pack: Callable[[Sequence[Job]], Batch],
        work: Work,
        commit: Callable[[Finished], None],
        pool: Pool,
        pace: Pace,
        cancel: threading.Event,
    ) -> None:
        self._jobs, self._left = iter(jobs), count
        self._pack, self._work, self._commit = pack, work, commit
        self._pool, self._pace, self._cancel = pool, pace, cancel
        self._suspects: deque[Flight] = deque()
        self._flying: dict[Future[Finished], Flight] = {}

    def run(self) -> bool:
        """Carry out all jobs; return whether it came to the end before it was cancelled.

        Errors: `StartError` and `LostError` of the executor; whatever `commit` raises. Batches
        committed before stay committed.
        """
        before = STOPPED.set(self._cancel.is_set)
        try:
            while self._left or self._suspects or self._flying:
                if self._cancel.is_set():
                    self._land()
                    return False
                if self._pool.ready():
                    self._fill()
                else:
                    sleep(_POLL_S)
                done, _ = wait(self._flying, _POLL_S, FIRST_COMPLETED)
                self._collect(done)
            return True
        finally:
            STOPPED.reset(before)

    def _fill(self) -> None:
        """Keep the executor busy: a suspect alone, else a few batches for each slot."""
        if self._suspects:
            if not self._flying:
                self._send(self._suspects.popleft())
            return
        slots = self._pool.slots
        window = 1 if isinstance(self._pool, InProcess) else _WINDOW * slots
        while self._left and len(self._flying) < window:
            jobs = tuple(islice(self._jobs, self._pace.size(self._left, slots)))
            self._left = self._left - len(jobs) if jobs else 0
            if jobs:
                self._send(Flight(jobs, alone=False))

    def _send(self, flight: Flight) -> None:
        self._flying[self._pool.submit(self._work, self._pack(flight.jobs))] = flight

    def _put_back(self, flight: Flight, jobs: Sequence[Job]) -> None:
        """Let jobs of a batch wait again that were not carried out."""
        if flight.alone and jobs:
            self._suspects.appendleft(Flight(tuple(jobs), True, flight.chances))
        else:
            self._jobs = chain(jobs, self._jobs)
            self._left += len(jobs)

    def _collect(self, done: Iterable[Future[Finished]]) -> None:
        """Commit what has come back; put aside what failed."""
        for future in done:
            flight = self._flying.pop(future)
            try:
                finished = future.result()
            except CancelledError:
                self._put_back(flight, flight.jobs)
            except Exception as error:
                died = type(error).__name__ == "KilledWorker"
                self._suspect(flight, _DIED if died else f"{type(error).__name__}: {error}")
            else:
                self._keep(flight, finished)

    def _keep(self, flight: Flight, finished: Finished) -> None:
        """Commit the outcomes; jobs that were dropped when the sweep was cancelled wait again."""
        if finished.outcomes:
            self._pace.note(len(finished.outcomes), finished.seconds)
            self._commit(finished)
        self._put_back(flight, flight.jobs[len(finished.outcomes) :])

    def _suspect(self, flight: Flight, error: str) -> None:
        """Halve a batch that failed alone; give a run a last chance before it counts as failed."""
        jobs = flight.jobs
        if not flight.alone:
            self._suspects.append(Flight(jobs, alone=True))
        elif len(jobs) > 1:
            half = len(jobs) // 2
            self._suspects.extend(Flight(part, alone=True) for part in (jobs[:half], jobs[half:]))
        elif flight.chances > 1:
            self._suspects.append(Flight(jobs, True, flight.chances - 1))
        else:
            self._commit(Finished((failed(jobs[0], error),), 0.0))

    def _land(self) -> None:
        """Stop: drop what waits, and commit what the workers had finished."""
        self._pool.stop()
        waiting = list(self._flying)[self._pool.slots :]
        done, late = wait(self._flying, _GRACE_S / 2)
        for future in late.intersection(waiting):
            future.cancel()
            self._flying.pop(future)
        self._collect(done)
        self._collect(wait(self._flying, _GRACE_S / 2).done)
