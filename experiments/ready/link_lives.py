"""Lives of links, link by link: how long each lasted, whether its end was seen, and survival."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.indicators.linkbook import LinkBook
from experiments.outputs.link_book import classes, panel_of
from experiments.results import Results

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

CONFIDENCE = 0.9


@dataclass(frozen=True)
class Lives:
    """Links begun in runs, one entry a link; renewals carry a link on."""

    months: Floats
    ended: Flags
    """Whether its end was seen; False where the run ended first."""
    kind: NDArray[np.object_]

    def __len__(self) -> int:
        return len(self.months)


@dataclass(frozen=True)
class Survival:
    """The share of links that live on, in steps from month 0, with its interval."""

    months: Floats
    share: Floats
    low: Floats
    high: Floats
    at_risk: Floats

    def at(self, month: float) -> tuple[float, float, float]:
        """Return the share at a month with its interval."""
        k = int(np.searchsorted(self.months, month, side="right")) - 1
        return float(self.share[k]), float(self.low[k]), float(self.high[k])

    @property
    def median(self) -> float:
        """Months after which half the links have ended; nan where fewer have."""
        under = np.flatnonzero(self.share <= 0.5)
        return float(self.months[under[0]]) if len(under) else float("nan")


def lives_of(results: Results) -> Lives:
    """Return the lives of the links of a run that begun in it, renewals joined on."""
    panel = panel_of(results)
    links = panel.links
    first = origin(links)
    born = np.flatnonzero(links.born & (links.park == 0))
    last = np.zeros(len(links), dtype=np.int64)
    np.maximum.at(last, first, np.minimum(links.end, panel.months) * links.counted)
    ended = np.ones(len(links), dtype=bool)
    np.logical_and.at(ended, first, ~links.counted | (links.end < panel.months))
    return Lives(
        months=(last[born] - links.start[born]).astype(np.float64),
        ended=ended[born],
        kind=classes(panel)[born],
    )


def origin(links: LinkBook) -> NDArray[np.int64]:
    """Return, for each contract, the one that began the link it carries on."""
    first = np.arange(len(links))
    for row, before in enumerate(links.previous.tolist()):
        if before >= 0:
            first[row] = first[before]
    return first


def joined(lives: Sequence[Lives]) -> Lives:
    """Return the lives of several runs as one."""
    return Lives(
        months=np.concatenate([one.months for one in lives]),
        ended=np.concatenate([one.ended for one in lives]),
        kind=np.concatenate([one.kind for one in lives]),
    )


def survival(lives: Lives) -> Survival:
    """Return the Kaplan-Meier estimate with its 90 percent interval (log-log, Greenwood).

    Kaplan and Meier 1958, Journal of the American Statistical Association 53:457. Links of one run
    share its events, so that the interval errs to the narrow side. Errors: `ValueError` without a
    link.

    >>> found = survival(Lives(np.array([6.0, 12.0, 12.0]), np.array([True, False, True]),
    ...                        np.array(["heat"] * 3, dtype=object)))
    >>> found.months.tolist(), [round(share, 3) for share in found.share.tolist()]
    ([0.0, 6.0, 12.0], [1.0, 0.667, 0.333])
    """
    if not len(lives):
        raise ValueError("no link began: there is nothing to survive")
    from scipy.stats import CensoredData, ecdf

    data = CensoredData(uncensored=lives.months[lives.ended], right=lives.months[~lives.ended])
    curve = ecdf(data).sf
    with np.errstate(divide="ignore", invalid="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # where no link is left it has no interval
        bounds = curve.confidence_interval(CONFIDENCE, method="log-log")
    share = np.concatenate(([1.0], curve.probabilities))
    low = np.concatenate(([1.0], bounds.low.probabilities))
    high = np.concatenate(([1.0], bounds.high.probabilities))
    months = np.concatenate(([0.0], curve.quantiles))
    return Survival(
        months=months,
        share=share,
        low=np.where(np.isfinite(low), low, share),
        high=np.where(np.isfinite(high), high, share),
        at_risk=np.array([float((lives.months >= month).sum()) for month in months]),
    )
