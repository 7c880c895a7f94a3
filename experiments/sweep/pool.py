"""Executors for a sweep: this process, worker processes, or a running dask cluster.

All are `concurrent.futures.Executor` with `slots`, the number of batches carried out at a time,
`ready()` and `stop()`.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any, Protocol


class StartError(RuntimeError):
    """No worker process could be started."""


class LostError(RuntimeError):
    """The scheduler of a sweep is gone."""


class Pool(Protocol):
    """An executor that a sweep can stop."""

    @property
    def slots(self) -> int:
        """The number of batches carried out at a time."""

    def ready(self) -> bool:
        """Say whether work can be handed over; not while a lost scheduler is looked for."""

    def submit(self, work: Callable[..., Any], /, *args: Any) -> Future[Any]:
        """Hand over work; the future holds its result."""

    def stop(self) -> None:
        """Make the runs under way end soon; what they finished is still returned."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let go of all workers."""


class InProcess(Executor):
    """Carries out each batch at once, in this process and thread."""

    slots = 1

    def ready(self) -> bool:
        """Say yes."""
        return True

    def submit(self, work: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        """Do the work and return a future that is done."""
        future: Future[Any] = Future()
        try:
            future.set_result(work(*args, **named))
        except Exception as error:
            future.set_exception(error)
        return future

    def stop(self) -> None:
        """Do nothing: the run under way asks `STOPPED` itself."""
