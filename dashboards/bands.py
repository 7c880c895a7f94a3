"""Bands: what other draws make of the same scenario, worked out beside the page."""

from __future__ import annotations

import pickle
import threading
from collections import OrderedDict
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from dashboards.background import Background
from dashboards.lines import LINES
from dashboards.runs import Runs
from dashboards.shelf import UNTIL, Shelf
from dashboards.stops import Stop
from dashboards.viewstate import Key

if TYPE_CHECKING:
    from experiments.sweep.job import Batch

SEEDS: Final = 20
"""Seeds of a band: the scenario's own and those that follow it."""

QUANTILES: Final = (0.1, 0.9)
KINDS: Final = ("seeds", "draws", "none")
"""Seeds alone; each seed with its own draw of the tables within their ranges; no band."""

_POLL_S = 0.05
_KEPT = 64


@dataclass(frozen=True)
class Band:
    """Between two quantiles lie four fifths of the runs, by indicator and year."""

    key: Key
    kind: str
    runs: int
    """Runs that were finished; failed ones are left out."""
    low: dict[str, tuple[float, ...]]
    high: dict[str, tuple[float, ...]]
    cost: tuple[float, float] | None = None
    """The same of the public cost summed over the years, CNY."""


class Bands:
    """The bands of one server, the latest kept."""

    def __init__(self, background: Background) -> None:
        self._background = background
        self._found: OrderedDict[tuple[Key, str], Band] = OrderedDict()
        self._lock = threading.Lock()

    def kept(self, key: Key, kind: str) -> Band | None:
        """Return a band that is known already."""
        with self._lock:
            return self._found.get((key, kind))

    def work_out(self, runs: Runs, key: Key, kind: str, stop: Stop) -> Band | None:
        """Return the band of a scenario; None once `stop` is set, or where no run was finished.

        When it is set, runs under way end at their next month and those that wait never start.
        """
        known = self.kept(key, kind)
        if known is not None:
            return known
        from experiments.sweep.worker import run_batch

        lane = self._background.lane(urgent=True)
        batches = self._batches(runs.shelf, key, kind)
        if stop.is_set():
            return None
        flying = {lane.submit(run_batch, batch) for batch in batches}
        stop.then(lane.stop)
        blocks: list[Any] = []
        while flying:
            if stop.is_set():
                return None
            done, flying = wait(flying, _POLL_S, FIRST_COMPLETED)
            blocks += [values for future in done for values in self._finished(runs, key[0], future)]
        if not blocks:
            return None
        band = _band(key, kind, np.stack(blocks))
        with self._lock:
            self._found[key, kind] = band
            while len(self._found) > _KEPT:
                self._found.popitem(last=False)
        return band

    @staticmethod
    def _finished(runs: Runs, park: str, future: Future[Any]) -> list[Any]:
        """Return the (year, output) values of the runs of a batch that were finished."""
        if future.cancelled() or future.exception() is not None:
            return []
        finished = future.result()
        if finished.outcomes:
            runs.note_pace(park, finished.seconds / len(finished.outcomes))
        return [outcome.values for outcome in finished.outcomes if outcome.status == "ok"]

    def _batches(self, shelf: Shelf, key: Key, kind: str) -> list[Batch]:
        """Return one batch a worker: each mostly meets the seeds again whose past it has kept."""
        from experiments.study import Study
        from experiments.sweep import describe
        from experiments.sweep.job import Batch

        park, package, moved, seed, since = key
        study = Study.of(
            name="band", park=shelf.parks[park], package=shelf.package(package, since), until=UNTIL,
            seeds=list(range(seed, seed + SEEDS)), outputs=list(LINES),
            strength=dict(moved), **({"draws": SEEDS} if kind == "draws" else {}),
        )  # fmt: skip
        jobs = [describe.job(run) for run in study.runs()]
        packs = {jobs[0].park: pickle.dumps(shelf.parks[park])}
        together = -(-len(jobs) // self._background.workers)
        return [
            Batch(tuple(jobs[k : k + together]), packs, study.outputs)
            for k in range(0, len(jobs), together)
        ]


def _band(key: Key, kind: str, values: Any) -> Band:
    """Return the quantiles of values by (run, year, output)."""
    low, high = np.nanquantile(values, QUANTILES, axis=0)
    cost = values[:, :, LINES.index("public_cost")].sum(axis=1)
    least, most = np.quantile(cost, QUANTILES).tolist()
    return Band(
        key=key,
        kind=kind,
        runs=len(values),
        low={name: tuple(low[:, k].tolist()) for k, name in enumerate(LINES)},
        high={name: tuple(high[:, k].tolist()) for k, name in enumerate(LINES)},
        cost=(least, most),
    )
