"""The probability that a target is met, and the year in which it is, over seeds and draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.statistics.interval import CONFIDENCE, crossed_variance
from experiments.statistics.paired import sampling
from experiments.statistics.sampled import Sampled
from sim.faults import Fault, InputError

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]

METHODS = ("wilson", "jeffreys")


@dataclass(frozen=True)
class Probability:
    """A share of runs with its interval.

    `effective` is the number of independent runs that the interval counts on: all of them, fewer
    where seeds and draws were crossed.
    """

    share: float
    low: float
    high: float
    met: int
    runs: int
    effective: float
    confidence: float
    method: str
    sampled: Sampled

    def text(self, lang: str = "en") -> str:
        """Return it as a sentence part with what was sampled.

        >>> probability(np.array([True, True, False, True])).text()
        '0.75 (0.36 to 0.94; 4 seeds, noise only)'
        """
        to = "至" if lang == "zh" else "to"
        range_ = f"{self.low:.2f} {to} {self.high:.2f}"
        return f"{self.share:.2f} ({range_}; {self.sampled.text(lang)})"

    def as_json(self) -> dict[str, Any]:
        """Return the fields as plain values."""
        return {**asdict(self), "sampled": self.sampled.as_json()}


@dataclass(frozen=True)
class YearMet:
    """The first year in which a target is met, over the runs.

    `by_year` is the probability that it is met in each year; `low`, `median`, `high` are
    percentiles of the first year, None where so many runs never meet it. `never` is the share that
    never does.
    """

    years: tuple[int, ...]
    by_year: tuple[Probability, ...]
    low: int | None
    median: int | None
    high: int | None
    never: float
    sampled: Sampled

    def as_json(self) -> dict[str, Any]:
        """Return the fields as plain values."""
        return {
            "years": list(self.years),
            "by_year": [one.as_json() for one in self.by_year],
            **{name: getattr(self, name) for name in ("low", "median", "high", "never")},
            "sampled": self.sampled.as_json(),
        }


def probability(
    met: Flags, drawn: bool = False, confidence: float = CONFIDENCE, method: str = "wilson"
) -> Probability:
    """Return the share of runs that meet a target, with its interval.

    `met` is (seed,), or (seed, draw) where every seed met every draw; `drawn` as in
    `experiments.statistics.paired.paired`. Wilson's score interval (1927) or Jeffreys' (Beta(k +
    1/2, n - k + 1/2)), both as in Brown, Cai and DasGupta 2001, Statistical Science 16:101. Crossed
    runs are counted as p (1 - p) / var(p) independent ones; where all agree, as many as the shorter
    axis has.

    Errors: `ValueError` for an unknown method; `InputError` without a run.
    """
    met = np.asarray(met, dtype=bool)
    if method not in METHODS:
        raise ValueError(f"method is {method!r}; write one of {', '.join(METHODS)}")
    if met.size == 0:
        raise InputError([Fault("target", "there is no run", "run the study first")])
    share, count = float(met.mean()), _effective(met)
    bounds = (_wilson if method == "wilson" else _jeffreys)(share, count, confidence)
    return Probability(
        share=share,
        low=bounds[0],
        high=bounds[1],
        met=int(met.sum()),
        runs=int(met.size),
        effective=count,
        confidence=confidence,
        method=method,
        sampled=sampling(met, drawn),
    )


def year_met(
    met: Flags,
    years: Sequence[int],
    drawn: bool = False,
    lasting: bool = False,
    confidence: float = CONFIDENCE,
) -> YearMet:
    """Return when a target is met: `met` is (seed, year) or (seed, draw, year).

    With `lasting` a year counts only where the target stays met to the last one. A run that never
    meets it counts as later than all years.
    """
    met = np.asarray(met, dtype=bool)
    if lasting:
        met = np.logical_and.accumulate(met[..., ::-1], axis=-1)[..., ::-1]
    runs = met.reshape(-1, met.shape[-1])
    first = np.where(runs.any(axis=1), runs.argmax(axis=1), len(years))
    tail = (1.0 - confidence) / 2.0
    at = np.quantile(first, (tail, 0.5, 1.0 - tail), method="inverted_cdf").astype(int)
    low, median, high = (int(years[k]) if k < len(years) else None for k in at.tolist())
    return YearMet(
        years=tuple(int(year) for year in years),
        by_year=tuple(probability(met[..., k], drawn, confidence) for k in range(met.shape[-1])),
        low=low,
        median=median,
        high=high,
        never=float(np.mean(first == len(years))),
        sampled=sampling(met[..., 0], drawn),
    )


def _effective(met: Flags) -> float:
    """Return how many independent runs the runs are worth."""
    if met.ndim == 1 or 1 in met.shape:
        return float(met.size)
    least, share = float(min(met.shape)), float(met.mean())
    variance, _ = crossed_variance(met.astype(np.float64))
    if share in (0.0, 1.0) or variance <= 0.0:
        return least
    return min(max(share * (1.0 - share) / variance, least), float(met.size))


def _wilson(share: float, count: float, confidence: float) -> tuple[float, float]:
    from scipy.stats import norm

    z = float(norm.ppf(0.5 + confidence / 2.0))
    centre = (share + z * z / (2.0 * count)) / (1.0 + z * z / count)
    inside = share * (1.0 - share) / count + z * z / (4.0 * count * count)
    half = z * inside**0.5 / (1.0 + z * z / count)
    return max(centre - half, 0.0), min(centre + half, 1.0)


def _jeffreys(share: float, count: float, confidence: float) -> tuple[float, float]:
    from scipy.stats import beta

    tail, hits = (1.0 - confidence) / 2.0, share * count
    shape = hits + 0.5, count - hits + 0.5
    low = 0.0 if share == 0.0 else float(beta.ppf(tail, *shape))
    high = 1.0 if share == 1.0 else float(beta.ppf(1.0 - tail, *shape))
    return low, high
