"""From which strength on an aim is reached: refinement of a grid, isotonic share, its interval."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.statistics.interval import CONFIDENCE
from experiments.statistics.targets import probability

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

NEVER = math.inf
_ROUND = 12


@dataclass(frozen=True)
class Threshold:
    """The smallest strength from which an aim is reached with a probability.

    `strength` by linear interpolation of the isotonic share, infinite where it is never reached;
    `low`, `high` its interval, infinite where pairs are too few; `below` and `above` the tried
    strengths around it (`below` nan where the lowest one reaches it already); `monotone` whether
    the plain share never falls as the strength rises, which no step assumes.
    """

    strength: float
    low: float
    high: float
    below: float
    above: float
    monotone: bool


def refined(
    strengths: Floats,
    share: Floats,
    response: Floats,
    aim: float,
    tolerance: float,
    bends: int,
) -> Floats:
    """Return strengths to try next: midpoints where the share crosses, and where it bends.

    `response` (strength,) is the mean outcome. The interval in which the isotonic share passes
    `aim` is halved until it is no wider than `tolerance`; so are the intervals on both
    sides of the `bends` points where the slope of the response changes most. Nothing to try: empty.
    """
    gaps = np.diff(strengths)
    wide = gaps > tolerance * (1.0 + 1e-9)
    split = {k for k in _crossing(share, aim) if wide[k]}
    if len(strengths) > 2 and np.ptp(response) > 0.0:
        change = np.abs(np.diff(np.diff(response) / gaps)) * np.minimum(gaps[1:], gaps[:-1])
        sharp = change > 0.05 * np.ptp(response)
        order = [k for k in np.argsort(-change, kind="stable").tolist() if sharp[k]]
        split |= {side for k in order[:bends] for side in (k, k + 1) if wide[side]}
    middles = [(strengths[k] + strengths[k + 1]) / 2.0 for k in sorted(split)]
    return np.asarray([round(middle, _ROUND) for middle in middles], dtype=np.float64)


def _crossing(share: Floats, aim: float) -> list[int]:
    """Return the interval in which the isotonic share first reaches the aim, if any."""
    reached = np.flatnonzero(np.round(isotonic(share) - aim, _ROUND) >= 0.0)
    return [int(reached[0]) - 1] if len(reached) and reached[0] > 0 else []


def isotonic(share: Floats) -> Floats:
    """Return the nearest share that never falls (pool adjacent violators, least squares)."""
    from scipy.optimize import isotonic_regression

    return np.asarray(isotonic_regression(share).x, dtype=np.float64)


def crossing(strengths: Floats, share: Floats, aim: float) -> float:
    """Return where the isotonic share reaches the aim; infinite where it does not.

    >>> crossing(np.array([0.0, 1.0, 2.0]), np.array([0.0, 0.5, 1.0]), 0.75)
    1.5
    """
    fitted = isotonic(share)
    reached = np.flatnonzero(np.round(fitted - aim, _ROUND) >= 0.0)
    if not len(reached):
        return NEVER
    k = int(reached[0])
    if k == 0:
        return float(strengths[0])
    part = (aim - fitted[k - 1]) / (fitted[k] - fitted[k - 1])
    return float(strengths[k - 1] + min(part, 1.0) * (strengths[k] - strengths[k - 1]))


def threshold(
    strengths: Floats, met: Flags, aim: float, confidence: float = CONFIDENCE
) -> Threshold:
    """Find from which strength `met`, (strength, seed[, draw]), has the share `aim`.

    All strengths are tried on the same pairs. The interval holds the strengths at which the share's
    own interval (`experiments.statistics.targets.probability`) does not speak against `aim`: from
    where its high end reaches it to where its low end does, which with few pairs may lie beyond
    the largest strength. Strengths increase.
    """
    rows = [probability(one, confidence=confidence) for one in met]
    share, low, high = (
        np.array([getattr(row, name) for row in rows]) for name in ("share", "low", "high")
    )
    below, above = _around(strengths, share, aim)
    return Threshold(
        strength=crossing(strengths, share, aim),
        low=crossing(strengths, high, aim),
        high=crossing(strengths, low, aim),
        below=below,
        above=above,
        monotone=bool((np.diff(share) >= -1e-12).all()),
    )


def _around(strengths: Floats, share: Floats, aim: float) -> tuple[float, float]:
    reached = np.flatnonzero(np.round(isotonic(share) - aim, _ROUND) >= 0.0)
    if not len(reached):
        return float(strengths[-1]), NEVER
    k = int(reached[0])
    return float(strengths[k - 1]) if k else math.nan, float(strengths[k])


def half_way(strengths: Floats, response: Floats) -> float:
    """Return the strength at which half of the response at the last one is reached first.

    Nan where the last response is 0 or less.
    """
    goal = float(response[-1]) / 2.0
    if goal <= 0.0:
        return math.nan
    for k in range(1, len(strengths)):
        if response[k] >= goal:
            part = (goal - response[k - 1]) / (response[k] - response[k - 1])
            return float(strengths[k - 1] + part * (strengths[k] - strengths[k - 1]))
    return math.nan


def first_steps(most: float, steps: int) -> Floats:
    """Return the first strengths: `steps` even ones from 0 to the most.

    >>> first_steps(2.0, 5).tolist()
    [0.0, 0.5, 1.0, 1.5, 2.0]
    """
    return np.round(np.linspace(0.0, most, steps), _ROUND)


def merged(strengths: Sequence[float], more: Floats) -> Floats:
    """Return all strengths in rising order, each once."""
    return np.unique(np.concatenate([np.asarray(strengths), more]))
