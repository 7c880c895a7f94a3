"""Worker processes for what takes longer than an answer: shared by all sessions, started late."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from experiments.sweep.pool import Pool

WORKERS = max(2, min(4, os.cpu_count() or 1))


class Background:
    """The worker processes of one server; a process that dies is replaced at the next call."""

    def __init__(self, workers: int = WORKERS) -> None:
        self.workers = workers
        self._pool: Pool | None = None
        self._lock = threading.Lock()

    def submit(self, work: Callable[..., Any], *given: Any) -> Future[Any]:
        """Hand over work; both it and what it is given travel to another process."""
        with self._lock:
            try:
                return self._opened().submit(work, *given)
            except BrokenExecutor:
                self._let_go()
                return self._opened().submit(work, *given)

    def close(self) -> None:
        """End the processes; what they are at is dropped."""
        with self._lock:
            self._let_go()

    def _opened(self) -> Pool:
        if self._pool is None:
            from experiments.sweep.pool import executor

            self._pool = executor(self.workers)
        return self._pool

    def _let_go(self) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.stop()
            pool.shutdown(wait=True, cancel_futures=True)
