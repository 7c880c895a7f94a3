"""What made CO2 change since the first year, effect by effect."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from experiments.decompose import EFFECTS, decompose
from experiments.outputs.registry import family
from experiments.results import Results

Floats = NDArray[np.float64]


@family("co2_effect", "t CO2", lambda: EFFECTS)
def co2_effect(results: Results) -> dict[str, Floats]:
    """Change of CO2 (scopes 1 and 2) from the first to the last year by effect, additive LMDI.

    It stands in the last year; the first is 0, those between are not worked out (nan).
    """
    first, last = int(results.years[0]), int(results.years[-1])
    found = {}
    for name, value in decompose(results, first, last).effects.items():
        found[name] = np.full(len(results.years), np.nan)
        found[name][[0, -1]] = 0.0, value
    return found
