"""A fact: what is claimed of real parks, by whom, and the figures that the model gives."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from experiments.facts.sample import Sample

INF = math.inf

SOME = 1e-9
"""Lower bound of what must be above zero."""


@dataclass(frozen=True)
class Figure:
    """One measured number beside the band in which the claim lets it lie.

    `low` and `high` come from the literature or from the claim's direction; where neither says
    anything both are infinite and the figure is only shown. `sampled` says over what it was taken.
    """

    what: str
    value: float
    sampled: str
    low: float = -INF
    high: float = INF
    band_from: str = ""

    @property
    def judged(self) -> bool:
        """Whether anything is expected of the figure."""
        return self.low > -INF or self.high < INF

    @property
    def holds(self) -> bool:
        """Whether the value lies in its band; a value that does not exist never does."""
        return self.low <= self.value <= self.high


@dataclass(frozen=True)
class Fact:
    """One claim: its short name, the sentence, its source and how to measure it."""

    name: str
    claim: str
    source: str
    measure: Callable[[Sample], Sequence[Figure]]


FACTS: dict[str, Fact] = {}
"""Every fact by name, in the order of `experiments.facts.report`."""


def fact(
    name: str, claim: str, source: str
) -> Callable[[Callable[[Sample], Sequence[Figure]]], Callable[[Sample], Sequence[Figure]]]:
    """Register a fact; the function under it returns its figures for a sample."""

    def keep(
        measure: Callable[[Sample], Sequence[Figure]],
    ) -> Callable[[Sample], Sequence[Figure]]:
        FACTS[name] = Fact(name, claim, source, measure)
        return measure

    return keep
