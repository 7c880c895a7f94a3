"""Carrying out a study: one round of a runner."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.sweep.report import Report
from experiments.sweep.runner import Progress, Runner

if TYPE_CHECKING:
    from experiments.study import Study


def sweep(
    study: Study,
    out: Path,
    workers: int = 1,
    progress: Progress | None = None,
    cancel: threading.Event | None = None,
    scheduler: str | None = None,
    batch: int | None = None,
) -> Report:
    """Carry out the runs of a study that the store `out` does not hold yet.

    All else as for `Runner`; errors as of its `carry_out`.
    """
    with Runner(out, workers, scheduler, batch, progress, cancel) as runner:
        return runner.carry_out(study.runs(), study.outputs, study.name, form=study)
