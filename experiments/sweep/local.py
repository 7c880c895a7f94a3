"""Worker processes on this machine: a dask cluster of one thread each, on loopback."""

from __future__ import annotations

import logging
import os
import signal
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic
from typing import Any

import dask
from distributed import LocalCluster

from experiments.sweep.cluster import DaskPool, quiet
from experiments.sweep.pool import StartError
from experiments.sweep.worker import stoppable

THREADS = (
    "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS",
    "NUMEXPR_NUM_THREADS", "NUMBA_NUM_THREADS", "VECLIB_MAXIMUM_THREADS",
)  # fmt: skip
"""Variables that hold numeric libraries to one thread in a worker."""

_CLOSE_S = 5.0
_KILL = signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL
_NOBODY_S = 120.0
_CONFIG: dict[str, Any] = {
    "distributed.deploy.lost-worker-timeout": "100 days",
    "distributed.scheduler.allowed-failures": 0,
    "distributed.scheduler.active-memory-manager.start": False,
    "distributed.nanny.pre-spawn-environ": dict.fromkeys(THREADS, "1"),
    "distributed.worker.profile.enabled": False,
    "distributed.admin.system-monitor.gil.enabled": False,
}


class Local(DaskPool):
    """Worker processes that never see Ctrl-C and end when this process ends, however it ends.

    Errors: `StartError` where they end before they do anything.
    """

    def __init__(self, workers: int) -> None:
        name = f"parkloop-{os.getpid()}-{uuid.uuid4().hex[:8]}.stop"
        self._stop_file = Path(tempfile.gettempdir()) / name
        self._workers, self._seen = workers, monotonic()
        quiet()
        self._config = dask.config.set(_CONFIG)
        with _ctrl_c_waits():
            try:
                self._cluster = LocalCluster(
                    n_workers=workers,
                    threads_per_worker=1,
                    host="127.0.0.1",
                    scheduler_kwargs={"dashboard": False, "dashboard_address": "127.0.0.1:0"},
                    memory_limit=0,
                    silence_logs=logging.CRITICAL,
                )
            except BaseException as error:
                self._config.__exit__(None, None, None)
                if isinstance(error, RuntimeError):
                    raise _start_error() from error
                raise
        super().__init__(self._cluster.get_client())

    @property
    def slots(self) -> int:
        """The number of workers."""
        return self._workers

    def submit(self, work: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        """Hand work to the workers; it can ask `STOPPED`."""
        return super().submit(stoppable, str(self._stop_file), work, *args, **named)

    def ready(self) -> bool:
        """Say whether work can be handed over.

        Errors: `StartError` where all workers are gone and no new one comes.
        """
        if self._cluster.scheduler.workers:
            self._seen = monotonic()
        elif monotonic() - self._seen > _NOBODY_S:
            raise _start_error()
        return super().ready()

    def stop(self) -> None:
        """Make the runs under way end at their next month."""
        self._stop_file.touch()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the workers at once: they hold nothing, and one that just starts would take long."""
        with suppress(OSError):
            self.stop()
        for nanny in list(self._cluster.workers.values()):
            nanny.close_gracefully()
            with suppress(OSError):
                if nanny.pid is not None:
                    os.kill(nanny.pid, _KILL)
        try:
            super().shutdown()
            with suppress(TimeoutError):
                self._cluster.close(timeout=_CLOSE_S)
        finally:
            self._config.__exit__(None, None, None)
            self._stop_file.unlink(missing_ok=True)


def _start_error() -> StartError:
    return StartError(
        "worker processes end as soon as they start. In a script, call the study under"
        ' `if __name__ == "__main__":`; or use workers=1'
    )


@contextmanager
def _ctrl_c_waits() -> Iterator[None]:
    """Let the threads and processes started meanwhile never see Ctrl-C; this thread sees it after.

    They inherit the mask, and so does each worker that is started later in place of a dead one.
    Python's resource tracker takes the mask off the thread that starts it, hence is started before.
    """
    if sys.platform == "win32":
        yield
        return
    from multiprocessing.resource_tracker import ensure_running

    ensure_running()
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
