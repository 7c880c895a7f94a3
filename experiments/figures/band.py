"""Bands over several runs, which always say what was sampled."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from experiments.labels import word

if TYPE_CHECKING:
    from experiments.run_data import RunData

Floats = NDArray[np.float64]

LOW, HIGH = 5, 95
"""Percentiles of a band."""

_WHAT = (
    ("assumption", "assumptions"), ("strength", "strengths"), ("package", "packages"),
    ("parks", "parks"), ("symbiosis", "symbiosis"),
)  # fmt: skip


def quantiles(runs: Sequence[RunData], name: str) -> tuple[Floats, Floats, Floats]:
    """Return the low, middle and high values of an indicator over the runs, by year."""
    values = np.array([run.series(name) for run in runs])
    low, middle, high = np.percentile(values, (LOW, 50, HIGH), axis=0)
    return low, middle, high


def sampled(runs: Sequence[RunData], lang: str) -> str:
    """Return in words what differs between the runs; seeds alone are called noise."""
    differs = [word(key, lang) for field, key in _WHAT if _differs(runs, field)]
    seeds = _differs(runs, "seed")
    if not differs:
        return word("seeds" if seeds else "nothing", lang)
    what = ("、" if lang == "zh" else ", ").join(differs)
    return word("seeds and", lang).format(what) if seeds else what


def band_label(runs: Sequence[RunData], lang: str) -> str:
    """Return the legend of a band: percentiles, number of runs and what was sampled."""
    return word("range", lang).format(low=LOW, high=HIGH, n=len(runs), what=sampled(runs, lang))


def _differs(runs: Sequence[RunData], field: str) -> bool:
    seen = {json.dumps(_what(run.info, field), sort_keys=True) for run in runs}
    return len(seen) > 1


def _what(info: dict[str, Any], field: str) -> Any:
    if field == "package":
        return info["package"]["name"], info["package"]["parameters"]
    if field == "parks":
        return [park["digest"] for park in info["parks"]]
    return info[field]
