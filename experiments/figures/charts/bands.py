"""Bands over samples, fans of two bands, and steps of shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from experiments.figures.charts.colours import Look

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Floats = NDArray[np.float64]

LEVELS = (5.0, 95.0)
INNER = (25.0, 75.0)
"""Percentiles of the outer and the inner band."""


def bands(
    axes: Axes,
    x: ArrayLike,
    values: Floats,
    look: Look,
    label: str = "",
    levels: tuple[float, float] = LEVELS,
    markers: bool = True,
    fill: float = 0.16,
) -> Any:
    """Draw the median of (sample, x) values with the band of `levels`; return the line.

    `x` may be years, strengths or anything that increases. Samples that are nan are left out.
    """
    low, middle, high = np.nanpercentile(values, (levels[0], 50.0, levels[1]), axis=0)
    x = np.asarray(x)
    if len(values) > 1:
        axes.fill_between(x, low, high, color=look.colour, alpha=fill, lw=0)
    mark: dict[str, Any] = {}
    if markers:
        mark = {"marker": look.marker, "ms": 3.0, "mfc": "white", "mew": 0.9}
    (line,) = axes.plot(x, middle, label=label or None, **look.line(lw=1.4), **mark)
    return line


def fan(axes: Axes, x: ArrayLike, values: Floats, look: Look, label: str = "") -> Any:
    """Draw the median of (sample, x) values with the outer band and the inner one, darker."""
    low, high = np.nanpercentile(values, INNER, axis=0)
    line = bands(axes, x, values, look, label, markers=False, fill=0.13)
    if len(values) > 1:
        axes.fill_between(np.asarray(x), low, high, color=look.colour, alpha=0.24, lw=0)
    return line


def steps(
    axes: Axes,
    x: Floats,
    share: Floats,
    look: Look,
    label: str = "",
    low: Floats | None = None,
    high: Floats | None = None,
) -> Any:
    """Draw a share that changes in steps at `x` and holds until the next, with its band if any."""
    if low is not None and high is not None:
        axes.fill_between(x, low, high, step="post", color=look.colour, alpha=0.1, lw=0)
    (line,) = axes.plot(
        x, share, drawstyle="steps-post", label=label or None, **look.line(lw=1.4)
    )  # fmt: skip
    return line
