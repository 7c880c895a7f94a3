"""Paired differences: a scenario minus its reference on the same seeds and table draws."""

from __future__ import annotations

import warnings
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.statistics.interval import CONFIDENCE, NAN, crossed_band, whole
from experiments.statistics.sampled import Sampled

Floats = NDArray[np.float64]

RESAMPLES = 2000
_FEW = 8
"""Below this many pairs the bootstrap takes plain percentiles: BCa has too little to go by."""


@dataclass(frozen=True)
class Paired:
    """A paired difference, in the unit of the values.

    `low`, `high` are the quantile band of the pairs; `t_*` and `bootstrap_*` intervals of the mean;
    `same_sign` the share of pairs with the sign of the mean (ties count for neither), `sign_p` the
    two-sided sign test. `sampled` says what varied between the pairs, `left_out` how many failed.
    """

    mean: float
    median: float
    low: float
    high: float
    t_low: float
    t_high: float
    bootstrap_low: float
    bootstrap_high: float
    same_sign: float
    sign_p: float
    pairs: int
    left_out: int
    confidence: float
    sampled: Sampled

    @property
    def shown(self) -> bool:
        """Whether the t interval of the mean leaves out 0."""
        return self.t_low > 0.0 or self.t_high < 0.0

    def as_json(self) -> dict[str, Any]:
        """Return the fields as plain values."""
        return {**asdict(self), "sampled": self.sampled.as_json()}


def paired(
    scenario: Floats,
    reference: Floats,
    drawn: bool = False,
    confidence: float = CONFIDENCE,
    drop: bool = False,
    resamples: int = RESAMPLES,
    rng: int = 1,
) -> Paired:
    """Compare a scenario with its reference by pair.

    Both are (seed,), or (seed, draw) where every seed met every draw; entry k of both shares its
    seed and its draw. `drawn` says of (seed,) that each seed came with its own draw of the tables.
    Intervals of crossed pairs take in that pairs sharing a seed or a draw move together: the
    two-way random-effects variance (`crossed_band`), the pigeonhole bootstrap (Owen 2007), and the
    sign test on the means of the seeds and of the draws, whichever says less.

    Errors: `ValueError` where the shapes differ; `InputError` for failed runs, unless `drop`.

    >>> found = paired(np.array([1.0, 2.0, 4.0]), np.array([2.0, 4.0, 7.0]))
    >>> found.mean, found.same_sign, found.sampled.text()
    (-2.0, 1.0, '3 seeds, noise only')
    """
    scenario, reference = np.asarray(scenario, np.float64), np.asarray(reference, np.float64)
    if scenario.shape != reference.shape:
        raise ValueError(f"pairs differ in shape: {scenario.shape} and {reference.shape}")
    given = scenario - reference
    gaps = whole(given, drop, "paired differences")
    mean, t_low, t_high = crossed_band(np.atleast_2d(gaps.T).T, confidence)
    bounds = bootstrap_band(gaps, confidence, resamples, rng)
    tail = (1.0 - confidence) / 2.0
    low, median, high = np.quantile(gaps, (tail, 0.5, 1.0 - tail)).tolist()
    return Paired(
        mean=mean,
        median=median,
        low=low,
        high=high,
        t_low=t_low,
        t_high=t_high,
        bootstrap_low=bounds[0],
        bootstrap_high=bounds[1],
        same_sign=float(np.mean(np.sign(gaps) == np.sign(mean))) if mean else 0.0,
        sign_p=sign_test(gaps),
        pairs=int(gaps.size),
        left_out=int(given.size - gaps.size),
        confidence=confidence,
        sampled=sampling(gaps, drawn),
    )


def by_year(scenario: Floats, reference: Floats, **options: Any) -> list[Paired]:
    """Compare (seed, year) or (seed, draw, year) values year by year; options as of `paired`."""
    years = range(np.shape(scenario)[-1])
    return [paired(scenario[..., k], reference[..., k], **options) for k in years]


def sampling(values: NDArray[Any], drawn: bool = False) -> Sampled:
    """Return what was sampled, from the shape: (seed,) is noise only unless `drawn`."""
    seeds = values.shape[0]
    if values.ndim == 2:
        return Sampled(seeds, values.shape[1])
    return Sampled(seeds, seeds if drawn else 0, crossed=not drawn)


def bootstrap_band(
    values: Floats,
    confidence: float = CONFIDENCE,
    resamples: int = RESAMPLES,
    rng: int = 1,
) -> tuple[float, float]:
    """Return the bootstrap interval of the mean of (seed,) or (seed, draw) values.

    One axis: `scipy.stats.bootstrap`, BCa (Efron 1987), percentiles below 8 values. Two axes: the
    pigeonhole bootstrap, seeds and draws resampled each for themselves (Owen 2007, Annals of
    Applied Statistics 1:386), which errs to the wide side. One value has none (nan).
    """
    values = values.ravel() if 1 in values.shape else values
    if values.size < 2:
        return NAN, NAN
    if np.ptp(values) == 0.0:
        return float(values.flat[0]), float(values.flat[0])
    generator = np.random.default_rng(rng)
    if values.ndim == 2:
        n, m = values.shape
        rows = generator.multinomial(n, np.full(n, 1.0 / n), resamples)
        columns = generator.multinomial(m, np.full(m, 1.0 / m), resamples)
        means = np.einsum("ri,ij,rj->r", rows, values, columns, optimize=True) / (n * m)
        tail = (1.0 - confidence) / 2.0
        low, high = np.quantile(means, (tail, 1.0 - tail))
        return float(low), float(high)
    mean, scale = float(values.mean()), float(values.std())
    low, high = _bootstrap((values - mean) / scale, confidence, resamples, generator)
    return mean + scale * low, mean + scale * high


def _bootstrap(
    values: Floats, confidence: float, resamples: int, generator: np.random.Generator
) -> tuple[float, float]:
    """Return scipy's interval of values of mean 0 and spread 1; percentiles where BCa has none."""
    from scipy.stats import bootstrap

    for method in ("BCa", "percentile")[len(values) < _FEW :]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)
            found = bootstrap(
                (values,),
                np.mean,
                n_resamples=resamples,
                confidence_level=confidence,
                method=method,
                rng=generator,
            ).confidence_interval
        if np.isfinite([found.low, found.high]).all():
            break
    return float(found.low), float(found.high)


def sign_test(gaps: Floats) -> float:
    """Return the two-sided p-value of the sign test, ties left out; 1 where all are ties.

    Of crossed (seed, draw) values the means of the seeds and those of the draws are tested, and the
    larger p-value counts: the pairs themselves are not independent.
    """
    if gaps.ndim == 2 and 1 not in gaps.shape:
        return max(sign_test(gaps.mean(axis=0)), sign_test(gaps.mean(axis=1)))
    from scipy.stats import binomtest

    above, below = int(np.sum(gaps > 0.0)), int(np.sum(gaps < 0.0))
    return float(binomtest(above, above + below).pvalue) if above + below else 1.0
