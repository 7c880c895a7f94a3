"""The annuity of an investment."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def capital_recovery(rate: float | Floats, years: float | Floats) -> Floats:
    """Return the yearly payment per unit of capital: r / (1 - (1 + r)^-n).

    >>> round(float(capital_recovery(0.10, 10)), 4)
    0.1627
    """
    rate = np.asarray(rate, dtype=np.float64)
    payment: Floats = rate / (1.0 - (1.0 + rate) ** -np.asarray(years, dtype=np.float64))
    return payment
