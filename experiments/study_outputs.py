"""The outputs of a study: yearly indicators by name, and parts of output families."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from experiments.results import Results


def output_names() -> tuple[str, ...]:
    """Return what a study may ask for: the indicators, then each part of `experiments.outputs`."""
    from experiments.indicators import INDICATORS
    from experiments.outputs import family_names

    return (*INDICATORS, *family_names())


def values_by_year(
    results: Results, outputs: Sequence[str]
) -> tuple[tuple[int, ...], NDArray[np.float64]]:
    """Return the years of a run and its outputs by (year, output)."""
    from experiments.indicators import INDICATORS

    others = [name for name in outputs if name not in INDICATORS]
    parts = {}
    if others:
        from experiments.outputs import values_of

        parts = values_of(results, others)
    columns = [parts[name] if name in parts else results.series(name) for name in outputs]
    return tuple(results.years.tolist()), np.stack(columns, axis=1)
