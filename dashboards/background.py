"""Worker processes for what takes longer than an answer: shared by all sessions, started late."""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
import weakref
from collections import deque
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, CancelledError, Future
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from experiments.sweep.pool import Pool

WORKERS = max(2, min(4, os.cpu_count() or 1))

_AHEAD = 1
"""Pieces of work handed over beyond one a worker, so that none waits for its next."""

_CHANCES = 2
"""Times a piece of work is given to another worker when the one that had it died."""

_CLOSE_S = 15.0
_POLL_S = 0.1
_LOST = ("KilledWorker", "CommClosedError", "LostError", "FutureCancelledError")


@dataclass(eq=False)
class _Task:
    """A piece of work in its lane, or under way."""

    work: Callable[..., Any]
    given: tuple[Any, ...]
    lane: Lane
    mark: str
    """A file of this name ends it at its next month."""
    future: Future[Any] = field(default_factory=Future)
    begun: bool = False
    chances: int = _CHANCES


class Lane:
    """The work of one purpose, in its order; lanes take turns, the urgent ones before the others.

    A lane is an executor as `experiments.sweep.pool.Pool` describes one.
    """

    def __init__(self, background: Background, urgent: bool) -> None:
        self._background, self.urgent = background, urgent
        self.waiting: deque[_Task] = deque()
        self.fault: Exception | None = None
        """Why no worker process could be started for work of this lane."""
        self.mark = background.new_mark()
        """The file that stops what is under way; another one after each stop."""

    @property
    def slots(self) -> int:
        """The number of worker processes."""
        return self._background.workers

    def ready(self) -> bool:
        """Say yes: work waits in the lane until a worker is free.

        Errors: what kept worker processes from being started.
        """
        if self.fault is not None:
            raise self.fault
        return True

    def submit(self, work: Callable[..., Any], /, *args: Any) -> Future[Any]:
        """Hand over work; both it and what it is given travel to another process."""
        return self._background.enter(_Task(work, args, self, self.mark))

    def stop(self) -> None:
        """Drop what waits; runs under way end at their next month, other work when it is done."""
        self._background.drop(self)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Stop; the worker processes stay for others."""
        self.stop()


class Background:
    """The worker processes of one server.

    Few pieces of work are handed to the workers at a time; the others wait in their lanes, so that
    nobody's long work keeps the rest from its turn. They work at a low priority, so that none keeps
    a page from its answer. Work whose worker died is given to another one, twice at most; the pool
    of workers is opened anew where it was lost.
    """

    def __init__(self, workers: int = WORKERS) -> None:
        self.workers = workers
        self._pool: Pool | None = None
        self._turns: deque[Lane] = deque()
        self._flying: dict[_Task, Future[Any] | None] = {}
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._closing = False
        self._folder: Path | None = None
        self._numbers = count()
        self._common = Lane(self, urgent=True)

    @property
    def opened(self) -> bool:
        """Whether worker processes were started, or are about to."""
        return self._thread is not None

    def lane(self, urgent: bool = False) -> Lane:
        """Return a lane of its own; the urgent is for what someone waits for on the page."""
        return Lane(self, urgent)

    def submit(self, work: Callable[..., Any], *given: Any) -> Future[Any]:
        """Hand over urgent work; both it and what it is given travel to another process."""
        return self._common.submit(work, *given)

    def enter(self, task: _Task) -> Future[Any]:
        """Let a task wait for its turn."""
        with self._changed:
            self._queue(task)
            if self._thread is None:
                self._closing = False
                self._thread = threading.Thread(target=self._serve, daemon=True)
                self._thread.start()
        return task.future

    def drop(self, lane: Lane) -> None:
        """Cancel what waits in a lane, and stop what is under way."""
        with self._changed:
            dropped, lane.waiting = list(lane.waiting), deque()
            if any(task.mark == lane.mark for task in self._flying):
                self._file(lane.mark).touch()
            lane.mark = self.new_mark()
        for task in dropped:
            _cancel(task)

    def new_mark(self) -> str:
        """Return a name that no lane has had."""
        return str(next(self._numbers))

    def _file(self, mark: str) -> Path:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="parkloop-"))
            weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        return self._folder / mark

    def close(self) -> None:
        """End the processes; what they are at is dropped."""
        with self._changed:
            self._closing, thread = True, self._thread
            self._changed.notify_all()
        if thread is not None and thread is not threading.current_thread():
            thread.join(_CLOSE_S)
        with self._changed:
            self._thread = None
            dropped = [task for lane in self._turns for task in lane.waiting]
            dropped += list(self._flying)
            self._turns.clear()
            self._flying.clear()
            self._common.waiting.clear()
        for task in dropped:
            task.lane.waiting.clear()
            _cancel(task)
        self._let_go()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def _serve(self) -> None:
        """Hand over one task after the other, as workers become free."""
        while True:
            with self._changed:
                task = self._next()
                while task is None and not self._closing:
                    self._changed.wait()
                    task = self._next()
                if self._closing or task is None:
                    return
                self._flying[task] = None
            self._hand_over(task)

    def _next(self) -> _Task | None:
        """Take the task whose turn it is; None where none waits, or all workers are busy."""
        if self._closing or len(self._flying) >= self.workers + _AHEAD:
            return None
        for lane in sorted(self._turns, key=lambda one: not one.urgent):
            self._turns.remove(lane)
            while lane.waiting:
                task = lane.waiting.popleft()
                if task.begun or task.future.set_running_or_notify_cancel():
                    task.begun = True
                    if lane.waiting:
                        self._turns.append(lane)
                    return task
        return None

    def _queue(self, task: _Task, first: bool = False) -> None:
        lane = task.lane
        lane.waiting.appendleft(task) if first else lane.waiting.append(task)
        if lane not in self._turns:
            self._turns.append(lane)
        self._changed.notify_all()

    def _hand_over(self, task: _Task) -> None:
        try:
            pool = self._opened()
        except Exception as error:
            task.lane.fault = error
            self._again([task], error)
            return
        try:
            while not pool.ready() and not self._closing:
                threading.Event().wait(_POLL_S)
            from experiments.sweep.worker import gently

            inner = pool.submit(gently, str(self._file(task.mark)), task.work, *task.given)
        except Exception as error:  # the pool is lost
            self._let_go()
            self._again(list(self._flying), error)
            return
        with self._changed:
            if task not in self._flying:
                return
            self._flying[task] = inner
        inner.add_done_callback(lambda done: self._landed(task, done))

    def _landed(self, task: _Task, done: Future[Any]) -> None:
        """Pass on what a worker returned; where the worker died, let the task wait again."""
        with self._changed:
            if self._flying.get(task) is not done:
                return
        error = CancelledError() if done.cancelled() else done.exception()
        if error is not None and _is_lost(error):
            self._again([task], error)
            return
        with self._changed:
            self._flying.pop(task, None)
            if all(other.mark != task.mark for other in self._flying):
                self._file(task.mark).unlink(missing_ok=True)
            self._changed.notify_all()
        if error is not None:
            task.future.set_exception(error)
        else:
            task.future.set_result(done.result())

    def _again(self, tasks: list[_Task], error: BaseException) -> None:
        """Let tasks wait again; those without a further chance fail."""
        failed = []
        with self._changed:
            for task in tasks:
                if self._flying.pop(task, error) is error:
                    continue
                task.chances -= 1
                if task.chances < 0:
                    failed.append(task)
                else:
                    self._queue(task, first=True)
            self._changed.notify_all()
        for task in failed:
            task.future.set_exception(error)

    def _opened(self) -> Pool:
        if self._pool is None:
            from experiments.sweep.executors import executor

            self._pool = executor(self.workers)
        return self._pool

    def _let_go(self) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.stop()
            pool.shutdown(wait=True, cancel_futures=True)


def _is_lost(error: BaseException) -> bool:
    """Say whether work failed because its worker or the pool is gone."""
    lost = isinstance(error, CancelledError | BrokenExecutor) or type(error).__name__ in _LOST
    return lost


def _cancel(task: _Task) -> None:
    """Tell who waits for a task that it will not be done."""
    if task.begun:
        if not task.future.done():
            task.future.set_exception(CancelledError())
    elif task.future.cancel():
        task.future.set_running_or_notify_cancel()
