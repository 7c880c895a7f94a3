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
    return _group(park, sector, ranked, least)


@kernel
def _group(park: Ints, sector: Ints, ranked: Flags, least: float) -> Ints:
    sectors, parks = 1, 1
    for i in range(len(sector)):
        sectors, parks = max(sectors, sector[i] + 1), max(parks, park[i] + 1)
    count = np.zeros((parks, sectors), dtype=np.int64)
    for i in range(len(sector)):
        if ranked[i]:
            count[park[i], sector[i]] += 1
    group = np.full(len(sector), -1)
    for i in range(len(sector)):
        if ranked[i]:
            own = count[park[i], sector[i]] >= least
            group[i] = park[i] * (sectors + 1) + (sector[i] if own else sectors)
    return group


def place_in_group(values: Floats, group: Ints) -> Floats:
    """Return the share of its group that a row beats, ties counting half; nan outside groups.

    Counting only, so the result does not depend on the order of rows.

    >>> place_in_group(np.array([3.0, 1.0, 1.0, 9.0]), np.array([0, 0, 0, -1])).tolist()
    [0.8333333333333334, 0.3333333333333333, 0.3333333333333333, nan]
    """
    place: Floats = _places(np.argsort(values, kind="stable"), values, group)
    return place


@kernel
def _places(order: Ints, values: Floats, group: Ints) -> Floats:
    """Return the places of rows, which `order` lists by rising value."""
    groups = 1
    for row in range(len(group)):
        groups = max(groups, group[row] + 1)
    size, tied = np.zeros(groups, dtype=np.int64), np.zeros(groups, dtype=np.int64)
    last, below = np.zeros(groups), np.zeros(len(group), dtype=np.int64)
    place = np.full(len(group), np.nan)
    for row in order:
        of = group[row]
        if of >= 0:
            if size[of] == 0 or values[row] != last[of]:
                tied[of], last[of] = size[of], values[row]
            below[row] = tied[of]
            size[of] += 1
    left = size.copy()
    for k in range(len(order) - 1, -1, -1):
        row = order[k]
        of = group[row]
        if of >= 0:
            if left[of] == size[of] or values[row] != last[of]:
                tied[of], last[of] = left[of], values[row]
            place[row] = (below[row] + tied[of]) / (2.0 * size[of])
            left[of] -= 1
    return place


def scores(indicators: Mapping[str, Floats], weights: Mapping[str, float], group: Ints) -> Floats:
    """Return the weighted sum of places, the weights scaled to those indicators that are known.

    Counties score an indicator against a reference value of their own; the place in the group
    needs none and keeps one outlier from setting the scale.
    """
    names = sorted(indicators)
    total = float(np.sum([weights[name] for name in indicators]))
    share = np.array([weights[name] / total for name in names])
    values = np.array([indicators[name] for name in names])
    score: Floats = _weigh_places(np.argsort(values, kind="stable"), values, group, share)
    return score


@kernel
def _weigh_places(order: Ints, values: Floats, group: Ints, share: Floats) -> Floats:
    """Return the sum of each row's places by (indicator, row), each times its share."""
    score = np.zeros(len(group))
    for k in range(len(share)):
        place = _places(order[k], values[k], group)
        for row in range(len(group)):
            score[row] += share[k] * place[row]
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
    found: Floats = _class_by_place(np.lexsort((key, -score, group)), group, bounds)
    return found


@kernel
def _class_by_place(order: Ints, group: Ints, bounds: Floats) -> Floats:
    """Return the classes of rows, which `order` lists group by group, the best first."""
    found = np.full(len(group), np.nan)
    first = 0
    while first < len(order) and group[order[first]] < 0:
        first += 1
    while first < len(order):
        last = first
        while last < len(order) and group[order[last]] == group[order[first]]:
            last += 1
        for i in range(first, last):
            middle = (i - first + 0.5) / (last - first)
            found[order[i]] = 1.0
            for bound in bounds:
                if bound < middle - CLOSE:
                    found[order[i]] += 1.0
        first = last
    return found


def years_in_row(now: Flags, before: Floats) -> Floats:
    """Return for how many years in a row a state has lasted, this one included.

    >>> years_in_row(np.array([True, True, False]), np.array([2.0, np.nan, 4.0])).tolist()
    [3.0, 1.0, 0.0]
    """
    return np.where(now, np.where(np.isnan(before), 0.0, before) + 1.0, 0.0)
