"""What happened, as observations of a run: the packaged outcomes 2020-2025, and recorded cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from experiments.nearest import nearest
from experiments.statistics.matching import Observation
from sim.faults import Fault, InputError, raise_faults
from sim.table_form import Table
from sim.tables import read_tables

if TYPE_CHECKING:
    from experiments.history.comparison import Comparison
    from experiments.history.record import Case
    from experiments.history.replay import Replay
    from experiments.outcomes import Outcomes

Floats = NDArray[np.float64]

DATA: Final = Path(__file__).parent / "data"
FIRST_YEAR, LAST_YEAR = 2021, 2025
NINETY = 1.645
"""Standard deviations from the middle to the end of a range that holds 90 percent."""


@dataclass(frozen=True)
class Seen:
    """An observation and how a run gives it: an output's level or change in a year."""

    observation: Observation
    output: str
    measure: str
    year: int


@cache
def observables() -> Table:
    """Return the table of what can be compared, with its discrepancies."""
    return read_tables(DATA)["observables"]


def chosen(names: Sequence[str], figures: bool) -> list[dict[str, Any]]:
    """Return rows of observables by name; the default ones without names.

    Errors: `InputError` with the nearest names.
    """
    table = observables()
    rows = [table.row_at(k) for k in range(len(table))]
    rows = [row for row in rows if (row["measure"] == "figure") == figures]
    known = [row["observable"] for row in rows]
    raise_faults(
        [
            Fault(f"observable {name}", "it is not compared", f"write {nearest(name, known)}")
            for name in names
            if name not in known
        ]
    )
    return [row for row in rows if (row["observable"] in names if names else row["default"])]


def outcomes_of(province: str, names: Sequence[str] = ()) -> list[Seen]:
    """Return the outcomes of 2021-2025 for a park of a province.

    Where the province's own outcome is known for a year it is taken, else the nation's; a range is
    read as 90 percent, a value without one has the observable's error.

    Errors: `InputError` for an unknown observable.
    """
    table = read_tables()["outcomes"]
    rows = [table.row_at(k) for k in range(len(table))]
    found = []
    for one in chosen(names, figures=False):
        for year in range(FIRST_YEAR, LAST_YEAR + 1):
            for place in (province, "CN"):
                row = _row(rows, f"{one['observable']}.{place}.{year}")
                if row is not None:
                    found.append(_seen(one, row, place, year))
                    break
    return found


def values(found: Outcomes, seen: Sequence[Seen]) -> Floats:
    """Return what runs give for observations, (run, observation); NaN where a run failed."""
    columns = []
    for one in seen:
        now = found.of(one.output, one.year)
        if one.measure == "yoy":
            with np.errstate(divide="ignore", invalid="ignore"):
                now = (now / found.of(one.output, one.year - 1) - 1.0) * 100.0
        columns.append(now)
    return np.stack(columns, axis=1)


def record_of(case: Case, names: Sequence[str] = ()) -> list[Seen]:
    """Return the figures of a case's record that a replay is compared with.

    Errors: `InputError` for an unknown figure.
    """
    from experiments.history.comparison import Comparison

    record = figures_of_record(Comparison(case, ()))
    found = []
    for one in chosen(names, figures=True):
        observation = Observation(
            name=one["observable"],
            value=record[one["output"]],
            error=one["error"],
            discrepancy=one["discrepancy"],
            unit=one["unit"],
            source=one["source"],
        )
        found.append(Seen(observation, one["output"], "figure", case.last_year))
    return found


def figures_of_record(record: Comparison) -> dict[str, float]:
    """Return the figures of a record: log2 links a year, share in the first half, median wait."""
    until = record.case.rate_until or record.case.last_year + 1
    span = until - record.case.first_year
    return _figures(record.recorded_cumulative(), span, record.recorded_waits())


def figures_of_replay(replay: Replay) -> dict[str, float]:
    """Return the same figures of a replay; a wait is that of the recorded exchanges it found."""
    from experiments.history.comparison import Comparison

    case = replay.case
    until = case.rate_until or case.last_year + 1
    waits = Comparison(case, (replay,)).waits().tolist()
    return _figures(replay.cumulative(), until - case.first_year, waits)


def _figures(cumulative: Sequence[int], span: int, waits: Sequence[float]) -> dict[str, float]:
    """Return figures of counts by the end of each year; half a link stands for none."""
    count = cumulative[span - 1]
    return {
        "links_a_year": float(np.log2(max(count, 0.5) / span)),
        "early_share": cumulative[span // 2 - 1] / count if count else 0.0,
        "median_wait": float(np.median(waits)) if len(waits) else float(span),
    }


def _row(rows: Sequence[dict[str, Any]], name: str) -> dict[str, Any] | None:
    return next((row for row in rows if row["outcome"] == name), None)


def _seen(one: dict[str, Any], row: dict[str, Any], place: str, year: int) -> Seen:
    ranged = np.isfinite(row["low"]) and np.isfinite(row["high"])
    error = (row["high"] - row["low"]) / (2.0 * NINETY) if ranged else one["error"]
    observation = Observation(
        name=f"{one['observable']}.{place}.{year}",
        value=float(row["value"]),
        error=float(error),
        discrepancy=float(one["discrepancy"]),
        label=str(row["indicator"]),
        unit=one["unit"],
        source=str(row["source"]),
    )
    return Seen(observation, one["output"], one["measure"], year)


def refuse_none(seen: Sequence[Seen], what: str) -> None:
    """Raise `InputError` where there is nothing to compare with."""
    if not seen:
        raise InputError([Fault(what, "no outcome is known for it", "name other observables")])
