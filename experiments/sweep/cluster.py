"""A running dask cluster as an executor of sweeps (extra `cluster`)."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any

from distributed import Client

from sim.faults import Fault, InputError

_PATIENCE_S = "10s"


class Cluster(Executor):
    """Hands work to the workers of a dask scheduler, by its address."""

    def __init__(self, scheduler: str) -> None:
        try:
            self._client = Client(scheduler, timeout=_PATIENCE_S, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            wrong = f"no scheduler answers ({error})"
            mend = "write its address, as in tcp://127.0.0.1:8786, and see that it runs"
            raise InputError([Fault(f"scheduler {scheduler}", wrong, mend)]) from error
        self._executor = self._client.get_executor(pure=False)
        self.slots = max(1, sum(self._client.nthreads().values()))

    def submit(self, work: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        """Hand work to the cluster."""
        future: Future[Any] = self._executor.submit(work, *args, **named)
        return future

    def stop(self) -> None:
        """Do nothing: a batch under way on the cluster takes about a second to its end."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Leave the cluster; it runs on for others."""
        self._executor.shutdown(wait=wait)
        self._client.close()
