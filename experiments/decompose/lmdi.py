"""The additive logarithmic mean Divisia index, LMDI-I."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def lmdi(before: Floats, after: Floats) -> Floats:
    """Split the change of the last rung of each ladder among its factors: (rung, cell).

    A ladder by (rung, cell) is a chain of quantities whose last is explained, C = q0 x q1/q0 x ...;
    factor k is q_k / q_k-1. Its effect is L(C1, C0) x ln(factor1 / factor0) with the logarithmic
    mean L(a, b) = (a - b) / ln(a / b) (Ang 2005). Where a rung is zero at one end, as of who enters
    or leaves, or changes its sign, the limit holds (Ang and Liu 2007): the first such rung has the
    whole change. Effects sum to the change of each cell.

    >>> lmdi(np.array([[1.0], [4.0]]), np.array([[2.0], [8.0]])).ravel().tolist()
    [4.0, 0.0]
    >>> lmdi(np.array([[1.0], [0.0]]), np.array([[2.0], [8.0]])).ravel().tolist()
    [0.0, 8.0]
    """
    firm = before * after > 0
    grown = np.divide(after, before, out=np.ones(before.shape), where=firm)
    factor = grown / np.concatenate((np.ones((1, before.shape[1])), grown[:-1]))
    log = np.log(factor)
    whole = log.sum(axis=0)
    small = np.abs(whole) < 1e-12
    mean = np.where(small, 1.0, np.expm1(whole) / np.where(small, 1.0, whole)) * before[-1]
    effects: Floats = log * mean
    broken = ~firm.all(axis=0)
    cells = np.flatnonzero(broken)
    effects[:, cells] = 0.0
    effects[(~firm).argmax(axis=0)[cells], cells] = (after[-1] - before[-1])[cells]
    return effects
