"""The per-mu ranking ("heroes per mu"): firms of a park in order of what they yield, in classes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sim.kernel import kernel

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Keys = NDArray[np.uint64]

CLOSE = 1e-12

CLASSES = ("A", "B", "C", "D")
"""Class 1 is A, 4 is D."""


def groups_of(park: Ints, sector: Ints, ranked: Flags, least: float) -> Ints:
    """Return the group in which each ranked firm competes; -1 where a firm is not ranked.

    A group is the firms of one sector in a park where at least `least` of them are ranked, else
    the rest of the park.

    >>> park, sector = np.array([0, 0, 0, 0, 1]), np.array([5, 5, 5, 7, 5])
    >>> groups_of(park, sector, np.ones(5, dtype=bool), 3).tolist()
    [5, 5, 5, 8, 17]
    """
    sectors = int(sector.max(initial=0)) + 1
    home = park * (sectors + 1)
    cell = home + sector
    count = np.bincount(cell[ranked], minlength=int(cell.max(initial=0)) + 1)
    own = count[cell] >= least
    return np.where(ranked, np.where(own, cell, home + sectors), -1)


def place_in_group(values: Floats, group: Ints) -> Floats:
    """Return the share of its group that a row beats, ties counting half; nan outside groups.

    Counting only, so the result does not depend on the order of rows.

    >>> place_in_group(np.array([3.0, 1.0, 1.0, 9.0]), np.array([0, 0, 0, -1])).tolist()
    [0.8333333333333334, 0.3333333333333333, 0.3333333333333333, nan]
    """
    order = np.lexsort((values, group))
    order = order[np.searchsorted(group[order], 0) :]
    return _places(order, group, values)


@kernel
def _places(order: Ints, group: Ints, values: Floats) -> Floats:
    """Return the places of rows that `order` lists by group, and in it by rising value."""
    place = np.full(len(values), np.nan)
    first, rows = 0, len(order)
    while first < rows:
        last = first
        while last < rows and group[order[last]] == group[order[first]]:
            last += 1
        below = first
        while below < last:
            upto = below + 1
            while upto < last and values[order[upto]] == values[order[below]]:
                upto += 1
            for i in range(below, upto):
                place[order[i]] = (below + upto - 2 * first) / (2.0 * (last - first))
            below = upto
        first = last
    return place


def scores(indicators: Mapping[str, Floats], weights: Mapping[str, float], group: Ints) -> Floats:
    """Return the weighted sum of places, the weights scaled to those indicators that are known.

    Counties score an indicator against a reference value of their own; the place in the group
    needs none and keeps one outlier from setting the scale.
    """
    total = float(np.sum([weights[name] for name in indicators]))
    score = np.zeros(len(group))
    for name in sorted(indicators):
        score = score + weights[name] / total * place_in_group(indicators[name], group)
    return score


def classes(score: Floats, group: Ints, key: Keys, shares: Sequence[float]) -> Floats:
    """Return the class 1 (A) to 4 (D) of each ranked firm, nan for the others.

    Firms are ordered by score, ties by key; a firm whose middle of the order lies within the first
    share is A, within the next B, and so on.

    >>> score, key = np.linspace(1.0, 0.0, 20), np.arange(20, dtype=np.uint64)
    >>> found = classes(score, np.zeros(20, dtype=np.int64), key, (0.2, 0.55, 0.2, 0.05))
    >>> [int((found == k).sum()) for k in (1, 2, 3, 4)]
    [4, 11, 4, 1]
    """
    bounds = np.cumsum(shares)[:-1] / np.sum(shares)
    order = np.lexsort((key, -score, group))
    order = order[np.searchsorted(group[order], 0) :]
    of = group[order]
    first = np.searchsorted(of, of, side="left")
    size = np.searchsorted(of, of, side="right") - first
    middle = (np.arange(len(order)) - first + 0.5) / size
    found = np.full(len(score), np.nan)
    found[order] = 1.0 + np.searchsorted(bounds, middle - CLOSE, side="left")
    return found


def years_in_row(now: Flags, before: Floats) -> Floats:
    """Return for how many years in a row a state has lasted, this one included.

    >>> years_in_row(np.array([True, True, False]), np.array([2.0, np.nan, 4.0])).tolist()
    [3.0, 1.0, 0.0]
    """
    return np.where(now, np.nan_to_num(before) + 1.0, 0.0)
