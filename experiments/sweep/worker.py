"""What a worker process does: carry out batches of runs until it is told to stop.

Nothing heavy is imported before the first batch, so that a worker answers at once.
"""

from __future__ import annotations

import os
import pickle
import signal
import threading
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from multiprocessing.connection import Connection, wait
from multiprocessing.process import parent_process
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from experiments.sweep.job import Batch, Finished, Job, Outcome
    from sim.park import Park

STOPPED: ContextVar[Callable[[], bool]] = ContextVar("STOPPED", default=lambda: False)
"""Asks whether the sweep was cancelled; a run asks it every month."""

_MOST_HELD = 64
_held: dict[str, Park] = {}


def run_batch(batch: Batch) -> Finished:
    """Carry out the runs of a batch in order; a run that fails is an outcome like any other.

    Once the sweep is cancelled the run under way is dropped and those before it are returned.
    """
    from experiments.sweep.job import Finished

    started = perf_counter()
    stopped = STOPPED.get()
    outcomes: list[Outcome] = []
    for job in batch.jobs:
        outcome = None if stopped() else _outcome(job, batch, stopped)
        if outcome is None:
            break
        outcomes.append(outcome)
    return Finished(tuple(outcomes), perf_counter() - started)


def _outcome(job: Job, batch: Batch, stopped: Callable[[], bool]) -> Outcome | None:
    """Carry out one run; None where the sweep was cancelled meanwhile."""
    from experiments.scenario import Scenario
    from experiments.sweep.job import OK, Outcome, failed
    from experiments.sweep.outputs import values_by_year
    from sim.errors import Cancelled

    try:
        scenario = Scenario(
            unpacked(job.park, batch.parks),
            job.package,
            seed=job.seed,
            until=job.until,
            strength=job.strength,
            assumption=job.assumption,
            symbiosis=job.symbiosis,
            uncertainty=job.uncertainty,
            draw=job.draw,
        )
        results = scenario.run(lambda month: not stopped())
        years, values = values_by_year(results, batch.outputs)
    except Cancelled:
        return None
    except Exception as error:
        return failed(job, f"{type(error).__name__}: {error}")
    return Outcome(job.run_id, OK, years=years, values=values)


def unpacked(digest: str, parks: Mapping[str, bytes]) -> Park:
    """Return a park by its digest; one that this process still holds is not read again."""
    held = _held.get(digest)
    if held is None:
        if len(_held) >= _MOST_HELD:
            _held.clear()
        held = _held[digest] = pickle.loads(parks[digest])
    return held


def start_worker(stop: Connection) -> None:
    """Prepare a worker process: leave Ctrl-C to the driver, and watch the driver.

    When the driver closes its end of `stop`, the run under way is dropped; when the driver is gone
    (killed, say) the process ends at once instead of waiting for work for ever.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    stopped = threading.Event()
    STOPPED.set(stopped.is_set)
    threading.Thread(target=_watch, args=(stop, stopped), daemon=True).start()


def _watch(stop: Connection, stopped: threading.Event) -> None:
    driver = parent_process()
    assert driver is not None, "a worker is started by a driver"
    wait([stop, driver.sentinel])
    stopped.set()
    driver.join()
    os._exit(1)
