"""Estimates with their intervals, one row each: paired differences, effects, indices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from experiments.figures.style import BLUE, INK, PALE

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LARGE = 1e4
"""From here on numbers have commas."""

Estimate = tuple[float, float, float]
"""Value, low and high end; the ends are nan where there is no interval."""


def forest(
    axes: Axes,
    labels: Sequence[str],
    estimates: Sequence[Estimate],
    colours: Sequence[str] | None = None,
    markers: Sequence[str] | None = None,
    zero: bool = True,
) -> None:
    """Draw one row an estimate, the first on top; filled where the interval leaves out 0."""
    colours = colours or [BLUE] * len(labels)
    markers = markers or ["o"] * len(labels)
    places = np.arange(len(labels))[::-1]
    for place, (value, low, high), colour, marker in zip(
        places, estimates, colours, markers, strict=True
    ):
        axes.plot([low, high], [place, place], color=colour, lw=1.6, solid_capstyle="butt")
        clear = low > 0.0 or high < 0.0
        axes.plot(
            [value], [place], marker=marker, ms=5.0, color=colour, mfc=colour if clear else "white",
            lw=0, zorder=4,
        )  # fmt: skip
    if zero:
        axes.axvline(0.0, color=INK, lw=0.7)
    axes.set_yticks(places, labels)
    axes.set_ylim(-0.6, len(labels) - 0.4)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x", color=PALE, linewidth=0.5)
    axes.set_axisbelow(True)
    axes.margins(x=0.08)
    axes.locator_params(axis="x", nbins=5)
    if max(map(abs, axes.get_xlim())) >= LARGE:
        axes.xaxis.set_major_formatter(
            lambda value, _: f"{value:,.0f}".replace("-", "\N{MINUS SIGN}")
        )
