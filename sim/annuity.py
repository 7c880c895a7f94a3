"""The annuity of an investment."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def capital_recovery(rate: float | Floats, years: float) -> Floats:
    """Return the yearly payment per unit of capital: r / (1 - (1 + r)^-n).

    >>> round(float(capital_recovery(0.10, 10)), 4)
    0.1627
    """
    rate = np.asarray(rate, dtype=np.float64)
    return rate / (1.0 - (1.0 + rate) ** -years)
