"""Which executor carries out a sweep: this process, worker processes, or a running dask cluster."""

from __future__ import annotations

from experiments.sweep.pool import InProcess, Pool
from sim.faults import Fault, InputError


def executor(workers: int = 1, scheduler: str | None = None) -> Pool:
    """Return where runs are carried out.

    `workers` 1 is this process, more are worker processes on this machine; `scheduler` is the
    address of a running dask scheduler or its scheduler file, in place of workers here.

    Errors: `InputError` for fewer than one worker, or a scheduler that does not answer or whose
    workers have another ParkLoop; `StartError` where worker processes do not start.
    """
    if workers < 1:
        raise InputError([Fault("workers", f"{workers} can do nothing", "give 1 or more")])
    if workers == 1 and scheduler is None:
        return InProcess()
    try:
        from experiments.sweep.cluster import Cluster
        from experiments.sweep.local import Local
    except ImportError as error:
        wrong = f"dask cannot be loaded ({error})"
        mend = "install ParkLoop anew with all it needs, or use one worker and no scheduler"
        raise InputError([Fault("workers", wrong, mend)]) from error
    return Local(workers) if scheduler is None else Cluster(scheduler)
