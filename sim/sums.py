"""Sums by group, in the order of the rows, so that the same rows always give the same bits."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.kernel import kernel

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def sum_one(group: Ints, values: Floats, groups: int) -> Floats:
    """Sum one row of values by group."""
    return np.asarray(np.bincount(group, weights=values, minlength=groups), dtype=np.float64)


def sum_by(group: Ints, values: Floats, groups: int) -> Floats:
    """Sum each row of `values` by the group of its columns: (row, group).

    >>> sum_by(np.array([1, 0, 1]), np.array([[1.0, 2.0, 3.0], [0.5, 0.5, 0.5]]), 2).tolist()
    [[2.0, 4.0], [0.5, 1.0]]
    """
    rows = len(values)
    cell = group + groups * np.arange(rows)[:, None]
    return sum_one(cell.ravel(), values.ravel(), rows * groups).reshape(rows, groups)


@kernel
def share_out(
    cny: Floats, parts: Floats, whole: Floats, park: Ints, parks: int
) -> tuple[Floats, bool]:
    """Share money by enterprise by `parts` (part, enterprise) of a `whole`: (part, park).

    Says, too, whether all of it could be shared.
    """
    shared, written = np.zeros((len(parts), parks)), True
    for i in range(len(cny)):
        if whole[i] == 0.0:
            written = written and cny[i] == 0.0
            continue
        rate = cny[i] / whole[i]
        for k in range(len(parts)):
            shared[k, park[i]] += parts[k, i] * rate
    return shared, written
