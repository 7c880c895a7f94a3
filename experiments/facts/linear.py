"""Fact 1: the number of links rises linearly with the number of firms."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from experiments.facts.fact import Figure, fact
from experiments.facts.sample import Sample
from experiments.facts.trace import trace

CLAIM = "The number of links rises linearly with the number of firms"
SOURCE = "Hardy & Graedel 2002, J. Ind. Ecol. 6(1): 19 parks"


@fact("linear", CLAIM, SOURCE)
def linear(sample: Sample) -> Sequence[Figure]:
    """Regress the links that run at the end on the firms that stand then, over composed parks.

    The rivals of a line are no growth (exponent 0) and a constant share of all pairs (exponent 2):
    an exponent of log links on log firms between 0.5 and 1.5 is nearer to 1 than to either.
    """
    traces = [trace(place, seed, sample.until, ()) for place, seed in sample.crowd(bare=True)]
    firms = np.array([(t.active & t.firm).sum() for t in traces], dtype=np.float64)
    links = np.array([t.running.sum() for t in traces], dtype=np.float64)
    slope, intercept = np.polyfit(firms, links, 1)
    spread = float(np.corrcoef(firms, links)[0, 1] ** 2)
    some = links > 0
    exponent = float(np.polyfit(np.log(firms[some]), np.log(links[some]), 1)[0])
    said = sample.crowd_says + ", no link at the start"
    within = [
        float(np.corrcoef(firms[rows], links[rows])[0, 1] ** 2)
        for rows in np.split(np.arange(len(links)), len(sample.mixes))
    ]
    return [
        Figure("links per firm added (slope)", float(slope), said, 0.0, band_from="direction"),
        Figure("links at no firm (intercept)", float(intercept), said),
        Figure("R2 of the line, all mixes", spread, said),
        Figure("R2 of the line, least of the mixes", min(within), said),
        Figure(
            "exponent of links on firms", exponent, said, 0.5, 1.5, "nearer to 1 than to 0 or 2"
        ),
    ]
