"""A runner without a store: each run is made in this process, once, and kept in memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from experiments.outcomes import Outcomes
from experiments.runs import Run
from experiments.study_outputs import values_by_year
from sim.faults import InputError


class Direct:
    """Takes the place of `Runner`; the run ids in `poison` fail."""

    def __init__(self, poison: Iterable[str] = ()) -> None:
        self.poison = set(poison)
        self.made: dict[tuple[str, str], np.ndarray] = {}
        self.years: tuple[int, ...] = ()
        self.calls: list[str] = []

    def carry_out(self, runs: Iterable[Run], outputs: Sequence[str], name: str = "") -> None:
        self.calls.append(name)
        for run in runs:
            lacking = [out for out in outputs if (run.run_id, out) not in self.made]
            if not lacking or run.run_id in self.poison:
                continue
            self.years, values = values_by_year(run.scenario().run(), lacking)
            for column, out in enumerate(lacking):
                self.made[run.run_id, out] = values[:, column]

    def outcomes(self, runs: Sequence[Run], outputs: Sequence[str]) -> Outcomes:
        if any((run.run_id, out) not in self.made for run in runs for out in outputs) and (
            not self.poison
        ):
            raise InputError([])
        values = np.full((len(runs), len(self.years), len(outputs)), np.nan)
        for row, run in enumerate(runs):
            for column, out in enumerate(outputs):
                values[row, :, column] = self.made.get((run.run_id, out), np.nan)
        errors = {run.run_id: "poisoned" for run in runs if run.run_id in self.poison}
        return Outcomes(tuple(r.run_id for r in runs), self.years, tuple(outputs), values, errors)
