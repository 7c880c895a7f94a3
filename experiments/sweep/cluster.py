"""Dask clusters as executors of sweeps: one that runs already, reached by address or file."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, Future
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Any

from distributed import Client

from experiments.sweep.pool import LostError
from experiments.version import code_digest, tables_digest
from sim.faults import Fault, InputError

_PATIENCE_S = 10.0
_RECOUNT_S = 2.0


class DaskPool(Executor):
    """Hands work to the workers of a dask client, which it closes in the end."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._executor = client.get_executor(pure=False)
        self._slots, self._counted = 1, float("-inf")

    @property
    def slots(self) -> int:
        """The number of batches carried out at a time, counted anew every two seconds."""
        if monotonic() - self._counted > _RECOUNT_S and self._client.status == "running":
            threads = self._client.scheduler_info(n_workers=-1)["workers"].values()
            self._slots = max(1, sum(worker["nthreads"] for worker in threads))
            self._counted = monotonic()
        return self._slots

    def submit(self, work: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        """Hand work over; its future fails with `KilledWorker` where it ended its worker."""
        future: Future[Any] = self._executor.submit(work, *args, **named)
        return future

    def ready(self) -> bool:
        """Say whether work can be handed over; for a while not, where the scheduler is silent.

        Errors: `LostError` where it stays silent.
        """
        if self._client.status == "running":
            return True
        if self._client.status in ("closed", "closing"):
            raise LostError(
                "the scheduler of the sweep does not answer any more; start it and give the same"
                " command again: what was finished is kept"
            )
        return False

    def stop(self) -> None:
        """Do nothing: a batch under way on a cluster takes about a second to its end."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Leave the cluster; it runs on for others."""
        with suppress(OSError, RuntimeError, TimeoutError, CancelledError):  # the scheduler is gone
            if self._client.status == "running":
                self._executor.shutdown(wait=False)
        with suppress(OSError, RuntimeError, TimeoutError, CancelledError):
            self._client.close(timeout=_PATIENCE_S)


class Cluster(DaskPool):
    """A dask cluster that runs already: `tcp://host:port`, or the path of a scheduler file.

    Errors: `InputError` where no scheduler answers, or where a worker has another ParkLoop than
    this process.
    """

    def __init__(self, scheduler: str) -> None:
        quiet()
        address = scheduler if "://" in scheduler else _address(Path(scheduler))
        try:
            client = Client(address, timeout=_PATIENCE_S, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            wrong = f"no scheduler answers ({error})"
            mend = "write its address, as in tcp://127.0.0.1:8786, and see that it runs"
            raise InputError([Fault(f"scheduler {scheduler}", wrong, mend)]) from error
        super().__init__(client)
        try:
            _same_model(scheduler, client.run(model, on_error="return"))
        except BaseException:
            self.shutdown()
            raise


def model() -> str:
    """Return what tells one model from another: the digests of its code and its tables."""
    return f"{code_digest()} {tables_digest()}"


def quiet() -> None:
    """Leave what dask has to say about lost connections to the sweep, which says it once."""
    for name in ["distributed", "tornado.application", *logging.root.manager.loggerDict]:
        if name.startswith(("distributed", "tornado.application")):
            logging.getLogger(name).setLevel(logging.CRITICAL)


def _address(path: Path) -> str:
    """Return the address that a scheduler file holds."""
    try:
        return str(json.loads(path.read_text(encoding="utf-8"))["address"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        wrong = "it is no address and no scheduler file"
        mend = "write tcp://HOST:PORT, or the file of `dask scheduler --scheduler-file`"
        raise InputError([Fault(f"scheduler {path}", wrong, mend)]) from error


def _same_model(scheduler: str, found: dict[str, Any]) -> None:
    """Refuse a cluster whose workers would give other numbers under the same run ids."""
    faults = []
    for worker, answer in found.items():
        if answer != model():
            wrong = "has no ParkLoop" if isinstance(answer, Exception) else "has another ParkLoop"
            mend = "install there the version that is installed here"
            faults.append(Fault(f"scheduler {scheduler}", f"worker {worker} {wrong}", mend))
    if faults:
        raise InputError(faults)
