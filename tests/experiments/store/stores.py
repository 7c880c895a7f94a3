"""Runs that were never carried out, and stores filled with them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

from experiments.outcomes import ERROR, OK, Outcome
from experiments.runs import Run
from experiments.store.writer import Store
from tests.experiments.sweep.studies import small

OUTPUTS = ("co2_scope_1", "links_active")


@cache
def runs() -> tuple[Run, ...]:
    """The twelve runs of the small study."""
    return tuple(small().runs())


def run_id(k: int) -> str:
    """Return the id of a run of the small study."""
    return runs()[k].run_id


def finished(k: int) -> Outcome:
    """Return an outcome of run `k` that shows k in every number; the last year has a NaN."""
    values = np.array([[10 * k, 10 * k + 0.1], [-k, np.nan]])
    return Outcome(run_id(k), OK, years=(2020, 2021), values=values)


def failing(k: int, error: str = "BookError: a leak") -> Outcome:
    """Return an outcome of run `k` that failed."""
    return Outcome(run_id(k), ERROR, error)


def filled(
    folder: Path, *batches: list[Outcome], outputs: tuple[str, ...] = OUTPUTS, name: str = "one"
) -> None:
    """Enter all twelve runs into a store and commit some outcomes, a part a batch."""
    with Store(folder) as store:
        store.enter(name, runs(), outputs)
        for batch in batches:
            store.commit([_cut(outcome, len(outputs)) for outcome in batch], outputs)


def _cut(outcome: Outcome, outputs: int) -> Outcome:
    return replace(outcome, values=outcome.values[:, :outputs])


def held(folder: Path, outputs: tuple[str, ...] = OUTPUTS) -> set[int]:
    """Return which of the twelve runs a store holds with these outputs."""
    with Store(folder) as store:
        return {k for k, has in enumerate(store.holds([r.run_id for r in runs()], outputs)) if has}
