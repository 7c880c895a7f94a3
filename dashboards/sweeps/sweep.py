"""One sweep: its runs carried out by the worker processes, and the values they gave so far."""

from __future__ import annotations

import pickle
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from dashboards.background import Background
from dashboards.sweeps.measures import OUTPUTS, of_values
from dashboards.sweeps.setup import MOST_S, Setup, content, study_of
from dashboards.viewstate import Key

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dashboards.shelf import Shelf
    from experiments.study import Study
    from experiments.sweep.job import Batch, Finished, Job

RUNNING, DONE, CANCELLED, LATE, FAILED = "running", "done", "cancelled", "late", "failed"

BATCH_S: Final = 0.3
"""About what the runs take that travel together."""

_MOST_TOGETHER = 20
_HOPELESS = 20
"""So many failed runs without a single good one end a sweep."""

STUDY = "sweep"


@dataclass(frozen=True)
class Task:
    """All that determines a sweep; `title` describes it in the file of its study."""

    setup: Setup
    key: Key
    until: int
    title: str = ""

    @cached_property
    def content(self) -> dict[str, Any]:
        """What its study file says."""
        return content(self.setup, self.key, self.until, STUDY, self.title)


class Sweep:
    """Runs of a study in a thread of its own; `tell` is called after every batch and at the end.

    `run_s` is about what one run takes; it sizes the batches.
    """

    def __init__(
        self,
        task: Task,
        shelf: Shelf,
        background: Background,
        run_s: float,
        tell: Callable[[], None],
        most_s: float = MOST_S,
    ) -> None:
        self.task, self.status, self.error = task, RUNNING, ""
        self.study: Study = study_of(task.content, shelf)
        self.points: list[Mapping[str, float]] = [dict(p.strength) for p in self.study.points()]
        self.replicates = task.setup.seeds
        self.runs = len(self.points) * self.replicates
        self.years: tuple[int, ...] = ()
        self.done = self.failed = 0
        self.errors: dict[int, str] = {}
        """Of failed runs, by their place in the study."""
        self._values: NDArray[np.float64] | None = None
        self._tell, self._most_s = tell, most_s
        self._lane = background.lane()
        self._stop, self._lock = threading.Event(), threading.Lock()
        self._at: dict[str, int] = {}
        self._run_s = self.pace_s = run_s
        self._together = max(1, min(_MOST_TOGETHER, round(BATCH_S / max(run_s, 1e-3))))
        self.begun = time.perf_counter()
        self.ended: float | None = None
        self._first: tuple[float, int] | None = None
        self._thread = threading.Thread(target=self._work, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def cancel(self, status: str = CANCELLED) -> None:
        """End it: what waits or is under way is dropped, what was finished is kept."""
        with self._lock:
            if self.status != RUNNING:
                return
            self.status = status
        self._stop.set()
        self._lane.stop()

    def wait(self, seconds: float) -> bool:
        """Wait for the end; return whether it came."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    @property
    def seconds(self) -> float:
        """What it has taken so far."""
        return (self.ended or time.perf_counter()) - self.begun

    @property
    def left_s(self) -> float:
        """About what it still takes, by the pace since the first runs came back."""
        through = self.done + self.failed
        pace = self._run_s / self._lane.slots
        if self._first is not None and through > self._first[1]:
            pace = (time.perf_counter() - self._first[0]) / (through - self._first[1])
        return pace * (self.runs - through)

    @property
    def values(self) -> NDArray[np.float64]:
        """What the runs gave so far: (replicate, point, year, output), NaN where nothing yet."""
        with self._lock:
            if self._values is None:
                shape = (self.replicates, len(self.points), 1, len(OUTPUTS))
                return np.full(shape, np.nan)
            return self._values.copy()

    def measure(self, name: str) -> NDArray[np.float64]:
        """Return a measure by (replicate, point)."""
        found: NDArray[np.float64] = of_values(name, self.values)
        return found

    def _work(self) -> None:
        from experiments.sweep.engine import Driver
        from experiments.sweep.pace import Pace
        from experiments.sweep.worker import run_batch

        try:
            driver = Driver(
                self._jobs(), self.runs, self._pack, run_batch, self._commit, self._lane,
                Pace(self._together), self._stop,
            )  # fmt: skip
            ended = DONE if driver.run() else CANCELLED
        except Exception as error:
            self.error, ended = f"{type(error).__name__}: {error}", FAILED
        with self._lock:
            self.status = ended if self.status == RUNNING else self.status
            self.ended = time.perf_counter()
        self._lane.stop()
        self._tell()

    def _jobs(self) -> Iterator[Job]:
        from experiments.sweep import describe

        for at, run in enumerate(self.study.runs()):
            job = describe.job(run)
            self._at[job.run_id] = at
            yield job

    @cached_property
    def _packed(self) -> dict[str, bytes]:
        (park,) = self.study.parks.values()
        return {park.digest(): pickle.dumps(park)}

    def _pack(self, some: Sequence[Job]) -> Batch:
        from experiments.sweep.job import Batch

        return Batch(tuple(some), self._packed, self.study.outputs)

    def _commit(self, finished: Finished) -> None:
        """Keep what a batch gave."""
        from experiments.outcomes import OK

        with self._lock:
            for outcome in finished.outcomes:
                at = self._at[outcome.run_id]
                if outcome.status == OK:
                    self._put(at, outcome.years, outcome.values)
                    self.done += 1
                else:
                    self.errors[at] = outcome.error
                    self.failed += 1
            if self._first is None:
                self._first = time.perf_counter(), self.done + self.failed
        if finished.outcomes:
            self.pace_s = finished.seconds / len(finished.outcomes)
        if self.failed >= _HOPELESS and not self.done:
            self.error = next(iter(self.errors.values()))
            self.cancel(FAILED)
        elif self.seconds > self._most_s:
            self.cancel(LATE)
        self._tell()

    def _put(self, at: int, years: tuple[int, ...], values: NDArray[np.float64]) -> None:
        replicate, point = divmod(at, len(self.points))
        if self._values is None:
            self.years = years
            shape = (self.replicates, len(self.points), *values.shape)
            self._values = np.full(shape, np.nan)
        self._values[replicate, point] = values
