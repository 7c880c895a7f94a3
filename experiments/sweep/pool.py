"""Executors for a sweep: this process, worker processes, or a running dask cluster.

All are `concurrent.futures.Executor` with `stop()`, which makes runs under way end at the next
month, and `slots`, the number of batches carried out at a time.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any, Protocol

from experiments.sweep.worker import start_worker
from sim.faults import Fault, InputError

THREADS = (
    "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS",
    "NUMEXPR_NUM_THREADS", "NUMBA_NUM_THREADS", "VECLIB_MAXIMUM_THREADS",
)  # fmt: skip
"""Variables that hold numeric libraries to one thread in a worker."""

_PATIENCE_S = 5.0


class Pool(Protocol):
    """An executor that a sweep can stop."""

    slots: int

    def submit(self, work: Callable[..., Any], /, *args: Any) -> Future[Any]:
        """Hand over work; the future holds its result."""

    def stop(self) -> None:
        """Make the runs under way end soon; what they finished is still returned."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let go of all workers."""


def executor(workers: int = 1, scheduler: str | None = None) -> Pool:
    """Return where runs are carried out.

    `workers` 1 is this process, more are worker processes on this machine; `scheduler` is the
    address of a running dask scheduler, whose workers must have ParkLoop installed.

    Errors: `InputError` for fewer than one worker, and for a scheduler without the extra `cluster`.
    """
    if workers < 1:
        raise InputError([Fault("workers", f"{workers} can do nothing", "give 1 or more")])
    if scheduler is not None:
        return _cluster(scheduler)
    return InProcess() if workers == 1 else LocalPool(workers)


class InProcess(Executor):
    """Carries out each batch at once, in this process and thread."""

    slots = 1

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


class LocalPool(ProcessPoolExecutor):
    """Worker processes that leave Ctrl-C to the driver and end when the driver is gone."""

    def __init__(self, workers: int) -> None:
        self.slots = workers
        spawn = multiprocessing.get_context("spawn")
        self._until, self._stop = spawn.Pipe(duplex=False)
        super().__init__(
            workers, mp_context=spawn, initializer=start_worker, initargs=(self._until,)
        )

    def submit(self, work: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        """Hand work to the worker processes, starting one where none is idle."""
        with _as_workers_start():
            return super().submit(work, *args, **named)

    def stop(self) -> None:
        """Make the runs under way end at their next month."""
        self._stop.close()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the worker processes; one that does not end within five seconds is killed."""
        self.stop()
        processes = list((getattr(self, "_processes", None) or {}).values())
        late = threading.Timer(_PATIENCE_S, lambda: [process.kill() for process in processes])
        late.daemon = True
        late.start()
        super().shutdown(wait=wait, cancel_futures=cancel_futures)
        if wait:
            late.cancel()
        self._until.close()


@contextmanager
def _as_workers_start() -> Iterator[None]:
    """Let processes started meanwhile have one numeric thread and never see Ctrl-C.

    Both must hold before the first line of a worker runs, hence here and not in the worker.
    """
    before = {name: os.environ.get(name) for name in THREADS}
    os.environ.update(dict.fromkeys(THREADS, "1"))
    can_mask = hasattr(signal, "pthread_sigmask")
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if can_mask else None
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
        if mask is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def _cluster(scheduler: str) -> Pool:
    """Return the executor of a dask cluster that already runs."""
    try:
        from experiments.sweep.cluster import Cluster
    except ModuleNotFoundError as error:
        wrong = "a scheduler needs the extra `cluster`"
        mend = "install it with `pip install 'parkloop[cluster]'`, or leave the scheduler out"
        raise InputError([Fault("scheduler", wrong, mend)]) from error
    return Cluster(scheduler)
