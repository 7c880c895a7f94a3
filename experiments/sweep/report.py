"""What a sweep did."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from experiments.outcomes import OK, Outcome

_SHOWN = 3


@dataclass
class Report:
    """Counts of the runs of a sweep, filled as they are committed.

    `runs` are those of the study, `skipped` were finished by an earlier sweep, `finished` and
    `failed` now; `damaged` names parts that had to be replaced, `errors` counts what went wrong.
    """

    out: Path
    runs: int = 0
    skipped: int = 0
    finished: int = 0
    failed: int = 0
    cancelled: bool = False
    seconds: float = 0.0
    damaged: list[str] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)

    @property
    def done(self) -> int:
        """Runs that have a result in the store."""
        return self.skipped + self.finished

    def count(self, outcomes: tuple[Outcome, ...]) -> None:
        """Take in the outcomes of a batch."""
        for outcome in outcomes:
            if outcome.status == OK:
                self.finished += 1
            else:
                self.failed += 1
                self.errors[outcome.error] += 1

    def as_json(self) -> dict[str, Any]:
        """Return the report as `parkloop sweep --json` prints it."""
        return {
            "out": str(self.out),
            "runs": self.runs,
            "done": self.done,
            "skipped": self.skipped,
            "finished": self.finished,
            "failed": self.failed,
            "cancelled": self.cancelled,
            "seconds": round(self.seconds, 3),
            "damaged": list(self.damaged),
            "errors": dict(self.errors.most_common(_SHOWN)),
        }


class Interrupted(KeyboardInterrupt):
    """Ctrl-C stopped a sweep; `report` says what is kept."""

    def __init__(self, report: Report) -> None:
        super().__init__(f"{report.done} of {report.runs} runs are kept in {report.out}")
        self.report = report
