"""The driver of a sweep: feeds batches to an executor and commits each result as it comes.

A batch that fails, or that was under way when a worker process died, is a suspect: suspects are
tried again one at a time and halved until the run at fault stands alone. That run is recorded as
failed; all others are carried out.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, wait
from dataclasses import dataclass

from experiments.sweep.job import Batch, Finished, Job, Work, failed
from experiments.sweep.pace import Pace
from experiments.sweep.pool import InProcess, Pool
from experiments.sweep.worker import STOPPED

_POLL_S = 0.1
_GRACE_S = 5.0
_WINDOW = 3
_CHANCES = 2


class StartError(RuntimeError):
    """No worker process could be started."""


@dataclass
class Flight:
    """A batch handed to the executor; `alone` where nothing else is under way beside it."""

    jobs: tuple[Job, ...]
    alone: bool
    chances: int = _CHANCES


class Driver:
    """Carries out jobs on an executor.

    `pack` makes a batch of jobs, `work` is what the executor does with it, `commit` keeps what
    came back. `open_pool` gives another executor when worker processes of `pool` have died; the
    last of them is `pool`, for the caller to shut down.
    """

    def __init__(
        self,
        jobs: Iterable[Job],
        pack: Callable[[Sequence[Job]], Batch],
        work: Work,
        commit: Callable[[Finished], None],
        pool: Pool,
        open_pool: Callable[[], Pool],
        pace: Pace,
        cancel: threading.Event,
    ) -> None:
        self._jobs = deque(jobs)
        self._pack, self._work, self._commit = pack, work, commit
        self.pool, self._open_pool = pool, open_pool
        self._pace, self._cancel = pace, cancel
        self._suspects: deque[Flight] = deque()
        self._flying: dict[Future[Finished], Flight] = {}

    def run(self) -> bool:
        """Carry out all jobs; return whether it came to the end before it was cancelled.

        Errors: `StartError` where worker processes die before they do anything; whatever `commit`
        raises. Batches committed before stay committed.
        """
        before = STOPPED.set(self._cancel.is_set)
        try:
            while self._jobs or self._suspects or self._flying:
                if self._cancel.is_set():
                    self._land()
                    return False
                self._fill()
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
        slots = self.pool.slots
        window = 1 if isinstance(self.pool, InProcess) else _WINDOW * slots
        while self._jobs and len(self._flying) < window:
            size = self._pace.size(len(self._jobs), slots)
            jobs = [self._jobs.popleft() for _ in range(min(size, len(self._jobs)))]
            self._send(Flight(tuple(jobs), alone=False))

    def _send(self, flight: Flight) -> None:
        try:
            future = self.pool.submit(self._work, self._pack(flight.jobs))
        except BrokenExecutor:
            self._put_back(flight)
            self._renew()
        else:
            self._flying[future] = flight

    def _put_back(self, flight: Flight) -> None:
        """Let a batch wait again that was never carried out."""
        if flight.alone:
            self._suspects.appendleft(flight)
        else:
            self._jobs.extendleft(reversed(flight.jobs))

    def _collect(self, done: Iterable[Future[Finished]]) -> None:
        """Commit what has come back; put aside what failed."""
        broken = False
        for future in done:
            flight = self._flying.pop(future)
            try:
                finished = future.result()
            except CancelledError:
                self._put_back(flight)
            except BrokenExecutor:
                broken = True
                self._suspect(flight, "the worker process died (killed, or out of memory)")
            except Exception as error:
                self._suspect(flight, f"{type(error).__name__}: {error}")
            else:
                self._keep(flight, finished)
        if broken:
            self._renew()

    def _keep(self, flight: Flight, finished: Finished) -> None:
        """Commit the outcomes; jobs that were dropped when the sweep was cancelled wait again."""
        if finished.outcomes:
            self._pace.note(len(finished.outcomes), finished.seconds)
            self._commit(finished)
        self._jobs.extendleft(reversed(flight.jobs[len(finished.outcomes) :]))

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

    def _renew(self) -> None:
        """Replace an executor whose processes died, and see that the new one answers."""
        wait(self._flying, _GRACE_S)
        lost, self._flying = self._flying, {}
        for future, flight in lost.items():
            if future.done() and not future.cancelled() and future.exception() is None:
                self._keep(flight, future.result())
            else:
                self._suspect(flight, "")
        self.pool.shutdown(wait=True, cancel_futures=True)
        self.pool = self._open_pool()
        try:
            self.pool.submit(int).result()
        except BrokenExecutor as error:
            raise StartError(
                "worker processes end as soon as they start. In a script, call the study under"
                ' `if __name__ == "__main__":`; or use workers=1'
            ) from error

    def _land(self) -> None:
        """Stop: drop what waits, and commit what the workers had finished."""
        self.pool.stop()
        under_way = [future for future in self._flying if not future.cancel()]
        done, _ = wait(under_way, _GRACE_S)
        self._collect(done)
