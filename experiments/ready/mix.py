"""Pairs of instruments: the gain of each alone, of both, and what they do together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from experiments.pareto.objective import Objective
from experiments.pareto.trial import values_of
from experiments.ready.base import Asked, Carrier
from experiments.ready.levers import chosen, crossed, relative, trial
from experiments.statistics.paired import Paired, paired

if TYPE_CHECKING:
    from sim.park import Park

Floats = NDArray[np.float64]

CONFIDENCE = 0.9

SYNERGY, REDUNDANT, CONFLICT, OVERLAP = "synergy", "redundant", "conflict", "overlap"
NONE = "none shown"


@dataclass(frozen=True)
class Pair:
    """Two instruments and one outcome, as gains: positive is better, in `unit`.

    `a`, `b` alone and `both` against neither; `interaction` = both - a - b, with its band of one
    (`CONFIDENCE`) and one that holds for all pairs at once (Bonferroni); `loss` = both less the
    better of the two alone.
    """

    first: str
    second: str
    a: Paired
    b: Paired
    both: Paired
    interaction: Paired
    all_low: float
    all_high: float
    loss: Paired

    @property
    def firm(self) -> bool:
        """Whether the interaction is shown even as one of all pairs."""
        return self.all_low > 0.0 or self.all_high < 0.0

    @property
    def kind(self) -> str:
        """What the two do together, where the band of the interaction leaves out 0.

        More than the sum is a synergy, or only losses that overlap where both together are no
        better than the better alone or none. Less than the sum is redundant; a conflict where one
        gains nothing alone, or where both are below the better one alone and the band says so.
        """
        if not self.interaction.shown:
            return NONE
        if self.interaction.mean > 0.0:
            best = max(self.a.mean, self.b.mean, 0.0)
            return SYNERGY if self.both.mean > best else OVERLAP
        hinders = self.loss.t_high < 0.0 or min(self.a.mean, self.b.mean) <= 0.0
        return CONFLICT if hinders else REDUNDANT


@dataclass(frozen=True)
class Mix:
    """All pairs of one outcome in one park; `single` is each instrument's own gain."""

    park: Park
    outcome: Objective
    unit: str
    level: float
    levers: tuple[str, ...]
    single: tuple[Paired, ...]
    pairs: tuple[Pair, ...]


def mixes_of(
    asked: Asked,
    runner: Carrier,
    park: Park,
    levers: tuple[str, ...],
    outcomes: Sequence[Objective],
) -> list[Mix]:
    """Run nothing, each lever and each pair of levers in a park; return one mix an outcome."""
    _, base = chosen(asked, levers, least=2)
    on = float(asked.options["strength"])
    sets = [(), *((lever,) for lever in levers), *combinations(levers, 2)]
    strengths = [{lever: on for lever in one} for one in sets]
    outputs = tuple(dict.fromkeys(name for one in outcomes for name in one.outputs))
    values, years = values_of(
        [trial(asked, park, base)], strengths, outputs, runner, f"policy_mix-{park.park_id}"
    )
    found = []
    for outcome in outcomes:
        worth = outcome.worth(values[0], outputs, years)
        found.append(mix_of(park, outcome, levers, crossed(asked, worth), sets))
    return found


def mix_of(
    park: Park,
    outcome: Objective,
    levers: tuple[str, ...],
    worth: Floats,
    sets: Sequence[tuple[str, ...]],
) -> Mix:
    """Compare the sets, whose first is the empty one; `worth` is (set, seed[, draw])."""
    level = float(np.nanmean(worth[0]))
    factor, unit = relative(outcome, level)
    gain = dict(zip(sets, -outcome.sign * factor * (worth - worth[:1]), strict=True))
    zero = np.zeros_like(worth[0])
    count = len(levers) * (len(levers) - 1) // 2

    def against(scenario: Floats, reference: Floats, confidence: float = CONFIDENCE) -> Paired:
        return paired(scenario, reference, confidence=confidence, drop=True)

    def pair(a: str, b: str) -> Pair:
        both, alone = gain[a, b], gain[(a,)] + gain[(b,)]
        all_pairs = against(both, alone, 1.0 - (1.0 - CONFIDENCE) / count)
        better = max((gain[(a,)], gain[(b,)]), key=lambda one: float(np.nanmean(one)))
        return Pair(
            a, b, against(gain[(a,)], zero), against(gain[(b,)], zero), against(both, zero),
            against(both, alone), all_pairs.t_low, all_pairs.t_high, against(both, better),
        )  # fmt: skip

    return Mix(
        park, outcome, unit, level, levers,
        tuple(against(gain[(one,)], zero) for one in levers),
        tuple(pair(a, b) for a, b in combinations(levers, 2)),
    )  # fmt: skip
