"""What a worker process does: carry out batches of runs until it is told to stop."""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from functools import cache
from time import perf_counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from experiments.outcomes import Outcome
    from experiments.pasts import Pasts
    from experiments.sweep.job import Batch, Finished, Job
    from sim.park import Park

STOPPED: ContextVar[Callable[[], bool]] = ContextVar("STOPPED", default=lambda: False)
"""Asks whether the sweep was cancelled; a run asks it every month."""

NICE = 15
"""Priority of gentle work where the platform has one: an answer gets some thirty times as much."""

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
    from experiments.outcomes import OK, Outcome
    from experiments.scenario import Scenario
    from experiments.study_outputs import values_by_year
    from experiments.sweep.job import failed
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
        results = scenario.run(lambda month: not stopped(), _pasts().simulate)
        years, values = values_by_year(results, batch.outputs)
    except Cancelled:
        return None
    except Exception as error:
        return failed(job, f"{type(error).__name__}: {error}")
    return Outcome(job.run_id, OK, years=years, values=values)


@cache
def _pasts() -> Pasts:
    """Return what runs of this process share of their past."""
    from experiments.pasts import Pasts

    return Pasts()


def unpacked(digest: str, parks: Mapping[str, bytes]) -> Park:
    """Return a park by its digest; one that this process still holds is not read again."""
    held = _held.get(digest)
    if held is None:
        if len(_held) >= _MOST_HELD:
            _held.clear()
        held = _held[digest] = pickle.loads(parks[digest])
    return held


def stoppable(stop: str, work: Callable[..., Any], *args: Any, **named: Any) -> Any:
    """Do some work in a worker process; it is stopped as soon as the file `stop` is there."""
    outer = STOPPED.get()
    before = STOPPED.set(lambda: os.path.exists(stop) or outer())
    try:
        return work(*args, **named)
    finally:
        STOPPED.reset(before)


def gently(stop: str, work: Callable[..., Any], *args: Any) -> Any:
    """Do stoppable work at a low priority, so that what someone waits for goes first."""
    if sys.platform != "win32":
        os.nice(max(0, NICE - os.nice(0)))
    return stoppable(stop, work, *args)
