"""What a ready experiment is asked, what it finds, and what it must offer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from policies.package import Package
from sim.park import Park

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from pandas import DataFrame

    from experiments.runs import Run

Draw = Callable[[str], "Figure"]
"""Draws a figure in a language (`en`, `zh`); called within `experiments.figures.style.drawing`."""


class Carrier(Protocol):
    """What an experiment needs of `experiments.sweep.runner.Runner`."""

    def carry_out(self, runs: Iterable[Run], outputs: Sequence[str], name: str = ...) -> Any:
        """Carry out the runs that the store lacks and return the report."""

    def outcomes(self, runs: Sequence[Run], outputs: Sequence[str]) -> Any:
        """Return the `Outcomes` of the runs, (run, year, output)."""


@dataclass(frozen=True)
class Asked:
    """What an experiment is to look at.

    Every package meets the same pairs of a seed (1, 2, ... `seeds`) and a draw of the tables:
    with `draws = 0` the tables as they stand, otherwise draws 1, 2, ... `draws`, each crossed with
    every seed. `options` holds a value for every option of the experiment.
    """

    parks: tuple[Park, ...]
    packages: tuple[Package, ...]
    until: int = 2030
    seeds: int = 10
    draws: int = 0
    language: str = "en"
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def pairs(self) -> list[tuple[int, int]]:
        """The sampled pairs of (seed, draw), the first seed of every draw first."""
        draws = range(1, self.draws + 1) if self.draws else (0,)
        return [(seed, draw) for seed in range(1, self.seeds + 1) for draw in draws]


@dataclass
class Found:
    """What an experiment found.

    `tables` become CSV files, `figures` PNG and SVG files of their names. `said` are the findings
    as sentences in the asked language, each with its numbers and what was sampled.
    """

    tables: dict[str, DataFrame] = field(default_factory=dict)
    figures: dict[str, Draw] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Option:
    """An option of an experiment; a value has the type of `default` (tuples: commas between)."""

    default: Any
    help: str


class Experiment(Protocol):
    """A module of `experiments/ready` with `EXPERIMENT`, an object like this, is an experiment.

    `parks`, `packages`, `seeds` and `draws` are what is taken where nothing is asked. `run` raises
    `InputError` for a question that cannot be answered, before any run is made.
    """

    name: str
    title_en: str
    title_zh: str
    question_en: str
    question_zh: str
    parks: tuple[str, ...]
    packages: tuple[str, ...]
    seeds: int
    draws: int
    options: Mapping[str, Option]

    def run(self, asked: Asked, runner: Carrier) -> Found:
        """Carry out the runs needed and return what they say."""
