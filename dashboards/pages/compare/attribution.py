"""How much each lever explains: reruns in worker processes, with progress, stopped at once."""

from __future__ import annotations

import pickle
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from dashboards.background import Background
from dashboards.pages.compare.levers import BASE, WHOLE, Variant, variants
from dashboards.pages.compare.measured import MAIN, SUMMED

if TYPE_CHECKING:
    from experiments.outcomes import Outcome
    from experiments.scenario import Scenario
    from experiments.sweep.job import Batch

SEEDS: Final = ("1", "4", "10")
"""Seeds that can be asked for: the scenario's own and those that follow it."""

_POLL_S = 0.05
_AHEAD = 2
"""Runs handed over for each worker: others who wait for the workers get their turn soon."""

Progress = Callable[[int], None]
Figures = dict[str, float]


@dataclass(frozen=True)
class Attribution:
    """The figures of every run: by (kind, lever) a mapping of seed to `MAIN` figures."""

    levers: tuple[str, ...]
    seeds: tuple[int, ...]
    figures: dict[tuple[str, str], dict[int, Figures]]
    failed: int

    def effects(self, kind: str, lever: str, name: str) -> list[float]:
        """Return, a seed each, what a lever changes in an indicator.

        `alone`: added to the baseline; `without`: what its taking away from the scenario undoes;
        `whole`: all levers together. Seeds of which a run is missing are left out.
        """
        base = self.figures.get((BASE, ""), {})
        whole = self.figures.get((WHOLE, ""), {})
        other = self.figures.get((kind, lever), {})
        return [
            other[seed][name] - base[seed][name]
            if kind != "without"
            else whole[seed][name] - other[seed][name]
            for seed in self.seeds
            if seed in other and seed in base and seed in whole
        ]


def runs_of(levers: int, seeds: int) -> int:
    """Return how many runs tell so many levers apart.

    >>> runs_of(3, 4)
    32
    """
    return (2 + 2 * levers) * seeds


def work_out(
    scenario: Scenario,
    baseline: Scenario,
    seeds: int,
    background: Background,
    stop: threading.Event,
    progress: Progress,
) -> Attribution | None:
    """Return what each lever explains; None once `stop` is set.

    `progress` is told the runs done. Runs under way when `stop` is set are dropped.
    """
    from experiments.sweep.worker import run_batch

    lane = background.lane()
    listed = list(variants(scenario, baseline))
    span = tuple(range(scenario.seed, scenario.seed + seeds))
    jobs = [(one, seed) for seed in span for one in listed]
    waiting = _batches(scenario, jobs)
    figures: dict[tuple[str, str], dict[int, Figures]] = {}
    flying: dict[Future[Any], int] = {}
    done, missing = 0, 0
    while True:
        while not stop.is_set() and len(flying) < _AHEAD * background.workers:
            place, batch = next(waiting, (0, None))
            if batch is None:
                break
            flying[lane.submit(run_batch, batch)] = place
        if stop.is_set():
            lane.stop()
            return None
        if not flying:
            break
        finished, _ = wait(list(flying), _POLL_S, FIRST_COMPLETED)
        for future in finished:
            variant, seed = jobs[flying.pop(future)]
            outcome = _outcome(future)
            done += 1
            if outcome is None:
                missing += 1
            else:
                figures.setdefault((variant.kind, variant.lever), {})[seed] = _figures(outcome)
        if finished:
            progress(done)
    levers = tuple(dict.fromkeys(one.lever for one in listed if one.lever))
    return Attribution(levers, span, figures, missing)


def _batches(scenario: Scenario, jobs: list[tuple[Variant, int]]) -> Iterator[tuple[int, Batch]]:
    from experiments.sweep.job import Batch, Job

    digest = scenario.park.digest()
    packs = {digest: pickle.dumps(scenario.park)}
    for place, (variant, seed) in enumerate(jobs):
        job = Job(
            run_id=str(place), park=digest, package=variant.package, seed=seed,
            until=scenario.until, strength={}, assumption=scenario.assumption,
            symbiosis=scenario.symbiosis,
        )  # fmt: skip
        yield place, Batch((job,), packs, MAIN)


def _outcome(future: Future[Any]) -> Outcome | None:
    """Return the outcome of a run that was finished."""
    if future.cancelled() or future.exception() is not None:
        return None
    outcome: Outcome
    for outcome in future.result().outcomes:
        if outcome.status == "ok":
            return outcome
    return None


def _figures(outcome: Outcome) -> Figures:
    """Return the figures that count: of the last year, or of all years together."""
    values = outcome.values
    return {
        name: float(values[:, k].sum() if name in SUMMED else values[-1, k])
        for k, name in enumerate(MAIN)
    }
