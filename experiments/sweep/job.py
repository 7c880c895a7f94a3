"""What travels between the driver of a sweep and its workers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from experiments.outcomes import ERROR, Outcome
from policies.package import Package


@dataclass(frozen=True)
class Job:
    """One run as a worker gets it; `park` is the digest under which its batch holds the park."""

    run_id: str
    park: str
    package: Package
    seed: int
    until: int
    strength: Mapping[str, float]
    assumption: Mapping[str, float]
    symbiosis: bool
    uncertainty: Mapping[str, float] = field(default_factory=dict)
    draw: int = 0


@dataclass(frozen=True)
class Batch:
    """Runs that travel together, with the parks they need (pickled once) and the outputs wanted."""

    jobs: tuple[Job, ...]
    parks: Mapping[str, bytes]
    outputs: tuple[str, ...]


@dataclass(frozen=True)
class Finished:
    """The runs of a batch that were carried out, and how long they took together."""

    outcomes: tuple[Outcome, ...]
    seconds: float


Work = Callable[[Batch], Finished]
"""What an executor is asked to do with a batch."""


def failed(job: Job, error: str) -> Outcome:
    """Return the outcome of a run that could not be carried out."""
    return Outcome(job.run_id, ERROR, error)
