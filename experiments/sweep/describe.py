"""A run as it travels to a worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from experiments.sweep.job import Job

if TYPE_CHECKING:
    from experiments.runs import Run


def job(run: Run, run_id: str | None = None) -> Job:
    """Return a run as a worker gets it; giving its id saves working it out again."""
    point = run.point
    return Job(
        run_id or run.run_id,
        point.park_digest,
        point.package,
        run.seed,
        point.until,
        point.strength,
        point.assumption,
        point.symbiosis,
        point.uncertainty,
        point.draw,
    )
