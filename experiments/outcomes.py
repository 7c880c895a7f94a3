"""What became of runs: of one, and of many as one block of numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from experiments.nearest import nearest
from sim.faults import Fault, InputError

Floats = NDArray[np.float64]

OK, ERROR = "ok", "error"


@dataclass(frozen=True)
class Outcome:
    """What became of one run: `values` by (year, output), empty where it failed."""

    run_id: str
    status: str
    error: str = ""
    years: tuple[int, ...] = ()
    values: NDArray[np.float64] = field(default_factory=lambda: np.empty((0, 0)))


@dataclass(frozen=True)
class Outcomes:
    """Runs x years x outputs, in the order of `run_ids`, `years` and `outputs`.

    `values` is float64 and NaN where a run failed or has not reached a year; `errors` maps the
    `run_id` of each failed run to what went wrong. A run is failed where it is named in `errors`
    or has no number at all.

    Errors: `ValueError` where the shape of `values` is not (runs, years, outputs).

    >>> values = np.array([[[1.0, 5.0], [2.0, 6.0]], [[np.nan, np.nan], [np.nan, np.nan]]])
    >>> found = Outcomes(("a", "b"), (2020, 2021), ("co2", "cost"), values, {"b": "no balance"})
    >>> found.of("cost").tolist(), found.of("co2", 2020).tolist()
    ([6.0, nan], [1.0, nan])
    >>> found.failed.tolist()
    [False, True]
    """

    run_ids: tuple[str, ...]
    years: tuple[int, ...]
    outputs: tuple[str, ...]
    values: Floats
    errors: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        shape = (len(self.run_ids), len(self.years), len(self.outputs))
        if self.values.shape != shape:
            raise ValueError(f"values are {self.values.shape}, not runs x years x outputs {shape}")

    def __len__(self) -> int:
        return len(self.run_ids)

    def of(self, output: str, year: int | None = None) -> Floats:
        """Return an output of every run in a year, the last one by default: (run,).

        Errors: `InputError` naming the nearest output or the years there are.
        """
        if output not in self.outputs:
            mend = f"write {nearest(output, self.outputs)}"
            raise InputError([Fault(f"output {output}", "the runs do not have it", mend)])
        at = len(self.years) - 1 if year is None else self._at(year)
        column: Floats = self.values[:, at, self.outputs.index(output)]
        return column

    @cached_property
    def failed(self) -> NDArray[np.bool_]:
        """Which runs failed: (run,)."""
        named = np.array([run_id in self.errors for run_id in self.run_ids], dtype=np.bool_)
        empty = np.isnan(self.values).all(axis=(1, 2))
        return np.asarray(named | empty)

    def _at(self, year: int) -> int:
        if year not in self.years:
            mend = f"write a year from {self.years[0]} to {self.years[-1]}" if self.years else (
                "give runs that did not fail"
            )  # fmt: skip
            raise InputError([Fault(f"year {year}", "the runs do not have it", mend)])
        return self.years.index(year)
