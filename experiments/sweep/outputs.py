"""The outputs of a study: yearly indicators by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from experiments.results import Results


def output_names() -> tuple[str, ...]:
    """Return the indicators that a study may ask for, in the order of the results table."""
    from experiments.indicators import INDICATORS

    return tuple(INDICATORS)


def values_by_year(
    results: Results, outputs: Sequence[str]
) -> tuple[tuple[int, ...], NDArray[np.float64]]:
    """Return the years of a run and its outputs by (year, output)."""
    columns = [results.series(name) for name in outputs]
    return tuple(results.years.tolist()), np.stack(columns, axis=1)
