"""Fronts: who is not dominated, and which member is nearest to the ideal. Less is better."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def nondominated(values: Floats) -> Flags:
    """Return which rows of (point, objective) no other row dominates; of equal rows the first.

    A row dominates another that it does not exceed anywhere and undercuts somewhere.

    >>> nondominated(np.array([[0.0, 1.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])).tolist()
    [True, True, False, False]
    """
    kept = np.ones(len(values), dtype=np.bool_)
    for row, value in enumerate(values):
        below = (values <= value).all(axis=1)
        better = below & (values < value).any(axis=1)
        equal_before = below[:row] & (values[:row] == value).all(axis=1)
        kept[row] = not better.any() and not equal_before.any()
    return kept


def compromise(values: Floats) -> int:
    """Return the row of a front that is nearest to its ideal point.

    Each objective is scaled to 0 at its best and 1 at its worst value on the front; the distance
    is Euclidean. Source: Zeleny 1973, compromise programming. Errors: `ValueError` without rows.
    """
    if not len(values):
        raise ValueError("a front without members has no compromise")
    best, worst = values.min(axis=0), values.max(axis=0)
    width = np.where(worst > best, worst - best, 1.0)
    return int(np.argmin((((values - best) / width) ** 2).sum(axis=1)))
