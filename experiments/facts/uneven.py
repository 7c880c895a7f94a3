"""Fact 7: benefits fall unevenly, and a link that pays may harm."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from experiments.facts.fact import SOME, Figure, fact
from experiments.facts.sample import Sample
from experiments.facts.trace import Floats, Trace, trace

UNEQUAL = 0.4
"""Gini index above which a distribution is commonly called unequal (UN-Habitat's alert line)."""


def gini(values: NDArray[np.float64]) -> float:
    """Return the Gini index of values, none negative: 0 all equal, towards 1 one has all.

    >>> gini(np.array([1.0, 1.0])), gini(np.array([0.0, 1.0]))
    (0.0, 0.5)
    """
    ordered = np.sort(values)
    n, total = len(ordered), ordered.sum()
    if total <= 0:
        return float("nan")
    return float(2.0 * (np.arange(1, n + 1) @ ordered) / (n * total) - (n + 1) / n)


def gains(found: Trace) -> Floats:
    """Return each enterprise's gain from the links signed in the run, CNY over all its months."""
    given = found.monthly.sum(axis=0)
    total = np.zeros(len(found.sector))
    for side, per_unit in (
        (found.giver, found.giver_cny_per_unit),
        (found.taker, found.taker_cny_per_unit),
    ):
        rows = found.link & np.isfinite(per_unit)
        np.add.at(total, side[rows], (given * per_unit)[rows])
    return total


@fact(
    "uneven",
    "Benefits fall unevenly; a link can pay and still harm an indicator",
    "Reviews of recorded exchanges (waste oil and tyres for coal)",
)
def uneven(sample: Sample) -> Sequence[Figure]:
    """Take the gains agreed at signing times what was delivered, and each link's CO2 balance."""
    among, of_all, top, harm, moved = [], [], [], [], []
    for place, seed in sample.crowd():
        found = trace(place, seed, sample.until, ())
        gain = np.maximum(gains(found), 0.0)
        partners = gain > 0
        if partners.sum() < 5:
            continue
        among.append(gini(gain[partners]))
        of_all.append(gini(gain[partners | found.firm]))
        tenth = max(1, round(0.1 * partners.sum()))
        top.append(np.sort(gain)[-tenth:].sum() / gain.sum())
        both = found.giver_cny_per_unit + found.taker_cny_per_unit
        pays = found.link & (both > 0) & (found.monthly.sum(axis=0) > 0)
        harm.append((found.co2_kg_per_unit[pays] < 0).mean())
        moved.append((found.co2_kg_per_unit[pays] == 0).mean())
    said = sample.crowd_says
    return [
        Figure(
            "Gini index of gains among partners", float(np.mean(among)), said, UNEQUAL, 1.0,
            "above 0.4, commonly called unequal",
        ),
        Figure("Gini index of gains, all firms and partners", float(np.mean(of_all)), said),
        Figure("share of gains of the first tenth of partners", float(np.mean(top)), said),
        Figure(
            "share of paying links with a negative CO2 balance", float(np.mean(harm)), said,
            SOME, 0.5, "direction: some, not most",
        ),
        Figure("share of paying links with a CO2 balance of zero", float(np.mean(moved)), said),
    ]  # fmt: skip
