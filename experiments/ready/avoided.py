"""CO2 that a package avoids against the reference, what it costs, and the cost per tonne."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.finance.bands import ratio_band
from experiments.ready.sample import Sample
from experiments.ready.shared_outputs import COSTS
from experiments.statistics.interval import Band
from experiments.statistics.paired import Paired, paired

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Avoided:
    """A package against the reference: CO2 avoided and extra cost over all years, and their ratio.

    `tco2e` is positive where the package emits less; `cny_per_t` has no number (nan) where CO2
    avoided is not above 0 beyond its own interval.
    """

    case: int
    tco2e: Paired
    cny: Paired
    cny_per_t: Band


def avoided(sample: Sample, case: int, reference: int) -> Avoided:
    """Return what a package avoids against the reference over all years, and what it costs.

    Cost is net private plus public cost, so that grants cancel; as booked, not discounted.
    """
    less = sample.gap(reference, case, "co2").sum(axis=1)
    more = np.sum([sample.gap(case, reference, name).sum(axis=1) for name in COSTS], axis=0)
    tonnes, money = sample.crossed(less), sample.crossed(more)
    return Avoided(
        case,
        paired(tonnes, np.zeros_like(tonnes)),
        paired(money, np.zeros_like(money)),
        per_tonne(money, tonnes),
    )


def per_tonne(money: Floats, tonnes: Floats) -> Band:
    """Return the ratio of means with Fieller's interval; of crossed pairs the wider one.

    Seeds that met every draw are taken by their means over the draws, and draws by theirs over
    the seeds.
    """
    if money.ndim == 1 or 1 in money.shape:
        return ratio_band(money.ravel(), tonnes.ravel())
    bands = [ratio_band(money.mean(axis=k), tonnes.mean(axis=k)) for k in (0, 1)]
    if any(math.isnan(band[0]) for band in bands):
        return math.nan, math.nan, math.nan
    return bands[0][0], min(band[1] for band in bands), max(band[2] for band in bands)
